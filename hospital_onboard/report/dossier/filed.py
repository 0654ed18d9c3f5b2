"""What of an inventory belongs into one filing: the form asks about less than a consultation does."""

from dataclasses import replace
from datetime import date

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.plan import Plan
from hospital_onboard.report.packet.scope import Scope


def for_filing(inventory: Inventory, plan: Plan, day: date) -> tuple[Inventory, Equipment]:
    """The records that the filing of this plan speaks of, if it were made on this day.

    An introduction: the equipment, its components unless they are not listed, those involved. An entrustment: the
    contract (every one of the equipment while nobody said which) with its subcontracts; who supplied the equipment is
    not asked (Act Art. 52(2)(ii), (iii)). Answers of a later day do not count.
    """
    equipment = inventory.by_id[plan.equipment]
    assert isinstance(equipment, Equipment)
    snapshots = tuple(snapshot for snapshot in inventory.snapshots if snapshot.as_of <= day)
    if plan.plan_kind == "introduction":
        components = tuple(part for part in inventory.components if part.listed != "no")
        kept = replace(inventory, snapshots=snapshots, components=components, entrustments=(), subcontracts=())
        return kept, equipment
    contracts = tuple(c for c in inventory.entrustments if plan.entrustment in (None, c.id))
    unsupplied = equipment.changed(supplier=None)
    kept = replace(
        inventory,
        snapshots=snapshots,
        equipment=tuple(unsupplied if one.id == equipment.id else one for one in inventory.equipment),
        components=(),
        sites=(),
        involvements=(),
        entrustments=contracts,
    )
    return kept, unsupplied


def reduced(scope: Scope) -> frozenset[str]:
    """Parties of whom the form asks identity alone: those involved, and subcontractors under passed exemption tests."""
    passed = {s.subcontractor for _, s in scope.subcontracts if scope.exemptions[s.id] == "passed"}
    others = {s.subcontractor for _, s in scope.subcontracts if scope.exemptions[s.id] != "passed"}
    found = set()
    for party, roles in scope.roles.items():
        asked_in_full = set(roles) - {"involved"}
        if not asked_in_full or (asked_in_full == {"subcontractor"} and party in passed - others):
            found.add(party)
    return frozenset(found)
