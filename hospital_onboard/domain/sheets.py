"""The workbook we give out and read back, declared once: the writer and the reader both go by this.

A sheet's title is the wording ``sheet.<key>``, a column's header that of the record's field. Row 1 of each sheet is
hidden and holds stable keys (``component.product``); rows 2 and 3 are the Japanese and the English header.
"""

from dataclasses import dataclass, field
from typing import Literal

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Digest

TEMPLATE_VERSION = 1
#: Defined name in which a workbook says what it is: ``inventory/1``.
VERSION_NAME = "hospital_onboard_template"
#: Column of the record's id, and the one that asks for its removal; on every sheet before the fields.
ID, REMOVE = "id", "remove"
KEY_ROW, FIRST_HEADER_ROW, FIRST_DATA_ROW = 1, 2, 4

Template = Literal["inventory", "vendor"]
#: What the program fills in itself.
_NOT_ASKED = frozenset({"file_name"})


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of one kind of record."""

    key: str
    record: type[Record]
    #: Fields that tell two rows apart when a row has no id; the record's natural key unless said otherwise.
    identity: tuple[str, ...] = ()
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked = (n for n in self.record.asked() if n not in _NOT_ASKED)
        fields = tuple(n for n in asked if not isinstance(shape_of(self.record, n), Digest))
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "identity", self.identity or self.record.natural_key)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of all columns in order."""
        return (ID, REMOVE, *self.fields)

    def column_key(self, column: str) -> str:
        """What stands in the hidden row over a column."""
        return f"{self.key}.{column}"


def _sheets() -> dict[str, Sheet]:
    # Sixty suppliers bring sixty papers called 登記事項証明書: what a paper is about tells them apart.
    identities = {"evidence": ("title", "about")}
    order = (
        "operator",
        "party",
        "snapshot",
        "holder",
        "officer",
        "foreign_sale",
        "equipment",
        "component",
        "site",
        "entrustment",
        "subcontract",
        "plan",
        "involvement",
        "measure",
        "evidence",
    )
    return {key: Sheet(key, KINDS[key], identities.get(key, ())) for key in order}


#: In this order rows are understood: what is referred to comes before what refers to it.
SHEETS: dict[str, Sheet] = _sheets()
_OPERATORS_OWN = frozenset({"operator", "plan", "involvement"})


def sheets_of(template: Template) -> tuple[Sheet, ...]:
    """The sheets of a template; a vendor is not asked about the operator and its plans."""
    return tuple(s for s in SHEETS.values() if template == "inventory" or s.key not in _OPERATORS_OWN)
