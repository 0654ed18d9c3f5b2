"""Whether a dated fact or paper still fits the filing day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.readiness import State
from hospital_onboard.rules.owed.sheet import MISSING, SATISFIED, Judged, Sheet
from hospital_onboard.rules.regime import NothingInForce
from hospital_onboard.text.dates import add_months

#: Of several papers for one thing the best one counts.
_BEST_FIRST: Final[tuple[State, ...]] = ("satisfied", "declared_direct", "unclear", "stale", "missing")


def holders_fit(sheet: Sheet, snapshot: Snapshot, filing: date) -> Judged:
    """Voting rights count on a day within the window before the filing (parameter ``holder_window``)."""
    window = sheet.number("holder_window")
    if isinstance(window, NothingInForce):
        return _nothing_in_force(window)
    return _within(snapshot.as_of, add_months(filing, -window), filing, "holders_outside_window")


def sales_fit(sheet: Sheet, snapshot: Snapshot, filing: date) -> Judged:
    """Sales count for the business years ended by the cut-off; an old answer certainly lacks the latest of them."""
    cutoff, longest = sheet.number("foreign_sales_cutoff"), sheet.number("business_year")
    if isinstance(cutoff, NothingInForce):
        return _nothing_in_force(cutoff)
    if isinstance(longest, NothingInForce):
        return _nothing_in_force(longest)
    return _within(snapshot.as_of, add_months(filing, -cutoff - longest), filing, "sales_lack_a_year")


def first_year(sheet: Sheet, filing: date) -> int | None:
    """The earliest business year that can still be among the latest ones; None while no rule is in force.

    A year may be called after the calendar year it starts in, so it ends in that or in the next one.
    """
    numbers = [sheet.number(name) for name in ("foreign_sales_cutoff", "foreign_sales_years", "business_year")]
    known = [number for number in numbers if not isinstance(number, NothingInForce)]
    if len(known) < len(numbers):
        return None
    cutoff, years, longest = known
    return add_months(filing, -cutoff - years * longest).year - 1


def officers_fit(snapshot: Snapshot, filing: date) -> Judged:
    """No rule says how old a list of officers may be; it must not lie after the filing."""
    return _within(snapshot.as_of, snapshot.as_of, filing, "")


def paper_fits(sheet: Sheet, paper: Evidence, filing: date) -> Judged:
    """A registry or identity paper: valid on the filing day, or made within ``paper_age`` before it (Art. 9(2))."""
    if paper.valid_until is not None:
        return evidence_fits(paper, filing)
    if paper.issued_on is None:
        return Judged("unclear", "paper_undated")
    age = sheet.number("paper_age")
    if isinstance(age, NothingInForce):
        return _nothing_in_force(age)
    return _within(paper.issued_on, add_months(filing, -age), filing, "paper_too_old")


def evidence_fits(paper: Evidence, filing: date) -> Judged:
    """Any other evidence: the age rule of Art. 9(2) does not name it, so only its own expiry counts."""
    if paper.valid_until is None or paper.valid_until >= filing:
        return SATISFIED
    return Judged("stale", "paper_expired", {"until": paper.valid_until.isoformat(), "filing": filing.isoformat()})


def best(judged: Iterable[tuple[Judged, Evidence]]) -> tuple[Judged, Evidence | None]:
    """The most favourable of several papers; missing when there is none."""
    ranked: Sequence[tuple[Judged, Evidence]] = sorted(judged, key=lambda pair: _BEST_FIRST.index(pair[0].state))
    return ranked[0] if ranked else (MISSING, None)


def _within(day: date, first: date, filing: date, too_early: str) -> Judged:
    if day > filing:
        return Judged("unclear", "dated_after_filing", {"day": day.isoformat(), "filing": filing.isoformat()})
    if day >= first:
        return SATISFIED
    params = {"day": day.isoformat(), "first": first.isoformat(), "filing": filing.isoformat()}
    return Judged("stale", too_early, params)


def _nothing_in_force(answer: NothingInForce) -> Judged:
    return Judged("unclear", "nothing_in_force", {"day": answer.day.isoformat(), "first": answer.first_day.isoformat()})
