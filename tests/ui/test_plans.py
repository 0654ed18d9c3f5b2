"""Plans at the keyboard: what is pressed is stored, computed days say so, and nothing passes for law that is none."""

import asyncio
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from screen_text import SIZES, Person, at_the_screen
from test_any_text import DAY, assert_harmless, record_of
from textual.dom import DOMNode

from hospital_onboard.domain.assumption import Assumption
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.plan import Filing, Plan
from hospital_onboard.screens.plan import PlanScreen
from hospital_onboard.store import records
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.store.saving import save
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.widgets.field import FieldRow
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.work import assume, changes, determine, determine_text, edit, filing, plan_board, who
from hospital_onboard.work.desk import Desk

EARLY = "手術部門システムの増設"
RENEWAL = "電子カルテの更新"
PLANS, FIRST, SECOND = ("f10",), ("f10", "enter"), ("f10", "down", "enter")
#: Name of the picture -> the keys that lead there from the home screen.
WAYS: dict[str, tuple[str, ...]] = {
    "plans": PLANS,
    "plans-new": (*PLANS, "f5"),
    "plan-early": FIRST,
    "plan-early-way-out": (*FIRST, "enter"),
    "plan": SECOND,
    "plan-behind-a-day": (*SECOND, *["down"] * 4, "enter"),
    "plan-dates": (*SECOND, "f3"),
    "plan-file": (*SECOND, "f5", "enter"),
    "plan-determination": (*SECOND, "f2"),
    "plan-steps": (*SECOND, "f2", *["down"] * 4, "enter", "pagedown"),
    "plan-views": (*SECOND, "f2", "f3"),
    "plan-assumptions": (*PLANS, "f4"),
    "changes-none": (*PLANS, "f7"),
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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_changes_look_as_agreed(filled: Desk, lang: Lang, size: str, update: bool) -> None:
    """A filing, then a component by another supplier that nobody filed."""
    change_after_filing(filled)
    async with at_the_screen(filled, lang, size, update=update) as person:
        await person.press(*PLANS, "f7")
        assert "⟦" not in person.text
        assert person.app.screen.query_one(KeyLine).left_out == 0
        person.sees("changes", size)


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


def plan_of(desk: Desk, title: str) -> Plan:
    return records.select(desk.store, Plan, title=title)[0]


def change_after_filing(desk: Desk) -> Plan:
    plan = plan_of(desk, RENEWAL)
    filing.record(desk, plan.id, date(2027, 11, 20), incomplete=True)
    part = next(c for c in records.select(desk.store, Component, equipment=plan.equipment) if c.supplier)
    other = next(c.supplier for c in records.select(desk.store, Component) if c.supplier not in (None, part.supplier))
    assert other is not None
    edit.save(desk, Component, part, {"supplier": other, "quantity": "77"})
    return plan


def row_of(person: Person, field: str) -> FieldRow:
    screen = person.app.screen
    assert isinstance(screen, PlanScreen)
    row = screen.form.row(field)
    assert row is not None
    return row


async def test_a_plan_is_made_with_three_answers(filled: Desk) -> None:
    """Which equipment, which kind, when; its screen opens."""
    before = {plan.id for plan in records.select(filled.store, Plan)}
    async with at_the_screen(filled) as person:
        await person.press(*PLANS, "f5", "enter", "enter")
        await person.type("R11.4.1")
        await person.press("enter")
        assert isinstance(person.app.screen, PlanScreen)
        assert "利用開始 04-01" in person.text
    (made,) = (plan for plan in records.select(filled.store, Plan) if plan.id not in before)
    assert (made.plan_kind, made.in_service_on) == ("introduction", date(2029, 4, 1))


async def test_a_milestone_that_moves_moves_the_line(filled: Desk) -> None:
    """Stored when the field is left; the warning that it causes stands on the screen at once."""
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*SECOND, "f3")
        row_of(person, "purchase_on").focus_editor()
        await person.press("ctrl+u")
        await person.type("2027-10-01")
        await person.press("tab")
        assert "購入 10-01" in person.text
        assert "2027-10-01 に購入していますが、その前に事前相談をしていません" in person.text
        assert "どうするか" in person.text
        await person.press("ctrl+z")
        assert "購入 04-29" in person.text
    assert plan_of(filled, RENEWAL).purchase_on == date(2028, 4, 29)


async def test_bought_before_consulted_comes_first(filled: Desk) -> None:
    """IV.3(3) and note 42 of the proposal, with the way out."""
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*FIRST)
        for code in ("signed", "bought", "installed"):
            assert words("ja")(f"way_out.{code}_before_consulted_done")[:20] in person.text.replace("\n ", "")
        assert "提言 IV.3(3)、注42" in person.text


async def test_every_day_of_the_list_says_its_kind(filled: Desk) -> None:
    """Law, computed, assumed or entered."""
    plan = plan_of(filled, EARLY)
    kinds = {words("ja")(f"deadline_kind.{kind}") for kind in ("law", "computed", "assumed", "entered")}
    board = plan_board.board(filled, plan.id, "ja")
    assert {day.kind for day in board.days} == kinds
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*FIRST)
        for day in board.days:
            if day.on is not None and f"│{day.on} {day.text} " in person.text:
                line = next(line for line in person.text.splitlines() if f"│{day.on} {day.text} " in line)
                assert f"［{day.kind}］" in line


async def test_what_was_filed_is_recorded(filled: Desk) -> None:
    """Something is open, so it asks; recorded incomplete; a change after it is classed on its screen."""
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*SECOND, "f5", "enter", "n")
        assert not records.select(filled.store, Filing)
        await person.press("f5", "enter", "y")
        assert "控え 2027-11-23" in person.text
        (kept,) = records.select(filled.store, Filing)
        assert (kept.plan, kept.filed_on) == (plan_of(filled, RENEWAL).id, filled.on)
        part = next(c for c in records.select(filled.store, Component, equipment=plan_of(filled, RENEWAL).equipment))
        edit.save(filled, Component, part, {"functions": "別の機能"})
        await person.press("f7")
        (found,) = changes.changes(filled)
        assert words("ja")(f"change_class.{found.changes[0].change_class}") in person.text
        assert "別の機能" in person.text


async def test_nothing_is_filed_in_the_future(filled: Desk) -> None:
    """A day to come cannot be the day on which something was filed."""
    async with at_the_screen(filled) as person:
        await person.press(*SECOND, "f5", "ctrl+u")
        await person.type("2027-12-28")
        await person.press("enter")
    assert not records.select(filled.store, Filing)


async def test_what_asks_for_nothing_is_shown_on_demand(filled: Desk) -> None:
    """The number of pieces is not filed; it stands there only after F2."""
    change_after_filing(filled)
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PLANS, "f7")
        assert "手続なし" not in person.text.split("╭")[0].split("項目", 1)[1]
        await person.press("f2")
        assert "77" in person.text


async def test_an_assumption_is_set_marked_and_taken_back(filled: Desk) -> None:
    """Only a day within the limits; everything that rests on it says so."""
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*FIRST, "f4", "enter")
        await person.type("2030-01-01")
        await person.press("enter")
        assert not records.select(filled.store, Assumption)
        assert "「2030-01-01」は使えません。使える値: 2026-06-17 – 2027-12-16" in person.text
        await person.press("ctrl+u")
        await person.type("2027-13-01")
        await person.press("enter")
        assert "「2027-13-01」は使えません。使える値: 2026-06-17 – 2027-12-16" in person.text
        await person.press("ctrl+u")
        await person.type("R9.10.1")
        await person.press("enter")
        assert dict(assume.assumed(filled)) == {"commencement": "2027-10-01"}
        assert "2027-10-01［仮定］" in person.text
        await person.press("escape")
        assert "仮定 1" in person.text
        assert "医療分野の施行日 10-01［仮定］" in person.text
        await person.press("f4", "f8")
        assert not records.select(filled.store, Assumption)
        await person.press("ctrl+z")
        assert dict(assume.assumed(filled)) == {"commencement": "2027-10-01"}


async def test_a_choice_is_assumed_from_a_list(filled: Desk) -> None:
    """What can be chosen cannot be mistyped."""
    async with at_the_screen(filled) as person:
        await person.press(*PLANS, "f4", "down", "down", "enter", "down", "enter")
        assert "八地方区分［仮定］" in person.text
    assert dict(assume.assumed(filled)) == {"region-scheme": "eight"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "settings_", [[], ["commencement=2027-10-01", "designation=2027-10-02"]], ids=["as-is", "assumed"]
)
def test_nothing_passes_for_a_present_duty(filled: Desk, lang: Lang, settings_: list[str]) -> None:
    """Every part of every view: what is not in force, or only assumed, is not said as the law of today."""
    assume.assume(filled, settings_)
    say = words(lang)
    for view in determine.views():
        found = determine.determine(filled, plan_of(filled, RENEWAL).id, view)
        tell = determine.teller(filled, found, lang)
        for one in found.result.determinations:
            present = say(f"duty.{one.says}.present", what=tell.of(one.consequence.what)) if one.consequence else ""
            lines = [line.strip() for line in determine_text.chapter(found, tell, one.rule, 999)]
            same_rule = [other for other in found.result.determinations if other.rule == one.rule]
            if not any(other.present for other in same_rule):
                assert present not in lines
        for chapter in determine_text.chapters(found, tell):
            if chapter.result == say("result.applies"):
                assert found.result.of(chapter.key).present


async def test_the_packet_and_the_calendar_are_written(filled: Desk, _inbox: Path) -> None:
    """From the plan, with its plan already chosen."""
    async with at_the_screen(filled) as person:
        await person.press(*SECOND, "f6", "f6", "ctrl+u")
        await person.type("packet.zip")
        await person.press("enter", "escape", "f10", "ctrl+u")
        await person.type("days.ics")
        await person.press("enter")
        assert "days.ics" in person.text
        await person.press("escape")
        assert isinstance(person.app.screen, PlanScreen)
    assert (_inbox / "packet.zip").stat().st_size > 1000
    assert "BEGIN:VEVENT" in (_inbox / "days.ics").read_text(encoding="utf-8")


async def test_a_plan_is_removed_and_comes_back(filled: Desk) -> None:
    """Asked first; the list follows; undo from the list."""
    async with at_the_screen(filled) as person:
        await person.press(*PLANS, "down", "down", "enter", "f8", "y")
        assert "全 2 件" in person.text
        assert len(records.select(filled.store, Plan)) == 2
        await person.press("ctrl+z")
        assert "全 3 件" in person.text


async def test_a_stopped_plan_is_listed_without_days(filled: Desk) -> None:
    """It is last, and asks for nothing."""
    edit.save(filled, Plan, plan_of(filled, EARLY), {"status": "stopped"})
    async with at_the_screen(filled) as person:
        await person.press(*PLANS, "end")
        assert "中止した計画です" in person.text
        assert "2027-11-26" not in person.text
        await person.press("enter")
        assert isinstance(person.app.screen, PlanScreen)


async def test_the_screen_says_what_to_do_first(desk: Desk) -> None:
    """Without a plan, and without any equipment."""
    who.register_other(desk, "試験病院")
    async with at_the_screen(desk) as person:
        await person.press(*PLANS)
        assert "計画がありません。F5 で登録してください。" in person.text
        await person.press("f5")
        assert person.app.screen.query_one(KeyLine).left_out == 0


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@example("[/b]")
@example("[@click=app.leave]x[/]")
@example("\x1b[31m\x07\r\n\t\x00 \u202e逆")
@settings(max_examples=2)
def test_any_title_and_purpose(text: str) -> None:
    """Every screen still opens, and nothing of the text is obeyed."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(sqlite_url(Path(folder) / "any.db"))
        desk = Desk(store, "hanako", DAY, lambda: datetime(2027, 11, 23, 3, 0, tzinfo=UTC))
        made = [record_of(kind, text) for kind in KINDS.values() if kind.kind not in ("filing", "assumption")]
        save(store, [Change(None, record) for record in made], desk.stamp("add"))
        filing.record(desk, "plan_only", incomplete=True)
        who.choose(desk, made[0].id)
        asyncio.run(visit(desk))
        store.close()


async def visit(desk: Desk) -> None:
    """Open everything; a screen that fails would end the program."""
    async with at_the_screen(desk) as person:
        for way in (PLANS, (*FIRST, "enter"), (*FIRST, "f3"), (*PLANS, "f7"), (*PLANS, "f4")):
            await person.press(*way)
            assert_harmless(person.text)
            while len(person.app.screen_stack) > 1:
                person.app.pop_screen()
                await person.settle()
        await person.press(*FIRST, "f2")
        for _ in range(26):
            await person.press("down")
            assert_harmless(person.text)
        assert person.app.is_running
