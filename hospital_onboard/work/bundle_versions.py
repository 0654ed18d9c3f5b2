"""What this store knows about versions of records: those that bundles brought, and its own."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from hospital_onboard.domain.bundle import HANGS_ON, Version
from hospital_onboard.domain.joining import SHARED, Targets, newest
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.vendor import Alias
from hospital_onboard.store import deliveries, records
from hospital_onboard.store.deliveries import History, Kept
from hospital_onboard.store.engine import Store

#: In this order what hangs on something comes after it; papers name parts and are named by them, so they come last.
_DOWN: Final = tuple(HANGS_ON)


@cache
def refs_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind that name other records."""
    record = KINDS[kind]
    return tuple(name for name in record.asked() if isinstance(shape_of(record, name), Ref))


def scope(store: Store, operators: Iterable[str], also: Iterable[str] = ()) -> dict[str, Record]:
    """Everything that is handed on with these operators, by id: what hangs on them, and what that names.

    Args:
        also: parties and papers to take along though nothing names them any more.
    """
    further = list(also)
    found: dict[str, Record] = {o.id: o for o in records.select(store, Operator, id=list(operators))}
    of_kind: dict[str, list[str]] = defaultdict(list, {"operator": list(found)})

    def take(kind: str, field: str, values: Iterable[str]) -> None:
        wanted = list(dict.fromkeys(values))
        for record in records.select(store, KINDS[kind], **{field: wanted}) if wanted else ():
            if record.id not in found:
                found[record.id] = record
                of_kind[kind].append(record.id)

    for kind in _DOWN:
        if kind == "snapshot":  # from here on parties are known
            take("party", "id", [*_named(found.values(), "party"), *further])
        if kind == "evidence":
            take("evidence", "id", [*_named(found.values(), "evidence"), *further])
        shape = shape_of(KINDS[kind], HANGS_ON[kind])
        assert isinstance(shape, Ref)
        take(kind, HANGS_ON[kind], [one for above in shape.kinds for one in of_kind[above]])
    return found


def handed_on_before(store: Store, histories: Iterable[History], operators: Iterable[str]) -> set[str]:
    """Parties and papers that these records named when they were last handed on: whoever has them hears of them still,
    or would keep an old state of them for ever."""
    covered = {"", *operators}
    exports = [seq for seq, operator in deliveries.exports(store) if operator in covered]
    found: set[str] = set()
    for history in histories if exports else ():
        fields = [
            name for name in refs_of(history.kind) if {"party", "evidence"} & set(kinds_named(history.kind, name))
        ]
        until = [*(state.seq for state in history.states[1:]), exports[-1] + 1]
        for state, end in zip(history.states, until, strict=True):
            if state.said is not None and any(state.seq < one < end for one in exports):
                found |= {str(state.said[name]) for name in fields if state.said.get(name) is not None}
    return found


def _named(among: Iterable[Record], kind: str) -> list[str]:
    fields = {name: [f for f in refs_of(name) if kind in kinds_named(name, f)] for name in KINDS}
    named = (vars(record)[field] for record in among for field in fields[record.kind])
    return [one for one in named if one is not None and one.startswith(f"{kind}_")]


def kinds_named(kind: str, field: str) -> tuple[str, ...]:
    """The kinds of records that a field may name."""
    shape = shape_of(KINDS[kind], field)
    return shape.kinds if isinstance(shape, Ref) else ()


def plain(record: Record) -> dict[str, Any]:
    """What a record says, as the JSON values in which versions are written."""
    said: dict[str, Any] = json.loads(json.dumps(record.says(), default=_text))
    return said


def _text(value: object) -> str:
    return str(value)


def own_version(history: History, kept: Sequence[Kept]) -> Version | None:
    """What people here made of a record, if that is what stands now; ``kept`` are the versions of all its sources."""
    if kept and not history.edited:
        return None
    local = [state for state in history.states if state.local or not kept]
    last = local[-1]
    known = [one for one in kept if one.seq < last.seq]
    base = max((one.version.revision for one in known), default=0)
    since = max((one.seq for one in known), default=0)
    past = {mark for one in known for mark in (one.version.mark, *one.version.past)}
    version = None
    for number, state in enumerate((s for s in local if s.seq > since), start=1):
        if version is not None:
            past.add(version.mark)
        version = Version(
            history.kind, history.id, base + number, state.at, state.said, state.origin, tuple(sorted(past))
        )
    return version


@dataclass(frozen=True)
class Knowledge:
    """The versions a store knows of what has one identity in many stores, and where each source stands here.

    ``fresh`` are versions that are about to come in.
    """

    store: Store
    fresh: tuple[Version, ...] = ()

    @cached_property
    def shared(self) -> tuple[Kept, ...]:
        """Every kept version of operators, parties and facts about parties."""
        return deliveries.of_kinds(self.store, SHARED)

    @cached_property
    def born(self) -> frozenset[str]:
        """Ids of such records that people here wrote down first."""
        return deliveries.born_here(self.store, SHARED)

    @cached_property
    def own(self) -> Mapping[str, Version]:
        """Those records as they stand."""
        found = {}
        for kind in SHARED:
            wanted = sorted(one for one in self.born if one.startswith(f"{kind}_"))
            for record in records.select(self.store, KINDS[kind], id=wanted) if wanted else ():
                found[record.id] = Version(kind, record.id, record.revision, "", plain(record))
        return found

    @cached_property
    def before(self) -> Targets:
        """Where sources stand now."""
        return self._learned(kept.version for kept in self.shared)

    @cached_property
    def targets(self) -> Targets:
        """Where they will stand when the fresh ones have come in."""
        return self._learned((*(kept.version for kept in self.shared), *self.fresh))

    def _learned(self, versions: Iterable[Version]) -> Targets:
        known = newest(version for version in versions if version.kind in SHARED)
        if not known:  # everything is our own and stands where it stands
            return Targets({})
        joined = {f"party_{alias.id.partition('_')[2]}": alias.party for alias in records.select(self.store, Alias)}
        targets = Targets(self.own, joined)
        targets.learn(known)
        return targets

    @cached_property
    def moved(self) -> frozenset[str]:
        """Sources that will stand under another id than now."""
        sources = {kept.version.id for kept in self.shared} | set(self.own)
        return frozenset(one for one in sources if self.before.of(one) != self.targets.of(one))

    def kept_at(self, ids: Iterable[str], targets: Targets) -> dict[str, list[Kept]]:
        """Target id -> every kept version of its sources, for these targets."""
        wanted = set(ids)
        known = {(k.version.id, k.seq, k.version.mark, k.version.withheld): k for k in self.shared}
        known |= {
            (k.version.id, k.seq, k.version.mark, k.version.withheld): k
            for k in deliveries.of_records(self.store, wanted)
        }
        found: dict[str, list[Kept]] = defaultdict(list)
        for kept in known.values():
            target = targets.of(kept.version.id)
            if target in wanted:
                found[target].append(kept)
        return found
