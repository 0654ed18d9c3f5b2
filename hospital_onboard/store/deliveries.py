"""What bundles brought: the versions of records, kept for ever, and the history of our own."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hospital_onboard.domain.bundle import Version
from hospital_onboard.domain.change import Change, Stamp
from hospital_onboard.domain.record import STAMPS
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.store.engine import Store
from hospital_onboard.store.saving import write
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY, DELIVERED, DELIVERY, RECEIPT

#: The act of writing a bundle, in the trail.
EXPORT = "export-bundle"
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Delivery:
    """One merged bundle; ``key`` is the sender's public key, ``at`` when it was merged here."""

    seq: int
    sender: str
    name: str
    key: str
    made_at: str
    sha256: str
    at: str


@dataclass(frozen=True)
class Kept:
    """A version that is kept, and the audit entry it came with. ``ours``: it was made here."""

    version: Version
    seq: int
    ours: bool


@dataclass(frozen=True)
class State:
    """What a record said after one entry of the trail; ``local``: a person here made it, not a merge."""

    seq: int
    at: str
    said: dict[str, Any] | None
    origin: dict[str, str]
    local: bool


@dataclass(frozen=True)
class History:
    """Every state of one record in our trail, the latest last. ``edited``: a person here made what stands now."""

    kind: str
    id: str
    states: tuple[State, ...]
    edited: bool


def deliveries(store: Store, sender: str = "") -> tuple[Delivery, ...]:
    """Merged bundles that were not undone, of one sender or of all, the latest merge first."""
    condition = [DELIVERY.c.sender == sender] if sender else []
    statement = (
        sa.select(DELIVERY, AUDIT_ENTRY.c.at)
        .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == DELIVERY.c.seq)
        .where(*condition, DELIVERY.c.seq.not_in(_undone()))
        .order_by(DELIVERY.c.seq.desc())
    )
    with store.reading() as connection:
        return tuple(Delivery(**row) for row in connection.execute(statement).mappings())


def of_kinds(store: Store, kinds: Iterable[str] | None = None) -> tuple[Kept, ...]:
    """Every kept version of these kinds; of all kinds when none is said."""
    condition = [] if kinds is None else [DELIVERED.c.kind.in_(tuple(kinds))]
    with store.reading() as connection:
        return tuple(_kept(connection, condition))


def removals(store: Store) -> tuple[Kept, ...]:
    """Every kept version that says its record was removed."""
    with store.reading() as connection:
        return tuple(_kept(connection, [DELIVERED.c.said.is_(None)]))


def of_records(store: Store, ids: Iterable[str]) -> tuple[Kept, ...]:
    """Every kept version of these source records."""
    with store.reading() as connection:
        return tuple(
            kept for portion in _portions(ids) for kept in _kept(connection, [DELIVERED.c.record.in_(portion)])
        )


def _kept(connection: sa.Connection, condition: Sequence[sa.ColumnElement[bool]]) -> Iterator[Kept]:
    statement = sa.select(DELIVERED).where(*condition, DELIVERED.c.seq.not_in(_undone()))
    for row in connection.execute(statement).mappings():
        version = Version(
            row["kind"],
            row["record"],
            row["revision"],
            row["at"],
            row["said"],
            row["origin"],
            tuple(row["past"]),
            tuple(row["withheld"]),
        )
        yield Kept(version, row["seq"], bool(row["ours"]))


def _undone() -> sa.Select[Any]:
    return sa.select(AUDIT_ENTRY.c.undoes).where(AUDIT_ENTRY.c.undoes.is_not(None))


def histories(store: Store, ids: Iterable[str]) -> dict[str, History]:
    """Record id -> what the trail says of it; nothing for a record that is not in it."""
    with store.reading() as connection:
        merges = frozenset(connection.execute(sa.select(DELIVERY.c.seq)).scalars())
        found: dict[str, History] = {}
        for portion in _portions(ids):
            found |= _histories(connection, merges, AUDIT_CHANGE.c.record.in_(portion))
        return found


def removed_histories(store: Store) -> dict[str, History]:
    """The same for every record that was ever removed."""
    gone = sa.select(AUDIT_CHANGE.c.record).where(AUDIT_CHANGE.c.after.is_(None))
    with store.reading() as connection:
        merges = frozenset(connection.execute(sa.select(DELIVERY.c.seq)).scalars())
        found = _histories(connection, merges, AUDIT_CHANGE.c.record.in_(gone))
    return {record: history for record, history in found.items() if history.states[-1].said is None}


def _histories(
    connection: sa.Connection, merges: frozenset[int], condition: sa.ColumnElement[bool]
) -> dict[str, History]:
    statement = (
        sa.select(AUDIT_CHANGE, AUDIT_ENTRY.c.at, AUDIT_ENTRY.c.undoes)
        .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == AUDIT_CHANGE.c.seq)
        .where(condition)
        .order_by(AUDIT_CHANGE.c.record, AUDIT_CHANGE.c.seq)
    )
    rows: dict[str, list[sa.RowMapping]] = defaultdict(list)
    for row in connection.execute(statement).mappings():
        rows[row["record"]].append(row)
    return {record: _history(record, lines, merges) for record, lines in rows.items()}


def _history(record: str, lines: Sequence[sa.RowMapping], merges: frozenset[int]) -> History:
    """Walk the trail; undoing a merge brings back what was known before it."""
    edited = False
    before: dict[int, bool] = {}
    states = []
    for line in lines:
        seq = line["seq"]
        local = seq not in merges and line["undoes"] not in before
        if seq in merges:
            before[seq] = edited
        edited = local or before.get(line["undoes"], False)
        after = json.loads(line["after"]) if line["after"] is not None else None
        said = None if after is None else {name: value for name, value in after.items() if name not in STAMPS}
        states.append(State(seq, line["at"], said, dict((after or {}).get("origin", {})), local))
    return History(lines[0]["kind"], record, tuple(states), edited)


def exports(store: Store) -> list[tuple[int, str]]:
    """Audit entries of bundles that were written, the oldest first, with the operator (empty for several)."""
    statement = sa.select(AUDIT_ENTRY.c.seq, AUDIT_ENTRY.c.operator).where(AUDIT_ENTRY.c.action == EXPORT)
    with store.reading() as connection:
        return [(row.seq, row.operator) for row in connection.execute(statement.order_by(AUDIT_ENTRY.c.seq))]


def born_here(store: Store, kinds: Iterable[str]) -> frozenset[str]:
    """Ids of the records of these kinds that people here wrote down first."""
    statement = (
        sa.select(AUDIT_CHANGE.c.record)
        .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == AUDIT_CHANGE.c.seq)
        .where(AUDIT_CHANGE.c.kind.in_(tuple(kinds)), AUDIT_CHANGE.c.before.is_(None), AUDIT_ENTRY.c.undoes.is_(None))
        .where(AUDIT_CHANGE.c.seq.not_in(sa.select(DELIVERY.c.seq)))
    )
    with store.reading() as connection:
        return frozenset(connection.execute(statement).scalars())


def save(
    store: Store,
    changes: Sequence[Change],
    stamp: Stamp,
    *,
    last: int,
    receipt: dict[str, Any],
    delivery: dict[str, Any],
    versions: Sequence[tuple[Version, bool]],
) -> int:
    """Write one merge: the records, the receipt, the bundle, its versions (and whether they are ours), or nothing.

    Args:
        last: audit entry of the last merge that the changes were computed from.

    Raises:
        Refusal: ``changed-meanwhile``, ``record-in-use``.
    """
    with store.writing() as connection:
        if last_merge(connection) != last:
            raise Refusal("changed-meanwhile", STORE_REFUSED)
        seq = write(connection, changes, stamp)
        connection.execute(sa.insert(RECEIPT).values(**receipt, seq=seq))
        connection.execute(sa.insert(DELIVERY).values(**delivery, seq=seq))
        if versions:
            connection.execute(sa.insert(DELIVERED), [_row(seq, version, ours) for version, ours in versions])
    return seq


def last_merge(connection: sa.Connection) -> int:
    """The newest merge or undoing of one; 0 when there was none."""
    merged = sa.select(sa.func.max(DELIVERY.c.seq))
    undone = sa.select(sa.func.max(AUDIT_ENTRY.c.seq)).where(AUDIT_ENTRY.c.undoes.in_(sa.select(DELIVERY.c.seq)))
    return max(connection.execute(one).scalar() or 0 for one in (merged, undone))


def last_merge_of(store: Store) -> int:
    """The same of a store."""
    with store.reading() as connection:
        return last_merge(connection)


def _row(seq: int, version: Version, ours: bool) -> dict[str, Any]:
    return {
        "seq": seq,
        "record": version.id,
        "mark": version.mark,
        "withheld": list(version.withheld),
        "ours": int(ours),
        "kind": version.kind,
        "revision": version.revision,
        "at": version.at,
        "said": version.said,
        "origin": dict(version.origin),
        "past": list(version.past),
    }


def _portions(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]
