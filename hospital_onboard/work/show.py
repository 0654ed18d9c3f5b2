"""A stored value as a person reads it."""

from datetime import date
from decimal import Decimal

from hospital_onboard.domain.naming import Lookup, title
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Country, MeasureItem, Prefecture, Ref
from hospital_onboard.text.wording import Lang, words


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
