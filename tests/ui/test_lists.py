"""Working in the long lists: joining parties, taking imports back, checking the trail, writing files."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from screen_text import at_the_screen

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Party
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.import_file import ImportScreen
from hospital_onboard.screens.preview import PreviewScreen
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work import edit, import_workbook, trail
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
        await person.press("ctrl+z", "y")
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
    """The screen where it was chosen stays, with the reason."""
    (_inbox / "v.xlsx").write_bytes(b"not a workbook")
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter")
        assert "取り込める形式" in person.text
        assert person.text.lstrip().startswith("取込 ")
        assert "v.xlsx" in person.text


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
        (_inbox / "copy.xlsx").write_bytes(b"mine")
        await person.press("f6", "ctrl+u")
        await person.type("copy.xlsx")
        await person.press("enter")
        assert "同じ名前のファイルがあります" in person.text
        await person.press("escape")
        assert (_inbox / "copy.xlsx").read_bytes() == b"mine"
        await person.press("f6", "ctrl+u")
        await person.type("copy.xlsx")
        await person.press("enter", "y")
        assert (_inbox / "copy.xlsx").stat().st_size > 500


@pytest.mark.parametrize(
    ("downs", "name"), [(0, "vendor.xlsx"), (1, "lists.xlsx"), (2, "r.csv"), (3, "p.zip"), (4, "d.ics")]
)
async def test_files_are_written_and_said(filled: Desk, _inbox: Path, downs: int, name: str) -> None:
    """A vendor's workbook and a packet ask for whom and for what first; no file is replaced unasked."""
    about = {0: ["down", "enter"], 3: ["enter"]}.get(downs, [])  # all vendors in one workbook; the only plan
    async with at_the_screen(filled) as person:
        await person.press("f6", *["down"] * downs, "enter", *about, "ctrl+u")
        await person.type(name)
        await person.press("enter")
        assert (_inbox / name).is_file() and (_inbox / name).stat().st_size > 500
        assert name in person.text
        (_inbox / name).write_bytes(b"mine")
        for answer in ("escape", "y"):
            assert (_inbox / name).read_bytes() == b"mine"
            await person.press("enter", *about, "ctrl+u")
            await person.type(name)
            await person.press("enter")
            assert "同じ名前のファイルがあります" in person.text
            await person.press(answer)
        assert (_inbox / name).stat().st_size > 500


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


async def test_a_file_that_is_missing_or_a_folder_keeps_the_import_screen(filled: Desk, _inbox: Path) -> None:
    """No empty preview; the next try takes the message away."""
    workbook(_inbox / "v.xlsx", [["名称", "住所"], ["架空産業株式会社", "東京都"]])
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("nothing.xlsx")
        await person.press("enter")
        assert "ファイルが見つかりません" in person.text
        await person.press("ctrl+u")
        await person.type(str(_inbox))
        await person.press("enter")
        assert "フォルダーです" in person.text
        assert isinstance(person.app.screen, ImportScreen)
        await person.press("ctrl+u")
        await person.type("v.xlsx")
        await person.press("enter")
        assert isinstance(person.app.screen, PreviewScreen)
        await person.press("escape")
        assert "フォルダーです" not in person.text


@pytest.mark.parametrize("gone", [False, True])
async def test_a_file_that_changed_since_the_preview_is_not_imported(
    filled: Desk, _inbox: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    """What was shown is what is written, or nothing."""
    told: list[str] = []
    monkeypatch.setattr(WorkScreen, "tell", lambda _self, text, **_: told.append(text))
    path, before = _inbox / "v.xlsx", records.count(filled.store, Party)
    workbook(path, [["名称", "住所"], ["架空産業株式会社", "東京都"]])
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter")
        if gone:
            path.unlink()
        else:
            workbook(path, [["名称", "住所"], ["架空商事株式会社", "大阪府"]])
        await person.press("f2", "enter")
        assert isinstance(person.app.screen, PreviewScreen)
    assert records.count(filled.store, Party) == before
    assert any("確認したときから変わっています" in text for text in told), told


async def test_a_place_keeps_its_row_number(filled: Desk, _inbox: Path) -> None:
    """Of a sheet with a long name the name is shortened."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "重要維持管理等の委託"
    equipment = records.select(filled.store, Equipment)[0]
    heading, wrong = (
        ["委託の名称", "委託先", "対象設備", "開始日"],
        ["架空保守", "どこにもない会社", equipment.product, "十"],
    )
    for row in (heading, *[[None]] * 7, wrong):
        sheet.append(row)
    book.save(_inbox / "v.xlsx")
    async with at_the_screen(filled) as person:
        await person.press("f5")
        await person.type("v.xlsx")
        await person.press("enter")
        line = next(line for line in person.text.splitlines() if "不受理" in line and "重要維持" in line)
        assert "… 9 " in line, line


async def test_times_are_those_of_japan(filled: Desk, _inbox: Path) -> None:
    """Late in the evening in UTC it is the next day already."""
    evening = replace(filled, clock=lambda: datetime(2027, 11, 22, 16, 30, tzinfo=UTC))
    workbook(_inbox / "v.xlsx", [["名称", "住所"], ["架空産業株式会社", "東京都"], ["架空商事株式会社", "大阪府"]])
    found = import_workbook.preview(evening, _inbox / "v.xlsx")
    import_workbook.commit(evening, found)
    async with at_the_screen(filled) as person:
        assert "最終取込 2027-11-23　v.xlsx　新規・変更 2 行" in person.text
        await person.press("f5")
        assert "2027-11-23 01:30" in person.text
        await person.press("escape", "f7")
        assert "2027-11-23 01:30" in person.text


async def test_home_tells_of_the_last_import_that_stands(filled: Desk, _inbox: Path) -> None:
    """One that was taken back is none, and rows that were the same already are not counted."""
    rows = [["名称", "住所"], ["架空産業株式会社", "東京都"], ["架空商事株式会社", "大阪府"]]
    for number, more in enumerate(([], [["架空電機株式会社", "京都府"]])):
        workbook(_inbox / f"{number}.xlsx", [*rows, *more])
        import_workbook.commit(filled, import_workbook.preview(filled, _inbox / f"{number}.xlsx"))
    async with at_the_screen(filled) as person:
        assert "1.xlsx　新規・変更 1 行" in person.text
        last = next(one for one in trail.imports(filled) if one.receipt.file == "1.xlsx")
        import_workbook.undo_import(filled, last.receipt.id)
        await person.press("f5", "escape")
        assert "0.xlsx　新規・変更 2 行" in person.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("downs", "name"), [(2, "r.xlsx"), (2, "r.html"), (3, "p.zip"), (4, "d.ics")])
async def test_what_was_counted_is_said_in_words(filled: Desk, _inbox: Path, lang: Lang, downs: int, name: str) -> None:
    """Every table of every file that can be written has a name in both languages."""
    async with at_the_screen(filled, lang, "160x45") as person:
        await person.press("f6", *["down"] * downs, *["enter"] * (1 + (downs == 3)), "ctrl+u")
        await person.type(name)
        await person.press("enter")
        assert name in person.text
        assert "⟦" not in person.text
        assert not re.search(r"\b(operators|lines|sources|next|suppliers|open) \d", person.text) or lang == "en"


async def test_files_go_to_the_documents_and_then_where_the_last_went(filled: Desk, _inbox: Path) -> None:
    """Not into whatever folder the terminal happened to be in."""
    other = _inbox / "届出"
    other.mkdir()
    async with at_the_screen(filled) as person:
        await person.press("f6", "down", "enter")
        assert "~/Documents/inventory-20271123.xlsx" in person.text
        await person.press("ctrl+u")
        await person.type("届出/a.xlsx")
        await person.press("enter")
        assert (other / "a.xlsx").is_file()
        await person.press("enter")
        assert "~/Documents/届出/inventory-20271123.xlsx" in person.text


async def test_the_history_names_what_a_record_names(filled: Desk) -> None:
    """A link is shown by its title, not by its id."""
    async with at_the_screen(filled, size="160x45") as person:
        await person.press("f7")
        assert "基準日の回答" in person.text
        assert not re.search(r"(party|snapshot|equipment|operator)_[a-z0-9]{6}", person.text)
