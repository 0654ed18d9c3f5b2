"""Somebody who has never seen the program, from an empty store to a report, by the keys it shows."""

from pathlib import Path

import openpyxl
import pytest
from screen_text import SIZES, Person, at_the_screen

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.sheets import FIRST_DATA_ROW, KEY_ROW
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work import browse, trail, who
from hospital_onboard.work.desk import Desk

EQUIPMENT = ("架空カルテ", "架空手術システム", "架空ICUシステム")
COMPONENTS = (("サーバー", "HX-900", "12"), ("データベース", "Cassiopeia 5", "1"), ("端末", "端末 A", "十"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_from_an_empty_store_to_a_report(desk: Desk, _inbox: Path, lang: Lang, size: str, update: bool) -> None:
    """The whole way, with a picture of every step."""
    async with at_the_screen(desk, lang, size, update=update) as person:
        await choose_hospital(person, desk, size)
        await register_equipment(person, desk, size)
        await write_own_lists(person, _inbox, size)
        fill_in(_inbox / "lists.xlsx")
        await take_it_in(person, desk, size)
        await write_report(person, _inbox, size)


async def choose_hospital(person: Person, desk: Desk, size: str) -> None:
    """Search, look at the sources, begin."""
    person.sees("newcomer-01-who", size)
    await person.type("tohoku univ")
    person.sees("newcomer-02-found", size)
    await person.press("enter")
    person.sees("newcomer-03-confirm", size)
    await person.press("enter")
    person.sees("newcomer-04-home-empty", size)
    operator = who.current(desk)
    assert operator is not None
    assert (operator.name, operator.code) == ("東北大学病院", "0418010146")


async def register_equipment(person: Person, desk: Desk, size: str) -> None:
    """One equipment in each group."""
    for number, name in enumerate(EQUIPMENT):
        await person.press(*["right"] * bool(number), "enter")
        if not number:
            person.sees("newcomer-05-product", size)
        await person.type(name)
        await person.press("enter")
        if not number:
            person.sees("newcomer-06-walk", size)
        await person.press("escape")
    person.sees("newcomer-07-home-three", size)
    operator = who.current(desk)
    assert operator is not None
    found = {e.group: e.product for e in browse.equipment(desk, operator.id)}
    assert found == dict(zip(("emr", "surgery", "icu"), EQUIPMENT, strict=True))


async def write_own_lists(person: Person, inbox: Path, size: str) -> None:
    """A workbook to fill in."""
    await person.press("f6", "down", "enter", "ctrl+u")
    await person.type("lists.xlsx")
    await person.press("enter")
    assert (inbox / "lists.xlsx").is_file()
    person.sees("newcomer-08-lists-written", size)
    await person.press("escape")


def fill_in(path: Path) -> None:
    """What the hospital types into its spreadsheet program; the last row has a count nobody can read."""
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if str(s.cell(KEY_ROW, 1).value).startswith("component."))
    columns = {str(cell.value).removeprefix("component."): cell.column for cell in sheet[KEY_ROW] if cell.value}
    for row, (layer, product, quantity) in enumerate(COMPONENTS, start=FIRST_DATA_ROW):
        for name, value in (
            ("equipment", EQUIPMENT[0]),
            ("layer", layer),
            ("product", product),
            ("quantity", quantity),
        ):
            sheet.cell(row, columns[name]).value = value
    book.save(path)


async def take_it_in(person: Person, desk: Desk, size: str) -> None:
    """Look first, then import what can be taken."""
    await person.press("f5")
    await person.type("lists.xlsx")
    person.sees("newcomer-09-import", size)
    await person.press("enter")
    person.sees("newcomer-10-preview", size)
    assert records.count(desk.store, Component) == 0
    await person.press("f2")
    person.sees("newcomer-11-accept", size)
    await person.press("enter")
    person.sees("newcomer-12-receipt", size)
    await person.press("enter")
    person.sees("newcomer-13-home-imported", size)
    assert {c.product for c in records.select(desk.store, Component)} == {"HX-900", "Cassiopeia 5"}
    assert [one.receipt.counts["new"] for one in trail.imports(desk)] == [2]


async def write_report(person: Person, inbox: Path, size: str) -> None:
    """What is there and who owes what."""
    await person.press("f6", "down", "down", "enter", "ctrl+u")
    await person.type("report.html")
    await person.press("enter")
    assert "東北大学病院" in (inbox / "report.html").read_text(encoding="utf-8") or person.app.lang == "en"
    assert (inbox / "report.html").stat().st_size > 1000
    person.sees("newcomer-14-report-written", size)
