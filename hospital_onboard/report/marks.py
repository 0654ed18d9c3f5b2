"""States as badges: a word, a shape that survives black-and-white printing, a tone."""

from typing import Final

from hospital_onboard.domain.codes import MeasureState
from hospital_onboard.domain.coverage import TargetState
from hospital_onboard.domain.readiness import State
from hospital_onboard.report.document import Badge, Tone
from hospital_onboard.text.wording import Words

#: All shapes are in JIS X 0208, so every Japanese font has them.
_STATES: Final[dict[State, tuple[str, Tone]]] = {
    "satisfied": ("●", "good"),
    "missing": ("○", "owed"),
    "stale": ("△", "doubt"),
    "unclear": ("？", "doubt"),
    "exempt": ("◇", "quiet"),
    "declared_direct": ("→", "quiet"),
    "not_applicable": ("－", "quiet"),
}
_MEASURES: Final[dict[MeasureState, tuple[str, Tone]]] = {
    "done": ("●", "good"),
    "equivalent": ("◆", "good"),
    "planned": ("△", "doubt"),
    "not_taken": ("×", "owed"),
    "not_applicable": ("－", "quiet"),
    "undecided": ("○", "owed"),
}
_TARGETS: Final[dict[TargetState, tuple[str, Tone]]] = {
    "met": ("●", "good"),
    "met_late": ("◆", "good"),
    "on_track": ("◇", "quiet"),
    "at_risk": ("△", "doubt"),
    "missed": ("×", "owed"),
    "undetermined": ("？", "quiet"),
}
#: How far a prefecture's hospitals are, the furthest first.
_STANDINGS: Final[dict[str, tuple[str, Tone]]] = {
    "file_ready": ("◆", "good"),
    "designated": ("●", "good"),
    "proposed": ("○", "doubt"),
    "candidate": ("・", "quiet"),
    "nobody": ("－", "owed"),
}
STANDINGS: Final = tuple(_STANDINGS)
_FLAGS: Final[dict[str, tuple[str, Tone]]] = {
    "ready": ("●", "good"),
    "not-ready": ("○", "owed"),
    "passed": ("●", "good"),
    "failed": ("×", "owed"),
    "open": ("？", "doubt"),
    "not_claimed": ("－", "quiet"),
    "past": ("●", "good"),
    "coming": ("△", "quiet"),
    "no-day": ("○", "quiet"),
}


def state_badge(state: State, say: Words) -> Badge:
    """The state of a requirement."""
    return Badge(state, say(f"state.{state}"), *_STATES[state])


def measure_badge(state: MeasureState, say: Words) -> Badge:
    """The state of a risk measure."""
    return Badge(state, say.choice("measure_state", state), *_MEASURES[state])


def target_badge(state: TargetState, say: Words) -> Badge:
    """The state of a target of the phase-in."""
    return Badge(state, say(f"target_state.{state}"), *_TARGETS[state])


def standing_badge(standing: str, say: Words) -> Badge:
    """How far a prefecture is (one of ``STANDINGS``)."""
    return Badge(standing, say(f"report.phase.standing.{standing}"), *_STANDINGS[standing])


def flag(code: str, say: Words) -> Badge:
    """One of this room's own states: ready or not, the exemption test, a milestone past, coming or without a day."""
    return Badge(code, say(f"report.flag.{code}"), *_FLAGS[code])
