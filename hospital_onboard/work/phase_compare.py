"""Candidates compared criterion by criterion, each answer with source and as-of; the person's own weights."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import Criterion
from hospital_onboard.domain.coverage import Candidate, Contribution, OperatorPhase, Statement
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import CriterionWeight, RoleFact
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.bilingual import Provenance
from hospital_onboard.reference.criteria import WHOLE
from hospital_onboard.reference.criteria import points as worth_of
from hospital_onboard.reference.hospitals import ReferenceHospital, all_hospitals
from hospital_onboard.rules.duty.told import told
from hospital_onboard.rules.phase.candidates import answer, weighed
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.phase import EVERYWHERE, Within, at_once
from hospital_onboard.work.places_of_facts import Places

SCHEMA: Final = "hospital-onboard/phase-compare/1"
CRITERIA: Final[tuple[Criterion, ...]] = get_args(Criterion)
#: What the operator's own record answers.
_OWN: Final[tuple[Criterion, ...]] = ("beds", "wide_area", "emergency", "disaster")
_MOST_WEIGHT: Final = 100


@dataclass(frozen=True)
class Comparison:
    """The candidates in order, and the weights the order rests on (none: by prefecture and name)."""

    candidates: tuple[Candidate, ...]
    weights: Mapping[Criterion, int]
    #: Whose weights they are.
    who: str

    @property
    def unknown(self) -> int:
        """How many answers nobody gave."""
        return sum(a.said is None for one in self.candidates for a in one.answers)


def compare(
    desk: Desk,
    lang: Lang,
    where: Within = EVERYWHERE,
    operators: Sequence[str] = (),
    weights: Mapping[Criterion, int] | None = None,
) -> Comparison:
    """The hospitals of an area that are not designated yet, or those that somebody names.

    Args:
        operators: ids; they are compared whatever their phase.
        weights: instead of the person's saved ones.
    """
    found = at_once(desk, where)
    wanted = [
        one
        for one in found.whole.operators
        if (one.operator.id in operators)
        or (not operators and one in found.operators and one.stage in ("candidate", "proposed"))
    ]
    hospitals = [one for one in wanted if one.operator.operator_kind == "hospital"]
    hospitals.sort(key=lambda one: (one.prefecture, one.operator.name))
    own = weights_of(desk) if weights is None else weights
    return Comparison(weighed(_candidates(desk, hospitals, lang), own), own, desk.who)


def weights_of(desk: Desk) -> dict[Criterion, int]:
    """This person's saved weights; empty until they give some."""
    kept = records.select(desk.store, CriterionWeight, who=desk.who)
    return {one.criterion: one.weight for one in kept if one.weight}


def read_weights(settings: Iterable[str]) -> dict[Criterion, int]:
    """``beds=2`` and the like; 0 takes a weight away.

    Raises:
        Refusal: ``bad-weight``.
    """
    found: dict[Criterion, int] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        known = next((one for one in CRITERIA if one == name.strip().replace("-", "_")), None)
        value = value.strip()
        if known is None or not (value.isascii() and value.isdigit()) or int(value) > _MOST_WEIGHT:
            raise Refusal("bad-weight", USAGE, where=setting, known=", ".join(CRITERIA), most=_MOST_WEIGHT)
        found[known] = int(value)
    return found


def keep_weights(desk: Desk, weights: Mapping[Criterion, int]) -> dict[Criterion, int]:
    """Save weights beside those already kept; returns all of them."""
    kept = {one.criterion: one for one in records.select(desk.store, CriterionWeight, who=desk.who)}
    changes = []
    for criterion, weight in weights.items():
        before = kept.get(criterion)
        if before is None and weight:
            changes.append(Change(None, _weight(desk, criterion, weight)))
        elif before is not None and not weight:
            changes.append(Change(before, None))
        elif before is not None and before.weight != weight:
            changes.append(Change(before, before.changed(weight=weight)))
    if changes:
        saving.save(desk.store, changes, desk.stamp("weigh"))
    return weights_of(desk)


def _weight(desk: Desk, criterion: Criterion, weight: int) -> CriterionWeight:
    id = new_id("criterion_weight")
    return CriterionWeight(id=id, who=desk.who, criterion=criterion, weight=weight, origin={"*": "form"})


# Answers ----------------------------------------------------------------------------


def _candidates(desk: Desk, hospitals: Sequence[OperatorPhase], lang: Lang) -> Iterator[Candidate]:
    ids = [one.operator.id for one in hospitals]
    stated: dict[tuple[str, str], list[Statement]] = {}
    for fact in records.select(desk.store, RoleFact, operator=ids) if ids else ():
        stated.setdefault((fact.operator, fact.criterion), []).append(
            Statement(fact.said, fact.source, fact.as_of or "")
        )
    facts = [told(one.operator, criterion) for one in hospitals for criterion in _OWN]
    places = Places(desk, lang, facts=facts)
    for one in hospitals:
        answers = tuple(
            answer(c, [*stated.get((one.operator.id, c), []), *_own_statement(one.operator, c, places)])
            for c in CRITERIA
        )
        yield Candidate(one, answers)


def _own_statement(operator: Operator, criterion: Criterion, places: Places) -> list[Statement]:
    """What the operator's own record says; a value from the shipped list keeps that list's source and as-of."""
    if criterion not in _OWN:
        return []
    fact = told(operator, criterion)
    if fact.value is None:
        return []
    if (fact.origin or "").startswith("reference:"):
        listed = _listed(operator)
        source = None if listed is None else _provenance(listed, criterion)
        if source is not None:
            return [Statement(fact.value, source.source, source.as_of)]
    return [Statement(fact.value, places.of(fact), "")]


def _listed(operator: Operator) -> ReferenceHospital | None:
    for one in all_hospitals():
        if (one.code is not None and one.code == operator.code) or one.name_ja == operator.name:
            return one
    return None


def _provenance(listed: ReferenceHospital, criterion: Criterion) -> Provenance | None:
    match criterion:
        case "beds":
            return listed.beds_from
        case "emergency":
            return listed.emergency_from
        case "disaster":
            return listed.disaster_from
        case _:
            return None


# In words ----------------------------------------------------------------------------


def said_of(criterion: Criterion, said: str | None, say: Words) -> str:
    """An answer in words; unknown says so."""
    if said is None:
        return say("compare.unknown")
    if criterion == "beds":
        return f"{int(said):,}"
    return say.choice({"emergency": "emergency", "disaster": "disaster"}.get(criterion, "yes_no"), said)


def points(candidate: Candidate) -> str:
    """The weighted sum as it is known: ``3.67``, or ``1.67-2.67`` where answers are unknown; empty without weights."""
    if not candidate.contributions:
        return ""
    low, high = candidate.total("lowest"), candidate.total("highest")
    return f"{low / 100:.2f}" if low == high else f"{low / 100:.2f}-{high / 100:.2f}"


def span(added: Contribution) -> str:
    """What one criterion adds: ``1.34``, or ``0.00-2.00`` while the answer is unknown."""
    low, high = added.weight * added.lowest / 100, added.weight * added.highest / 100
    return f"{low:.2f}" if low == high else f"{low:.2f}-{high:.2f}"


def weights_text(comparison: Comparison, say: Words) -> str:
    """The weights the order rests on, or that there are none."""
    if not any(comparison.weights.values()):
        return say("compare.no_weights")
    parts = [f"{say.choice('criterion', name)} {weight}" for name, weight in comparison.weights.items() if weight]
    return say("compare.weights", who=comparison.who, weights=say("list.comma").join(parts))


def to_json(comparison: Comparison, lang: Lang) -> dict[str, Any]:
    """The shape ``hospital-onboard/phase-compare/1``; weights and what each criterion adds are always in it."""
    say = words(lang)
    return {
        "schema": SCHEMA,
        "weights": dict(comparison.weights),
        "weights_of": comparison.who,
        "rules": {name: rule_said(name, say) for name in CRITERIA},
        "candidates": [_json(one) for one in comparison.candidates],
    }


def _json(one: Candidate) -> dict[str, Any]:
    operator = one.phase.operator
    return {
        "id": operator.id,
        "code": operator.code,
        "name": operator.name,
        "prefecture": one.phase.prefecture or None,
        "stage": one.phase.stage,
        "wave": one.phase.wave,
        "criteria": [
            {
                "criterion": a.criterion,
                "said": int(a.said) if a.criterion == "beds" and a.said is not None else a.said,
                "source": a.source or None,
                "as_of": a.as_of or None,
                "differing": [{"said": d.said, "source": d.source, "as_of": d.as_of or None} for d in a.differing],
            }
            for a in one.answers
        ],
        "contributions": [
            {"criterion": c.criterion, "weight": c.weight, "lowest": c.lowest / 100, "highest": c.highest / 100}
            for c in one.contributions
        ],
        "total": {"lowest": one.total("lowest") / 100, "highest": one.total("highest") / 100}
        if one.contributions
        else None,
    }


def rule_said(criterion: Criterion, say: Words) -> str:
    """How answers on a criterion are counted, with the numbers of the scale."""
    worth = {answer: f"{hundredths / WHOLE:g}" for answer, hundredths in worth_of().get(criterion, {}).items()}
    return say(f"compare.rule.{criterion}", **worth)
