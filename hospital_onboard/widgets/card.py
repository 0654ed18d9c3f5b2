"""One equipment group on the home screen: how far it is, in counts."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from hospital_onboard.text.width import cut
from hospital_onboard.widgets.bar import bar
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import styled, visible


@dataclass(frozen=True)
class Face:
    """What a card says. ``opens`` is handed back when it is opened."""

    title: str
    name: str
    progress: str
    done: int
    total: int
    owed: str
    below: str
    opens: tuple[str, str]


class EquipmentCard(Widget, can_focus=True):
    """Enter or a click opens it."""

    DEFAULT_CSS = """
    EquipmentCard {
        width: 1fr; height: 7; border: round $border-blurred; padding: 0 1;
        border-title-style: bold; border-title-color: $text-primary;
    }
    EquipmentCard:focus { border: round $border; background: $boost; }
    EquipmentCard:hover { background: $boost; }
    """
    BINDINGS = [key("enter", "open", "open")]

    @dataclass
    class Opened(Message):
        """The person wants to go on with this equipment."""

        face: Face

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.put(face)

    def put(self, face: Face) -> None:
        """Say something else."""
        self.face = face
        self.border_title = Content(visible(face.title))
        self.refresh()

    def render(self) -> Content:
        """Name, fraction, bar, what is owed, what comes next."""
        face, room = self.face, max(self.size.width, 4)
        lines: list[str | tuple[object, str]] = [(cut(visible(face.name), room), "bold"), "\n"]
        lines += [cut(face.progress, room), "\n"]
        lines += [(bar(face.done, face.total, room), "$success"), "\n"]
        lines += [(cut(face.owed, room), "$text-warning" if face.done < face.total else "$text-muted"), "\n"]
        lines.append((cut(visible(face.below), room), "$text-muted"))
        return styled(*lines)

    def action_open(self) -> None:
        """Go on with this equipment."""
        self.post_message(self.Opened(self.face))

    def on_click(self, _: events.Click) -> None:
        """A click opens it."""
        self.action_open()
