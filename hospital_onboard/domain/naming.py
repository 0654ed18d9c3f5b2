"""What a record is called in a list, a drop-down or a message."""

from collections.abc import Callable, Mapping

from hospital_onboard.domain.record import Record

Lookup = Callable[[str], Record | None]


def title(record: Record, lookup: Lookup) -> str:
    """The record's own words for itself; a record that is only a link is called by what it links."""

    def linked(record_id: str) -> str | None:
        found = lookup(record_id)
        return None if found is None else title(found, lookup)

    return named(record.kind, record.__dict__, linked) or record.id


def named(kind: str, said: Mapping[str, object], linked: Callable[[str], str | None]) -> str:
    """The same from the values alone; empty when they name nothing. ``linked`` gives the title of another record."""
    if kind != "site" and said.get("product") is not None:
        return " ".join(str(said[name]) for name in ("product", "model") if said.get(name) is not None)
    for name in ("name", "title", "question", "item", "decision", "handed_on"):
        if said.get(name) is not None:
            return str(said[name])
    for name in ("subcontractor", "party", "product", "evidence"):
        found = linked(str(said[name])) if said.get(name) is not None else None
        if found is not None:
            return found
    return ""
