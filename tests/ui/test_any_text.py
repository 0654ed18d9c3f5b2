"""Whatever a file or a person brought into the store: every screen opens, and nothing of it is obeyed."""

import asyncio
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from screen_text import at_the_screen

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.preview import Preview, Row
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import (
    Choice,
    Count,
    Country,
    Day,
    Line,
    Lines,
    MeasureItem,
    Percent,
    Prefecture,
    Ref,
)
from hospital_onboard.screens.preview import PreviewScreen
from hospital_onboard.screens.reading import Reading
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.store.saving import save
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk

DAY = date(2027, 11, 23)
WAYS = (
    ("f2", "enter"),
    ("f2", *["down"] * 2, "enter", "down"),
    ("f2", *["down"] * 5, "enter", "down"),
    ("f2", *["down"] * 6, "enter", "down"),
    ("f2", *["down"] * 8, "enter", "down"),
    ("f3", "f6", "right", "down"),
    ("f3", "enter"),
    ("f4", "enter", *["down"] * 4),
    ("f4", "f6"),
    ("f7",),
    ("b",),
    ("ctrl+p",),
    # The map and, from there on, what is behind it.
    ("f9", "f9"),
    ("f3", "enter"),
    ("f6",),
    ("f7", "down", "enter"),
    ("f10",),
)
#: Fields that do not take any text at all.
_FIXED = {("role_fact", "said"): "602"}
_VALUES: dict[type[object], object] = {
    Day: DAY,
    Count: 3,
    Percent: Decimal("12.5"),
    Country: "JP",
    Prefecture: "13",
    MeasureItem: "I-1-1",
}
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(texts)
@example("[/b] [b + [@click=app.leave]x[/]")
@example("\x1b[31m\x07\r\n\t\x00\u202e逆\u2066か\u3099葛\U000e0100👨‍👩‍👧")
@settings(max_examples=2)
def test_every_screen_opens(text: str) -> None:
    """One record of every kind, with the text in each of its text fields."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(sqlite_url(Path(folder) / "any.db"))
        desk = Desk(store, "hanako", DAY, lambda: datetime(2027, 11, 23, 3, 0, tzinfo=UTC))
        made = [record_of(kind, text) for kind in KINDS.values()]
        twin = made[1].changed(id="party_twin")
        save(store, [Change(None, record) for record in [*made, twin]], desk.stamp(text, source=text))
        who.choose(desk, made[0].id)
        asyncio.run(visit(desk, text, made))
        store.close()


def record_of(kind: type[Record], text: str) -> Record:
    """A record whose every field is answered, every text with this one."""
    values = {name: value_of(kind, name, text) for name in kind.asked() if (kind.kind, name) != ("component", "parent")}
    if kind.kind == "subcontract":
        values["parent"] = None
    return kind.model_validate({"id": f"{kind.kind}_only", "origin": {"*": "form"}, **values})


def value_of(kind: type[Record], name: str, text: str) -> object:
    """Something that fits the field."""
    if (kind.kind, name) in _FIXED:
        return _FIXED[kind.kind, name]
    shape = shape_of(kind, name)
    if isinstance(shape, Line | Lines):
        return text
    if isinstance(shape, Choice):
        return shape.codes[0]
    if isinstance(shape, Ref):
        return f"{shape.kinds[0]}_only"
    return _VALUES.get(type(shape), "{}" if is_required(kind, name) else None)


async def visit(desk: Desk, text: str, made: list[Record]) -> None:
    """Open everything; a screen that fails would end the program."""
    async with at_the_screen(desk) as person:
        for way in WAYS:
            await person.press(*way)
            assert_harmless(person.text)
            while len(person.app.screen_stack) > 1:
                person.app.pop_screen()
                await person.settle()
        for name in ("evidence", "packet", "consultations"):
            person.app.go(name, **({} if name == "evidence" else {"plan_id": "plan_only"}))
            await person.settle()
            assert_harmless(person.text)
            while len(person.app.screen_stack) > 1:
                person.app.pop_screen()
                await person.settle()
        place = Place(text, text, 3, "C", text)
        row = Row(
            text,
            3,
            "party",
            "changed",
            text,
            Change(made[1], made[1].changed(address="x")),
            (Issue("conflict", place, text, {"stored": text}),),
        )
        person.app.push_screen(PreviewScreen(Reading(Path("x.xlsx")), Preview(text, "0" * 64, "", None, (row,))))
        await person.settle()
        assert_harmless(person.text)
        assert person.app.is_running


def assert_harmless(seen: str) -> None:
    """No control code and no change of direction reaches the terminal."""
    bad = {c for c in seen if (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066"}
    assert not bad, bad
