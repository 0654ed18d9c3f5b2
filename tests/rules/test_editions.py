"""Editions: everything in a folder as entries, what stands in it on a day, and how two editions differ."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from hospital_onboard import places
from hospital_onboard.rules.edition.editions import Difference, Edition, compare, compare_days, read_edition
from hospital_onboard.rules.edition.entries import Entry

SHIPPED = places.seed_data() / "regimes" / "espa"


@pytest.fixture(scope="module")
def shipped() -> Edition:
    return read_edition(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "espa"))


def put(folder: Path, file: str, find: str, replacement: str) -> None:
    target = folder / file
    text = target.read_text(encoding="utf-8")
    assert find in text
    target.write_text(text.replace(find, replacement, 1), encoding="utf-8")


def test_every_entry_is_there_once_with_its_source(shipped: Edition) -> None:
    keys = [(entry.kind, entry.id) for entry in shipped.entries]
    assert len(set(keys)) == len(keys)
    assert {entry.kind for entry in shipped.entries} == {
        "parameter",
        "table",
        "duty",
        "change",
        "requirement",
        "instrument",
        "view",
    }
    for entry in shipped.entries:
        assert (SHIPPED / entry.file).is_file()
        assert entry.history
        assert entry.checked_on is not None
        if entry.kind != "view":
            assert all(held.source is not None and held.standing is not None for held in entry.history)


def test_an_entry_says_what_holds_on_a_day(shipped: Edition) -> None:
    for entry in shipped.entries:
        for held in entry.history:
            if held.first_day is not None:
                assert entry.at(held.first_day) is held
                assert entry.at(held.first_day - timedelta(days=1)) is not held
            if held.last_day is not None:
                assert entry.at(held.last_day) is held
                assert entry.at(held.last_day + timedelta(days=1)) is not held


def test_an_entry_without_days_always_holds(shipped: Edition) -> None:
    requirement = next(entry for entry in shipped.entries if entry.kind == "requirement")
    assert requirement.at(date(1970, 1, 1)) is requirement.history[0]


def test_the_same_edition_has_no_differences(folder: Path, shipped: Edition) -> None:
    assert compare(SHIPPED, folder) == ()
    assert read_edition(folder).digest == shipped.digest


@pytest.mark.parametrize(
    ("file", "find", "replacement", "entry", "field", "old", "new"),
    [
        (
            "parameters/waiting_period.yaml",
            "value: 30",
            "value: 45",
            "waiting_period",
            "values.2024-05-17.value",
            "30",
            "45",
        ),
        ("tables/share_bands.yaml", '"1/3"', '"2/5"', "share_bands", "values.2023-11-17.value.1", "1/3", "2/5"),
        ("changes.yaml", "    ask: true\n", "    ask: false\n", "another_plan", "rows.ask", "true", "false"),
        (
            "regime.yaml",
            'checked_on: "2026-11-23"',
            'checked_on: "2026-12-01"',
            "espa",
            "checked_on",
            "2026-11-23",
            "2026-12-01",
        ),
    ],
)
def test_one_changed_value_is_one_difference(
    folder: Path, file: str, find: str, replacement: str, entry: str, field: str, old: str, new: str
) -> None:
    put(folder, file, find, replacement)
    [found] = compare(SHIPPED, folder)
    assert found == Difference(file, entry, field, old, new)
    assert compare(folder, SHIPPED) == (Difference(file, entry, field, new, old),)
    assert read_edition(folder).digest != read_edition(SHIPPED).digest


def test_a_new_entry_moves_no_other(folder: Path) -> None:
    text = (folder / "changes.yaml").read_text(encoding="utf-8")
    start, end = text.index("  - id: component_version"), text.index("  - id: place_of_manufacture")
    moved = text[:start] + text[end:]
    (folder / "changes.yaml").write_text(moved.replace("rows:\n", "rows:\n" + text[start:end], 1), encoding="utf-8")
    assert compare(SHIPPED, folder) == ()
    (folder / "changes.yaml").write_text(moved, encoding="utf-8")
    gone = compare(SHIPPED, folder)
    assert {(d.entry, d.new) for d in gone} == {("component_version", None)}


def test_a_comment_is_another_edition_without_a_difference(folder: Path, shipped: Edition) -> None:
    put(folder, "changes.yaml", "rows:\n", "# looked at again\nrows:\n")
    assert compare(SHIPPED, folder) == ()
    assert read_edition(folder).digest != shipped.digest


def test_a_second_value_shows_between_two_days(folder: Path) -> None:
    later = """  - from: "2027-04-01"
    value: 45
    standing: in_force
    source:
      instrument: espa
      article: 第52条第3項
      edition: "2027-04-01"
      quote: 四十五日
      read_on: "2027-04-01"
      confidence: C
recommended: []"""
    put(folder, "parameters/waiting_period.yaml", "recommended: []", later)
    edition = read_edition(folder)
    first = date(2027, 4, 1)
    assert compare_days(edition, first, first + timedelta(days=400)) == ()
    day_before = first - timedelta(days=1)
    assert compare_days(edition, day_before, first) == (
        Difference("parameters/waiting_period.yaml", "waiting_period", "value", "30", "45"),
    )
    waiting = next(e for e in edition.entries if e.kind == "parameter" and e.id == "waiting_period")
    assert [told(waiting, day) for day in (day_before, first, first + timedelta(days=1))] == ["30", "45", "45"]


def told(entry: Entry, day: date) -> str | None:
    held = entry.at(day)
    assert held is not None
    return held.value if isinstance(held.value, str) else None


def test_what_begins_between_two_days_was_nothing_before(shipped: Edition) -> None:
    found = compare_days(shipped, date(2024, 5, 16), date(2024, 5, 17))
    waiting = [d for d in found if d.entry == "waiting_period"]
    assert [(d.field, d.old, d.new) for d in waiting] == [
        ("value", None, "30"),
        ("standing", None, "in_force"),
        ("source", None, "経済安全保障推進法 第52条第3項"),
    ]
