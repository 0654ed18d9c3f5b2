"""The list on the left: sections and records, each with its state in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from hospital_onboard.text.width import cells, cut
from hospital_onboard.widgets.plain import styled, visible

_TONES = {"done": "$text-success", "open": "$text-warning", "empty": "$text-muted", "": ""}


@dataclass(frozen=True)
class Line:
    """One line: ``key`` names it across reloads, ``right`` is its state, ``tone`` done, open, empty or nothing."""

    key: str
    label: str
    right: str = ""
    level: int = 0
    tone: str = ""
    heading: bool = False


class Outline(OptionList):
    """Keeps the cursor on the same line when the lines change."""

    DEFAULT_CSS = """
    Outline { border: none; padding: 0; height: 1fr; background: $background; scrollbar-size-vertical: 1; }
    Outline:focus { border: none; }
    """

    @dataclass
    class At(Message):
        """The cursor is on this line."""

        key: str

    @dataclass
    class Opened(Message):
        """The line was opened (Enter or click)."""

        key: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._shown: tuple[Line, ...] = ()
        self._drawn_for = 0

    @property
    def key(self) -> str:
        """The key of the line under the cursor."""
        at = self.highlighted
        return self._shown[at].key if at is not None and at < len(self._shown) else ""

    def put(self, lines: Sequence[Line], *, key: str = "") -> None:
        """Show these lines with the cursor on ``key``, or where it was, or at the top."""
        wanted = key or self.key
        self._shown = tuple(lines)
        self._draw(wanted)

    def _draw(self, wanted: str) -> None:
        self._drawn_for = self.size.width
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(self._content(line), disabled=line.heading) for line in self._shown])
        keys = [line.key for line in self._shown]
        if keys:
            self.highlighted = keys.index(wanted) if wanted in keys else 0

    def _content(self, line: Line) -> Content:
        room = max(8, (self.scrollable_content_region.width or 30) - 1)
        right = visible(line.right)
        left = cut("  " * line.level + visible(line.label), room - cells(right) - 1)
        gap = " " * max(1, room - cells(left) - cells(right))
        return styled((left, "bold" if line.heading else ""), gap, (right, _TONES[line.tone]))

    def on_resize(self, _: events.Resize) -> None:
        """The states stand at the right edge."""
        if self._shown and self.size.width != self._drawn_for:
            self._draw(self.key)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.At(self._shown[event.option_index].key))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Opened(self._shown[event.option_index].key))
