"""The consultation log from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard.cli.run import run

Call = Callable[..., tuple[int, str, str]]
PLAN = "電子カルテの更新"


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command on a store with one fictional hospital."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert call("demo", "--components", "5")[0] == 0
    return call


def data(done: tuple[int, str, str]) -> Any:
    return json.loads(done[1])


def test_a_question_goes_from_asked_to_carried_and_shows_in_what_changed(call: Call, tmp_path: Path) -> None:
    (tmp_path / "packet.zip").write_bytes(b"packet")
    assert call("consultation", "since", PLAN)[0] == 0
    assert call("consultation", "handed", PLAN, str(tmp_path / "packet.zip"), "--to", "厚生局（架空）")[0] == 0
    code, out, _ = call("consultation", "add", PLAN, "購入の前に相談が要るか。", "--who", "厚生局（架空）")
    asked = out.strip()
    assert code == 0
    assert call("consultation", "carry", asked, "延期する")[0] == 2, "there is no answer yet"
    assert call("consultation", "answer", asked, "購入の前に相談してほしい。", "--on", "R9.11.23")[0] == 0
    assert call("consultation", "carry", asked, "購入を延期する", "purchase_on=R10.7.1")[0] == 0
    code, _, err = call("consultation", "carry", asked, "x", "purchase_on=R10.13.1")
    assert code == 3
    assert "purchase_on" in err
    assert "⟦" not in err
    [one] = data(call("consultation", "list", PLAN, "--json"))["consultations"][-1:]
    assert [(c["field"], c["decision"]) for c in one["consequences"]] == [("purchase_on", "購入を延期する")]
    since = data(call("consultation", "since", PLAN, "--json"))["since"]
    assert (since["to"], since["file"], since["asked"]) == ("厚生局（架空）", "packet.zip", [asked])
    assert [c["new"] for c in since["changes"]] == ["2028-07-01"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_is_printed_for_people_is_whole(call: Call, lang: str) -> None:
    asked = call("consultation", "add", PLAN, "対象か。\n（二行目）", "--answer", "対象。")[1].strip()
    call("consultation", "handed", PLAN)
    call("consultation", "carry", asked, "届け出る", "purchase_on=2028-07-01")
    for verb in ("list", "since"):
        code, out, err = call("--lang", lang, "consultation", verb, PLAN)
        assert code == 0
        assert "届け出る" in out
        assert "⟦" not in out + err
