"""Copies of the store."""

from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.work import back_up, who
from hospital_onboard.work.desk import Desk, open_desk


def test_a_backup_brings_everything_back_and_keeps_what_was_there(desk: Desk, tmp_path: Path) -> None:
    who.register_other(desk, "青葉（架空）")
    assert back_up.back_up(desk, tmp_path / "copy.bak") > 0
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
    assert back_up.back_up(desk, tmp_path / "copy.bak", replace=True) > 0
    opened = open_desk(str(tmp_path / "copy.bak"), desk.on)
    assert [operator.name for operator in who.operators(opened)] == ["青葉（架空）"]
    opened.store.close()
    assert not list(tmp_path.glob("*.incoming*"))
