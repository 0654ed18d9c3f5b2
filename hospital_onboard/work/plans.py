"""Plans: what is going to be introduced or entrusted, and when."""

from collections.abc import Mapping
from typing import Any

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import MILESTONES, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import browse, edit, who
from hospital_onboard.work.desk import Desk


def all_plans(desk: Desk, operator: str = "") -> tuple[Plan, ...]:
    """The plans of one operator, or of everyone in this store.

    Raises:
        Refusal: ``no-such-operator``.
    """
    if not operator:
        return records.select(desk.store, Plan)
    ids = [equipment.id for equipment in browse.equipment(desk, who.find_operator(desk, operator).id)]
    return records.select(desk.store, Plan, equipment=ids)


def one(desk: Desk, said: str) -> tuple[Plan, dict[str, Record]]:
    """A plan by its id or title, and the records it names.

    Raises:
        Refusal: ``no-such-plan``.
    """
    found = [plan for plan in records.select(desk.store, Plan) if said in (plan.id, plan.title)]
    if len(found) != 1:
        raise Refusal("no-such-plan", where=said)
    equipment = records.get(desk.store, Equipment, found[0].equipment)
    return found[0], {} if equipment is None else {equipment.id: equipment}


def add(desk: Desk, raw: Mapping[str, object], lang: Lang) -> edit.Saved:
    """Add a plan from texts as typed; a plan without a title is called by its kind and day."""
    named = dict(raw)
    if not named.get("title"):
        kind = edit.read(desk, Plan, "plan_kind", str(raw["plan_kind"])).value
        label = words(lang).choice("plan_kind", str(kind)) if kind else str(raw["plan_kind"])
        named["title"] = f"{label} {raw.get('in_service_on', '')}".strip()
    found = edit.read(desk, Plan, "equipment", str(raw["equipment"])).value
    equipment = records.get(desk.store, Equipment, str(found)) if found else None
    return edit.save(desk, Plan, None, named, operator=equipment.operator if equipment else "")


def to_json(record: Record) -> dict[str, Any]:
    """The plan's shape in JSON output, version 1."""
    assert isinstance(record, Plan)
    said = record.says()
    milestones = {name: said.pop(name) for name in MILESTONES if name in said}
    return {"id": record.id, "kind": said.pop("plan_kind"), **said, "milestones": milestones}
