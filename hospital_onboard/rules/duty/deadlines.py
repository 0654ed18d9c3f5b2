"""The days that matter: for an operator, and for one plan. Pure arithmetic by stated rules of counting.

Every number comes from a parameter; how it is counted is the parameter's own text. Holidays move nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from hospital_onboard.domain.determination import Deadline, DeadlineKind, Determination, FactUse, ParameterUse
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.readiness import Source
from hospital_onboard.rules.duty.ageing import ageing
from hospital_onboard.rules.duty.case import Case, Reading
from hospital_onboard.rules.duty.derived import basis, designation, transition_end
from hospital_onboard.rules.duty.facts import Facts
from hospital_onboard.rules.duty.law import Law
from hospital_onboard.rules.duty.told import day_of, told
from hospital_onboard.text.dates import (
    add_months,
    nth_day_counting_first,
    period_months_after,
    period_months_counting_first,
)

#: Milestones that somebody wrote down: id of the deadline -> field of the plan.
MILESTONES: Final[dict[str, str]] = {
    "consultation": "consultation_on",
    "contract": "contract_on",
    "purchase": "purchase_on",
    "delivery": "delivery_on",
    "filing": "filing_on",
    "receipt": "receipt_on",
}
_ONE_DAY: Final = timedelta(days=1)


def deadline(
    id: str,
    day: date | None,
    facts: Iterable[FactUse] = (),
    parameters: Iterable[ParameterUse | None] = (),
    *,
    kind: DeadlineKind | None = None,
    subject: str = "",
    source: Source | None = None,
    assumptions: Iterable[str] = (),
    **params: str,
) -> Deadline:
    """A deadline whose kind follows from what it was made of, unless said otherwise."""
    used, numbers = tuple(facts), tuple(parameter for parameter in parameters if parameter is not None)
    under = frozenset(assumptions).union(*(fact.assumptions for fact in used))
    own = any(parameter.source.confidence == "M" for parameter in numbers)
    found: DeadlineKind = "assumed" if under or own else kind or "computed"
    first = source or (numbers[0].source if numbers else None)
    return Deadline(id, day, found, subject, first, tuple(sorted(under)), numbers, used, params)


def operator_deadlines(law: Law, reading: Reading, operator: Operator, assumed: Mapping[str, str]) -> list[Deadline]:
    """Days that hang on the operator alone: commencement, designation, transition, a change of name, cyber reports."""
    return [
        *_commencement(reading, operator, assumed),
        *_designation(law, reading, operator, assumed),
        *_name_change(reading, operator, assumed),
    ]


def plan_deadlines(
    law: Law, case: Case, found: Mapping[str, list[Determination]], main: Determination
) -> tuple[Deadline, ...]:
    """All days of one plan, the operator's included, undated ones last.

    Args:
        found: what was determined, by rule.
        main: whether the plan has to be filed. Where it has not, nothing is counted back from its day, and nothing is
            blocked unless a filing was accepted all the same.
    """
    facts = Facts(case, case.plan)
    to_file = main.otherwise in ("applies", "undetermined")
    begins = facts.get("plan.begins_on")
    days = [
        *operator_deadlines(law, case.reading, case.inventory.operator, case.assumed),
        *_milestones(case, begins),
        *_first_filing(facts, found),
        *(_waiting(case) if to_file or case.plan.receipt_on is not None else ()),
        *(_counted_back(case, begins) if to_file else ()),
        *_cyber(facts, found),
        *ageing(case, found),
    ]
    return tuple(sorted(days, key=lambda d: (d.date is None, d.date or date.max)))


def blocked_until(case: Case, accepted: date, *, extended: bool = False) -> tuple[date, list[ParameterUse], list[str]]:
    """Last blocked day after acceptance, the parameters used, and the assumptions it rests on.

    The minister's own statement, assumed for now, goes before the ordinary period. The day before ``accepted`` means
    that nothing is blocked.
    """
    ordinary, most = case.reading.parameter("waiting_period"), case.reading.parameter("extension_limit")
    stated, short = case.assumed.get("ministry-extension"), case.assumed.get("ministry-shortening")
    if stated is not None and most is not None:
        return period_months_counting_first(accepted, int(stated)), [most], ["ministry-extension"]
    if extended and most is not None:
        return period_months_counting_first(accepted, most.value), [most], []
    if short is not None and ordinary is not None:
        return accepted + timedelta(days=int(short) - 1), [ordinary], ["ministry-shortening"]
    if ordinary is None:
        return accepted - _ONE_DAY, [], []
    return nth_day_counting_first(accepted, ordinary.value), [ordinary], []


def acceptance(case: Case) -> FactUse | None:
    """The day of acceptance; until it is known the filing day stands in for it (the earliest it can be)."""
    field = next((f for f in ("receipt_on", "filing_on") if getattr(case.plan, f) is not None), None)
    return None if field is None else told(case.plan, field)


def last_day_before(begins: date, period_ends: Mapping[str, int]) -> date:
    """The last day of acceptance whose blocked period is over before ``begins``: days, or months, from acceptance."""
    if "days" in period_ends:
        return begins - timedelta(days=period_ends["days"])
    day = add_months(begins, -period_ends["months"])
    while period_months_counting_first(day + _ONE_DAY, period_ends["months"]) < begins:
        day += _ONE_DAY
    while period_months_counting_first(day, period_ends["months"]) >= begins:
        day -= _ONE_DAY
    return day


def _commencement(reading: Reading, operator: Operator, assumed: Mapping[str, str]) -> Iterator[Deadline]:
    if reading.view.medical != "from_commencement":
        return
    part = reading.medical_part
    source = reading.regime.cited(part.source, "promulgated")
    if part.day is not None:
        yield deadline("commencement", part.day, kind="law", subject=operator.id, source=source)
        return
    if "commencement" in assumed:
        day = date.fromisoformat(assumed["commencement"])
        yield deadline("commencement", day, subject=operator.id, source=source, assumptions=["commencement"])
    yield deadline("commencement_ceiling", part.ceiling, kind="law", subject=operator.id, source=source)


def _designation(law: Law, reading: Reading, operator: Operator, assumed: Mapping[str, str]) -> Iterator[Deadline]:
    designated, why = designation(operator, assumed), basis(operator, assumed)
    start = day_of(designated)
    if start is None:
        return
    yield deadline("designation", start, [designated], kind="entered", subject=operator.id)
    version = law.rules["transition"].at(reading.law_day)
    if version is not None and version.exceptions and why.value == "succession":
        source = reading.regime.cited(version.exceptions[0].source, version.standing)
        yield deadline("duty_begins", start, [designated, why], subject=operator.id, source=source)
    else:
        months = reading.parameter("transition_period")
        last = transition_end(designated, months)
        end = day_of(last)
        if end is not None:
            yield deadline("transition_end", end, [last], [months], subject=operator.id)
            yield deadline("duty_begins", end + _ONE_DAY, [last], [months], subject=operator.id)
    free = reading.parameter("cyber_report_free")
    if free is not None and why.value == "new":
        day = period_months_after(start, free.value) + _ONE_DAY
        yield deadline("cyber_reports_begin", day, [designated, why], [free], subject=operator.id)


def _name_change(reading: Reading, operator: Operator, assumed: Mapping[str, str]) -> Iterator[Deadline]:
    notice = reading.parameter("name_change_notice")
    if notice is not None and "name-change" in assumed:
        day = date.fromisoformat(assumed["name-change"]) - timedelta(weeks=notice.value)
        yield deadline("name_change_notice", day, (), [notice], subject=operator.id, assumptions=["name-change"])


def _milestones(case: Case, begins: FactUse) -> Iterator[Deadline]:
    for id, field in MILESTONES.items():
        day = getattr(case.plan, field)
        if day is not None:
            yield deadline(id, day, [told(case.plan, field)], kind="entered", subject=case.plan.id)
    start = day_of(begins)
    if start is not None:
        yield deadline("begins", start, [begins], kind="entered", subject=case.plan.id)
    for consultation in case.inventory.consultations:
        if consultation.plan == case.plan.id and consultation.held_on not in (None, case.plan.consultation_on):
            held = told(consultation, "held_on")
            yield deadline("consultation", consultation.held_on, [held], kind="entered", subject=consultation.id)


def _first_filing(facts: Facts, found: Mapping[str, list[Determination]]) -> Iterator[Deadline]:
    """From when the plan can be filed: from designation where the law allows it early, else when the duty begins."""
    plan, designated, first = (
        facts.case.plan,
        facts.get("operator.designated_on"),
        facts.get("transition.first_duty_day"),
    )
    start, duty = day_of(designated), day_of(first)
    early, shielded = (found[id][0] for id in ("early_filing", "transition"))
    if start is None or duty is None or shielded.otherwise == "applies":
        return
    if early.otherwise == "applies" or shielded.exception:
        yield deadline("first_filing", start, [designated], subject=plan.id, source=early.source)
    elif early.otherwise == "not_in_force":
        yield deadline("first_filing", duty, [first], [facts.parameter("transition_period")], subject=plan.id)


def _waiting(case: Case) -> Iterator[Deadline]:
    accepted = acceptance(case)
    day = None if accepted is None else day_of(accepted)
    if accepted is None or day is None:
        return
    plan, by = case.plan.id, accepted.asked
    answer = case.reading.parameter("recommendation_answer")
    last, numbers, assumed = blocked_until(case, day)
    if not numbers:
        return
    worst, limit, _ = blocked_until(case, day, extended=True)
    final = max(last, worst)
    yield deadline("blocked_until", last, [accepted], numbers, subject=plan, assumptions=assumed, by=by)
    yield deadline("free_from", last + _ONE_DAY, [accepted], numbers, subject=plan, assumptions=assumed, by=by)
    yield deadline("free_from_extended", final + _ONE_DAY, [accepted], limit, subject=plan, by=by)
    if answer is not None:
        due = nth_day_counting_first(last, answer.value)
        both = [answer, *numbers]
        yield deadline("recommendation_answer", due, [accepted], both, subject=plan, assumptions=assumed, by=by)


def _counted_back(case: Case, begins: FactUse) -> Iterator[Deadline]:
    """The last days to file, consult, sign and buy for the plan to go ahead on its day."""
    start = day_of(begins)
    ordinary, most = case.reading.parameter("waiting_period"), case.reading.parameter("extension_limit")
    if start is None or ordinary is None or most is None:
        return
    plan = case.plan.id
    safe = last_day_before(start, {"months": most.value})
    yield deadline("file_by", last_day_before(start, {"days": ordinary.value}), [begins], [ordinary], subject=plan)
    yield deadline("file_safe", safe, [begins], [most], subject=plan)
    lead = case.reading.parameter("consultation_lead")
    buy, sign = case.reading.parameter("procurement_lead"), case.reading.parameter("contract_lead")
    if lead is not None:
        yield deadline("consult_by", add_months(safe, -lead.value), [begins], [lead, most], subject=plan)
    last = start
    if buy is not None and case.plan.plan_kind == "introduction":
        last = add_months(start, -buy.value)
        yield deadline("buy_by", last, [begins], [buy], subject=plan)
    if sign is not None:
        numbers = [sign] if last == start else [sign, buy]
        yield deadline("sign_by", add_months(last, -sign.value), [begins], numbers, subject=plan)


def _cyber(facts: Facts, found: Mapping[str, list[Determination]]) -> Iterator[Deadline]:
    """When the machines of the plan's equipment are to be registered: on one day, as they are introduced together."""
    registered = [d for d in found.get("cyber_registration", ()) if d.otherwise == "applies"]
    due = facts.get("machine.registration_due")
    day = day_of(due)
    if registered and day is not None:
        subject, count = facts.case.equipment.id, str(len(registered))
        yield deadline("cyber_registration", day, [due], due.parameters, subject=subject, count=count)
