"""What belongs to a plan, and in which order."""

from dataclasses import replace
from types import ModuleType

import pytest

from hospital_onboard.domain.equipment import Component
from hospital_onboard.report.frame import frame_of
from hospital_onboard.report.packet import machine
from hospital_onboard.report.packet.ruling import Ruling
from hospital_onboard.report.packet.scope import Scope, tree
from hospital_onboard.report.packet.tables import tables_document
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.wording import words
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_packet import scope_of


@pytest.fixture
def scope(filled: Desk, sample: ModuleType) -> Scope:
    return scope_of(filled, sample.PLAN)


def test_tree_puts_parts_under_their_parent_and_loses_none() -> None:
    def part(key: str, parent: str | None = None) -> Component:
        return Component(id=f"component_{key}", equipment="equipment_x001", product=key, parent=parent)

    parts = [
        part("leaf", "component_stem"),
        part("stem", "component_root"),
        part("root"),
        part("lost", "component_gone"),
        part("ring", "component_gnir"),
        part("gnir", "component_ring"),
        part("self", "component_self"),
    ]
    found = [(depth, component.product) for depth, component in tree(parts)]
    assert found == [(0, "root"), (1, "stem"), (2, "leaf"), (0, "lost"), (0, "ring"), (1, "gnir"), (0, "self")]


def test_each_fact_comes_from_the_newest_answer_to_it(scope: Scope) -> None:
    assert [holder.name for holder in scope.holders] == ["北斗HD（架空）"]
    assert [officer.as_of.isoformat() for officer in scope.officers] == ["2026-03-31"]
    assert scope.snapshot("party_hokuto", "foreign_sales").as_of.isoformat() == "2027-10-31"  # type: ignore[union-attr]
    assert scope.snapshot("party_minato", "officers") is None


def test_parties_carry_every_role_they_have(scope: Scope) -> None:
    assert scope.roles == {
        "party_hokuto": ["supplier", "component_supplier", "contractor"],
        "party_minato": ["component_supplier", "subcontractor"],
        "party_kumo": ["component_supplier", "subcontractor", "involved"],
        "party_hoshi": ["subcontractor"],
    }


def test_tiers_and_the_exemption_test(scope: Scope) -> None:
    told = [(tier, s.subcontractor, scope.exemptions[s.id]) for tier, s in scope.subcontracts]
    assert told == [(1, "party_hoshi", "passed"), (2, "party_minato", "failed"), (3, "party_kumo", "open")]


def test_an_entrustment_plan_answers_the_measures_of_its_contract(scope: Scope) -> None:
    plan = scope.plan.changed(plan_kind="entrustment", entrustment="entrustment_maint")
    measures = replace(scope, plan=plan).measures
    assert len(measures) == 14
    assert {subject for _, subject, _ in measures} == {"entrustment_maint"}
    assert len(scope.measures) == 27


@pytest.mark.parametrize("personal", [False, True])
def test_birth_dates_and_nationalities_only_on_request(scope: Scope, personal: bool) -> None:
    say = words("ja")
    frame = frame_of("病院", scope.day, scope.day, (), say)
    document = tables_document(scope, Telling(scope.inventory, say), frame, personal=personal)
    officers = next(table for table in document.tables() if table.key == "officers")
    data = machine.content(scope, scope.day, (), Ruling(), personal=personal)
    assert ("birth_date" in [column.key for column in officers.columns]) is personal
    assert (data["officers"][0].get("birth_date") == "1961-02-03") is personal
    assert data["personal"] is personal
    assert [officer["name"] for officer in data["officers"]] == ["北 一郎"]
