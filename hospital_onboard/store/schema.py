"""Bringing a store's schema up to date with Alembic: backup first, one transaction, newer ones refused."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal

#: The newest revision under migrations/versions; opening a store at this one needs no Alembic at all.
HEAD = "0003"
_MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: sa.Engine) -> None:
    """Run the missing migrations.

    Raises:
        Refusal: ``store-newer`` when the store was made by a newer program; ``store-foreign`` when the
            database holds tables that are not ours.
    """
    stored = _stored_revision(engine)
    if stored == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if stored is not None and stored not in known:
        raise Refusal("store-newer", STORE_REFUSED, where=engine.url.render_as_string(hide_password=True))
    if stored is not None:
        back_up_beside(engine, f"before-{HEAD}")
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _stored_revision(engine: sa.Engine) -> str | None:
    """The store's revision; None for an empty database."""
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        if not names:
            return None
        if "alembic_version" not in names or "audit_entry" not in names:
            raise Refusal("store-foreign", STORE_REFUSED, where=engine.url.render_as_string(hide_password=True))
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(revision)


def back_up_beside(engine: sa.Engine, label: str) -> Path | None:
    """Copy an SQLite store next to itself; a shared database is backed up by those who run it."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return None
    taken = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")  # noqa: TID251  a file name, not a fact
    path = Path(database)
    target = path.with_name(f"{path.name}.{label}.{taken}.bak")
    copy_sqlite(path, target)
    return target


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a consistent state of an SQLite file that may be in use (mode 0600)."""
    target.touch(mode=0o600)
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


def is_store(path: Path) -> bool:
    """Whether an SQLite file holds a store, of whatever age; nothing is written."""
    try:
        reading = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        found = reading.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'audit_entry')")
        return bool(found.fetchone()[0] == 2)
    except sqlite3.Error:
        return False
    finally:
        reading.close()
