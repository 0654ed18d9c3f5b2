"""How far something is, in words that cannot be read the other way round."""

import pytest

from hospital_onboard.domain.readiness import State
from hospital_onboard.screens.states import progress_shown
from hospital_onboard.text.wording import words


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, ""),
        ({"satisfied": 1, "missing": 8}, "済 1/9"),
        ({"missing": 8}, "済 0/8"),
        ({"satisfied": 6, "exempt": 2, "not_applicable": 3}, "済"),
        ({"satisfied": 8, "stale": 1}, "古い 1"),
        ({"satisfied": 7, "unclear": 2}, "要確認 2"),
        ({"satisfied": 1, "missing": 1, "stale": 1}, "済 1/3"),
    ],
)
def test_a_fraction_says_what_it_counts(counts: dict[State, int], shown: str) -> None:
    """``1/9 未`` was read as one of nine missing; what is counted stands before the number."""
    assert progress_shown(words("ja"), counts) == shown
