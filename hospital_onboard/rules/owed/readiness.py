"""What one operator still owes before it can file, line by line."""

from datetime import date

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.readiness import Readiness
from hospital_onboard.rules.owed.equipment_lines import equipment_lines, operator_lines
from hospital_onboard.rules.owed.maintenance_lines import entrustment_lines
from hospital_onboard.rules.owed.measure_lines import measure_lines
from hospital_onboard.rules.owed.papers import Papers
from hospital_onboard.rules.owed.party_lines import party_lines
from hospital_onboard.rules.owed.sheet import Sheet
from hospital_onboard.rules.owed.uses import party_uses
from hospital_onboard.rules.regime import Regime


def assess(inventory: Inventory, regime: Regime, on: date) -> Readiness:
    """All lines at one day: that day's values of the law, and ages of facts against the next filing.

    The same inventory, regime and day always give the same lines in the same order.
    """
    sheet = Sheet(inventory, regime, on)
    papers = Papers(sheet)
    operator_lines(sheet)
    for equipment in inventory.equipment:
        equipment_lines(sheet, equipment)
        entrustment_lines(sheet, papers, equipment)
        measure_lines(sheet, papers, equipment)
    uses = party_uses(inventory)
    for party in inventory.parties:
        if party.id in uses:
            party_lines(sheet, papers, party, uses[party.id])
    return Readiness(inventory.operator.id, tuple(sheet.lines), sheet.burden)
