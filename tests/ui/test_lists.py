"""Working in the long lists: joining parties, taking imports back, checking the trail, writing files."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from screen_text import at_the_screen

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.party import Party
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.store import records
from hospital_onboard.work import edit, trail
from hospital_onboard.work.desk import Desk


async def test_two_parties_are_joined_and_parted_again(filled: Desk) -> None:
    """Side by side, asked, joined; Ctrl+Z brings both back."""
    before = records.count(filled.store, Party)
    for name in ("架空電機株式会社", "架空電機（株）"):
        edit.save(filled, Party, None, {"name": name})
    async with at_the_screen(filled) as person:
        await person.press("f4", "f6")
        assert "名称が同じ" in person.text
        await person.press("f2")
        assert "一つに統合しますか" in person.text
        await person.press("n")
        assert records.count(filled.store, Party) == before + 2
        await person.press("f2", "y")
        assert records.count(filled.store, Party) == before + 1
        assert "見つかりませんでした" in person.text
        await person.press("ctrl+z")
        assert records.count(filled.store, Party) == before + 2
        assert "名称が同じ" in person.text


async def test_the_trail_is_checked_and_an_entry_taken_back(filled: Desk) -> None:
    """The change disappears, its entry and the undoing stay."""
    component = records.select(filled.store, Component)[0]
    edit.save(filled, Component, component, {"version": "99"})
    async with at_the_screen(filled) as person:
        await person.press("f7")
        assert "版: " in person.text
        assert "-> 99" in person.text
        await person.press("f8", "y")
        assert "取消し済み" in person.text
    stored = records.get(filled.store, Component, component.id)
    assert stored is not None
    assert stored.version == component.version
    assert trail.verify(filled) is None


async def test_an_import_is_taken_back_as_a_whole(filled: Desk, _inbox: Path) -> None:
    """F8 on the list of past imports."""
    workbook(_inbox / "v.xlsx", [["名称", "住所"], ["架空産業株式会社", "東京都"], ["架空商事株式会社", "大阪府"]])
    before = records.count(filled.store, Party)
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter", "f2", "enter", "enter")
        assert records.count(filled.store, Party) == before + 2
        await person.press("f5", "tab", "tab", "f8", "y")
        assert records.count(filled.store, Party) == before
        assert "取消し済み" in person.text


async def test_only_the_chosen_rows_are_imported(filled: Desk, _inbox: Path) -> None:
    """Space leaves a row out."""
    workbook(_inbox / "v.xlsx", [["名称", "住所"], ["架空産業株式会社", "東京都"], ["架空商事株式会社", "大阪府"]])
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter", "space", "f2", "enter", "enter")
    names = {party.name for party in records.select(filled.store, Party)}
    assert "架空商事株式会社" in names
    assert "架空産業株式会社" not in names


async def test_a_file_that_cannot_be_used_says_why(filled: Desk, _inbox: Path) -> None:
    """Nothing can be imported from it; the key is not even offered."""
    (_inbox / "v.xlsx").write_bytes(b"not a workbook")
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter")
        assert "取り込める形式" in person.text
        assert "F2" not in person.text.splitlines()[-1]


async def test_the_findings_are_written_into_a_copy(filled: Desk, _inbox: Path) -> None:
    """To be sent back to whoever filled it in."""
    workbook(_inbox / "v.xlsx", [["名称", "法人番号"], ["架空産業株式会社", "123"]])
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter", "f6", "ctrl+u")
        await person.type("copy.xlsx")
        await person.press("enter")
    assert (_inbox / "copy.xlsx").is_file()


@pytest.mark.parametrize(("downs", "name"), [(0, "vendor.xlsx"), (2, "r.csv"), (3, "p.zip")])
async def test_files_are_written_and_said(filled: Desk, _inbox: Path, downs: int, name: str) -> None:
    """A vendor's workbook and a packet ask for whom and for what first; an existing report is not replaced unasked."""
    async with at_the_screen(filled) as person:
        await person.press("f6", *["down"] * downs, "enter")
        if downs != 2:  # all vendors in one workbook; the only plan
            await person.press(*["down"] * (downs == 0), "enter")
        await person.press("ctrl+u")
        await person.type(name)
        await person.press("enter")
        assert (_inbox / name).is_file() and (_inbox / name).stat().st_size > 500
        assert name in person.text
        if downs == 2:
            await person.press("enter", "ctrl+u")
            await person.type(name)
            await person.press("enter")
            assert "同じ名前のファイルがあります" in person.text


async def test_components_are_narrowed_and_sorted_by_the_store(filled: Desk) -> None:
    """What is typed goes to the store; the total follows."""
    wanted = [c for c in records.select(filled.store, Component) if "OS" in f"{c.product}{c.model}"]
    async with at_the_screen(filled) as person:
        await person.press("f3", "slash")
        await person.type("OS")
        assert f"全 {len(wanted)} 件" in person.text
        await person.press("enter", "f4")
        await person.type("製品名")
        await person.press("enter")
        first = min(c.product for c in wanted)
        assert first[:8] in person.text.splitlines()[3]


async def test_a_fault_of_ours_is_said_and_ends_nothing(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; the program stays."""
    said: list[str] = []
    monkeypatch.setattr(WorkScreen, "tell", lambda self, text, **_: said.append(text))

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(trail, "verify", broken)
    async with at_the_screen(filled) as person:
        await person.press("f7")
        await person._pilot.press("f2")
        await wait_for(lambda: bool(said), person._pilot.pause)
        assert "ZeroDivisionError" in said[0]
        await person.press("escape")
        assert "次にすること" in person.text


async def wait_for(done: Callable[[], bool], pause: Callable[[], object]) -> None:
    """A failed worker cannot be waited for without its fault."""
    for _ in range(50):
        if done():
            return
        await pause()  # type: ignore[misc]


def workbook(path: Path, rows: list[list[str]]) -> None:
    """A plain list of parties, as somebody's spreadsheet has it."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "相手方"
    for row in rows:
        page.append(row)
    book.save(path)
