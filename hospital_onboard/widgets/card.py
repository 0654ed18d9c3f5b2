"""One equipment group on the home screen: how far it is, in counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from hospital_onboard.text.width import cells, cut
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
    owed: tuple[str, ...]
    below: str
    opens: tuple[str, str]


def in_two_lines(parts: Sequence[str], room: int) -> tuple[str, str]:
    """The parts on two lines, each on the first that has room for it."""
    lines = ["", ""]
    for part in parts:
        joined = [f"{line}  {part}" if line else part for line in lines]
        at = next((n for n in (0, 1) if cells(joined[n]) <= room), 1)
        lines[at] = cut(joined[at], room)
    return lines[0], lines[1]


class EquipmentCard(Widget, can_focus=True):
    """Enter or a click opens it."""

    DEFAULT_CSS = """
    EquipmentCard {
        width: 1fr; height: 8; border: round $border-blurred; padding: 0 1;
        border-title-style: bold; border-title-color: $text-primary;
    }
    EquipmentCard:focus { border: round $border; background: $boost; }
    EquipmentCard:hover { background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", "open")]

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
        tone = "$text-warning" if face.done < face.total else "$text-muted"
        lines += [(f"{line}\n", tone) for line in in_two_lines(face.owed, room)]
        lines.append((cut(visible(face.below), room), "$text-muted"))
        return styled(*lines)

    def action_open(self) -> None:
        """Go on with this equipment."""
        self.post_message(self.Opened(self.face))

    def on_click(self, _: events.Click) -> None:
        """A click opens it."""
        self.action_open()
