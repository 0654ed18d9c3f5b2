"""The file area: nothing half kept, nothing read unverified, nothing readable by others."""

import os
import stat
from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store.files import FileArea, copy_area, digest


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def area(tmp_path: Path) -> FileArea:
    return FileArea(tmp_path / "inventory.db.files")


def test_a_paper_is_read_back_and_the_same_bytes_are_one_file(area: FileArea) -> None:
    first, second = area.keep("契約書".encode()), area.keep("契約書".encode())
    assert first == second == digest("契約書".encode())
    assert area.read(first).decode() == "契約書"
    assert [kept.sha256 for kept in area.all()] == [first]


def test_only_its_owner_reads_a_paper(area: FileArea) -> None:
    area.keep(b"x")
    area.keep_sealed("0" * 64, b"sealed")
    for path in [area.root, *area.root.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_paper_that_was_changed_is_not_given_out_and_is_mended_by_keeping_it_again(area: FileArea) -> None:
    sha256 = area.keep(b"page one")
    [kept] = area.all()
    assert area.is_sound(kept)
    kept.path.write_bytes(b"page two")
    assert not area.is_sound(kept)
    with refused("file-damaged"):
        area.read(sha256)
    area.keep(b"page one")
    assert area.read(sha256) == b"page one"


def test_a_sealed_paper_shows_damage_without_a_key(area: FileArea) -> None:
    sha256 = digest(b"passport")
    area.keep_sealed(sha256, b"first seal")
    area.keep_sealed(sha256, b"second seal")
    assert area.read_sealed(sha256) == b"second seal"
    [kept] = area.all()
    assert kept.sealed
    kept.path.write_bytes(b"second sea1")
    with refused("file-damaged"):
        area.read_sealed(sha256)


def test_a_paper_that_is_gone_is_said_to_be(area: FileArea) -> None:
    sha256 = area.keep(b"x")
    area.drop(sha256)
    assert not area.is_open(sha256)
    with refused("file-missing"):
        area.read(sha256)
    with refused("file-missing"):
        area.read_sealed(sha256)


def test_what_stops_half_way_leaves_nothing(area: FileArea, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", stop)
    with refused("files-full"):
        area.keep(b"x" * 1000)
    assert [path for path in area.root.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        FileArea(tmp_path / "files").keep(b"x")
    assert (caught.value.code, caught.value.where) == ("files-denied", str(tmp_path / "files"))


def test_other_peoples_files_in_the_folder_are_left_alone(area: FileArea) -> None:
    area.keep(b"x")
    (area.root / "open" / "00").mkdir(exist_ok=True)
    (area.root / "open" / "00" / "note.txt").write_text("私の覚え", encoding="utf-8")
    (area.root / "open" / "00" / f"{'0' * 64}.abcd.part").write_bytes(b"half")
    assert len(list(area.all())) == 1


def test_a_copy_holds_every_paper_and_names_the_damaged(area: FileArea, tmp_path: Path) -> None:
    plain = area.keep(b"a")
    area.keep_sealed(digest(b"b"), b"sealed b")
    done = copy_area(area, tmp_path / "copy")
    assert (done.papers, done.sealed, done.damaged) == (2, 1, ())
    copy = FileArea(tmp_path / "copy")
    assert copy.read(plain) == b"a"
    assert copy.read_sealed(digest(b"b")) == b"sealed b"
    next(area.all()).path.write_bytes(b"z")
    again = copy_area(area, tmp_path / "second")
    assert (again.papers, again.damaged) == (2, (plain,))
    with refused("file-damaged"):
        FileArea(tmp_path / "second").read(plain)
