"""A stored value as a person reads it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import Lookup, title
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Country, MeasureItem, Prefecture, Ref
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import Desk

#: Kinds without words of their own, see ``domain.naming.title``.
_CALLED_BY_OTHERS = frozenset({"subcontract", "involvement", "site", "exhibit", "snapshot"})


def shown(record: Record, field: str, lang: Lang, lookup: Lookup) -> str:
    """The value of a field in words; empty when it is not answered.

    ``lookup`` gives the records that the field may name, for instance ``inventory.by_id.get``.
    """
    value = getattr(record, field)
    if value is None:
        return ""
    return _in_words(shape_of(type(record), field), value, lang, lookup)


def _in_words(shape: object, value: object, lang: Lang, lookup: Lookup) -> str:
    match shape:
        case Choice(vocabulary):
            return words(lang).choice(vocabulary, str(value))
        case Country():
            from hospital_onboard.reference.countries import country_name

            return country_name(str(value), lang)
        case Prefecture():
            from hospital_onboard.reference.prefectures import prefecture

            return prefecture(str(value)).name(lang)
        case MeasureItem():
            return str(value)
        case Ref():
            named = lookup(str(value))
            return title(named, lookup) if named is not None else str(value)
        case _:
            return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def named_by(desk: Desk, record: Record) -> dict[str, Record]:
    """The records that this one names, and those that name themselves through others, by id."""
    found: dict[str, Record] = {}
    open_ends = [record]
    while open_ends:
        for kind, record_id in _references(open_ends.pop()):
            named = None if record_id in found else records.get(desk.store, kind, record_id)
            if named is not None:
                found[record_id] = named
                if named.kind in _CALLED_BY_OTHERS:
                    open_ends.append(named)
    return found


def _references(record: Record) -> Iterator[tuple[type[Record], str]]:
    for field, value in record.says().items():
        shape = shape_of(type(record), field)
        if isinstance(shape, Ref):
            yield from ((KINDS[kind], str(value)) for kind in shape.kinds)
