"""What has to be known before rows can be compared: whose file it is, what it may name, which sheet comes first."""

from collections.abc import Iterable

from hospital_onboard.domain.finding import Directory, owner_field
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.intake.columns import Layout
from hospital_onboard.intake.rows import named_kinds, read_rows


def kinds_needed(layouts: Iterable[Layout]) -> set[str]:
    """Kinds of records that must be findable: what cells refer to, and what rows hang on."""
    needed: set[str] = set()
    for layout in layouts:
        owner = owner_field(layout.sheet.record)
        shape = shape_of(layout.sheet.record, owner) if owner else None
        needed |= named_kinds(layout) | set(shape.kinds if isinstance(shape, Ref) else ())
    return needed


def sole_operator(layouts: Iterable[Layout], operators: Directory, file: str) -> str | None:
    """The stored operator whose file this is, when the file itself names one and no other."""
    rows = [
        row
        for layout in layouts
        if layout.sheet.key == "operator"
        for row in read_rows(layout, operators, file, date1904=False)
    ]
    if len(rows) != 1:
        return None
    said = rows[0].values
    names = (rows[0].record_id, str(said.get("code", "")), str(said.get("name", "")))
    found = (operators.find(("operator",), name).ids for name in names if name)
    return next((ids[0] for ids in found if len(ids) == 1), None)


def in_order(layouts: Iterable[Layout]) -> list[Layout]:
    """What is referred to before what refers to it; two sheets of a kind in the file's order."""
    order = list(SHEETS)
    return sorted(layouts, key=lambda layout: order.index(layout.sheet.key))
