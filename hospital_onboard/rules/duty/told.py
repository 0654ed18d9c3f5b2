"""What a record says in a field, as a fact carries it: codes, ISO days, digits; "unknown" is no answer."""

from datetime import date
from decimal import Decimal

from hospital_onboard.domain.determination import FactUse
from hospital_onboard.domain.record import Record


def told(record: Record, field: str, name: str = "") -> FactUse:
    """What a record says in a field; ``name`` is ``<kind>.<field>`` unless given."""
    value = getattr(record, field)
    origin = None if value is None else record.origin_of(field)
    shown = None if value in (None, "unknown") else text_of(value)
    return FactUse(name or f"{record.kind}.{field}", shown, record.id, field, origin)


def text_of(value: object) -> str:
    """A value as a fact carries it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def day_of(fact: FactUse) -> date | None:
    """A fact's day."""
    return None if fact.value is None else date.fromisoformat(fact.value)
