"""Files appear whole or not at all, and what stood there before survives a failure."""

import os
from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.report.written import suffix_of, write_file, write_folder


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"home"}


def test_a_file_is_replaced_in_one_step_and_only_when_that_was_said(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    write_file(out, b"old")
    with pytest.raises(Refusal) as refused:
        write_file(out, b"new")
    assert (refused.value.code, refused.value.exit_code, refused.value.where) == ("file-exists", 2, str(out))
    assert out.read_bytes() == b"old"
    write_file(out, b"new", replace=True)
    assert out.read_bytes() == b"new"
    assert left_over(tmp_path) == {"out.csv"}


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")

    def full(self: Path, data: bytes) -> int:
        os.close(os.open(self, os.O_CREAT))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refusal) as refused:
        write_file(out, b"new", replace=True)
    assert (refused.value.code, refused.value.exit_code, refused.value.where) == ("cannot-write", 3, str(out))
    with pytest.raises(Refusal):
        write_folder(tmp_path / "packet", {"a": b"1"})
    assert out.read_text() == "old"
    assert left_over(tmp_path) == {"out.csv"}


def test_a_folder_is_no_file_and_a_missing_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_file(tmp_path, b"")
    assert (refused.value.code, refused.value.exit_code) == ("out-is-folder", 2)
    with pytest.raises(Refusal) as refused:
        write_file(tmp_path / "nowhere" / "out.csv", b"")
    assert refused.value.code == "cannot-write"


def test_a_folder_must_be_new_or_empty(tmp_path: Path) -> None:
    new, empty, used = (tmp_path / name for name in ("new", "empty", "used"))
    empty.mkdir()
    used.mkdir()
    (used / "mine").write_text("x")
    for out in (new, empty):
        write_folder(out, {"a": b"1", "b": b"2"})
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {"a": b"1", "b": b"2"}
    with pytest.raises(Refusal) as refused:
        write_folder(used, {"a": b"1"})
    assert (refused.value.code, refused.value.exit_code) == ("folder-not-empty", 2)
    assert left_over(used) == {"mine"}
    with pytest.raises(Refusal) as refused:
        write_folder(used / "mine", {"a": b"1"})
    assert (refused.value.code, refused.value.exit_code) == ("out-is-file", 2)
    assert left_over(tmp_path) == {"new", "empty", "used"}


def test_an_unknown_suffix_is_refused_with_those_that_are_known() -> None:
    assert suffix_of(Path("報告.XLSX"), (".xlsx",)) == ".xlsx"
    with pytest.raises(Refusal) as refused:
        suffix_of(Path("report.pdf"), (".xlsx", ".html"))
    assert (refused.value.code, refused.value.exit_code) == ("bad-format", 2)
    assert refused.value.params == {"known": ".xlsx .html"}
