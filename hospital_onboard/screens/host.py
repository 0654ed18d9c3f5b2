"""What every screen may ask of the program it runs in: the desk, the language, whose data, where to go."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.message import Message

from hospital_onboard.screens import catalogue
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.widgets.keys import key_shown

if TYPE_CHECKING:
    from hospital_onboard.domain.operator import Operator
    from hospital_onboard.work.desk import Desk


OpenDesk = Callable[[], AbstractContextManager["Desk"]]


@dataclass
class DeskOpened(Message):
    """The store is open, and we know who is there."""

    desk: "Desk"
    operator: "Operator | None"
    lang: Lang
    theme: str


class Host(App[None]):
    """The session. Screens read it; only its own methods change it."""

    def __init__(self, open_desk: OpenDesk, lang: Lang | None) -> None:
        super().__init__()
        self.lang: Lang = lang or "ja"
        self.operator: Operator | None = None
        #: Closes what was opened.
        self.closing = ExitStack()
        #: Why the desk could not be opened.
        self.failure: Exception | None = None
        self._desk: Desk | None = None
        self._open_desk, self._lang_said = open_desk, lang

    def open_the_desk(self) -> None:
        """Open the desk in a thread; ``DeskOpened`` says when it is open."""
        self.run_worker(self._open, thread=True, group="desk")

    def _open(self) -> None:
        try:
            desk = self.closing.enter_context(self._open_desk())
            from hospital_onboard.work import who

            lang = self._lang_said or who.language(desk)
            self.post_message(DeskOpened(desk, who.current(desk), lang, who.place(desk, "theme")))
        except Exception as failure:  # said where the program was started, once the screen is gone
            self.failure = failure
            self.call_from_thread(self.exit)

    @property
    def desk(self) -> "Desk":
        """The desk; there is one as soon as the first screen with data opens."""
        assert self._desk is not None
        return self._desk

    def sit_down(self, desk: "Desk", operator: "Operator | None") -> None:
        """Work at this desk, on this operator's data."""
        self._desk, self.operator = desk, operator

    @property
    def words(self) -> Words:
        """The sentences of the language spoken now."""
        return words(self.lang)

    @property
    def operator_name(self) -> str:
        """Whose data is shown, in the language spoken now where there is a name in it."""
        operator = self.operator
        if operator is None:
            return ""
        return (operator.name_en or operator.name) if self.lang == "en" else operator.name

    def get_key_display(self, binding: Binding) -> str:
        """Keys are written as they are printed on keyboards."""
        return key_shown(binding)

    def go(self, name: str, **arguments: object) -> None:
        """Open a screen on top of this one."""
        self.push_screen(catalogue.make(name, **arguments))

    def visit(self, name: str) -> None:
        """Go to a screen in its own place, and close what else is open there."""
        self.call_later(self._visit, name)

    async def _visit(self, name: str) -> None:
        mode = catalogue.mode_of(name)
        if self.current_mode != mode:
            await self.switch_mode(mode)
        self.go_home()
        if name not in catalogue.MODES.values():
            self.go(name)

    def go_home(self) -> None:
        """Close everything above the first screen."""
        while len(self.screen_stack) > 1 and not self.screen.has_class("-root"):
            self.pop_screen()

    def switch_operator(self, operator: "Operator") -> None:
        """Work on another operator's data; what is open is about the old one, so it closes."""
        self.operator = operator
        self.go_home()

    def speak(self, lang: Lang) -> None:
        """Change the language; every screen follows when it is next seen."""
        self.lang = lang
