"""Invented vendors with what they answered, as incomplete as real answers are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.record import Record
from hospital_onboard.work.demo.catalogue import Role, Vendor, catalogue, fictional
from hospital_onboard.work.demo.pen import Pen, corporate_number

#: How a vendor answered. ``stale``: in full, but long ago; ``gaps``: some officers without birth date or nationality.
Answered = Literal["full", "stale", "gaps", "direct", "nothing"]
#: The country's vendors in turn, so that the smallest demonstration shows every case too.
_NATIONAL: tuple[Answered, ...] = ("gaps", "full", "full", "stale", "full", "direct", "full")
#: Others by chance: up to so many of a hundred.
_LOCAL: tuple[tuple[int, Answered], ...] = ((62, "full"), (76, "stale"), (88, "gaps"), (94, "direct"), (100, "nothing"))


#: Days after which facts and papers are too old for a filing a month ahead.
_FRESH_FACTS, _FRESH_PAPER = 20, 40


@dataclass(frozen=True)
class Written:
    """A vendor and every record about it."""

    party: Party
    records: tuple[Record, ...]

    def complete(self, on: date) -> bool:
        """Whether a filing would find every fact of it, fresh enough, with the papers."""
        party, snapshots = self.party, [one for one in self.records if isinstance(one, Snapshot)]
        papers = [one for one in self.records if isinstance(one, Evidence) and one.issued_on is not None]
        fresh = {p.evidence_kind for p in papers if p.issued_on is not None and (on - p.issued_on).days < _FRESH_PAPER}
        officers = [one for one in self.records if isinstance(one, Officer)]
        wanted = {"officer_identity"} if officers else set()
        if party.registered_in_japan == "no":
            wanted.add("registry_certificate")
        return (
            None not in (party.address, party.representative)
            and any((on - one.as_of).days < _FRESH_FACTS for one in snapshots)
            and all(one.birth_date is not None and one.nationality is not None for one in officers)
            and wanted <= fresh
        )


def national(vendor: Vendor, number: int, on: date) -> Written:
    """One of the vendors of the whole country."""
    pen = Pen(f"vendor {number}", on)
    return _vendor(pen, (vendor.ja, vendor.en), vendor.country, number, _NATIONAL[number % len(_NATIONAL)])


def local(called: tuple[str, str], hospital: int, number: int, on: date, *, thorough: bool = False) -> Written:
    """A vendor around one hospital, called after it (ja, en); ``number`` counts within the hospital."""
    trades = catalogue().trades
    trade = trades[number % len(trades)]
    nth = number // len(trades) + 1
    mark = "" if nth == 1 else f"第{nth}"
    mark_en = "" if nth == 1 else f" {nth}"
    pen = Pen(f"vendor {hospital}-{number}", on, thorough=thorough)
    roll = pen.roll()
    answered = next(word for limit, word in _LOCAL if roll <= limit)
    names = (f"{called[0]}{mark}{trade.ja}", f"{called[1]}{mark_en} {trade.en}")
    return _vendor(pen, names, "JP", 10_000 + hospital * 500 + number, answered)


class Market:
    """Finds the vendor for a job; hands out the records of each vendor the first time it is named."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._by_role: dict[Role, list[Written]] = {}
        for number, vendor in enumerate(catalogue().vendors):
            self._by_role.setdefault(vendor.role, []).append(national(vendor, number, on))
        self._known: set[str] = set()

    def of_role(
        self, role: Role, choose: Callable[[list[Written]], Written], *, complete: bool = False
    ) -> Written | None:
        """One of the country's vendors of this role; None where a complete one is wanted and there is none."""
        found = [one for one in self._by_role[role] if not complete or one.complete(self.on)]
        return choose(found) if found else None

    def first_named(self, vendor: Written) -> tuple[Record, ...]:
        """The vendor's records when nobody named it before, else nothing."""
        if vendor.party.id in self._known:
            return ()
        self._known.add(vendor.party.id)
        return vendor.records


def _vendor(pen: Pen, names: tuple[str, str], country: str, number: int, answered: Answered) -> Written:
    home = country == "JP"
    name, name_en = fictional(*names)
    party = pen.write(
        Party,
        name=name,
        name_en=name_en,
        corporate_number=corporate_number(number) if home else None,
        other_id=None if home else f"FICTION-{country}-{number:04d}",
        form="membership_company" if "合同会社" in name else "stock_company" if home else "other",
        representative=pen.person() if answered != "nothing" else None,
        address=f"{pen.pick(catalogue().towns)}（架空）" if pen.chance(95) else None,
        country=country,
        registered_in_japan="yes" if home else "no",
        contact=f"contact-{number}@example.com",
    )
    if answered != "nothing":
        _facts(pen, party, answered)
    return Written(party, tuple(pen.written))


def _facts(pen: Pen, party: Party, answered: Answered) -> None:
    as_of = pen.day(-260, -90) if answered == "stale" else pen.day(-2 if pen.thorough else -14, 0)
    direct = answered == "direct"
    sells_abroad = pen.chance(3)
    pen.write(
        Snapshot,
        party=party.id,
        as_of=as_of,
        holders="listed",
        officers="declared_direct" if direct else "listed",
        foreign_sales="listed" if sells_abroad else "none",
        declared_on=as_of if direct else None,
    )
    _holders(pen, party, as_of)
    if not direct:
        _officers(pen, party, as_of, gaps=answered == "gaps")
    if sells_abroad:
        pen.write(
            ForeignSale,
            party=party.id,
            as_of=as_of,
            year=as_of.year - 1,
            country=pen.pick(("US", "DE", "SG")),
            body="架空国防調達庁（架空）",
            share=Decimal(pen.number(26, 45)),
        )
    _papers(pen, party, direct=direct)


def _holders(pen: Pen, party: Party, as_of: date) -> None:
    left = 100
    for number in range(pen.number(1, 3)):
        share = pen.number(5, max(6, left - 30))
        left -= share
        name, _ = fictional(f"{catalogue().hospitals.stems[number].ja}持株会社")
        pen.write(Holder, party=party.id, as_of=as_of, name=name, country=party.country, share=Decimal(share))


def _officers(pen: Pen, party: Party, as_of: date, *, gaps: bool) -> None:
    names = dict.fromkeys(pen.person() for _ in range(pen.number(3, 6)))
    for number, name in enumerate(names):
        open_here = gaps and (number == 0 or pen.chance(50))
        pen.write(
            Officer,
            party=party.id,
            as_of=as_of,
            name=name,
            title="代表取締役" if number == 0 else "取締役",
            birth_date=None if open_here else date(pen.number(1950, 1985), pen.number(1, 12), pen.number(1, 28)),
            nationality=None if open_here and pen.chance(40) else party.country,
        )


def _papers(pen: Pen, party: Party, *, direct: bool) -> None:
    if not direct and pen.chance(85):
        pen.write(
            Evidence,
            title=f"役員の本人確認書類 {party.name}",
            evidence_kind="officer_identity",
            about=party.id,
            issued_on=pen.day(-30, -1) if pen.chance(85) else pen.day(-200, -120),
            direct_to_minister="no",
        )
    if party.registered_in_japan == "no" and pen.chance(70):
        pen.write(
            Evidence,
            title=f"登記事項証明書に準ずる書類 {party.name}",
            evidence_kind="registry_certificate",
            about=party.id,
            issued_on=pen.day(-40, -1),
            direct_to_minister="no",
        )
