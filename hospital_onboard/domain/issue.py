"""What is wrong with something that came from outside: a code, a place, what was seen, what is wanted.

The tree of codes (severity in brackets; ``refuse`` = the file, ``row`` = the row, ``check`` = look at it)::

    file     not-a-workbook · encrypted · old-format · empty-file · is-a-folder · no-permission · not-found ·
             too-big · too-slow · damaged · not-our-template · newer-template · read-failed · macros ·
             undecodable · unclosed-quote · xml-entities · which-equipment · no-equipment · bundle-file [refuse]
             external-links · parts-left-out · parts-repeated [check]
             scope-unknown [check]
    sheet    unknown-sheet · hidden-sheet · hidden-sheet-read · hidden-rows · rows-absent [check]
    header   missing-column [check] · missing-key-column [row] · duplicate-column [row] · unknown-column [check]
    row      duplicate-row [row] · whole-row-missing-key [row]
    cell     missing · not-a-date · no-such-day · outside-era · ambiguous-date · day-missing · not-a-number ·
             not-whole · out-of-range · not-in-list · unknown-country · unknown-prefecture · too-long ·
             wrong-check-digit · wrong-length · error-value · formula-without-value · not-a-measure ·
             not-a-question-number [row]
             leading-zero-lost · maybe-fraction · became-a-date [check]
    across   unknown-reference · ambiguous-reference · refused-reference · other-operator · in-use · not-yours [row]
             similar-party · older-answer [check]
             bundle-clash · bundle-first-key · bundle-new-key · bundle-other-sender [check]
             list-read-… · list-no-day · list-refresh · list-says-… · list-partial-beds · list-absent [check]
             conflict · disagrees · superseded · not-asked · answer-contradicts · list-by-name ·
             list-older [check; held until somebody chooses]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hospital_onboard.text.normalise import fold

Severity = Literal["refuse", "row", "check"]

_CHECKS = frozenset(
    {
        "unknown-sheet",
        "hidden-sheet",
        "missing-column",
        "unknown-column",
        "leading-zero-lost",
        "maybe-fraction",
        "became-a-date",
        "external-links",
        "parts-left-out",
        "parts-repeated",
        "hidden-sheet-read",
        "hidden-rows",
        "similar-party",
        "scope-unknown",
        "rows-absent",
        "older-answer",
        "list-read-accepted",
        "list-read-navii",
        "list-read-bed-report",
        "list-read-bed-area",
        "list-no-day",
        "list-refresh",
        "list-says-advanced-treatment",
        "list-says-regional-support",
        "list-partial-beds",
        "list-absent",
        "bundle-clash",
        "bundle-first-key",
        "bundle-new-key",
        "bundle-other-sender",
    }
)
#: To be looked at, and not taken unless somebody chooses the row.
_HELD = frozenset(
    {"conflict", "disagrees", "superseded", "not-asked", "answer-contradicts", "list-by-name", "list-older"}
)
_ROWS = frozenset(
    {
        "missing-key-column",
        "duplicate-column",
        "duplicate-row",
        "whole-row-missing-key",
        "missing",
        "not-a-date",
        "no-such-day",
        "outside-era",
        "ambiguous-date",
        "day-missing",
        "not-a-number",
        "not-whole",
        "out-of-range",
        "not-in-list",
        "unknown-country",
        "unknown-prefecture",
        "too-long",
        "wrong-check-digit",
        "wrong-length",
        "error-value",
        "formula-without-value",
        "not-a-measure",
        "not-a-question-number",
        "unknown-reference",
        "ambiguous-reference",
        "refused-reference",
        "other-operator",
        "in-use",
        "not-yours",
    }
)
_BY_WHAT_WAS_SEEN = frozenset({"unknown-reference", "ambiguous-reference"})
_REFUSALS = frozenset(
    {
        "not-a-workbook",
        "encrypted",
        "old-format",
        "empty-file",
        "is-a-folder",
        "no-permission",
        "not-found",
        "too-big",
        "too-slow",
        "damaged",
        "not-our-template",
        "newer-template",
        "read-failed",
        "macros",
        "undecodable",
        "unclosed-quote",
        "xml-entities",
        "which-equipment",
        "no-equipment",
        "bundle-file",
    }
)
#: Every code there is.
CODES = _CHECKS | _HELD | _REFUSALS | _ROWS


@dataclass(frozen=True)
class Place:
    """Where in the file; row and column as the person sees them in the spreadsheet program."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    header: str = ""

    def __str__(self) -> str:
        cell = f"{self.column}{self.row or ''}"
        return "!".join(part for part in (self.sheet, cell) if part) or self.file


@dataclass(frozen=True)
class Issue:
    """One finding. Its sentence is looked up by ``issue.<code>`` in the person's language."""

    code: str
    place: Place
    seen: str = ""
    #: Parameters of the "what is wanted" sentence ``wanted.<code>``.
    params: Mapping[str, str] = field(default_factory=dict)
    #: A consequence of another finding: its row says so, lists of what is to be mended leave it out.
    follows: bool = False
    #: Further places with the same root cause.
    also: tuple[Place, ...] = ()

    @property
    def cause(self) -> tuple[str, ...]:
        """What two findings share when mending one thing mends both (fifty rows naming one unknown supplier)."""
        if self.code in _BY_WHAT_WAS_SEEN:
            return (self.code, self.params.get("kinds", ""), fold(self.seen) or self.seen)
        return (self.code, str(self.place), self.place.file, self.seen)

    @property
    def severity(self) -> Severity:
        """What the finding stops: the file, the row, or nothing."""
        if self.code in _REFUSALS:
            return "refuse"
        return "check" if self.code in _CHECKS | _HELD else "row"

    @property
    def held(self) -> bool:
        """Whether its row waits until a person chooses it."""
        return self.code in _HELD
