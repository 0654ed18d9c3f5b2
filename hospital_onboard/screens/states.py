"""The words for how things stand, the same on every screen."""

from collections.abc import Mapping

from hospital_onboard.domain.readiness import OPEN_STATES, State
from hospital_onboard.text.wording import Words

#: What counts as dealt with; what does not apply is left out of every fraction.
_CLOSED: tuple[State, ...] = ("satisfied", "exempt", "declared_direct")
_OPEN: tuple[State, ...] = ("missing", "stale", "unclear")


def closed_of(counts: Mapping[State, int]) -> tuple[int, int]:
    """How many lines are dealt with, of how many that apply."""
    done = sum(counts.get(state, 0) for state in _CLOSED)
    return done, done + sum(counts.get(state, 0) for state in OPEN_STATES)


def state_of(counts: Mapping[State, int]) -> State | None:
    """The one state that says most: what is missing before what is stale; None when nothing is asked yet."""
    for state in (*_OPEN, *_CLOSED, "not_applicable"):
        if counts.get(state, 0):
            return "satisfied" if state in _CLOSED else state
    return None


def tone_of(counts: Mapping[State, int]) -> str:
    """done, open or empty."""
    state = state_of(counts)
    if state is None:
        return "empty"
    return "open" if state in OPEN_STATES else "done"


def open_shown(words: Words, counts: Mapping[State, int]) -> tuple[str, ...]:
    """未 61, 古い 12, 要確認 13."""
    return tuple(f"{words(f'state_short.{state}')} {counts.get(state, 0):,}" for state in _OPEN)


def all_shown(words: Words, counts: Mapping[State, int]) -> str:
    """Every state that occurs, with its number."""
    return "  ".join(f"{words(f'state.{state}')} {number:,}" for state, number in counts.items() if number)


def progress_shown(words: Words, counts: Mapping[State, int]) -> str:
    """``済 7/12`` while something is missing, ``古い 1`` when only that is left, ``済`` when nothing is."""
    state = state_of(counts)
    if state is None:
        return ""
    if state == "missing":
        done, total = closed_of(counts)
        return f"{words('state.satisfied')} {done}/{total}"
    return f"{words(f'state.{state}')} {counts[state]:,}" if state in OPEN_STATES else words(f"state.{state}")
