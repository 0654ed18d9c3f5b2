"""One plan put before the law: the inventory around it, the view, the day, and what is assumed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, NamedTuple

from hospital_onboard.domain.determination import Label, ParameterUse
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.domain.record import Record
from hospital_onboard.rules.duty.views import MedicalPart, View
from hospital_onboard.rules.regime import NothingInForce, Regime

PartyRole = Literal["supplier", "component_supplier", "contractor", "subcontractor", "involved"]
#: Roles whose whole block is filed; those involved are only named (regime-facts §3.2).
FILED_ROLES: Final[tuple[PartyRole, ...]] = ("supplier", "component_supplier", "contractor", "subcontractor")


class NamedAs(NamedTuple):
    """A party's place in the plan, and the record that names it there."""

    role: PartyRole
    by: Record


@dataclass(frozen=True)
class Reading:
    """A regime as one view reads it on one day."""

    regime: Regime
    view: View
    medical_part: MedicalPart
    on: date

    @cached_property
    def law_day(self) -> date:
        """The day whose law is read."""
        return self.view.law_day(self.on)

    def parameter(self, id: str) -> ParameterUse | None:
        """A number of the law on the law day; None before there was one. A view may prefer what is recommended."""
        parameter = self.regime.parameters[id]
        label = Label(parameter.label.ja, parameter.label.en)
        counting = Label(parameter.counting.ja, parameter.counting.en)
        if self.view.recommended and parameter.recommended:
            wanted = parameter.recommended[-1]
            source = self.regime.cited(wanted.source, "proposed")
            return ParameterUse(id, label, wanted.value, parameter.unit, counting, self.law_day, source)
        value = parameter.at(self.law_day)
        if isinstance(value, NothingInForce):
            return None
        source = self.regime.cited(value.source, value.standing)
        return ParameterUse(id, label, value.value, parameter.unit, counting, value.first_day, source)


@dataclass(frozen=True)
class Case:
    """Everything a determination of one plan reads. ``assumed``: key -> value, as kept in the store."""

    inventory: Inventory
    plan: Plan
    reading: Reading
    assumed: Mapping[str, str]
    urgent: UrgentCase | None = None

    @cached_property
    def equipment(self) -> Equipment:
        """The plan's equipment."""
        found = self.inventory.by_id[self.plan.equipment]
        assert isinstance(found, Equipment)
        return found

    @cached_property
    def entrustment(self) -> Entrustment | None:
        """The contract the plan is about, if it names one."""
        found = self.inventory.by_id.get(self.plan.entrustment or "")
        return found if isinstance(found, Entrustment) else None

    @property
    def components(self) -> list[Component]:
        """All components of the plan's equipment."""
        return self.inventory.components_of.get(self.equipment.id, [])

    @property
    def subcontracts(self) -> list[Subcontract]:
        """All subcontracts of the plan's contract."""
        return [] if self.entrustment is None else self.inventory.subcontracts_of.get(self.entrustment.id, [])

    def party(self, id: str | None) -> Party | None:
        """A party by id."""
        found = self.inventory.by_id.get(id or "")
        return found if isinstance(found, Party) else None

    @cached_property
    def named(self) -> Mapping[str, list[NamedAs]]:
        """Party id -> where the plan names it, in the order of the filing."""
        found: dict[str, list[NamedAs]] = defaultdict(list)
        for party, role, by in self._named():
            if party is not None:
                found[party].append(NamedAs(role, by))
        return found

    def _named(self) -> Iterator[tuple[str | None, PartyRole, Record]]:
        if self.plan.plan_kind == "introduction":
            yield self.equipment.supplier, "supplier", self.equipment
            for component in self.components:
                yield component.supplier, "component_supplier", component
        elif self.entrustment is not None:
            yield self.entrustment.contractor, "contractor", self.entrustment
            for subcontract in self.subcontracts:
                yield subcontract.subcontractor, "subcontractor", subcontract
        for involvement in self.inventory.involvements_of.get(self.plan.id, ()):
            yield involvement.party, "involved", involvement
