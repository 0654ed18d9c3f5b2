"""Who last wrote a field and when, from the audit trail."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from hospital_onboard.store.engine import Store
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY

_AT_ONCE = 5_000


@dataclass(frozen=True)
class Written:
    """The last act that set a field; ``at`` is ISO in UTC."""

    who: str
    at: str
    seq: int


def last_written(store: Store, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Written]:
    """(record id, field) -> who set it last; nothing for a field whose record is not in the trail."""
    fields: dict[str, set[str]] = {}
    for record, field in wanted:
        fields.setdefault(record, set()).add(field)
    ids, found = list(fields), {}
    with store.reading() as connection:
        for start in range(0, len(ids), _AT_ONCE):
            statement = (
                sa.select(AUDIT_CHANGE.c.record, AUDIT_CHANGE.c.before, AUDIT_CHANGE.c.after, AUDIT_ENTRY)
                .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == AUDIT_CHANGE.c.seq)
                .where(AUDIT_CHANGE.c.record.in_(ids[start : start + _AT_ONCE]))
                .order_by(AUDIT_CHANGE.c.seq)
            )
            for row in connection.execute(statement).mappings():
                before, after = (json.loads(row[side] or "{}") for side in ("before", "after"))
                for field in fields[row["record"]]:
                    if before.get(field) != after.get(field):
                        found[row["record"], field] = Written(row["who"], row["at"], row["seq"])
    return found
