"""Questions an import asks of the store for a whole sheet at once, never row by row."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

import sqlalchemy as sa

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import STAMPS, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.store.engine import Store
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY, RECORDS
from hospital_onboard.text.dates import in_japan

_AT_ONCE = 10_000


def users_of(store: Store, ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Who names these records: id -> (kind, id) of every record that does."""
    wanted = list(ids)
    users: dict[str, list[tuple[str, str]]] = {}
    with store.reading() as connection:
        for kind, field in _references():
            table = RECORDS[kind]
            for portion in _portions(wanted):
                statement = sa.select(table.c[field], table.c.id).where(table.c[field].in_(portion))
                for named, user in connection.execute(statement):
                    users.setdefault(named, []).append((kind, user))
    return users


def written(store: Store, seq: int) -> dict[str, int]:
    """What an audit entry wrote, counted in the store: ``new``, ``changed``, ``removed``."""
    before, after = AUDIT_CHANGE.c.before, AUDIT_CHANGE.c.after
    kinds = {
        "new": before.is_(None),
        "changed": sa.and_(before.is_not(None), after.is_not(None)),
        "removed": after.is_(None),
    }
    with store.reading() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(AUDIT_CHANGE).where(AUDIT_CHANGE.c.seq == seq, condition)
            ).scalar_one()
            for name, condition in kinds.items()
        }


def last_changed(store: Store, ids: Iterable[str]) -> date | None:
    """The day (Japan) on which any of these records was last written; None when none ever was."""
    latest = ""
    with store.reading() as connection:
        for portion in _portions(list(ids)):
            statement = (
                sa.select(sa.func.max(AUDIT_ENTRY.c.at))
                .join(AUDIT_CHANGE, AUDIT_CHANGE.c.seq == AUDIT_ENTRY.c.seq)
                .where(AUDIT_CHANGE.c.record.in_(portion))
            )
            latest = max(latest, connection.execute(statement).scalar() or "")
    return in_japan(latest).date() if latest else None


def earlier_values(store: Store, ids: Iterable[str]) -> dict[tuple[str, str], dict[str, str]]:
    """(record id, field) -> each value the field had before, as text -> the day (Japan) on which it was given up.

    What was undone, and the undoing itself, count as never done.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    with store.reading() as connection:
        undone = sa.select(AUDIT_ENTRY.c.undoes).where(AUDIT_ENTRY.c.undoes.is_not(None))
        for portion in _portions(sorted(ids)):
            statement = (
                sa.select(AUDIT_CHANGE.c.record, AUDIT_CHANGE.c.before, AUDIT_CHANGE.c.after, AUDIT_ENTRY.c.at)
                .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == AUDIT_CHANGE.c.seq)
                .where(AUDIT_CHANGE.c.record.in_(portion), AUDIT_CHANGE.c.before.is_not(None))
                .where(AUDIT_ENTRY.c.undoes.is_(None), AUDIT_ENTRY.c.seq.not_in(undone))
                .order_by(AUDIT_CHANGE.c.seq)
            )
            for record, before, after, at in connection.execute(statement):
                day = in_japan(at).date().isoformat()
                left = json.loads(after or "{}")
                for name, value in json.loads(before).items():
                    if name not in STAMPS and left.get(name) != value:
                        found.setdefault((record, name), {})[str(value)] = day
    return found


def is_undone(store: Store, seq: int) -> bool:
    """Whether a later entry took this one back."""
    with store.reading() as connection:
        statement = sa.select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.undoes == seq).limit(1)
        return connection.execute(statement).first() is not None


def _references() -> Iterator[tuple[str, str]]:
    for name, kind in KINDS.items():
        for field in kind.asked():
            if isinstance(shape_of(kind, field), Ref):
                yield name, field


def _owners() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each kind with the fields that say what a record hangs on: a party only where it names nothing else."""
    for name, kind in KINDS.items():
        shapes = {field: shape for field in kind.asked() if isinstance(shape := shape_of(kind, field), Ref)}
        others = tuple(field for field, shape in shapes.items() if shape.kinds != ("party",))
        yield name, others or tuple(shapes)


def _portions(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def last_seq(store: Store) -> int:
    """Number of the newest audit entry; 0 in an empty store."""
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.max(AUDIT_ENTRY.c.seq))).scalar_one() or 0


def touched_since(store: Store, seq: int, kinds: Iterable[str]) -> tuple[int, frozenset[str]]:
    """The newest audit entry, and the ids that changes of these kinds after ``seq`` are about or hang on."""
    owners = dict(_owners())
    touched: set[str] = set()
    with store.reading() as connection:
        last = connection.execute(sa.select(sa.func.max(AUDIT_ENTRY.c.seq))).scalar_one() or 0
        statement = sa.select(AUDIT_CHANGE).where(AUDIT_CHANGE.c.seq > seq, AUDIT_CHANGE.c.kind.in_(list(kinds)))
        for row in connection.execute(statement).mappings():
            touched.add(row["record"])
            for kept in (row["before"], row["after"]):
                said = json.loads(kept or "{}")
                touched.update(said[field] for field in owners[row["kind"]] if field in said)
    return last, frozenset(touched)
