"""The workbook we give out and read back, declared once: the writer and the reader both go by this.

A sheet's title is the wording ``sheet.<key>``, a column's header that of the record's field. Row 1 of each sheet is
hidden and holds stable keys (``component.product``); rows 2 and 3 are the Japanese and the English header.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Digest

TEMPLATE_VERSION = 1
#: Defined name in which a workbook says what it is: ``inventory/1``.
VERSION_NAME = "hospital_onboard_template"
#: Column of the record's id, and the one that asks for its removal; on every sheet before the fields.
ID, REMOVE = "id", "remove"
KEY_ROW, FIRST_HEADER_ROW, FIRST_DATA_ROW = 1, 2, 4
#: The sheet of a vendor's workbook that lists what is asked. Its first row holds, after this mark, the ids of the
#: parties it was made for; the second their names.
ASKED, ASKED_MARK = "asked", "asked.parties"

Template = Literal["inventory", "vendor"]
#: What the program fills in itself.
_NOT_ASKED = frozenset({"file_name"})
#: Fields of a row that we write down as a question: while none is answered, the row says nothing.
_ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "snapshot": ("holders", "officers", "foreign_sales", "declared_on"),
    "site": ("country", "address"),
    "measure": ("state", "note", "planned_on"),
    "exhibit": ("evidence",),
    "opinion": ("text", "said_on"),
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of one kind of record."""

    key: str
    record: type[Record]
    #: Fields that tell two rows apart when a row has no id; the record's natural key unless said otherwise.
    identity: tuple[str, ...] = ()
    #: Fields that a template leaves out.
    without: frozenset[str] = frozenset()
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked = (n for n in self.record.asked() if n not in _NOT_ASKED | self.without)
        fields = tuple(n for n in asked if not isinstance(shape_of(self.record, n), Digest))
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "identity", self.identity or self.record.natural_key)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of all columns in order."""
        return (ID, REMOVE, *self.fields)

    @property
    def answers(self) -> tuple[str, ...]:
        """A new row with none of these filled in is an open question of ours; empty: every row says something."""
        return _ANSWERS.get(self.key, ())

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
        "exhibit",
        "opinion",
    )
    return {key: Sheet(key, KINDS[key], identities.get(key, ())) for key in order}


#: In this order rows are understood: what is referred to comes before what refers to it.
SHEETS: dict[str, Sheet] = _sheets()
_OPERATORS_OWN = frozenset({"operator", "plan", "involvement"})
_VENDORS_OWN = frozenset({"opinion"})
#: What an operator answers about its own equipment, or what is nobody else's business.
_NOT_FOR_VENDORS: Final[dict[str, frozenset[str]]] = {
    "equipment": frozenset({"supplier", "built_by", "video_equipment", "data_held", "backup", "restore"}),
}


@cache
def sheets_of(template: Template) -> tuple[Sheet, ...]:
    """The sheets of a template; a vendor is not asked about the operator and its plans."""
    if template == "inventory":
        return tuple(sheet for sheet in SHEETS.values() if sheet.key not in _VENDORS_OWN)
    return tuple(
        replace(sheet, without=_NOT_FOR_VENDORS.get(sheet.key, frozenset()))
        for sheet in SHEETS.values()
        if sheet.key not in _OPERATORS_OWN
    )
