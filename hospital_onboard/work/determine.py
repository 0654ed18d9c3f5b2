"""What the rules say about one plan: as data, as the documented JSON shape, and as text a lawyer can follow."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from hospital_onboard.domain.determination import Determination, FactUse, Outcome, ParameterUse, PlanDetermination
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.domain.readiness import Source
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.rules.case import Case, Reading
from hospital_onboard.rules.determine import determine as ask
from hospital_onboard.rules.explain import Teller, tone
from hospital_onboard.rules.law import Law, law
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.assume import assumed
from hospital_onboard.work.check import REGIME
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.places_of_facts import Places

SCHEMA: Final = "hospital-onboard/determine/1"
COMPARE_SCHEMA: Final = "hospital-onboard/determine-compare/1"


@dataclass(frozen=True)
class Determined:
    """A plan's determination with the records it speaks of."""

    result: PlanDetermination
    inventory: Inventory
    plan: Plan
    law: Law

    @property
    def outcome(self) -> Outcome:
        """Whether the plan has to be filed, under this view."""
        return self.result.outcome

    @cached_property
    def view_label(self) -> Callable[[Lang], str]:
        """The view's name in a language."""
        return self.law.views.get(self.result.view).label.of

    def name_of(self, record_id: str) -> str:
        """What a person calls the record; the id itself when it is not part of this inventory."""
        record = self.inventory.by_id.get(record_id)
        return record_id if record is None else title(record, self.inventory.by_id.get)


def determine(desk: Desk, plan_id: str, view: str = "") -> Determined:
    """Everything the rules say about a plan on the desk's day.

    Args:
        view: id of a view (``views``); the default one when empty.

    Raises:
        Refusal: ``no-such-plan``, ``no-such-regime``.
    """
    return _determine(desk, load(desk, plan_id), view, law(REGIME))


def compare(desk: Desk, plan_id: str, chosen: Sequence[str] = ()) -> tuple[Determined, ...]:
    """The same plan under several views (all of them when none is named), in this order.

    Raises:
        Refusal: ``no-such-plan``, ``no-such-regime``.
    """
    loaded = load(desk, plan_id)
    return tuple(_determine(desk, loaded, view, law(REGIME)) for view in chosen or views())


def views() -> tuple[str, ...]:
    """The ids of all views."""
    return law(REGIME).views.ids


@dataclass(frozen=True)
class Loaded:
    """A plan and all that is known around it."""

    inventory: Inventory
    plan: Plan
    urgent: UrgentCase | None


def load(desk: Desk, plan_id: str) -> Loaded:
    """A plan by id, with its operator's inventory.

    Raises:
        Refusal: ``no-such-plan``.
    """
    plan = records.get(desk.store, Plan, plan_id)
    equipment = None if plan is None else records.get(desk.store, Equipment, plan.equipment)
    if plan is None or equipment is None:
        raise Refusal("no-such-plan", USAGE, where=plan_id)
    urgent = records.select(desk.store, UrgentCase, plan=plan_id)
    return Loaded(inventories.load(desk.store, equipment.operator), plan, urgent[0] if urgent else None)


def reading(on: date, view: str, from_law: Law) -> Reading:
    """A regime as one view reads it on one day.

    Raises:
        Refusal: ``no-such-regime``.
    """
    views = from_law.views
    try:
        found = views.get(view or views.default)
    except KeyError:
        raise Refusal("no-such-regime", USAGE, where=view, known=", ".join(views.ids)) from None
    return Reading(from_law.regime, found, views.medical_part, on)


def _determine(desk: Desk, loaded: Loaded, view: str, from_law: Law) -> Determined:
    read = reading(desk.on, view, from_law)
    case = Case(loaded.inventory, loaded.plan, read, assumed(desk), loaded.urgent)
    return Determined(ask(from_law, case), loaded.inventory, loaded.plan, from_law)


def teller(desk: Desk, found: Determined, lang: Lang) -> Teller:
    """Puts one language's words to a determination, with the cell or the form of each fact."""
    places = Places(desk, lang, found.result.determinations)
    return Teller(words(lang), found.name_of, places.of, lambda rule: found.law.rules[rule].label.of(lang))


def to_json(desk: Desk, found: Determined, lang: Lang) -> dict[str, Any]:
    """The documented shape ``hospital-onboard/determine/1``; only texts depend on the language."""
    result, tell = found.result, teller(desk, found, lang)
    main = result.of(result.main)
    return {
        "schema": SCHEMA,
        "plan": result.plan,
        "operator": result.operator,
        "on": result.on.isoformat(),
        "law_day": result.law_day.isoformat(),
        "regime": result.view,
        "regime_label": found.view_label(lang),
        "digest": result.digest,
        "outcome": result.outcome,
        "otherwise": main.otherwise,
        "present_duty": main.present and main.outcome == "applies",
        "assumptions": _assumptions(found, lang),
        "duties": [_duty(found, one, tell) for one in result.determinations],
        "deadlines": [
            {
                "id": day.id,
                "date": day.date.isoformat() if day.date else None,
                "kind": day.kind,
                "source": _source(day.source),
                "assumed": day.assumed,
                "assumptions": list(day.assumptions),
                "subject": day.subject,
                "text": tell.deadline(day),
                "note": tell.deadline_note(day),
                "parameters": [_parameter(parameter) for parameter in day.parameters],
            }
            for day in result.deadlines
        ],
        "missing": [
            {
                "fact": fact.name,
                "record": fact.record,
                "field": fact.asked,
                "text": text,
            }
            for fact, text in zip(result.missing, tell.missing(result.missing), strict=True)
        ],
        "warnings": [
            {
                "code": caution.code,
                "subject": caution.subject,
                "text": tell.caution(caution),
                "source": _source(caution.source),
            }
            for caution in result.warnings
        ],
        "steps": [step for one in result.determinations for step in _steps(one, tell)],
    }


def compare_to_json(desk: Desk, found: Sequence[Determined], lang: Lang) -> dict[str, Any]:
    """Several views of one plan: each in full, and the outcomes side by side."""
    return {
        "schema": COMPARE_SCHEMA,
        "plan": found[0].result.plan,
        "on": found[0].result.on.isoformat(),
        "regimes": [to_json(desk, one, lang) for one in found],
        "differences": [
            {"duty": rule, "subject": subject, "outcomes": outcomes} for rule, subject, outcomes in differences(found)
        ],
    }


def differences(found: Sequence[Determined]) -> Iterator[tuple[str, str, dict[str, Outcome]]]:
    """Rule, subject and the outcome under each view, where the views do not agree."""
    keys: dict[tuple[str, str, str], None] = {}
    for one in found:
        keys.update(dict.fromkeys((d.rule, d.subject, d.item) for d in one.result.determinations))
    for rule, subject, item in keys:
        outcomes = {
            one.result.view: d.outcome
            for one in found
            for d in one.result.determinations
            if (d.rule, d.subject, d.item) == (rule, subject, item)
        }
        if len(set(outcomes.values())) > 1:
            yield rule, subject, outcomes


def _duty(found: Determined, one: Determination, tell: Teller) -> dict[str, Any]:
    consequence = one.consequence
    assert consequence is not None  # every rule has one
    due = tell.of(consequence.due_label) if consequence.due_label else ""
    return {
        "id": one.rule,
        "label": tell.of(one.label),
        "subject": one.subject,
        "subject_title": found.name_of(one.subject),
        "item": one.item,
        "outcome": one.outcome,
        "otherwise": one.otherwise,
        "exception": one.exception,
        "form": consequence.form,
        "form_text": tell.of(consequence.form_label) if consequence.form_label else "",
        "due": consequence.due,
        "due_text": due,
        "contents": [tell.of(text) for text in consequence.contents],
        "source": _source(one.exception_source or one.source),
        "standing": one.standing,
        "elsewhere": one.elsewhere,
        "tone": tone(one),
        "present": one.present,
        "wording_read": not one.wording_unread,
        "assumed": one.assumed,
        "assumptions": list(one.assumptions),
        "text": tell.conclusion(one, found.view_label(tell.say.lang), found.result.law_day.isoformat()),
        "missing": [fact.name for fact in one.missing],
    }


def _steps(one: Determination, tell: Teller) -> Iterator[dict[str, Any]]:
    for step in one.steps:
        facts = [{**_fact(fact), "from": tell.place(fact), "text": tell.value(fact)} for fact in step.facts]
        yield {
            "rule": one.rule,
            "subject": one.subject,
            "item": one.item,
            "part": step.part,
            "condition": tell.condition(step),
            "operator": step.operator,
            "held": step.held,
            "fact": step.name,
            "value": step.facts[0].value if step.facts else None,
            "from": "; ".join(place for fact in step.facts for place in tell.places(fact)),
            "facts": facts,
            "parameter": _first(_parameter(parameter) for parameter in _numbers(step.facts, step.parameters)),
            "parameters": [_parameter(parameter) for parameter in _numbers(step.facts, step.parameters)],
        }


def _numbers(facts: Iterable[FactUse], own: Iterable[ParameterUse]) -> Iterator[ParameterUse]:
    yield from own
    for fact in facts:
        yield from _numbers(fact.of, fact.parameters)


def _first(found: Iterator[dict[str, Any]]) -> dict[str, Any] | None:
    return next(found, None)


def _fact(fact: FactUse) -> dict[str, Any]:
    below = [_fact(one) for one in fact.of]
    return {"fact": fact.name, "value": fact.value, "record": fact.record, "field": fact.asked, "of": below}


def _parameter(parameter: ParameterUse) -> dict[str, Any]:
    return {
        "id": parameter.id,
        "value": parameter.value,
        "unit": parameter.unit,
        "from": parameter.first_day.isoformat(),
        "source": _source(parameter.source),
    }


def _source(source: Source | None) -> dict[str, str] | None:
    if source is None:
        return None
    return {
        "document": source.document,
        "article": source.article,
        "confidence": source.confidence,
        "standing": source.standing,
    }


def _assumptions(found: Determined, lang: Lang) -> list[dict[str, str]]:
    text = found.law.assumables.text
    return [{"id": id, "value": value, "text": text(id).of(lang)} for id, value in found.result.assumptions.items()]
