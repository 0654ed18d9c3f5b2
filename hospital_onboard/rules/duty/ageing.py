"""How long facts and papers stay usable for a filing, and how old they will be on the filing day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from hospital_onboard.domain.determination import Deadline, DeadlineKind, Determination, FactUse, ParameterUse
from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.told import told
from hospital_onboard.text.dates import add_months

#: A registry or identity paper without an expiry ages; any other paper only expires.
_OFFICIAL = frozenset({"registry_certificate", "officer_identity"})


def ageing(case: Case, found: Mapping[str, list[Determination]]) -> Iterator[Deadline]:
    """Until when each snapshot and paper that this filing needs can be used; ``age`` in days on the filing day."""
    needed = (d for d in found.get("party_block", ()) if d.otherwise in ("applies", "undetermined"))
    blocks = dict.fromkeys(determination.subject for determination in needed)
    for party in blocks:
        yield from _snapshots(case, party)
    subjects = _subjects(case, blocks)
    exhibits = (exhibit for subject in subjects for exhibit in case.inventory.exhibits_of.get(subject, ()))
    shown = {exhibit.evidence for exhibit in exhibits}
    for paper in case.inventory.evidence:
        if paper.about in subjects or paper.id in shown:
            yield from _paper(case, paper)


def last_filing(day: date, months: int) -> date:
    """The last filing day on which something of ``day`` is not older than so many months."""
    last = add_months(day, months)
    # Where the month of the filing is longer, its further days count back to the same day.
    while add_months(last + timedelta(days=1), -months) <= day:
        last += timedelta(days=1)
    return last


def latest_answer(case: Case, party: str, fact: str) -> Snapshot | None:
    """The party's latest snapshot that answers this; one that leaves it open does not hide an older answer."""
    snapshots = case.inventory.snapshots_of.get(party, ())
    return next((s for s in reversed(snapshots) if getattr(s, fact) is not None), None)


def _snapshots(case: Case, party: str) -> Iterator[Deadline]:
    window = case.reading.parameter("holder_window")
    cutoff, longest = case.reading.parameter("foreign_sales_cutoff"), case.reading.parameter("business_year")
    holders, sales = (latest_answer(case, party, fact) for fact in ("holders", "foreign_sales"))
    if holders is not None and holders.holders != "declared_direct" and window is not None:
        yield _usable(case, "holders_usable", party, holders, window.value, (window,))
    if sales is not None and sales.foreign_sales != "declared_direct" and cutoff is not None and longest is not None:
        # The latest business year the answer can know of has by then been followed by another one.
        yield _usable(case, "sales_usable", party, sales, cutoff.value + longest.value, (cutoff, longest))


def _usable(
    case: Case, id: str, party: str, snapshot: Snapshot, months: int, numbers: tuple[ParameterUse, ...]
) -> Deadline:
    day = last_filing(snapshot.as_of, months)
    return _made(case, id, day, party, told(snapshot, "as_of"), snapshot.as_of, numbers)


def _paper(case: Case, paper: Evidence) -> Iterator[Deadline]:
    if paper.valid_until is not None:
        since = paper.issued_on or paper.valid_until
        yield _made(case, "paper_expires", paper.valid_until, paper.id, told(paper, "valid_until"), since, ())
        return
    age = case.reading.parameter("paper_age")
    if paper.evidence_kind in _OFFICIAL and paper.issued_on is not None and age is not None:
        day = last_filing(paper.issued_on, age.value)
        yield _made(case, "paper_usable", day, paper.id, told(paper, "issued_on"), paper.issued_on, (age,))


def _made(
    case: Case,
    id: str,
    day: date,
    subject: str,
    fact: FactUse,
    since: date,
    numbers: tuple[ParameterUse, ...],
) -> Deadline:
    filing = case.plan.filing_on
    params = {"since": since.isoformat()}
    if filing is not None and filing >= since:
        params["age"] = str((filing - since).days)
    kind: DeadlineKind = "computed" if numbers else "entered"
    source = numbers[0].source if numbers else None
    return Deadline(id, day, kind, subject, source, (), numbers, (fact,), params)


def _subjects(case: Case, parties: Iterable[str]) -> frozenset[str]:
    """What a paper of this filing can be about: equipment, contract and its subcontracts, parties that need a block."""
    inside = (case.entrustment, *case.subcontracts) if case.entrustment is not None else ()
    return frozenset({case.equipment.id, *(record.id for record in inside), *parties})
