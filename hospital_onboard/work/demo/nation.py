"""Where the invented hospitals stand: prefecture and beds as in the real list, and how far the phase-in is.

A store with hospitals in every prefecture also gets a phase-in that shows every state; it rests on an assumed
commencement, which is written down as an assumption like any other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hospital_onboard.domain.assumption import Assumption
from hospital_onboard.domain.codes import Criterion, DesignationStatus, Wave
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import PhaseNeed, PhaseProposal, RoleFact
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.hospitals import all_hospitals
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.regime import REGIME
from hospital_onboard.work.demo.pen import Pen

#: So many hospitals and more are spread over the whole country.
WHOLE_COUNTRY: Final = 47
#: Prefectures whose first hospital was designated at commencement; 四国 has none, 中国 (34) was late.
_AT_START: Final = frozenset({"01", "04", "13", "23", "26", "27", "40"})
_LATE: Final = frozenset({"34"})
_LATELY: Final = frozenset({"02", "08", "12", "14", "15", "22", "28", "33", "46"})
_ANNOUNCED: Final = frozenset({"11", "43"})
_PROPOSED: Final[dict[str, Wave | None]] = {
    **dict.fromkeys(("05", "10", "17", "20", "25", "35", "37", "42", "47"), "year2"),
    **dict.fromkeys(("06", "16", "19", "30", "32", "38"), "year3"),
    "31": None,
}
#: Prefectures whose first hospital has answered everything.
_THOROUGH: Final = frozenset({"01", "13", "23", "12", "37"})
#: Prefectures thought to need more than one.
_NEEDS: Final = {"13": 2, "27": 2}


@dataclass(frozen=True)
class Place:
    """Where one hospital stands. ``beds`` None: as the pen has it."""

    prefecture: str
    status: DesignationStatus
    beds: int | None = None
    wave: Wave | None = None
    designated_on: date | None = None
    #: Everything it can be asked for is answered.
    thorough: bool = False


def places(hospitals: int, on: date) -> tuple[Place, ...]:
    """A place for each hospital; only with hospitals all over the country does the phase-in go beyond proposals."""
    real = all_hospitals()
    listed = [real[number * len(real) // hospitals] for number in range(hospitals)]
    if hospitals < WHOLE_COUNTRY:
        return tuple(
            Place(one.prefecture, "proposed" if number % 3 == 0 else "candidate") for number, one in enumerate(listed)
        )
    nth: Counter[str] = Counter()
    found = []
    for one in listed:
        found.append(_place(one.prefecture, nth[one.prefecture], one.beds, on))
        nth[one.prefecture] += 1
    return tuple(found)


def commencement(on: date) -> date:
    """The assumed commencement: eight months ago, within what may be assumed."""
    key = law(REGIME).assumables.keys["commencement"]
    assert key.first_day is not None and key.last_day is not None  # both are in the file
    return min(max(on - timedelta(days=240), key.first_day), key.last_day)


def _place(prefecture: str, nth: int, beds: int, on: date) -> Place:
    begins, number = commencement(on), int(prefecture)
    if nth:
        second = nth == 1 and prefecture in _NEEDS
        return Place(prefecture, "proposed" if second else "candidate", beds, "year2" if second else None)
    if prefecture in _AT_START:
        return Place(prefecture, "designated", beds, "year0", begins, prefecture in _THOROUGH)
    if prefecture in _LATE:
        return Place(prefecture, "designated", beds, "year0", begins + timedelta(days=100))
    if prefecture in _LATELY:
        day = max(on - timedelta(days=30 + number), begins + timedelta(days=1))
        return Place(prefecture, "designated", beds, "year1", day, prefecture in _THOROUGH)
    if prefecture in _ANNOUNCED:
        return Place(prefecture, "designated", beds, "year1", on + timedelta(days=30 + number))
    status: DesignationStatus = "proposed" if prefecture in _PROPOSED else "candidate"
    return Place(prefecture, status, beds, _PROPOSED.get(prefecture), None, prefecture in _THOROUGH)


def phase_in(pen: Pen, hospitals: Sequence[tuple[Operator, Place]]) -> Iterator[Record]:
    """The records of the phase-in: what is assumed, proposed, needed, and what sources say of some hospitals."""
    for key, value in (("commencement", commencement(pen.on).isoformat()), ("third-year", "first")):
        yield pen.write(Assumption, typed=True, key=key, value=value)
    for prefecture, count in _NEEDS.items():
        yield pen.write(
            PhaseNeed, typed=True, prefecture=prefecture, hospitals=count, reason="人口と広域的な機能のため（架空）"
        )
    for number, (operator, place) in enumerate(hospitals):
        if place.wave is not None:
            reason = "地域の最後の砦としての役割のため（架空）"
            day = pen.on - timedelta(days=300 + number)
            yield pen.write(
                PhaseProposal, typed=True, operator=operator.id, wave=place.wave, proposed_on=day, reason=reason
            )
        if number % 3:
            yield _fact(pen, operator, "last_resort", pen.pick(("yes", "yes", "no")), "地域医療構想の資料（架空）")
        if number % 4 == 0:
            yield _fact(pen, operator, "back_up", pen.pick(("yes", "no")), "医療計画（架空）")


def _fact(pen: Pen, operator: Operator, criterion: Criterion, said: str, source: str) -> RoleFact:
    return pen.write(
        RoleFact, typed=True, operator=operator.id, criterion=criterion, said=said, source=source, as_of="2026-03"
    )
