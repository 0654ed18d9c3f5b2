"""How the phase-in is put on screens: letters and styles of states, lines about targets and hospitals."""

from collections.abc import Iterable

from hospital_onboard.domain.coverage import Coverage, OperatorPhase, Phase, Target
from hospital_onboard.text.wording import Lang, Words
from hospital_onboard.widgets.indented import Line
from hospital_onboard.widgets.plain import visible
from hospital_onboard.work import phase_areas

#: From the least to the most; a tile shows the most of its hospitals.
RANK: tuple[Phase, ...] = ("candidate", "proposed", "designated", "transition", "duty", "file_ready")
_STYLE = {
    "file_ready": "bold $text-success on $success-muted",
    "duty": "$text-primary on $primary-muted",
    "transition": "$text-primary on $primary-muted",
    "designated": "$text-primary on $primary-muted",
    "proposed": "$text-warning on $warning-muted",
    "candidate": "on $panel",
    "": "$text-muted",
}
_TONE = {
    "met": "$text-success",
    "met_late": "$text-success",
    "on_track": "",
    "at_risk": "$text-warning",
    "missed": "$text-error",
    "undetermined": "$text-muted",
}


def furthest(hospitals: Iterable[OperatorPhase]) -> Phase | None:
    """The phase of the hospital that is furthest; None where there is none."""
    return max((one.phase for one in hospitals), key=RANK.index, default=None)


def style_of(phase_: Phase | None) -> str:
    """The colour that goes with the letter of a phase."""
    return _STYLE[phase_ or ""]


def needs_action(target: Target | None) -> bool:
    """Nobody is designated in time, nor is enough proposed for it."""
    return target is not None and not target.met and target.planned < target.required


def due(target: Target, words: Words) -> str:
    """The due day with its kind, or what is missing to tell it."""
    if target.due is None:
        return words("region.no_due")
    assumed = {"commencement", "third-year"}.intersection(target.assumptions)
    return words("region.due", on=target.due, kind=words(f"deadline_kind.{'assumed' if assumed else 'computed'}"))


def target_line(target: Target, whole: Coverage, words: Words, lang: Lang) -> Line:
    """One target: area, state, counts, due day."""
    said = words(
        "region.target",
        area=phase_areas.area_name(target, whole.scheme, lang),
        when=words(f"phase.when.{target.rule}"),
        state=words(f"target_state.{target.state}"),
        designated=target.designated,
        required=target.required,
        proposed=target.proposed,
        candidates=target.candidates,
        due=due(target, words) if target.due else "",
    )
    return (said.rstrip(), _TONE[target.state])


def hospital_line(one: OperatorPhase, words: Words, lang: Lang) -> str:
    """One hospital: name, phase, wave, beds, readiness."""
    operator = one.operator
    name = (operator.name_en or operator.name) if lang == "en" else operator.name
    parts = [visible(name), words(f"phase.{one.phase}")]
    if one.wave is not None:
        parts.append(words("region.wave", wave=words.choice("wave", one.wave)))
    if operator.designated_on is not None:
        parts.append(words("region.designated_on", on=operator.designated_on))
    if operator.beds is not None:
        parts.append(words("region.beds", beds=f"{operator.beds:,}"))
    if one.phase != "file_ready":
        parts.append(ready(one, words))
    return "  ".join(part for part in parts if part)


def ready(one: OperatorPhase, words: Words) -> str:
    """Whether it is ready to file, or that nobody has looked yet."""
    if one.file_ready is None:
        return words("region.ready_unknown")
    return words("region.ready" if one.file_ready else "region.not_ready")
