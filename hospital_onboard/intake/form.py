"""One form, read as a sheet of one row: the same understanding, the same issues.

Unlike in a workbook, an empty field is an answer here: it clears what was there.
"""

from collections.abc import Mapping

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.record import Record, is_required
from hospital_onboard.intake.showing import as_text
from hospital_onboard.intake.understand import Resolver, Understood, understand


def read_form(
    kind: type[Record], raw: Mapping[str, object], resolver: Resolver
) -> tuple[dict[str, object], tuple[Issue, ...]]:
    """The values of the fields that could be understood, and what is wrong with the others.

    A field that is not in ``raw`` is left alone; an empty one becomes None. ``Issue.place.column`` is the field's name.
    Issues of severity ``check`` come with a value.
    """
    values: dict[str, object] = {}
    issues: list[Issue] = []
    for name, typed in raw.items():
        found = understand(kind, name, typed, resolver)
        if found.value is None and not found.code and is_required(kind, name):
            found = Understood(None, "missing")
        if found.code:
            issues.append(Issue(found.code, Place(column=name), as_text("" if typed is None else typed), found.params))
        if found.value is not None or not found.code:
            values[name] = found.value
    return values, tuple(issues)
