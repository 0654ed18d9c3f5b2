"""One entry of the rules with its whole history; and how entries look in a list."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.text.wording import Words, words
from hospital_onboard.widgets.indented import Indented, Line
from hospital_onboard.work import lawbook
from hospital_onboard.work.lawbook import Book, Entry, Held


class RuleScreen(WorkScreen):
    """Everything known about one entry."""

    name_key = "rule"
    DEFAULT_CSS = """
    RuleScreen VerticalScroll { margin: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, book: Book, entry: Entry) -> None:
        super().__init__()
        self._book, self._entry = book, entry

    def parts(self) -> Iterator[Widget]:
        """A text that scrolls."""
        with VerticalScroll():
            yield Indented()

    def path(self) -> tuple[str, ...]:
        """Rules, this one."""
        return (self.words("screen.rules"), self._book.label(self._entry))

    def owner(self) -> str:
        """The day that is shown."""
        return self.words("rules.on", on=self._book.on)

    def load(self) -> None:
        """Tell it."""
        self._book = Book(self._book.edition, self._book.on, self.app.lang)
        self.query_one(VerticalScroll).focus()
        self.query_one(Indented).say(whole(self._book, self._entry, self.words, self.app.desk.on))
        self.say_where()

    def resumed(self) -> None:
        """Rules do not change while the program runs."""


def cells_of(book: Book, entry: Entry, is_stale: bool) -> dict[str, str]:
    """The cells of an entry in a list."""
    say, held = words(book.lang), entry.at(book.on)
    source = held.source if held is not None else None
    checked = "" if entry.checked_on is None else entry.checked_on.isoformat()
    return {
        "label": book.label(entry),
        "kind": say(f"lawbook_kind.{entry.kind}"),
        "value": book.value(entry),
        "standing": "" if held is None else book.standing(entry, held),
        "source": "" if source is None else f"{source.document} {source.article}",
        "confidence": "" if source is None else say(f"confidence.{source.confidence}"),
        "checked": say("rules.stale", on=checked) if is_stale else checked,
    }


def whole(book: Book, entry: Entry, say: Words, today: date) -> Iterator[Line]:
    """The entry with its conditions, its history and what is recommended, newest first; the stale is said to be so."""
    yield (book.label(entry), "bold")
    held = entry.at(book.on)
    if held is None:
        yield (book.value(entry), "$text-warning")
    else:
        standing = book.standing(entry, held)
        yield (say("rules.now", value=book.said(entry, held), standing=standing), "$text-primary")
        yield from book.cited(held)[:1]
    if entry.note is not None:
        yield entry.note.of(say.lang)
    for name, said in zip((name for name, _ in entry.conditions), book.conditions(entry), strict=True):
        yield f"{say(f'rules.condition_{name}')} {said}"
    yield (say("rules.history"), "bold")
    for past in reversed(entry.history):
        yield from _held(book, entry, past, say, is_now=past is held)
    for asked in entry.recommended:
        yield from _held(book, entry, asked, say, is_now=False)
    yield from _checked(entry, say, today)


def _checked(entry: Entry, say: Words, today: date) -> Iterator[Line]:
    if entry.checked_on is None:
        return
    stale = any(one.entry is entry for one in lawbook.stale(today))
    line = say("lawbook.from_file", file=f"{entry.kind}:{entry.id}  {entry.file}", checked_on=entry.checked_on)
    yield (f"{line} {say('rules.stale_since', months=lawbook.STALE_AFTER)}", "$text-warning") if stale else line


def _held(book: Book, entry: Entry, held: Held, say: Words, *, is_now: bool) -> Iterator[Line]:
    """One value with its days, its standing, its source and its quote."""
    key = "rules.days" if held.last_day else "rules.since"
    since = f"{say(key, first=held.first_day or '', last=held.last_day or '')}  " if held.first_day else ""
    now = f"  {say('lawbook.current')}" if is_now else ""
    yield f"  {since}{book.said(entry, held)}  {book.standing(entry, held)}{now}"
    yield from (f"    {line}" for line in book.cited(held))
