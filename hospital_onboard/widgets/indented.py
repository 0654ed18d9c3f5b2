"""Lines that keep their indent when they are broken: an argument with its conditions under each other."""

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.widgets import Static

from hospital_onboard.text.width import wrap
from hospital_onboard.widgets.plain import styled, visible

#: A line, or a line with its style.
Line = str | tuple[str, str]
#: What follows a break stands this much further in.
_HANG = 2
#: Cells that the text keeps, however deep it stands.
_LEAST = 16


class Indented(Static):
    """Shows lines that may come from outside; each begins with as many spaces as it is deep."""

    DEFAULT_CSS = """
    Indented { height: auto; padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._lines: tuple[Line, ...] = ()

    def say(self, lines: Iterable[Line]) -> None:
        """Show other lines."""
        self._lines = tuple(lines)
        self._lay()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines anew."""
        self._lay()

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        laid = []
        for line in self._lines:
            text, style = (line, "") if isinstance(line, str) else line
            laid += [styled((broken, style)) for broken in _broken(visible(text, one_line=False), width)]
        self.update(Content("\n").join(laid))


def _broken(text: str, width: int) -> list[str]:
    """The lines of one text in ``width`` cells."""
    found = []
    for paragraph in text.split("\n"):
        bare = paragraph.lstrip(" ")
        indent = min(len(paragraph) - len(bare), max(width - _LEAST - _HANG, 0))
        first, *rest = wrap(bare, width - indent)
        found.append(" " * indent + first)
        if rest:
            hang = indent + _HANG
            remainder = bare[len(first) :].lstrip(" \u3000")
            found += [" " * hang + more for more in wrap(remainder, width - hang)]
    return found
