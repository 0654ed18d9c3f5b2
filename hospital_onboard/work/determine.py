"""What the rules say about one plan: as data, as the documented JSON shape, and as text a lawyer can follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from hospital_onboard.domain.determination import Determination, Outcome, PlanDetermination
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.rules.duty.case import Case, Reading
from hospital_onboard.rules.duty.determine import determine as ask
from hospital_onboard.rules.duty.explain import Teller
from hospital_onboard.rules.duty.law import Law, law
from hospital_onboard.rules.regime import REGIME
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import determine_json as shape
from hospital_onboard.work.assume import assumed
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


def of_operator(desk: Desk, operator_id: str, view: str = "") -> tuple[Determined, ...]:
    """Every plan of an operator that was not stopped; its inventory is read once.

    Raises:
        Refusal: ``no-such-operator``, ``no-such-regime``.
    """
    inventory = inventories.load(desk.store, operator_id)
    urgent = {case.plan: case for case in records.select(desk.store, UrgentCase)}
    going = (plan for plan in inventory.plans if plan.status != "stopped")
    return tuple(_determine(desk, Loaded(inventory, plan, urgent.get(plan.id)), view, law(REGIME)) for plan in going)


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


def view_labels(lang: Lang) -> tuple[tuple[str, str], ...]:
    """Id and name of each view."""
    return tuple((view.id, view.label.of(lang)) for view in law(REGIME).views.views)


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
    main, day = result.of(result.main), result.law_day.isoformat()
    return {
        "schema": SCHEMA,
        "plan": result.plan,
        "operator": result.operator,
        "on": result.on.isoformat(),
        "law_day": day,
        "regime": result.view,
        "regime_label": found.view_label(lang),
        "digest": result.digest,
        "outcome": result.outcome,
        "otherwise": main.otherwise,
        "present_duty": main.present and main.outcome == "applies",
        "assumptions": _assumptions(found, lang),
        "duties": [shape.duty(one, tell, found.view_label(lang), day) for one in result.determinations],
        "deadlines": [shape.deadline(one, tell) for one in result.deadlines],
        "missing": [
            {"fact": fact.name, "record": fact.record, "field": fact.asked, "text": text}
            for fact, text in zip(result.missing, tell.missing(result.missing), strict=True)
        ],
        "warnings": [shape.caution(one, tell) for one in result.warnings],
        "steps": [step for one in result.determinations for step in shape.steps(one, tell)],
    }


def compare_to_json(desk: Desk, found: Sequence[Determined], lang: Lang) -> dict[str, Any]:
    """Several views of one plan: each in full, and the outcomes side by side."""
    return {
        "schema": COMPARE_SCHEMA,
        "plan": found[0].result.plan,
        "on": found[0].result.on.isoformat(),
        "regimes": [to_json(desk, one, lang) for one in found],
        "differences": [
            {"duty": one.rule, "subjects": list(one.subjects), "outcomes": one.outcomes, "texts": one.texts}
            for one in differences(found, lang)
        ],
    }


@dataclass(frozen=True)
class Difference:
    """A rule on which the views do not agree, for all subjects on which they disagree in the same way."""

    rule: str
    subjects: tuple[str, ...]
    #: View -> what the facts give under it; ``not_in_force`` where the view does not hold the rule.
    outcomes: dict[str, Outcome]
    #: View -> what is asked, in words, where the words differ.
    texts: dict[str, tuple[str, ...]]


def differences(found: Sequence[Determined], lang: Lang) -> tuple[Difference, ...]:
    """What changes between the views, whether or not the medical part has begun."""
    by_key: dict[tuple[str, str, str], dict[str, Determination]] = {}
    for one in found:
        for made in one.result.determinations:
            by_key.setdefault((made.rule, made.subject, made.item), {})[one.result.view] = made
    groups: dict[tuple[object, ...], Difference] = {}
    for (rule, subject, _), by_view in by_key.items():
        outcomes = {view: _held(made) for view, made in by_view.items()}
        asked = {view: _asked(made, lang) for view, made in by_view.items() if outcomes[view] == "applies"}
        texts = asked if len(set(asked.values())) > 1 else {}
        if len(set(outcomes.values())) > 1 or texts:
            key = (rule, tuple(outcomes.items()), tuple(texts.items()))
            before = groups.get(key)
            subjects = (*(before.subjects if before else ()), subject)
            groups[key] = Difference(rule, subjects, outcomes, texts)
    return tuple(groups.values())


def _held(made: Determination) -> Outcome:
    return "not_in_force" if made.barred in ("day", "standing") else made.otherwise


def _asked(made: Determination, lang: Lang) -> tuple[str, ...]:
    assert made.consequence is not None  # every rule has one
    labels = (made.consequence.what, *made.consequence.contents)
    return tuple(label.ja if lang == "ja" else label.en for label in labels)


def _assumptions(found: Determined, lang: Lang) -> list[dict[str, str]]:
    text = found.law.assumables.text
    return [{"id": id, "value": value, "text": text(id).of(lang)} for id, value in found.result.assumptions.items()]
