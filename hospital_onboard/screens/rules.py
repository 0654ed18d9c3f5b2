"""The rules themselves: every value on a law day, its source, its standing, and when somebody last looked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.rule import cells_of, whole
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import fold
from hospital_onboard.text.wording import Lang
from hospital_onboard.widgets.dialogs import AskText, Choose
from hospital_onboard.widgets.indented import Indented
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.work import lawbook
from hospital_onboard.work.lawbook import Book, Entry

_ALL, _STALE, _NOT_NOW = "", "stale", "nothing"
_STANDINGS = ("in_force", "promulgated", "proposed", "assumed")


@dataclass(frozen=True)
class _Line:
    """An entry with its cells and with what it can be found by."""

    entry: Entry
    cells: dict[str, str]
    folded: str
    standing: str
    is_stale: bool


class RulesScreen(WorkScreen):
    """Search, filter, and everything about the entry under the cursor; the first screen of its place."""

    name_key = "rules"
    DEFAULT_CSS = """
    RulesScreen Input { margin: 0 1; width: 1fr; background: $surface; }
    RulesScreen #detail { display: block; height: 40%; min-height: 8; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "day", "law-day"),
        key("f3", "differences", "law-differences"),
        key("f4", "kind", "rule-kind"),
        key("f6", "standing", "rule-standing"),
        key("slash", "search", "search", show=False),
        key("down", "table", "to-table", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.add_class("-root")
        self._on: date | None = None
        self._kind, self._standing = _ALL, _ALL
        self._book: Book | None = None
        self._lines: tuple[_Line, ...] = ()
        self._listed: tuple[_Line, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """Search line, table, detail."""
        words = self.words
        yield LineInput(placeholder=words("rules.search"), compact=True)
        columns = (
            Column("label", words("rules.label"), 3, flexible=True),
            Column("kind", words("rules.kind"), 14, from_width=120),
            Column("value", words("rules.value"), 2, flexible=True),
            Column("standing", words("rules.standing"), 16),
            Column("source", words("rules.source"), 3, flexible=True, from_width=120),
            Column("confidence", words("rules.confidence"), 14, from_width=140),
            Column("checked", words("rules.checked"), 17),
        )
        yield Pager(words, columns, empty=words("rules.empty"))
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented()

    @property
    def law_day(self) -> date:
        """The day whose law is shown; the desk's day until another one is chosen."""
        return self._on or self.app.desk.on

    def owner(self) -> str:
        """Not about an operator: the day that is shown, and what the list is narrowed down to."""
        words = self.words
        chosen = [words("rules.on", on=self.law_day)]
        if self._kind:
            chosen.append(words(f"lawbook_kind.{self._kind}"))
        if self._standing:
            chosen.append(self._standing_label(self._standing))
        return "  ".join(chosen)

    def load(self) -> None:
        """Read the rules for the day."""
        self.query_one("#detail").border_title = self.words("rules.detail")
        self.query_one(Pager).table.focus()
        self.ask(partial(_read, self.law_day, self.app.desk.on, self.app.lang), self._show)

    def resumed(self) -> None:
        """Rules do not change while the program runs."""

    def _show(self, read: tuple[Book, tuple[_Line, ...]]) -> None:
        self._book, self._lines = read
        self._list()

    def _list(self) -> None:
        """Narrow down what is listed."""
        wanted = fold(self.query_one(Input).value)
        self._listed = tuple(
            line
            for line in self._lines
            if wanted in line.folded
            and self._kind in (_ALL, line.entry.kind)
            and (self._standing in (_ALL, line.standing) or (self._standing == _STALE and line.is_stale))
        )
        self.say_where()
        self._page(0)
        if not self._listed:
            self.query_one(Indented).say(())

    def _page(self, offset: int) -> None:
        shown = self._listed[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(line.cells for line in shown), len(self._listed), offset))

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if self._book is not None and isinstance(event.item, _Line):
            self.query_one(Indented).say(whole(self._book, event.item.entry, self.words, self.app.desk.on))
            self.query_one("#detail").scroll_home(animate=False)

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if self._book is not None and isinstance(event.item, _Line):
            self.app.go("rule", book=self._book, entry=event.item.entry)

    # Narrowing down ----------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        self._list()

    @on(Input.Submitted)
    def action_table(self) -> None:
        """From the search line into the table."""
        self.query_one(Pager).table.focus()

    def action_search(self) -> None:
        """Into the search line."""
        self.query_one(Input).focus()

    def action_kind(self) -> None:
        """Only parameters, only duties …"""
        kinds = dict.fromkeys(line.entry.kind for line in self._lines)
        options = [(_ALL or "*", self.words("rules.all_kinds"))]
        options += [(kind, self.words(f"lawbook_kind.{kind}")) for kind in kinds]
        dialog = Choose(self.words, self.words("key.rule-kind"), options, chosen=self._kind or "*")
        self.app.push_screen(dialog, self._choose_kind)

    def _choose_kind(self, kind: str | None) -> None:
        if kind:
            self._kind = kind.removeprefix("*")
            self._list()

    def action_standing(self) -> None:
        """Only what is in force, only what nobody checked for long …"""
        options = [("*", self.words("rules.all_standings"))]
        options += [(name, self._standing_label(name)) for name in (*_STANDINGS, _NOT_NOW, _STALE)]
        dialog = Choose(self.words, self.words("key.rule-standing"), options, chosen=self._standing or "*")
        self.app.push_screen(dialog, self._choose_standing)

    def _standing_label(self, name: str) -> str:
        if name in (_STALE, _NOT_NOW):
            return self.words(f"rules.only_{name}", months=lawbook.STALE_AFTER)
        return self.words(f"standing.{name}")

    def _choose_standing(self, standing: str | None) -> None:
        if standing:
            self._standing = standing.removeprefix("*")
            self._list()

    # Another day -----------------------------------------------------------------------

    def action_day(self) -> None:
        """Show the law of another day."""
        dialog = AskText(self.words, self.words("rules.ask_day"), value=str(self.law_day))
        self.app.push_screen(dialog, self._choose_day)

    def _choose_day(self, typed: str | None) -> None:
        if not typed:
            return
        try:
            self._on = read_date(typed)
        except DateError as fault:
            self.tell(self.words(f"issue.{fault.code}"), severity="error")
            return
        self.load()

    def action_differences(self) -> None:
        """What two days do not share."""
        self.app.go("rule_days", second=self.law_day)

    def action_back(self) -> None:
        """Out of the search line; from the table to the operator's place."""
        if self.query_one(Input).has_focus:
            self.action_table()
        else:
            self.app.visit("home")


def _read(on: date, today: date, lang: Lang) -> tuple[Book, tuple[_Line, ...]]:
    """Every entry with its cells: call it in a worker."""
    book = lawbook.book(on, lang)
    stale = {(one.entry.kind, one.entry.id) for one in lawbook.stale(today)}
    return book, tuple(_line(book, entry, (entry.kind, entry.id) in stale) for entry in book.entries)


def _line(book: Book, entry: Entry, is_stale: bool) -> _Line:
    cells = cells_of(book, entry, is_stale)
    held = entry.at(book.on)
    found_by = (*cells.values(), entry.id, *(one.quote or "" for one in entry.history))
    standing = _NOT_NOW if held is None else held.standing or ""
    return _Line(entry, cells, fold(" ".join(found_by)), standing, is_stale)
