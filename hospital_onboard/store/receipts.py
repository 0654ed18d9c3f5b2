"""Import receipts and each person's preferences."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hospital_onboard.store.engine import Store
from hospital_onboard.store.tables import PREFERENCE, RECEIPT


@dataclass(frozen=True)
class Receipt:
    """What one import did; ``columns`` maps sheet -> field -> column letter, so a row's source has a cell.

    ``parties`` are those whose answers the file holds.
    """

    id: str
    seq: int | None
    file: str
    sha256: str
    at: str
    who: str
    operator: str
    counts: dict[str, int]
    columns: dict[str, dict[str, str]]
    parties: list[str]


def receipts(store: Store, *, sha256: str = "", limit: int = 50) -> tuple[Receipt, ...]:
    """Newest first."""
    condition = [RECEIPT.c.sha256 == sha256] if sha256 else []
    statement = (
        sa.select(RECEIPT)
        .where(*condition)
        .order_by(RECEIPT.c.at.desc(), RECEIPT.c.seq.desc(), RECEIPT.c.id)
        .limit(limit)
    )
    with store.reading() as connection:
        return tuple(Receipt(**dict(row)) for row in connection.execute(statement).mappings())


def preference(store: Store, who: str, key: str, default: str = "") -> str:
    """A person's own setting in this store: language, whose data, where they left off."""
    statement = sa.select(PREFERENCE.c.value).where(PREFERENCE.c.who == who, PREFERENCE.c.key == key)
    with store.reading() as connection:
        found: Any = connection.execute(statement).scalar()
    return default if found is None else str(found)


def set_preference(store: Store, who: str, key: str, value: str) -> None:
    """Keep a person's own setting."""
    with store.writing() as connection:
        connection.execute(sa.delete(PREFERENCE).where(PREFERENCE.c.who == who, PREFERENCE.c.key == key))
        connection.execute(sa.insert(PREFERENCE).values(who=who, key=key, value=value))
