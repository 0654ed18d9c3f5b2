"""What one plan touches: its equipment, parts, parties with their newest facts, contracts, measures and evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, TypeVar, get_args

from hospital_onboard.domain.codes import Layer
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Consultation, Evidence, Exhibit, Involvement, MeasureAnswer, Plan
from hospital_onboard.domain.readiness import OPEN_STATES, RequirementLine
from hospital_onboard.reference.measures import Measure, measures_for

Role = Literal["supplier", "component_supplier", "contractor", "subcontractor", "involved"]
ROLES: tuple[Role, ...] = ("supplier", "component_supplier", "contractor", "subcontractor", "involved")
FactName = Literal["holders", "officers", "foreign_sales"]
FACTS: tuple[FactName, ...] = ("holders", "officers", "foreign_sales")

_LAYERS: Final = get_args(Layer)
Fact = TypeVar("Fact", Holder, Officer, ForeignSale)
Part = TypeVar("Part", bound=Component | Subcontract)


@dataclass(frozen=True)
class Scope:
    """One plan and what belongs to it.

    ``lines`` is what the equipment's filing needs, the operator's lines included. ``exemptions`` holds the outcome of
    the exemption test by subcontract id: passed, failed, open or not_claimed.
    """

    inventory: Inventory
    plan: Plan
    equipment: Equipment
    day: date
    lines: Sequence[RequirementLine]
    exemptions: Mapping[str, str]

    @cached_property
    def components(self) -> list[tuple[int, Component]]:
        """(depth, component), parents before their parts."""
        parts = self.inventory.components_of.get(self.equipment.id, [])
        return tree(sorted(parts, key=_layer_number))

    @cached_property
    def by_layer(self) -> list[Component]:
        """The components layer by layer, as the form asks for them: it knows no tree."""
        return sorted((part for _, part in self.components), key=_layer_number)

    @cached_property
    def depths(self) -> dict[str, int]:
        """Component id -> how deep it lies in the tree."""
        return {part.id: depth for depth, part in self.components}

    @cached_property
    def sites(self) -> list[Site]:
        """Where the equipment and its components are made, the equipment's first."""
        ids = [self.equipment.id, *(component.id for _, component in self.components)]
        return [site for product in ids for site in self.inventory.sites_of.get(product, [])]

    @cached_property
    def entrustments(self) -> list[Entrustment]:
        """The entrustment the plan is about, else every one of the equipment."""
        all_of_them = self.inventory.entrustments_of.get(self.equipment.id, [])
        if self.plan.plan_kind == "entrustment" and self.plan.entrustment:
            return [found for found in all_of_them if found.id == self.plan.entrustment]
        return list(all_of_them)

    @cached_property
    def subcontracts(self) -> list[tuple[int, Subcontract]]:
        """(tier, subcontract) of these entrustments; the first tier is 1."""
        found: list[tuple[int, Subcontract]] = []
        for entrustment in self.entrustments:
            found += [(n + 1, s) for n, s in tree(self.inventory.subcontracts_of.get(entrustment.id, []))]
        return found

    @cached_property
    def tiers(self) -> dict[str, int]:
        """Subcontract id -> its tier."""
        return {subcontract.id: tier for tier, subcontract in self.subcontracts}

    @cached_property
    def involvements(self) -> list[Involvement]:
        """Parties involved in the introduction besides the supplier."""
        return list(self.inventory.involvements_of.get(self.plan.id, []))

    @cached_property
    def roles(self) -> dict[str, list[Role]]:
        """Party id -> its roles in this plan, the most important role's parties first."""
        named: list[tuple[Role, str | None]] = [("supplier", self.equipment.supplier)]
        named += [("component_supplier", component.supplier) for _, component in self.components]
        named += [("contractor", entrustment.contractor) for entrustment in self.entrustments]
        named += [("subcontractor", subcontract.subcontractor) for _, subcontract in self.subcontracts]
        named += [("involved", involvement.party) for involvement in self.involvements]
        found: dict[str, list[Role]] = defaultdict(list)
        for role, party in named:
            if party is not None and role not in found[party]:
                found[party].append(role)
        return dict(found)

    @cached_property
    def parties(self) -> list[Party]:
        """The parties with a role, in the order of ``roles``."""
        records = (self.inventory.by_id.get(party) for party in self.roles)
        return [record for record in records if isinstance(record, Party)]

    @cached_property
    def _party_numbers(self) -> dict[str, int]:
        return {party.id: number for number, party in enumerate(self.parties, start=1)}

    def party_number(self, party: str) -> int:
        """The number under which a party stands in this document."""
        return self._party_numbers[party]

    def snapshot(self, party: str, fact: FactName) -> Snapshot | None:
        """The newest snapshot that answers this fact; one that leaves it open does not hide an older answer."""
        dated = self.inventory.snapshots_of.get(party, [])
        return next((s for s in reversed(dated) if getattr(s, fact) is not None), None)

    def newest(self, party: str) -> list[Snapshot]:
        """The snapshots that hold the party's newest answers; more than one when it answered on different days."""
        found = (self.snapshot(party, fact) for fact in FACTS)
        return list({snapshot.id: snapshot for snapshot in found if snapshot is not None}.values())

    @cached_property
    def holders(self) -> list[Holder]:
        """Holders on the days of the newest answers."""
        return self._newest(self.inventory.holders_of, "holders")

    @cached_property
    def officers(self) -> list[Officer]:
        """Officers on the days of the newest answers."""
        return self._newest(self.inventory.officers_of, "officers")

    @cached_property
    def foreign_sales(self) -> list[ForeignSale]:
        """Foreign-government sales on the days of the newest answers."""
        return self._newest(self.inventory.foreign_sales_of, "foreign_sales")

    def _newest(self, by_party: Mapping[str, list[Fact]], name: FactName) -> list[Fact]:
        days = {party: snapshot.as_of for party in self.roles if (snapshot := self.snapshot(party, name))}
        return [fact for party, day in days.items() for fact in by_party.get(party, []) if fact.as_of == day]

    @cached_property
    def measures(self) -> list[tuple[Measure, str, MeasureAnswer | None]]:
        """(measure, subject id, answer or None) for every measure of the plan's kind."""
        subjects = [self.equipment.id]
        if self.plan.plan_kind == "entrustment":
            subjects = [entrustment.id for entrustment in self.entrustments] or subjects
        answers = {(a.subject, a.item): a for a in self.inventory.measures}
        return [(m, s, answers.get((s, m.id))) for s in subjects for m in measures_for(self.plan.plan_kind)]

    def evidence_for(self, subject: str, item: str | None) -> list[Evidence]:
        """What is shown for this measure of this subject, or for the subject itself."""
        uses = [use for use in self.inventory.exhibits_of.get(subject, []) if use.item == item]
        records = (self.inventory.by_id.get(use.evidence) for use in uses)
        return [record for record in records if isinstance(record, Evidence)]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """Every paper used for or about something in this plan."""
        used = {use.evidence for use in self.exhibits}
        return [paper for paper in self.inventory.evidence if paper.id in used or paper.about in self._subjects]

    @cached_property
    def _subjects(self) -> dict[str, None]:
        """What evidence of this plan can be about: the equipment, contracts, parties, subcontracts."""
        contracts = (entrustment.id for entrustment in self.entrustments)
        below = (subcontract.id for _, subcontract in self.subcontracts)
        return dict.fromkeys((self.equipment.id, *contracts, *below, *self.roles))

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {paper.id: f"E{number}" for number, paper in enumerate(self.evidence, start=1)}

    def paper_number(self, paper: str) -> str:
        """What a piece of evidence is called wherever it is referred to: E1, E2 and so on."""
        return self._numbers[paper]

    @cached_property
    def exhibits(self) -> list[Exhibit]:
        """Every use of evidence in this plan: for a measure, or for a subject as such."""
        return [use for s in self._subjects for use in self.inventory.exhibits_of.get(s, []) if use.item in self._items]

    @cached_property
    def _items(self) -> set[str | None]:
        return {None, *(measure.id for measure, _, _ in self.measures)}

    @cached_property
    def _proves(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for use in self.exhibits:
            if use.item is not None and use.item not in found[use.evidence]:
                found[use.evidence].append(use.item)
        return found

    def proves(self, paper: str) -> list[str]:
        """The measures that a piece of evidence is shown for."""
        return self._proves.get(paper, [])

    @cached_property
    def consultations(self) -> list[Consultation]:
        """Questions and answers so far, oldest first, the open ones last."""
        own = [c for c in self.inventory.consultations if c.plan == self.plan.id]
        return sorted(own, key=lambda c: (c.answer is None, c.held_on or date.max, c.question))

    @cached_property
    def open_lines(self) -> list[RequirementLine]:
        """What is still missing, stale or unclear about the equipment of this plan."""
        return [line for line in self.lines if line.state in OPEN_STATES]


def _layer_number(part: Component) -> int:
    """From application to terminal; a component whose layer nobody said comes last."""
    return _LAYERS.index(part.layer) if part.layer else len(_LAYERS)


def tree(parts: Iterable[Part]) -> list[tuple[int, Part]]:
    """(depth, part), each under its parent. A part whose parent is elsewhere, or that is in a ring, is a root."""
    known: list[Part] = list(parts)
    ids = {part.id for part in known}
    below: dict[str | None, list[Part]] = defaultdict(list)
    for part in known:
        below[part.parent if part.parent in ids else None].append(part)
    found: list[tuple[int, Part]] = []
    seen: set[str] = set()
    for start in (*below[None], *known):  # the second half only finds the rings
        waiting = [(0, start)]
        while waiting:
            depth, part = waiting.pop()
            if part.id not in seen:
                seen.add(part.id)
                found.append((depth, part))
                waiting += [(depth + 1, child) for child in reversed(below[part.id])]
    return found
