"""One sheet of a workbook that people fill in: hidden keys, two headers, what is known, drop-downs, locked cells.

Choices only warn: what people write instead is understood, or asked about, at the import. Locked cells are a courtesy
(no password): they show where nothing belongs, and the import says so again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.finding import Directory
from hospital_onboard.domain.record import is_personal, is_required, shape_of
from hospital_onboard.domain.shapes import Day, MeasureItem, Shape
from hospital_onboard.domain.sheets import FIRST_DATA_ROW, FIRST_HEADER_ROW, ID, KEY_ROW, REMOVE, Sheet
from hospital_onboard.report.workbook_cells import TEXT_FORMAT, number_format, put_text, put_value
from hospital_onboard.report.workbook_choices import choices
from hospital_onboard.text.width import cells, wrap
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Yu Gothic"
_HEADER, _REQUIRED, _OURS, _LINE = "DCE6F1", "FFE699", "E7E6E6", "A6A6A6"
#: A cell that is asked for, and one in which nothing belongs.
ASKED_FILL, LOCKED_FILL = "FFF2CC", "F2F2F2"
_WIDTHS: Final = (10, 32)
_LINE_POINTS: Final = 14.0
_MOST_HEIGHTS: Final = 5000


@dataclass(frozen=True)
class Line:
    """One row. ``values`` may leave out what the reader of the workbook is not to see."""

    values: Mapping[str, object]
    record_id: str = ""
    #: The fields that may be written in; None: all of them.
    open: frozenset[str] | None = None
    #: The fields that are owed.
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Style:
    """How a workbook is meant to be used."""

    directory: Directory
    #: What lists of choices are called in formulas.
    lists: Mapping[str, str]
    #: Keys of the sheets in the workbook.
    present: frozenset[str]
    #: Whether cells in which nothing belongs are locked.
    locked: bool = False
    #: Whether choices are shown in both languages.
    bilingual: bool = False
    #: Sheets to which rows may be added; only looked at when cells are locked.
    growing: Collection[str] = field(default_factory=frozenset)
    #: Columns in which nothing belongs, row or no row: ``component.listed``.
    closed: Collection[str] = field(default_factory=frozenset)
    #: Whether officers' birth dates and nationalities that are known are filled in.
    personal: bool = False


def write_sheet(page: "Worksheet", sheet: Sheet, lines: Sequence[Line], style: Style) -> None:
    """Fill the page."""
    _headers(page, sheet)
    for row, line in enumerate(lines, start=FIRST_DATA_ROW):
        _line(page, row, sheet, line, style)
    _columns(page, sheet, len(lines), style)
    if style.bilingual:
        _heights(page, sheet, len(lines))
    choices(page, sheet, len(lines), style)
    page.row_dimensions[KEY_ROW].hidden = True
    page.freeze_panes = f"C{FIRST_DATA_ROW}"
    last = FIRST_DATA_ROW - 1 + max(len(lines), 1)
    page.auto_filter.ref = f"A{FIRST_HEADER_ROW + 1}:{letter(len(sheet.columns))}{last}"
    if style.locked:
        lock(page)
    printing(page)


def lock(page: "Worksheet") -> None:
    """Lock what is not open; sorting, filtering, inserting rows and changing widths stay possible."""
    protection = page.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.sort = protection.autoFilter = False


def _headers(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color=_LINE)
    for n, column in enumerate(sheet.columns, start=1):
        put_text(page.cell(KEY_ROW, n), sheet.column_key(column))
        for row, lang, size in ((FIRST_HEADER_ROW, "ja", 10), (FIRST_HEADER_ROW + 1, "en", 9)):
            cell = page.cell(row, n)
            put_text(cell, header(sheet, column, lang))
            cell.font = Font(name=FONT, size=size, bold=lang == "ja")
            cell.fill = PatternFill("solid", start_color=_colour(sheet, column))
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    page.row_dimensions[FIRST_HEADER_ROW].height = 34
    page.row_dimensions[FIRST_HEADER_ROW + 1].height = 28


def header(sheet: Sheet, column: str, lang: str) -> str:
    """A column's header, with the word for "required" where it is."""
    said = words("ja" if lang == "ja" else "en")
    if column in (ID, REMOVE):
        return said(f"column.{column}")
    text = said(f"field.{sheet.record.kind}.{column}")
    if not _must(sheet, column):
        return text
    mark = said("template.required_mark")
    return f"{text}{mark}" if lang == "ja" else f"{text} {mark}"


def _must(sheet: Sheet, column: str) -> bool:
    """Whether a row needs it. An equipment that does not say whose it is belongs to the operator of the file."""
    return (
        column in sheet.fields
        and is_required(sheet.record, column)
        and (sheet.key, column) != ("equipment", "operator")
    )


def _colour(sheet: Sheet, column: str) -> str:
    if column in (ID, REMOVE):
        return _OURS
    return _REQUIRED if _must(sheet, column) else _HEADER


def _line(page: "Worksheet", row: int, sheet: Sheet, line: Line, style: Style) -> None:
    from openpyxl.styles import Alignment, Font

    put_text(page.cell(row, 1), line.record_id)
    page.cell(row, 1).font = Font(name=FONT, size=8, color="808080")
    for n, name in enumerate(sheet.fields, start=3):
        hidden = not style.personal and is_personal(sheet.record, name)  # a cell left blank changes nothing
        value = None if hidden else line.values.get(name)
        is_open = _is_open(sheet, line, name, style)
        if value is None and is_open and name not in line.asked and (not style.locked or sheet.key in style.growing):
            continue  # the column says that it is open
        cell = page.cell(row, n)
        if value is not None:
            put_value(cell, sheet.record, name, value, style.directory.label, bilingual=style.bilingual)
        else:
            cell.number_format = number_format(shape_of(sheet.record, name))
        cell.font = Font(name=FONT, size=10)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if style.locked:
            _mark(cell, is_open=is_open, asked=name in line.asked)
    if style.locked and line.record_id and line.open == frozenset():
        _mark(page.cell(row, 2), is_open=False, asked=False)


def _is_open(sheet: Sheet, line: Line, name: str, style: Style) -> bool:
    return f"{sheet.key}.{name}" not in style.closed and (line.open is None or name in line.open)


def _mark(cell: "Cell | MergedCell", *, is_open: bool, asked: bool) -> None:
    from openpyxl.styles import PatternFill, Protection

    cell.protection = Protection(locked=not is_open)
    if not is_open:
        cell.fill = PatternFill("solid", start_color=LOCKED_FILL)
    elif asked:
        cell.fill = PatternFill("solid", start_color=ASKED_FILL)


def _columns(page: "Worksheet", sheet: Sheet, rows: int, style: Style) -> None:
    from openpyxl.styles import Font, Protection

    for n, column in enumerate(sheet.columns, start=1):
        shape = None if column in (ID, REMOVE) else shape_of(sheet.record, column)
        dimension = page.column_dimensions[letter(n)]
        dimension.width = _width(page, n, rows, shape) if column != ID else 13
        dimension.number_format = TEXT_FORMAT if shape is None else number_format(shape)
        dimension.font = Font(name=FONT, size=10)
        if style.locked:  # what the column says holds for all its cells that say nothing themselves
            grows = sheet.key in style.growing and column != ID and f"{sheet.key}.{column}" not in style.closed
            dimension.protection = Protection(locked=not grows)


def _width(page: "Worksheet", n: int, rows: int, shape: Shape | None) -> float:
    if isinstance(shape, MeasureItem):
        return 60
    shown = [12 if isinstance(shape, Day) else 0, -(-cells(str(page.cell(FIRST_HEADER_ROW, n).value)) // 2) + 4]
    for row in range(FIRST_DATA_ROW, FIRST_DATA_ROW + min(rows, 500)):
        value = page.cell(row, n).value
        shown += [cells(line) for line in str(value).split("\n")] if isinstance(value, str) else []
    return max(_WIDTHS[0], min(_WIDTHS[1], max(shown) + 2))


def _heights(page: "Worksheet", sheet: Sheet, rows: int) -> None:
    """High enough for the longest text of the row: programs that open the file do not always see to it."""
    widths = [page.column_dimensions[letter(n)].width for n in range(1, len(sheet.columns) + 1)]
    for row in range(FIRST_DATA_ROW, FIRST_DATA_ROW + min(rows, _MOST_HEIGHTS)):
        shown = zip(widths, (page.cell(row, n).value for n in range(1, len(widths) + 1)), strict=True)
        lines = max((len(wrap(text, int(width) - 2)) for width, text in shown if isinstance(text, str)), default=1)
        if lines > 1:
            page.row_dimensions[row].height = lines * _LINE_POINTS + 3


def printing(page: "Worksheet") -> None:
    """Landscape A4, all columns on one page's width."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{FIRST_HEADER_ROW}:{FIRST_HEADER_ROW + 1}"
    if page.oddFooter is not None:
        page.oddFooter.right.text = "&A  &P / &N"


def letter(n: int) -> str:
    """1 -> ``A``."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(n)
