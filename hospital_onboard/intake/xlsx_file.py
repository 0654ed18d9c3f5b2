"""Reads a workbook. Runs in the child process.

python-calamine gives the values; what it does not tell (errors, formulas nobody calculated, percents, merged and hidden
rows) ``peek`` finds in the parts themselves, at the same time: calamine lets other threads run while it loads a sheet.
"""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hospital_onboard.intake.archive import opened
from hospital_onboard.intake.peek import Book, Peeked, peek, read_book, styles_of
from hospital_onboard.intake.unusable import Unusable

ROWS_AT_ONCE = 500
Cells = list[Any]


def read(content: bytes) -> Iterator[dict[str, Any]]:
    """The messages for a workbook, see ``intake.child``.

    Raises:
        Unusable: it cannot be read.
    """
    with opened(content) as archive:
        book = read_book(archive)
        yield {"k": "book", "template": book.template, "date1904": book.date1904, "linked": book.linked}
        yield from _sheets(content, archive, book)


def _sheets(content: bytes, archive: zipfile.ZipFile, book: Book) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        styles = styles_of(archive, book)
        _each_once(workbook.sheet_names)
        for n, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            with ThreadPoolExecutor(1) as beside:
                looking = beside.submit(peek, archive, book.sheets.get(about.name, ""), styles)
                sheet = workbook.get_sheet_by_index(n)
                peeked = looking.result()
            yield {
                "k": "sheet",
                "name": about.name,
                "hidden": about.visible is not SheetVisibleEnum.Visible,
                "rows": sheet.height,
                "merges": peeked.merges,
                "hidden_rows": peeked.hidden,
            }
            yield from _portions(_rows(sheet, peeked))
    except PasswordError as fault:
        raise Unusable("encrypted") from fault
    except CalamineError as fault:
        raise Unusable("damaged") from fault


def _each_once(names: list[str]) -> None:
    """Two sheets of one name cannot be told apart, and no spreadsheet program writes them."""
    if len({name.casefold() for name in names}) != len(names):
        raise Unusable("damaged")


def _portions(rows: Iterator[tuple[int, Cells]]) -> Iterator[dict[str, Any]]:
    portion: list[tuple[int, Cells]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == ROWS_AT_ONCE:
            yield {"k": "rows", "rows": portion}
            portion = []
    if portion:
        yield {"k": "rows", "rows": portion}


def _rows(sheet: Any, peeked: Peeked) -> Iterator[tuple[int, Cells]]:
    """Rows that show anything, also those with nothing but cells that calamine passes over."""
    left = sheet.start[1] if sheet.start else 0
    number = 0
    for number, cells in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
        better = peeked.cells.pop(number, ())
        if left:
            cells[:0] = [""] * left
        _put(cells, better)
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells
    for further in sorted(n for n in peeked.cells if n > number):
        cells = []
        _put(cells, peeked.cells[further])
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield further, cells


def _put(cells: Cells, better: Any) -> None:
    """What is known better, in its place; the row is made longer where calamine saw nothing."""
    for column, improved in better:
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = improved(cells[column])
