"""The rules themselves, as the Rules screen and the command line get them."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard import places
from hospital_onboard.cli.run import run
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work import lawbook

ON = date(2027, 11, 23)
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shipped = places.seed_data() / "regimes" / "espa"
    return Path(shutil.copytree(shipped, tmp_path / "espa"))


def put(folder: Path, file: str, find: str, replacement: str) -> None:
    target = folder / file
    text = target.read_text(encoding="utf-8")
    assert find in text
    target.write_text(text.replace(find, replacement, 1), encoding="utf-8")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Run ``rules …``; these verbs must not make a store."""

    def call(*arguments: str, lang: str = "ja") -> tuple[int, str, str]:
        store = tmp_path / "store" / "inventory.db"
        code = run(["--db", str(store), "--lang", lang, "--on", "2027-11-23", "rules", *arguments])
        out, err = capsys.readouterr()
        assert not store.exists()
        assert "⟦" not in out + err
        return code, out, err

    return call


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", [date(2020, 1, 1), ON])
def test_every_entry_is_in_words_on_every_day(lang: Lang, day: date) -> None:
    book = lawbook.book(day, lang)
    for entry in book.entries:
        texts = [book.label(entry), book.value(entry), *(book.said(entry, held) for held in entry.history)]
        texts += book.conditions(entry)
        assert all(texts)
        assert not any(mark in text for text in texts for mark in "⟦{}")


def test_a_number_in_a_text_is_that_of_the_law_day(folder: Path) -> None:
    before = lawbook.book(ON, "ja", folder)
    put(folder, "parameters/waiting_period.yaml", "value: 30", "value: 45")
    after = lawbook.book(ON, "ja", folder)
    duty = lawbook.one("duty:blocked_period", folder)
    assert ("30日" in before.value(duty), "45日" in after.value(duty)) == (True, True)
    assert after.value(lawbook.one("waiting_period", folder)) == "45日"


def test_before_its_first_day_nothing_is_in_force() -> None:
    shown = lawbook.book(date(2024, 5, 16), "ja").to_json(lawbook.one("waiting_period"))
    assert (shown["in_force"], shown["value"]) == (False, None)
    shown = lawbook.book(date(2024, 5, 17), "ja").to_json(lawbook.one("waiting_period"))
    assert (shown["in_force"], shown["value"], shown["from"]) == (True, 30, "2024-05-17")


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (lambda: lawbook.one("no_such"), "no-such-rule"),
        (lambda: lawbook.one("duty:waiting_period"), "no-such-rule"),
        (lambda: lawbook.edition("nowhere"), "no-such-rules"),
    ],
)
def test_what_is_not_there_is_refused(work: Callable[[], object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        work()
    assert refused.value.code == code


def test_an_id_of_two_kinds_needs_its_kind() -> None:
    with pytest.raises(Refusal) as refused:
        lawbook.one("place_of_manufacture")
    assert refused.value.code == "which-rule"
    assert refused.value.where == "duty:place_of_manufacture, change:place_of_manufacture"
    assert lawbook.one("change:place_of_manufacture").kind == "change"


def test_stale_is_what_was_checked_before_the_span() -> None:
    checked = lawbook.one("waiting_period").checked_on
    assert checked == date(2026, 11, 23)
    day_before, on, after = date(2027, 2, 22), date(2027, 2, 23), date(2027, 2, 24)
    found = {day: lawbook.stale(day, 3) for day in (day_before, on, after)}
    assert [any(s.entry.id == "waiting_period" for s in found[day]) for day in found] == [False, False, True]


def test_list_gives_every_value_with_its_source(call: Call) -> None:
    code, out, err = call("list", "--json")
    said = json.loads(out)
    assert (code, said["schema"], said["on"]) == (0, "hospital-onboard/rules-list/1", "2027-11-23")
    assert len(said["digest"]) == 64
    by_id = {f"{e['kind']}:{e['id']}": e for e in said["entries"]}
    waiting = by_id["parameter:waiting_period"]
    assert {"value", "unit", "source", "standing", "checked_on"} <= set(waiting)
    assert waiting["source"] == {"document": "経済安全保障推進法", "article": "第52条第3項", "confidence": "C"}
    assert by_id["table:share_bands"]["value"] == "1/4 · 1/3 · 1/2"
    code, out, err = call("list", "--kind", "table")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "施行日は定まっていません" in err


def test_list_on_another_day(call: Call) -> None:
    said = json.loads(call("list", "--kind", "parameter", "--on", "R6.5.16", "--json")[1])
    assert {e["id"]: e["value"] for e in said["entries"]}["waiting_period"] is None


def test_show_gives_history_quotes_and_recommendations(call: Call) -> None:
    said = json.loads(call("show", "holder_window", "--json")[1])
    assert said["schema"] == "hospital-onboard/rules-show/1"
    entry = said["entry"]
    assert [held["value"] for held in entry["history"]] == [2]
    assert [(held["value"], held["standing"]) for held in entry["recommended"]] == [(6, "proposed")]
    code, out, _ = call("show", "waiting_period", lang="en")
    assert code == 0
    assert "30 days" in out
    assert "「主務大臣が当該届出を受理した日から起算して三十日を経過する日までは」" in out


def test_check_says_what_it_read(call: Call, folder: Path) -> None:
    said = json.loads(call("check", "--json")[1])
    assert said["schema"] == "hospital-onboard/rules-check/1"
    assert said["counts"]["parameter"] > 0
    assert call("check", "--folder", str(folder))[0] == 0


@pytest.mark.parametrize(
    ("file", "find", "replacement"),
    [
        ("parameters/paper_age.yaml", "unit: month", "unit: month\nuprating: yearly"),
        ("parameters/paper_age.yaml", "unit: month", "unit: month\nunit: day"),
        ("parameters/paper_age.yaml", '"2023-11-17"', '"2023-11-40"'),
        ("requirements.yaml", "instrument: espa, article: 第52条第1項,", "instrument: gone, article: 第52条第1項,"),
        ("changes.yaml", "    form: component_report\n", "    form: gone\n"),
    ],
    ids=["unknown key", "key twice", "impossible date", "reference without a value", "form without an entry"],
)
def test_check_refuses_with_3_and_names_file_and_line(
    call: Call, folder: Path, file: str, find: str, replacement: str
) -> None:
    put(folder, file, find, replacement)
    code, out, err = call("check", "--folder", str(folder))
    assert (code, out) == (3, "")
    lines = [line for line in err.splitlines() if line.startswith(str(folder / file))]
    assert lines
    assert all(int(line.removeprefix(f"{folder / file}:").split(":")[0]) > 0 for line in lines)
    code, out, _ = call("check", "--folder", str(folder), "--json")
    assert code == 3
    error = json.loads(out)["error"]
    assert (error["code"], str(folder / file) in error["where"]) == ("rules-broken", True)


def test_diff_of_editions(call: Call, folder: Path) -> None:
    code, out, err = call("diff", str(folder))
    assert (code, out, err) == (0, "", "差は 0 件です。\n")
    put(folder, "parameters/waiting_period.yaml", "value: 30", "value: 45")
    code, out, _ = call("diff", "espa", str(folder), "--json")
    said = json.loads(out)
    assert (code, said["schema"]) == (1, "hospital-onboard/rules-diff/1")
    assert said["differences"] == [
        {
            "file": "parameters/waiting_period.yaml",
            "entry": "waiting_period",
            "field": "values.2024-05-17.value",
            "old": "30",
            "new": "45",
        }
    ]
    assert said["a"]["digest"] != said["b"]["digest"]


def test_diff_of_two_law_days(call: Call) -> None:
    code, out, _ = call("diff", "--on", "2024-05-16", "--and", "2024-05-17", "--json")
    said = json.loads(out)
    assert code == 1
    assert (said["a"]["on"], said["b"]["on"]) == ("2024-05-16", "2024-05-17")
    assert {d["entry"] for d in said["differences"]} >= {"waiting_period"}
    assert call("diff", "--on", "2027-01-01", "--and", "2027-01-02")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [["diff"], ["diff", "--on", "2027-01-01"], ["diff", "a", "b", "c"], ["show", "none"], ["list", "--folder", "none"]],
)
def test_a_wrong_call_ends_with_2(call: Call, arguments: list[str]) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.strip()


def test_stale_ends_with_1_when_something_was_not_checked(call: Call) -> None:
    code, out, _ = call("stale", "--months", "24", "--json")
    assert (code, json.loads(out)["entries"]) == (0, [])
    code, out, err = call("stale", "--months", "6")
    assert code == 1
    assert "2026-11-23" in out
    assert "6 か月" in err


def test_json_is_the_same_in_both_languages_but_for_texts(call: Call) -> None:
    texts = {"label", "note"}
    sides: list[list[dict[str, Any]]] = []
    for lang in LANGUAGES:
        entries = json.loads(call("list", "--json", lang=lang)[1])["entries"]
        codes = [e for e in entries if e["kind"] not in ("duty", "view")]
        sides.append([{k: v for k, v in e.items() if k not in texts} for e in codes])
    assert sides[0] == sides[1]
