"""``filing`` and ``changes`` as a script sees them: exit codes, stdout for data, stderr for talk."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hospital_onboard.cli.run import run
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import Plan
from hospital_onboard.store import records
from hospital_onboard.work import edit
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import open_desk

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with the demonstration data."""
    path = str(tmp_path / "inventory.db")
    desk = open_desk(path, date(2027, 11, 23))
    fill(desk, hospitals=1, components=20, agency=False)
    desk.store.close()
    return path


@pytest.fixture
def call(store: str, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command; returns exit code, stdout, stderr."""

    def call(*arguments: str, on: str = "2027-11-23", lang: str = "ja") -> tuple[int, str, str]:
        code = run(["--db", store, "--lang", lang, "--on", on, *arguments])
        out, err = capsys.readouterr()
        assert "⟦" not in out + err
        assert "Traceback" not in err
        return code, out, err

    return call


def move_equipment(store: str) -> None:
    desk = open_desk(store, date(2027, 11, 23))
    plan = next(p for p in records.select(desk.store, Plan) if p.title == "電子カルテの更新")
    equipment = records.get(desk.store, Equipment, plan.equipment)
    assert edit.save(desk, Equipment, equipment, {"place_installed": "埼玉県"}).seq is not None
    desk.store.close()


def test_a_filing_that_is_not_ready_is_refused_and_says_what_is_open(call: Call) -> None:
    code, out, err = call("filing", "record", "電子カルテの更新")
    assert (code, out) == (2, "")
    assert "--incomplete" in err
    assert len(err.splitlines()) > 1
    code, out, _ = call("filing", "record", "電子カルテの更新", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "filing-incomplete")


def test_a_filing_is_recorded_listed_and_shown(call: Call) -> None:
    code, out, err = call("filing", "record", "電子カルテの更新", "--on", "R9.11.20", "--incomplete", "--json")
    recorded = json.loads(out)
    assert (code, recorded["schema"]) == (0, "hospital-onboard/filing-record/1")
    assert (recorded["filing"]["filed_on"], recorded["filing"]["complete"]) == ("2027-11-20", False)
    assert str(recorded["filing"]["open"]) in err
    assert json.loads(call("filing", "list", "--json")[1])["filings"] == [recorded["filing"]]
    shown = json.loads(call("filing", "show", recorded["filing"]["id"], "--json")[1])
    assert shown["content"]["schema"] == "hospital-onboard/filing/1"
    assert shown["filing"] == recorded["filing"]
    code, out, _ = call("filing", "show", "電子カルテの更新")
    assert (code, recorded["filing"]["id"] in out) == (0, True)
    code, out, err = call("filing", "list", lang="en")
    assert "2027-11-20" in out


def test_the_same_day_twice_is_refused(call: Call) -> None:
    assert call("filing", "record", "電子カルテの更新", "--incomplete")[0] == 0
    code, _, err = call("filing", "record", "電子カルテの更新", "--incomplete")
    assert (code, "2027-11-23" in err) == (2, True)


def test_changes_end_with_1_when_something_is_owed(call: Call, store: str) -> None:
    code, out, err = call("changes")
    assert (code, out) == (0, "")
    assert "filing record" in err
    call("filing", "record", "電子カルテの更新", "--incomplete")
    code, out, _ = call("changes")
    assert code == 0
    assert "変わったところはありません" in out
    move_equipment(store)
    code, out, err = call("changes")
    assert code == 1
    assert "埼玉県" in out
    assert "様式第7（一）" in out
    assert "仮定" in out
    assert "添付を省けます" in out
    assert "施行日は定まっていません" in err
    code, out, _ = call("changes", "--json")
    said = json.loads(out)
    assert (code, said["schema"]) == (1, "hospital-onboard/changes/1")
    assert [c["class"] for c in said["changes"]] == ["material"]
    assert json.loads(call("changes", "--json", lang="en")[1])["changes"][0]["class"] == "material"


def test_before_the_filing_there_is_nothing_to_compare(call: Call, store: str) -> None:
    call("filing", "record", "電子カルテの更新", "--incomplete")
    move_equipment(store)
    code, out, _ = call("changes", "--json", on="2027-11-22")
    assert (code, json.loads(out)["changes"]) == (0, [])


def test_after_the_introduction_a_move_asks_for_nothing(call: Call, store: str) -> None:
    call("filing", "record", "電子カルテの更新", "--incomplete")
    move_equipment(store)
    code, out, _ = call("changes", "--json", on="2030-01-01")
    [change] = json.loads(out)["changes"]
    assert (code, change["class"], change["stage"]) == (0, "nothing", "introduced")
    assert "--all" in call("changes", on="2030-01-01")[1]
    assert "埼玉県" in call("changes", "--all", on="2030-01-01")[1]


def test_an_unknown_operator_ends_with_2(call: Call) -> None:
    assert call("changes", "--operator", "nobody")[0] == 2
