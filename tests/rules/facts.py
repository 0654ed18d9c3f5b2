"""Inventories from plain facts: record id -> fields. The kind is the first part of the id."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record

Facts = Mapping[str, Mapping[str, Any]]
_PLURAL = {
    "equipment": "equipment",
    "evidence": "evidence",
    "party": "parties",
    "foreign_sale": "foreign_sales",
}


def kind_of(record_id: str) -> str:
    """``foreign_sale_2026`` -> ``foreign_sale``."""
    return max((kind for kind in KINDS if record_id.startswith(f"{kind}_")), key=len)


def record(record_id: str, fields: Mapping[str, Any]) -> Record:
    """A checked record; typed by hand unless the facts name another origin."""
    kind = KINDS[kind_of(record_id)]
    return kind.model_validate({"origin": {"*": "form"}, **fields, "id": record_id})


def inventory(facts: Facts, shared: tuple[str, ...] = ()) -> Inventory:
    """The inventory of the one operator among the facts."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record_id, fields in facts.items():
        kind = kind_of(record_id)
        groups["operator" if kind == "operator" else _PLURAL.get(kind, f"{kind}s")].append(record(record_id, fields))
    (operator,) = groups.pop("operator")
    values: dict[str, Any] = {name: tuple(found) for name, found in groups.items()}
    return Inventory(operator=operator, shared_parties=frozenset(shared), **values)  # type: ignore[arg-type]
