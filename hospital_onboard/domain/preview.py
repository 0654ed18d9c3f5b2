"""What an import would do, row by row, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.issue import Issue

Outcome = Literal["new", "changed", "same", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "same", "refused")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: what it says and what that would change. ``number`` is the row as the person sees it."""

    sheet: str
    number: int
    kind: str
    outcome: Outcome
    title: str
    change: Change | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Preview:
    """A file read and compared with the store. Nothing has been written."""

    file: str
    sha256: str
    #: Key of the template (``inventory`` | ``vendor``) and its version, empty when the file does not say.
    template: str
    template_version: int | None
    rows: tuple[Row, ...]
    #: Findings about the file, its sheets and headers; those of rows hang on the rows.
    file_issues: tuple[Issue, ...] = ()
    #: The same bytes were imported before (and not undone).
    seen_before: bool = False
    #: sheet -> field -> column letter, so that a stored row source names a cell.
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Ids of the parties whose answers a vendor's workbook holds.
    parties: tuple[str, ...] = ()
    #: Where the file was when it was read.
    place: Path | None = None
    #: Spellings that a person just said mean a stored party; written with the import.
    aliases: tuple[Change, ...] = ()

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """All findings by root cause, the file's first: each once, with its further places, without consequences."""
        found: dict[tuple[str, ...], list[Issue]] = {}
        for issue in (*self.file_issues, *(issue for row in self.rows for issue in row.issues)):
            if not issue.follows:
                found.setdefault(issue.cause, []).append(issue)
        return tuple(
            first if not others else replace(first, also=tuple(other.place for other in others))
            for first, *others in found.values()
        )

    @cached_property
    def counts(self) -> dict[Outcome, int]:
        """How many rows have each outcome, every outcome named."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}

    @property
    def refused(self) -> bool:
        """The file as a whole cannot be used."""
        return any(issue.severity == "refuse" for issue in self.file_issues)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would be written."""
        return tuple(row.change for row in self.rows if row.change is not None)
