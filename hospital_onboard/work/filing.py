"""Recording that a plan was filed: a frozen copy of its content, against which later changes are classed."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from hospital_onboard import __version__
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.plan import Filing, Plan
from hospital_onboard.domain.readiness import OPEN_STATES, RequirementLine
from hospital_onboard.domain.record import is_personal
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.rules.change.filed import FACTS, LISTS, contents, frozen
from hospital_onboard.rules.owed.readiness import assess
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records, saving
from hospital_onboard.work import plans, who
from hospital_onboard.work.desk import Desk

#: Schema of ``Filing.content``: this head over ``rules.change.filed.contents``.
CONTENT_SCHEMA: Final = "hospital-onboard/filing/1"
_ORIGIN: Final = {"*": "form"}
_BEFORE_ACCEPTANCE: Final = (None, "preparing", "consulting", "filed")


@dataclass(frozen=True)
class Filed:
    """One filing as it was recorded. ``content`` is what was frozen; it never changes."""

    filing: Filing
    plan: Plan

    @cached_property
    def content(self) -> dict[str, Any]:
        """The frozen content as plain values."""
        return dict(json.loads(self.filing.content))

    @property
    def complete(self) -> bool:
        """Whether nothing was missing, stale or unclear when it was recorded."""
        return bool(self.content["complete"])

    @property
    def open(self) -> int:
        """How many lines were open."""
        return len(self.content["open"])

    @property
    def counts(self) -> dict[str, int]:
        """Part of the content -> how many records it lists, the parts that list any."""
        parts = {name: len(self.content[name]) for name in ("parties", *LISTS)}
        return {name: count for name, count in parts.items() if count}


def record(desk: Desk, plan_id: str, filed_on: date | None = None, *, incomplete: bool = False) -> Filed:
    """Freeze what the plan's filing contains on this day (the desk's day when none is said), and keep it.

    The plan becomes ``filed`` on that day in the same step, so that its deadlines go on from there and taking the step
    back takes both back.

    Args:
        plan_id: id or title of the plan.
        incomplete: record it although lines are open; the filing says so for ever.

    Raises:
        Refusal: ``no-such-plan``; ``not-yet-filed`` for a day to come; ``filed-already`` for a second filing of the
            plan on one day; ``filing-incomplete`` with how many lines are open, and how many of each requirement
            (``lines``); ``changed-meanwhile``.
    """
    before, _ = plans.one(desk, plan_id)
    day = filed_on or desk.on
    if day > desk.on:
        raise Refusal("not-yet-filed", where=before.title, day=day.isoformat(), on=desk.on.isoformat())
    plan = _as_filed(before, day)
    if records.count(desk.store, Filing, plan=plan.id, filed_on=day):
        raise Refusal("filed-already", where=plan.title, day=day.isoformat())
    equipment = records.get(desk.store, Equipment, plan.equipment)
    assert equipment is not None  # the store's foreign key
    inventory = inventories.load(desk.store, equipment.operator)
    content = contents(inventory, plan, day)
    still_open = open_lines(inventory, plan, content, day)
    if still_open and not incomplete:
        ids = Counter(line.id for line in still_open)
        raise Refusal("filing-incomplete", where=plan.title, count=len(still_open), lines=dict(ids.most_common()))
    kept = Filing(
        id=new_id("filing"),
        plan=plan.id,
        filed_on=day,
        content=frozen(_head(day, still_open) | content),
        origin=_ORIGIN,
    )
    changes: list[Change] = [Change(None, kept)] if plan == before else [Change(before, plan), Change(None, kept)]
    saving.save(desk.store, changes, desk.stamp("file", source=plan.id, operator=equipment.operator))
    return one(desk, kept.id)


def _as_filed(plan: Plan, day: date) -> Plan:
    """The plan on the day of its filing; once it was accepted, a further filing is about a change of it."""
    if plan.status not in _BEFORE_ACCEPTANCE:
        return plan
    typed = {**plan.origin, "status": "form", "filing_on": "form"}
    return plan.changed(status="filed", filing_on=day, origin=typed)


def open_lines(inventory: Inventory, plan: Plan, content: dict[str, Any], day: date) -> list[RequirementLine]:
    """What this filing still lacks on its day: missing, stale or unclear, about something the filing contains."""
    return [line for line in all_lines(inventory, plan, content, day) if line.state in OPEN_STATES]


def all_lines(inventory: Inventory, plan: Plan, content: dict[str, Any], day: date) -> list[RequirementLine]:
    """Everything this filing needs on its day, whether it is there or not."""
    filed = plan.changed(filing_on=day)
    others = tuple(filed if other.id == plan.id else other for other in inventory.plans)
    values = {name: getattr(inventory, name) for name in inventory.__dataclass_fields__}
    lines = assess(Inventory(**{**values, "plans": others}), regime(REGIME), day).lines
    ids, items = _ids(content), {measure.id for measure in measures_for(plan.plan_kind)}

    def belongs(line: RequirementLine) -> bool:
        asked = regime(REGIME).requirements[line.id]
        other_measure = asked.kind == "measure" and line.field not in items
        return line.subject in ids and plan.plan_kind in asked.plans and not other_measure

    return [line for line in lines if belongs(line)]


def filings(desk: Desk, operator: str = "") -> tuple[Filed, ...]:
    """All filings of one operator, or of everyone in this store; the newest first.

    Raises:
        Refusal: ``no-such-operator``.
    """
    by_id = {plan.id: plan for plan in plans.all_plans(desk, operator)}
    found = records.select(desk.store, Filing, plan=[*by_id]) if by_id else ()
    filed = (Filed(filing, by_id[filing.plan]) for filing in found)
    return tuple(sorted(filed, key=lambda f: (f.filing.filed_on, f.plan.title, f.filing.id), reverse=True))


def one(desk: Desk, filing_id: str) -> Filed:
    """A filing by its id, or the newest one of a plan by the plan's id or title.

    Raises:
        Refusal: ``no-such-filing``.
    """
    for filed in filings(desk):
        if filing_id in (filed.filing.id, filed.plan.id, filed.plan.title):
            return filed
    raise Refusal("no-such-filing", where=filing_id)


def operator_of(desk: Desk, plan: Plan) -> str:
    """Id of the operator whose plan it is."""
    equipment = records.get(desk.store, Equipment, plan.equipment)
    return "" if equipment is None else equipment.operator


def to_json(filed: Filed) -> dict[str, Any]:
    """A filing in a list: ``{id, plan, plan_title, kind, filed_on, complete, open, counts{}, regime{}}``."""
    return {
        "id": filed.filing.id,
        "plan": filed.plan.id,
        "plan_title": filed.plan.title,
        "kind": filed.content["plan"]["plan_kind"],
        "filed_on": filed.filing.filed_on.isoformat(),
        "complete": filed.complete,
        "open": filed.open,
        "counts": filed.counts,
        "regime": filed.content["regime"],
    }


def shown_content(desk: Desk, filed: Filed, *, personal: bool = False) -> dict[str, Any]:
    """The frozen content; officers' birth dates and nationalities only when asked for, which is audited."""
    if personal:
        operator = who.find_operator(desk, filed.content["operator"]["id"]).id
        saving.save(desk.store, [], desk.stamp("reveal", source=filed.filing.id, operator=operator))
        return filed.content
    return without_personal(filed.content)


def without_personal(content: dict[str, Any]) -> dict[str, Any]:
    """A content without officers' birth dates and nationalities."""
    return content | {"parties": [_without_personal(party) for party in content["parties"]]}


def _head(day: date, still_open: Iterable[RequirementLine]) -> dict[str, Any]:
    """What the filing rests on: the day, what was open, the program and the edition of the rules."""
    lines = [{"id": line.id, "subject": line.subject, "field": line.field, "state": line.state} for line in still_open]
    used = regime(REGIME)
    return {
        "schema": CONTENT_SCHEMA,
        "filed_on": day.isoformat(),
        "complete": not lines,
        "open": lines,
        "program": __version__,
        "regime": {"id": used.id, "digest": used.digest, "checked_on": used.checked_on.isoformat()},
    }


def _ids(content: dict[str, Any]) -> set[str]:
    """Ids of all records in a content, the dated facts of parties included."""
    listed = [item for name in ("parties", *LISTS) for item in content[name]]
    facts = [item for party in content["parties"] for fact in party["facts"].values() for item in fact["listed"]]
    return {item["id"] for item in (content["operator"], content["plan"], content["equipment"], *listed, *facts)}


def _without_personal(party: dict[str, Any]) -> dict[str, Any]:
    facts = {
        name: fact | {"listed": [_masked(FACTS[name], item) for item in fact["listed"]]}
        for name, fact in party["facts"].items()
    }
    return party | {"facts": facts}


def _masked(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    record_kind = KINDS[kind]
    return {n: v for n, v in item.items() if n not in record_kind.model_fields or not is_personal(record_kind, n)}
