"""A copy of somebody's workbook with the cells marked that need mending, and a sheet that lists all findings.

The file itself is never touched. openpyxl keeps values, styles, drop-downs, merges and comments; what it does not keep
(pictures in shapes, some charts) is missing from the copy only. The listing is not read when the copy comes back.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.report.visible import visible
from hospital_onboard.report.workbook_cells import put_text
from hospital_onboard.report.written import must_be_new, write_file
from hospital_onboard.text.width import cells, wrap
from hospital_onboard.text.wording import LANGUAGES, Lang, words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

_FILLS: Final = {"row": "F8CBAD", "check": "FFE699", "refuse": "F8CBAD"}
_COLUMNS: Final = (
    ("number", 6),
    ("severity", 14),
    ("place", 24),
    ("header", 22),
    ("seen", 28),
    ("problem", 44),
    ("wanted", 52),
    ("code", 20),
)
_MOST_PLACES: Final = 30
_FONT: Final = "Yu Gothic"
_HEADER_ROW: Final = 4
_WHO: Final = "hospital_onboard"
_UNFIT_FOR_A_TITLE: Final = re.compile(r"[\[\]:*?/\\]")

Tables = Mapping[str, Sequence[tuple[int, Sequence[object]]]]


def write(
    path: Path, found: Preview, out: Path, lang: Lang, tables: Tables | None = None, *, replace: bool = False
) -> int:
    """Write the copy; returns how many findings it lists.

    Args:
        tables: sheet -> its rows, of a file that is no workbook (CSV); the copy is one.

    Raises:
        Refusal: ``issues-over-source``, ``file-changed`` (it is not the file that was looked at), ``cannot-mark`` (not
            a workbook that can be opened), ``out-is-folder``, ``file-exists``, ``cannot-write``.
    """
    may_write(path, out, replace=replace)
    book = _opened(path, found.sha256) if tables is None else _of_tables(tables)
    marks = _marks(found)
    for (sheet, row, column), issues in marks.items():
        if sheet in book.sheetnames and not hasattr(book[sheet], "charts_only"):
            _mark(book[sheet], row, column, issues)
    _listing(book, found, lang)
    content = BytesIO()
    book.save(content)
    write_file(out, content.getvalue(), replace=replace)
    return len(found.issues)


def may_write(path: Path, out: Path, *, replace: bool = False) -> None:
    """Refuse a place where the copy of ``path`` must not be written; asked before anything is imported.

    Raises:
        Refusal: ``issues-over-source``, ``out-is-folder``, ``file-exists``.
    """
    if out.resolve() == path.resolve() or (out.exists() and path.exists() and out.samefile(path)):
        raise Refusal("issues-over-source", USAGE, where=str(out))
    must_be_new(out, replace=replace)


def _opened(path: Path, sha256: str) -> "Workbook":
    from openpyxl import load_workbook

    try:
        content = path.read_bytes()
    except OSError as fault:
        raise Refusal("file-changed", INPUT_REFUSED, where=path.name) from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refusal("file-changed", INPUT_REFUSED, where=path.name)
    try:
        return load_workbook(BytesIO(content))
    except Exception as fault:  # whatever a stranger's file makes the library raise
        raise Refusal("cannot-mark", INPUT_REFUSED, where=path.name) from fault


def _of_tables(tables: Tables) -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        page = book.create_sheet(_UNFIT_FOR_A_TITLE.sub("_", name)[:31])
        for number, filled in rows:
            for n, cell in enumerate(filled, start=1):
                if cell != "":
                    put_text(page.cell(number, n), str(cell))
    return book


def _marks(found: Preview) -> dict[tuple[str, int, str], list[Issue]]:
    """Cell -> its findings; also those that merely follow from others, since they are in that row."""
    marks: dict[tuple[str, int, str], list[Issue]] = defaultdict(list)
    every = (*found.file_issues, *(issue for row in found.rows for issue in row.issues))
    for issue in every:
        place = issue.place
        if place.sheet and place.row is not None:
            marks[place.sheet, place.row, place.column or "A"].append(issue)
    return marks


def _mark(page: "Worksheet", row: int, column: str, issues: list[Issue]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment

    cell = page[f"{column}{row}"]
    if isinstance(cell, MergedCell):  # only the first cell of a merged range can carry a mark
        ranges = (r for r in page.merged_cells.ranges if cell.coordinate in r)
        cell = page.cell(*next((r.min_row, r.min_col) for r in ranges))
    worst = "check" if all(issue.severity == "check" for issue in issues) else "row"
    cell.fill = _fill(worst)
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    text = visible(before + "\n\n".join(_explained(issue) for issue in issues))
    comment = Comment(text[:3000], _WHO)
    lines = sum(map(_lines, text.split("\n")))
    comment.width, comment.height = 380, min(420, 20 * lines + 24)
    cell.comment = comment


# Five hundred findings say few different things: each is measured once.


@cache
def _fill(severity: str) -> "PatternFill":
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=_FILLS[severity])


@lru_cache(maxsize=4096)
def _lines(line: str) -> int:
    """How many lines of a comment a text takes."""
    return len(wrap(line, 46))


def _explained(issue: Issue) -> str:
    """The code, then what is wrong and what is wanted, in both languages."""
    lines = [f"[{issue.code}] {_cut(issue.seen)}".rstrip()]
    for lang in LANGUAGES:
        said = words(lang)
        lines.append(f"{said(f'issue.{issue.code}', **issue.params)} → {said(f'wanted.{issue.code}', **issue.params)}")
    return "\n".join(lines)


def _listing(book: "Workbook", found: Preview, lang: Lang) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    said = words(lang)
    for title in {words(other)("sheet.issues") for other in LANGUAGES} & set(book.sheetnames):
        del book[title]  # of an earlier copy
    page = book.create_sheet(said("sheet.issues"))
    put_text(page.cell(1, 1), said("issue_list.title"))
    page.cell(1, 1).font = Font(name=_FONT, size=14, bold=True)
    put_text(page.cell(2, 1), said("issue_list.intro" if found.issues else "issue_list.none"))
    for n, (key, width) in enumerate(_COLUMNS, start=1):
        cell = page.cell(_HEADER_ROW, n)
        put_text(cell, said(f"issue_list.{key}"))
        cell.font = Font(name=_FONT, bold=True)
        cell.fill = PatternFill("solid", start_color="DCE6F1")
        page.column_dimensions[cell.column_letter].width = width
    for number, issue in enumerate(found.issues, start=1):
        _list(page, number, issue, lang, linked=issue.place.sheet in book.sheetnames)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.freeze_panes = f"A{_HEADER_ROW + 1}"
    page.auto_filter.ref = (
        f"A{_HEADER_ROW}:{page.cell(1, len(_COLUMNS)).column_letter}{_HEADER_ROW + len(found.issues)}"
    )


def _list(page: "Worksheet", number: int, issue: Issue, lang: Lang, *, linked: bool) -> None:
    from openpyxl.styles import Alignment, Font

    row = _HEADER_ROW + number
    first = page.cell(row, 1)
    first.alignment, first.font = Alignment(wrap_text=True, vertical="top"), Font(name=_FONT, size=10)
    for n, text in enumerate(_line(number, issue, lang), start=1):
        cell = page.cell(row, n)
        put_text(cell, visible(text))
        cell._style = copy(first._style)  # type: ignore[union-attr]  # looked up once a row, not once a cell
    page.cell(row, 2).fill = _fill(issue.severity)
    if linked and issue.place.row is not None:
        target = f"{issue.place.column or 'A'}{issue.place.row}"
        page.cell(row, 3).hyperlink = "#'{}'!{}".format(issue.place.sheet.replace("'", "''"), target)


def _line(number: int, issue: Issue, lang: Lang) -> Iterator[str]:
    said = words(lang)
    params: Mapping[str, str] = issue.params
    yield str(number)
    yield said(f"issue_list.{issue.severity}")
    yield _places(issue, lang)
    yield issue.place.header
    yield _cut(issue.seen)
    yield said(f"issue.{issue.code}", **params)
    yield said(f"wanted.{issue.code}", **params)
    yield issue.code


def _places(issue: Issue, lang: Lang) -> str:
    if not issue.also:
        return str(issue.place)
    shown = words(lang)("list.comma").join(_short(place, issue.place.sheet) for place in issue.also[:_MOST_PLACES])
    more = "…" if len(issue.also) > _MOST_PLACES else ""
    return f"{issue.place}\n{words(lang)('issue_list.also', count=len(issue.also), places=shown + more)}"


def _short(place: Place, sheet: str) -> str:
    return f"{place.column}{place.row}" if place.sheet == sheet else str(place)


def _cut(text: str) -> str:
    return text if cells(text) <= 400 else f"{text[:200]}…"
