"""The map of prefectures as inline SVG: one tile each, its state told by a mark, reached by keyboard."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.report.document import Badge, Cell, Coded, Document, Table, TileMap, raw, shown
from hospital_onboard.report.visible import visible

if TYPE_CHECKING:
    from markupsafe import Markup

#: Side of a tile with its gap, in user units.
_TILE: Final = 58


def map_svg(tiles: TileMap, document: Document) -> "Markup":
    """The map: each tile a link to its prefecture's own table where there is one, with all it says as its title."""
    from markupsafe import Markup

    table = document.table(tiles.table)
    keys = {one.key for one in document.tables()}
    drawn = [_tile(tiles, table, row, keys) for row in table.rows]
    places = [prefecture(_code(row[table.index(tiles.place)])) for row in table.rows]
    columns = 1 + max((place.tile_col for place in places), default=0)
    rows = 1 + max((place.tile_row for place in places), default=0)
    head = Markup('<svg class="tiles" viewBox="0 0 {} {}" role="group" aria-label="{}">')
    opened = head.format(columns * _TILE + 4, rows * _TILE + 4, visible(tiles.title))
    return opened + Markup("").join(drawn) + Markup("</svg>")


def _tile(tiles: TileMap, table: Table, row: Sequence[Cell], keys: set[str]) -> "Markup":
    from markupsafe import Markup

    place = prefecture(_code(row[table.index(tiles.place)]))
    badge = row[table.index(tiles.state)]
    assert isinstance(badge, Badge)
    said = "\n".join(f"{c.title}: {visible(shown(cell))}" for c, cell in zip(table.columns, row, strict=True))
    name = visible(shown(row[table.index(tiles.place)]))
    short = place.name_short_ja if name == place.name_ja else place.name_en
    body = Markup(
        "<title>{said}</title>"
        '<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="5" class="{tone}"/>'
        '<text x="{middle}" y="{first}" class="name{small}">{short}</text>'
        '<text x="{middle}" y="{second}" class="said">{mark} {number}</text>'
    ).format(
        said=said,
        x=place.tile_col * _TILE + 2,
        y=place.tile_row * _TILE + 2,
        side=_TILE - 4,
        tone=badge.tone,
        middle=place.tile_col * _TILE + _TILE / 2,
        first=place.tile_row * _TILE + 25,
        second=place.tile_row * _TILE + 45,
        short=short,
        small=" small" if len(short) > 5 else "",
        mark=badge.mark,
        number=visible(shown(row[table.index(tiles.number)])),
    )
    target = f"{tiles.details}{place.code}"
    if target in keys:
        link = Markup('<a href="#table-{}" data-col="{}" data-row="{}">{}</a>')
        return link.format(target, place.tile_col, place.tile_row, body)
    tile = Markup('<g tabindex="0" data-col="{}" data-row="{}">{}</g>')
    return tile.format(place.tile_col, place.tile_row, body)


def _code(cell: Cell) -> str:
    return cell.code if isinstance(cell, Coded) else str(raw(cell))
