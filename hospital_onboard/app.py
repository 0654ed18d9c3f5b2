"""The terminal program: its places, its keys, its two themes. What happens on a screen stands in ``screens``."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.theme import Theme

from hospital_onboard.screens import catalogue
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.text.wording import Lang
from hospital_onboard.widgets.keys import key
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk

LIGHT = Theme(
    name="hospital-light",
    primary="#1d5f8a",
    secondary="#4a6b57",
    accent="#8a4b08",
    warning="#8a5a00",
    error="#a61b29",
    success="#1f6b3a",
    foreground="#1c2126",
    background="#fbfaf7",
    surface="#eef0ee",
    panel="#e2e8ea",
    dark=False,
    variables={"footer-key-foreground": "#1d5f8a", "block-cursor-text-style": "none"},
)
DARK = Theme(
    name="hospital-dark",
    primary="#6fb3d9",
    secondary="#8fbfa3",
    accent="#e0b062",
    warning="#e0b062",
    error="#ef7f86",
    success="#84c99a",
    foreground="#dfe4e6",
    background="#14191d",
    surface="#1e262b",
    panel="#26323a",
    dark=True,
    variables={
        "footer-key-foreground": "#e0b062",
        "block-cursor-text-style": "none",
        "block-cursor-background": "#2f6f95",
        "block-cursor-foreground": "#ffffff",
    },
)


class HospitalApp(Host):
    """Opens on the home screen, or asks who is there when nobody has said so yet."""

    TITLE = "hospital_onboard"
    CSS_PATH = Path(__file__).parent / "screens" / "screens.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        mode: partial(catalogue.make, screen) for mode, screen in catalogue.MODES.items()
    }
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  declared by the base class
    DEFAULT_MODE = "operator"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1,ctrl+g", "help", "help"),
        key("ctrl+p", "commands", "commands"),
        key("f12,ctrl+l", "language", "language", show=False),
        key("ctrl+b", "theme", "theme", show=False),
        key("f9,ctrl+t", "next_mode", "next-mode", show=False),
        key("ctrl+q", "leave", "quit", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.register_theme(LIGHT)
        self.register_theme(DARK)
        self.theme = who.place(desk, "theme") or DARK.name

    def on_mount(self) -> None:
        """Ask who is there, the first time."""
        if self.operator is None:
            self.go("first_run")

    @property
    def work_screen(self) -> WorkScreen | None:
        """The topmost screen of ours; a dialog may stand over it."""
        return next((s for s in reversed(self.screen_stack) if isinstance(s, WorkScreen)), None)

    def action_help(self) -> None:
        """What this screen is for."""
        if self.work_screen is self.screen and self.work_screen is not None:
            self.work_screen.action_help()

    def action_commands(self) -> None:
        """Everything that can be done here."""
        if self.work_screen is self.screen and self.work_screen is not None:
            self.work_screen.action_commands()

    async def action_language(self) -> None:
        """The other language, from now on."""
        self.speak("en" if self.lang == "ja" else "ja")
        screen = self.work_screen
        if screen is not None:
            screen.ask(partial(who.set_language, self.desk, self.lang), lambda _: None, group="language")
            await screen.translate()

    def action_theme(self) -> None:
        """The other of the two themes; remembered."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        screen = self.work_screen
        if screen is not None:
            screen.ask(partial(who.remember_place, self.desk, "theme", self.theme), lambda _: None, group="theme")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be somewhere to switch to."""
        return len(self.MODES) > 1 if action == "next_mode" else True

    async def action_next_mode(self) -> None:
        """The next of the main places."""
        modes = list(self.MODES)
        await self.switch_mode(modes[(modes.index(self.current_mode) + 1) % len(modes)])

    def action_leave(self) -> None:
        """End the program; what is unsaved is saved first."""
        screen = self.work_screen
        if screen is None:
            self.exit()
        else:
            screen.before_leaving(self.exit)


def run(desk: Desk, lang: Lang | None = None) -> None:
    """Open the terminal UI at this desk, in the person's own language unless another is asked for this once."""
    app = HospitalApp(desk)
    if lang is not None:
        app.speak(lang)
    app.run()
