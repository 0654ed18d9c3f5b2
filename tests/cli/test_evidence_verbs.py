"""Papers from the command line: exit codes, JSON, and what is said to a person."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard.cli.run import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command on a store with one fictional hospital."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert call("demo", "--components", "5")[0] == 0
    return call


@pytest.fixture
def equipment(call: Call) -> tuple[str, str]:
    """Ids of two pieces of equipment."""
    shown = data(call("operator", "show", hospital(call), "--json"))
    first, second, *_ = shown["equipment"]
    return first["id"], second["id"]


def data(done: tuple[int, str, str]) -> Any:
    return json.loads(done[1])


def hospital(call: Call) -> str:
    listed = data(call("operator", "list", "--json"))["operators"]
    return str(next(one["id"] for one in listed if one["kind"] == "hospital"))


def test_a_folder_is_attached_listed_used_again_and_checked(
    call: Call, equipment: tuple[str, str], tmp_path: Path
) -> None:
    folder, code = tmp_path / "papers", hospital(call)
    folder.mkdir()
    (folder / "I-1-1 脆弱性診断報告書.pdf").write_bytes(b"1")
    (folder / "住民票.pdf").write_bytes(b"2")
    common = ("--operator", code, "--about", equipment[0])
    done = call("evidence", "add", str(folder), *common, "--take-suggestions", "--json")
    assert (done[0], data(done)["error"]["code"]) == (4, "no-officer-key")
    assert call("evidence", "key", "new")[0] == 0
    done = call("evidence", "add", str(folder), *common, "--take-suggestions", "--valid-until", "R10.3.31", "--json")
    first, second = data(done)["files"]
    assert (done[0], first["outcome"], first["uses"], second["outcome"]) == (0, "new", 1, "new")
    used = call("evidence", "use", first["evidence"]["id"], "--for", equipment[1], "--measure", "I-1-1")
    assert used[0] == 0
    shown = data(call("evidence", "show", first["evidence"]["id"], "--operator", code, "--json"))["evidence"]
    assert (shown["file"], len(shown["uses"]), shown["valid_until"]) == ("kept", 2, "2028-03-31")
    listed = data(call("evidence", "list", "--operator", code, "--json"))["evidence"]
    assert {paper["id"]: paper["file"] for paper in listed}[second["evidence"]["id"]] == "sealed"
    check = call("evidence", "check", "--json")
    assert [f["code"] for f in data(check)["findings"] if f["code"] != "missing"] == []


def test_what_is_refused_ends_with_findings_and_says_why(call: Call, tmp_path: Path) -> None:
    (tmp_path / "住民票.pdf").write_bytes(b"1")
    code, out, err = call("evidence", "add", str(tmp_path / "住民票.pdf"))
    assert code == 1
    assert "officer_identity" in out
    assert "受けない 1" in err


def test_a_slip_in_an_option_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"1")
    for arguments, option in (
        (("--kind", "なぞ"), "--kind"),
        (("--about", "どこにもない"), "--about"),
        (("--issued", "R9.13.1"), "--issued"),
        (("--measure", "I-99"), "I-99"),
    ):
        code, _, err = call("evidence", "add", str(tmp_path / "a.pdf"), *arguments)
        assert code == 2, arguments
        assert option in err
        assert "⟦" not in err


def test_an_officers_paper_is_taken_out_only_to_a_named_place_and_that_is_written_down(
    call: Call, tmp_path: Path
) -> None:
    assert call("evidence", "key", "new")[0] == 0
    (tmp_path / "旅券.pdf").write_bytes(b"born 1970-04-01")
    added = call("evidence", "add", str(tmp_path / "旅券.pdf"), "--kind", "officer_identity", "--json")
    paper = data(added)["files"][0]["evidence"]["id"]
    assert call("evidence", "open", paper)[0] == 2
    code, out, _ = call("evidence", "open", paper, str(tmp_path / "copy.pdf"))
    assert (code, out.strip()) == (0, str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes() == b"born 1970-04-01"
    assert stat.S_IMODE((tmp_path / "copy.pdf").stat().st_mode) == 0o600
    assert data(call("audit", "list", "--json"))["entries"][0]["action"] == "open_paper"
    for path in (tmp_path / "inventory.db.files").rglob("*"):
        assert not path.is_file() or b"1970" not in path.read_bytes()


def test_the_keys_are_told_and_a_backup_says_what_it_does_not_hold(call: Call, tmp_path: Path) -> None:
    made = call("evidence", "key", "new")
    state = data(call("evidence", "key", "show", "--json"))
    assert (state["exists"], state["locked"], state["recipients"]) == (True, False, [made[1].strip()])
    assert call("evidence", "key", "new")[0] == 2, "a key is never written over"
    (tmp_path / "旅券.pdf").write_bytes(b"x")
    call("evidence", "add", str(tmp_path / "旅券.pdf"), "--kind", "officer_identity")
    code, _, err = call("backup", str(tmp_path / "copy.bak"))
    assert code == 0
    assert state["file"] in err
    assert "含まれていません" in err


def test_a_direct_submission_is_recorded(call: Call) -> None:
    code, _, err = call(
        *("evidence", "sent", "北斗システム株式会社（架空）", "officers", "officer_identity"),
        *("--on", "R9.11.20", "--receipt", "受付番号 1（架空）"),
    )
    assert code == 0, err
    assert "直接提出" in err
    assert (
        call("evidence", "sent", "北斗システム株式会社（架空）", "everything", "--on", "R9.11.20", "--receipt", "x")[0]
        == 2
    )


def test_a_shared_database_needs_a_folder_that_all_can_reach(
    store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"1")
    assert run(["--db", store_url, "migrate"]) == 0
    if store_url.startswith("postgresql"):
        assert run(["--db", store_url, "evidence", "add", str(tmp_path / "a.pdf")]) == 4
        assert "HOSPITAL_ONBOARD_FILES" in capsys.readouterr().err
    monkeypatch.setenv("HOSPITAL_ONBOARD_FILES", str(tmp_path / "shared"))
    assert run(["--db", store_url, "evidence", "add", str(tmp_path / "a.pdf")]) == 0
    folder = "shared" if store_url.startswith("postgresql") else "store/inventory.db.files"
    assert any(path.is_file() for path in (tmp_path / folder).rglob("*"))
    shared = store_url.startswith("postgresql")
    assert run(["--db", store_url, "evidence", "check", "--delete-orphans"]) == (4 if shared else 0)
