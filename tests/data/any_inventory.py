"""Inventories of any content: for properties about whatever a record can hold."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import Choice, Count, Country, Day, Line, Lines, MeasureItem, Number, Percent, Ref
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.reference.countries import all_countries
from hospital_onboard.reference.measures import all_measures
from hospital_onboard.reference.prefectures import all_prefectures

HOSPITAL = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
NUMBERS = {"corporate": "7000012050002", "lei": "5493001KJTIIGC8Y1R12", "institution": "0118010016"}

#: Letters of every kind, and whatever a spreadsheet, a terminal or an XML parser might take for its own.
PIECES = st.sampled_from(
    [
        *(
            "=",
            "+",
            "-",
            "@",
            "'",
            '"',
            "[",
            "]",
            "[/b]",
            "<&>",
            "_x0041_",
            "_x005F_",
            "\x1b[31m",
            "\x00",
            "\x0b",
            "\x7f",
        ),
        *("\t", " ", "　", "\u200b", "\ufeff", "\u202e", "㈱", "（株）", "①", "ｶﾞ", "が", "ー", "0", "１"),
        *("令和8年4月1日", "#N/A", "TRUE"),
    ]
)
LETTER = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")
LINE = st.lists(PIECES | LETTER, min_size=1, max_size=12).map("".join)
LINES = st.lists(PIECES | LETTER | st.just("\n") | st.just("\r\n"), min_size=1, max_size=12).map("".join)


def values_of(  # noqa: C901  one line for each shape
    kind: type[Record], name: str, known: dict[str, list[str]]
) -> st.SearchStrategy[Any]:
    shape = shape_of(kind, name)
    match shape:
        case Line():
            return LINE
        case Lines():
            return LINES
        case Choice(vocabulary):
            return st.sampled_from(VOCABULARIES[vocabulary])
        case Country():
            return st.sampled_from([code for code, _ in all_countries("ja")])
        case Day():
            return st.dates(min_value=date(1000, 1, 1))  # a year with fewer digits is read as a slip
        case Count():
            return st.integers(1900, 2200) if name == "year" else st.integers(0, 10_000_000)
        case Percent():
            return st.decimals(0, 100, places=3) | st.decimals(0, 100, places=18)
        case Number(scheme):
            return st.just(NUMBERS[scheme])
        case MeasureItem():
            return st.sampled_from([measure.id for measure in all_measures()])
        case Ref(kinds):
            return st.sampled_from([record_id for one in kinds for record_id in known.get(one, [])])
    return st.sampled_from([prefecture.code for prefecture in all_prefectures()])


@st.composite
def inventories(draw: st.DrawFn) -> list[Record]:
    """A few records of every kind of sheet, hanging together under one operator."""
    made: list[Record] = [HOSPITAL]
    known: dict[str, list[str]] = {"operator": [HOSPITAL.id]}
    for key, sheet in SHEETS.items():
        kind = KINDS[key]
        for n in range(draw(st.integers(1, 3)) if key != "operator" else 0):
            said: dict[str, Any] = {}
            for name in sheet.fields:
                shape = shape_of(kind, name)
                if isinstance(shape, Ref) and not any(known.get(one) for one in shape.kinds):
                    continue
                strategy = values_of(kind, name, known)
                value = draw(strategy if is_required(kind, name) else strategy | st.none())
                if value is not None and (not isinstance(shape, Number) or n == 0):  # one number, one party
                    said[name] = value
            record = kind.model_validate({"id": f"{key}_{n:04}", **_under_one_owner(key, said, made)})
            if not any(_key(record) == _key(other) for other in made if other.kind == key):
                made.append(record)
                known.setdefault(key, []).append(record.id)
    return made


def _under_one_owner(key: str, said: dict[str, Any], made: list[Record]) -> dict[str, Any]:
    """A reference below an owner stays below it, as it does in every form."""
    owners = {record.id: record for record in made}
    for field, owner in (("parent", {"component": "equipment", "subcontract": "entrustment"}.get(key, "")),):
        if owner and said.get(field) and getattr(owners[said[field]], owner) != said[owner]:
            said[field] = None
    if (
        key == "plan"
        and said.get("entrustment")
        and owners[said["entrustment"]].__dict__["equipment"] != said["equipment"]
    ):
        said["entrustment"] = None
    return said


def _key(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in SHEETS[record.kind].identity)
