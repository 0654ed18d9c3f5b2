"""Changes that somebody has to look at: another vendor said otherwise, or the value was given up before.

A workbook that lay around for months brings back what was known when it was written. A value that the record had
before, and that was changed since, is such an echo until a person says that it is right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.preview import Row
from hospital_onboard.domain.record import Record
from hospital_onboard.intake.compare import TYPED, as_shown

_WORKBOOK = "workbook:"


@dataclass(frozen=True)
class Source:
    """A file of the past: what it was called and whose answers it held."""

    file: str
    parties: frozenset[str]


class Past(Protocol):
    """What a store remembers."""

    def sources(self, sha256s: set[str]) -> Mapping[str, Source]:
        """The files with these digests."""

    def earlier_values(self, ids: set[str]) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """(record id, field) -> each value the field had before, as text -> the day on which it was given up."""


def doubted(
    rows: list[Row],
    past: Past,
    mine: frozenset[str],
    place: Callable[[Row, str], Place],
    title_of: Callable[[str], str],
) -> list[Row]:
    """The rows, with a word on every change that overwrites what another vendor said or brings back an old value.

    Args:
        mine: the parties whose answers the file holds; empty when nobody said.
    """
    changed = [row for row in rows if row.change and row.change.before and row.change.after]
    if not changed:
        return rows
    earlier = past.earlier_values({row.change.record.id for row in changed if row.change})
    sources = past.sources({digest for row in changed if row.change and row.change.before for digest in _digests(row)})
    found = []
    for row in rows:
        issues = _doubts(row, earlier, sources, mine, place, title_of)
        found.append(replace(row, issues=(*row.issues, *issues)) if issues else row)
    return found


def _doubts(
    row: Row,
    earlier: Mapping[tuple[str, str], Mapping[str, str]],
    sources: Mapping[str, Source],
    mine: frozenset[str],
    place: Callable[[Row, str], Place],
    title_of: Callable[[str], str],
) -> list[Issue]:
    change = row.change
    if change is None or change.before is None or change.after is None:
        return []
    before, after = change.before, change.after
    issues = []
    for name in change.fields():
        old, new = getattr(before, name), getattr(after, name)
        if old is None or before.origin_of(name) == TYPED:  # nothing is overwritten, or ``conflict`` says it
            continue
        seen, stored = (as_shown(type(before), name, value, title_of) for value in (new, old))
        day = earlier.get((before.id, name), {}).get(str(new))
        source = sources.get(_digest(before, name))
        if day is not None:
            issues.append(Issue("superseded", place(row, name), seen, {"stored": stored, "day": day}))
        elif source is not None and mine and source.parties and not source.parties & mine:
            issues.append(Issue("disagrees", place(row, name), seen, {"stored": stored, "file": source.file}))
    return issues


def _digests(row: Row) -> list[str]:
    change = row.change
    if change is None or change.before is None:
        return []
    return [digest for name in change.fields() if (digest := _digest(change.before, name))]


def _digest(record: Record, name: str) -> str:
    """The file a field's value came from; empty when it came from none."""
    origin = record.origin_of(name) or ""
    return origin.split(":", 2)[1] if origin.startswith(_WORKBOOK) else ""
