"""The terminal program: its places and its keys. What happens on a screen stands in ``screens``.

The first frame is drawn before the store and the records are even imported; a thread opens the desk meanwhile.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from hospital_onboard.screens import catalogue
from hospital_onboard.screens.host import DeskOpened, Host, OpenDesk
from hospital_onboard.screens.opening import OpeningScreen
from hospital_onboard.screens.themes import DARK, LIGHT
from hospital_onboard.text.wording import Lang
from hospital_onboard.widgets.keys import key

if TYPE_CHECKING:
    from hospital_onboard.screens.base import WorkScreen

_OPENING = "opening"


class HospitalApp(Host):
    """Opens on the home screen, or asks who is there when nobody has said so yet."""

    TITLE = "hospital_onboard"
    CSS_PATH = Path(__file__).parent / "screens" / "screens.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        _OPENING: OpeningScreen,
        **{mode: partial(catalogue.make, screen) for mode, screen in catalogue.MODES.items()},
    }
    DEFAULT_MODE = _OPENING
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  declared by the base class
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1,ctrl+g", "help", "help"),
        key("ctrl+p", "commands", "commands"),
        key("f12,ctrl+l", "language", "language", show=False),
        key("ctrl+b", "theme", "theme", show=False),
        key("f9,ctrl+t", "next_mode", "next-mode", show=False),
        key("ctrl+q", "leave", "quit", show=False, priority=True),
    ]

    def __init__(self, open_desk: OpenDesk, lang: Lang | None = None) -> None:
        """``lang`` wins over the language the person chose before."""
        super().__init__(open_desk, lang)
        self.register_theme(LIGHT)
        self.register_theme(DARK)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Open the desk while the first frame is drawn."""
        self.call_after_refresh(self.open_the_desk)

    @on(DeskOpened)
    async def _opened(self, message: DeskOpened) -> None:
        self.sit_down(message.desk, message.operator)
        self.speak(message.lang)
        self.theme = message.theme if message.theme in (LIGHT.name, DARK.name) else DARK.name
        await self.switch_mode(next(iter(catalogue.MODES)))
        if self.operator is None:
            self.go("first_run")

    @property
    def work_screen(self) -> "WorkScreen | None":
        """The topmost screen of ours; a dialog may stand over it."""
        if self._desk is None:
            return None
        from hospital_onboard.screens.base import WorkScreen

        return next((s for s in reversed(self.screen_stack) if isinstance(s, WorkScreen)), None)

    def action_help(self) -> None:
        """What this screen is for."""
        screen = self.work_screen
        if screen is not None and screen is self.screen:
            screen.action_help()

    def action_commands(self) -> None:
        """Everything that can be done here."""
        screen = self.work_screen
        if screen is not None and screen is self.screen:
            screen.action_commands()

    def action_language(self) -> None:
        """The other language, from now on; what is unsaved is saved first, for the screen is built anew."""
        screen = self.work_screen
        if screen is not None:
            screen.before_leaving(lambda: self.call_later(self._translate, screen))

    async def _translate(self, screen: "WorkScreen") -> None:
        self.speak("en" if self.lang == "ja" else "ja")
        screen.keep_language()
        await screen.translate()

    def action_theme(self) -> None:
        """The other of the two themes; remembered."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        screen = self.work_screen
        if screen is not None:
            screen.keep_place("theme", self.theme)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be somewhere to switch to."""
        return len(catalogue.MODES) > 1 if action == "next_mode" else True

    def action_next_mode(self) -> None:
        """The next of the main places; what is unsaved here is saved first."""
        modes, screen = list(catalogue.MODES), self.work_screen
        if self.current_mode in modes and screen is not None:
            following = modes[(modes.index(self.current_mode) + 1) % len(modes)]
            screen.before_leaving(lambda: self.call_later(self.switch_mode, following))

    def action_leave(self) -> None:
        """End the program; what is unsaved is saved first."""
        screen = self.work_screen
        if screen is None:
            self.exit()
        else:
            screen.before_leaving(self.exit)


def run(open_desk: OpenDesk, lang: Lang | None = None) -> None:
    """Open the terminal UI, and the desk with it; return when the person leaves.

    Raises:
        Refusal: the desk cannot be opened.
    """
    app = HospitalApp(open_desk, lang)
    with app.closing:
        app.run()
    if app.failure is not None:
        raise app.failure
