"""Readable cases of determinations: on a day, under a view, with these facts, what is owed, by when, and why."""

from typing import Any

import pytest
from duty_cases import DutyCase, DutyFile, all_cases, asked

from hospital_onboard.domain.determination import Determination, PlanDetermination


def _find(result: PlanDetermination, key: str) -> Determination:
    rule, *rest = key.split()
    subject, item = (*rest, "", "")[:2]
    return next(
        one
        for one in result.determinations
        if one.rule == rule and subject in ("", one.subject) and item in ("", one.item)
    )


@pytest.mark.parametrize(
    ("file", "case"),
    [pytest.param(file, case, id=f"{stem}: {case.name}") for stem, file, case in all_cases()],
)
def test_case(file: DutyFile, case: DutyCase) -> None:
    result = asked(file, case)
    found = {key: _outcome(_find(result, key)) for key in case.expect}
    assert found == case.expect
    assert {key: _find(result, key).otherwise for key in case.otherwise} == case.otherwise
    assert {key: _date(result, key) for key in case.dates} == case.dates
    assert {key: _find(result, key).assumptions for key in case.assumptions} == case.assumptions
    assert {key: _find(result, key).standing for key in case.standing} == case.standing
    for key, words in case.says.items():
        said = _find(result, key).consequence
        assert said is not None
        assert words in str((said.what, said.form_label, said.due_label, said.contents, said.note))
    if case.missing is not None:
        assert tuple(f"{fact.name} {fact.record}".strip() for fact in result.missing) == case.missing
    if case.warnings is not None:
        assert tuple(f"{one.code} {one.subject}" for one in result.warnings) == case.warnings


def _outcome(one: Determination) -> str:
    return f"excepted {one.exception}" if one.outcome == "excepted" else one.outcome


def _date(result: PlanDetermination, key: str) -> Any:
    id, _, subject = key.partition(" ")
    found = result.deadline(id, subject)
    return None if found is None else found.date


def test_every_rule_and_every_exception_has_a_case() -> None:
    from hospital_onboard.rules.duty.law import law

    asked_for = {
        tuple(f"{key.split()[0]} {said}".split()) for _, _, case in all_cases() for key, said in case.expect.items()
    }
    rules = law("espa").rules.values()
    wanted = {(rule.id, "applies") for rule in rules}
    wanted |= {(rule.id, "excepted", e.id) for rule in rules for version in rule.versions for e in version.exceptions}
    assert sorted(wanted - asked_for) == []
