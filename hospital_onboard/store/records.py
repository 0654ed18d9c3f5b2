"""Asking the store for records: one by id, all of a parent, a page of a long list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Line, Lines, Number, Ref
from hospital_onboard.store.engine import Store
from hospital_onboard.store.tables import AUDIT_ENTRY, RECORDS

R = TypeVar("R", bound=Record)
#: A filter value: one value, several (any of them), or None (not answered).
Wanted = object

#: SQLite allows 32,766 bound values; stay below with room for others.
_MOST_VALUES = 10_000
#: Numbers of long lists that are kept at most.
_MOST_COUNTED = 100


@dataclass(frozen=True)
class Query:
    """A page of a list, filtered and sorted by the database."""

    where: Mapping[str, Wanted] = field(default_factory=dict)
    #: Free text looked for in every text field.
    text: str = ""
    #: Field to sort by; empty means the natural key.
    sort: str = ""
    descending: bool = False
    offset: int = 0
    limit: int = 500
    #: The first page may come without being counted, when counting would take longer than reading it.
    hurry: bool = False


@dataclass(frozen=True)
class Page:
    """The records of a page and how many there are in all; at least so many when they are not ``counted``."""

    records: tuple[Record, ...]
    total: int
    counted: bool = True


def get(store: Store, kind: type[R], record_id: str) -> R | None:
    """The record with this id."""
    table = RECORDS[kind.kind]
    with store.reading() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == record_id)).mappings().first()
    return None if row is None else kind.stored(dict(row))


def select(store: Store, kind: type[R], **where: Wanted) -> tuple[R, ...]:
    """All records whose fields have these values, in the order of their natural key.

    A tuple, list or set of values means any of them; many values are asked in portions.
    """
    with store.reading() as connection:
        return tuple(selected(connection, kind, where))


def selected(connection: sa.Connection, kind: type[R], where: Mapping[str, Wanted]) -> Iterable[R]:
    """The same inside a reading of the caller's."""
    table = RECORDS[kind.kind]
    for portion in _portions(where):
        statement = sa.select(table).where(*_conditions(table, portion)).order_by(*_order(kind, Query()))
        result = connection.execute(statement)
        names = tuple(result.keys())
        for row in result.all():  # all at once: a third of the time of row by row
            yield kind.stored(dict(zip(names, row, strict=True)))


def _portions(where: Mapping[str, Wanted]) -> Iterable[dict[str, Wanted]]:
    long = next(
        (n for n, v in where.items() if isinstance(v, (tuple, list, set, frozenset)) and len(v) > _MOST_VALUES), None
    )
    if long is None:
        yield dict(where)
        return
    values = list(where[long])  # type: ignore[call-overload]
    for start in range(0, len(values), _MOST_VALUES):
        yield {**where, long: values[start : start + _MOST_VALUES]}


def page(store: Store, kind: type[R], query: Query) -> Page:
    """One page of a list."""
    table = RECORDS[kind.kind]
    conditions = [*_conditions(table, query.where), *_matching(kind, table, query.text)]
    with store.reading() as connection:
        total = _known_total(store, connection, kind, query)
        if total is None and query.hurry and not query.offset:
            return _first(connection, kind, query, conditions)
        if total is None:
            total = _counted(store, connection, kind, query, conditions)
        from_end = max(0, total - query.offset - query.limit)
        backwards = from_end < query.offset  # the nearer end is the shorter walk along the index
        order = _order(kind, query, backwards=backwards)
        limit = min(query.limit, total - query.offset)
        if limit <= 0:
            return Page((), total)
        start = from_end if backwards else query.offset
        ids = sa.select(table.c.id).where(*conditions).order_by(*order).offset(start).limit(limit)
        wanted = connection.execute(ids).scalars().all()  # from the index alone, however far it has to walk
        found = connection.execute(sa.select(table).where(table.c.id.in_(wanted))).mappings()
        by_id = {row["id"]: kind.stored(dict(row)) for row in found}
        in_order = [by_id[key] for key in wanted]
    return Page(tuple(reversed(in_order)) if backwards else tuple(in_order), total)


def _first(connection: sa.Connection, kind: type[R], query: Query, conditions: list[sa.ColumnElement[bool]]) -> Page:
    statement = sa.select(RECORDS[kind.kind]).where(*conditions).order_by(*_order(kind, query)).limit(query.limit)
    found = tuple(kind.stored(dict(row)) for row in connection.execute(statement).mappings())
    return Page(found, len(found), counted=len(found) < query.limit)


def _known_total(store: Store, connection: sa.Connection, kind: type[Record], query: Query) -> int | None:
    """How many there are in all, when they were counted since something was last written; the trail knows that."""
    last, total = store.counted.get(_asked(kind, query), (-1, 0))
    return total if last == _end_of_trail(connection) else None


def _counted(
    store: Store, connection: sa.Connection, kind: type[Record], query: Query, conditions: list[sa.ColumnElement[bool]]
) -> int:
    counting = sa.select(sa.func.count()).select_from(RECORDS[kind.kind]).where(*conditions)
    total = int(connection.execute(counting).scalar_one())
    if len(store.counted) >= _MOST_COUNTED:
        store.counted.clear()
    store.counted[_asked(kind, query)] = (_end_of_trail(connection), total)
    return total


def _end_of_trail(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.max(AUDIT_ENTRY.c.seq))).scalar() or 0


def _asked(kind: type[Record], query: Query) -> str:
    return repr((kind.kind, sorted(query.where.items()), query.text))


def count(store: Store, kind: type[Record], **where: Wanted) -> int:
    """How many records have these values."""
    table = RECORDS[kind.kind]
    with store.reading() as connection:
        statement = sa.select(sa.func.count()).select_from(table).where(*_conditions(table, where))
        return int(connection.execute(statement).scalar_one())


def is_empty(store: Store) -> bool:
    """Whether nobody has entered anything yet."""
    with store.reading() as connection:
        return all(connection.execute(sa.select(t.c.id).limit(1)).first() is None for t in RECORDS.values())


def _conditions(table: sa.Table, where: Mapping[str, Wanted]) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for name, value in where.items():
        column: sa.Column[Any] = table.c[name]
        if isinstance(value, (tuple, list, set, frozenset)):
            found.append(column.in_(tuple(value)))
        elif value is None:
            found.append(column.is_(None))
        else:
            found.append(column == value)
    return found


def _matching(kind: type[Record], table: sa.Table, text: str) -> list[sa.ColumnElement[bool]]:
    if not text:
        return []
    names = [n for n in kind.asked() if isinstance(shape_of(kind, n), (Line, Lines, Number))]
    return [sa.or_(*(table.c[name].icontains(text, autoescape=True) for name in names))]


def _order(kind: type[Record], query: Query, *, backwards: bool = False) -> list[sa.ColumnElement[Any]]:
    table = RECORDS[kind.kind]
    names = (query.sort,) if query.sort else kind.natural_key
    columns: list[sa.Column[Any]] = [*(table.c[name] for name in names), table.c.id]
    if query.descending != backwards:
        return [column.desc().nulls_last() for column in columns]
    return [column.asc().nulls_first() for column in columns]


def naming(store: Store, kind: str, record_id: str) -> list[tuple[Record, tuple[str, ...]]]:
    """Every record that names this one, with the fields in which it does."""
    found = []
    with store.reading() as connection:
        for name, other in KINDS.items():
            fields = tuple(f for f in other.asked() if isinstance(s := shape_of(other, f), Ref) and kind in s.kinds)
            if not fields:
                continue
            table = RECORDS[name]
            hit = sa.or_(*(table.c[field] == record_id for field in fields))
            for row in connection.execute(sa.select(table).where(hit).order_by(table.c.id)).mappings():
                record = other.stored(dict(row))
                found.append((record, tuple(f for f in fields if getattr(record, f) == record_id)))
    return found
