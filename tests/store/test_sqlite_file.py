"""The store as a file on one person's machine."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import engine, schema
from hospital_onboard.store.engine import open_store, sqlite_url


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path / "a" / "inventory.db")).close()
    assert stat.S_IMODE((tmp_path / "a" / "inventory.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_the_file_is_safe_to_read_while_somebody_writes(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "inventory.db"))
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("これは手紙です。" * 100, encoding="utf-8")
    before = path.read_bytes()
    with refused("store-damaged"):
        open_store(sqlite_url(path))
    assert path.read_bytes() == before


def test_somebody_elses_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE patients (name TEXT)")
    with refused("store-foreign"):
        open_store(sqlite_url(path))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("patients",)]


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with refused("store-damaged"):
        open_store(sqlite_url(tmp_path))


@pytest.mark.parametrize("url", ["mysql://host/db", "nonsense", "sqlite+nothing:///x"])
def test_an_address_that_is_none_of_ours_is_a_mistake_in_the_call(url: str) -> None:
    with refused("store-url"):
        open_store(url)


def test_a_locked_store_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_WAIT_MS", 50)
    store = open_store(sqlite_url(tmp_path / "inventory.db"))
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite3.connect(tmp_path / "inventory.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            holding.set()
            done.wait(10)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    try:
        with refused("store-locked"), store.writing():
            pass
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM party").scalar() == 0
    finally:
        done.set()
        thread.join()
        store.close()


def test_an_older_store_is_copied_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The migrations that a later program brings are stood in for by one written here."""
    path = tmp_path / "inventory.db"
    open_store(sqlite_url(path)).close()
    later = tmp_path / "migrations"
    (later / "versions").mkdir(parents=True)
    (later / "env.py").write_text((schema._MIGRATIONS / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    for shipped in (schema._MIGRATIONS / "versions").glob("[0-9]*.py"):
        (later / "versions" / shipped.name).write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    newest = schema.HEAD
    (later / "versions" / "9999_later.py").write_text(
        f'revision = "9999"\ndown_revision = "{newest}"\n\nfrom alembic import op\n\n\n'
        'def upgrade() -> None:\n    op.execute("CREATE TABLE later (x INTEGER)")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(schema, "_MIGRATIONS", later)
    monkeypatch.setattr(schema, "HEAD", "9999")
    open_store(sqlite_url(path)).close()
    [backup] = tmp_path.glob("inventory.db.before-9999.*.bak")
    with sqlite3.connect(backup) as old, sqlite3.connect(path) as new:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,)
        assert new.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
        assert new.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_the_head_that_skips_alembic_is_the_newest_migration() -> None:
    names = sorted(path.name for path in (schema._MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert names[-1].startswith(f"{schema.HEAD}_")
