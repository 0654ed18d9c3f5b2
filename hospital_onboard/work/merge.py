"""Parties that may be one and the same: found by number, then by name; joined only when a person says so."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.vendor import Alias
from hospital_onboard.store import records, saving
from hospital_onboard.text.normalise import company_key
from hospital_onboard.work.desk import Desk

#: rapidfuzz ratio (0-100) from which two names are shown side by side; 90 keeps 北斗/北都 apart on short names.
_ALIKE = 90


@dataclass(frozen=True)
class Pair:
    """Two parties that may be the same, and why; ``score`` is 100 for an equal number or name."""

    first: Party
    second: Party
    reason: Literal["number", "name", "similar-name"]
    score: int


def duplicates(desk: Desk) -> list[Pair]:
    """Pairs to look at, the surest first. Two parties with different corporate numbers are never suggested."""
    known = records.select(desk.store, Party)
    found = {(p.first.id, p.second.id): p for p in [*_alike(known), *_same_name(known), *_same_number(known)]}
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.first.name))


def merge(desk: Desk, keep: Party, drop: Party, operator: str = "") -> int:
    """Make every record that names ``drop`` name ``keep``; blanks of ``keep`` are filled from ``drop``.

    Both histories stay in the trail, and one undo brings both back. What calls the party by the dropped name is
    understood from now on. Returns the number of the audit entry.

    Raises:
        Refusal: ``merge-with-itself``; ``changed-meanwhile``; ``merge-same-day`` when both have a snapshot of one day.
    """
    if keep.id == drop.id:
        raise Refusal("merge-with-itself")
    naming = records.naming(desk.store, "party", drop.id)
    days = {getattr(r, "as_of", None) for r, _ in records.naming(desk.store, "party", keep.id) if r.kind == "snapshot"}
    if any(record.kind == "snapshot" and getattr(record, "as_of", None) in days for record, _ in naming):
        raise Refusal("merge-same-day", where=keep.name)
    filled = {name: value for name, value in drop.says().items() if getattr(keep, name) is None}
    changes = [_renamed(record, fields, keep.id) for record, fields in naming]
    if filled:
        origin = {**keep.origin, **{name: drop.origin_of(name) or "form" for name in filled}}
        changes.append(Change(keep, keep.changed(**filled, origin=origin)))
    changes.append(Change(drop, None))
    changes.append(Change(None, Alias(id=alias_of(drop.id), name=drop.name, party=keep.id, origin={"*": "form"})))
    return saving.save(desk.store, changes, desk.stamp("merge", source=drop.name, operator=operator))


def alias_of(party_id: str) -> str:
    """The id of the alias that a joined party leaves behind: a bundle which still names the party is understood."""
    return f"alias_{party_id.removeprefix('party_')}"


def _renamed(record: Record, fields: tuple[str, ...], party_id: str) -> Change:
    return Change(record, record.changed(**dict.fromkeys(fields, party_id)))


def _same_number(known: tuple[Party, ...]) -> list[Pair]:
    groups: dict[str, list[Party]] = defaultdict(list)
    for party in known:
        for number in (party.corporate_number, party.lei):
            if number:
                groups[number].append(party)
    return [Pair(a, b, "number", 100) for group in groups.values() for a, b in combinations(group, 2)]


def _same_name(known: tuple[Party, ...]) -> list[Pair]:
    groups: dict[str, list[Party]] = defaultdict(list)
    for party in known:
        groups[company_key(party.name)].append(party)
    pairs = (pair for group in groups.values() for pair in combinations(group, 2))
    return [Pair(a, b, "name", 99) for a, b in pairs if not _different_number(a, b)]


def _alike(known: tuple[Party, ...]) -> list[Pair]:
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    keys = [company_key(party.name) for party in known]
    found = []
    for n, key in enumerate(keys):
        for _, score, other in process.extract(
            key, keys[n + 1 :], scorer=Indel.normalized_similarity, score_cutoff=_ALIKE / 100, limit=3
        ):
            a, b = known[n], known[n + 1 + other]
            if key != keys[n + 1 + other] and not _different_number(a, b):
                found.append(Pair(a, b, "similar-name", round(score * 100)))
    return found


def _different_number(a: Party, b: Party) -> bool:
    return bool(a.corporate_number and b.corporate_number and a.corporate_number != b.corporate_number)
