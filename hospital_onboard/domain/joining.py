"""From versions of records to what is shown: pure functions, the same result in whatever order versions came."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from hospital_onboard.domain.bundle import OF_PARTY, Version, personal_fields
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import WITHHELD, shape_of
from hospital_onboard.domain.shapes import Line, Ref
from hospital_onboard.text.normalise import company_key

Key = tuple[str, ...]
#: Kinds of which one thing in the world may have several ids, each given by another store.
SHARED: Final = ("operator", "party", *OF_PARTY)
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def newest(versions: Iterable[Version]) -> dict[str, Version]:
    """Source id -> its newest version."""
    found: dict[str, Version] = {}
    for version in versions:
        known = found.get(version.id)
        if known is None or known.order < version.order:
            found[version.id] = version
    return found


@dataclass
class Targets:
    """Under which id each source record stands here: its own, or the one shared by all that mean the same thing.

    ``own`` holds the records that were made here, by id; theirs is the id that is kept. ``joined`` says which parties
    a person here has joined: dropped id -> kept id.
    """

    own: Mapping[str, Version]
    joined: Mapping[str, str] = field(default_factory=dict)
    _target: dict[str, str] = field(default_factory=dict)
    _key: dict[str, Key] = field(default_factory=dict)

    def learn(self, latest: Mapping[str, Version]) -> None:
        """Give every operator, party and fact about a party among these its place."""
        everything = {**latest, **self.own}
        for dropped, kept in self.joined.items():
            self._target[dropped] = kept
        companies = _numbers_of_leis(everything.values())
        for kinds in (("operator", "party"), OF_PARTY):
            classes: dict[Key, list[str]] = defaultdict(list)
            for version in everything.values():
                if version.kind in kinds and version.said is not None:
                    key = self._key_of(version, companies)
                    if key is not None:
                        classes[key].append(version.id)
            for key, ids in classes.items():
                self._settle(key, ids)

    def of(self, source: str) -> str:
        """The id under which a source record stands here."""
        found = self._target.get(source, source)
        return self._target.get(found, found)

    def _settle(self, key: Key, ids: list[str]) -> None:
        derived = derived_id(key)
        here = sorted(one for one in ids if one in self.own and one not in self.joined)
        chosen = here[0] if here else derived
        for one in (*ids, derived):
            if one not in here:  # two records of our own that are the same thing are a person's to join
                self._target[one] = self.joined.get(one, chosen)
            self._key[one] = key

    def _key_of(self, version: Version, companies: Mapping[str, str]) -> Key | None:
        said = version.said or {}
        if version.kind == "operator":
            if said.get("operator_kind") == "agency":
                return ("operator", "agency")
            return ("operator", "code", said["code"]) if said.get("code") else None
        if version.kind == "party":
            if said.get("corporate_number"):
                return ("party", "cn", said["corporate_number"])
            lei = said.get("lei")
            if not lei:
                return None
            return ("party", "cn", companies[lei]) if lei in companies else ("party", "lei", lei)
        party = self._key.get(str(said.get("party")))
        if party is None:
            return None
        rest = (str(said.get(name, "")) for name in KINDS[version.kind].natural_key if name != "party")
        return (version.kind, *party, *rest)


def _numbers_of_leis(versions: Iterable[Version]) -> dict[str, str]:
    """LEI -> corporate number, where a party says both and no other says otherwise."""
    found: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        said = version.said or {}
        if version.kind == "party" and said.get("lei") and said.get("corporate_number"):
            found[said["lei"]].add(said["corporate_number"])
    return {lei: next(iter(numbers)) for lei, numbers in found.items() if len(numbers) == 1}


def derived_id(key: Key) -> str:
    """The same id in every store for the same thing: ``party_`` and letters made from its number."""
    digest = int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest(), "big")
    return f"{key[0]}_j{''.join(_ALPHABET[digest >> shift & 31] for shift in range(0, 95, 5))}"


@dataclass(frozen=True)
class Clash:
    """Two sources say different things in one field: what is shown, what is not, and who said that."""

    kind: str
    target: str
    field: str
    kept: Any
    other: Any
    #: The version that says otherwise.
    version: Version


@dataclass(frozen=True)
class Composed:
    """What a record says here. ``said`` None: every source has removed it."""

    kind: str
    id: str
    said: Mapping[str, Any] | None
    origin: Mapping[str, str]


def compose(target: str, versions: Sequence[Version], targets: Targets) -> Composed:
    """One record from all versions of all its sources.

    Of each source the newest counts; of several sources the newest answer to each field. A value that the newest
    version withholds is the last one known.
    """
    kind = versions[0].kind
    standing = _standing(versions)
    if not standing:
        return Composed(kind, target, None, {})
    said: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for name in _fields(kind):
        source = next((v for v in standing if (v.said or {}).get(name) is not None), None)
        withheld = name in personal_fields(kind) and any(name in v.withheld for v in standing)
        if source is None and withheld:
            source = _last_known(versions, name)
            if source is None:
                origin[name] = WITHHELD
        if source is not None and source.said is not None:
            said[name] = _here(kind, name, source.said[name], targets)
            if name in source.origin or "*" in source.origin:
                origin[name] = source.origin.get(name, source.origin.get("*", ""))
    alone = len(standing) == 1 and WITHHELD not in origin.values() and said.keys() <= (standing[0].said or {}).keys()
    return Composed(kind, target, said, dict(standing[0].origin) if alone else _short(origin))


@cache
def _fields(kind: str) -> tuple[str, ...]:
    return KINDS[kind].asked()


def clashes(target: str, versions: Sequence[Version], targets: Targets) -> list[Clash]:
    """What sources say otherwise than what is shown: other sources' newest answers, and versions that lost to one
    which was not made from them."""
    shown = compose(target, versions, targets).said
    if shown is None:
        return []
    kind = versions[0].kind
    latest = newest(versions)
    lost = [v for v in versions if v.mark != latest[v.id].mark and v.mark not in latest[v.id].past]
    found = []
    for version in sorted((*_standing(versions), *lost), key=lambda v: v.across):
        for name, value in (version.said or {}).items():
            here = _here(kind, name, value, targets)
            if here is not None and here != shown.get(name) and not _same_spelling(kind, name, here, shown.get(name)):
                found.append(Clash(kind, target, name, shown.get(name), here, version))
    return list({(c.field, str(c.other)): c for c in found}.values())


def _standing(versions: Sequence[Version]) -> list[Version]:
    """The newest living version of each source, the newest first, without what another one was made from."""
    latest = newest(versions).values()
    settled = {mark for version in latest for mark in version.past}
    living = [version for version in latest if version.said is not None and version.mark not in settled]
    return sorted(living, key=lambda version: version.across, reverse=True)


def _last_known(versions: Sequence[Version], name: str) -> Version | None:
    known = [v for v in versions if (v.said or {}).get(name) is not None]
    return max(known, key=lambda v: v.across, default=None)


def _here(kind: str, name: str, value: Any, targets: Targets) -> Any:
    return targets.of(value) if isinstance(shape_of(KINDS[kind], name), Ref) and value is not None else value


def _same_spelling(kind: str, name: str, one: Any, other: Any) -> bool:
    """Of a party's name only another company is a disagreement, not another way to write 株式会社."""
    if kind != "party" or name != "name" or not isinstance(shape_of(KINDS[kind], name), Line):
        return False
    return company_key(str(one)) == company_key(str(other))


def _short(origin: Mapping[str, str]) -> dict[str, str]:
    """Written once when all answers came from one place."""
    sources = set(origin.values())
    if len(sources) == 1 and WITHHELD not in sources:
        return {"*": next(iter(sources))}
    return dict(sorted(origin.items()))
