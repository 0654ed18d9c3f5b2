"""What a workbook draws from its tables: native charts beside their table, and the map of prefectures as cells."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.report.document import Badge, Chart, Coded, Document, TileMap, shown
from hospital_onboard.report.xlsx_cells import FILLS, FONT, filled, print_setup, put

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TOP: Final = 4
_ROWS_OF_A_CHART: Final = 20
#: Line styles by place among the series: lines stay apart on a grey print.
_DASHES: Final = ("solid", "dash", "sysDot", "lgDashDot", "sysDash")
_COLOURS: Final = ("1F4E79", "B45309", "2E7D32", "7B1FA2", "555555")


def draw(book: "Workbook", document: Document, names: Mapping[str, str], header_row: int) -> None:
    """Add the charts and maps of the document to its finished sheets, the map as the second sheet."""
    drawn: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Chart) and document.table(block.table).rows:
            sheet: Worksheet = book[names[block.table]]
            column = len(document.table(block.table).columns) + 2
            anchor = sheet.cell(header_row + drawn[block.table] * _ROWS_OF_A_CHART, column).coordinate
            drawn[block.table] += 1
            sheet.add_chart(_chart(sheet, block, document, header_row), anchor)
        elif isinstance(block, TileMap):
            _map(book.create_sheet(names[f"map-{block.table}"], 1), block, document, names)


def _chart(sheet: "Worksheet", chart: Chart, document: Document, header_row: int) -> Any:
    from openpyxl.chart import BarChart, LineChart, Reference

    table = document.table(chart.table)
    drawn: Any = LineChart() if chart.kind == "line" else BarChart()
    drawn.title = chart.title
    drawn.height, drawn.width = 9, 18
    last = header_row + len(table.rows)
    for n, key in enumerate(chart.series):
        column = table.index(key) + 1
        drawn.add_data(Reference(sheet, min_col=column, min_row=header_row, max_row=last), titles_from_data=True)
        look = drawn.series[n].graphicalProperties
        if chart.kind == "line":
            look.line.solidFill = _COLOURS[n % len(_COLOURS)]
            look.line.dashStyle = _DASHES[n % len(_DASHES)]
            drawn.series[n].smooth = False
        else:
            look.solidFill = _COLOURS[n % len(_COLOURS)]
    first = table.index(chart.x) + 1
    drawn.set_categories(Reference(sheet, min_col=first, min_row=header_row + 1, max_row=last))
    # Newer openpyxl hides both axes unless told otherwise.
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = "0"
    return drawn


def _map(sheet: "Worksheet", tiles: TileMap, document: Document, names: Mapping[str, str]) -> None:
    """A cell per prefecture: its name, mark and number, tinted, leading to its own sheet where there is one."""
    from openpyxl.styles import Alignment, Border, Font, Side

    sheet.sheet_view.showGridLines = False
    title = put(sheet, 1, 1, f"{document.title} ― {tiles.title}", styled=False)
    title.font = Font(name=FONT, size=13, bold=True)
    put(sheet, 2, 1, document.frame.standing, styled=False).font = Font(name=FONT, size=9.5)
    table = document.table(tiles.table)
    edge = Side("thin", color="7F7F7F")
    for row in table.rows:
        cell = row[table.index(tiles.place)]
        badge = row[table.index(tiles.state)]
        assert isinstance(cell, Coded) and isinstance(badge, Badge)
        place = prefecture(cell.code)
        short = place.name_short_ja if cell.label == place.name_ja else place.name_en
        text = f"{short}\n{badge.mark} {shown(row[table.index(tiles.number)])}"
        tile = put(sheet, _TOP + place.tile_row, place.tile_col + 1, text)
        tile.fill = filled(FILLS[badge.tone])
        tile.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        tile.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        target = names.get(f"{tiles.details}{place.code}")
        if target is not None:
            tile.hyperlink = f"#'{target}'!A1"
            tile.font = Font(name=FONT, size=9)
        sheet.row_dimensions[_TOP + place.tile_row].height = 32
        sheet.column_dimensions[tile.column_letter].width = 10
    print_setup(sheet, document, landscape=True)
