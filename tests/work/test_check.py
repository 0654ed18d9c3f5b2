"""What an operator still owes, as screens and the command line get it."""

import json

import pytest

from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.readiness import OPEN_STATES, STATES
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records
from hospital_onboard.work import check
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def operators(desk: Desk) -> list[str]:
    """A hospital and the agency, in this order."""
    fill(desk, hospitals=1, components=60)
    found = records.select(desk.store, Operator)
    return [o.id for o in sorted(found, key=lambda o: o.operator_kind != "hospital")]


@pytest.fixture
def result(desk: Desk, operators: list[str]) -> check.OperatorReadiness:
    return check.readiness(desk, operators[0])


def test_an_unknown_operator_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        check.readiness(desk, "operator_nobody")
    assert refused.value.code == "no-such-operator"


def test_all_come_in_the_order_asked_for(desk: Desk, operators: list[str]) -> None:
    backwards = operators[::-1]
    assert [r.inventory.operator.id for r in check.check_all(desk, backwards)] == backwards


def test_groups_hold_every_line(result: check.OperatorReadiness) -> None:
    lines = sorted(map(repr, result.lines))
    assert sorted(repr(line) for group in result.by_section.values() for line in group) == lines
    assert sorted(repr(line) for group in result.by_actor.values() for line in group) == lines
    assert {repr(line) for group in result.by_equipment.values() for line in group} == set(lines)
    assert set(result.by_equipment) == {"", *(item.id for item in result.inventory.equipment)}


def test_a_partys_lines_stand_under_every_equipment_that_names_it(result: check.OperatorReadiness) -> None:
    shared = next(party for party, use in result.uses.items() if len(use.equipment) > 1)
    assert len({line.owner for line in result.lines if line.subject == shared}) == 1
    for equipment in result.uses[shared].equipment:
        assert any(line.subject == shared for line in result.by_equipment[equipment])


def test_next_actions_hold_exactly_the_open_lines_by_who_acts(result: check.OperatorReadiness) -> None:
    open_lines = [line for line in result.lines if line.state in OPEN_STATES]
    assert sum(len(action.lines) for action in result.next_actions) == len(open_lines) > 0
    sizes = [len(action.lines) for action in result.next_actions]
    assert sizes == sorted(sizes, reverse=True)
    assert len({(action.actor, action.party) for action in result.next_actions}) == len(sizes)
    for action in result.next_actions:
        assert sum(action.owed.values()) == len(action.lines)
        assert {line.actor for line in action.lines} == {action.actor}
        assert action.name == (result.title_of(action.party) if action.party else result.inventory.operator.name)
    names = {action.name: action for action in result.next_actions}
    assert names["北斗システム株式会社（架空）"].owed["officer.birth_date"] >= 1


def test_the_filing_is_the_first_one_ahead(result: check.OperatorReadiness) -> None:
    assert result.filing == min(p.filing_on for p in result.inventory.plans if p.filing_on)


def test_section_states_count_what_stands_under_each_equipment(result: check.OperatorReadiness) -> None:
    found = check.section_states(result)
    for equipment, sections in found.items():
        assert sum(sum(counts.values()) for counts in sections.values()) == len(result.by_equipment[equipment])
        assert set(sections) <= set(check.SECTIONS)
        assert all(sum(counts.values()) > 0 and tuple(counts) == STATES for counts in sections.values())
    assert set(found[""]) == {"operator"}


def test_json_has_the_documented_shape(desk: Desk, operators: list[str]) -> None:
    said = check.to_json(desk, check.check_all(desk, operators), "ja")
    assert said["schema"] == "hospital-onboard/check/1"
    assert said["on"] == "2027-11-23"
    assert {a["id"] for a in said["assumptions"]} >= {"medical_not_in_force", "medical_order_missing"}
    assert json.loads(json.dumps(said)) == said
    for operator, result in zip(said["operators"], check.check_all(desk, operators), strict=True):
        assert {"code", "name", "file_ready", "counts", "burden", "requirements"} <= set(operator)
        assert operator["counts"] == result.readiness.counts
        assert set(operator["counts"]) == set(STATES)
        assert set(operator["burden"]) == {"required", "typed", "from_workbook", "reused"}
        assert len(operator["requirements"]) == len(result.lines)
        for line in operator["requirements"]:
            assert {"id", "subject", "state", "actor", "why", "source"} <= set(line)
            assert set(line["source"]) == {"document", "article", "confidence", "standing"}
            assert line["source"]["standing"] != "in_force"
            assert "⟦" not in line["why"] + line["detail"]


def test_only_sentences_change_with_the_language(desk: Desk, operators: list[str]) -> None:
    ja = check.to_json(desk, check.check_all(desk, operators), "ja")
    en = check.to_json(desk, check.check_all(desk, operators), "en")
    words = ("why", "detail")
    for left, right in zip(ja["operators"], en["operators"], strict=True):
        for a, b in zip(left["requirements"], right["requirements"], strict=True):
            assert a["why"] != b["why"]
            assert {k: v for k, v in a.items() if k not in words} == {k: v for k, v in b.items() if k not in words}
