"""Each operator's phase: candidate, proposed, designated, in the transition, under the duty to file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hospital_onboard.domain.codes import Wave
from hospital_onboard.domain.coverage import OperatorPhase, Stage
from hospital_onboard.domain.operator import Operator
from hospital_onboard.reference.areas import Scheme, region_of
from hospital_onboard.rules.duty.case import Reading
from hospital_onboard.rules.duty.deadlines import operator_deadlines
from hospital_onboard.rules.duty.law import Law
from hospital_onboard.rules.phase.years import Years


@dataclass(frozen=True)
class Ground:
    """What every phase is worked out on. ``waves``: operator id -> the wave somebody proposes (or tries out)."""

    law: Law
    reading: Reading
    years: Years
    scheme: Scheme
    waves: Mapping[str, Wave]
    #: Operator id -> ready to file; an operator that is not there was not looked at.
    ready: Mapping[str, bool]
    #: The waves are tried out in place of what is proposed; designations stay.
    trying: bool = False


def phases(operators: Iterable[Operator], ground: Ground) -> tuple[OperatorPhase, ...]:
    """The phase of each, in this order."""
    return tuple(_phase(operator, ground) for operator in operators)


def _phase(operator: Operator, ground: Ground) -> OperatorPhase:
    on, day = ground.reading.on, operator.designated_on
    designated = operator.designation_status == "designated" or (
        operator.designation_status is None and day is not None
    )
    # What is only assumed about designation (key ``designation``) is no designation.
    days = operator_deadlines(ground.law, ground.reading, operator, {}) if designated else ()
    duty_from = next((d.date for d in days if d.id == "duty_begins"), None)
    proposed = ground.waves.get(operator.id)
    stage: Stage = "candidate"
    if designated:
        stage = "designated"
        if day is not None and day <= on:
            stage = "transition" if duty_from is not None and on < duty_from else "duty"
    elif proposed is not None or (operator.designation_status == "proposed" and not ground.trying):
        stage = "proposed"
    where = operator.prefecture or ""
    return OperatorPhase(
        operator=operator,
        prefecture=where,
        region=region_of(where, ground.scheme).id if where else "",
        bureau=region_of(where, "bureau").id if where else "",
        stage=stage,
        file_ready=ground.ready.get(operator.id),
        wave=ground.years.wave_of(day) or proposed if designated and day is not None else proposed,
        duty_from=duty_from,
        is_designated=designated and (day is None or day <= on),
    )
