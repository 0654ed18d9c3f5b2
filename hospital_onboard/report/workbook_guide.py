"""The first sheet of the workbook that people fill in: what to do, what a blank means, whom to ask. Both languages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.sheets import TEMPLATE_VERSION, Template
from hospital_onboard.report.workbook_cells import put_text
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.width import wrap
from hospital_onboard.text.wording import LANGUAGES, words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Heading, and the sentences under it.
_PARTS: Final = (
    ("fill_head", ("fill_1", "fill_2", "fill_3", "fill_4", "fill_5")),
    ("blank_head", ("blank_1", "blank_2", "blank_3", "direct_1")),
    ("remove_head", ("remove_1",)),
    ("rows_head", ("rows_1",)),
    ("ask_head", ("ask_1", "ask_2")),
)
#: What is told where birth dates and nationalities that are known were left out.
_LEFT_OUT: Final = ("left_out_head", ("left_out_1",))
#: What only vendors are told.
_VENDOR_PARTS: Final = (
    ("asked_head", ("asked_1", "asked_2", "asked_3")),
    ("private_head", ("private_1", "private_2")),
    ("opinion_head", ("opinion_1",)),
)
_WIDTH: Final = 64
_FONT: Final = "Yu Gothic"
_LINE_POINTS: Final = 16.5


def write_guide(
    page: "Worksheet",
    template: Template,
    operators: Sequence[str],
    day: date,
    counts: Mapping[str, int],
    *,
    left_out: bool,
) -> None:
    """Fill the page: Japanese on the left, English on the right. ``left_out``: known personal facts are not in it."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.title = words("ja")("sheet.guide")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 2
    for letter in "BC":
        page.column_dimensions[letter].width = _WIDTH + 4
    _line(page, 1, [words(lang)(f"template.title_{template}") for lang in LANGUAGES], size=15, bold=True)
    whose = "、".join(operators)
    _line(page, 2, [words(lang)("template.whose", name=whose) if whose else "" for lang in LANGUAGES], bold=True)
    written = [
        words(lang)("template.written", day=write_date(day, "ja" if lang == "ja" else "iso"), version=TEMPLATE_VERSION)
        for lang in LANGUAGES
    ]
    _line(page, 3, written, colour="666666")
    row = 5
    ours = (*(_VENDOR_PARTS if template == "vendor" else ()), *((_LEFT_OUT,) if left_out else ()))
    for head, sentences in (*ours, *_PARTS):
        _line(page, row, [words(lang)(f"template.{head}") for lang in LANGUAGES], bold=True, fill="DCE6F1")
        for n, sentence in enumerate(sentences, start=1):
            _line(page, row + n, [words(lang)(f"template.{sentence}") for lang in LANGUAGES])
        row += len(sentences) + 2
    _contents(page, row, counts)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _contents(page: "Worksheet", row: int, counts: Mapping[str, int]) -> None:
    """Which sheets there are and how many rows are filled in; each a link."""
    _line(page, row, [words(lang)("template.sheets_head") for lang in LANGUAGES], bold=True, fill="DCE6F1")
    for n, (key, count) in enumerate(counts.items(), start=1):
        titles = [words(lang)(f"sheet.{key}") for lang in LANGUAGES]
        _line(page, row + n, [f"{title}　{count}" if title == titles[0] else f"{title}: {count}" for title in titles])
        page.cell(row + n, 2).hyperlink = f"#'{titles[0]}'!A1"


def _line(
    page: "Worksheet",
    row: int,
    texts: Sequence[str],
    *,
    size: int = 10,
    bold: bool = False,
    colour: str = "000000",
    fill: str = "",
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    lines = 1
    for n, text in enumerate(texts, start=2):
        cell = page.cell(row, n)
        put_text(cell, text)
        cell.font = Font(name=_FONT, size=size, bold=bold, color=colour)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fill:
            cell.fill = PatternFill("solid", start_color=fill)
        lines = max(lines, len(wrap(text, _WIDTH - 4)))
    page.row_dimensions[row].height = lines * _LINE_POINTS * (size / 10 if size > 10 else 1) + 3
