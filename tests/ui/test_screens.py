"""Every screen in both languages and at both sizes: what it shows, and that its keys are all in sight and work."""

from collections.abc import Callable, Iterator

import pytest
from screen_text import SIZES, at_the_screen
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widget import Widget

from hospital_onboard.screens import catalogue
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.work.desk import Desk

#: Name of the picture -> the keys that lead there from the home screen.
WAYS: dict[str, tuple[str, ...]] = {
    "home": (),
    "home-help": ("f1",),
    "walk-overview": ("f2",),
    "walk-field": ("f2", "enter", "tab", "tab"),
    "walk-why": ("f2", "enter", "tab", "f1"),
    "walk-components": ("f2", "down", "down", "enter", "down"),
    "walk-new-component": ("f2", "down", "down", "enter", "f5"),
    "walk-measures": ("f2", *["down"] * 8, "enter", "down", "down"),
    "components": ("f3",),
    "components-tree": ("f3", "f6", "right", "down"),
    "component": ("f3", "enter"),
    "parties": ("f4",),
    "party": ("f4", "enter"),
    "party-officer": ("f4", "down", "enter", *["down"] * 7),
    "duplicates": ("f4", "f6"),
    "import": ("f5",),
    "write": ("f6",),
    "audit": ("f7",),
    "operator": ("b",),
    "first-run": ("ctrl+p", *"first", "enter"),
    "commands": ("ctrl+p",),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_looks_as_agreed(filled: Desk, name: str, lang: Lang, size: str, update: bool) -> None:
    """No wording is missing, no key of the last line is cut off, and the picture is the agreed one."""
    async with at_the_screen(filled, lang, size, update=update) as person:
        await person.press(*WAYS[name])
        assert "⟦" not in person.text
        assert person.app.screen.query_one(KeyLine).left_out == 0
        person.sees(name, size)


@pytest.mark.parametrize("name", WAYS)
async def test_every_key_has_something_to_do(filled: Desk, name: str) -> None:
    """Each binding names an action that exists where it is bound."""
    async with at_the_screen(filled) as person:
        await person.press(*WAYS[name])
        for node, binding, _, _ in person.app.screen.active_bindings.values():
            owner, action = _owner(person.app.screen, node, binding)
            assert hasattr(owner, f"action_{action}") or hasattr(owner, f"_action_{action}"), f"{binding} of {node}"


def _owner(screen: DOMNode, node: DOMNode, binding: Binding) -> tuple[object, str]:
    place, _, action = binding.action.partition("(")[0].rpartition(".")
    return {"app": screen.app, "screen": screen}.get(place, node), action


@pytest.mark.parametrize("name", [name for name in WAYS if name not in ("home-help", "walk-why", "commands")])
async def test_every_screen_explains_itself(filled: Desk, name: str) -> None:
    """Title and help are there in both languages."""
    async with at_the_screen(filled) as person:
        await person.press(*WAYS[name])
        screen = person.app.screen
        assert isinstance(screen, WorkScreen)
        for lang in LANGUAGES:
            assert words(lang).has(f"screen.{screen.name_key}"), screen.name_key
            assert words(lang).has(f"help.{screen.name_key}"), screen.name_key


def test_every_key_is_named() -> None:
    """The label of each binding of ours is in the wording of both languages."""
    for name in catalogue.all_names():
        catalogue.load(name)
    for binding in _ours(Widget):
        for lang in LANGUAGES:
            assert words(lang).has(f"key.{binding.id}"), binding


def _ours(kind: type[Widget]) -> Iterator[Binding]:
    for sub in kind.__subclasses__():
        if sub.__module__.startswith("hospital_onboard."):
            yield from (b for b in sub.__dict__.get("BINDINGS", ()) if isinstance(b, Binding))
        yield from _ours(sub)


async def test_the_language_changes_while_it_runs(filled: Desk, make_desk: Callable[..., Desk]) -> None:
    """What is open follows at once, what lies under it when it is seen again, and it is remembered."""
    async with at_the_screen(filled, "ja") as person:
        await person.press("f4")
        assert "相手方の一覧" in person.text
        await person.press("f12")
        assert "Parties" in person.text
        await person.press("escape")
        assert "What to do next" in person.text
    async with at_the_screen(make_desk("filled"), "en") as person:
        assert "What to do next" in person.text


async def test_a_command_is_found_by_a_latin_word(filled: Desk) -> None:
    """The list of commands can be searched without an input method."""
    async with at_the_screen(filled, "ja") as person:
        await person.press("ctrl+p")
        await person.type("audit")
        await person.press("enter")
        assert person.text.lstrip().startswith("変更の履歴")
