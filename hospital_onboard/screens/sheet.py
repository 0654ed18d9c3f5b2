"""What a form is about, and its fields with the stored values in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hospital_onboard.domain.record import Record, is_personal, is_required, shape_of
from hospital_onboard.domain.shapes import Choice, Ref
from hospital_onboard.screens.host import Host
from hospital_onboard.widgets.field import Asked
from hospital_onboard.work import edit, show


@dataclass(frozen=True)
class Sheet:
    """What a form is about: a record (None: a new one), the fields asked, and what is fixed by the place."""

    kind: type[Record]
    record: Record | None
    fields: tuple[str, ...]
    fixed: Mapping[str, object] = field(default_factory=dict)
    #: Fields whose personal value the person asked to see.
    revealed: frozenset[str] = frozenset()
    #: Values to begin a new record with: field -> (raw, shown).
    suggested: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def asked_fields(host: Host, sheet: Sheet) -> tuple[Asked, ...]:
    """The form's fields with the stored values in words. Reads the store: call it in a worker."""
    named = show.named_by(host.desk, sheet.record) if sheet.record is not None else {}
    return tuple(_asked(host, sheet, name, named) for name in sheet.fields)


def _asked(host: Host, sheet: Sheet, name: str, named: Mapping[str, Record]) -> Asked:
    kind, record, shape = sheet.kind, sheet.record, shape_of(sheet.kind, name)
    shown = "" if record is None else edit.shown(record, name, host.lang, named.get)
    value = None if record is None else getattr(record, name)
    chosen = isinstance(shape, (Choice, Ref)) or shape.name in ("country", "prefecture", "measure_item")
    raw = ("" if value is None else str(value)) if chosen else shown
    if record is None and name in sheet.suggested:
        raw, shown = sheet.suggested[name]
    masked = is_personal(kind, name) and value is not None and name not in sheet.revealed
    return Asked(
        field=name,
        label=host.words(f"field.{kind.kind}.{name}"),
        shape=shape,
        raw="" if masked else raw,
        shown="" if masked else shown,
        required=is_required(kind, name),
        masked=masked,
        options=tuple(edit.options(host.desk, kind, name, host.lang, host.operator))
        if isinstance(shape, Choice)
        else (),
    )
