"""The shipped template of the annex: a first sheet to read, then one sheet for each table, in the order of the form."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Count, Day, Percent
from hospital_onboard.domain.sheets import ID, SHEETS
from hospital_onboard.report.document import Column
from hospital_onboard.report.packet.missing import missing_columns
from hospital_onboard.report.packet.tables import HELPING, SHEET_OF, columns_of
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.width import cells, wrap
from hospital_onboard.text.wording import Words, words

DAY = date(2026, 11, 24)
FONT = "Yu Gothic"
KEYS, HEADER, PATTERN = 4, 5, 6
#: Cells across a landscape A4 page that can still be read.
READABLE = 210
RULE = Border(bottom=Side("thin", color="BFBFBF"))


def made(lang: str) -> bytes:
    """The template's bytes."""
    say = words("ja" if lang == "ja" else "en")
    nobody = Operator(id="operator_none", operator_kind="hospital", name="-")
    tell = Telling(Inventory(nobody), say)
    book = Workbook()
    _front(book.worksheets[0], say)
    for key, kind in SHEET_OF.items():
        page = book.create_sheet(say(f"sheet.{kind}"))
        _table(page, key, columns_of(key, tell), say, kind)
    _table(book.create_sheet(say("sheet.missing")), "missing", missing_columns(say), say, "")
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC).replace(
        tzinfo=None
    )
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), DAY)


def _front(page: Any, say: Words) -> None:
    page.title = say("sheet.guide")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 26, 96
    row = 1
    for text, size, fill, height in (
        ("{{ title }}", 16, "", 30),
        ("{{ plan }}", 12, "", 24),
        ("{{ mark }}", 12, "", 24),
    ):
        _wide(page, row, text, size, fill, height)
        row += 1
    for key, label in (
        ("owner", say("report.owner")),
        ("corporation", say("field.operator.corporation")),
        ("equipment", say("kind.equipment")),
        ("day", say("report.day")),
    ):
        page.cell(row, 1, label).font = Font(name=FONT, size=10.5, bold=True)
        page.cell(row, 2, f"{{{{ {key} }}}}").font = Font(name=FONT, size=10.5)
        page.row_dimensions[row].height = 20
        row += 1
    for text, height in (("{{ standing }}", 40), ("{{ assumptions }}", 96), ("{{ personal }}", 22)):
        _wide(page, row, text, 10.5, "FFF2CC", height)
        row += 1
    row += 1
    for text in (say("packet.annex.how"), say("packet.annex.back")):
        _wide(page, row, text, 10.5, "", 38)
        row += 1
    for kind in (*SHEET_OF.values(), "missing"):
        name = say(f"sheet.{kind}")
        cell = page.cell(row, 1, name)
        cell.font = Font(name=FONT, size=10.5, color="1F4E79", underline="single")
        cell.hyperlink = f"#'{name}'!A1"
        row += 1
    _print(page, 1, landscape=False)


def _wide(page: Any, row: int, text: str, size: float, fill: str, height: float) -> None:
    cell = page.cell(row, 1, text)
    cell.font = Font(name=FONT, size=size, bold=size > 11, color="B00020" if "mark" in text else None)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column in (1, 2):
        if fill:
            page.cell(row, column).fill = PatternFill("solid", fgColor=fill)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    page.row_dimensions[row].height = height


def _table(page: Any, key: str, columns: tuple[Column, ...], say: Words, kind: str) -> None:
    widths = [max(min(column.width, 44), 10) for column in columns]
    for n, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        page.column_dimensions[get_column_letter(n)].width = width
        _column(page, n, key, column, kind)
    heads = [len(wrap(column.title, max(width - 3, 4))) for column, width in zip(columns, widths, strict=True)]
    page.row_dimensions[HEADER].height = 17.0 * max(heads) + 4
    page.row_dimensions[KEYS].hidden = True
    _head(page, columns, sum(widths), say)
    last = get_column_letter(len(columns))
    page.freeze_panes = f"A{PATTERN}"
    page.auto_filter.ref = f"A{HEADER}:{last}{PATTERN}"
    page.print_title_rows = f"{HEADER}:{HEADER}"
    page.print_title_cols = "A:A"
    _print(page, max(1, -(-sum(widths) // READABLE)), landscape=True)


def _column(page: Any, n: int, key: str, column: Column, kind: str) -> None:
    helping = column.key in HELPING.get(key, ()) or not kind
    if not helping:
        page.cell(KEYS, n, f"{kind}.{column.key}")
    head = page.cell(HEADER, n, column.title)
    head.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    head.fill = PatternFill("solid", fgColor="7B8794" if helping and kind else "1F4E79")
    head.alignment = Alignment(vertical="center", wrap_text=True, horizontal="right" if column.number else "left")
    cell = page.cell(PATTERN, n, f"{{{{ {key}.{column.key} }}}}")
    cell.font = Font(name=FONT, size=8 if column.key == ID else 10, color="808080" if column.key == ID else None)
    cell.border = RULE
    shape = None if helping or column.key == ID else shape_of(SHEETS[kind].record, column.key)
    cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="right" if column.number else "left")
    if isinstance(shape, Day):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(shape, Percent):
        cell.number_format = '0.##########"%"'
    elif isinstance(shape, Count) or column.number:
        cell.number_format = "0"


def _head(page: Any, columns: tuple[Column, ...], width: int, say: Words) -> None:
    """Rows 1 to 3: what the sheet is, whose and of which day, how the rules stand. They fit the first printed page.

    Where the sheet is printed over several pages its first column is on each of them, so the texts begin in the second.
    """
    pages = max(1, -(-width // READABLE))
    first = 1 if pages == 1 else 2
    across = max(first, min(len(columns), _columns_within(page, int(width / pages * 0.92))))
    room = sum(int(page.column_dimensions[get_column_letter(n)].width) for n in range(first, across + 1))
    for row, text, size in (
        (1, f"{{{{ title }}}} ― {page.title}　{{{{ mark }}}}", 13),
        (2, "{{ owner }}　{{ plan }}　{{ day }}", 9.5),
        (3, "{{ standing }}", 9.5),
    ):
        cell = page.cell(row, first, text)
        cell.font = Font(name=FONT, size=size, bold=row == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=across)
        said = say("report.standing", checked="2026年11月23日") if row == 3 else text
        longer = 60 if row == 1 else 0  # a draft's mark comes behind the title
        lines = max(1, -(-(cells(said) + longer) // max(int(room * (0.75 if row == 1 else 0.95)), 10)))
        page.row_dimensions[row].height = (22 if row == 1 else 15) * lines
    for column in range(1, across + 1):
        page.cell(3, column).fill = PatternFill("solid", fgColor="FFF2CC")


def _columns_within(page: Any, room: int) -> int:
    taken = count = 0
    for n in range(1, 60):
        taken += int(page.column_dimensions[get_column_letter(n)].width)
        if taken > room:
            break
        count = n
    return max(count, 1)


def _print(page: Any, wide: int, *, landscape: bool) -> None:
    page.page_setup.paperSize = 9
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddHeader.left.text = "{{ title }}"
    page.oddHeader.right.text = "{{ owner }}  {{ day }}"
    page.oddFooter.left.text = "{{ footer }}"
    page.oddFooter.right.text = "&P / &N"
