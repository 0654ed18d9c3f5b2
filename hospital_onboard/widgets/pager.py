"""A window on a long list: one page of rows at a time, the total always in sight. Loads nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Static

from hospital_onboard.text.width import cut
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import cell, content, visible

#: Rows of a page. Filling a table costs about half a millisecond a row, and no key may take over 50.
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


def _cell(value: str, column: Column, width: int) -> Text:
    """The value in the column's width; what does not fit ends in an ellipsis without a gap before it."""
    return cell(cut(visible(value), width), right=column.right)


class PageTable(DataTable[object]):
    """The table; moving past its ends asks for the neighbouring page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("pagedown", "next_page", "page-down", show=False),
        key("pageup", "previous_page", "page-up", show=False),
        key("home", "first_page", "list-start", show=False),
        key("end", "last_page", "list-end", show=False),
    ]

    @dataclass
    class Beyond(Message):
        """The cursor went past an end: next, previous, first or last page is wanted."""

        where: str

    def action_cursor_down(self) -> None:
        """Down; past the last row, the next page."""
        if self.cursor_row >= self.row_count - 1:
            self.post_message(self.Beyond("next"))
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Up; past the first row, the page before."""
        if self.cursor_row <= 0:
            self.post_message(self.Beyond("previous"))
        else:
            super().action_cursor_up()

    def action_next_page(self) -> None:
        """A screenful down, or the next page from the last row."""
        if self.cursor_row >= self.row_count - 1:
            self.post_message(self.Beyond("next"))
        else:
            self.action_page_down()

    def action_previous_page(self) -> None:
        """A screenful up, or the page before from the first row."""
        if self.cursor_row <= 0:
            self.post_message(self.Beyond("previous"))
        else:
            self.action_page_up()

    def action_first_page(self) -> None:
        """To the very first row."""
        self.post_message(self.Beyond("first"))

    def action_last_page(self) -> None:
        """To the very last row."""
        self.post_message(self.Beyond("last"))


class Pager(Vertical):
    """The table with its range and total. The screen answers ``Needs`` with ``show``."""

    DEFAULT_CSS = """
    Pager { height: 1fr; }
    Pager PageTable { height: 1fr; background: $background; scrollbar-size-horizontal: 0; }
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

    def compose(self) -> ComposeResult:
        """Table, what to do when it is empty, range."""
        yield PageTable(cursor_type="row", zebra_stripes=True)
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
        self.set_class(not rows.total, "-empty")
        self._fill()
        if rows.items:
            self.table.move_cursor(row=min(max(at, 0), len(rows.items) - 1), animate=False)
        self.query_one(".range", Static).update(content(self._range(rows)))

    def _range(self, rows: Rows) -> str:
        total = f"{rows.total:,}"
        if not rows.offset and len(rows.items) == rows.total:
            return self._words("list.total", total=total)
        first, last = rows.offset + 1, rows.offset + len(rows.items)
        return self._words("list.range", first=f"{first:,}", last=f"{last:,}", total=total)

    def _fill(self) -> None:
        rows, table = self._rows, self.table
        if rows is None or not self.size.width:
            return
        # The pager's own width: the table has none while it is hidden.
        columns = self._fitting(self.size.width)
        table.clear(columns=True)
        for column, width in columns:
            table.add_column(cell(column.label, "bold", right=column.right), width=width, key=column.name)
        for number, values in enumerate(rows.cells):
            table.add_row(
                *(_cell(values.get(column.name, ""), column, width) for column, width in columns), key=str(number)
            )

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
            self.table.move_cursor(row=at, animate=False)

    @on(PageTable.Beyond)
    def _beyond(self, event: PageTable.Beyond) -> None:
        event.stop()
        rows = self._rows
        if rows is None:
            return
        last = max(0, (rows.total - 1) // PAGE * PAGE)
        offset = {"next": rows.offset + PAGE, "previous": rows.offset - PAGE, "first": 0, "last": last}[event.where]
        self._at_end = event.where in ("previous", "last")
        if offset == rows.offset and rows.items:
            self.table.move_cursor(row=len(rows.items) - 1 if self._at_end else 0, animate=False)
        elif 0 <= offset < rows.total:
            self.post_message(self.Needs(self, offset))

    @on(DataTable.RowSelected)
    def _selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if self.item is not None:
            self.post_message(self.Opened(self, self.item))

    @on(DataTable.RowHighlighted)
    def _highlighted(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        if self.item is not None:
            self.post_message(self.At(self, self.item))

    @on(DataTable.HeaderSelected)
    def _header(self, event: DataTable.HeaderSelected) -> None:
        event.stop()
        if event.column_key.value is not None:
            self.post_message(self.HeaderClicked(self, event.column_key.value))
