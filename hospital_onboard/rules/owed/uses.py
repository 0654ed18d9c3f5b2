"""Who is named where: the equipment that use a party, in which role, and the filing day that its facts must fit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hospital_onboard.domain.entrustment import Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.plan import Plan

#: ``full``: every fact is owed. ``exempt``: a subcontractor whose subcontract passes the exemption test.
#: ``involved``: identity and role only (導入に携わる者).
Role = Literal["full", "exempt", "involved"]

Exemption = Literal["passed", "failed", "open", "not_claimed"]
_TEST = ("content_known", "entry_restricted", "records_audited")


@dataclass(frozen=True)
class PartyUse:
    """One party's uses at one operator: equipment ids in order, and the roles it has in any of them."""

    equipment: tuple[str, ...]
    roles: frozenset[Role]

    @property
    def role(self) -> Role:
        """The role that asks most of it."""
        return "full" if "full" in self.roles else "exempt" if "exempt" in self.roles else "involved"


def live_plans(inventory: Inventory, equipment: str) -> list[Plan]:
    """The equipment's plans that were not stopped."""
    return [plan for plan in inventory.plans_of.get(equipment, ()) if plan.status != "stopped"]


def introduces(inventory: Inventory, equipment: str) -> bool:
    """Whether the contents of an introduction filing are owed: one is planned, or nothing is planned yet.

    An equipment that only has plans to entrust its maintenance is already in use; its supplier and components are
    not part of that filing (Act Art. 52(2)(ii) and (iii)).
    """
    plans = live_plans(inventory, equipment)
    return not plans or any(plan.plan_kind == "introduction" for plan in plans)


def filing_day(inventory: Inventory, equipment: Iterable[str], on: date) -> date:
    """The first filing still ahead for any of these equipment; ``on`` itself when none is dated."""
    plans = (plan for id in equipment for plan in live_plans(inventory, id))
    return min((plan.filing_on for plan in plans if plan.filing_on and plan.filing_on >= on), default=on)


def exemption(subcontract: Subcontract) -> Exemption:
    """The two-limb test of a subcontract; limb 2 has two halves, and all three answers must be yes (orders Art. 17).

    Nobody has to claim the exemption: a subcontract described in full without an answer to the test is ``not_claimed``.
    """
    answers = [getattr(subcontract, name) for name in _TEST]
    if all(answer == "yes" for answer in answers):
        return "passed"
    if "no" in answers:
        return "failed"
    described = subcontract.purpose and subcontract.scope and subcontract.place and subcontract.starts_on
    return "not_claimed" if described and not any(answers) else "open"


def party_uses(inventory: Inventory) -> Mapping[str, PartyUse]:
    """Party id -> where it is named, for every party a filing would name; equipment in the inventory's order."""
    equipment: dict[str, dict[str, None]] = defaultdict(dict)
    roles: dict[str, set[Role]] = defaultdict(set)
    for item in inventory.equipment:
        for party, role in _named(inventory, item):
            if party is not None:
                equipment[party][item.id] = None
                roles[party].add(role)
    return {party: PartyUse(tuple(equipment[party]), frozenset(roles[party])) for party in equipment}


def _named(inventory: Inventory, item: Equipment) -> Iterator[tuple[str | None, Role]]:
    if introduces(inventory, item.id):
        yield item.supplier, "full"
        for component in inventory.components_of.get(item.id, ()):
            if component.listed != "no":
                yield component.supplier, "full"
    for contract in inventory.entrustments_of.get(item.id, ()):
        yield contract.contractor, "full"
        for subcontract in inventory.subcontracts_of.get(contract.id, ()):
            yield subcontract.subcontractor, "exempt" if exemption(subcontract) == "passed" else "full"
    for plan in live_plans(inventory, item.id):
        for involvement in inventory.involvements_of.get(plan.id, ()):
            yield involvement.party, "involved"
