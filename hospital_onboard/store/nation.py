"""Loading what several operators depend on, in one consistent view, without what only their own reports need."""

from collections.abc import Sequence

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.nation import Nation
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Consultation, Plan
from hospital_onboard.domain.vendor import Opinion
from hospital_onboard.store.engine import Store
from hospital_onboard.store.inventory import Asking, ids, named


def load(store: Store, operator_ids: Sequence[str]) -> Nation:
    """These operators' equipment with all parties that supply or maintain it; unknown ids are passed over."""
    with store.reading() as connection:
        ask = Asking(connection)
        operators = ask.those(Operator, "id", list(operator_ids))
        equipment = ask.those(Equipment, "operator", ids(operators))
        components = ask.those(Component, "equipment", ids(equipment))
        entrustments = ask.those(Entrustment, "equipment", ids(equipment))
        subcontracts = ask.those(Subcontract, "entrustment", ids(entrustments))
        parties = ask.those(Party, "id", named(equipment, components, entrustments, subcontracts))
        plans = ask.those(Plan, "equipment", ids(equipment))
        return Nation(
            operators=operators,
            equipment=equipment,
            components=components,
            entrustments=entrustments,
            subcontracts=subcontracts,
            parties=parties,
            plans=plans,
            consultations=ask.those(Consultation, "plan", ids(plans)),
            opinions=ask.those(Opinion, "party", ids(parties)),
        )
