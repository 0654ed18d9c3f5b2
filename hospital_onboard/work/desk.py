"""The desk a person works at: an open store, who they are, and the day everything is computed for."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from hospital_onboard import places
from hospital_onboard.domain.change import Stamp
from hospital_onboard.store import engine
from hospital_onboard.store.engine import Store, Waiting
from hospital_onboard.text.dates import in_japan

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """What every piece of work is done at. ``on`` is the law day; ``clock`` gives the time of writing (UTC)."""

    store: Store
    who: str
    on: date
    clock: Clock

    def stamp(self, action: str, *, source: str = "form", operator: str = "") -> Stamp:
        """Sign a piece of work."""
        return Stamp(who=self.who, at=self.clock(), action=action, source=source, operator=operator)


def open_desk(
    db: str | None,
    on: date | None = None,
    clock: Clock | None = None,
    who: str | None = None,
    *,
    create: bool = True,
    waiting: Waiting = lambda: None,
) -> Desk:
    """Open the store (see ``url_of``) and sit down; ``create`` and ``waiting`` are those of ``open_store``.

    Raises:
        Refusal: the store cannot be opened, see ``store.engine.open_store``.
    """
    clock = clock or utc_now
    day = on or in_japan(clock()).date()
    return Desk(engine.open_store(url_of(db), create=create, waiting=waiting), who or _who(), day, clock)


def url_of(db: str | None) -> str:
    """The store a person means: an SQLAlchemy URL, the path of an SQLite file, or nothing for their own store."""
    if db is None:
        return engine.sqlite_url(places.user_data() / "inventory.db")
    return db if "://" in db else engine.sqlite_url(Path(db).expanduser().absolute())


def utc_now() -> datetime:
    """The one place where the product reads the clock."""
    return datetime.now(UTC)  # noqa: TID251


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container user without a name
        return "unknown"
