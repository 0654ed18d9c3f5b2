"""Sentences: wrapped by the rules of Japanese typesetting, which the toolkit does not know."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from hospital_onboard.text.width import wrap
from hospital_onboard.widgets.plain import visible

Part = str | tuple[str, str]


class Prose(Widget):
    """A text of one or several paragraphs, some of it in another style; it may come from outside."""

    DEFAULT_CSS = """
    Prose { height: auto; }
    Prose.-empty { display: none; }
    """

    def __init__(self, *parts: Part, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._parts = parts
        self._laid: tuple[int, Content] = (0, Content(""))
        self.set_class(self.is_empty, "-empty")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not any(part if isinstance(part, str) else part[0] for part in self._parts)

    def say(self, *parts: Part) -> None:
        """Show another text."""
        self._parts = parts
        self._laid = (0, Content(""))
        self.set_class(self.is_empty, "-empty")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes at this width."""
        return self._at(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The text at the present width."""
        return self._at(self.scrollable_content_region.width)

    def _at(self, width: int) -> Content:
        if self._laid[0] != width:
            self._laid = (width, laid(self._parts, max(width, 2)))
        return self._laid[1]


def laid(parts: tuple[Part, ...], width: int) -> Content:
    """The text broken into lines of ``width`` cells, styles kept."""
    texts = [
        (visible(p if isinstance(p, str) else p[0], one_line=False), "" if isinstance(p, str) else p[1]) for p in parts
    ]
    whole = "".join(text for text, _ in texts)
    styles = [style for text, style in texts for _ in text]
    lines: list[Content] = []
    at = 0
    for line in wrap(whole.rstrip("\n"), width):
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
