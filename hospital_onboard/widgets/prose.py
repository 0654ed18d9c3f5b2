"""Sentences: wrapped by the rules of Japanese typesetting, which the toolkit does not know."""

from textual import events
from textual.content import Content
from textual.widgets import Static

from hospital_onboard.text.width import wrap
from hospital_onboard.widgets.plain import visible

Part = str | tuple[str, str]


class Prose(Static):
    """A text of one or several paragraphs, some of it in another style; it may come from outside."""

    DEFAULT_CSS = """
    Prose.-empty { display: none; }
    """

    def __init__(self, *parts: Part, id: str | None = None, classes: str | None = None) -> None:
        super().__init__("", id=id, classes=classes, markup=False)
        self._parts = parts
        self.set_class(self.is_empty, "-empty")

    def say(self, *parts: Part) -> None:
        """Show another text."""
        self._parts = parts
        self.set_class(self.is_empty, "-empty")
        self._lay()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines anew."""
        self._lay()

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        if width > 0:
            self.update(laid(self._parts, width))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not any(part if isinstance(part, str) else part[0] for part in self._parts)


def laid(parts: tuple[Part, ...], width: int) -> Content:
    """The text broken into lines of ``width`` cells, styles kept."""
    texts = [
        (visible(p if isinstance(p, str) else p[0], one_line=False), "" if isinstance(p, str) else p[1]) for p in parts
    ]
    whole = "".join(text for text, _ in texts)
    styles = [style for text, style in texts for _ in text]
    lines: list[Content] = []
    at = 0
    for line in wrap(whole, width):
        # The wrapping drops spaces at breaks and the line ends themselves, never anything else.
        at = whole.index(line, at) if line else at
        lines.append(_styled_line(line, styles[at : at + len(line)]))
        at += len(line)
    return Content("\n").join(lines)


def _styled_line(line: str, styles: list[str]) -> Content:
    runs: list[tuple[str, str]] = []
    for character, style in zip(line, styles, strict=True):
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + character, style)
        else:
            runs.append((character, style))
    return Content.assemble(*runs)
