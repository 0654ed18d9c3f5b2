"""Typing a record by hand."""

from datetime import date

import pytest

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records
from hospital_onboard.work import edit, trail, who
from hospital_onboard.work.desk import Desk


@pytest.fixture
def hospital(desk: Desk) -> Operator:
    return who.register_other(desk, "青葉大学病院（架空）")


def saved(result: edit.Saved) -> Record:
    assert result.record is not None, result.issues
    return result.record


@pytest.fixture
def emr(desk: Desk, hospital: Operator) -> Equipment:
    made = saved(
        edit.save(desk, Equipment, None, {"group": "電子カルテ", "product": "診療録"}, fixed={"operator": hospital.id})
    )
    assert isinstance(made, Equipment)
    return made


def test_what_people_write_is_understood_and_kept_as_typed_by_hand(desk: Desk, emr: Equipment) -> None:
    raw = {"layer": "サーバ", "product": "ＨＸ", "quantity": "３台", "end_of_support": "R11.3.31", "listed": "未定"}
    made = saved(edit.save(desk, Component, None, raw, fixed={"equipment": emr.id}))
    assert made.says() == {
        "equipment": emr.id,
        "layer": "server",
        "product": "ＨＸ",
        "quantity": 3,
        "end_of_support": date(2029, 3, 31),
        "listed": "unknown",
    }
    assert made.origin_of("quantity") == "form"


def test_every_mistake_is_told_at_once_and_nothing_is_saved(desk: Desk, emr: Equipment) -> None:
    raw = {"layer": "基盤ソフト?", "product": "", "quantity": "たくさん", "end_of_support": "令和8年13月1日"}
    result = edit.save(desk, Component, None, raw, fixed={"equipment": emr.id})
    assert result.record is None
    assert {(issue.place.column, issue.code) for issue in result.issues} == {
        ("layer", "not-in-list"),
        ("product", "missing"),
        ("quantity", "not-a-number"),
        ("end_of_support", "no-such-day"),
    }
    assert records.count(desk.store, Component) == 0


def test_clearing_a_field_clears_it_and_one_undo_brings_it_back(desk: Desk, emr: Equipment) -> None:
    made = saved(edit.save(desk, Component, None, {"product": "HX", "model": "900"}, fixed={"equipment": emr.id}))
    cleared = saved(edit.save(desk, Component, made, {"model": ""}))
    assert cleared.says()["product"] == "HX"
    assert "model" not in cleared.says()
    undone = trail.undo_last(desk)
    assert undone is not None
    found = records.get(desk.store, Component, made.id)
    assert found is not None
    assert found.model == "900"


def test_saving_what_is_there_writes_nothing(desk: Desk, emr: Equipment) -> None:
    _, before = trail.entries(desk)
    assert edit.save(desk, Equipment, emr, {"product": "診療録", "model": ""}).seq is None
    assert trail.entries(desk)[1] == before


def test_two_records_of_one_name_in_one_place_are_not_made(desk: Desk, hospital: Operator, emr: Equipment) -> None:
    again = edit.save(desk, Equipment, None, {"group": "emr", "product": "診療録"}, fixed={"operator": hospital.id})
    assert [issue.code for issue in again.issues] == ["duplicate-row"]
    assert records.count(desk.store, Equipment) == 1


def test_a_save_over_somebody_elses_is_refused(desk: Desk, emr: Equipment) -> None:
    edit.save(desk, Equipment, emr, {"model": "一"})
    with pytest.raises(Refusal) as refusal:
        edit.save(desk, Equipment, emr, {"model": "二"})
    assert refusal.value.code == "changed-meanwhile"


def test_only_the_changed_field_becomes_typed_by_hand(desk: Desk) -> None:
    hospital = who.register_hospital(desk, who.search_reference("北海道大学病院")[0])
    assert hospital.origin_of("beds") == "reference:sourced"
    assert hospital.origin_of("corporation") == "reference:recalled"
    edited = saved(edit.save(desk, Operator, hospital, {"beds": "９００"}))
    assert (edited.origin_of("beds"), edited.origin_of("name")) == ("form", "reference:sourced")


def test_choices_are_those_that_concern_the_operator(desk: Desk, hospital: Operator) -> None:
    agency = who.register_agency(desk)
    of = {o.name: [code for code, _ in edit.options(desk, Equipment, "group", "ja", o)] for o in (hospital, agency)}
    assert of[hospital.name] == ["emr", "surgery", "icu"]
    assert of[agency.name] == ["emr_sharing", "e_prescription", "online_eligibility"]


def test_a_reference_can_be_chosen_by_its_name(desk: Desk, emr: Equipment) -> None:
    vendor = saved(edit.save(desk, Party, None, {"name": "北斗システム株式会社（架空）"}))
    assert (vendor.id, "北斗システム株式会社（架空）") in edit.options(desk, Equipment, "supplier", "ja")
    edited = saved(edit.save(desk, Equipment, emr, {"supplier": "北斗システム株式会社（架空）"}))
    assert edited.says()["supplier"] == vendor.id


def test_a_removed_record_comes_back_with_undo(desk: Desk, emr: Equipment) -> None:
    edit.remove(desk, emr)
    assert records.count(desk.store, Equipment) == 0
    trail.undo_last(desk)
    assert records.get(desk.store, Equipment, emr.id) is not None


@pytest.mark.parametrize(("field", "lang"), [("country", "ja"), ("country", "en")])
def test_japan_is_offered_first(desk: Desk, field: str, lang: str) -> None:
    first = edit.options(desk, Party, field, "ja" if lang == "ja" else "en")[0]
    assert first[0] == "JP"
