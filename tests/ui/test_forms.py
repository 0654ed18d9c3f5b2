"""Forms keep to the store: they follow what is taken back, speak their own words, and keep what is pasted."""

from collections.abc import Callable

import pytest
from screen_text import Person, at_the_screen
from test_editing import row_of
from textual import events

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Party
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.record import RecordScreen
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.store import records
from hospital_onboard.widgets.picker import Picker
from hospital_onboard.work import edit, trail, who
from hospital_onboard.work.desk import Desk


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The short messages that were shown."""
    said: list[str] = []
    monkeypatch.setattr(WorkScreen, "tell", lambda _self, text, **_: said.append(text))
    return said


@pytest.fixture
def one(desk: Desk) -> Component:
    """One hospital with one equipment of one component."""
    operator = who.register_other(desk, "試験病院")
    equipment = edit.save(
        desk, Equipment, None, {"product": "架空カルテ"}, fixed={"operator": operator.id, "group": "emr"}
    ).record
    assert equipment is not None
    found = edit.save(desk, Component, None, {"product": "架空DB"}, fixed={"equipment": equipment.id}).record
    assert isinstance(found, Component)
    return found


def stored(desk: Desk) -> Component:
    (found,) = records.select(desk.store, Component)
    return found


async def open_the_component(person: Person) -> None:
    await person.press("f3", "enter")
    assert isinstance(person.app.screen, RecordScreen)


async def paste(person: Person, field: str, text: str) -> None:
    row = row_of(person.app.screen, field)
    row.focus_editor()
    await person.settle()
    row.editor.post_message(events.Paste(text))
    await person.settle()


async def test_undo_shows_the_stored_values_and_saving_goes_on(desk: Desk, one: Component) -> None:
    """Ctrl+Z in the form of a single record; the next save is not refused."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        row_of(person.app.screen, "version").focus_editor()
        await person.type("5.1")
        await person.press("tab")
        assert stored(desk).version == "5.1"
        await person.press("ctrl+z")
        assert stored(desk).version is None
        assert row_of(person.app.screen, "version").text == ""
        row_of(person.app.screen, "model").focus_editor()
        await person.type("C-5")
        await person.press("tab")
    assert (stored(desk).model, stored(desk).version) == ("C-5", None)


async def test_a_form_closes_when_its_record_was_taken_back(desk: Desk, told: list[str]) -> None:
    """Registered, then Ctrl+Z: the form says that the record is gone, and closes."""
    who.register_other(desk, "試験病院")
    async with at_the_screen(desk) as person:
        await person.press("f4", "f5")
        await person.type("架空電機")
        await person.press("tab")
        assert [party.name for party in records.select(desk.store, Party)] == ["架空電機"]
        await person.press("ctrl+z")
        assert records.count(desk.store, Party) == 0
        assert person.text.lstrip().startswith("相手方の一覧")
    assert "この記録はもうないため、画面を閉じました" in told


async def test_a_form_of_a_record_somebody_removed_closes(
    desk: Desk, one: Component, make_desk: Callable[..., Desk], told: list[str]
) -> None:
    """The save is refused, and the form does not stay to refuse the next one."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        edit.remove(make_desk(who="taro"), one)
        row_of(person.app.screen, "model").focus_editor()
        await person.type("C-5")
        await person.press("tab")
        assert not isinstance(person.app.screen, RecordScreen)
    assert any("もうない" in text for text in told), told


async def test_messages_of_a_form_speak_of_the_form(desk: Desk, one: Component) -> None:
    """No row, no sheet, and no hole in the sentence."""
    edit.save(desk, Component, None, {"product": "架空OS"}, fixed={"equipment": one.equipment})
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        picker = row_of(person.app.screen, "supplier").editor
        assert isinstance(picker, Picker)
        picker.choose("party_gone", "どこかの会社")
        await person.settle()
        assert "登録済みの中に見つかりません" in person.text
        assert "シート" not in person.text
        product = row_of(person.app.screen, "product")
        product.focus_editor()
        await person.press("ctrl+u")
        await person.type("架空OS")
        await person.press("tab")
        assert "同じ名前の記録がすでにあります" in person.text
        assert "⟦" not in person.text


async def test_a_message_goes_with_what_it_was_about(desk: Desk, one: Component) -> None:
    """Nothing is wrong any more once the value that was wrong is deleted; and until then nothing is called saved."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        row = row_of(person.app.screen, "end_of_support")
        row.focus_editor()
        await person.type("来年")
        await person.press("tab")
        assert "日付として読み取れません" in person.text
        assert "保存できていません（サポート終了日）" in person.text
        row_of(person.app.screen, "model").focus_editor()
        await person.type("C-5")
        await person.press("tab")
        assert stored(desk).model == "C-5"
        assert "保存済み" not in person.text
        row.focus_editor()
        await person.press("ctrl+u")
        assert "日付として読み取れません" not in person.text
        assert "保存できていません" not in person.text


async def test_control_characters_are_not_kept(desk: Desk, one: Component) -> None:
    """Whether they come with a paste or from the command line; a tab is a space."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        await paste(person, "model", "\x1b[31mHX\x07\t900\u202e")
        await person.press("tab")
    assert stored(desk).model == "[31mHX 900"
    saved = edit.save(desk, Component, stored(desk), {"functions": "一行目\r\n二行目\x00\x9b"})
    assert saved.record is not None
    assert stored(desk).functions == "一行目\n二行目"


async def test_pasted_lines_are_joined_and_said(desk: Desk, one: Component) -> None:
    """Nothing of what was pasted is lost."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        await paste(person, "model", "HX-900\n 2027年版\n\n")
        assert "2 行を 1 行につなぎました" in person.text
        await person.press("tab")
    assert stored(desk).model == "HX-900 2027年版"


async def test_undo_says_what_it_undid(desk: Desk, one: Component, told: list[str]) -> None:
    """Kind, name and field."""
    edit.save(desk, Component, one, {"model": "C-5"})
    async with at_the_screen(desk) as person:
        await person.press("ctrl+z")
        assert told[-1] == "元に戻しました: 変更 構成設備 架空DB C-5（型番）"
        await person.press("ctrl+z")
        assert told[-1] == "元に戻しました: 追加 構成設備 架空DB"


async def test_undo_of_many_records_asks_first(filled: Desk) -> None:
    """The safe answer has the focus; only a yes takes all of it back."""
    before = records.count(filled.store, Component)
    async with at_the_screen(filled) as person:
        await person.press("ctrl+z")
        assert "まとめて元に戻しますか" in person.text
        await person.press("enter")
        assert records.count(filled.store, Component) == before
        await person.press("ctrl+z", "y")
        assert records.count(filled.store, Component) == 0
        assert "どなたの設備を整理しますか" in person.text  # the operator was part of it


async def test_taking_back_the_registration_asks_again_who_is_there(desk: Desk) -> None:
    """Home cannot stay when there is nobody whose home it is."""
    who.register_other(desk, "試験病院")
    async with at_the_screen(desk) as person:
        await person.press("ctrl+z")
        assert "どなたの設備を整理しますか" in person.text
    assert who.operators(desk) == ()
    assert trail.verify(desk) is None


async def test_a_language_change_keeps_what_is_typed(desk: Desk, one: Component) -> None:
    """The screen is built anew; what was in the form is saved first."""
    async with at_the_screen(desk) as person:
        await open_the_component(person)
        row_of(person.app.screen, "model").focus_editor()
        await person.type("C-5")
        await person.press("f12")
        assert stored(desk).model == "C-5"
        assert row_of(person.app.screen, "model").text == "C-5"


async def test_a_new_record_is_not_lost_to_an_undo(desk: Desk, one: Component) -> None:
    """An unfinished form of a new record stays as it is when an earlier step is taken back."""
    async with at_the_screen(desk) as person:
        person.app.push_screen(RecordScreen(Sheet(Party, None, Party.asked())))
        await person.settle()
        await person.press("ctrl+z")
        assert isinstance(person.app.screen, RecordScreen)
    assert records.count(desk.store, Component) == 0
