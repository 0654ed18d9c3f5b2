"""Handing data on and taking it in, at the screen: what leaves and what changes is seen before it is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from screen_text import SIZES, Person, at_the_screen
from textual.widgets import Input

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.operator import Operator
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.work import bundle_keys, edit, export_bundle, merge_bundle, trail
from hospital_onboard.work.desk import Desk


async def go(person: Person) -> None:
    await person.press("ctrl+p")
    await person.type("bundles")
    await person.press("enter")


async def fill_in(person: Person, text: str) -> None:
    """Write over what a question suggests."""
    person.app.screen.query_one(Input).value = text
    await person.press("enter")


def written(desk: Desk, path: Path) -> Path:
    """A bundle of the whole store for this office's own key."""
    leaving = export_bundle.preview(desk, export_bundle.operators_of(desk, []))
    export_bundle.write(desk, leaving, path, [bundle_keys.keys(desk).recipient])
    return path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_there_is_to_do(filled: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(filled, lang, size, update=update) as person:
        await go(person)
        assert "⟦" not in person.text
        assert person.app.screen.query_one(KeyLine).left_out == 0
        person.sees("bundles", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_leaves_is_said_first(filled: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(filled, lang, size, update=update) as person:
        await go(person)
        await person.press("enter", "down", "enter")
        person.sees("bundles-leaving", size)


async def test_a_bundle_is_written_for_the_recipient_only(filled: Desk, _inbox: Path) -> None:
    recipient = bundle_keys.keys(filled).recipient
    async with at_the_screen(filled) as person:
        await go(person)
        await person.press("enter", "enter", "y")
        await fill_in(person, recipient)
        await fill_in(person, str(_inbox / "out.hob"))
        assert "束を書きました" in person.text
        assert "SHA256:" in person.text
    assert (_inbox / "out.hob").read_bytes().startswith(b"age-encryption.org/v1")
    assert trail.entries(filled)[0][0].action == "export-bundle"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_came_is_seen_before_it_is_taken(
    filled: Desk, make_desk: Callable[..., Desk], _inbox: Path, lang: Lang, size: str, update: bool
) -> None:
    path, bureau = written(filled, _inbox / "in.hob"), make_desk("bureau")
    async with at_the_screen(bureau, lang, size, update=update) as person:
        await person.press("escape")
        await go(person)
        await person.press("down", "enter")
        await fill_in(person, str(path))
        assert "⟦" not in person.text
        person.sees("bundle-preview", size)
        assert records.count(bureau.store, Operator) == 0
        await person.press("f2")
        assert "SHA256:" in person.text
        await person.press("y")
        assert records.count(bureau.store, Operator) == 1
        person.sees("bundle-taken", size)
    assert records.count(bureau.store, Component) == records.count(filled.store, Component)


async def test_a_bundle_that_is_here_already_says_so(
    filled: Desk, make_desk: Callable[..., Desk], _inbox: Path
) -> None:
    path, bureau = written(filled, _inbox / "in.hob"), make_desk("bureau")
    merge_bundle.commit(bureau, merge_bundle.look(bureau, path))
    async with at_the_screen(bureau) as person:
        await person.press("escape")
        await go(person)
        await person.press("down", "enter")
        await fill_in(person, str(path))
        assert "すべて取り込み済み" in person.text


async def test_a_changed_key_is_asked_about(filled: Desk, make_desk: Callable[..., Desk], _inbox: Path) -> None:
    bureau = make_desk("bureau")
    merge_bundle.commit(bureau, merge_bundle.look(bureau, written(filled, _inbox / "one.hob")))
    part = records.select(filled.store, Component)[0]
    edit.save(filled, Component, part, {"version": "99"})
    (bundle_keys.keys(filled).folder / "bundle-sending").unlink()
    path = written(filled, _inbox / "two.hob")
    async with at_the_screen(bureau) as person:
        await person.press("escape")
        await go(person)
        await person.press("down", "enter")
        await fill_in(person, str(path))
        assert "鍵が前と違います" in person.text
        await person.press("y", "f2", "y")
    changed = records.get(bureau.store, Component, part.id)
    assert changed is not None
    assert changed.version == "99"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_conflicts_show_both_values(
    filled: Desk, make_desk: Callable[..., Desk], _inbox: Path, lang: Lang, size: str, update: bool
) -> None:
    bureau = make_desk("bureau")
    merge_bundle.commit(bureau, merge_bundle.look(bureau, written(filled, _inbox / "one.hob")))
    part = records.select(filled.store, Component)[0]
    for desk, version in ((bureau, "局の版"), (filled, "病院の版")):
        stored = records.get(desk.store, Component, part.id)
        edit.save(desk, Component, stored, {"version": version})
    merge_bundle.commit(bureau, merge_bundle.look(bureau, written(filled, _inbox / "two.hob")))
    async with at_the_screen(bureau, lang, size, update=update) as person:
        await person.press("escape")
        await go(person)
        await person.press("down", "down", "enter")
        assert "局の版" in person.text
        assert "病院の版" in person.text
        person.sees("conflicts", size)
