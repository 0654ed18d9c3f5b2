"""What is taken for granted so that something can be computed: every key there is, what it means, what is assumed."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.widgets.dialogs import AskText, Choose
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import assume
from hospital_onboard.work.assume import Shown


class AssumptionsScreen(WorkScreen):
    """The keys over the meaning of the one under the cursor."""

    name_key = "assumptions"
    DEFAULT_CSS = """
    AssumptionsScreen #note { height: auto; padding: 0 2; color: $text-muted; }
    AssumptionsScreen Outline { padding: 0 1; margin: 1 0; }
    AssumptionsScreen #meaning { display: block; height: 8; padding: 0 1; margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "set", "set-assumption"),
        key("f8,delete", "clear", "clear-assumption"),
        key("ctrl+z", "undo", "undo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, Shown] = {}

    def parts(self) -> Iterator[Widget]:
        """What this is about, the keys, the meaning."""
        yield Prose(self.words("assumptions.note"), id="note")
        yield Outline()
        yield Prose(id="meaning", classes="pane")

    def load(self) -> None:
        """Every key with its value."""
        self.query_one("#meaning").border_title = self.words("assumptions.meaning")
        self.query_one(Outline).focus()
        self.ask(partial(assume.listed, self.app.desk, self.app.lang), self._show)

    def _show(self, listed: tuple[Shown, ...]) -> None:
        self._keys = {shown.key: shown for shown in listed}
        self.query_one(Outline).put([self._line(shown) for shown in listed])
        self.refresh_bindings()

    def _line(self, shown: Shown) -> Line:
        if shown.value is None:
            return Line(shown.key, shown.label, self.words("assumptions.none"), tone="empty")
        return Line(shown.key, shown.label, self.words("assumptions.assumed", value=shown.said), tone="open")

    @property
    def _shown(self) -> Shown | None:
        """The key under the cursor."""
        return self._keys.get(self.query_one(Outline).key) if self.is_mounted else None

    @on(Outline.At)
    def _at(self) -> None:
        shown = self._shown
        if shown is not None:
            self.query_one("#meaning", Prose).say(*self._meaning(shown))
        self.refresh_bindings()

    def _meaning(self, shown: Shown) -> list[Part]:
        wanted = self.words("list.comma").join(label for _, label in shown.choices) or shown.wanted
        return [
            (f"{shown.label}  ", "bold"),
            (f"{shown.key}\n", "$text-muted"),
            f"{shown.meaning}\n",
            self.words("assumptions.wanted", wanted=wanted),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is assumed can be taken back."""
        if action == "clear":
            return self._shown is not None and self._shown.value is not None
        return True

    @on(Outline.Opened)
    def action_set(self) -> None:
        """Assume something for the key under the cursor."""
        shown = self._shown
        if shown is None:
            return
        self._ask_value(shown, shown.value or "")

    def _ask_value(self, shown: Shown, value: str, *, refused: str = "") -> None:
        if shown.choices:
            dialog: Choose | AskText = Choose(self.words, shown.label, shown.choices, chosen=value)
        else:
            title = f"{shown.label}\n{refused or self.words('assumptions.wanted', wanted=shown.wanted)}"
            dialog = AskText(self.words, title, value=value)
        self.app.push_screen(dialog, lambda typed: self._assume(shown, typed) if typed else None)

    def _assume(self, shown: Shown, value: str) -> None:
        job = partial(assume.assume, self.app.desk, [f"{shown.key}={value}"])

        def refused(refusal: Refusal) -> None:
            """What was typed stays, to be corrected."""
            if refusal.code == "bad-assumption":
                self._ask_value(shown, value, refused=self.refusal_text(refusal))
            else:
                self.refuse(refusal)

        self.ask(job, lambda _: self._kept(), group="assume", otherwise=refused)

    def action_clear(self) -> None:
        """Take the assumption under the cursor back."""
        shown = self._shown
        if shown is not None:
            self.ask(partial(assume.clear, self.app.desk, [shown.key]), lambda _: self._kept(), group="assume")

    def _kept(self) -> None:
        self.load()

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()
