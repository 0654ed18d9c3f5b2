"""What a record is called in a list, a drop-down or a message."""

from collections.abc import Callable

from hospital_onboard.domain.record import Record

Lookup = Callable[[str], Record | None]


def title(record: Record, lookup: Lookup) -> str:
    """The record's own words for itself; a record that is only a link is called by what it links."""
    said = record.says()
    if "product" in said and record.kind != "site":
        return " ".join(str(said[name]) for name in ("product", "model") if name in said)
    for name in ("name", "title", "question", "item"):
        if name in said:
            return str(said[name])
    for name in ("subcontractor", "party", "product", "evidence"):
        linked = lookup(str(said[name])) if name in said else None
        if linked is not None:
            return title(linked, lookup)
    return record.id
