"""Asking the rules about a case: each rule, each subject, with every condition looked at and said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.domain.determination import (
    Consequence,
    Determination,
    Excepting,
    FactUse,
    Label,
    Outcome,
    Step,
)
from hospital_onboard.domain.readiness import Source, Standing
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.rules.duty.amounts import filled
from hospital_onboard.rules.duty.case import FILED_ROLES, Case
from hospital_onboard.rules.duty.comparing import compare
from hospital_onboard.rules.duty.conditions import Condition, joined
from hospital_onboard.rules.duty.duties import Rule, RuleException, Then, Version
from hospital_onboard.rules.duty.facts import Facts
from hospital_onboard.rules.duty.gate import gate
from hospital_onboard.rules.duty.law import Law
from hospital_onboard.rules.duty.tests_of_fact import TESTS
from hospital_onboard.rules.regime import ReadCitation

#: From the firmest to the weakest; a result is as firm as the weakest thing it rests on.
_FIRMNESS: Final[tuple[Standing, ...]] = ("in_force", "promulgated", "assumed", "proposed")
MAIN: Final[dict[PlanKind, str]] = {"introduction": "file_introduction", "entrustment": "file_entrustment"}
#: What is missing while nothing has begun.
_COMMENCEMENT_UNKNOWN: Final = (FactUse("regime.commencement", None),)


class RuleConflict(Exception):
    """Two exceptions of a rule fire with different results: the rule file is wrong, not the facts."""


class _Looked(NamedTuple):
    """A condition looked at."""

    held: bool | None
    steps: tuple[Step, ...]
    missing: tuple[FactUse, ...]
    assumptions: frozenset[str]


class _Answer(NamedTuple):
    """A rule's answer on the facts alone, before asking whether it is in force."""

    outcome: Outcome
    steps: tuple[Step, ...] = ()
    missing: tuple[FactUse, ...] = ()
    assumptions: frozenset[str] = frozenset()
    exception: str = ""


class Evaluation:
    """The rules of a law asked about one case."""

    def __init__(self, law: Law, case: Case) -> None:
        self._law, self._case = law, case
        self._facts = Facts(case, case.plan)
        self._gate = gate(case)
        self._answers: dict[tuple[str, str, str], _Answer] = {}

    def all(self) -> Iterator[Determination]:
        """Every rule for this kind of plan, on every subject it is about, in the order of the rule files."""
        for rule in self._law.rules.values():
            if self._case.plan.plan_kind in rule.plans:
                for subject, item in self._subjects(rule):
                    yield self.determine(rule, self._facts.about(subject, item))

    def determine(self, rule: Rule, facts: Facts) -> Determination:
        """One rule on one subject."""
        version = rule.at(self._case.reading.law_day) or rule.nearest(self._case.reading.law_day)
        standing = self._standing(rule, version)
        answer = self._answer(rule, facts)
        barred = self._barred(rule, version)
        built_in = {*version.assumes, *self._case.reading.view.assumes}
        gated = self._gate.assumptions if rule.gated else frozenset()
        exception = next((e for e in version.exceptions if e.id == answer.exception), None)

        def cited(citation: ReadCitation) -> Source:
            """With the words that carry the rule, so that a reader can hold the two side by side."""
            return replace(self._law.regime.cited(citation, standing), note=citation.quote or "")

        return Determination(
            rule=rule.id,
            label=_label(rule.label),
            says=rule.says,
            subject=facts.subject.id,
            item=facts.item,
            outcome="not_in_force" if barred else answer.outcome,
            otherwise=answer.outcome,
            standing=standing,
            elsewhere=version.elsewhere,
            source=cited(version.source),
            wording_unread=not version.wording_read,
            steps=answer.steps,
            missing=self._missing(barred, answer),
            assumptions=tuple(sorted(built_in | gated | answer.assumptions)),
            consequence=self._consequence(exception.then if exception else version.then, facts),
            exception=answer.exception,
            first_day=version.first_day,
            last_day=version.last_day,
            barred=barred,
            exceptions={e.id: Excepting(_label(e.label), cited(e.source)) for e in version.exceptions},
        )

    def _missing(self, barred: str, answer: _Answer) -> tuple[FactUse, ...]:
        unknown = barred == "medical_part" and not self._gate.known
        return (*(_COMMENCEMENT_UNKNOWN if unknown else ()), *answer.missing)

    def _barred(self, rule: Rule, version: Version) -> Literal["", "day", "standing", "medical_part"]:
        """Why the rule is not in force for this case; empty when it is."""
        if rule.at(self._case.reading.law_day) is None:
            return "day"
        if (version.elsewhere if self._as_if_covered else version.standing) not in self._case.reading.view.standings:
            return "standing"
        return "medical_part" if rule.gated and not self._gate.open else ""

    @property
    def _as_if_covered(self) -> bool:
        return self._case.reading.view.medical == "as_if_covered"

    def _standing(self, rule: Rule, version: Version) -> Standing:
        if self._as_if_covered:
            return _weakest(version.elsewhere, "assumed")
        if rule.gated and self._gate.open and version.standing == "promulgated":
            return self._gate.standing
        return version.standing

    def _answer(self, rule: Rule, facts: Facts) -> _Answer:
        key = (rule.id, facts.subject.id, facts.item)
        if key not in self._answers:
            version = rule.at(self._case.reading.law_day)
            self._answers[key] = _Answer("not_in_force") if version is None else self._judge(rule, version, facts)
        return self._answers[key]

    def _judge(self, rule: Rule, version: Version, facts: Facts) -> _Answer:
        when = self._look(version.when, facts, "when")
        looked: dict[str, _Looked] = {}
        for exception in version.exceptions:
            looked[exception.id] = self._exception(exception, looked, facts)
        steps = (*when.steps, *(step for one in looked.values() for step in one.steps))
        assumptions = when.assumptions.union(*(one.assumptions for one in looked.values()))
        if when.held is False:
            return _Answer("does_not_apply", steps, (), assumptions)
        if when.held is None:
            return _Answer("undetermined", steps, when.missing, assumptions)
        fired = [e for e in version.exceptions if looked[e.id].held]
        if len({e.then.duty for e in fired}) > 1:
            names = ", ".join(e.id for e in fired)
            raise RuleConflict(f"{rule.id}: exceptions with different results fire together: {names}")
        if fired:
            return _Answer("excepted", steps, (), assumptions, fired[0].id)
        if all(one.held is False for one in looked.values()):
            return _Answer("applies", steps, (), assumptions)
        missing = tuple(fact for one in looked.values() if one.held is None for fact in one.missing)
        return _Answer("undetermined", steps, missing, assumptions)

    def _exception(self, exception: RuleException, earlier: Mapping[str, _Looked], facts: Facts) -> _Looked:
        """Whether an exception fires, given those it yields to."""
        own = self._look(exception.when, facts, exception.id)
        first = joined("none", (earlier[id].held for id in exception.yields_to))
        held = joined("all", (own.held, first))
        if held is not None or own.held is None:
            return own._replace(held=held)
        open_ones = (earlier[id].missing for id in exception.yields_to)
        return own._replace(held=None, missing=tuple(fact for missing in open_ones for fact in missing))

    def _look(self, condition: Condition, facts: Facts, part: str, depth: int = 0) -> _Looked:
        if condition.join:
            return self._look_joined(condition, facts, part, depth)
        if condition.rule is not None:
            return self._look_rule(condition.rule, facts, part, depth)
        if condition.test is not None:
            tested = TESTS[condition.test](facts, condition.values)
            step = Step(part, depth, "test", tested.held, condition.test, condition.values, *tested[1:])
            return _looked(step)
        return _looked(compare(condition, facts, part, depth))

    def _look_joined(self, condition: Condition, facts: Facts, part: str, depth: int) -> _Looked:
        outermost = depth == 0 and condition.join == "all"
        inner = [self._look(one, facts, part, depth if outermost else depth + 1) for one in condition.parts]
        held = joined(condition.join, (one.held for one in inner))
        steps = tuple(step for one in inner for step in one.steps)
        if not outermost:
            steps = (Step(part, depth, condition.join, held), *steps)
        missing = tuple(fact for one in inner if one.held is None for fact in one.missing) if held is None else ()
        return _Looked(held, steps, missing, frozenset().union(*(one.assumptions for one in inner)))

    def _look_rule(self, id: str, facts: Facts, part: str, depth: int) -> _Looked:
        """Whether another rule applies; a rule about the plan is asked about the plan, whoever asks."""
        rule = self._law.rules[id]
        if self._case.plan.plan_kind not in rule.plans:
            return _looked(Step(part, depth, "rule", False, id))
        asked = facts.about(self._case.plan) if rule.about == "plan" else facts
        answer = self._answer(rule, asked)
        held = None if answer.outcome == "undetermined" else answer.outcome == "applies"
        version = rule.nearest(self._case.reading.law_day)
        assumptions = answer.assumptions | frozenset(version.assumes)
        return _Looked(held, (Step(part, depth, "rule", held, id),), answer.missing, assumptions)

    def _subjects(self, rule: Rule) -> Iterator[tuple[Record, str]]:
        case = self._case
        match rule.about:
            case "plan":
                yield case.plan, ""
            case "operator":
                yield case.inventory.operator, ""
            case "product":
                yield from ((record, "") for record in (case.equipment, *case.components))
            case "component":
                yield from ((component, "") for component in case.components)
            case "subcontract":
                yield from ((subcontract, "") for subcontract in case.subcontracts)
            case "measure":
                subject = self._facts.contract_or_equipment()
                wanted = [m for m in measures_for(case.plan.plan_kind) if m.condition is not None]
                yield from ((subject, measure.id) for measure in wanted)
            case _:
                yield from ((party, "") for party in self._parties(rule.about == "involved"))

    def _parties(self, involved: bool) -> Iterator[Record]:
        roles = ("involved",) if involved else FILED_ROLES
        for id, uses in self._case.named.items():
            party = self._case.party(id)
            if party is not None and any(use.role in roles for use in uses):
                yield party

    def _consequence(self, then: Then, facts: Facts) -> Consequence:
        reading = self._case.reading

        def fill(text: Bilingual) -> Label:
            return filled(text, reading)

        note = then.note
        if then.by is not None:
            note = then.by.texts.get(facts.get(then.by.fact).value or "", then.by.otherwise)
        form, due = then.form, then.due
        return Consequence(
            duty=then.duty,
            what=fill(then.what),
            form=form.code if form else "",
            form_label=fill(Bilingual(ja=form.ja, en=form.en)) if form else None,
            due=due.code if due else "",
            due_label=fill(Bilingual(ja=due.ja, en=due.en)) if due else None,
            contents=tuple(fill(text) for text in then.contents),
            note=fill(note) if note else None,
        )


def _looked(step: Step) -> _Looked:
    missing = tuple(leaf for fact in step.facts for leaf in fact.missing()) if step.held is None else ()
    return _Looked(step.held, (step,), missing, frozenset().union(*(fact.assumptions for fact in step.facts)))


def _weakest(*standings: Standing) -> Standing:
    return max(standings, key=_FIRMNESS.index)


def _label(text: Bilingual) -> Label:
    return Label(text.ja, text.en)
