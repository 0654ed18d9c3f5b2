"""Saying who you are."""

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk


def test_choosing_a_hospital_fills_what_is_known_about_it(desk: Desk) -> None:
    hospital = who.register_hospital(desk, who.search_reference("0118010016")[0])
    assert hospital.says() == {
        "operator_kind": "hospital",
        "name": "北海道大学病院",
        "name_en": "Hokkaido University Hospital",
        "code": "0118010016",
        "corporation": "国立大学法人北海道大学",
        "prefecture": "01",
        "beds": 894,
        "emergency": "centre",
    }
    assert who.current(desk) == hospital


def test_the_same_hospital_is_not_registered_twice(desk: Desk) -> None:
    found = who.search_reference("弘前")[0]
    who.register_hospital(desk, found)
    with pytest.raises(Refusal) as refusal:
        who.register_hospital(desk, found)
    assert refusal.value.code == "operator-exists"


def test_the_agency_has_a_name_in_both_languages(desk: Desk) -> None:
    agency = who.register_agency(desk)
    assert agency.name == "医療情報基盤・診療報酬審査支払機構"
    assert agency.name_en


@pytest.mark.parametrize("said", ["code", "id", "name"])
def test_an_operator_is_found_by_code_id_or_name(desk: Desk, said: str) -> None:
    hospital = who.register_hospital(desk, who.search_reference("弘前")[0])
    assert who.find_operator(desk, str(getattr(hospital, said))) == hospital


def test_with_one_operator_nobody_has_to_say_which(desk: Desk) -> None:
    with pytest.raises(Refusal) as refusal:
        who.find_operator(desk, "")
    assert refusal.value.code == "no-operator-yet"
    hospital = who.register_other(desk, "青葉（架空）")
    assert who.find_operator(desk, "") == hospital


def test_with_several_the_one_last_worked_on_is_meant(desk: Desk) -> None:
    first = who.register_other(desk, "青葉（架空）")
    second = who.register_other(desk, "若葉（架空）")
    assert who.find_operator(desk, "") == second
    who.choose(desk, first.id)
    assert who.find_operator(desk, "") == first


def test_language_and_place_are_remembered(desk: Desk) -> None:
    assert (who.language(desk), who.place(desk, "walk")) == ("ja", "")
    who.set_language(desk, "en")
    who.remember_place(desk, "walk", "equipment_1/components")
    assert (who.language(desk), who.place(desk, "walk")) == ("en", "equipment_1/components")
