"""Key bindings with names, and the last line of the screen, which shows the keys that work here."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import Words

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "slash": "/",
    "question_mark": "?",
}


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding whose label is the wording ``key.<name>``; ``name`` is also its id, so that a site can remap it."""
    return Binding(keys, action, description=name, id=name, show=show, priority=priority)


def key_shown(binding: Binding) -> str:
    """How a key is written: F1, Ctrl+Z, Esc."""
    *modifiers, last = binding.key.split("+")
    name = _NAMES.get(last, last.upper() if len(last) > 1 else last)
    if not modifiers:
        return name
    return "+".join([*(m.capitalize() for m in modifiers), name.upper() if len(name) == 1 else name])


@dataclass(frozen=True)
class Command:
    """One thing that can be done here and now: its name, how its key is written, and what to run."""

    name: str
    shown_key: str
    key: str
    action: str
    namespace: object
    in_line: bool


def commands(screen: Screen[object]) -> list[Command]:
    """Everything our own bindings offer on this screen at this moment, the innermost first, each action once."""
    found: dict[tuple[str, int], Command] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if not enabled or binding.id is None or binding.id != binding.description:
            continue  # the toolkit's own bindings, described in English only
        found.setdefault(
            (binding.action, id(node)),
            Command(binding.id, key_shown(binding), binding.key, binding.action, node, binding.show),
        )
    return list(found.values())


class KeyLine(Widget):
    """The keys of the screen and of what has the focus; click one to press it."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; padding: 0 1; }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the keys as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """As many keys as fit, in the order they were declared."""
        room = self.size.width
        parts: list[tuple[str, str]] = []
        self._places = []
        at = 0
        for command in commands(self.screen):
            if not command.in_line:
                continue
            label = f" {self._words(f'key.{command.name}')}  "
            width = cells(command.shown_key) + cells(label)
            if at + width - 2 > room:
                break
            parts += [(command.shown_key, "bold $footer-key-foreground"), (label, "")]
            self._places.append((at, at + width - 2, command.key))
            at += width
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        for start, end, pressed in self._places:
            if start <= event.x - self.styles.padding.left < end:
                self.app.simulate_key(pressed)
