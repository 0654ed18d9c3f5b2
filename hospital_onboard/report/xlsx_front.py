"""The first sheet of a workbook: what there is to read, and where the tables are."""

from typing import TYPE_CHECKING, Final

from hospital_onboard.report.document import (
    Bullets,
    Chart,
    Document,
    Fact,
    Fields,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    TileMap,
    shown,
)
from hospital_onboard.report.visible import visible
from hospital_onboard.report.xlsx_cells import FILLS, FONT, LINE, filled, print_setup, put
from hospital_onboard.text.width import wrap
from hospital_onboard.text.wording import Words, words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_WIDTHS: Final = (26, 96)


def front_sheet(sheet: "Worksheet", document: Document, names: dict[str, str]) -> None:
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
    lines.wide(document.frame.standing, fill=FILLS["doubt"])
    for assumption in document.frame.assumptions:
        lines.wide(f"{say('report.assumption')}: {assumption.text}", fill=FILLS["doubt"])
    _flow(lines, document, names, say)
    print_setup(sheet, document, landscape=False)


def _flow(lines: "_Lines", document: Document, names: dict[str, str], say: Words) -> None:
    for block in document.blocks:
        match block:
            case Heading():
                lines.gap()
                lines.wide(block.text, size=13 if block.level == 1 else 11, bold=True)
            case Paragraph():
                lines.wide(block.text)
            case Note():
                lines.wide(block.text, fill=FILLS["doubt"])
            case Bullets():
                for item in block.items:
                    lines.wide(f"・{item}")
            case Fields():
                for fact in block.facts:
                    lines.fact(fact, say("report.blank"))
            case Figure():
                lines.wide(f"{block.title}: {block.alt}")
            case _:
                _elsewhere(lines, block, names, say)


def _elsewhere(lines: "_Lines", block: Table | Chart | TileMap, names: dict[str, str], say: Words) -> None:
    """What stands on a sheet of its own, and the way there."""
    match block:
        case Table():
            place = say("report.see-sheet", sheet=names[block.key], rows=len(block.rows))
            lines.wide(place if block.rows or not block.empty else block.empty, link=names[block.key])
        case Chart():
            place = names[block.table]
            lines.wide(say("report.see-chart", title=block.title, sheet=place), link=place)
        case TileMap():
            lines.wide(say("report.see-map", title=block.title), link=names[f"map-{block.table}"])


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
        cell = put(self._sheet, self._row, 1, text)
        cell.font = Font(name=FONT, size=size, bold=bold, color="1F4E79" if link else None)
        if link:
            cell.hyperlink = f"#'{link.replace(chr(39), chr(39) * 2)}'!A1"
        if fill:
            for column in (1, 2):
                self._sheet.cell(self._row, column).fill = filled(fill)
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=2)
        self._height(text, int(sum(_TEXT_WIDTHS) * 10.5 / size), size)

    def fact(self, fact: Fact, blank: str = "") -> None:
        """A label and its value."""
        from openpyxl.styles import Font

        self._row += 1
        label = put(self._sheet, self._row, 1, fact.label)
        label.font = Font(name=FONT, size=10.5, bold=True)
        put(self._sheet, self._row, 2, blank if fact.value is None else fact.value)
        self._height(shown(fact.value), _TEXT_WIDTHS[1], 10.5)

    def _height(self, text: str, width: int, size: float) -> None:
        lines = len(wrap(visible(text), width - 2))
        self._sheet.row_dimensions[self._row].height = LINE * lines * max(size / 10.5, 1)
