"""Opening a store: SQLite for one office, PostgreSQL when shared. Every fault becomes a plain refusal."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from hospital_onboard.domain.refusal import STORE_REFUSED, USAGE, Refusal
from hospital_onboard.store import schema

_WAIT_MS = 5000


@dataclass(frozen=True)
class Store:
    """A store whose schema is the one this program knows."""

    engine: sa.Engine
    #: How long lists are, as they were counted: what was asked -> (last entry of the trail at that time, number).
    counted: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view; nothing read here can change underneath."""
        with _refusing(self.engine), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it or nothing. One writer at a time, so that the audit chain has one end."""
        connecting = self.engine.execution_options(write=True)
        with _refusing(self.engine), connecting.connect() as connection, connection.begin():
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE audit_entry IN EXCLUSIVE MODE")
            yield connection

    @property
    def place(self) -> str:
        """The store's address without a password, for messages."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open, create or bring up to date the store at an SQLAlchemy URL.

    Raises:
        Refusal: ``store-url``, ``store-denied``, ``store-locked``, ``store-newer``, ``store-damaged``,
            ``store-unreachable``, ``store-driver``; exit code 4 (2 for the URL itself).
    """
    engine = _make_engine(url)
    with _refusing(engine):
        schema.bring_up_to_date(engine)
    return Store(engine)


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def sqlite_path(engine: sa.Engine) -> Path | None:
    """The file of an SQLite store; None for a shared or an in-memory one."""
    return path_of(engine.url)


def path_of(url: str | sa.URL) -> Path | None:
    """The file an SQLite URL names; None for a shared or an in-memory store."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def _make_engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise Refusal("store-url", USAGE, where=url)
        if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(parsed, pool_pre_ping=parsed.get_backend_name() == "postgresql")
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError) as fault:
        raise Refusal("store-url", USAGE, where=url.split("@")[-1]) from fault
    except ImportError as fault:
        raise Refusal("store-driver", STORE_REFUSED, where="psycopg") from fault
    if engine.dialect.name == "sqlite":
        _prepare_file(sqlite_path(engine))
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _prepare_file(path: Path | None) -> None:
    """Make the file readable by its owner only before anything is written to it."""
    if path is None:
        return
    if path.is_dir():
        raise Refusal("store-damaged", STORE_REFUSED, where=str(path))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as fault:
        raise Refusal("store-denied", STORE_REFUSED, where=str(path)) from fault


def _sqlite_connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, see _sqlite_begin
    connection.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA cache_size=-65536")  # 64 MiB: a large import touches every page of its indexes
    connection.execute("PRAGMA synchronous=FULL")  # a receipt shown is a receipt kept, also after a power cut


def _sqlite_begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def _refusing(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except exc.IntegrityError as fault:
        raise Refusal("record-in-use", STORE_REFUSED) from fault
    except exc.DBAPIError as fault:
        where = engine.url.render_as_string(hide_password=True)
        raise Refusal(_code_of(str(fault.orig).lower(), engine), STORE_REFUSED, where=where) from fault


def _code_of(text: str, engine: sa.Engine) -> str:
    if "locked" in text or "busy" in text:
        return "store-locked"
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return "store-denied"
    if "not a database" in text or "malformed" in text:
        return "store-damaged"
    if "disk" in text and "full" in text:
        return "store-full"
    return "store-unreachable" if engine.dialect.name == "postgresql" else "store-failed"
