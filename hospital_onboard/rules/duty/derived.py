"""Facts that are worked out from others, each with what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.determination import FactUse, ParameterUse
from hospital_onboard.domain.entrustment import Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.reference.measures import measure
from hospital_onboard.rules.duty.case import FILED_ROLES
from hospital_onboard.rules.duty.conditions import joined
from hospital_onboard.rules.duty.told import day_of, told
from hospital_onboard.text.dates import period_months_after, period_months_counting_first

if TYPE_CHECKING:
    from hospital_onboard.rules.duty.facts import Facts

Derivation = Callable[["Facts"], FactUse]
DERIVED: Final[dict[str, Derivation]] = {}
#: Derived fact -> the vocabulary of its value ('' for a day).
VOCABULARY: Final[dict[str, str]] = {}
#: Key of the assumed day of designation.
DESIGNATION: Final = "designation"
#: The limbs of the test by which a subcontract is described in short (orders Art. 17).
RELIEF: Final = ("content_known", "entry_restricted", "records_audited")
_YES_NO: Final = {True: "yes", False: "no", None: None}


def derived(name: str, vocabulary: str = "") -> Callable[[Derivation], Derivation]:
    """Register how a fact is derived."""

    def register(derivation: Derivation) -> Derivation:
        DERIVED[name] = derivation
        VOCABULARY[name] = vocabulary
        return derivation

    return register


def designation(operator: Operator, assumed: Mapping[str, str]) -> FactUse:
    """The day of designation as recorded; else the assumed one."""
    recorded = told(operator, "designated_on")
    if recorded.value is not None or DESIGNATION not in assumed:
        return recorded
    return FactUse(recorded.name, assumed[DESIGNATION], origin="assumption", assumed=frozenset({DESIGNATION}))


def basis(operator: Operator, assumed: Mapping[str, str]) -> FactUse:
    """Why the operator was designated; an assumed designation is taken to be a new one."""
    recorded = told(operator, "designation_basis")
    if recorded.value is not None or DESIGNATION not in assumed:
        return recorded
    return FactUse(recorded.name, "new", origin="assumption", assumed=frozenset({DESIGNATION}))


def transition_end(designated: FactUse, months: ParameterUse | None) -> FactUse:
    """Last day on which Art. 52(1) does not apply (Art. 53(1)); the day of designation is not counted."""
    day = day_of(designated)
    last = None if day is None or months is None else period_months_after(day, months.value).isoformat()
    return FactUse("transition.last_day", last, of=(designated,), parameters=(months,) if months else ())


@derived("operator.designated_on")
def _designated_on(facts: Facts) -> FactUse:
    return designation(facts.case.inventory.operator, facts.case.assumed)


@derived("operator.designation_basis", "designation_basis")
def _designation_basis(facts: Facts) -> FactUse:
    return basis(facts.case.inventory.operator, facts.case.assumed)


@derived("plan.begins_on")
def _begins_on(facts: Facts) -> FactUse:
    """The day of introduction (into service, 提言 fn 42), or the day on which the entrusted work starts."""
    said = facts.read("plan.in_service_on")
    if facts.case.plan.plan_kind == "entrustment" and said.value is None and facts.case.entrustment is not None:
        starts = facts.read("entrustment.starts_on")
        return FactUse("plan.begins_on", starts.value, of=(starts,))
    return FactUse("plan.begins_on", said.value, of=(said,))


@derived("transition.last_day")
def _transition_last_day(facts: Facts) -> FactUse:
    return transition_end(facts.get("operator.designated_on"), facts.parameter("transition_period"))


@derived("transition.first_duty_day")
def _transition_first_duty_day(facts: Facts) -> FactUse:
    """The day after the transition."""
    last = facts.get("transition.last_day")
    day = day_of(last)
    first = None if day is None else (day + timedelta(days=1)).isoformat()
    return FactUse("transition.first_duty_day", first, of=(last,))


@derived("urgent.claimed", "yes_no")
def _urgent_claimed(facts: Facts) -> FactUse:
    """Whether somebody has written down that there was no time to file first."""
    return FactUse("urgent.claimed", "no" if facts.case.urgent is None else "yes")


@derived("party.reported", "yes_no")
def _party_reported(facts: Facts) -> FactUse:
    """Whether the filing names the party with its whole block: a listed component's supplier, but no other part's."""
    uses = [use for use in facts.case.named.get(facts.subject.id, ()) if use.role in FILED_ROLES]
    sure = [use for use in uses if use.role != "component_supplier"]
    if sure:
        use = sure[0]
        link = {"subcontractor": "subcontractor", "contractor": "contractor"}.get(use.role, "supplier")
        return FactUse("party.reported", "yes", of=(told(use.by, link),))
    return _any("party.reported", (told(use.by, "listed") for use in uses))


@derived("party.reduced", "yes_no")
def _party_reduced(facts: Facts) -> FactUse:
    """Whether every place in which the filing names the party is a subcontract that passes the relief test."""
    uses = [use for use in facts.case.named.get(facts.subject.id, ()) if use.role in FILED_ROLES]
    others = [use for use in uses if not isinstance(use.by, Subcontract)]
    if others or not uses:
        return FactUse("party.reduced", "no")
    tests = [told(use.by, limb) for use in uses for limb in RELIEF]
    return _all("party.reduced", tests)


@derived("product.reported", "yes_no")
def _product_reported(facts: Facts) -> FactUse:
    """Whether the filing has the product: the equipment itself, and every listed component."""
    if isinstance(facts.subject, Equipment):
        return FactUse("product.reported", "yes", of=(told(facts.subject, "product"),))
    listed = told(facts.subject, "listed")
    return FactUse("product.reported", listed.value, of=(listed,))


@derived("party.involved", "yes_no")
def _party_involved(facts: Facts) -> FactUse:
    """Whether the party takes part in the introduction without supplying."""
    uses = [use for use in facts.case.named.get(facts.subject.id, ()) if use.role == "involved"]
    return FactUse("party.involved", "yes" if uses else "no", of=tuple(told(use.by, "party") for use in uses))


@derived("measure.condition_met", "yes_no")
def _measure_condition_met(facts: Facts) -> FactUse:
    """The fact without which the measure cannot apply: an internet link, video equipment."""
    condition = measure(facts.item).condition
    assert condition is not None  # only conditional measures are asked about
    said = told(facts.subject, condition)
    return FactUse("measure.condition_met", said.value, of=(said,))


@derived("machine.introduced_on")
def _machine_introduced_on(facts: Facts) -> FactUse:
    """The day on which the machine came into use: the introduction's own day, else that of the equipment."""
    name = "plan.in_service_on" if facts.case.plan.plan_kind == "introduction" else "equipment.in_service_on"
    said = facts.get(name)
    return FactUse("machine.introduced_on", said.value, of=(said,))


@derived("machine.registration_due")
def _machine_registration_due(facts: Facts) -> FactUse:
    """Last day to register the machine (cyber order Art. 2(1),(2); cyber act, supplementary Art. 4).

    Four months from the introduction; six from the designation for what was introduced up to two months after it,
    unless the designation came with a succession; six from commencement for what an operator designated before it had
    in use.
    """
    introduced, designated = facts.get("machine.introduced_on"), facts.get("operator.designated_on")
    basis = facts.get("operator.designation_basis")
    names = ("cyber_registration", "cyber_registration_designated", "cyber_designated_machines")
    found = [facts.parameter(name) for name in (*names, "cyber_first_registration")]
    numbers = [parameter for parameter in found if parameter is not None]
    of = (introduced, designated, basis)
    day, start = day_of(introduced), day_of(designated)
    if len(numbers) < len(found) or day is None or start is None:
        return FactUse("machine.registration_due", None, of=of[:2], parameters=tuple(numbers))
    normal, after_designation, up_to, first = numbers
    if start < first.first_day and day <= first.first_day:
        due = period_months_counting_first(first.first_day, first.value)
        return FactUse("machine.registration_due", due.isoformat(), of=of[:2], parameters=(first,))
    early = day <= period_months_after(start, up_to.value)
    if early and basis.value is None:
        return FactUse("machine.registration_due", None, of=of, parameters=(normal, after_designation, up_to))
    if early and basis.value == "new":
        due = period_months_after(start, after_designation.value)
        return FactUse("machine.registration_due", due.isoformat(), of=of, parameters=(after_designation, up_to))
    due = period_months_after(day, normal.value)
    return FactUse("machine.registration_due", due.isoformat(), of=of, parameters=(normal, up_to))


def _any(name: str, facts: Iterable[FactUse]) -> FactUse:
    """Yes as soon as one is; what decided it stands underneath."""
    found = list(facts)
    truth = joined("any", (_truth(fact) for fact in found))
    decisive = [fact for fact in found if _truth(fact) is truth]
    return FactUse(name, _YES_NO[truth], of=tuple(decisive[:1] if truth else decisive))


def _all(name: str, facts: Iterable[FactUse]) -> FactUse:
    """Yes only when every one is."""
    found = list(facts)
    truth = joined("all", (_truth(fact) for fact in found))
    decisive = [fact for fact in found if _truth(fact) is truth]
    return FactUse(name, _YES_NO[truth], of=tuple(decisive if truth is not False else decisive[:1]))


def _truth(fact: FactUse) -> bool | None:
    return None if fact.value is None else fact.value == "yes"
