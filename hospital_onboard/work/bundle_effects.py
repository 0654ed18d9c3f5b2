"""What the fresh versions of a bundle change here: the records they are about, and those that hang on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pydantic import ValidationError

from hospital_onboard.domain.bundle import Version
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.joining import Clash, Composed, clashes, compose, derived_id, newest
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, is_required
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.domain.vendor import Alias
from hospital_onboard.store import deliveries, lookup, records
from hospital_onboard.store.engine import Store
from hospital_onboard.text.normalise import company_key
from hospital_onboard.work.bundle_versions import Knowledge, kinds_named, own_version, refs_of

_BROUGHT: Final = {"*": "bundle"}


@dataclass(frozen=True)
class Effects:
    """Computed from the store and the fresh versions; writes nothing."""

    store: Store
    fresh: tuple[Version, ...]
    file: str

    @cached_property
    def known(self) -> Knowledge:
        """What the store knows, the fresh ones among it."""
        return Knowledge(self.store, self.fresh)

    def target(self, source: str) -> str:
        """The id under which a record of the bundle stands here."""
        return self.known.targets.of(source)

    @cached_property
    def _affected(self) -> dict[str, str]:
        """Target id -> kind of everything to compose anew."""
        found: dict[str, str] = {}
        for version in self.fresh:
            found[self.target(version.id)] = version.kind
            found[self.known.before.of(version.id)] = version.kind
        moved = self.known.moved
        if moved:
            for kept in deliveries.of_kinds(self.store):
                version = kept.version
                named = {(version.said or {}).get(name) for name in refs_of(version.kind)}
                if version.id in moved or named & moved:
                    found[self.target(version.id)] = version.kind
                    found[self.known.before.of(version.id)] = version.kind
        return found

    @cached_property
    def sources(self) -> Mapping[str, Sequence[Version]]:
        """Target id -> every version of its sources, our own and the fresh ones among them."""
        found: dict[str, list[Version]] = defaultdict(list)
        kept = self.known.kept_at(self._affected, self.known.targets)
        for target, versions in kept.items():
            found[target] += [one.version for one in versions]
        for version in (*self.fresh, *self._own(kept)):
            found[self.target(version.id)].append(version)
        return {target: _once(versions) for target, versions in found.items() if target in self._affected}

    def _own(self, kept: Mapping[str, Sequence[deliveries.Kept]]) -> list[Version]:
        """What people here made of the affected records, and of what will stand under their ids."""
        here = {own for own in self.known.own if self.target(own) in self._affected}
        found = []
        for one, history in deliveries.histories(self.store, {*self._affected, *here}).items():
            mine = own_version(history, kept.get(one, ()))
            if mine is not None:
                found.append(mine)
        return found

    @cached_property
    def ours(self) -> tuple[Version, ...]:
        """Our own versions that stand beside others from now on, not kept yet."""
        kept = {(k.version.id, k.version.mark) for k in deliveries.of_records(self.store, self._affected)}
        fresh = {(version.id, version.mark) for version in self.fresh}
        versions = (version for some in self.sources.values() for version in some)
        brought = {(k.version.id, k.version.mark) for k in self.known.shared} | kept | fresh
        return tuple(version for version in versions if (version.id, version.mark) not in brought)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Where sources disagree, in what this bundle touches."""
        found = (clashes(target, versions, self.known.targets) for target, versions in self.sources.items())
        return tuple(clash for some in found for clash in some)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would be written.

        Raises:
            Refusal: ``bundle-damaged`` when what came together is no record.
        """
        composed = self._composed()
        stored = self._stored(composed)
        after = {one.id: self._record(one, stored.get(one.id)) for one in composed.values() if one.said is not None}
        after = self._hanging(after)
        gone = [record for one, record in stored.items() if one in composed and one not in after]
        gone, elsewhere = self._leaving(gone, after)
        found = [Change(stored.get(one), record) for one, record in after.items() if _differs(stored.get(one), record)]
        return (*found, *elsewhere, *(Change(record, None) for record in gone), *self._aliases(after))

    def _composed(self) -> dict[str, Composed]:
        found = {}
        for target, kind in self._affected.items():
            versions = self.sources.get(target)
            found[target] = (
                compose(target, versions, self.known.targets) if versions else Composed(kind, target, None, {})
            )
        return found

    def _stored(self, composed: Mapping[str, Composed]) -> dict[str, Record]:
        of_kind: dict[str, list[str]] = defaultdict(list)
        for one in composed.values():
            of_kind[one.kind].append(one.id)
        return {
            record.id: record
            for kind, ids in of_kind.items()
            for record in records.select(self.store, KINDS[kind], id=ids)
        }

    def _record(self, composed: Composed, stored: Record | None) -> Record:
        revision = 0 if stored is None else stored.revision
        values = {**(composed.said or {}), "id": composed.id, "revision": revision, "origin": dict(composed.origin)}
        try:
            return KINDS[composed.kind].model_validate(values)
        except ValidationError as fault:
            raise Refusal("bundle-damaged", INPUT_REFUSED, where=self.file) from fault

    def _hanging(self, after: dict[str, Record]) -> dict[str, Record]:
        """Without records that hang on something which is not here; a mere mention of such a thing is left blank."""
        while True:
            named: dict[str, set[str]] = defaultdict(set)
            may_be: dict[str, tuple[str, ...]] = {}
            for record in after.values():
                for name in refs_of(record.kind):
                    value = getattr(record, name)
                    if value is not None and value not in after:
                        named[value].add(record.id)
                        may_be[value] = kinds_named(record.kind, name)
            absent = set(named) - self._there(
                {one: kinds for one, kinds in may_be.items() if one not in self._affected}
            )
            users = {user for one in absent for user in named[one]}
            if not users:
                return after
            kept = {user: _without(after[user], absent) for user in users}
            after = {one: record for one, record in {**after, **kept}.items() if record is not None}

    def _there(self, wanted: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Which of these records are stored, each looked for among the kinds it may be of."""
        of_kind: dict[str, list[str]] = defaultdict(list)
        for one, kinds in wanted.items():
            for kind in kinds:
                of_kind[kind].append(one)
        return {
            record.id for kind, ids in of_kind.items() for record in records.select(self.store, KINDS[kind], id=ids)
        }

    def _leaving(self, gone: list[Record], after: Mapping[str, Record]) -> tuple[list[Record], list[Change]]:
        """What can go: what nobody names any more. Records of our own that name something which stands under another
        id from now on follow it."""
        going = {record.id for record in gone}
        elsewhere: dict[str, Change] = {}
        users = lookup.users_of(self.store, going)
        for old, named_by in users.items():
            new = self.target(old)
            for kind, user in named_by:
                if user in going or user in after:
                    continue
                if new == old or new not in after:
                    going.discard(old)
                    continue
                change = elsewhere.get(user)
                record = change.record if change else records.get(self.store, KINDS[kind], user)
                assert record is not None
                fields = {name: new for name in refs_of(kind) if getattr(record, name) == old}
                elsewhere[user] = Change(change.before if change else record, record.changed(**fields))
        return [record for record in gone if record.id in going], list(elsewhere.values())

    def _aliases(self, after: Mapping[str, Record]) -> list[Change]:
        """Other names by which sources call one party now, so that a workbook with either is understood."""
        parties = [one for one, kind in self._affected.items() if kind == "party"]
        if not parties:
            return []
        stored = {alias.id: alias for alias in records.select(self.store, Alias)}
        typed = {company_key(alias.name) for alias in stored.values() if alias.origin != _BROUGHT}
        ours = {one: alias for one, alias in stored.items() if alias.origin == _BROUGHT and alias.party in parties}
        wanted = {alias.id: alias for one in parties if one in after for alias in self._other_names(after[one], typed)}
        gone = [Change(alias, None) for one, alias in ours.items() if one not in wanted]
        return [*(Change(None, alias) for one, alias in wanted.items() if one not in stored), *gone]

    def _other_names(self, party: Record, typed: set[str]) -> Iterable[Alias]:
        latest = sorted(newest(self.sources[party.id]).values(), key=lambda version: version.across)
        found: dict[str, str] = {}
        for version in latest:
            if version.said is not None:
                found.setdefault(company_key(version.said["name"]), version.said["name"])
        for key, name in found.items():
            if key not in typed | {company_key(vars(party)["name"])}:
                yield Alias(id=derived_id(("alias", party.id, key)), name=name, party=party.id, origin=_BROUGHT)


def _once(versions: Iterable[Version]) -> list[Version]:
    return list({(v.id, v.mark, v.withheld): v for v in versions}.values())


def _differs(stored: Record | None, record: Record) -> bool:
    return stored is None or stored.says() != record.says() or stored.origin != record.origin


def _without(record: Record, absent: set[str]) -> Record | None:
    """The record without its mentions of these; None when it cannot be without one."""
    kind = type(record)
    blank = [name for name in refs_of(record.kind) if getattr(record, name) in absent]
    if any(is_required(kind, name) for name in blank):
        return None
    return record.changed(**dict.fromkeys(blank))
