"""The audit chain: reading it, verifying it, undoing its last entry or a whole import."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hospital_onboard.domain.change import Change, Stamp
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import STORE_REFUSED, USAGE, Refusal
from hospital_onboard.store.engine import Store
from hospital_onboard.store.saving import NOTHING_BEFORE, digest_of, write
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY, RECORDS


@dataclass(frozen=True)
class AuditEntry:
    """One act: who, when (ISO, UTC), what, from where, how many records."""

    seq: int
    at: str
    who: str
    action: str
    source: str
    operator: str
    undoes: int | None
    changes: int
    digest: str
    undone: bool = False


def entries(store: Store, *, offset: int = 0, limit: int = 200, operator: str = "") -> tuple[Sequence[AuditEntry], int]:
    """Newest first, with the number of all."""
    condition = [AUDIT_ENTRY.c.operator == operator] if operator else []
    with store.reading() as connection:
        total = connection.execute(sa.select(sa.func.count()).select_from(AUDIT_ENTRY).where(*condition)).scalar_one()
        statement = sa.select(AUDIT_ENTRY).where(*condition).order_by(AUDIT_ENTRY.c.seq.desc())
        rows = connection.execute(statement.offset(offset).limit(limit)).mappings().all()
        undone = _undone(connection)
    return [_entry(row, undone) for row in rows], int(total)


def entry(store: Store, seq: int) -> AuditEntry | None:
    """One act by its number."""
    with store.reading() as connection:
        row = connection.execute(sa.select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.seq == seq)).mappings().first()
        return None if row is None else _entry(row, _undone(connection))


def _undone(connection: sa.Connection) -> frozenset[int]:
    found = connection.execute(sa.select(AUDIT_ENTRY.c.undoes).where(AUDIT_ENTRY.c.undoes.is_not(None))).scalars()
    return frozenset(seq for seq in found if seq is not None)


def _entry(row: sa.RowMapping, undone: frozenset[int]) -> AuditEntry:
    kept = {key: value for key, value in row.items() if key != "previous"}
    return AuditEntry(**kept, undone=row["seq"] in undone)


def changes_of(store: Store, seq: int, *, limit: int = 500) -> tuple[Change, ...]:
    """What one entry changed."""
    statement = sa.select(AUDIT_CHANGE).where(AUDIT_CHANGE.c.seq == seq).order_by(AUDIT_CHANGE.c.n).limit(limit)
    with store.reading() as connection:
        return tuple(_change(row) for row in connection.execute(statement).mappings())


def _change(row: sa.RowMapping) -> Change:
    return Change(_record(row, row["before"]), _record(row, row["after"]))


def _record(row: sa.RowMapping, kept: str | None) -> Record | None:
    return None if kept is None else KINDS[row["kind"]].model_validate({**json.loads(kept), "id": row["record"]})


def verify(store: Store) -> int | None:
    """The number of the first entry that does not fit its digest or the one before it; None when all do."""
    previous, expected = NOTHING_BEFORE, 1
    with store.reading() as connection:
        for row in connection.execute(sa.select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.seq)).mappings():
            entry: dict[str, Any] = dict(row)
            digest = entry.pop("digest")
            lines = connection.execute(
                sa.select(AUDIT_CHANGE).where(AUDIT_CHANGE.c.seq == entry["seq"]).order_by(AUDIT_CHANGE.c.n)
            ).mappings()
            if (
                entry["seq"] != expected
                or entry["previous"] != previous
                or digest != digest_of(entry, map(dict, lines))
            ):
                return expected
            previous, expected = digest, expected + 1
        stray = connection.execute(sa.select(sa.func.count()).where(AUDIT_CHANGE.c.seq >= expected)).scalar_one()
    return expected if stray else None


def undo(store: Store, seq: int, stamp: Stamp) -> int:
    """Take one entry back, as an entry of its own; returns its number.

    Raises:
        Refusal: ``nothing-to-undo``; ``undo-changed-since`` when a later entry touched the same records.
    """
    with store.writing() as connection:
        rows = (
            connection.execute(
                sa.select(AUDIT_CHANGE).where(AUDIT_CHANGE.c.seq == seq).order_by(AUDIT_CHANGE.c.n.desc())
            )
            .mappings()
            .all()
        )
        if not rows or seq in _undone(connection):
            raise Refusal("nothing-to-undo", USAGE, where=str(seq))
        back = [Change(c.after and _at_store(connection, c.after), c.before) for c in map(_change, rows)]
        return write(connection, back, stamp, undoes=seq)


def _at_store(connection: sa.Connection, expected: Record) -> Record:
    table = RECORDS[expected.kind]
    row = connection.execute(sa.select(table).where(table.c.id == expected.id)).mappings().first()
    stored = None if row is None else KINDS[expected.kind].stored(dict(row))
    if stored is None or stored.says() != expected.says():
        raise Refusal("undo-changed-since", STORE_REFUSED, where=expected.id)
    return stored


def last_undoable(store: Store, who: str) -> int | None:
    """The newest entry of this person's that is neither an undo nor undone already."""
    with store.reading() as connection:
        undone = _undone(connection)
        statement = (
            sa.select(AUDIT_ENTRY.c.seq)
            .where(AUDIT_ENTRY.c.who == who, AUDIT_ENTRY.c.undoes.is_(None), AUDIT_ENTRY.c.changes > 0)
            .order_by(AUDIT_ENTRY.c.seq.desc())
        )
        return next((seq for seq in connection.execute(statement).scalars() if seq not in undone), None)
