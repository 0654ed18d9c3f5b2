"""The first line of every screen: where you are, and whose data this is."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from hospital_onboard.text.width import cells, cut
from hospital_onboard.widgets.plain import styled, visible


class PlaceLine(Widget):
    """The path on the left, the owner on the right. When both do not fit, the owner is shortened first."""

    DEFAULT_CSS = """
    PlaceLine { dock: top; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    path: reactive[tuple[str, ...]] = reactive(())
    note: reactive[str] = reactive("")
    owner: reactive[str] = reactive("")

    def render(self) -> Content:
        """One line, exactly as wide as the screen."""
        room = self.size.width
        left = visible(" ▸ ".join(self.path))
        note = visible(self.note)
        owner = visible(self.owner)
        left = cut(left, max(20, room - cells(note) - 16))
        middle = f"  {note}" if note else ""
        owner = cut(owner, max(0, room - cells(left) - cells(middle) - 2))
        gap = max(1, room - cells(left) - cells(middle) - cells(owner))
        return styled((left, "bold"), (middle, "$text-muted"), " " * gap, (owner, ""))
