"""Questions over the screen. Each gives back a typed answer and knows no store."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from hospital_onboard.text.normalise import fold
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.keys import KeyLine, key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.prose import Part, Prose

T = TypeVar("T")
#: More are not listed; the person narrows them down by typing.
_MOST_LISTED = 200
#: What ``Choose`` gives back when the person wants to register a new one instead.
NEW = "+new"


class Dialog(ModalScreen[T]):
    """A box in the middle, its keys on the last line."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .box {
        width: 90%; max-width: 90; height: auto; max-height: 85%;
        border: round $primary; background: $panel; padding: 0 1;
    }
    Dialog .title { text-style: bold; height: auto; margin-bottom: 1; }
    Dialog .buttons { height: auto; align-horizontal: right; margin-top: 1; }
    Dialog Button { margin-left: 2; }
    Dialog OptionList { height: auto; max-height: 14; border: none; background: $surface; padding: 0; }
    Dialog Input { background: $surface; }
    /* What does not fit scrolls; a body higher than its box would hide its last lines for good. */
    Dialog .body { height: auto; max-height: 65vh; }
    Confirm .body { max-height: 50vh; }
    Dialog .quiet { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "close", "cancel")]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Tell(Dialog[None]):
    """A text to read; the arrows scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape,enter,f1", "close", "close")]

    def __init__(self, words: Words, title: str, *body: Part) -> None:
        super().__init__(words)
        self._title, self._body = title, body

    def compose(self) -> ComposeResult:
        """Title and text."""
        with Vertical(classes="box"):
            yield Prose(self._title, classes="title")
            with VerticalScroll(classes="body"):
                yield Prose(*self._body)
        yield KeyLine(self.words)


class Confirm(Dialog[bool]):
    """Yes or no; the safe answer has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [key("y", "answer(True)", "yes"), key("n", "answer(False)", "no")]

    def __init__(self, words: Words, title: str, *body: Part, yes: str = "", safe: bool = True) -> None:
        """``safe``: the yes can be taken back, so it has the focus."""
        super().__init__(words)
        self._title, self._body, self._yes, self._safe = title, body, yes, safe

    def compose(self) -> ComposeResult:
        """The question, what it means, two buttons."""
        with Vertical(classes="box"):
            yield Prose(self._title, classes="title")
            with VerticalScroll(classes="body", can_focus=False):
                yield Prose(*self._body)
            with Horizontal(classes="buttons"):
                yield Button(Content(self._yes or self.words("dialog.yes")), id="yes", variant="primary")
                yield Button(Content(self.words("dialog.no")), id="no")
        yield KeyLine(self.words)

    def on_mount(self) -> None:
        """Put the focus on the answer that does no harm."""
        self.query_one("#yes" if self._safe else "#no", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer by key."""
        self.dismiss(yes)


class AskText(Dialog[str]):
    """One line of text."""

    def __init__(self, words: Words, title: str, *, value: str = "", hint: str = "", secret: bool = False) -> None:
        """``secret``: what is typed is not shown."""
        super().__init__(words)
        self._title, self._value, self._hint, self._secret = title, value, hint, secret

    def compose(self) -> ComposeResult:
        """The question, a hint, the line."""
        with Vertical(classes="box"):
            yield Prose(self._title, classes="title")
            yield LineInput(self._value, placeholder=self._hint, password=self._secret, compact=True)
            yield Static(content(self.words("dialog.enter")), classes="quiet")
        yield KeyLine(self.words)

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Choose(Dialog[str]):
    """One of many: type to narrow down, arrows to move, Enter to take. Gives back the value or ``NEW``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "down", show=False),
        key("up", "move(-1)", "up", show=False),
        key("pagedown", "move(10)", "page-down", show=False),
        key("pageup", "move(-10)", "page-up", show=False),
        key("f5", "new", "new"),
    ]

    def __init__(
        self, words: Words, title: str, options: Sequence[tuple[str, str]], *, chosen: str = "", new: str = ""
    ) -> None:
        """``new``: what the offer to register a new one says; empty when there is none."""
        super().__init__(words)
        self._title, self._options, self._chosen, self._new = title, options, chosen, new
        self._folded: list[str] | None = None
        self._listed: list[str] = []

    def compose(self) -> ComposeResult:
        """The search line over the list."""
        with Vertical(classes="box"):
            yield Prose(self._title, classes="title")
            yield LineInput(placeholder=self.words("dialog.search"), compact=True)
            yield OptionList()
            yield Static("", classes="quiet", markup=False)
        yield KeyLine(self.words)

    def on_mount(self) -> None:
        """List everything at first."""
        self.query_one(OptionList).can_focus = False
        self._list("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._list(event.value)

    def _list(self, typed: str) -> None:
        found = self._matching(typed)
        listed = found[:_MOST_LISTED]
        self._listed = [value for value, _ in listed]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(content(label, one_line=True)) for _, label in listed])
        if self._new:
            self._listed.append(NEW)
            options.add_option(Option(content(f"+ {self._new}")))
        if self._listed:
            options.highlighted = self._listed.index(self._chosen) if self._chosen in self._listed else 0
        left_out = len(found) - len(listed)
        text = self.words("dialog.more", count=f"{left_out:,}") if left_out else self._count(len(found))
        self.query_one(".quiet", Static).update(content(text))

    def _count(self, found: int) -> str:
        return self.words("list.total", total=f"{found:,}") if found else self.words("dialog.nothing")

    def _matching(self, typed: str) -> Sequence[tuple[str, str]]:
        wanted = fold(typed)
        if not wanted:
            return self._options
        if self._folded is None:
            self._folded = [fold(label) for _, label in self._options]
        return [option for option, key_ in zip(self._options, self._folded, strict=True) if wanted in key_]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing new can be registered where it makes no sense."""
        return bool(self._new) if action == "new" else True

    def action_move(self, by: int) -> None:
        """Move in the list while the search line keeps the focus."""
        options = self.query_one(OptionList)
        if self._listed:
            at = 0 if options.highlighted is None else options.highlighted
            options.highlighted = min(max(at + by, 0), len(self._listed) - 1)

    def action_new(self) -> None:
        """Register a new one."""
        self.dismiss(NEW)

    @on(Input.Submitted)
    def _take(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and self._listed:
            self.dismiss(self._listed[at])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._listed[event.option_index])
