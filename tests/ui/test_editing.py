"""Filling in: what a person types is stored, what cannot be understood is said, and every step can be taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from screen_text import at_the_screen
from textual.widgets import Input

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Officer, Party
from hospital_onboard.screens.editing import EditingScreen
from hospital_onboard.store import records
from hospital_onboard.widgets.field import FieldRow
from hospital_onboard.work import edit, trail, who
from hospital_onboard.work.desk import Desk


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """One hospital with one equipment."""
    operator = who.register_other(desk, "試験病院")
    edit.save(desk, Equipment, None, {"product": "架空カルテ"}, fixed={"operator": operator.id, "group": "emr"})
    return desk


def row_of(screen: object, field: str) -> FieldRow:
    assert isinstance(screen, EditingScreen)
    row = screen.form.row(field)
    assert row is not None
    return row


async def test_a_field_is_saved_when_it_is_left(begun: Desk) -> None:
    """A day in the Japanese calendar is read back before it is stored."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        row_of(person.app.screen, "in_service_on").focus_editor()
        await person.type("R11.3.31")
        assert "2029-03-31 と読みました" in person.text
        await person.press("tab")
        assert "保存済み 12:00" in person.text
    assert [e.in_service_on for e in records.select(begun.store, Equipment)] == [date(2029, 3, 31)]


async def test_what_cannot_be_read_is_said_and_not_stored(begun: Desk) -> None:
    """The text stays in the field to be corrected; leaving asks first."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        row_of(person.app.screen, "in_service_on").focus_editor()
        await person.type("来年の春")
        await person.press("tab")
        assert "日付として読み取れません" in person.text
        await person.press("escape", "escape")
        assert "保存できない入力があります" in person.text
        await person.press("n")
        assert "来年の春" in person.text
        await person.press("escape", "y")
        assert person.text.lstrip().startswith("ホーム")
    assert [e.in_service_on for e in records.select(begun.store, Equipment)] == [None]


async def test_leaving_saves_the_field_one_is_still_in(begun: Desk) -> None:
    """Esc out of a field and Ctrl+Q out of the program lose nothing."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        row_of(person.app.screen, "model").focus_editor()
        await person.type("MK-1")
        await person.press("ctrl+q")
    assert [e.model for e in records.select(begun.store, Equipment)] == ["MK-1"]


async def test_undo_takes_the_last_step_back_and_shows_it(begun: Desk) -> None:
    """Ctrl+Z in a form, also with something unsaved in it."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        row_of(person.app.screen, "model").focus_editor()
        await person.type("MK-1")
        await person.press("ctrl+z")
        assert records.select(begun.store, Equipment)[0].model is None
        assert row_of(person.app.screen, "model").text == ""
    assert trail.verify(begun) is None


async def test_a_component_and_its_supplier_are_registered_on_the_spot(begun: Desk) -> None:
    """A new record needs its marked fields; a party that is not there yet is made without leaving the form."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "down", "down", "enter", "f5")
        row_of(person.app.screen, "version").focus_editor()
        await person.type("5.1")
        await person.press("tab")
        assert "まだ保存されていません（必要: 製品名）" in person.text
        row_of(person.app.screen, "product").focus_editor()
        await person.type("架空DB")
        await person.press("tab")
        row_of(person.app.screen, "supplier").focus_editor()
        await person.press("enter", "f5")
        await person.type("架空電機")
        await person.press("ctrl+s")
        assert "架空電機" in person.text
    (component,) = records.select(begun.store, Component)
    (party,) = records.select(begun.store, Party)
    assert (component.product, component.version, component.supplier) == ("架空DB", "5.1", party.id)
    assert party.name == "架空電機"


async def test_a_choice_in_sight_is_made_with_the_arrows(begun: Desk) -> None:
    """Yes, no, unknown; Delete takes the answer away."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        row_of(person.app.screen, "internet_connected").focus_editor()
        await person.press("right", "right")
        assert records.select(begun.store, Equipment)[0].internet_connected == "no"
        await person.press("delete")
    assert records.select(begun.store, Equipment)[0].internet_connected is None


async def test_the_walk_is_resumed_where_it_was_left(begun: Desk, make_desk: Callable[..., Desk]) -> None:
    """Another day, another start of the program: the same section."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "down", "down", "down", "down")
        assert "データと場所" in person.text.splitlines()[0]
    async with at_the_screen(make_desk()) as person:
        await person.press("f2")
        assert "データと場所" in person.text.splitlines()[0]


async def test_somebody_else_changed_the_record(begun: Desk, make_desk: Callable[..., Desk]) -> None:
    """The later save is refused with a sentence, and the stored value is shown."""
    async with at_the_screen(begun) as person:
        await person.press("f2", "enter")
        (equipment,) = records.select(begun.store, Equipment)
        edit.save(make_desk(who="taro"), Equipment, equipment, {"model": "他の人"})
        row_of(person.app.screen, "model").focus_editor()
        await person.type("わたし")
        await person.press("tab")
        assert "他の人" in person.text
    assert records.select(begun.store, Equipment)[0].model == "他の人"


async def test_a_birth_date_is_seen_only_after_it_was_asked_for(filled: Desk) -> None:
    """Masked on the screen, shown with F6, and the look is in the trail."""
    officer = next(o for o in records.select(filled.store, Officer) if o.birth_date)
    async with at_the_screen(filled, size="160x45") as person:
        person.app.go("party", party_id=officer.party)
        await person.settle()
        while person.app.screen.outline.key != officer.id:  # type: ignore[attr-defined]
            await person.press("down")
        assert str(officer.birth_date) not in person.text
        row_of(person.app.screen, "birth_date").focus_editor()
        await person.press("f6")
        assert str(officer.birth_date) in person.text
        assert isinstance(row_of(person.app.screen, "birth_date").editor, Input)
    entry = trail.entries(filled)[0][0]
    assert (entry.action, officer.id in entry.source, entry.changes) == ("reveal", True, 0)


async def test_personal_facts_stay_masked_in_the_history(filled: Desk) -> None:
    """The trail says that a birth date was entered, not which."""
    officer = next(o for o in records.select(filled.store, Officer) if o.birth_date)
    edit.save(filled, Officer, officer, {"birth_date": "1951-02-03"})
    async with at_the_screen(filled, size="160x45") as person:
        await person.press("f7")
        assert "生年月日" in person.text
        assert "1951-02-03" not in person.text
        assert str(officer.birth_date) not in person.text
