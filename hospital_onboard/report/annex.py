"""An office's spreadsheet template filled with tables: where columns stand, what they are called and look like is its.

In a template ``{{ owner }}`` anywhere stands for a text. The row with cells like ``{{ components.product }}`` is the
pattern of a table: it is repeated, look and all, for every row. A hidden row of stable keys above the headers makes the
file one that our own import reads back.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.report.document import Badge, Cell, Document, Table, shown
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.visible import visible
from hospital_onboard.report.workbook_cells import put_text
from hospital_onboard.report.xlsx_cells import FILLS, filled
from hospital_onboard.text.width import cells

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TAG: Final = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z0-9_]+)?)\s*\}\}")
_BRACES: Final = re.compile(r"\{\{|\}\}")
_MOST_BYTES: Final = 40 << 20
_LINE: Final = 16.0
_HIGHEST: Final = 400.0


@dataclass(frozen=True)
class AnnexTemplate:
    """A template's bytes and what it is called."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Texts:
    """What may stand anywhere. ``required`` texts must not be left out; ``mark`` is printed on every page."""

    texts: Mapping[str, str]
    required: frozenset[str]
    mark: str = ""


@dataclass(frozen=True)
class _Pattern:
    """The row that is repeated for a table: its number, and column number -> column key."""

    table: str
    row: int
    columns: Mapping[int, str]


def write(template: AnnexTemplate, document: Document, texts: Texts) -> tuple[bytes, dict[str, int]]:
    """The workbook's bytes, and how many rows each table has in them, read back.

    Raises:
        Refusal: ``template-unreadable``, ``template-too-big``, ``template-unknown-name``, ``template-broken-tag``,
            ``template-two-tables``, ``template-below-table``, ``template-lacks-part``.
    """
    book = _opened(template)
    tables = {table.key: table for table in document.tables()}
    used: set[str] = set()
    places: dict[str, tuple[str, int]] = {}
    for sheet in book.worksheets:
        pattern = _pattern(sheet, tables, template.name)
        used |= _fill_texts(sheet, texts, pattern, template.name)
        if pattern is not None:
            _fill_table(sheet, tables[pattern.table], pattern)
            places[pattern.table] = (sheet.title, pattern.row)
        if texts.mark and sheet.oddHeader is not None:
            sheet.oddHeader.center.text = visible(texts.mark).replace("&", "&&")
    lacking = sorted((texts.required - used) | ({"missing"} - places.keys()))
    if lacking:
        named = " ".join(f"{{{{ {key} }}}}" for key in lacking)
        raise Refusal("template-lacks-part", INPUT_REFUSED, where=template.name, missing=named)
    book.properties.title = visible(document.title)
    book.properties.creator = visible(document.frame.owner)
    book.properties.language = document.lang
    out = io.BytesIO()
    book.save(out)
    content = steady(out.getvalue(), document.frame.day)
    return content, _counted(content, tables, places)


def _opened(template: AnnexTemplate) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(template.content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise Refusal("template-too-big", INPUT_REFUSED, where=template.name)
        return load_workbook(io.BytesIO(template.content))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError) as fault:
        raise Refusal("template-unreadable", INPUT_REFUSED, where=template.name, wanted=".xlsx") from fault


def _tagged(sheet: "Worksheet") -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell.value, str) and _BRACES.search(cell.value))


def _pattern(sheet: "Worksheet", tables: Mapping[str, Table], file: str) -> _Pattern | None:
    """The sheet's pattern row, looked over."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for cell in _tagged(sheet):
        where = f"{file}：{sheet.title}!{cell.coordinate}"
        if _BRACES.search(_TAG.sub("", cell.value)):
            raise Refusal("template-broken-tag", INPUT_REFUSED, where=where, seen=cell.value[:60])
        for name in _TAG.findall(cell.value):
            table, dot, column = name.partition(".")
            if dot:
                _known(name, table, column, tables, where)
                found.setdefault(cell.row, {})[cell.column] = (table, column)
    if not found:
        return None
    named = {table for row in found.values() for table, _ in row.values()}
    if len(found) > 1 or len(named) > 1:
        raise Refusal("template-two-tables", INPUT_REFUSED, where=f"{file}：{sheet.title}")
    row, columns = next(iter(found.items()))
    below = next((c for line in sheet.iter_rows(min_row=row + 1) for c in line if c.value is not None), None)
    if below is not None:
        raise Refusal("template-below-table", INPUT_REFUSED, where=f"{file}：{sheet.title}!{below.coordinate}")
    return _Pattern(named.pop(), row, {n: column for n, (_, column) in columns.items()})


def _known(name: str, table: str, column: str, tables: Mapping[str, Table], where: str) -> None:
    if table not in tables:
        known = ", ".join(tables)
        raise Refusal("template-unknown-name", INPUT_REFUSED, where=where, seen=f"{{{{ {name} }}}}", known=known)
    if column not in {one.key for one in tables[table].columns} | _LEFT_OUT:
        known = ", ".join(f"{table}.{one.key}" for one in tables[table].columns)
        raise Refusal("template-unknown-name", INPUT_REFUSED, where=where, seen=f"{{{{ {name} }}}}", known=known)


#: Columns that stand in every template and are only filled when personal facts are asked for.
_LEFT_OUT: Final = frozenset({"birth_date", "nationality"})


def _fill_texts(sheet: "Worksheet", texts: Texts, pattern: _Pattern | None, file: str) -> set[str]:
    """Put the texts in; which of them the sheet uses."""
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        used.add(match[1])
        return visible(texts.texts[match[1]])

    for cell in _tagged(sheet):
        if pattern is not None and cell.row == pattern.row:
            continue
        where = f"{file}：{sheet.title}!{cell.coordinate}"
        for name in _TAG.findall(cell.value):
            if name not in texts.texts:
                known = ", ".join(texts.texts)
                raise Refusal("template-unknown-name", INPUT_REFUSED, where=where, seen=cell.value[:60], known=known)
        put_text(cell, _TAG.sub(put, cell.value))
    for head in (sheet.oddHeader, sheet.oddFooter):
        for piece in (head.left, head.center, head.right) if head is not None else ():
            if piece.text:
                filled_in = _TAG.sub(lambda m: visible(texts.texts.get(m[1], m[0])).replace("&", "&&"), piece.text)
                piece.text = filled_in
    return used


def _fill_table(sheet: "Worksheet", table: Table, pattern: _Pattern) -> None:
    """Repeat the pattern row. Heights are set here: not every program does it when it opens the file."""
    from copy import copy

    from openpyxl.utils import get_column_letter

    places = {column.key: n for n, column in enumerate(table.columns)}
    widths = {n: _width(sheet, get_column_letter(n)) for n in pattern.columns}
    first: dict[int, Any] = {n: sheet.cell(pattern.row, n) for n in range(1, sheet.max_column + 1)}
    looks = {n: copy(cell._style) for n, cell in first.items()}
    dated = {n: first[n].number_format for n in pattern.columns}
    for n, column in pattern.columns.items():
        sheet.cell(pattern.row, n).value = None
        if column not in places:  # personal facts that were not asked for
            sheet.column_dimensions[get_column_letter(n)].hidden = True
    for row, values in enumerate(table.rows, start=pattern.row):
        lines = 1
        for n, look in looks.items():
            cell: Any = sheet.cell(row, n)
            cell._style = copy(look)
            key = pattern.columns.get(n)
            if key is None or key not in places:
                continue
            value = values[places[key]]
            _put(cell, value, dated[n])
            lines = max(lines, _lines(shown(value), widths[n]))
        sheet.row_dimensions[row].height = min(_LINE * lines + 2, _HIGHEST)
    if not table.rows:
        put_text(sheet.cell(pattern.row, min(pattern.columns)), table.empty)
    last = max(pattern.row + len(table.rows) - 1, pattern.row)
    if sheet.auto_filter.ref:
        start, _, end = sheet.auto_filter.ref.partition(":")
        sheet.auto_filter.ref = f"{start}:{re.sub('[0-9]+', '', end or start)}{last}"


def _put(cell: Any, value: Cell, number_format: str) -> None:
    if isinstance(value, date) and value >= date(1900, 3, 1):
        cell.value = value
        cell.number_format = number_format if "y" in number_format.lower() else "yyyy-mm-dd"
    elif isinstance(value, int | Decimal):
        cell.value = value
    elif value is not None and shown(value):
        put_text(cell, shown(value))
        if isinstance(value, Badge):
            cell.fill = filled(FILLS[value.tone])


def _width(sheet: "Worksheet", letter: str) -> int:
    return max(int(sheet.column_dimensions[letter].width or 9) - 1, 4)


@lru_cache(maxsize=65536)
def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-cells(line) // width)) for line in text.split("\n"))


def _counted(content: bytes, tables: Mapping[str, Table], places: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    counts = {}
    for key, (sheet, row) in places.items():
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        counts[key] = sum(any(line) for line in rows[row - 1 :]) if tables[key].rows else 0
    return counts
