"""A map of tiles: one cell of a coarse grid for each area, its state in a word or letter before any colour.

Knows nothing of prefectures: it draws the faces it is given at their rows and columns, moves the cursor with the arrow
keys to the nearest tile of that direction, and writes notes into the corners where no tile stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from hospital_onboard.text.width import cells, cut, pad
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import styled, visible

#: Narrowest tile that has room for a whole name, and for a second line.
_NAMED, _TALL = 9, 11
#: A tile of this width has room for one letter of the name, the state and the flag.
_LEAST = 6
#: Lines left for what stands under the map, so that tiles may be two lines high.
_BELOW = 10
Part = tuple[str, str]


@dataclass(frozen=True)
class Tile:
    """Where an area is drawn and what it is called: in full, and in the two cells of a small map."""

    id: str
    row: int
    column: int
    name: str
    letter: str


@dataclass(frozen=True)
class Face:
    """The state of an area: one letter of two cells, a flag of one cell, a line for large maps, a style.

    ``faint``: outside what the person looks at; only the name is drawn.
    """

    state: str
    flag: str
    line: str
    style: str
    faint: bool = False


_NOTHING = Face("", "", "", "", faint=True)


@dataclass(frozen=True)
class _Measure:
    """How the grid is laid out at one size. Columns left of ``first`` are pulled in."""

    wide: int
    high: int
    first: int

    def left(self, tile: Tile) -> int:
        return max(tile.column - self.first, 0) * self.wide

    def top(self, tile: Tile) -> int:
        return tile.row * self.high


class RegionMap(Widget, can_focus=True):
    """The tiles. ``At`` tells where the cursor is, ``Opened`` that the person goes in."""

    DEFAULT_CSS = """
    RegionMap { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "open", "open"),
        key("left", "move(0,-1)", "map-left", show=False),
        key("right", "move(0,1)", "map-right", show=False),
        key("up", "move(-1,0)", "map-up", show=False),
        key("down", "move(1,0)", "map-down", show=False),
    ]

    @dataclass
    class At(Message):
        """The cursor is on this tile."""

        id: str

    @dataclass
    class Opened(Message):
        """The tile was opened (Enter or click)."""

        id: str

    def __init__(self, tiles: Sequence[Tile], id: str | None = None) -> None:
        super().__init__(id=id)
        self._tiles = {tile.id: tile for tile in tiles}
        self._faces: Mapping[str, Face] = {}
        self._corner: Sequence[Sequence[Part]] = ()
        self._legend: Sequence[Sequence[Part]] = ()
        self.at = next(iter(self._tiles))

    def put(
        self, faces: Mapping[str, Face], corner: Sequence[Sequence[Part]], legend: Sequence[Sequence[Part]]
    ) -> None:
        """Show these states; ``corner`` is written top left, ``legend`` bottom right."""
        self._faces, self._corner, self._legend = faces, corner, legend
        self.refresh(layout=True)

    def go(self, id: str) -> None:
        """Put the cursor on a tile."""
        if id in self._tiles and id != self.at:
            self.at = id
            self.refresh()
        self.post_message(self.At(self.at))

    # Drawing ----------------------------------------------------------------------

    @property
    def _rows(self) -> int:
        return max(tile.row for tile in self._tiles.values()) + 1

    def _measure(self, width: int, height: int) -> _Measure:
        columns = max(tile.column for tile in self._tiles.values()) + 1
        wide = min(width // columns, _TALL)
        if wide >= _LEAST + 1:
            return _Measure(wide, 2 if wide >= _TALL and height >= self._rows * 2 + _BELOW else 1, 0)
        return _Measure(max(width // (columns - 1), _LEAST), 1, 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the grid."""
        return self._rows * self._measure(width, viewport.height).high

    def render(self) -> Content:
        """The lines of the map, from the north."""
        width = self.scrollable_content_region.width
        measure = self._measure(width, self.app.size.height)
        lines: list[list[Part]] = []
        for row in range(self._rows):
            there = sorted((t for t in self._tiles.values() if t.row == row), key=lambda t: t.column)
            for part in range(measure.high):
                lines.append(self._line(there, measure, part, self._note(row * measure.high + part, there, measure)))
        block = max((sum(cells(visible(text)) for text, _ in legend) for legend in self._legend), default=0)
        for number, legend in enumerate(self._legend):
            line = lines[len(lines) - len(self._legend) + number]
            used = sum(cells(text) for text, _ in line)
            room = max(width - block, used)
            line.extend([(" " * (room - used), ""), *((visible(text), style) for text, style in legend)])
        return Content("\n").join(styled(*line) for line in lines)

    def _note(self, line: int, there: Sequence[Tile], measure: _Measure) -> Sequence[Part]:
        """What is written left of the first tile of a line, cut to the room there is."""
        if line >= len(self._corner):
            return ()
        room = (measure.left(there[0]) if there else self.scrollable_content_region.width) - 1
        found: list[Part] = []
        for text, style in self._corner[line]:
            shown = cut(visible(text), room)
            if shown:
                found.append((shown, style))
            room -= cells(shown)
        return found

    def _line(self, there: Sequence[Tile], measure: _Measure, part: int, note: Sequence[Part]) -> list[Part]:
        line, at = list(note), sum(cells(text) for text, _ in note)
        for tile in there:
            left = measure.left(tile)
            if left < at:
                continue
            line.append((" " * (left - at), ""))
            text, style = self._drawn(tile, measure, part)
            line += [(text, style), (" ", "")]
            at = left + measure.wide
        return line

    def _drawn(self, tile: Tile, measure: _Measure, part: int) -> Part:
        """One line of a tile, one cell narrower than its place."""
        face, room = self._faces.get(tile.id, _NOTHING), measure.wide - 1
        mark = "" if face.faint else face.state + face.flag
        if part:
            text = "" if face.faint else f"{face.state} {face.line}"
        elif measure.wide < _NAMED:
            text = visible(tile.letter) + mark
        else:
            mark = face.flag if measure.high > 1 else mark
            text = pad(cut(visible(tile.name), room - cells(mark)), room - cells(mark)) + mark
        style = "$text-muted" if face.faint else face.style
        if tile.id == self.at:
            style = "reverse bold" if self.has_focus else "reverse"
        return pad(cut(text, room), room), style

    # Moving -----------------------------------------------------------------------

    def action_move(self, down: int, right: int) -> None:
        """To the nearest tile of that direction."""
        here = self._tiles[self.at]
        best: tuple[int, str] | None = None
        for tile in self._tiles.values():
            along = (tile.row - here.row) * down + (tile.column - here.column) * right
            aside = abs((tile.column - here.column) * down + (tile.row - here.row) * right)
            if along > 0:
                far = along * along + 3 * aside * aside
                best = min(best or (far, tile.id), (far, tile.id))
        if best is not None:
            self.go(best[1])

    def action_open(self) -> None:
        """Into the area under the cursor."""
        self.post_message(self.Opened(self.at))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a tile; a click on the one under the cursor opens it."""
        measure = self._measure(self.scrollable_content_region.width, self.app.size.height)
        spot = event.get_content_offset(self)
        if spot is None:
            return
        for tile in self._tiles.values():
            left, top = measure.left(tile), measure.top(tile)
            if left <= spot.x < left + measure.wide and top <= spot.y < top + measure.high:
                if tile.id == self.at:
                    self.action_open()
                else:
                    self.go(tile.id)

    def on_focus(self) -> None:
        """The cursor is drawn stronger."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn weaker."""
        self.refresh()
