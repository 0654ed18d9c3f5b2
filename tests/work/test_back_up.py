"""Copies of the store."""

from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.store.files import FileArea
from hospital_onboard.work import back_up, papers, who
from hospital_onboard.work.desk import Desk, open_desk


def test_a_backup_brings_everything_back_and_keeps_what_was_there(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    assert back_up.back_up(desk, tmp_path / "copy.bak").size > 0
    who.register_other(desk, "若葉（架空）")
    desk.store.close()
    kept = back_up.restore(sqlite_url(tmp_path / "inventory.db"), tmp_path / "copy.bak", desk.clock)
    assert kept is not None
    for path, names in ((tmp_path / "inventory.db", ["青葉（架空）"]), (kept, ["若葉（架空）", "青葉（架空）"])):
        opened = open_desk(str(path), desk.on)
        assert sorted(operator.name for operator in who.operators(opened)) == sorted(names)
        opened.store.close()


def test_restoring_over_a_damaged_store_is_what_restoring_is_for(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    back_up.back_up(desk, tmp_path / "copy.bak")
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"\x00" * 5000)
    kept = back_up.restore(sqlite_url(damaged), tmp_path / "copy.bak")
    assert kept is not None
    assert kept.read_bytes() == b"\x00" * 5000
    open_store(sqlite_url(damaged)).close()


@pytest.mark.parametrize("content", [b"", b"not a store" * 100], ids=["empty", "text"])
def test_what_is_no_backup_changes_nothing(desk: Desk, tmp_path: Path, content: bytes) -> None:
    who.register_other(desk, "青葉（架空）")
    (tmp_path / "bad.bak").write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        back_up.restore(sqlite_url(tmp_path / "inventory.db"), tmp_path / "bad.bak")
    assert refusal.value.code == "not-a-store"
    assert [operator.name for operator in who.operators(desk)] == ["青葉（架空）"]
    assert not list(tmp_path.glob("*.incoming*"))


def test_a_copy_never_replaces_the_store_and_a_file_only_when_that_was_said(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    with pytest.raises(Refusal) as refusal:
        back_up.back_up(desk, tmp_path / "inventory.db", replace=True)
    assert refusal.value.code == "backup-over-store"
    (tmp_path / "copy.bak").write_text("大事")
    with pytest.raises(Refusal) as refusal:
        back_up.back_up(desk, tmp_path / "copy.bak")
    assert refusal.value.code == "file-exists"
    assert (tmp_path / "copy.bak").read_text() == "大事"
    assert back_up.back_up(desk, tmp_path / "copy.bak", replace=True).size > 0
    opened = open_desk(str(tmp_path / "copy.bak"), desk.on)
    assert [operator.name for operator in who.operators(opened)] == ["青葉（架空）"]
    opened.store.close()
    assert not list(tmp_path.glob("*.incoming*"))


def paper(desk: Desk, content: bytes) -> str:
    return papers.keep(desk, content, personal=False)


def test_papers_are_copied_with_the_records_and_come_back_with_them(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    kept = paper(desk, b"contract")
    copied = back_up.back_up(desk, tmp_path / "copy.bak")
    assert (copied.papers.papers, copied.folder) == (1, tmp_path / "copy.bak.files")
    later = paper(desk, b"later")
    desk.store.close()
    aside = back_up.restore(sqlite_url(tmp_path / "inventory.db"), tmp_path / "copy.bak", desk.clock)
    assert [one.sha256 for one in FileArea(tmp_path / "inventory.db.files").all()] == [kept]
    assert aside is not None
    assert FileArea(aside.with_name(f"{aside.name}.files")).read(later) == b"later"


def test_a_copy_without_its_papers_leaves_those_that_are_here(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    kept = paper(desk, b"contract")
    back_up.back_up(desk, tmp_path / "copy.bak")
    (tmp_path / "alone").mkdir()
    alone = (tmp_path / "copy.bak").rename(tmp_path / "alone" / "copy.bak")
    desk.store.close()
    back_up.restore(sqlite_url(tmp_path / "inventory.db"), alone, desk.clock)
    assert FileArea(tmp_path / "inventory.db.files").read(kept) == b"contract"


def test_a_damaged_paper_does_not_keep_the_rest_from_being_copied(desk: Desk, tmp_path: Path) -> None:
    good, bad = paper(desk, b"good"), paper(desk, b"bad")
    next(one for one in papers.area(desk).all() if one.sha256 == bad).path.write_bytes(b"worse")
    copied = back_up.back_up(desk, tmp_path / "copy.bak")
    assert (copied.papers.papers, copied.papers.damaged) == (2, (bad,))
    assert FileArea(copied.folder).read(good) == b"good"


def test_papers_left_without_their_store_are_set_aside(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    back_up.back_up(desk, tmp_path / "copy.bak")
    other = FileArea(tmp_path / "other.db.files")
    stray = other.keep(b"of a store that is gone")
    (tmp_path / "copy.bak.files").mkdir()
    back_up.restore(sqlite_url(tmp_path / "other.db"), tmp_path / "copy.bak", desk.clock)
    [aside] = tmp_path.glob("other.db.before-restore.*.files")
    assert FileArea(aside).read(stray) == b"of a store that is gone"
