"""The 41 measures, the equipment groups and the layers."""

from typing import get_args

import pytest

from hospital_onboard.domain.codes import AGENCY_GROUPS, HOSPITAL_GROUPS, Layer
from hospital_onboard.reference.groups import (
    all_component_layers,
    all_equipment_groups,
    component_layer,
    equipment_group,
    equipment_groups_for,
    equipment_groups_note,
)
from hospital_onboard.reference.measures import all_measures, measure, measures_edition, measures_for

#: regime-facts §4 and the explainer's footnotes on pp. 14 and 16
DIRECT = [
    "I-1-2",
    "I-2-2",
    "I-3-2",
    "I-4-2",
    "I-5-2",
    "I-8-2",
    "I-9-2",
    "I-10-2",
    "I-14-2",
    "I-15-2",
    "M-1",
    "M-3",
    "M-4",
    "M-5",
    "M-8",
    "M-9-2",
    "M-10-2",
]
INTRODUCTION = [
    "I-1-1",
    "I-1-2",
    "I-2-1",
    "I-2-2",
    "I-3-1",
    "I-3-2",
    "I-4-1",
    "I-4-2",
    "I-5-1",
    "I-5-2",
    "I-6",
    "I-7",
    "I-8-1",
    "I-8-2",
    "I-9-1",
    "I-9-2",
    "I-10-1",
    "I-10-2",
    "I-11",
    "I-12",
    "I-13",
    "I-14-1",
    "I-14-2",
    "I-15-1",
    "I-15-2",
    "I-16",
    "I-17",
]
ENTRUSTMENT = [
    "M-1",
    "M-2",
    "M-3",
    "M-4",
    "M-5",
    "M-6",
    "M-7",
    "M-8",
    "M-9-1",
    "M-9-2",
    "M-10-1",
    "M-10-2",
    "M-11",
    "M-12",
]


def test_41_measures_of_which_27_are_for_an_introduction() -> None:
    assert [m.id for m in measures_for("introduction")] == INTRODUCTION
    assert [m.id for m in measures_for("entrustment")] == ENTRUSTMENT
    assert [m.id for m in all_measures()] == INTRODUCTION + ENTRUSTMENT
    assert len(all_measures()) == 41


def test_the_evidence_that_may_go_straight_to_the_minister() -> None:
    assert [m.id for m in all_measures() if m.direct_to_minister] == DIRECT


def test_the_three_measures_that_hang_on_a_fact() -> None:
    conditions = {m.id: m.condition for m in all_measures() if m.condition}
    assert conditions == {"I-6": "internet_connected", "I-16": "video_equipment", "M-11": "video_equipment"}


def test_the_tail_of_an_id_says_whom_it_concerns() -> None:
    for m in all_measures():
        side = {"introduction": ("supplier", "component_supplier"), "entrustment": ("contractor", "subcontractor")}
        if m.id.count("-") == 2:
            assert m.about == side[m.applies_to][int(m.id[-1]) - 1]


def test_tests_by_the_maker_itself_do_not_count_so_somebody_else_acts() -> None:
    assert (measure("I-1-1").actor, measure("I-1-2").actor) == ("operator", "supplier")
    others = {m.id for m in all_measures() if m.actor != m.about}
    assert others == {"I-1-1", "I-1-2", "I-10-1", "I-10-2"}


def test_every_measure_has_both_languages_evidence_and_a_source() -> None:
    for m in all_measures():
        assert m.text.ja != m.text.en
        assert len(m.typical_evidence.ja) == len(m.typical_evidence.en) >= 1
        assert m.source.section.startswith("p. 1")
        assert (m.confidence, m.evidence_confidence, m.checked_on.isoformat()) == ("C", "M", "2026-11-23")
    assert len({m.text.ja for m in all_measures()}) == len({m.text.en for m in all_measures()}) == 41


def test_groups_are_the_six_official_categories_of_each_kind() -> None:
    for kind in ("introduction", "entrustment"):
        groups = [m.group for m in measures_for(kind)]
        assert sorted({g.number for g in groups}) == [1, 2, 3, 4, 5, 6]
        assert len({g.label.ja for g in groups}) == 6
        assert {g.applies_to for g in groups} == {kind}


def test_the_edition_says_it_is_not_the_ministrys_list() -> None:
    edition = measures_edition()
    assert edition.standing == "assumed"
    assert "厚生労働省" in edition.note.ja
    assert edition.source.edition.isoformat() == "2026-07-07"


def test_an_unknown_measure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure("I-18")


def test_equipment_groups_are_candidates_and_say_so() -> None:
    assert tuple(g.code for g in equipment_groups_for("hospital")) == HOSPITAL_GROUPS
    assert tuple(g.code for g in equipment_groups_for("agency")) == AGENCY_GROUPS
    assert {g.standing for g in all_equipment_groups()} == {"proposed"}
    assert all(g.source.document and g.source.as_of for g in all_equipment_groups())
    assert equipment_group("icu").label.of("en") == "Intensive care department"
    assert "候補" in equipment_groups_note().ja


def test_layers_are_our_own_arrangement_and_cover_the_vocabulary() -> None:
    assert tuple(layer.code for layer in all_component_layers()) == get_args(Layer)
    assert {layer.standing for layer in all_component_layers()} == {"assumed"}
    for layer in all_component_layers():
        assert len(layer.examples.of("ja")) == len(layer.examples.of("en"))
    with pytest.raises(KeyError):
        component_layer("firmware")
