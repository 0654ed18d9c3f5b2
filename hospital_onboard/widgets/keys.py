"""Key bindings with names, and the last line of the screen, which shows the keys that work here."""

from dataclasses import dataclass, replace
from typing import Any

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from hospital_onboard.text.width import cells, pad
from hospital_onboard.text.wording import Words

#: Shown where there is room; the help lists them always.
_OPTIONAL = frozenset({"ctrl+z", "ctrl+p"})
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


#: What a key means wherever it does something; the wording is ``key_meaning.<key>``. On the home screen F2 to F7 and
#: F10 open the places instead, which its last line says.
MEANINGS = ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f10")
#: Cells for the keys in a help.
_KEYS_WIDTH = 16


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding whose label is the wording ``key.<name>``; ``name`` is also its id, so that a site can remap it."""
    return Binding(keys, action, description=name, id=name, show=show, priority=priority)


def key_shown(binding: Binding) -> str:
    """How a key is written: F1, Ctrl+Z, Esc."""
    *modifiers, last = binding.key.split("+")
    name = _NAMES.get(last, last.capitalize() if len(last) > 1 else last)
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
    #: Other keys that do the same, as they are written.
    others: tuple[str, ...] = ()

    @property
    def all_keys(self) -> str:
        """Every key that does it: ``F5 / i``."""
        return " / ".join((self.shown_key, *self.others))


def commands(screen: Screen[Any]) -> list[Command]:
    """Everything our own bindings offer on this screen at this moment, the innermost first, each action once."""
    found: dict[tuple[str, int], Command] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if not enabled or binding.id is None or binding.id != binding.description:
            continue  # the toolkit's own bindings, described in English only
        place, shown = (binding.action, id(node)), key_shown(binding)
        first = found.get(place)
        if first is None:
            found[place] = Command(binding.id, shown, binding.key, binding.action, node, binding.show)
        elif shown not in (first.shown_key, *first.others):
            found[place] = replace(first, others=(*first.others, shown))
    return sorted(found.values(), key=_rank)


def _rank(command: Command) -> tuple[int, int]:
    """What the focus offers, then F2, F3 …, the way back, help; last what is shown only where there is room."""
    pressed = command.key
    if pressed == "f1":
        return 4, 0
    if pressed[0] == "f" and pressed[1:].isdigit():
        return 2, int(pressed[1:])
    later = {"escape": (3, 0), "ctrl+z": (5, 0), "ctrl+p": (6, 0)}
    return later.get(pressed, (1, 0))


def help_shown(screen: Screen[Any], words: Words, purpose: str) -> str:
    """What a screen is for, every key that works on it, those that work everywhere, and what the F keys mean."""

    def line(pressed: str, does: str) -> str:
        return f"  {pad(pressed, _KEYS_WIDTH)} {does}"

    found = [(command, line(command.all_keys, words(f"key.{command.name}"))) for command in commands(screen)]
    here = [text for command, text in found if command.namespace is not screen.app]
    everywhere = [text for command, text in found if command.namespace is screen.app]
    tab = line("Tab / Shift+Tab", words("help.tab"))
    meanings = [line(name.upper(), words(f"key_meaning.{name}")) for name in MEANINGS]
    parts = ([purpose], [words("help.keys"), *here], [words("help.everywhere"), tab, *everywhere])
    return "\n\n".join("\n".join(part) for part in (*parts, [words("help.meanings"), *meanings]))


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
        shown = [(c, f" {self._words(f'key.{c.name}')}") for c in commands(self.screen) if c.in_line]
        widths = [cells(command.shown_key) + cells(label) for command, label in shown]
        gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= room else 1
        parts: list[tuple[str, str]] = []
        self._places = []
        at = 0
        for (command, label), width in zip(shown, widths, strict=True):
            if at + width > room:
                break
            parts += [(command.shown_key, "bold $footer-key-foreground"), (label + " " * gap, "")]
            self._places.append((at, at + width, command.key))
            at += width + gap
        return Content.assemble(*parts)

    @property
    def left_out(self) -> int:
        """How many keys that a person cannot do without did not fit when the line was last drawn."""
        needed = [command.key for command in commands(self.screen) if command.in_line and command.key not in _OPTIONAL]
        return len(set(needed) - {pressed for _, _, pressed in self._places})

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        for start, end, pressed in self._places:
            if start <= event.x - self.styles.padding.left < end:
                self.app.simulate_key(pressed)
