"""Cells of a sheet and how they look: text stays text, states are tinted, pages are A4."""

import math
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.report.document import Badge, Cell, Document, Tone, shown
from hospital_onboard.report.visible import visible
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Yu Gothic"
#: Height of one line of text, in points.
LINE: Final = 18.0
FILLS: Final[dict[Tone, str]] = {"good": "DDEFE0", "owed": "FBE3E0", "doubt": "FFF2CC", "quiet": "EEEEEE"}
#: Excel reads ``_x0041_`` in a text as "A"; the underscore itself has to be written that way.
_ESCAPE_LIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST: Final = 32767
#: Cells across a landscape A4 page that can still be read.
_READABLE: Final = 250


def put(sheet: "Worksheet", row: int, column: int, value: Cell, *, styled: bool = True) -> Any:
    """Write one cell. A text that looks like a formula stays a text, also when somebody edits the cell."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    if isinstance(value, int | Decimal | date):
        cell.value = value
    elif value is not None:
        text = _ESCAPE_LIKE.sub("_x005F_", visible(shown(value)))[:_LONGEST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    if styled:
        cell.font = Font(name=FONT, size=10.5)
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        if isinstance(value, Badge):
            cell.fill = filled(FILLS[value.tone])
    return cell


class Styles:
    """Cell styles made once: copying a finished one is what keeps large sheets quick."""

    def __init__(self, rule: Any) -> None:
        self._rule = rule
        self._made: dict[tuple[str, Tone | None], Any] = {}

    def apply(self, cell: Any, value: Cell) -> None:
        kind = "day" if isinstance(value, date) else "number" if isinstance(value, int | Decimal) else "text"
        key = (kind, value.tone if isinstance(value, Badge) else None)
        formula_like = cell.quotePrefix
        if key not in self._made:
            self._made[key] = self._make(cell, *key)
        else:
            cell._style = self._made[key].__copy__()
        cell.quotePrefix = formula_like

    def _make(self, cell: Any, kind: str, tone: Tone | None) -> Any:
        from openpyxl.styles import Alignment, Font

        cell.font = Font(name=FONT, size=10, bold=tone == "owed")
        cell.border = self._rule
        cell.alignment = Alignment(
            vertical="top", wrap_text=kind == "text", horizontal=None if kind == "number" else "left"
        )
        if kind == "day":
            cell.number_format = "yyyy-mm-dd"
        if tone:
            cell.fill = filled(FILLS[tone])
        return cell._style


def print_setup(sheet: "Worksheet", document: Document, *, landscape: bool, width: int = 0) -> None:
    """A4, as wide as one page; a table too wide to be read that way goes over several, its first column on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = max(1, math.ceil(width / _READABLE))
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    frame = document.frame
    say = words(document.lang)
    whose = f"{frame.owner}  {frame.day.isoformat()}"
    pieces = ((sheet.oddHeader, document.title, whose), (sheet.oddFooter, say("report.footer"), None))
    for place, left, right in pieces:
        assert place is not None  # openpyxl makes both with the sheet
        # An ampersand begins a code in headers and footers.
        place.left.text = visible(left).replace("&", "&&")
        place.right.text = "&P / &N" if right is None else visible(right).replace("&", "&&")


def filled(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)
