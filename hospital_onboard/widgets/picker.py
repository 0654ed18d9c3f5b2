"""A field with a closed answer: one line, opened with Enter; short vocabularies show every answer at once."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from hospital_onboard.text.width import cells, cut
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import styled, visible

Options = tuple[tuple[str, str], ...]
_MOST_INLINE = 3
#: Cells that an answer takes besides its label.
_MARK = 2


class Picker(Widget, can_focus=True):
    """Shows the chosen label. ``options`` empty means that the screen offers the choice (parties, countries)."""

    DEFAULT_CSS = """
    Picker { height: 1; width: 1fr; background: $surface; color: $foreground; }
    Picker:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    Picker:hover { background: $block-hover-background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,space", "open", "open", show=False),
        key("left", "step(-1)", "previous-answer", show=False),
        key("right", "step(1)", "next-answer", show=False),
        key("delete,backspace", "clear", "clear", show=False),
    ]

    @dataclass
    class Opened(Message):
        """The person wants to choose."""

        picker: "Picker"

    @dataclass
    class Picked(Message):
        """The person chose; the value is a code, an id, or empty for cleared."""

        picker: "Picker"

    value: reactive[str] = reactive("")

    def __init__(self, value: str, label: str, options: Options, prompt: str) -> None:
        super().__init__()
        self.options = options
        self._label = label
        self._prompt = prompt
        self.set_reactive(Picker.value, value)

    @property
    def _inline(self) -> bool:
        needed = sum(cells(label) + _MARK for _, label in self.options)
        return 0 < len(self.options) <= _MOST_INLINE and needed <= self.size.width

    def choose(self, value: str, label: str) -> None:
        """Take an answer and tell about it."""
        self._label = label
        changed = value != self.value
        self.value = value
        self.refresh()
        if changed:
            self.post_message(self.Picked(self))

    def render(self) -> Content:
        """Every answer with its mark, or the chosen one with the sign that there are more."""
        if self._inline:
            marks = ((f"{'●' if code == self.value else '○'}{label} ", code) for code, label in self.options)
            return styled(*((text, "bold" if code == self.value else "") for text, code in marks))
        label = visible(self._label)
        shown = cut(label or self._prompt, max(2, self.size.width - 3))
        return styled((shown, "" if label else "$text-muted"), " ▾")

    def action_open(self) -> None:
        """Offer the choice."""
        self.post_message(self.Opened(self))

    def action_step(self, by: int) -> None:
        """The answer beside this one, where all of them are in sight."""
        if not self._inline:
            return
        codes = [code for code, _ in self.options]
        at = codes.index(self.value) + by if self.value in codes else (0 if by > 0 else len(codes) - 1)
        if 0 <= at < len(codes):
            self.choose(*self.options[at])

    def action_clear(self) -> None:
        """Take the answer away."""
        self.choose("", "")

    def on_click(self, event: events.Click) -> None:
        """A click on an answer chooses it; elsewhere it opens the choice."""
        at = 0
        if self._inline:
            for code, label in self.options:
                width = cells(label) + _MARK
                if at <= event.x < at + width:
                    self.choose(code, label)
                    return
                at += width
        self.post_message(self.Opened(self))
