"""A document as a workbook: a first sheet to read, then one sheet per table to sort, filter and print.

Every sheet begins with whose data it is, the day and the standing note. Text is stored as text, never as a formula.
"""

import re
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from hospital_onboard.report.document import Document, Table, TileMap, shown
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.visible import visible
from hospital_onboard.report.xlsx_cells import FILLS, FONT, LINE, Styles, filled, print_setup, put
from hospital_onboard.report.xlsx_drawn import draw
from hospital_onboard.report.xlsx_front import front_sheet
from hospital_onboard.text.width import cells, wrap
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW: Final = 4
_FORBIDDEN_IN_NAME: Final = re.compile(r"[\[\]:*?/\\]")


def write(document: Document) -> bytes:
    """The workbook's bytes; the same document gives the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    names = sheet_names(document)
    front_sheet(book.worksheets[0], document, names)
    for table in document.tables():
        _table_sheet(book.create_sheet(names[table.key]), document, table)
    draw(book, document, names, HEADER_ROW)
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
    for block in document.blocks:
        if isinstance(block, TileMap):
            names[f"map-{block.table}"] = words(document.lang)("report.sheet.map")
    return names


def count_rows(content: bytes, document: Document) -> dict[str, int]:
    """How many rows each table has in a written workbook, read back from its bytes."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = sheet_names(document)
    return {
        table.key: sum(any(row) for row in book.get_sheet_by_name(names[table.key]).to_python()[HEADER_ROW:])
        if table.rows
        else 0
        for table in document.tables()
    }


def _table_sheet(sheet: "Worksheet", document: Document, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    widths = [_width(table, n) for n in range(len(table.columns))]
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    _sheet_head(sheet, document, table, sum(widths))
    title_lines = max(len(wrap(c.title, max(w - 3, 2))) for c, w in zip(table.columns, widths, strict=True))
    sheet.row_dimensions[HEADER_ROW].height = LINE * title_lines
    rule = Border(bottom=Side("thin", color="BFBFBF"))
    for n, column in enumerate(table.columns, start=1):
        cell = put(sheet, HEADER_ROW, n, column.title)
        cell.font = Font(name=FONT, size=10.5, bold=True, color="FFFFFF")
        cell.fill = filled("1F4E79")
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="right" if column.number else "left")
    template = Styles(rule)
    for r, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for n, value in enumerate(row, start=1):
            template.apply(put(sheet, r, n, value, styled=False), value)
        lines = max(_lines(shown(value), width) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[r].height = min(LINE * lines, 400)
    if not table.rows:
        put(sheet, HEADER_ROW + 1, 1, table.empty)
    last = f"{get_column_letter(len(table.columns))}{HEADER_ROW + max(len(table.rows), 1)}"
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_title_cols = "A:A"
    if table.folded:
        sheet.print_area = f"A1:{get_column_letter(len(table.columns))}{HEADER_ROW}"
    print_setup(sheet, document, landscape=True, width=sum(widths))


def _sheet_head(sheet: "Worksheet", document: Document, table: Table, width: int) -> None:
    """Rows 1 to 3: what the sheet is, whose it is and of which day, how the rules stand."""
    from openpyxl.styles import Font

    say = words(document.lang)
    frame = document.frame
    whose = say("report.whose", owner=frame.owner, day=frame.day.isoformat())
    texts = (
        f"{document.title} ― {table.title}",
        "  ".join(part for part in (whose, table.note, say("report.print-heads") if table.folded else "") if part),
        f"{frame.standing} {say('report.see-assumptions', sheet=say('report.sheet.summary'))}",
    )
    for row, text in enumerate(texts, start=1):
        cell = put(sheet, row, 1, text)
        cell.font = Font(name=FONT, size=13 if row == 1 else 9.5, bold=row == 1)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(len(table.columns), 1))
        lines = len(wrap(visible(text), max(int(width * (0.75 if row == 1 else 1.05)), 10)))
        sheet.row_dimensions[row].height = (22 if row == 1 else 16) * lines
    for column in range(1, len(table.columns) + 1):
        sheet.cell(3, column).fill = filled(FILLS["doubt"])


@lru_cache(maxsize=65536)
def _lines(text: str, width: int) -> int:
    """About how many lines the text takes; breaking it exactly would take longer than all the rest of the writing."""
    return sum(max(1, -(-_cells(line) // (width - 1))) for line in text.split("\n"))


@lru_cache(maxsize=65536)
def _cells(line: str) -> int:
    return cells(line)


def _width(table: Table, n: int) -> int:
    """As wide as the longest line, at most what the column asks for."""
    title = cells(table.columns[n].title) + 4  # room for the filter's button
    longest = max((_cells(line) for row in table.rows for line in shown(row[n]).split("\n")), default=0)
    return max(min(title, table.columns[n].width + 4), min(longest + 2, table.columns[n].width), 8)


def _properties(book: "Workbook", document: Document) -> None:
    book.properties.title = visible(document.title)
    book.properties.creator = visible(document.frame.owner)
    book.properties.language = document.lang
