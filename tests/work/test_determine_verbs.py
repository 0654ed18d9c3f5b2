"""The verbs determine, assume and calendar as a script sees them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hospital_onboard.cli.run import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    call("demo")
    return call


def test_a_plan_is_determined_by_its_title_or_id(call: Call) -> None:
    code, out, err = call("determine", "電子カルテの更新")
    assert (code, err) == (0, "")
    assert out.startswith("判定：電子カルテの更新（青葉大学病院（架空））")
    shape = json.loads(call("determine", "電子カルテの更新", "--json")[1])
    assert (shape["schema"], shape["outcome"]) == ("hospital-onboard/determine/1", "not_in_force")
    assert json.loads(call("determine", shape["plan"], "--json", "--regime", "act-2024")[1])["regime"] == "act-2024"


def test_regimes_are_compared(call: Call) -> None:
    code, out, _ = call("determine", "電子カルテの更新", "--regime", "all")
    assert code == 0
    assert all(view in out for view in ("act-2024", "act-2026-07", "act-2026-09", "medical", "proposal"))
    two = call("determine", "電子カルテの更新", "--regime", "medical", "--regime", "proposal", "--json")[1]
    assert [one["regime"] for one in json.loads(two)["regimes"]] == ["medical", "proposal"]


def test_what_cannot_be_determined_is_refused_with_a_way_out(call: Call) -> None:
    code, out, err = call("determine", "ない計画", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "no-such-plan")
    code, out, err = call("determine", "電子カルテの更新", "--regime", "act-1999", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "no-such-regime")
    assert "act-2024" in err


def test_assumptions_are_set_listed_used_and_cleared(call: Call) -> None:
    code, out, err = call("assume", "commencement=2027-10-01", "designation=2027-12-01")
    assert (code, out) == (0, "")
    assert "医療分野の施行日 = 2027-10-01" in err
    assert "commencement         2027-10-01  医療分野の施行日" in call("assume")[1]
    shape = json.loads(call("determine", "電子カルテの更新", "--json")[1])
    assert shape["outcome"] == "applies"
    assert {"id": "commencement", "value": "2027-10-01", "text": "医療分野の施行日"} in shape["assumptions"]
    assert call("assume", "--clear", "commencement", "--clear", "designation")[0] == 0
    listed = json.loads(call("assume", "--json")[1])
    assert [one["value"] for one in listed["assumptions"]] == [None] * len(listed["assumptions"])
    code, _, err = call("assume", "phase=1")
    assert code == 2
    assert "commencement" in err
    assert call("assume", "designation=2027-12-01", "--clear", "commencement")[0] == 2


def test_the_calendar_is_written(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "deadlines.ics"
    code, said, err = call("calendar", str(out), "--operator", "青葉大学病院（架空）")
    assert (code, said) == (0, "")
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert str(out.read_bytes().count(b"BEGIN:VEVENT")) in err
