"""The place of the rules: everything can be found, is dated and sourced, and the stale is marked."""

from datetime import date

import pytest
from screen_text import SIZES, at_the_screen
from textual.dom import DOMNode
from textual.widgets import Input

from hospital_onboard.domain.plan import Plan
from hospital_onboard.screens.home import HomeScreen
from hospital_onboard.screens.plan import PlanScreen
from hospital_onboard.screens.region import RegionScreen
from hospital_onboard.screens.rules import RulesScreen
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.widgets.field import FieldRow
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.widgets.page_table import PageTable
from hospital_onboard.widgets.pager import PAGE
from hospital_onboard.work import lawbook
from hospital_onboard.work.desk import Desk

FIND = ("f9", "slash", *"extension_limit", "enter")
#: Name of the picture -> the keys that lead there from the home screen.
WAYS: dict[str, tuple[str, ...]] = {
    "rules": FIND,
    "rule": (*FIND, "enter"),
    "rules-kinds": ("f9", "f4"),
    "rules-standings": ("f9", "f6"),
    "rules-days": ("f9", "f3"),
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
        screen: DOMNode = person.app.screen
        for node, binding, _, _ in person.app.screen.active_bindings.values():
            place, _, action = binding.action.partition("(")[0].rpartition(".")
            owner = {"app": person.app, "screen": screen}.get(place, node)
            assert hasattr(owner, f"action_{action}") or hasattr(owner, f"_action_{action}"), f"{binding} of {node}"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_entry_is_told_whole(filled: Desk, lang: Lang) -> None:
    """Each opens with its value, its source, the day it was last checked, and no word is missing."""
    book = lawbook.book(filled.on, lang)
    async with at_the_screen(filled, lang, "160x45") as person:
        for entry in book.entries[::9]:
            person.app.go("rule", book=book, entry=entry)
            await person.settle()
            assert "⟦" not in person.text
            assert entry.id in person.text
            held = entry.at(book.on)
            if held is not None and held.source is not None:
                assert held.source.document[:12] in person.text
            await person.press("escape")


async def test_the_list_is_a_window(filled: Desk) -> None:
    """One page at a time; the total is in sight; the last page follows the first."""
    total = len(lawbook.entries())
    async with at_the_screen(filled) as person:
        await person.press("f9")
        assert person.app.screen.query_one(PageTable).row_count == min(total, PAGE)
        assert f"/ {total} 件" in person.text
        await person.press("end")
        assert f"–{total} / {total} 件" in person.text


async def test_narrowing_down(filled: Desk) -> None:
    """By kind and by standing; what the list is narrowed down to stands in the first line."""
    book = lawbook.book(filled.on, "ja")
    async with at_the_screen(filled) as person:
        await person.press("f9", "f4")
        await person.type("義務")
        await person.press("enter")
        duties = [entry for entry in book.entries if entry.kind == "duty"]
        assert f"全 {len(duties)} 件" in person.text
        await person.press("f6")
        await person.type("公布")
        await person.press("enter")
        promulgated = [e for e in duties if (held := e.at(book.on)) is not None and held.standing == "promulgated"]
        assert 0 < len(promulgated) < len(duties)
        assert f"全 {len(promulgated)} 件" in person.text
        assert "義務・判定  公布済（未施行）" in person.text.splitlines()[0]


async def test_what_nobody_checked_for_long_is_marked(filled: Desk) -> None:
    """A year after the files were checked, all of them are stale."""
    stale = lawbook.stale(filled.on)
    async with at_the_screen(filled) as person:
        await person.press("f9")
        assert "2026-11-23 古い" in person.text
        await person.press("f6", "end", "up", "down")
        await person.type("古い")
        await person.press("enter")
        assert f"{len(stale)} 件" in person.text


async def test_another_law_day(filled: Desk) -> None:
    """On the day before it began, a value is not there yet; an impossible day changes nothing."""
    async with at_the_screen(filled) as person:
        await person.press(*FIND)
        assert "4か月" in person.text
        await person.press("f2", "ctrl+u")
        await person.type("R6.5.16")
        await person.press("enter")
        assert "基準日 2024-05-16" in person.text
        assert "（この日は効力なし）" in person.text
        await person.press("f2", "ctrl+u")
        await person.type("2024-02-31")
        await person.press("enter")
        assert "基準日 2024-05-16" in person.text


async def test_two_days_compared(filled: Desk) -> None:
    """As many entries as the work finds; the same day twice differs in nothing."""
    async with at_the_screen(filled) as person:
        await person.press("f9", "f3", "f2", "ctrl+u")
        await person.type("2026-07-16")
        await person.press("enter")
        differing = {(d.file, d.entry) for d in lawbook.diff_days(date(2026, 7, 16), filled.on)}
        assert f"違う項目: {len(differing)} 件" in person.text
        await person.press("f2", "ctrl+u")
        await person.type("2027-11-23")
        await person.press("enter")
        assert "この二つの日に違いはありません" in person.text


async def test_the_places(filled: Desk) -> None:
    """F9 goes round the places; Esc goes back; the list of commands leads to a screen of the other place."""
    async with at_the_screen(filled) as person:
        await person.press("f9")
        assert isinstance(person.app.screen, RulesScreen)
        await person.press("f9")
        assert isinstance(person.app.screen, RegionScreen)
        await person.press("f9")
        assert isinstance(person.app.screen, HomeScreen)
        await person.press("ctrl+t", "escape")
        assert isinstance(person.app.screen, HomeScreen)
        await person.press("f9", "ctrl+p")
        await person.type("[plans]")
        await person.press("enter")
        assert person.text.lstrip().startswith("計画の一覧")
        await person.press("ctrl+p")
        await person.type("[rules]")
        await person.press("enter")
        assert isinstance(person.app.screen, RulesScreen)


async def test_going_to_the_rules_saves_the_form(filled: Desk) -> None:
    """What is half typed is stored before the other place opens."""
    async with at_the_screen(filled) as person:
        await person.press("f10", "enter", "f3")
        screen = person.app.screen
        assert isinstance(screen, PlanScreen)
        row = screen.form.row("receipt_on")
        assert isinstance(row, FieldRow)
        row.focus_editor()
        await person.type("2028-01-10")
        await person.press("f9")
        assert isinstance(person.app.screen, RulesScreen)
        assert person.app.screen.query_one(Input).value == ""
    assert "2028-01-10" in {str(plan.receipt_on) for plan in records.select(filled.store, Plan)}
