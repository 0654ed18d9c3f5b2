"""The first sheet of a vendor's workbook: every fact that is owed, where to write it, why, and on what footing.

Three hidden rows above say for whom the workbook was made (``domain.sheets.ASKED_MARK``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.domain.sheets import ASKED_MARK
from hospital_onboard.reference.measures import measure
from hospital_onboard.report.workbook_cells import put_text
from hospital_onboard.report.workbook_sheet import ASKED_FILL, FONT, letter, lock
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.width import wrap
from hospital_onboard.text.wording import LANGUAGES, words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROW: Final = 10
_LINE_POINTS: Final = 14.5
_FILL: Final = "DCE6F1"
_LINK: Final = "0563C1"
#: Column -> width; ``party`` stands only in a workbook for several.
_COLUMNS: Final = (
    ("number", 6),
    ("party", 24),
    ("item", 26),
    ("about", 34),
    ("where", 26),
    ("state", 26),
    ("why", 60),
    ("source", 34),
    ("operators", 28),
)


@dataclass(frozen=True)
class Asked:
    """One owed fact. ``sheet`` and ``place`` (``B5``) are where its answer goes."""

    line: RequirementLine
    party: str
    subject: str
    operators: Sequence[str]
    sheet: str
    place: str
    #: The operator answers it; the vendor may well know.
    helps: bool = False


def write_asked(
    page: "Worksheet", parties: Mapping[str, str], operators: Mapping[str, str], day: date, asked: Sequence[Asked]
) -> None:
    """Fill the page. ``parties``, ``operators``: id -> name, those that the workbook was made for."""
    page.title = words("ja")("sheet.asked")
    page.sheet_view.showGridLines = False
    columns = [(key, width) for key, width in _COLUMNS if key != "party" or len(parties) > 1]
    marks = ((1, ASKED_MARK, parties), (2, "asked.names", parties.values()), (3, "asked.operators", operators))
    for row, mark, texts in marks:
        for n, text in enumerate((mark, *texts), start=1):
            put_text(page.cell(row, n), text)
        page.row_dimensions[row].hidden = True
    _front(page, columns, parties, list(operators.values()), day, sum(1 for one in asked if not one.helps))
    _headers(page, columns)
    for number, one in enumerate(asked, start=1):
        _row(page, _HEADER_ROW + number, number, one, columns)
    page.freeze_panes = f"A{_HEADER_ROW + 1}"
    page.auto_filter.ref = f"A{_HEADER_ROW}:{letter(len(columns))}{_HEADER_ROW + len(asked)}"
    _printing(page)
    lock(page)


def _front(
    page: "Worksheet",
    columns: Sequence[tuple[str, int]],
    parties: Mapping[str, str],
    operators: Sequence[str],
    day: date,
    count: int,
) -> None:
    def both(key: str, **params: object) -> str:
        return "\n".join(words(lang)(f"vendor.{key}", **params) for lang in LANGUAGES)

    days = {lang: write_date(day, "ja" if lang == "ja" else "iso") for lang in LANGUAGES}
    lines = (
        (both("title"), 14, True),
        (both("to", parties="、".join(parties.values()), operators="、".join(operators)), 10, False),
        ("\n".join(words(lang)("vendor.count", count=count, day=days[lang]) for lang in LANGUAGES), 10, True),
        (both("how"), 10, False),
        (both("standing"), 9, False),
    )
    width = sum(width for _, width in columns)
    for row, (text, size, bold) in enumerate(lines, start=4):
        _cell(page, row, 1, text, size=size, bold=bold)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
        height = sum(len(wrap(line, width - 6)) for line in text.split("\n"))
        page.row_dimensions[row].height = height * _LINE_POINTS * max(1.0, size / 10) + 4


def _headers(page: "Worksheet", columns: Sequence[tuple[str, int]]) -> None:
    from openpyxl.styles import PatternFill

    for n, (key, width) in enumerate(columns, start=1):
        text = "\n".join(words(lang)(f"vendor.column_{key}") for lang in LANGUAGES)
        cell = _cell(page, _HEADER_ROW, n, text, bold=True)
        cell.fill = PatternFill("solid", start_color=_FILL)
        page.column_dimensions[cell.column_letter].width = width
    page.row_dimensions[_HEADER_ROW].height = 2 * _LINE_POINTS + 4


def _row(page: "Worksheet", row: int, number: int, one: Asked, columns: Sequence[tuple[str, int]]) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    line = Border(bottom=Side(style="hair", color="A6A6A6"))
    lines = 1
    for n, (key, width) in enumerate(columns, start=1):
        text = str(number) if key == "number" else _TEXTS[key](one)
        cell = _cell(page, row, n, text)
        cell.border = line
        lines = max(lines, sum(len(wrap(part, width - 2)) for part in text.split("\n")))
        if key == "where":
            cell.hyperlink = f"#'{words('ja')(f'sheet.{one.sheet}')}'!{one.place}"
            cell.font = Font(name=FONT, size=10, color=_LINK, underline="single")
            if not one.helps:
                cell.fill = PatternFill("solid", start_color=ASKED_FILL)
    page.row_dimensions[row].height = lines * _LINE_POINTS + 4


def _item(one: Asked) -> str:
    measure = f" {one.line.field}" if one.line.id.startswith("measure.") else ""
    return "\n".join(words(lang)(f"owed.{one.line.id}") + measure for lang in LANGUAGES)


def _where(one: Asked) -> str:
    """On one line: LibreOffice drops line ends from links. The sheets themselves have Japanese names."""
    ja, en = (words(lang)(f"sheet.{one.sheet}") for lang in LANGUAGES)
    return f"{ja}!{one.place} ({en})"


def _why(one: Asked) -> str:
    """Why it is asked; a measure also says what it is."""
    said = [words(lang)(f"requirement.{one.line.id}", **one.line.params) for lang in LANGUAGES]
    if one.line.id.startswith("measure."):
        about = measure(one.line.field).text
        said = [f"{about.of(lang)} {why}" for lang, why in zip(LANGUAGES, said, strict=True)]
    return "\n".join(said)


def _state(one: Asked) -> str:
    found = []
    for lang in LANGUAGES:
        said = words(lang)
        state = said("vendor.helps") if one.helps else said(f"vendor.state_{one.line.state}")
        detail = said(f"detail.{one.line.detail}", **one.line.params) if one.line.detail else ""
        found.append(f"{state}　{detail}" if detail and lang == "ja" else f"{state}: {detail}" if detail else state)
    return "\n".join(found)


def _source(one: Asked) -> str:
    source = one.line.source
    standings = " / ".join(words(lang)(f"standing.{source.standing}") for lang in LANGUAGES)
    return f"{source.document} {source.article}\n[{standings}]"


_TEXTS: Final[Mapping[str, Callable[[Asked], str]]] = {
    "party": lambda one: one.party,
    "item": _item,
    "about": lambda one: one.subject,
    "where": _where,
    "state": _state,
    "why": _why,
    "source": _source,
    "operators": lambda one: "\n".join(one.operators),
}


def _cell(page: "Worksheet", row: int, column: int, text: str, *, size: int = 10, bold: bool = False) -> "Cell":
    from openpyxl.styles import Alignment, Font

    cell = page.cell(row, column)
    put_text(cell, text)
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell  # type: ignore[return-value]  # merging comes later


def _printing(page: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
