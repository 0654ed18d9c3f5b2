"""What is likely to go wrong with a plan, above all: bought, signed or installed before the ministry was consulted."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hospital_onboard.domain.determination import Caution, Deadline, Determination
from hospital_onboard.domain.readiness import Source
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.deadlines import acceptance, blocked_until
from hospital_onboard.rules.duty.facts import Facts
from hospital_onboard.rules.duty.told import day_of
from hospital_onboard.rules.regime import Citation

#: 提言 IV.3(3) and its note 42: the time of introduction is when the equipment goes into service, so that hardware is
#: often bought and installed before the ministry hears of it.
_EARLY: Final = Citation(instrument="proposal", article="IV.3(3)・注42", confidence="C")
_BEFORE_CONSULTING: Final = {
    "contract_on": "signed_before_consulted",
    "purchase_on": "bought_before_consulted",
    "delivery_on": "installed_before_consulted",
}
#: The earlier milestone and the later one.
_ORDER: Final = (
    ("contract_on", "delivery_on"),
    ("purchase_on", "delivery_on"),
    ("delivery_on", "in_service_on"),
    ("contract_on", "in_service_on"),
    ("purchase_on", "in_service_on"),
    ("filing_on", "receipt_on"),
    ("filing_on", "in_service_on"),
    ("receipt_on", "in_service_on"),
    ("consultation_on", "filing_on"),
)
_STALE: Final = {
    "holders_usable": "snapshot_stale",
    "sales_usable": "snapshot_stale",
    "paper_usable": "paper_stale",
    "paper_expires": "paper_stale",
}


def cautions(case: Case, main: Determination, deadlines: Sequence[Deadline]) -> tuple[Caution, ...]:
    """Everything worth a warning, the most costly first."""
    if case.plan.status == "stopped":
        return ()
    by_id = {d.id: d for d in deadlines if d.subject == case.plan.id}
    owed = main.otherwise in ("applies", "undetermined")
    found = [*_before_consulting(case), *_order(case)]
    if owed:
        found += [*_late(case, by_id), *_blocked(case, by_id), *_too_early(case, by_id), *_unfiled(case)]
        found += _stale(case, deadlines)
    return tuple(found)


def consulted_on(case: Case) -> date | None:
    """The first day on which somebody consults the ministry about the plan, past or planned."""
    held = (c.held_on for c in case.inventory.consultations if c.plan == case.plan.id)
    return min((day for day in (case.plan.consultation_on, *held) if day is not None), default=None)


def _before_consulting(case: Case) -> Iterator[Caution]:
    source, consulted = case.reading.regime.cited(_EARLY, "proposed"), consulted_on(case)
    for field, code in _BEFORE_CONSULTING.items():
        day = getattr(case.plan, field)
        if day is None or (consulted is not None and consulted <= day):
            continue
        # An entrusted contract is signed and nothing is bought; both count.
        tense = "done" if day <= case.reading.on else "planned"
        params = {"day": day.isoformat(), "consulted": consulted.isoformat() if consulted else ""}
        yield Caution(f"{code}_{tense}", case.plan.id, source, params)


def _order(case: Case) -> Iterator[Caution]:
    for earlier, later in _ORDER:
        first, second = getattr(case.plan, earlier), getattr(case.plan, later)
        if first is not None and second is not None and first > second:
            params = {"earlier": earlier, "first": first.isoformat(), "later": later, "second": second.isoformat()}
            yield Caution("milestones_out_of_order", case.plan.id, None, params)


def _late(case: Case, by_id: dict[str, Deadline]) -> Iterator[Caution]:
    filing, last, safe = case.plan.filing_on or case.plan.receipt_on, by_id.get("file_by"), by_id.get("file_safe")
    if filing is None or last is None or safe is None or last.date is None or safe.date is None:
        return
    params = {"filing": filing.isoformat(), "last": last.date.isoformat(), "safe": safe.date.isoformat()}
    if filing > last.date:
        yield Caution("filing_too_late", case.plan.id, last.source, params)
    elif filing > safe.date:
        yield Caution("filing_without_margin", case.plan.id, safe.source, params)


def _blocked(case: Case, by_id: dict[str, Deadline]) -> Iterator[Caution]:
    accepted, begins = acceptance(case), by_id.get("begins")
    day = None if accepted is None else day_of(accepted)
    if day is None or begins is None or begins.date is None:
        return
    last, numbers, _ = blocked_until(case, day)
    if numbers and day <= begins.date <= last:
        params = {"begins": begins.date.isoformat(), "last": last.isoformat()}
        yield Caution("begins_while_blocked", case.plan.id, numbers[0].source, params)


def _too_early(case: Case, by_id: dict[str, Deadline]) -> Iterator[Caution]:
    """Filed before it can be, or no room between the first day to file and the day on which it begins."""
    first, last = by_id.get("first_filing"), by_id.get("file_by")
    if first is None or first.date is None:
        return
    params = {"first": first.date.isoformat()}
    if case.plan.filing_on is not None and case.plan.filing_on < first.date:
        filed = {**params, "filing": case.plan.filing_on.isoformat()}
        yield Caution("filing_too_early", case.plan.id, first.source, filed)
    if last is not None and last.date is not None and last.date < first.date:
        yield Caution("no_room_to_file", case.plan.id, last.source, {**params, "last": last.date.isoformat()})


def _unfiled(case: Case) -> Iterator[Caution]:
    begins = day_of(Facts(case, case.plan).get("plan.begins_on"))
    if (
        begins is not None
        and begins <= case.reading.on
        and case.plan.filing_on is None
        and case.plan.receipt_on is None
    ):
        yield Caution("begun_without_filing", case.plan.id, None, {"begins": begins.isoformat()})


def _stale(case: Case, deadlines: Sequence[Deadline]) -> Iterator[Caution]:
    filing = case.plan.filing_on
    if filing is None:
        return
    for day in deadlines:
        if day.id in _STALE and day.date is not None and day.date < filing:
            params = {"until": day.date.isoformat(), "filing": filing.isoformat(), "what": day.id}
            source: Source | None = day.source
            yield Caution(_STALE[day.id], day.subject, source, params)
