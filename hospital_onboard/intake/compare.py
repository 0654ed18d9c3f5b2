"""What a row would change: nothing, some fields of a stored record, or a new record.

A blank never clears. A text that differs only in width, spaces or invisible characters is the same text. A value that
a person typed in a form is changed only where somebody sees it: the row then carries ``conflict``.
"""

from collections.abc import Callable, Mapping
from functools import cache

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.record import Record, is_personal, shape_of, with_origin
from hospital_onboard.domain.shapes import Line, Lines
from hospital_onboard.intake.matching import same_name
from hospital_onboard.intake.showing import shown
from hospital_onboard.text.normalise import clean

TYPED = "form"
_MASKED = "●●●"


def new_record(kind: type[Record], record_id: str, values: Mapping[str, object], source: str) -> Change:
    """A record that is not stored yet. The values were understood field by field; the record checks them again."""
    return Change(None, kind.model_validate({**values, "id": record_id, "origin": {"*": source}}))


def differences(stored: Record, values: Mapping[str, object], *, by_key: bool) -> dict[str, object]:
    """The fields in which a row says something else.

    Args:
        by_key: the row was matched by its name, not by an id; then the name's spelling is not a change.
    """
    kind = type(stored)
    before = stored.__dict__
    found: dict[str, object] = {}
    for name, value in values.items():
        old = before[name]
        if old == value:
            continue
        if _is_text(kind, name) and old is not None and _same_text(kind, name, str(old), str(value), by_key):
            continue
        found[name] = value
    return found


def changed_record(stored: Record, changes: Mapping[str, object], source: str) -> Change:
    """The stored record with these fields set, each with its origin."""
    origin = with_origin(stored, dict.fromkeys(changes, source))
    return Change(stored, stored.changed(**changes, origin=origin))


def conflicts(
    stored: Record,
    changes: Mapping[str, object],
    place: Callable[[str], Place],
    title_of: Callable[[str], str],
) -> list[Issue]:
    """One finding for each field that a person typed and the file says otherwise."""
    kind = type(stored)
    return [
        Issue(
            "conflict",
            place(name),
            as_shown(kind, name, value, title_of),
            {"stored": as_shown(kind, name, old, title_of)},
        )
        for name, value in changes.items()
        if (old := getattr(stored, name)) is not None and stored.origin_of(name) == TYPED
    ]


def as_shown(kind: type[Record], name: str, value: object, title_of: Callable[[str], str]) -> str:
    """A value in a finding; what is masked on screen is masked here too."""
    return _MASKED if is_personal(kind, name) else shown(kind, name, value, title_of)


@cache
def _is_text(kind: type[Record], name: str) -> bool:
    return isinstance(shape_of(kind, name), (Line, Lines))


def _same_text(kind: type[Record], name: str, old: str, new: str, by_key: bool) -> bool:
    one_line = isinstance(shape_of(kind, name), Line)
    if _comparable(old, one_line) == _comparable(new, one_line):
        return True
    return by_key and name == "name" and same_name(kind.kind, old, new)


def _comparable(text: str, one_line: bool) -> str:
    cleaned = clean(text)
    return " ".join(cleaned.split()) if one_line else cleaned
