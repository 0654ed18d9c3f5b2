"""Saving changes: one transaction, revisions checked, each written down in the audit chain."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from hospital_onboard.domain.change import Change, Stamp
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.store.engine import Store
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY, RECEIPT, RECORDS, canonical

#: The digest before the first entry.
NOTHING_BEFORE = "0" * 64
_KIND_ORDER = {name: n for n, name in enumerate(KINDS)}


def save(store: Store, changes: Sequence[Change], stamp: Stamp, *, receipt: dict[str, Any] | None = None) -> int:
    """Save all changes or none; returns the number of the audit entry.

    Args:
        receipt: row of ``import_receipt`` to write in the same transaction, without its ``seq``.

    Raises:
        Refusal: ``changed-meanwhile`` when somebody else changed one of the records since it was read;
            ``record-in-use`` when a removed record is still named by another one.
    """
    with store.writing() as connection:
        seq = write(connection, changes, stamp)
        if receipt is not None:
            connection.execute(sa.insert(RECEIPT).values(**receipt, seq=seq))
    return seq


def write(connection: sa.Connection, changes: Sequence[Change], stamp: Stamp, undoes: int | None = None) -> int:
    """The same inside a transaction of the caller's."""
    for name, group in _by_kind(changes):
        table = RECORDS[name]
        _insert(connection, table, [c.after for c in group if c.before is None and c.after is not None])
        _update(connection, table, [(c.before, c.after) for c in group if c.before is not None and c.after is not None])
    for name, group in reversed(_by_kind(changes)):
        _delete(connection, RECORDS[name], [c.before for c in group if c.after is None and c.before is not None])
    return _append_audit(connection, changes, stamp, undoes)


def _by_kind(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.record.kind].append(change)
    return sorted(groups.items(), key=lambda item: _KIND_ORDER[item[0]])


def _insert(connection: sa.Connection, table: sa.Table, records: Sequence[Record]) -> None:
    _insert_rows(connection, table, [{**record.__dict__, "revision": 1} for record in records])


def _insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert complete rows; preparing a hundred thousand of them the general way takes half as long again."""
    if not rows:
        return
    dialect = connection.dialect
    names = [column.name for column in table.columns]
    into = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    place = "?" if dialect.paramstyle == "qmark" else "%s"
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    text = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join([place] * len(names))})"  # noqa: S608 our own names
    columns = [_bound(process, [row[name] for row in rows]) for name, process in zip(names, into, strict=True)]
    connection.exec_driver_sql(text, list(zip(*columns, strict=True)))


def _bound(process: Callable[[Any], Any] | None, values: list[Any]) -> list[Any]:
    return values if process is None else [process(value) for value in values]


def _update(connection: sa.Connection, table: sa.Table, pairs: Sequence[tuple[Record, Record]]) -> None:
    if not pairs:
        return
    rows = [
        {
            **{f"new_{name}": value for name, value in after.__dict__.items() if name != "id"},
            "new_revision": before.revision + 1,
            "id_": before.id,
            "seen": before.revision,
        }
        for before, after in pairs
    ]
    values: dict[str, Any] = {
        column.name: sa.bindparam(f"new_{column.name}") for column in table.columns if column.name != "id"
    }
    condition = sa.and_(table.c.id == sa.bindparam("id_"), table.c.revision == sa.bindparam("seen"))
    _all_hit(connection.execute(sa.update(table).where(condition).values(values), rows), len(rows))


def _delete(connection: sa.Connection, table: sa.Table, records: Sequence[Record]) -> None:
    if not records:
        return
    condition = sa.and_(table.c.id == sa.bindparam("id_"), table.c.revision == sa.bindparam("seen"))
    rows = [{"id_": record.id, "seen": record.revision} for record in records]
    _all_hit(connection.execute(sa.delete(table).where(condition), rows), len(rows))


def _all_hit(result: sa.CursorResult[Any], wanted: int) -> None:
    if result.rowcount != wanted:
        raise Refusal("changed-meanwhile", STORE_REFUSED)


def _append_audit(connection: sa.Connection, changes: Sequence[Change], stamp: Stamp, undoes: int | None) -> int:
    last = connection.execute(
        sa.select(AUDIT_ENTRY.c.seq, AUDIT_ENTRY.c.digest).order_by(AUDIT_ENTRY.c.seq.desc()).limit(1)
    ).first()
    seq, previous = (1, NOTHING_BEFORE) if last is None else (last.seq + 1, last.digest)
    lines = [_line(seq, n, change) for n, change in enumerate(changes, start=1)]
    entry = {
        "seq": seq,
        "at": stamp.at.isoformat(timespec="milliseconds"),
        "who": stamp.who,
        "action": stamp.action,
        "source": stamp.source,
        "operator": stamp.operator,
        "undoes": undoes,
        "changes": len(lines),
        "previous": previous,
    }
    connection.execute(sa.insert(AUDIT_ENTRY).values(**entry, digest=digest_of(entry, lines)))
    _insert_rows(connection, AUDIT_CHANGE, lines)
    return seq


def _line(seq: int, n: int, change: Change) -> dict[str, Any]:
    revision = change.before.revision + 1 if change.before else 1
    after = None if change.after is None else _kept(change.after, revision)
    before = None if change.before is None else _kept(change.before, change.before.revision)
    return {
        "seq": seq,
        "n": n,
        "kind": change.record.kind,
        "record": change.record.id,
        "before": before,
        "after": after,
    }


def _kept(record: Record, revision: int) -> str:
    said = {name: value for name, value in record.__dict__.items() if value is not None and name != "id"}
    return canonical({**said, "revision": revision})


def digest_of(entry: dict[str, Any], lines: Iterable[dict[str, Any]]) -> str:
    """sha256 over the entry (which holds the previous digest) and its changes, in order.

    The parts of a change stand between unit separators, which JSON and ids never contain.
    """
    whole = hashlib.sha256(canonical(entry).encode())
    for line in lines:
        before, after = line["before"] or "", line["after"] or ""
        parts = (str(line["seq"]), str(line["n"]), line["kind"], line["record"], before, after)
        whole.update(b"\n" + "\x1f".join(parts).encode())
    return whole.hexdigest()
