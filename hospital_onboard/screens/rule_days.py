"""What the rules do not say alike on two days."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.rule import cells_of
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.wording import Lang
from hospital_onboard.widgets.dialogs import AskText
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import lawbook
from hospital_onboard.work.lawbook import Book, Entry

#: One entry with its cells on both days.
_Pair = tuple[Entry, dict[str, str]]


class RuleDaysScreen(WorkScreen):
    """The entries that differ, side by side; the two days can be changed."""

    name_key = "rule_days"
    DEFAULT_CSS = """
    RuleDaysScreen #days { height: auto; padding: 0 1; }
    RuleDaysScreen #detail { display: block; height: 9; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "first", "first-day"),
        key("f3", "second", "second-day"),
    ]

    def __init__(self, second: date, first: date | None = None) -> None:
        super().__init__()
        self._first, self._second = first, second
        self._pairs: tuple[_Pair, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """The days, the entries, the two values of the one under the cursor."""
        label = self.words("rules.label")
        columns = (
            Column("label", label, 2, flexible=True),
            Column("old", self.words("rules.old"), 2, flexible=True),
            Column("new", self.words("rules.new"), 2, flexible=True),
        )
        yield Prose(id="days")
        yield Pager(self.words, columns, empty=self.words("rules.no_differences"))
        yield Prose(id="detail", classes="pane")

    def owner(self) -> str:
        """Not about an operator."""
        return ""

    def load(self) -> None:
        """Compare the two days."""
        self.query_one("#detail").border_title = self.words("rules.detail")
        self.query_one(Pager).table.focus()
        self.ask(partial(_pairs, self._first, self._second, self.app.lang), self._show)

    def resumed(self) -> None:
        """Rules do not change while the program runs."""

    def _show(self, found: tuple[date, tuple[_Pair, ...]]) -> None:
        self._first, self._pairs = found
        count = f"{len(self._pairs):,}"
        self.query_one("#days", Prose).say(
            self.words("rules.compared", first=self._first, second=self._second, count=count)
        )
        self._page(0)
        if not self._pairs:
            self.query_one("#detail", Prose).say("")

    def _page(self, offset: int) -> None:
        shown = self._pairs[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(cells for _, cells in shown), len(self._pairs), offset))

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, tuple):
            cells = event.item[1]
            self.query_one("#detail", Prose).say(
                (f"{cells['label']}\n", "bold"),
                f"{self._first}  {cells['old']}\n",
                f"{self._second}  {cells['new']}",
            )

    def action_first(self) -> None:
        """Another first day."""
        self._ask("rules.ask_first", self._first or self._second, "_first")

    def action_second(self) -> None:
        """Another second day."""
        self._ask("rules.ask_second", self._second, "_second")

    def _ask(self, title: str, now: date, name: str) -> None:
        def answered(typed: str | None) -> None:
            if not typed:
                return
            try:
                setattr(self, name, read_date(typed))
            except DateError as fault:
                self.tell(self.words(f"issue.{fault.code}"), severity="error")
                return
            self.load()

        self.app.push_screen(AskText(self.words, self.words(title), value=str(now)), answered)


def _pairs(first: date | None, second: date, lang: Lang) -> tuple[date, tuple[_Pair, ...]]:
    """What differs, and the first day; when none was said, the day before the rules changed last. For a worker."""
    edition = lawbook.edition()
    if first is None:
        known = [held.first_day for entry in edition.entries for held in entry.history if held.first_day]
        first = max((day for day in known if day <= second), default=second)
        first = date.fromordinal(max(first.toordinal() - 1, 1))
    entries = {(entry.file, entry.id): entry for entry in edition.entries}
    found = dict.fromkeys((one.file, one.entry) for one in lawbook.diff_days(first, second))
    old, new = (Book(edition, day, lang) for day in (first, second))
    return first, tuple((entry, _cells(old, new, entry)) for entry in map(entries.__getitem__, found))


def _cells(old: Book, new: Book, entry: Entry) -> dict[str, str]:
    cells = {name: cells_of(book, entry, False) for name, book in (("old", old), ("new", new))}
    said = {name: "  ".join(filter(None, (c["value"], c["standing"], c["source"]))) for name, c in cells.items()}
    return {"label": new.label(entry), **said}
