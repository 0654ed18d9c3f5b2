"""Tests of a difference that a condition of the change table cannot say, by name.

Each answers yes, no, or None when the records do not show it; the stricter class then counts, and says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.rules.change.addresses import country_of
from hospital_onboard.rules.change.differences import Difference
from hospital_onboard.rules.change.filed import Said


@dataclass(frozen=True)
class Question:
    """A difference, the two filings it stands between, and the values of the law on that day."""

    difference: Difference
    before: Said
    after: Said
    #: Lower bounds of the bands of voting rights, as shares of all votes.
    bands: tuple[Fraction, ...]
    #: The earliest business year whose sales are still stated; None when no rule says so.
    first_year: int | None


Answer = bool | None
Test = Callable[[Question], Answer]


def address_in_another_country(asked: Question) -> Answer:
    """The address now lies in another country (orders Art. 23(1), 24: inside the same country it is minor)."""
    old, new = (_country(value) for value in (asked.difference.old, asked.difference.new))
    return None if old is None or new is None else old != new


def made_in_another_country(asked: Question) -> Answer:
    """The countries where this product is made are no longer the same (orders Art. 23(1), 24)."""
    product = (asked.difference.after or asked.difference.before)["product"]
    return _made_in(asked.before, product) != _made_in(asked.after, product)


def period_not_only_shortened(asked: Question) -> Answer:
    """Some day of the new period lies outside the old one (orders Art. 23(1)(vi): unless it is shortened)."""
    filed, now = asked.difference.before, asked.difference.after
    old, new = _period(filed), _period(now)
    if old is None or new is None or ("ends_on" in filed) != ("ends_on" in now):
        return None
    return not (old[0] <= new[0] and new[1] <= old[1])


def period_only_shortened(asked: Question) -> Answer:
    """The opposite of ``period_not_only_shortened``."""
    answer = period_not_only_shortened(asked)
    return None if answer is None else not answer


def share_rises_into_band(asked: Question) -> Answer:
    """A direct holder's share increased and reached another band by that (orders Art. 24; addendum K12)."""
    old, new = (_votes(value) for value in (asked.difference.old, asked.difference.new))
    if old is None or new is None:
        return None
    return new > old and _reached(asked.bands, new) > _reached(asked.bands, old)


def exemption_lost(asked: Question) -> Answer:
    """The subcontract passed the test of Art. 17 when it was filed and no longer does: it is to be filed in full."""
    return bool(asked.difference.old == "passed")


def facts_not_here(asked: Question) -> Answer:
    """The answer came or went without a list to compare: nobody asked before, or it goes straight to the minister."""
    both = (asked.difference.old, asked.difference.new)
    return None if None in both or "declared_direct" in both else False


def measure_answered(asked: Question) -> Answer:
    """Somebody had decided on the measure; an undecided one is in no filing (orders Art. 16)."""
    return bool((asked.difference.after or asked.difference.before).get("state") != "undecided")


def year_still_counts(asked: Question) -> Answer:
    """The sales that are gone belong to a business year that is still stated (orders Art. 11(iv): the latest three)."""
    year: int = asked.difference.before["year"]
    return None if asked.first_year is None else year >= asked.first_year


TESTS: Final[Mapping[str, Test]] = {
    test.__name__: test
    for test in (
        address_in_another_country,
        made_in_another_country,
        period_not_only_shortened,
        period_only_shortened,
        share_rises_into_band,
        exemption_lost,
        facts_not_here,
        measure_answered,
        year_still_counts,
    )
}

Stage = str
BEFORE_INTRODUCTION: Final = "before_introduction"
INTRODUCED: Final = "introduced"
BEFORE_START: Final = "before_start"
DURING: Final = "during"
ENDED: Final = "ended"
STOPPED: Final = "stopped"
#: The stages of a plan of each kind, in their order.
STAGES: Final[Mapping[PlanKind, tuple[Stage, ...]]] = {
    "introduction": (BEFORE_INTRODUCTION, INTRODUCED, STOPPED),
    "entrustment": (BEFORE_START, DURING, ENDED, STOPPED),
}


def stage_of(content: Said, day: date) -> Stage:
    """How far the plan has come (Act Art. 54: before the introduction; before and during the entrustment).

    The day of going into service and the first day of the entrustment are the first day of the next stage; the last
    day of the entrustment still belongs to it. What has no day yet has not begun.
    """
    plan = content["plan"]
    begun = plan.get("status") == "in_service"
    if plan.get("status") == "stopped":
        return STOPPED
    if plan["plan_kind"] == "introduction":
        return INTRODUCED if begun or _passed(plan.get("in_service_on"), day) else BEFORE_INTRODUCTION
    periods = [(c.get("starts_on"), c.get("ends_on")) for c in content["entrustments"]]
    if periods and all(ends is not None and date.fromisoformat(ends) < day for _, ends in periods):
        return ENDED
    return DURING if begun or any(_passed(starts, day) for starts, _ in periods) else BEFORE_START


def _passed(iso: str | None, day: date) -> bool:
    return iso is not None and date.fromisoformat(iso) <= day


def _country(address: Any) -> str | None:
    return country_of(address) if address else None


def _made_in(content: Said, product: str) -> set[str]:
    return {site["country"] for site in content["sites"] if site["product"] == product}


def _period(said: Said) -> tuple[date, date] | None:
    """First and last day; work with a first day only is done on that day."""
    if "starts_on" not in said:
        return None
    first = date.fromisoformat(said["starts_on"])
    return first, date.fromisoformat(said["ends_on"]) if "ends_on" in said else first


def _votes(share: str | None) -> Fraction | None:
    """A share in percent as an exact part of all votes."""
    return None if share is None else Fraction(Decimal(share)) / 100


def _reached(bands: Iterable[Fraction], share: Fraction) -> int:
    return sum(share >= bound for bound in bands)
