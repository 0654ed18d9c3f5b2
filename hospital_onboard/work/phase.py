"""The phase-in on the desk's day: coverage against the targets, as data, as JSON and as lines of text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hospital_onboard.domain.codes import Wave
from hospital_onboard.domain.coverage import Coverage, Gap, NextStep, OperatorPhase, Target
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import PhaseNeed, PhaseProposal
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.areas import bureaus, find_bureau, region_of
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.phase.cover import Known, cover
from hospital_onboard.rules.regime import REGIME
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.assume import assumed, listed
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.determine import reading
from hospital_onboard.work.phase_areas import area_name, prefectures_of
from hospital_onboard.work.phase_ready import Progress, Readies
from hospital_onboard.work.phase_text import gap_text

SCHEMA: Final = "hospital-onboard/phase/1"


@dataclass(frozen=True)
class Within:
    """A bureau's area or one prefecture; the whole country when empty."""

    bureau: str = ""
    prefectures: frozenset[str] = frozenset()

    def __contains__(self, code: str) -> bool:
        return not self.prefectures or code in self.prefectures


#: The whole country, hospitals without a prefecture included.
EVERYWHERE: Final = Within()


@dataclass(frozen=True)
class Status:
    """Coverage narrowed down to where somebody looks; ``whole`` is all that is known of the country."""

    whole: Coverage
    within: Within
    operators: tuple[OperatorPhase, ...]
    targets: tuple[Target, ...]
    gaps: tuple[Gap, ...]
    steps: tuple[NextStep, ...]

    def operator(self, id: str) -> OperatorPhase | None:
        """One operator's phase, wherever it is."""
        return next((one for one in self.whole.operators if one.operator.id == id), None)


def within(bureau: str = "", prefecture_: str = "") -> Within:
    """Where a person wants to look: 四国, shikoku, 36, 徳島県.

    Raises:
        Refusal: ``no-such-bureau``, ``no-such-prefecture``.
    """
    found = find_bureau(bureau) if bureau else None
    if bureau and found is None:
        raise Refusal("no-such-bureau", where=bureau, known=", ".join(one.id for one in bureaus()))
    place = find_prefecture(prefecture_) if prefecture_ else None
    if prefecture_ and place is None:
        raise Refusal("no-such-prefecture", where=prefecture_)
    if place is not None:
        return Within("", frozenset({place.code}))
    return Within(found.id, frozenset(found.prefectures)) if found is not None else Within()


def status(
    desk: Desk,
    where: Within = EVERYWHERE,
    readies: Readies | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Status:
    """Where the phase-in stands, with everybody's readiness worked out where somebody looks.

    Args:
        readies: keeps readiness from one asking to the next.
    """
    everyone = records.select(desk.store, Operator)
    looked_at = [one.id for one in everyone if (one.prefecture or "") in where]
    ready = (readies or Readies()).of(desk, looked_at, progress, cancelled)
    return narrowed(coverage(desk, everyone, {id: one.file_ready for id, one in ready.items()}), where)


def at_once(desk: Desk, where: Within = EVERYWHERE, readies: Readies | None = None) -> Status:
    """The same without working anybody's readiness out: what is not known yet is None."""
    ready = {} if readies is None else {id: one.file_ready for id, one in readies.known().items()}
    return narrowed(coverage(desk, records.select(desk.store, Operator), ready), where)


def coverage(
    desk: Desk,
    operators: Iterable[Operator],
    ready: Mapping[str, bool],
    waves: Mapping[str, Wave] | None = None,
) -> Coverage:
    """The country's coverage; ``waves`` stand in place of all proposals (a what-if)."""
    from_law = law(REGIME)
    proposed = {one.operator: one.wave for one in records.select(desk.store, PhaseProposal)}
    needs = {one.prefecture: one.hospitals for one in records.select(desk.store, PhaseNeed)}
    known = Known(tuple(operators), proposed if waves is None else waves, needs, ready, waves is not None)
    return cover(from_law, reading(desk.on, "", from_law), assumed(desk), known)


def narrowed(whole: Coverage, where: Within) -> Status:
    """What of it concerns an area: a region's target is shown in full wherever a prefecture of it is looked at."""

    def concerns(target: Target) -> bool:
        return any(code in where for code in prefectures_of(target, whole.scheme))

    operators = tuple(one for one in whole.operators if one.prefecture in where)
    ids = {one.operator.id for one in operators}
    steps = tuple(s for s in whole.steps if (concerns(s.target) if s.target else ids.intersection(s.operators)))
    return Status(
        whole=whole,
        within=where,
        operators=operators,
        targets=tuple(target for target in whole.targets if concerns(target)),
        gaps=tuple(gap for gap in whole.gaps if concerns(gap.target)),
        steps=steps,
    )


# JSON --------------------------------------------------------------------------------


def to_json(desk: Desk, found: Status, lang: Lang) -> dict[str, Any]:
    """The documented shape ``hospital-onboard/phase/1``; only texts depend on the language."""
    whole = found.whole
    return {
        "schema": SCHEMA,
        "on": whole.on.isoformat(),
        "regime": {"id": REGIME, "digest": law(REGIME).regime.digest},
        "within": {"bureau": found.within.bureau or None, "prefectures": sorted(found.within.prefectures)},
        "region_scheme": whole.scheme,
        "commencement": _iso(whole.commencement),
        "assumptions": [{"id": id, "value": value, "text": text} for id, value, text in resting_on(desk, whole, lang)],
        "missing": list(whole.missing),
        "summary": summary(found),
        "targets": [_target(target, whole.scheme, lang) for target in found.targets],
        "operators": [_operator(one) for one in found.operators],
        "gaps": [_gap(gap, whole.scheme, lang) for gap in found.gaps],
        "steps": [_step(step) for step in found.steps],
    }


def summary(found: Status) -> dict[str, Any]:
    """Counts of the area looked at: targets by rule, hospitals by phase."""
    hospitals = [one for one in found.operators if one.operator.operator_kind == "hospital"]
    rules: dict[str, dict[str, int]] = {}
    for target in found.targets:
        count = rules.setdefault(target.rule, {"targets": 0, "met": 0, "planned": 0, "missed": 0})
        count["targets"] += 1
        count["met"] += target.met
        count["planned"] += not target.met and target.planned >= target.required
        count["missed"] += target.state == "missed"
    ready = [one.file_ready for one in hospitals]
    return {
        "rules": rules,
        "hospitals": len(hospitals),
        "designated": sum(one.is_designated for one in hospitals),
        "proposed": sum(one.stage == "proposed" for one in hospitals),
        "candidates": sum(one.stage == "candidate" for one in hospitals),
        "file_ready": None if None in ready else sum(map(bool, ready)),
    }


def resting_on(desk: Desk, whole: Coverage, lang: Lang) -> tuple[tuple[str, str, str], ...]:
    """What the coverage rests on without its being law: (id, value, sentence)."""
    known, mark = {one.key: one for one in listed(desk, lang)}, words(lang)("standing.assumed")
    texts = law(REGIME).assumables
    found = []
    for id in whole.assumptions:
        key = known.get(id)
        if key is None:
            found.append((id, "", texts.text(id).of(lang)))
        else:
            said = words(lang)("determine.assumed_value", label=key.label, value=key.said, key=mark)
            found.append((id, key.value or "", said))
    return tuple(found)


def _target(target: Target, scheme: str, lang: Lang) -> dict[str, Any]:
    return {
        "id": target.id,
        "rule": target.rule,
        "scope": target.scope,
        "area": target.area,
        "name": area_name(target, scheme, lang),
        "required": target.required,
        "raised": target.raised,
        "hospitals": target.hospitals,
        "designated": target.designated,
        "planned": target.planned,
        "proposed": target.proposed,
        "candidates": target.candidates,
        "file_ready": target.file_ready,
        "due": _iso(target.due),
        "met": target.met,
        "state": target.state,
        "missing": list(target.missing),
        "assumptions": list(target.assumptions),
        "source": {
            "document": target.source.document,
            "article": target.source.article,
            "confidence": target.source.confidence,
            "standing": target.source.standing,
        },
    }


def _operator(one: OperatorPhase) -> dict[str, Any]:
    operator = one.operator
    return {
        "id": operator.id,
        "code": operator.code,
        "kind": operator.operator_kind,
        "name": operator.name,
        "prefecture": one.prefecture or None,
        "region": region_of(one.prefecture, "eight").id if one.prefecture else None,
        "bureau": one.bureau or None,
        "status": operator.designation_status,
        "phase": one.phase,
        "stage": one.stage,
        "wave": one.wave,
        "designated_on": _iso(operator.designated_on),
        "duty_from": _iso(one.duty_from),
        "file_ready": one.file_ready,
    }


def _gap(gap: Gap, scheme: str, lang: Lang) -> dict[str, Any]:
    return {"target": gap.target.id, "lack": gap.lack, "short": gap.short, "text": gap_text(gap, scheme, lang)}


def _step(step: NextStep) -> dict[str, Any]:
    target = None if step.target is None else step.target.id
    return {"step": step.step, "target": target, "operators": list(step.operators), "by": _iso(step.by)}


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
