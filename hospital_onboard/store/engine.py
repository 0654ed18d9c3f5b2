"""Opening a store: SQLite for one office, PostgreSQL when shared. Every fault becomes a plain refusal."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from hospital_onboard.domain.refusal import STORE_REFUSED, USAGE, Refusal
from hospital_onboard.store import schema
from hospital_onboard.store.address import path_of as path_of
from hospital_onboard.store.address import place_of

#: How long somebody else's writing is waited for, in ms.
_WAIT_MS = 5000
#: After how many seconds of waiting a person is told what for.
_SAY_AFTER = 1.0
#: How long a server may take to answer, in s.
_CONNECT_WAIT = 10

#: Told, once and from another thread, that the store keeps somebody waiting.
Waiting = Callable[[], None]


def _patient() -> None:
    """Waiting that nobody is told of."""


@dataclass(frozen=True)
class Store:
    """A store whose schema is the one this program knows."""

    engine: sa.Engine
    waiting: Waiting = _patient
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
        with _refusing(self.engine), ExitStack() as ours:
            with _saying(self.waiting):
                connection = ours.enter_context(connecting.connect())
                ours.enter_context(connection.begin())
                if self.engine.dialect.name == "postgresql":
                    connection.exec_driver_sql("LOCK TABLE audit_entry IN EXCLUSIVE MODE")
            yield connection

    @property
    def place(self) -> str:
        """The store's file, or its address without a password, for messages."""
        return place_of(self.engine.url)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(url: str, *, create: bool = True, waiting: Waiting = _patient) -> Store:
    """Open or bring up to date the store at an SQLAlchemy URL; make one where there is none.

    Args:
        create: False refuses where there is no store yet, and leaves nothing behind there.
        waiting: told once when the store keeps us waiting, now or at any later writing.

    Raises:
        Refusal: ``no-such-store``, ``store-url``, ``store-is-folder``, ``store-denied``, ``store-locked``,
            ``store-newer``, ``store-foreign``, ``store-damaged``, ``store-unreachable``, ``store-driver``;
            exit code 4 (2 for the URL itself).
    """
    engine = _make_engine(url, create=create)
    try:
        with _refusing(engine), _saying(waiting):
            schema.bring_up_to_date(engine, create=create)
    except Refusal:
        engine.dispose()
        raise
    return Store(engine, waiting)


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def sqlite_path(engine: sa.Engine) -> Path | None:
    """The file of an SQLite store; None for a shared or an in-memory one."""
    return path_of(engine.url)


def _make_engine(url: str, *, create: bool) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise Refusal("store-url", USAGE, where=url)
        if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = _engine_of(parsed)
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError) as fault:
        raise Refusal("store-url", USAGE, where=url.split("@")[-1]) from fault
    except ImportError as fault:
        raise Refusal("store-driver", STORE_REFUSED, where="psycopg") from fault
    if engine.dialect.name == "sqlite":
        _prepare_file(sqlite_path(engine), create=create)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _engine_of(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "postgresql":
        return sa.create_engine(url)
    impatient = {"options": f"-c lock_timeout={_WAIT_MS}", "connect_timeout": _CONNECT_WAIT}
    unsaid = {name: value for name, value in impatient.items() if name not in url.query}
    return sa.create_engine(url, pool_pre_ping=True, connect_args=unsaid)


def _prepare_file(path: Path | None, *, create: bool) -> None:
    """Make the file readable by its owner only before anything is written to it."""
    if path is None:
        return
    if path.is_dir():
        raise Refusal("store-is-folder", STORE_REFUSED, where=str(path))
    try:
        if not create and (not path.exists() or path.stat().st_size == 0):
            raise Refusal("no-such-store", STORE_REFUSED, where=str(path))
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
        raise Refusal(_code_of(str(fault.orig).lower(), engine), STORE_REFUSED, where=place_of(engine.url)) from fault


@contextmanager
def _saying(waiting: Waiting) -> Iterator[None]:
    """Tell once if what is inside takes long; databases themselves wait in silence."""
    timer = threading.Timer(_SAY_AFTER, waiting)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _code_of(text: str, engine: sa.Engine) -> str:
    if "locked" in text or "busy" in text or "lock timeout" in text:
        return "store-locked"
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return "store-denied"
    if "not a database" in text or "malformed" in text:
        return "store-damaged"
    if "disk" in text and "full" in text:
        return "store-full"
    return "store-unreachable" if engine.dialect.name == "postgresql" else "store-failed"
