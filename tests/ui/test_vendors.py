"""Asking vendors and taking in their answers on the screen: workbooks, letters, what only a person knows."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from screen_text import SIZES, at_the_screen

sys.path.insert(0, str(Path(__file__).parents[1] / "data"))
import answer_workbook as vendor
import make_sboms

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.vendor import Alias, Request
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.chase import ChaseScreen, LetterScreen
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.work import who, write_template
from hospital_onboard.work.desk import Desk

WAYS: dict[str, tuple[str, ...]] = {
    "chase": ("f4", "f3"),
    "letter": ("f4", "f3", "f2"),
    "write-vendors": ("f6", "enter"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_looks_as_agreed(filled: Desk, name: str, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(filled, lang, size, update=update) as person:
        await person.press(*WAYS[name])
        assert "⟦" not in person.text
        assert person.app.screen.query_one(KeyLine).left_out == 0
        person.sees(name, size)
        screen = person.app.screen
        assert not isinstance(screen, WorkScreen) or words(lang).has(f"help.{screen.name_key}")


async def test_every_vendor_gets_its_workbook_and_is_seen_to_be_asked(filled: Desk, _inbox: Path) -> None:
    async with at_the_screen(filled) as person:
        await person.press("f4", "f3")
        assert "まだ" in person.text
        await person.press("f6", "enter", "ctrl+u")
        await person.type("sent")
        await person.press("enter")
        await person.press("escape")
        assert isinstance(person.app.screen, ChaseScreen)
        assert "2027-11-23" in person.text
    sent = {path.stem for path in (_inbox / "sent").iterdir()}
    asked = {request.party for request in records.select(filled.store, Request)}
    assert sent == {party.name for party in records.select(filled.store, Party) if party.id in asked}
    assert len(sent) > 5


async def test_the_workbook_of_one_party_from_the_list_and_from_its_page(filled: Desk, _inbox: Path) -> None:
    for keys, name in ((("f4", "ctrl+r"), "list.xlsx"), (("f4", "enter", "ctrl+r"), "page.xlsx")):
        async with at_the_screen(filled) as person:
            await person.press(*keys, "ctrl+u")
            await person.type(name)
            await person.press("enter")
            assert name in person.text
        assert vendor.Book(_inbox / name).rows("party")
    (asked,) = {request.party for request in records.select(filled.store, Request)}
    assert records.get(filled.store, Party, asked)


async def test_a_letter_is_copied_and_saved(filled: Desk, _inbox: Path) -> None:
    async with at_the_screen(filled) as person:
        await person.press("f4", "f3", "f2")
        assert isinstance(person.app.screen, LetterScreen)
        await person.press("f2")
        assert "Kind regards," in person.app.clipboard and "御中" in person.app.clipboard
        for _ in range(2):
            await person.press("f6", "ctrl+u")
            await person.type("mail.txt")
            await person.press("enter")
        assert "同じ名前のファイルがあります" in person.text
    assert (_inbox / "mail.txt").read_text(encoding="utf-8-sig") == person.app.clipboard


async def test_the_same_party_is_said_beside_the_recorded_one(filled: Desk, _inbox: Path) -> None:
    known = next(party for party in records.select(filled.store, Party) if "彗星" in party.name)
    operator = who.operators(filled)[0].id
    other = next(party.id for party in records.select(filled.store, Party) if "北斗" in party.name)
    write_template.vendors(filled, _inbox / "h.xlsx", [operator], [other])
    book = vendor.Book(_inbox / "h.xlsx")
    book.add("party", name="彗星ヘルスケアズ株式会社（架空）")
    book.save(_inbox / "back.xlsx")
    before = records.count(filled.store, Party)
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("back.xlsx")
        await person.press("enter", "f4", "f3")
        assert "同じ相手方ですか" in person.text and known.name in person.text
        await person.press("y", "f2")
        assert "書き方を 1 件覚えます" in person.text
        await person.press("enter", "enter")
    assert records.count(filled.store, Party) == before
    assert [(alias.party, alias.name) for alias in records.select(filled.store, Alias)] == [
        (known.id, "彗星ヘルスケアズ株式会社（架空）")
    ]


async def test_which_equipment_an_sbom_is_about_is_asked(filled: Desk, _inbox: Path) -> None:
    make_sboms.written(_inbox / "parts.json", [{"type": "application", "name": "架空窓口", "version": "1"}])
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("parts.json")
        await person.press("enter")
        assert "どの設備のものですか" in person.text
        await person.press("enter", "f2", "enter")
    assert [c.version for c in records.select(filled.store, Component) if c.product == "架空窓口"] == ["1"]


async def test_what_a_table_lists_is_asked(filled: Desk, _inbox: Path) -> None:
    (_inbox / "a.csv").write_text("名称\n架空産業株式会社\n", encoding="cp932")
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("a.csv")
        await person.press("enter")
        assert "何の一覧ですか" in person.text
        await person.type("相手方")
        await person.press("enter", "f2", "enter")
    assert "架空産業株式会社" in {party.name for party in records.select(filled.store, Party)}


async def test_whose_answers_are_asked_and_need_not_be_known(
    filled: Desk, make_desk: Callable[..., Desk], _inbox: Path
) -> None:
    operator = who.operators(filled)[0].id
    hokuto = next(party.id for party in records.select(filled.store, Party) if "北斗" in party.name)
    write_template.vendors(filled, _inbox / "h.xlsx", [operator], [hokuto])
    book = vendor.Book(_inbox / "h.xlsx")
    del book.book["お願いする項目"]
    book.save(_inbox / "back.xlsx")
    for answer in (("escape",), ("北斗", "enter")):
        async with at_the_screen(make_desk("filled")) as person:
            await person.press("f5")
            await person.type("back.xlsx")
            await person.press("enter")
            assert "誰の回答ですか" in person.text
            for keys in answer:
                if len(answer) > 1 and keys != "enter":
                    await person.type(keys)
                else:
                    await person.press(keys)
            assert "取込" in person.text and "表示:" in person.text
