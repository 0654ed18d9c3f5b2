"""A window on a long list: one page of rows at a time, the total always in sight. Loads nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from hospital_onboard.text.width import cut, pad
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.page_table import Heading, PageTable
from hospital_onboard.widgets.plain import content, visible

#: Rows of a page: more than any screen shows at once, and few enough to be made ready within a key.
PAGE = 100
_CELL_PADDING = 2


@dataclass(frozen=True)
class Column:
    """A column; ``width`` in cells, or the share of what is left when ``flexible``."""

    name: str
    label: str
    width: int
    flexible: bool = False
    right: bool = False
    #: Shown only when the table is at least this wide.
    from_width: int = 0


@dataclass(frozen=True)
class Rows:
    """One page: the cells of each row by column name, and the thing the row stands for."""

    items: tuple[object, ...]
    cells: tuple[dict[str, str], ...]
    total: int
    offset: int = 0
    #: False while ``total`` only says that there are at least so many; the screen shows the page again with the number.
    counted: bool = True


class Pager(Vertical):
    """The table with its range and total. The screen answers ``Needs`` with ``show``."""

    DEFAULT_CSS = """
    Pager { height: 1fr; }
    Pager PageTable { height: 1fr; }
    Pager .range { height: 1; color: $text-muted; padding: 0 1; }
    Pager .empty { height: 1fr; padding: 1 2; color: $text-muted; display: none; }
    Pager.-empty .empty { display: block; }
    Pager.-empty PageTable { display: none; }
    """

    @dataclass
    class Needs(Message):
        """Rows from ``offset`` are wanted."""

        pager: "Pager"
        offset: int

    @dataclass
    class Opened(Message):
        """A row was opened (Enter or click)."""

        pager: "Pager"
        item: object

    @dataclass
    class At(Message):
        """The cursor is on a row."""

        pager: "Pager"
        item: object

    @dataclass
    class HeaderClicked(Message):
        """The person wants the list sorted by this column."""

        pager: "Pager"
        column: str

    def __init__(self, words: Words, columns: Sequence[Column], *, empty: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words, self._columns, self._empty = words, tuple(columns), empty
        self._rows: Rows | None = None
        self._at_end = False
        #: The last row was wanted before anybody knew which it is.
        self._to_the_end = False

    def compose(self) -> ComposeResult:
        """Table, what to do when it is empty, range."""
        yield PageTable()
        yield Static(content(self._empty), classes="empty")
        yield Static("", classes="range", markup=False)

    @property
    def item(self) -> object | None:
        """What the cursor is on."""
        rows, at = self._rows, self.query_one(PageTable).cursor_row
        return rows.items[at] if rows is not None and 0 <= at < len(rows.items) else None

    @property
    def table(self) -> PageTable:
        """The table, to focus it."""
        return self.query_one(PageTable)

    def show(self, rows: Rows, *, keep: bool = False) -> None:
        """Show a page; ``keep`` leaves the cursor where it was (after an edit)."""
        at = self.table.cursor_row if keep else (len(rows.items) - 1 if self._at_end else 0)
        self._at_end = False
        self._rows = rows
        if rows.counted and self._to_the_end:
            self._to_the_end = False
            self._turn("last")
            return
        self.set_class(not rows.total, "-empty")
        self._fill()
        if rows.items:
            self.table.move_cursor(at)
        self.query_one(".range", Static).update(content(self._range(rows)))

    def _range(self, rows: Rows) -> str:
        total = f"{rows.total:,}" if rows.counted else "…"
        if rows.counted and not rows.offset and len(rows.items) == rows.total:
            return self._words("list.total", total=total)
        first, last = rows.offset + 1, rows.offset + len(rows.items)
        return self._words("list.range", first=f"{first:,}", last=f"{last:,}", total=total)

    def _fill(self) -> None:
        rows = self._rows
        if rows is None or not self.size.width:
            return
        # The pager's own width: the table has none while it is hidden.
        columns = self._fitting(self.size.width)
        headings, start = [], 0
        for column, width in columns:
            end = start + width + _CELL_PADDING
            headings.append(Heading(column.name, _cell(column.label, column, width), start, end))
            start = end
        lines = (
            "".join(_cell(row.get(column.name, ""), column, width) for column, width in columns) for row in rows.cells
        )
        self.table.fill(headings, tuple(lines))

    def _fitting(self, room: int) -> list[tuple[Column, int]]:
        shown = [column for column in self._columns if column.from_width <= room]
        # One more cell is kept free for the scroll bar.
        left = room - 2 - sum(_CELL_PADDING for _ in shown) - sum(c.width for c in shown if not c.flexible)
        shares = sum(c.width for c in shown if c.flexible) or 1
        return [(c, max(6, left * c.width // shares) if c.flexible else c.width) for c in shown]

    def on_resize(self, _: events.Resize) -> None:
        """Other columns fit now."""
        rows, at = self._rows, self.table.cursor_row
        if rows is not None:
            self._fill()
            self.table.move_cursor(at)

    @on(PageTable.Beyond)
    def _beyond(self, event: PageTable.Beyond) -> None:
        event.stop()
        self._turn(event.where)

    def _turn(self, where: str) -> None:
        rows = self._rows
        if rows is None:
            return
        if not rows.counted and where == "last":
            self._to_the_end = True
            return
        last = max(0, (rows.total - 1) // PAGE * PAGE)
        offset = {"next": rows.offset + PAGE, "previous": rows.offset - PAGE, "first": 0, "last": last}[where]
        self._at_end = where in ("previous", "last")
        if offset == rows.offset and rows.items:
            self.table.move_cursor(len(rows.items) - 1 if self._at_end else 0)
        elif 0 <= offset < rows.total + (not rows.counted):
            self.post_message(self.Needs(self, offset))

    @on(PageTable.Opened)
    def _opened(self, event: PageTable.Opened) -> None:
        event.stop()
        if self.item is not None:
            self.post_message(self.Opened(self, self.item))

    @on(PageTable.At)
    def _at(self, event: PageTable.At) -> None:
        event.stop()
        if self.item is not None:
            self.post_message(self.At(self, self.item))

    @on(PageTable.HeadingClicked)
    def _heading(self, event: PageTable.HeadingClicked) -> None:
        event.stop()
        self.post_message(self.HeaderClicked(self, event.column))


def _cell(value: str, column: Column, width: int) -> str:
    """The value in exactly the column's width; what does not fit ends in an ellipsis without a gap before it."""
    return f" {pad(cut(visible(value), width), width, 'right' if column.right else 'left')} "
