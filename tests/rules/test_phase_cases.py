"""Readable cases of the phase-in: on a day, under these assumptions, with these hospitals, what is met, what lacks."""

from datetime import date, timedelta

import pytest
from phase_cases import PhaseCase, PhaseFile, all_cases, covered

from hospital_onboard.domain.coverage import Target
from hospital_onboard.rules.phase.years import READINGS, year_end

CASES = [pytest.param(file, case, id=f"{stem}: {case.name}") for stem, file, case in all_cases()]


def _counts(target: Target) -> str:
    return f"{target.designated}/{target.required} {target.planned} {target.proposed}"


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: PhaseFile, case: PhaseCase) -> None:
    found = covered(file, case)
    targets = {target.id: target for target in found.targets}
    phases = {one.operator.name: one for one in found.operators}
    lacks = {gap.target.id: gap.lack for gap in found.gaps}
    steps = {
        step.target.id if step.target else step.operators[0].removeprefix("operator_"): step.step
        for step in found.steps
    }
    assert {id: targets[id].state if id in targets else None for id in case.states} == case.states
    assert {id: targets[id].due for id in case.due} == case.due
    assert {id: _counts(targets[id]) for id in case.counts} == case.counts
    assert {id: phases[id].phase for id in case.phases} == case.phases
    assert {id: phases[id].wave for id in case.waves} == case.waves
    assert {id: lacks.get(id) for id in case.gaps} == case.gaps
    assert {id: steps.get(id) for id in case.steps} == case.steps
    if case.missing is not None:
        assert found.missing == case.missing
    if case.assumptions is not None:
        assert set(found.assumptions) == set(case.assumptions)


@pytest.mark.parametrize(("file", "case"), CASES)
def test_a_target_is_never_called_law(file: PhaseFile, case: PhaseCase) -> None:
    """Its source is the proposal, and a due day always rests on an assumption while no Cabinet Order set it."""
    for target in covered(file, case).targets:
        assert (target.source.document, target.source.standing) == ("提言（2026-01-30）", "proposed")
        assert target.due is None or "commencement" in target.assumptions


@pytest.mark.parametrize("reading", READINGS)
def test_years_follow_each_other(reading: str) -> None:
    """Whatever the reading, a later year ends later, and no year before commencement."""
    day = date(2026, 6, 17)
    while day <= date(2027, 12, 16):
        ends = [year_end(day, number, reading) for number in range(4)]  # type: ignore[arg-type]
        assert ends == sorted(set(ends))
        assert ends[0] == day
        day += timedelta(days=13)
