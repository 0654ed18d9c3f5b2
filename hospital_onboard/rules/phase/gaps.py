"""What the targets lack, and the next steps that would close it."""

from collections.abc import Iterator, Sequence

from hospital_onboard.domain.coverage import Gap, Lack, NextStep, OperatorPhase, Step, Target
from hospital_onboard.rules.phase.targets import is_planned

_CLOSES: dict[Lack, Step] = {
    "none_registered": "register",
    "none_proposed": "propose",
    "too_few_proposed": "propose",
    "late": "set_wave",
    "not_designated": "designate",
}


def gaps(targets: Sequence[Target]) -> tuple[Gap, ...]:
    """One for each target that is not met, in the order of the targets."""
    return tuple(gap for target in targets if (gap := _gap(target)) is not None)


def _gap(target: Target) -> Gap | None:
    if target.met:
        return None
    if target.planned >= target.required:
        return Gap(target, "not_designated", target.required - target.designated)
    short = target.required - target.planned
    if not target.hospitals:
        return Gap(target, "none_registered", short)
    waiting = target.hospitals - target.candidates
    if waiting >= target.required:
        return Gap(target, "late", short)
    return Gap(target, "none_proposed" if not waiting else "too_few_proposed", short)


def steps(gaps: Sequence[Gap], operators: Sequence[OperatorPhase]) -> tuple[NextStep, ...]:
    """What to do next: for each gap one step, then whoever is designated and not ready to file, the earliest first."""
    closing = [_closing(gap, operators) for gap in gaps]
    closing.sort(key=lambda step: (step.by is None, step.by))
    return (*closing, *_preparing(operators))


def _closing(gap: Gap, operators: Sequence[OperatorPhase]) -> NextStep:
    target, step = gap.target, _CLOSES[gap.lack]
    there = [o for o in operators if target.area == (o.region if target.scope == "region" else o.prefecture)]
    found = tuple(o.operator.id for o in there if o.operator.operator_kind == "hospital" and _meant(step, o, target))
    return NextStep(step, target, found, target.due)


def _meant(step: Step, one: OperatorPhase, target: Target) -> bool:
    """Whether the step is about this hospital."""
    match step:
        case "propose":
            return one.stage == "candidate"
        case "set_wave":
            return one.stage in ("proposed", "designated") and not is_planned(one, target.year, target.due)
        case "designate":
            return not one.is_designated and is_planned(one, target.year, target.due)
        case _:
            return False


def _preparing(operators: Sequence[OperatorPhase]) -> Iterator[NextStep]:
    late = [o for o in operators if o.file_ready is False and o.stage in ("designated", "transition", "duty")]
    for one in sorted(late, key=lambda o: (o.duty_from is None, o.duty_from, o.operator.name)):
        yield NextStep("prepare", None, (one.operator.id,), one.duty_from)
