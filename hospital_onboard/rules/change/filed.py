"""What the filing of one plan contains, as plain JSON values: frozen on the day of filing, compared with ever after.

Shape: ``{operator, plan, equipment, components[], sites[], involvements[], entrustments[],
subcontracts[{…, exemption}], parties[{…, roles[], block, facts{holders{answer, as_of, declared_on, listed[]},
officers{}, foreign_sales{}}}], measures[], evidence[], exhibits[]}``. What was not answered is absent; days and shares
are text.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.rules.owed.uses import exemption

Said = Mapping[str, Any]
Role = Literal["supplier", "component_supplier", "contractor", "subcontractor", "involved"]
#: The roles a party can have in the filing of a plan of this kind.
ROLES: Final[Mapping[PlanKind, tuple[Role, ...]]] = {
    "introduction": ("supplier", "component_supplier", "involved"),
    "entrustment": ("contractor", "subcontractor"),
}
#: Part of the content -> the kind of record it lists.
LISTS: Final[Mapping[str, str]] = {
    "components": "component",
    "sites": "site",
    "involvements": "involvement",
    "entrustments": "entrustment",
    "subcontracts": "subcontract",
    "measures": "measure",
    "evidence": "evidence",
    "exhibits": "exhibit",
}
#: A party's dated facts -> the kind of record that lists them.
FACTS: Final[Mapping[str, str]] = {"holders": "holder", "officers": "officer", "foreign_sales": "foreign_sale"}
#: All that a filing says of a subcontract which passes the exemption test (orders Art. 17; addendum §3.4).
_EXEMPT: Final = frozenset(
    {"id", "entrustment", "subcontractor", "parent", "content_known", "entry_restricted", "records_audited"}
)


def contents(inventory: Inventory, plan: Plan, day: date) -> dict[str, Any]:
    """The plan's filing if it were made from this inventory on this day (later answers of a party do not count)."""
    equipment = inventory.by_id[plan.equipment]
    assert isinstance(equipment, Equipment)
    introduced = plan.plan_kind == "introduction"
    components = _components(inventory, equipment) if introduced else []
    contracts = [] if introduced else _contracts(inventory, plan)
    subcontracts = [s for contract in contracts for s in inventory.subcontracts_of.get(contract.id, ())]
    involved = inventory.involvements_of.get(plan.id, []) if introduced else []
    products = [equipment.id, *(component.id for component in components)] if introduced else []
    roles = _roles([equipment] if introduced else [], components, contracts, subcontracts, involved)
    full = {party for party, its in roles.items() if set(its) - {"involved"}} - _only_exempt(roles, subcontracts)
    subjects = [equipment.id] if introduced else [contract.id for contract in contracts]
    items = {measure.id for measure in measures_for(plan.plan_kind)}
    return {
        "operator": _told(inventory.operator),
        "plan": _told(plan),
        "equipment": _told(equipment),
        "components": _all(components),
        "sites": _all(site for product in products for site in inventory.sites_of.get(product, ())),
        "involvements": _all(involved),
        "entrustments": _all(contracts),
        "subcontracts": [_subcontract(subcontract) for subcontract in subcontracts],
        "parties": [
            _party(inventory, party, roles[party.id], party.id in full, day)
            for party in inventory.parties
            if party.id in roles
        ],
        "measures": _all(a for s in subjects for a in inventory.measures_of.get(s, ()) if a.item in items),
        **_papers(inventory, plan, [*products, *subjects, *(s.id for s in subcontracts), *roles]),
    }


def frozen(content: Said) -> str:
    """Canonical JSON: the same content is always the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def named_parties(item: Said) -> tuple[str, ...]:
    """The parties that a record of a filing names."""
    return tuple(item[name] for name in ("supplier", "contractor", "subcontractor", "party") if item.get(name))


def _components(inventory: Inventory, equipment: Equipment) -> list[Component]:
    """A component that is not on the list is not reported; one nobody decided on is."""
    return [c for c in inventory.components_of.get(equipment.id, ()) if c.listed != "no"]


def _contracts(inventory: Inventory, plan: Plan) -> list[Entrustment]:
    """The contract the plan is about; all of the equipment's while nobody said which."""
    contracts = inventory.entrustments_of.get(plan.equipment, [])
    return [c for c in contracts if plan.entrustment in (None, c.id)]


def _roles(
    equipment: Sequence[Record],
    components: Sequence[Record],
    contracts: Sequence[Record],
    subcontracts: Sequence[Record],
    involved: Sequence[Record],
) -> dict[str, list[Role]]:
    """Party id -> its roles."""
    groups: tuple[tuple[Role, Sequence[Record]], ...] = (
        ("supplier", equipment),
        ("component_supplier", components),
        ("contractor", contracts),
        ("subcontractor", subcontracts),
        ("involved", involved),
    )
    found: dict[str, list[Role]] = defaultdict(list)
    for role, records in groups:
        for record in records:
            for party in named_parties(record.__dict__):
                if role not in found[party]:
                    found[party].append(role)
    return dict(found)


def _only_exempt(roles: Mapping[str, Sequence[Role]], subcontracts: Iterable[Subcontract]) -> set[str]:
    """Parties that are nothing but subcontractors of subcontracts which pass the exemption test."""
    others = {s.subcontractor for s in subcontracts if exemption(s) != "passed"}
    return {party for party, its in roles.items() if its == ["subcontractor"] and party not in others}


def _subcontract(subcontract: Subcontract) -> dict[str, Any]:
    outcome = exemption(subcontract)
    told = {**_told(subcontract), "exemption": outcome}
    if outcome != "passed":
        return told
    return {name: value for name, value in told.items() if name in _EXEMPT or name == "exemption"}


def _party(inventory: Inventory, party: Party, roles: Sequence[Role], full: bool, day: date) -> dict[str, Any]:
    facts = {name: fact for name in FACTS if full and (fact := _fact(inventory, party, name, day))}
    return {**_told(party), "roles": list(roles), "block": "full" if full else "identity", "facts": facts}


def _fact(inventory: Inventory, party: Party, name: str, day: date) -> dict[str, Any] | None:
    """The newest answer by this day, with all that was listed; one that leaves it open does not hide an older one."""
    dated = [s for s in inventory.snapshots_of.get(party.id, ()) if s.as_of <= day and getattr(s, name) is not None]
    if not dated:
        return None
    used = dated[-1]
    by_party: Mapping[str, Sequence[Record]] = getattr(inventory, f"{name}_of")
    listed = _all(r for r in by_party.get(party.id, ()) if getattr(r, "as_of", None) == used.as_of)
    told = {"snapshot": used.id, "answer": getattr(used, name), "as_of": used.as_of.isoformat(), "listed": listed}
    return told if used.declared_on is None else {**told, "declared_on": used.declared_on.isoformat()}


def _papers(inventory: Inventory, plan: Plan, subjects: Iterable[str]) -> dict[str, Any]:
    """Every paper shown for or about something in the filing, with the sha256 of its file, and each use of one."""
    wanted = dict.fromkeys(subjects)
    items = {None, *(measure.id for measure in measures_for(plan.plan_kind))}
    uses = [use for s in wanted for use in inventory.exhibits_of.get(s, ()) if use.item in items]
    shown = {use.evidence for use in uses}
    papers = (paper for paper in inventory.evidence if paper.id in shown or paper.about in wanted)
    return {"evidence": _all(papers), "exhibits": _all(uses)}


def _all(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [_told(record) for record in records]


def _told(record: Record) -> dict[str, Any]:
    """The record's answers; 12.50 and 12.5 percent are the same text."""
    told = record.model_dump(mode="json", exclude_none=True, exclude={"revision", "origin"})
    shares = {n: f"{value.normalize():f}" for n, value in record.__dict__.items() if isinstance(value, Decimal)}
    return {**told, **shares}
