"""What several operators depend on, side by side: their equipment, and whom it is bought from and maintained by."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Consultation, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.vendor import Opinion

#: What can be a chokepoint: one party, one country's law, one product, one remote-maintenance path.
Dimension = Literal["party", "country", "product", "remote"]
#: As what an equipment depends on it.
Via = Literal["supplier", "component_supplier", "contractor", "subcontractor", "product", "component", "remote", "data"]
#: What a plan brings to a bureau's desk.
Work = Literal["consultation", "filing", "in_service"]
WORK: tuple[Work, ...] = ("consultation", "filing", "in_service")
DIMENSIONS: tuple[Dimension, ...] = ("party", "country", "product", "remote")


@dataclass(frozen=True)
class Nation:
    """The operators in view (a prefecture's, a bureau's or all), in one consistent reading of the store."""

    operators: tuple[Operator, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    components: tuple[Component, ...] = ()
    entrustments: tuple[Entrustment, ...] = ()
    subcontracts: tuple[Subcontract, ...] = ()
    parties: tuple[Party, ...] = ()
    plans: tuple[Plan, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Any record by its id."""
        groups: tuple[tuple[Record, ...], ...] = (
            self.operators,
            self.equipment,
            self.components,
            self.entrustments,
            self.subcontracts,
            self.parties,
            self.plans,
        )
        return {record.id: record for group in groups for record in group}

    @cached_property
    def operator_of(self) -> Mapping[str, Operator]:
        """Equipment id -> whose it is."""
        operators = {operator.id: operator for operator in self.operators}
        return {item.id: operators[item.operator] for item in self.equipment}


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which one equipment depends on something.

    ``path`` holds the records from the equipment to it, both ends included where they are records.
    ``tier`` counts subcontracts: 0 none, 1 given out by the contractor, 2 by that subcontractor, and so on.
    """

    equipment: str
    via: Via
    path: tuple[str, ...]
    tier: int = 0


@dataclass(frozen=True)
class Dependency:
    """One thing on which equipment depends, with every way in which it does.

    ``key`` is a party's id, a country's alpha-2 code, or the folded name of a product or path; ``name`` is what was
    written first, empty for a country.
    """

    dimension: Dimension
    key: str
    name: str
    uses: tuple[Use, ...]
    operators: tuple[str, ...]
    equipment: tuple[str, ...]
    #: Plans still to come or under way, whose equipment depends on it: filings that would have to change.
    plans: tuple[str, ...]
    prefectures: tuple[str, ...]

    @property
    def deepest_tier(self) -> int:
        """The most subcontracts on any way to it."""
        return max(use.tier for use in self.uses)

    def shortest(self) -> Mapping[str, tuple[Use, int]]:
        """Equipment id -> its shortest way there, and how many further ways there are."""
        ways: dict[str, list[Use]] = defaultdict(list)
        for use in self.uses:
            ways[use.equipment].append(use)
        return {item: (min(uses, key=lambda use: len(use.path)), len(uses) - 1) for item, uses in ways.items()}
