"""How far something long is, and how to stop it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from hospital_onboard.text.width import cells
from hospital_onboard.widgets.bar import bar
from hospital_onboard.widgets.plain import styled

_BAR = 30


class ProgressLine(Widget):
    """One line; nothing is shown while nothing runs."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; padding: 0 2; display: none; }
    ProgressLine.-running { display: block; }
    """

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)

    def __init__(self) -> None:
        super().__init__()
        self._label = ""

    def start(self, label: str) -> None:
        """Something began."""
        self._label = label
        self.done, self.total = 0, 0
        self.add_class("-running")
        self.refresh()

    def at(self, done: int, total: int) -> None:
        """So much of all is done."""
        self.done, self.total = done, total

    def stop(self) -> None:
        """It ended, in whatever way."""
        self.remove_class("-running")

    def render(self) -> Content:
        """Label, bar, share."""
        width = max(0, min(_BAR, self.size.width - cells(self._label) - 8))
        share = f"{self.done * 100 // self.total:>3}%" if self.total else ""
        return styled(f"{self._label}  ", (bar(self.done, self.total, width), "$primary"), f" {share}")
