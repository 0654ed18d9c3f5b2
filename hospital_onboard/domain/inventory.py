"""Everything known about one operator, as it stands in the store at one moment."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Consequence, Consultation, Evidence, Exhibit, Involvement, MeasureAnswer, Plan
from hospital_onboard.domain.record import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Inventory:
    """One operator's equipment with all that hangs on it, and every party any of it names."""

    operator: Operator
    equipment: tuple[Equipment, ...] = ()
    components: tuple[Component, ...] = ()
    sites: tuple[Site, ...] = ()
    entrustments: tuple[Entrustment, ...] = ()
    subcontracts: tuple[Subcontract, ...] = ()
    plans: tuple[Plan, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    measures: tuple[MeasureAnswer, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    parties: tuple[Party, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    holders: tuple[Holder, ...] = ()
    officers: tuple[Officer, ...] = ()
    foreign_sales: tuple[ForeignSale, ...] = ()
    #: Parties that another operator's records brought in first (their facts count as reused here).
    shared_parties: frozenset[str] = field(default_factory=frozenset)

    def all_records(self) -> tuple[Record, ...]:
        """Every record, the operator first."""
        return (
            self.operator,
            *self.equipment,
            *self.components,
            *self.sites,
            *self.entrustments,
            *self.subcontracts,
            *self.plans,
            *self.involvements,
            *self.measures,
            *self.consultations,
            *self.consequences,
            *self.evidence,
            *self.exhibits,
            *self.parties,
            *self.snapshots,
            *self.holders,
            *self.officers,
            *self.foreign_sales,
        )

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Any record by its id."""
        return {record.id: record for record in self.all_records()}

    @cached_property
    def components_of(self) -> Mapping[str, list[Component]]:
        """Equipment id -> its components."""
        return _grouped(self.components, "equipment")

    @cached_property
    def sites_of(self) -> Mapping[str, list[Site]]:
        """Equipment or component id -> where it is made."""
        return _grouped(self.sites, "product")

    @cached_property
    def entrustments_of(self) -> Mapping[str, list[Entrustment]]:
        """Equipment id -> its maintenance contracts."""
        return _grouped(self.entrustments, "equipment")

    @cached_property
    def subcontracts_of(self) -> Mapping[str, list[Subcontract]]:
        """Entrustment id -> subcontracts of every tier."""
        return _grouped(self.subcontracts, "entrustment")

    @cached_property
    def plans_of(self) -> Mapping[str, list[Plan]]:
        """Equipment id -> its plans."""
        return _grouped(self.plans, "equipment")

    @cached_property
    def involvements_of(self) -> Mapping[str, list[Involvement]]:
        """Plan id -> parties involved."""
        return _grouped(self.involvements, "plan")

    @cached_property
    def measures_of(self) -> Mapping[str, list[MeasureAnswer]]:
        """Equipment or entrustment id -> answers on measures."""
        return _grouped(self.measures, "subject")

    @cached_property
    def exhibits_of(self) -> Mapping[str, list[Exhibit]]:
        """Subject id -> uses of evidence for it."""
        return _grouped(self.exhibits, "subject")

    @cached_property
    def evidence_about(self) -> Mapping[str, list[Evidence]]:
        """Record id -> evidence that speaks of it."""
        return _grouped(self.evidence, "about")

    @cached_property
    def snapshots_of(self) -> Mapping[str, list[Snapshot]]:
        """Party id -> its snapshots, oldest first."""
        return _grouped(sorted(self.snapshots, key=lambda s: s.as_of), "party")

    @cached_property
    def holders_of(self) -> Mapping[str, list[Holder]]:
        """Party id -> holders of every snapshot."""
        return _grouped(self.holders, "party")

    @cached_property
    def officers_of(self) -> Mapping[str, list[Officer]]:
        """Party id -> officers of every snapshot."""
        return _grouped(self.officers, "party")

    @cached_property
    def foreign_sales_of(self) -> Mapping[str, list[ForeignSale]]:
        """Party id -> foreign-government sales of every snapshot."""
        return _grouped(self.foreign_sales, "party")


def _grouped(records: tuple[R, ...] | list[R], by: str) -> Mapping[str, list[R]]:
    groups: dict[str, list[R]] = defaultdict(list)
    for record in records:
        groups[getattr(record, by)].append(record)
    return groups
