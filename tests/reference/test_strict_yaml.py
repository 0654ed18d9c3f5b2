"""Every refusal of the strict reader has one bad file whose first line says ``# line | field | message``."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from hospital_onboard.reference.strict_yaml import SeedError, load

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


class Item(BaseModel):
    label: str


class Sample(BaseModel):
    name: str
    code: str
    count: int
    flag: bool
    kind: Literal["emr", "icu"]
    day: date
    items: tuple[Item, ...]


class Words(BaseModel):
    words: list[str | int | bool | None]


class Typed(BaseModel):
    day: date
    share: Decimal


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_at_its_place(path: Path) -> None:
    first = path.read_bytes().split(b"\n", 1)[0].decode()
    line, field, message = (part.strip() for part in first.removeprefix("#").split("|"))
    with pytest.raises(SeedError) as refusal:
        load(path, Sample)
    error = refusal.value
    assert (error.line, error.field) == (int(line), field)
    assert message in error.message
    assert str(error).startswith(f"{path}:{line}: ")


def write(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_is_not_there_is_a_seed_error(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"nowhere\.yaml:0: "):
        load(tmp_path / "nowhere.yaml", Sample)


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "name: 1\ncode: 2\ncount: 3\nflag: true\nkind: emr\nday: 2026-11-23\nitems: []\nmore: 1\n")
    with pytest.raises(SeedError) as refusal:
        load(path, Sample)
    assert [line.split(":")[1] for line in str(refusal.value).splitlines()] == ["1", "2", "8"]
    assert len(refusal.value.also) == 2


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No",
        "NO",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "True",
        "FALSE",
        "Null",
        "NULL",
        "~",
        "0123",
        "0o17",
        "0x1F",
        "00",
        "12:30",
        "1_000",
        "1.5",
        "1e3",
        ".inf",
        "+1",
        "2026-11-23",
        "2026-11-23T10:00:00Z",
        "=",
        "9" * 19,
    ],
)
def test_what_looks_like_something_else_stays_text(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path, f"words: [{text}]\n"), Words).words == [text]


def test_only_five_plain_forms_are_typed(tmp_path: Path) -> None:
    path = write(tmp_path, "words:\n- true\n- false\n- null\n-\n- 0\n- -7\n- 42\n- '42'\n- ''\n")
    assert load(path, Words).words == [True, False, None, None, 0, -7, 42, "42", ""]


def test_the_model_turns_text_into_dates_and_decimals(tmp_path: Path) -> None:
    typed = load(write(tmp_path, "day: 2026-11-23\nshare: 33.40\n"), Typed)
    assert (typed.day, str(typed.share)) == (date(2026, 11, 23), "33.40")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert load(write(tmp_path, "\ufeffwords: [東京]\n"), Words).words == ["東京"]
