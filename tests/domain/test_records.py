"""What every kind of record keeps to."""

from datetime import date

import pytest
from pydantic import ValidationError

from hospital_onboard.domain import identifiers
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Party
from hospital_onboard.domain.plan import MeasureAnswer
from hospital_onboard.domain.record import Record, is_personal, is_required, shape_of
from hospital_onboard.domain.shapes import Ref, Shape
from hospital_onboard.text.wording import LANGUAGES, words

ALL_FIELDS = [(kind, name) for kind in KINDS.values() for name in kind.asked()]


@pytest.mark.parametrize(("kind", "field"), ALL_FIELDS, ids=[f"{k.kind}.{f}" for k, f in ALL_FIELDS])
def test_every_field_has_a_shape_and_a_name_in_both_languages(kind: type[Record], field: str) -> None:
    assert isinstance(shape_of(kind, field), Shape)
    for lang in LANGUAGES:
        assert words(lang).has(f"field.{kind.kind}.{field}")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_natural_key_is_made_of_the_records_own_fields(kind: type[Record]) -> None:
    assert set(kind.natural_key) <= set(kind.asked())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_references_name_kinds_that_exist(kind: type[Record]) -> None:
    for field in kind.asked():
        shape = shape_of(kind, field)
        assert not isinstance(shape, Ref) or set(shape.kinds) <= set(KINDS)


def test_only_what_the_law_asks_of_officers_is_masked() -> None:
    masked = {(kind.kind, field) for kind, field in ALL_FIELDS if is_personal(kind, field)}
    assert masked == {("officer", "birth_date"), ("officer", "nationality")}


@pytest.mark.parametrize(
    "values",
    [
        {"product": ""},
        {"product": "x", "layer": "firmware"},
        {"product": "x", "quantity": -1},
        {"product": "x", "end_of_support": "令和8年"},
        {"product": "x", "colour": "red"},
        {"product": None},
        {"product": "x" * 301},
    ],
    ids=["blank", "no such layer", "negative", "no day", "unknown field", "required", "too long"],
)
def test_a_record_that_does_not_fit_cannot_be_made(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Component.model_validate({"id": "component_0001", "equipment": "equipment_0001", **values})


@pytest.mark.parametrize("share", ["-0.01", "100.01"])
def test_a_share_lies_between_0_and_100_percent(share: str) -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate(
            {"id": "holder_0001", "party": "party_0001", "as_of": "2027-01-01", "name": "x", "share": share}
        )


def test_a_record_is_changed_only_by_making_another() -> None:
    party = Party(id="party_0001", name="北斗")
    with pytest.raises(ValidationError):
        party.name = "別"  # type: ignore[misc]
    assert (party.changed(name="別").name, party.name) == ("別", "北斗")
    with pytest.raises(ValidationError):
        party.changed(country="日本")


def test_the_origin_of_a_field_is_its_own_or_the_records() -> None:
    party = Party(id="party_0001", name="北斗", origin={"*": "workbook:0:s!2", "address": "form"})
    assert (party.origin_of("address"), party.origin_of("name")) == ("form", "workbook:0:s!2")
    assert Party(id="party_0001", name="北斗").origin_of("name") is None


def test_what_cannot_be_left_out_is_known() -> None:
    assert is_required(Component, "product")
    assert not is_required(Component, "model")
    assert MeasureAnswer(id="measure_0001", subject="equipment_0001", item="I-1-1").state == "undecided"


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("0118010016", True),
        ("1318814774", True),  # Tokyo: the check digit covers six digits only
        ("2719900249", True),
        ("4718010103", True),
        ("0118010017", False),
        ("4818010016", False),
        ("118010016", False),
        ("０１１８０１００１６", False),
    ],
)
def test_institution_codes(code: str, valid: bool) -> None:
    assert identifiers.institution_code_is_valid(code) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [("4011001098993", True), ("7000020310000", True), ("7000020310001", False), ("0000020310000", False), ("", False)],
)
def test_corporate_numbers(number: str, valid: bool) -> None:
    assert identifiers.corporate_number_is_valid(number) is valid


@pytest.mark.parametrize(("number", "valid"), [("5493001KJTIIGC8Y1R12", True), ("5493001KJTIIGC8Y1R13", False)])
def test_leis(number: str, valid: bool) -> None:
    assert identifiers.lei_is_valid(number) is valid


def test_ids_are_never_given_twice() -> None:
    assert len({identifiers.new_id("party") for _ in range(10_000)}) == 10_000


def test_a_record_is_called_by_its_own_words_or_by_what_it_links() -> None:
    operator = Operator(id="operator_0001", operator_kind="hospital", name="青葉")
    component = Component(id="component_0001", equipment="equipment_0001", product="HX", model="900")
    party = Party(id="party_0001", name="北斗")
    link = KINDS["involvement"].model_validate({"id": "involvement_0001", "plan": "plan_0001", "party": "party_0001"})
    lookup = {party.id: party}.get
    assert [title(r, lookup) for r in (operator, component, party, link)] == ["青葉", "HX 900", "北斗", "北斗"]


def test_days_are_days_whatever_they_are_read_from() -> None:
    record = Component.model_validate(
        {"id": "component_0001", "equipment": "equipment_0001", "product": "x", "end_of_support": "2029-03-31"}
    )
    assert record.end_of_support == date(2029, 3, 31)
