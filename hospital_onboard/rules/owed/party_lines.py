"""Lines about a party: identity, voting rights, officers and their papers, sales to foreign governments.

Written once per party and operator, under the first equipment that names it; its other uses count as reuse.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.rules.owed.papers import Papers
from hospital_onboard.rules.owed.sheet import MISSING, Judged, Place, Sheet
from hospital_onboard.rules.owed.uses import PartyUse, filing_day
from hospital_onboard.rules.owed.windows import first_year, holders_fit, officers_fit, sales_fit
from hospital_onboard.rules.regime import NothingInForce

_IDENTITY: Final = ("name", "representative", "address", "country")
_FACTS: Final = ("holders", "officers", "officer_papers", "foreign_sales")
_DROPPED: Final = Judged("exempt", "exemption_passed")
_INDIVIDUAL: Final = Judged("not_applicable", "individual")
_DIRECT: Final = Judged("declared_direct", "declared_direct")
Fact = Literal["holders", "officers", "foreign_sales"]


def party_lines(sheet: Sheet, papers: Papers, party: Party, use: PartyUse) -> None:
    """All that this operator's filings need of one party."""
    shared = party.id in sheet.inventory.shared_parties
    place = Place(use.equipment[0], party.id, len(use.equipment), shared)
    individual = party.form == "individual"
    sheet.fields(party, ("name",), place)
    sheet.fields(party, ("representative",), place, instead=_INDIVIDUAL if individual else None)
    sheet.fields(party, _IDENTITY[2:], place)
    if use.role == "involved":
        return
    filing = filing_day(sheet.inventory, use.equipment, sheet.on)
    _registry(sheet, papers, party, place, filing)
    if use.role == "exempt":
        for fact in _FACTS:
            sheet.add(f"party.{fact}", party.id, _with_threshold(sheet, _DROPPED), place)
        return
    if individual:
        for fact in _FACTS[:3]:
            sheet.add(f"party.{fact}", party.id, _with_threshold(sheet, _INDIVIDUAL), place)
    else:
        _holders(sheet, party, place, filing)
        _officers(sheet, papers, party, place, filing)
    _foreign_sales(sheet, party, place, filing)


def _registry(sheet: Sheet, papers: Papers, party: Party, place: Place, filing: date) -> None:
    """The order's text asks everybody for the paper; practice waives it for those registered in Japan."""
    if party.form == "individual":
        sheet.fields(party, ("registered_in_japan",), place, instead=_INDIVIDUAL)
        sheet.add("party.registry_certificate", party.id, _INDIVIDUAL, place)
        return
    sheet.fields(party, ("registered_in_japan",), place)
    if party.registered_in_japan == "yes":
        sheet.add("party.registry_certificate", party.id, Judged("exempt", "registered_in_japan"), place)
        return
    judged, paper = papers.official(party.id, "registry_certificate", filing)
    if paper is None and party.registered_in_japan != "no":
        judged = Judged("unclear", "registration_unknown")
    sheet.add("party.registry_certificate", party.id, judged, place, origin=_origin(paper))


def _holders(sheet: Sheet, party: Party, place: Place, filing: date) -> None:
    snapshot = _answered(sheet, party, "holders")
    named = [h for h in sheet.inventory.holders_of.get(party.id, ()) if snapshot and h.as_of == snapshot.as_of]
    judged = _judge(snapshot, "holders", bool(named), lambda s: holders_fit(sheet, s, filing))
    _fact_line(sheet, "holders", party, snapshot, _with_threshold(sheet, judged), place)
    if judged.state in ("satisfied", "stale", "unclear"):
        for holder in named:
            _holder(sheet, holder, place)


def _with_threshold(sheet: Sheet, judged: Judged) -> Judged:
    """Why holders are asked for names the share from which they are."""
    threshold = sheet.number("holder_threshold")
    share = "—" if isinstance(threshold, NothingInForce) else str(threshold)
    return judged._replace(params={**judged.params, "threshold": share})


def _holder(sheet: Sheet, holder: Holder, place: Place) -> None:
    threshold = sheet.number("holder_threshold")
    below = not isinstance(threshold, NothingInForce) and holder.share is not None and holder.share < threshold
    skipped = Judged("not_applicable", "below_threshold", {"threshold": str(threshold)}) if below else None
    sheet.fields(holder, ("country", "share"), place, instead=skipped)


def _officers(sheet: Sheet, papers: Papers, party: Party, place: Place, filing: date) -> None:
    snapshot = _answered(sheet, party, "officers")
    named = [o for o in sheet.inventory.officers_of.get(party.id, ()) if snapshot and o.as_of == snapshot.as_of]
    judged = _judge(snapshot, "officers", bool(named), lambda s: officers_fit(s, filing))
    _fact_line(sheet, "officers", party, snapshot, judged, place)
    if judged.state in ("satisfied", "unclear"):
        for officer in named:
            _officer(sheet, officer, place)
    if judged.state == "declared_direct":
        sheet.add("party.officer_papers", party.id, _DIRECT, place)
    elif snapshot is not None and snapshot.officers == "none":
        sheet.add("party.officer_papers", party.id, Judged("not_applicable", "no_officers"), place)
    else:
        papers_judged, paper = papers.official(party.id, "officer_identity", filing)
        sheet.add("party.officer_papers", party.id, papers_judged, place, origin=_origin(paper))


def _officer(sheet: Sheet, officer: Officer, place: Place) -> None:
    sheet.fields(officer, ("birth_date", "nationality"), place)


def _foreign_sales(sheet: Sheet, party: Party, place: Place, filing: date) -> None:
    snapshot = _answered(sheet, party, "foreign_sales")
    sales = [s for s in sheet.inventory.foreign_sales_of.get(party.id, ()) if snapshot and s.as_of == snapshot.as_of]
    judged = _judge(snapshot, "foreign_sales", bool(sales), lambda s: sales_fit(sheet, s, filing))
    _fact_line(sheet, "foreign_sales", party, snapshot, judged, place)
    if judged.state in ("satisfied", "stale", "unclear"):
        _sales(sheet, sales, place, filing)


def _sales(sheet: Sheet, sales: list[ForeignSale], place: Place, filing: date) -> None:
    """All bodies of one country count together, year by year."""
    groups: dict[tuple[int, str], list[ForeignSale]] = defaultdict(list)
    for sale in sales:
        groups[sale.year, sale.country].append(sale)
    for group in groups.values():
        skipped = _over(sheet, group[0].year, filing) or _below(sheet, group)
        for sale in group:
            sheet.fields(sale, ("share",), place, instead=skipped)


def _below(sheet: Sheet, group: list[ForeignSale]) -> Judged | None:
    threshold = sheet.number("foreign_sales_threshold")
    shares = [sale.share for sale in group if sale.share is not None]
    if isinstance(threshold, NothingInForce) or len(shares) < len(group) or sum(shares, Decimal(0)) >= threshold:
        return None
    return Judged("not_applicable", "below_threshold", {"threshold": str(threshold)})


def _over(sheet: Sheet, year: int, filing: date) -> Judged | None:
    first = first_year(sheet, filing)
    return Judged("not_applicable", "year_over", {"first": str(first)}) if first and year < first else None


def _answered(sheet: Sheet, party: Party, fact: Fact) -> Snapshot | None:
    """The latest snapshot that answers this; one that leaves it open does not hide an older answer."""
    snapshots = sheet.inventory.snapshots_of.get(party.id, ())
    return next((s for s in reversed(snapshots) if getattr(s, fact) is not None), None)


def _judge(snapshot: Snapshot | None, fact: Fact, named: bool, fits: Callable[[Snapshot], Judged]) -> Judged:
    if snapshot is None:
        return MISSING
    answer = getattr(snapshot, fact)
    if answer == "declared_direct":
        return _DIRECT
    if answer == "listed" and not named:
        return Judged("missing", "nobody_named", {"day": snapshot.as_of.isoformat()})
    return fits(snapshot)


def _fact_line(sheet: Sheet, fact: Fact, party: Party, snapshot: Snapshot | None, judged: Judged, place: Place) -> None:
    origin = None if snapshot is None else snapshot.origin_of(fact)
    sheet.add(f"party.{fact}", party.id, judged, place, origin=origin)


def _origin(paper: Evidence | None) -> str | None:
    return None if paper is None else paper.origin_of("title")
