"""The rows of one page with a cursor. Every row is one ready line, so that a page costs little to show.

The toolkit's own table renders every cell for itself, which takes several times the hundred milliseconds a page may
cost on a wide screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from hospital_onboard.text.width import cells
from hospital_onboard.widgets.keys import key

_HEADER, _EVEN, _CURSOR = "page-table--header", "page-table--even", "page-table--cursor"


@dataclass(frozen=True)
class Heading:
    """A column's heading as it is shown, and where it stands."""

    name: str
    text: str
    start: int
    end: int


class PageTable(ScrollView, can_focus=True):
    """A heading and rows; moving past the ends asks for the neighbouring page."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_HEADER, _EVEN, _CURSOR}
    DEFAULT_CSS = """
    PageTable { background: $background; color: $foreground; overflow-x: hidden; }
    PageTable > .page-table--header { text-style: bold; background: $panel; color: $foreground; }
    PageTable > .page-table--even { background: $surface-lighten-1 50%; }
    PageTable:light > .page-table--even { background: $surface-darken-1 40%; }
    PageTable > .page-table--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
    }
    PageTable:focus > .page-table--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", "open", show=False),
        key("up", "cursor_up", "up", show=False),
        key("down", "cursor_down", "down", show=False),
        key("pagedown", "next_page", "page-down", show=False),
        key("pageup", "previous_page", "page-up", show=False),
        key("home", "first_page", "list-start", show=False),
        key("end", "last_page", "list-end", show=False),
    ]

    @dataclass
    class Beyond(Message):
        """The cursor went past an end: next, previous, first or last page is wanted."""

        where: str

    @dataclass
    class At(Message):
        """The cursor is on a row, or a row has other contents."""

        row: int

    @dataclass
    class Opened(Message):
        """The row under the cursor was opened."""

        row: int

    @dataclass
    class HeadingClicked(Message):
        """The person clicked on the heading of this column."""

        column: str

    def __init__(self) -> None:
        super().__init__()
        self.cursor_row = 0
        self._headings: tuple[Heading, ...] = ()
        self._lines: tuple[str, ...] = ()
        self._styles: dict[str, Style] = {}

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._lines)

    def fill(self, headings: Sequence[Heading], lines: Sequence[str]) -> None:
        """Show these rows, each a line of the table's width without control characters."""
        self._headings, self._lines = tuple(headings), tuple(lines)
        self.virtual_size = Size(self.size.width, len(self._lines) + 1)
        self.refresh()

    def move_cursor(self, row: int) -> None:
        """Put the cursor on a row, in sight, and tell about it."""
        if not self._lines:
            return
        self.cursor_row = min(max(row, 0), len(self._lines) - 1)
        self._bring_into_sight()
        self.refresh()
        self.post_message(self.At(self.cursor_row))

    def _bring_into_sight(self) -> None:
        # The heading covers the first line, so that row n stands in line n + 1 and must not be scrolled under it.
        region = Region(0, self.cursor_row, 1, 2)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        if self._lines:
            self._bring_into_sight()

    def notify_style_update(self) -> None:
        """The theme or the focus changed."""
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """The heading, then the rows that are in sight."""
        width = self.size.width
        if y == 0:
            heading = "".join(heading.text for heading in self._headings)
            return self._strip(heading, _HEADER, width)
        row = y - 1 + self.scroll_offset.y
        if row >= len(self._lines):
            return self._strip("", "", width)
        return self._strip(self._lines[row], _CURSOR if row == self.cursor_row else "" if row % 2 else _EVEN, width)

    def _strip(self, text: str, style: str, width: int) -> Strip:
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = self.get_component_rich_style(style) if style else self.rich_style
        return Strip([Segment(text, found)], cells(text)).adjust_cell_length(width, found)

    # Moving ------------------------------------------------------------------

    @property
    def _last(self) -> int:
        return len(self._lines) - 1

    @property
    def _screenful(self) -> int:
        return max(1, self.size.height - 2)

    def action_cursor_down(self) -> None:
        """Down; past the last row, the next page."""
        self._move(1, "next")

    def action_cursor_up(self) -> None:
        """Up; past the first row, the page before."""
        self._move(-1, "previous")

    def action_next_page(self) -> None:
        """A screenful down, or the next page from the last row."""
        self._move(self._screenful, "next")

    def action_previous_page(self) -> None:
        """A screenful up, or the page before from the first row."""
        self._move(-self._screenful, "previous")

    def _move(self, by: int, beyond: str) -> None:
        at_the_end = self.cursor_row >= self._last if by > 0 else self.cursor_row <= 0
        if at_the_end:
            self.post_message(self.Beyond(beyond))
        else:
            self.move_cursor(self.cursor_row + by)

    def action_first_page(self) -> None:
        """To the very first row."""
        self.post_message(self.Beyond("first"))

    def action_last_page(self) -> None:
        """To the very last row."""
        self.post_message(self.Beyond("last"))

    # Opening -------------------------------------------------------------------

    def action_select(self) -> None:
        """Open the row under the cursor."""
        if self._lines:
            self.post_message(self.Opened(self.cursor_row))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; one on the row under the cursor opens it; one on a heading sorts."""
        if event.y == 0:
            name = next((h.name for h in self._headings if h.start <= event.x < h.end), None)
            if name is not None:
                self.post_message(self.HeadingClicked(name))
            return
        row = event.y - 1 + self.scroll_offset.y
        if row > self._last:
            return
        if row == self.cursor_row:
            self.action_select()
        else:
            self.move_cursor(row)
