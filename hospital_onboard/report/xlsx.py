"""A document as a workbook: a first sheet to read, then one sheet per table to sort, filter and print.

Every sheet begins with whose data it is, the day and the standing note. Text is stored as text, never as a formula.
"""

import math
import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.report.document import (
    Badge,
    Bullets,
    Cell,
    Document,
    Fact,
    Fields,
    Heading,
    Note,
    Paragraph,
    Table,
    Tone,
    shown,
)
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.visible import visible
from hospital_onboard.text.width import cells, wrap
from hospital_onboard.text.wording import Words, words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FILLS: Final[dict[Tone, str]] = {"good": "DDEFE0", "owed": "FBE3E0", "doubt": "FFF2CC", "quiet": "EEEEEE"}
_FONT: Final = "Yu Gothic"
_HEADER_ROW: Final = 4
_ROW_POINTS: Final = 18.0
_TEXT_WIDTHS: Final = (26, 96)
_FORBIDDEN_IN_NAME: Final = re.compile(r"[\[\]:*?/\\]")
#: Excel reads ``_x0041_`` in a text as "A"; the underscore itself has to be written that way.
_ESCAPE_LIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: Cells across a landscape A4 page that can still be read.
_READABLE: Final = 250
_LONGEST: Final = 32767


def write(document: Document) -> bytes:
    """The workbook's bytes; the same document gives the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    names = sheet_names(document)
    _summary(book.worksheets[0], document, names)
    for table in document.tables():
        _table_sheet(book.create_sheet(names[table.key]), document, table)
    _properties(book, document)
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), document.frame.day)


def sheet_names(document: Document) -> dict[str, str]:
    """Table key -> sheet name; key ``""`` is the first sheet. Names are unique and fit Excel's rules."""
    names = {"": words(document.lang)("report.sheet.summary")}
    for table in document.tables():
        wanted = _FORBIDDEN_IN_NAME.sub("・", table.title).strip("'")[:31]
        taken = {name.casefold() for name in names.values()}
        names[table.key] = wanted if wanted.casefold() not in taken else f"{wanted[:27]} ({len(names)})"
    return names


def count_rows(content: bytes, document: Document) -> dict[str, int]:
    """How many rows each table has in a written workbook, read back from its bytes."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = sheet_names(document)
    return {
        table.key: sum(any(row) for row in book.get_sheet_by_name(names[table.key]).to_python()[_HEADER_ROW:])
        if table.rows
        else 0
        for table in document.tables()
    }


def _summary(sheet: "Worksheet", document: Document, names: dict[str, str]) -> None:
    """The first sheet: everything that is not a table, and where the tables are."""
    say = words(document.lang)
    sheet.title = names[""]
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("AB", _TEXT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    lines = _Lines(sheet)
    lines.wide(document.title, size=16, bold=True)
    if document.subtitle:
        lines.wide(document.subtitle, size=12)
    lines.fact(Fact("owner", say("report.owner"), document.frame.owner))
    lines.fact(Fact("on", say("report.day"), document.frame.day))
    lines.wide(document.frame.standing, fill=_FILLS["doubt"])
    for assumption in document.frame.assumptions:
        lines.wide(f"{say('report.assumption')}: {assumption.text}", fill=_FILLS["doubt"])
    _flow(lines, document, names, say)
    _print_setup(sheet, document, landscape=False)


def _flow(lines: "_Lines", document: Document, names: dict[str, str], say: Words) -> None:
    for block in document.blocks:
        match block:
            case Heading():
                lines.gap()
                lines.wide(block.text, size=13 if block.level == 1 else 11, bold=True)
            case Paragraph():
                lines.wide(block.text)
            case Note():
                lines.wide(block.text, fill=_FILLS["doubt"])
            case Bullets():
                for item in block.items:
                    lines.wide(f"・{item}")
            case Fields():
                for fact in block.facts:
                    lines.fact(fact, say("report.blank"))
            case Table():
                place = say("report.see-sheet", sheet=names[block.key], rows=len(block.rows))
                lines.wide(place if block.rows or not block.empty else block.empty, link=names[block.key])


class _Lines:
    """Lines of the first sheet, written one under the other."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet
        self._row = 0

    def gap(self) -> None:
        self._row += 1

    def wide(self, text: str, *, size: float = 10.5, bold: bool = False, fill: str = "", link: str = "") -> None:
        """One text over both columns, as high as it needs."""
        from openpyxl.styles import Font

        self._row += 1
        cell = _put(self._sheet, self._row, 1, text)
        cell.font = Font(name=_FONT, size=size, bold=bold, color="1F4E79" if link else None)
        if link:
            cell.hyperlink = f"#'{link.replace(chr(39), chr(39) * 2)}'!A1"
        if fill:
            for column in (1, 2):
                self._sheet.cell(self._row, column).fill = _filled(fill)
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=2)
        self._height(text, int(sum(_TEXT_WIDTHS) * 10.5 / size), size)

    def fact(self, fact: Fact, blank: str = "") -> None:
        """A label and its value."""
        from openpyxl.styles import Font

        self._row += 1
        label = _put(self._sheet, self._row, 1, fact.label)
        label.font = Font(name=_FONT, size=10.5, bold=True)
        _put(self._sheet, self._row, 2, blank if fact.value is None else fact.value)
        self._height(shown(fact.value), _TEXT_WIDTHS[1], 10.5)

    def _height(self, text: str, width: int, size: float) -> None:
        lines = len(wrap(visible(text), width - 2))
        self._sheet.row_dimensions[self._row].height = _ROW_POINTS * lines * max(size / 10.5, 1)


def _table_sheet(sheet: "Worksheet", document: Document, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    widths = [_width(table, n) for n in range(len(table.columns))]
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    _sheet_head(sheet, document, table, sum(widths))
    rule = Border(bottom=Side("thin", color="BFBFBF"))
    for n, column in enumerate(table.columns, start=1):
        cell = _put(sheet, _HEADER_ROW, n, column.title)
        cell.font = Font(name=_FONT, size=10.5, bold=True, color="FFFFFF")
        cell.fill = _filled("1F4E79")
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="right" if column.number else "left")
    template = _Styles(rule)
    for r, row in enumerate(table.rows, start=_HEADER_ROW + 1):
        for n, value in enumerate(row, start=1):
            template.apply(_put(sheet, r, n, value, styled=False), value)
        lines = max(len(wrap(visible(shown(v)), max(w - 1, 2))) for v, w in zip(row, widths, strict=True))
        sheet.row_dimensions[r].height = min(_ROW_POINTS * lines, 400)
    if not table.rows:
        _put(sheet, _HEADER_ROW + 1, 1, table.empty)
    last = f"{get_column_letter(len(table.columns))}{_HEADER_ROW + max(len(table.rows), 1)}"
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.print_title_cols = "A:A"
    _print_setup(sheet, document, landscape=True, width=sum(widths))


def _sheet_head(sheet: "Worksheet", document: Document, table: Table, width: int) -> None:
    """Rows 1 to 3: what the sheet is, whose it is and of which day, how the rules stand."""
    from openpyxl.styles import Font

    say = words(document.lang)
    frame = document.frame
    texts = (
        f"{document.title} ― {table.title}",
        say("report.whose", owner=frame.owner, day=frame.day.isoformat()) + (f"  {table.note}" if table.note else ""),
        f"{frame.standing} {say('report.see-assumptions', sheet=say('report.sheet.summary'))}",
    )
    for row, text in enumerate(texts, start=1):
        cell = _put(sheet, row, 1, text)
        cell.font = Font(name=_FONT, size=13 if row == 1 else 9.5, bold=row == 1)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(len(table.columns), 1))
        lines = len(wrap(visible(text), max(int(width * (0.75 if row == 1 else 1.05)), 10)))
        sheet.row_dimensions[row].height = (22 if row == 1 else 16) * lines
    for column in range(1, len(table.columns) + 1):
        sheet.cell(3, column).fill = _filled(_FILLS["doubt"])


class _Styles:
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

        cell.font = Font(name=_FONT, size=10, bold=tone == "owed")
        cell.border = self._rule
        cell.alignment = Alignment(
            vertical="top", wrap_text=kind == "text", horizontal=None if kind == "number" else "left"
        )
        if kind == "day":
            cell.number_format = "yyyy-mm-dd"
        if tone:
            cell.fill = _filled(_FILLS[tone])
        return cell._style


def _put(sheet: "Worksheet", row: int, column: int, value: Cell, *, styled: bool = True) -> Any:
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
        cell.font = Font(name=_FONT, size=10.5)
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        if isinstance(value, Badge):
            cell.fill = _filled(_FILLS[value.tone])
    return cell


def _width(table: Table, n: int) -> int:
    """As wide as the longest line, at most what the column asks for."""
    title = cells(table.columns[n].title) + 4  # room for the filter's button
    longest = max((cells(line) for row in table.rows for line in shown(row[n]).split("\n")), default=0)
    return max(min(title, table.columns[n].width + 4), min(longest + 2, table.columns[n].width), 8)


def _print_setup(sheet: "Worksheet", document: Document, *, landscape: bool, width: int = 0) -> None:
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


def _filled(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _properties(book: "Workbook", document: Document) -> None:
    book.properties.title = visible(document.title)
    book.properties.creator = visible(document.frame.owner)
    book.properties.language = document.lang
