"""Candidates criterion by criterion as the proposal names them (提言 IV.2(2)②), and a weighing that hides nothing.

There is no score without weights that a person gave, and an unknown answer is never taken for a no: what it could add
is shown as a span.
"""

from collections.abc import Iterable, Mapping, Sequence

from hospital_onboard.domain.codes import Criterion
from hospital_onboard.domain.coverage import Candidate, Contribution, CriterionAnswer, Statement
from hospital_onboard.reference.criteria import WHOLE, points


def answer(criterion: Criterion, statements: Sequence[Statement]) -> CriterionAnswer:
    """The newest statement, and those that differ from it; the first one where no day tells them apart."""
    if not statements:
        return CriterionAnswer(criterion, None)
    newest = max(statements, key=lambda one: one.as_of)
    differing = tuple(one for one in statements if one.said != newest.said)
    return CriterionAnswer(criterion, newest.said, newest.source, newest.as_of, differing)


def weighed(candidates: Iterable[Candidate], weights: Mapping[Criterion, int]) -> tuple[Candidate, ...]:
    """The same candidates with what each criterion adds, those that surely have most first."""
    found = list(candidates)
    if not any(weights.values()):
        return tuple(found)
    beds = [int(a.said) for one in found for a in one.answers if a.criterion == "beds" and a.said is not None]
    most = max(beds, default=0)
    done = [
        Candidate(
            one.phase,
            one.answers,
            tuple(_contribution(a, weights[a.criterion], most) for a in one.answers if weights.get(a.criterion)),
        )
        for one in found
    ]
    return tuple(sorted(done, key=lambda one: (-one.total("lowest"), -one.total("highest"))))


def _contribution(given: CriterionAnswer, weight: int, most_beds: int) -> Contribution:
    if given.said is None:
        return Contribution(given.criterion, weight, 0, WHOLE)
    if given.criterion == "beds":
        share = int(given.said) * WHOLE // most_beds if most_beds else 0
        return Contribution(given.criterion, weight, share, share)
    worth = points()[given.criterion][given.said]
    return Contribution(given.criterion, weight, worth, worth)
