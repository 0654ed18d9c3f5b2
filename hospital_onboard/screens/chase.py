"""Who was asked for what, what came, what is still owed; one key makes the mail, another the workbook."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.paths import in_short, path_of, writing_folder
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import chase as work
from hospital_onboard.work.chase import Chase, Chased


class ChaseScreen(WorkScreen):
    """The vendors, those who owe most first; the whole of one under them."""

    name_key = "chase"
    DEFAULT_CSS = """
    ChaseScreen #detail { height: 10; padding: 0 1; }
    ChaseScreen.-wide #detail { height: 18; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "letter", "letter"),
        key("f3", "letters", "all-letters"),
        key("f6", "ask_all", "ask-all"),
        key("ctrl+r", "ask_vendor", "ask-vendor"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: Chase | None = None

    def parts(self) -> Iterator[Widget]:
        """Vendors, one vendor."""
        words = self.words
        columns = (
            Column("name", words("field.party.name"), 3, flexible=True),
            Column("owed", words("chase_screen.owed"), 10),
            Column("asked", words("chase_screen.asked"), 12),
            Column("came", words("chase_screen.came"), 12),
            Column("contact", words("field.party.contact"), 2, flexible=True, from_width=100),
        )
        yield Pager(words, columns, empty=words("chase.none"))
        with VerticalScroll(id="detail", classes="pane"):
            yield Prose(id="told")

    def load(self) -> None:
        """Ask where every vendor stands."""
        self.query_one("#detail").border_title = self.words("chase_screen.detail")
        self.query_one(Pager).table.focus()
        self.ask(partial(work.chase, self.app.desk, [self.operator_id]), self._show)

    def _show(self, found: Chase) -> None:
        self._found = found
        self._page(0, keep=True)
        self.say_where(note=self.words("chase_screen.nameless", count=found.nameless) if found.nameless else "")
        if not found.vendors:
            self.query_one("#told", Prose).say(self.words("chase.none"))

    def _page(self, offset: int, *, keep: bool = False) -> None:
        vendors = self._found.vendors if self._found else ()
        shown = vendors[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(vendors), offset), keep=keep)

    def _cells(self, one: Chased) -> dict[str, str]:
        return {
            "name": one.party.name,
            "owed": f"{len(one.owed):,}",
            "asked": one.asked[0].asked_on.isoformat() if one.asked else self.words("chase_screen.not_yet"),
            "came": work.day_of(one.came[0]).isoformat() if one.came else self.words("chase_screen.not_yet"),
            "contact": one.party.contact or "",
        }

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        found, one = self._found, event.item
        if found is not None and isinstance(one, Chased):
            lines = work.told(found, one, self.words)
            self.query_one("#told", Prose).say((f"{work.head(one, self.words)}\n", "bold"), "\n".join(lines))

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if isinstance(event.item, Chased):
            self.app.go("party", party_id=event.item.party.id)

    # What to do about it ---------------------------------------------------------

    def action_letter(self) -> None:
        """The mail to this vendor."""
        from hospital_onboard.work import letters

        found, one = self._found, self.query_one(Pager).item
        if found is None or not isinstance(one, Chased) or not one.owed:
            self.tell(self.words("chase_screen.nothing_owed"))
            return
        self.app.go("letter", text=letters.letter(found, one), whom=one.party.name)

    def action_letters(self) -> None:
        """The mails to all who owe something."""
        from hospital_onboard.work import letters

        if self._found is None or not any(one.owed for one in self._found.vendors):
            self.tell(self.words("chase_screen.nothing_owed"))
            return
        self.app.go("letter", text=letters.to_mail(self._found), whom=self.words("chase_screen.everybody"))

    def action_ask_vendor(self) -> None:
        """The workbook for this vendor."""
        one = self.query_one(Pager).item
        if isinstance(one, Chased):
            self.app.go("write", thing="vendor", about=one.party.id)

    def action_ask_all(self) -> None:
        """A workbook for each vendor that owes something."""
        self.app.go("write", thing="vendor")


class LetterScreen(WorkScreen):
    """A mail to read, to copy and to keep."""

    name_key = "letter"
    DEFAULT_CSS = """
    LetterScreen #letter { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "copy", "copy"),
        key("f6", "save", "save"),
    ]

    def __init__(self, text: str, whom: str) -> None:
        super().__init__()
        self._letter, self._whom = text, whom

    def path(self) -> tuple[str, ...]:
        """Chasing, the mail, to whom."""
        return (self.words("screen.chase"), self.words("screen.letter"), self._whom)

    def parts(self) -> Iterator[Widget]:
        """The text."""
        with VerticalScroll(id="letter", classes="pane"):
            yield Prose(self._letter)

    def load(self) -> None:
        """The text is a value; the arrows move in it."""
        self.query_one("#letter").focus()

    def action_copy(self) -> None:
        """Into the clipboard of the terminal, if it has one."""
        self.app.copy_to_clipboard(self._letter)
        self.tell(self.words("chase_screen.copied"))

    def action_save(self) -> None:
        """Into a file that the mail program opens."""
        self.ask(partial(writing_folder, self.app), self._ask_name, group="folder")

    def _ask_name(self, folder: Path) -> None:
        from hospital_onboard.widgets.dialogs import AskText

        suggested = folder / f"mail-{self.app.desk.on:%Y%m%d}.txt"
        dialog = AskText(self.words, self.words("chase_screen.where"), value=in_short(suggested))
        self.app.push_screen(dialog, lambda typed: self._save(path_of(typed, folder) if typed else None))

    def _save(self, out: Path | None) -> None:
        from hospital_onboard.widgets.dialogs import Confirm

        if out is None:
            return
        if not out.is_file():
            self._write(out)
            return
        body = self.words("write.replace_body", out=out)
        dialog = Confirm(self.words, self.words("write.replace"), body, yes=self.words("write.replace_yes"), safe=False)
        self.app.push_screen(dialog, lambda yes: self._write(out) if yes else None)

    def _write(self, out: Path) -> None:
        from hospital_onboard.work import letters

        job = partial(letters.write, out, self._letter, replace=True)
        self.ask(job, lambda _: self.tell(self.words("write.done", out=out)), group="save")
