"""Shapes of ``hospital-onboard/determine/1``: duties, steps, parameters, sources."""

from collections.abc import Iterable, Iterator
from typing import Any

from hospital_onboard.domain.determination import Caution, Deadline, Determination, FactUse, ParameterUse
from hospital_onboard.domain.readiness import Source
from hospital_onboard.rules.duty.explain import Teller, tone


def deadline(day: Deadline, tell: Teller) -> dict[str, Any]:
    """One deadline."""
    return {
        "id": day.id,
        "date": day.date.isoformat() if day.date else None,
        "kind": day.kind,
        "source": source(day.source),
        "assumed": day.assumed,
        "assumptions": list(day.assumptions),
        "subject": day.subject,
        "text": tell.deadline(day),
        "note": tell.deadline_note(day),
        "parameters": [parameter(number) for number in day.parameters],
        "counting": [tell.of(number.counting) for number in day.parameters],
    }


def caution(one: Caution, tell: Teller) -> dict[str, Any]:
    """One warning."""
    return {"code": one.code, "subject": one.subject, "text": tell.caution(one), "source": source(one.source)}


def duty(one: Determination, tell: Teller, view: str, law_day: str) -> dict[str, Any]:
    """One determination."""
    consequence = one.consequence
    assert consequence is not None  # every rule has one
    due = tell.of(consequence.due_label) if consequence.due_label else ""
    return {
        "id": one.rule,
        "label": tell.of(one.label),
        "subject": one.subject,
        "subject_title": tell.name_of(one.subject),
        "item": one.item,
        "outcome": one.outcome,
        "otherwise": one.otherwise,
        "exception": one.exception,
        "form": consequence.form,
        "form_text": tell.of(consequence.form_label) if consequence.form_label else "",
        "due": consequence.due,
        "due_text": due,
        "contents": [tell.of(text) for text in consequence.contents],
        "source": source(one.source_of(one.exception or "when")),
        "standing": one.standing,
        "elsewhere": one.elsewhere,
        "tone": tone(one),
        "present": one.present,
        "wording_read": not one.wording_unread,
        "assumed": one.assumed,
        "assumptions": list(one.assumptions),
        "text": tell.conclusion(one, view, law_day),
        "missing": [fact.name for fact in one.missing],
    }


def steps(one: Determination, tell: Teller) -> Iterator[dict[str, Any]]:
    """Every condition looked at, flat."""
    for step in one.steps:
        facts = [{**_fact(fact), "from": tell.place(fact), "text": tell.value(fact)} for fact in step.facts]
        yield {
            "rule": one.rule,
            "subject": one.subject,
            "item": one.item,
            "part": step.part,
            "source": source(one.source_of(step.part)),
            "condition": tell.condition(step),
            "operator": step.operator,
            "held": step.held,
            "fact": step.name,
            "value": step.facts[0].value if step.facts else None,
            "from": "; ".join(place for fact in step.facts for place in tell.places(fact)),
            "facts": facts,
            "parameter": _first(parameter(number) for number in _numbers(step.facts, step.parameters)),
            "parameters": [parameter(number) for number in _numbers(step.facts, step.parameters)],
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


def parameter(used: ParameterUse) -> dict[str, Any]:
    """A number of the law as it was used."""
    return {
        "id": used.id,
        "value": used.value,
        "unit": used.unit,
        "from": used.first_day.isoformat(),
        "source": source(used.source),
    }


def source(cited: Source | None) -> dict[str, str] | None:
    """A source, or None."""
    if cited is None:
        return None
    return {
        "document": cited.document,
        "article": cited.article,
        "confidence": cited.confidence,
        "standing": cited.standing,
        "quote": cited.note,
    }
