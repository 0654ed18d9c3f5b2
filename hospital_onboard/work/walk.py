"""Walking an inventory: where each section of an equipment stands, and what is next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from hospital_onboard.domain.codes import Group, groups_of
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.plan import MILESTONES, Evidence, MeasureAnswer, Plan
from hospital_onboard.domain.readiness import OPEN_STATES, Burden, EquipmentSection, State, counts
from hospital_onboard.domain.record import Record
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.work import check, trail
from hospital_onboard.work.check import NextAction, OperatorReadiness
from hospital_onboard.work.desk import Desk

Mood = Literal["empty", "open", "done"]
#: The sections of one equipment in the order of the walk.
EQUIPMENT_SECTIONS: Final[tuple[EquipmentSection, ...]] = get_args(EquipmentSection)
_OVERVIEW = (
    "group",
    "product",
    "model",
    "type",
    "functions",
    "place_installed",
    "place_used",
    "built_by",
    "in_service_on",
    "internet_connected",
    "video_equipment",
)
_DATA = ("data_held", "data_place", "data_country", "cloud_service", "backup", "restore", "foreign_law")
#: section -> (kind asked in it, fields asked; empty = all but what places the record)
_ASKED: Mapping[str, tuple[type[Record], tuple[str, ...]]] = {
    "operator": (Operator, ()),
    "overview": (Equipment, _OVERVIEW),
    "supplier": (Equipment, ("supplier",)),
    "data": (Equipment, _DATA),
    "components": (Component, ()),
    "manufacture": (Site, ()),
    "maintenance": (Entrustment, ()),
    "subcontracts": (Subcontract, ()),
    "plans": (Plan, ()),
    "measures": (MeasureAnswer, ()),
    "evidence": (Evidence, ()),
}
_PLACED_BY = {"operator": "operator_kind", "components": "equipment", "maintenance": "equipment", "plans": "equipment"}


@dataclass(frozen=True)
class Section:
    """One section of the outline: how its lines stand and which records it shows."""

    id: str
    counts: Mapping[State, int]
    records: tuple[Record, ...]

    @property
    def mood(self) -> Mood:
        """Nothing entered, something owed, or nothing owed."""
        if any(self.counts[state] for state in OPEN_STATES):
            return (
                "open" if self.records or any(self.counts[s] for s in self.counts if s not in OPEN_STATES) else "empty"
            )
        return "done" if any(self.counts.values()) else "empty"

    @property
    def owed(self) -> int:
        """Lines that are missing, stale or unclear."""
        return sum(self.counts[state] for state in OPEN_STATES)

    @property
    def total(self) -> int:
        """All lines."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Card:
    """One equipment group on the home screen; ``equipment`` is None while none is registered."""

    group: Group
    equipment: Equipment | None
    counts: Mapping[State, int]
    next_plan: Plan | None = None


@dataclass(frozen=True)
class Milestone:
    """A day somebody wrote into a plan."""

    on: date
    field: str
    plan: Plan


@dataclass(frozen=True)
class Home:
    """Where one operator stands and what is next."""

    operator: Operator
    cards: tuple[Card, ...]
    actions: tuple[NextAction, ...]
    #: Days still ahead, nearest first; only what was entered, nothing computed.
    milestones: tuple[Milestone, ...]
    burden: Burden
    #: The newest import that changed something and was not taken back.
    last_import: Receipt | None
    file_ready: bool
    #: The sections in which the operator's own open lines stand.
    owed_sections: Mapping[str, int]


def section_fields(section: str) -> tuple[type[Record], tuple[str, ...]]:
    """The kind of record a section asks for and its fields in order."""
    kind, fields = _ASKED[section]
    return kind, fields or tuple(name for name in kind.asked() if name != _PLACED_BY.get(section))


def outline(desk: Desk, operator_id: str, equipment_id: str) -> tuple[Section, ...]:
    """The sections of one equipment.

    Raises:
        Refusal: ``no-such-operator``.
    """
    result = check.readiness(desk, operator_id)
    lines = result.by_equipment.get(equipment_id, ())
    return tuple(
        Section(
            id=name,
            counts=counts([line for line in lines if _section_of(line.section) == name]),
            records=_records(result, equipment_id, name),
        )
        for name in EQUIPMENT_SECTIONS
    )


def home(desk: Desk, operator_id: str) -> Home:
    """Everything the home screen shows.

    Raises:
        Refusal: ``no-such-operator``.
    """
    result = check.readiness(desk, operator_id)
    operator = result.inventory.operator
    own = [line for line in result.lines if line.actor == "operator" and line.state in OPEN_STATES]
    return Home(
        operator=operator,
        cards=tuple(card for group in groups_of(operator.operator_kind) for card in _cards(result, group, desk.on)),
        actions=result.next_actions,
        milestones=_milestones(result, desk.on),
        burden=result.readiness.burden,
        last_import=trail.last_import(desk),
        file_ready=result.readiness.file_ready,
        owed_sections=dict(Counter(line.section for line in own)),
    )


def _section_of(section: str) -> str:
    """Facts about the parties are worked on where the supplier is named."""
    return "supplier" if section == "parties" else section


def _cards(result: OperatorReadiness, group: Group, on: date) -> list[Card]:
    found = [equipment for equipment in result.inventory.equipment if equipment.group == group]
    if not found:
        return [Card(group, None, counts([]))]
    return [
        Card(group, equipment, counts(result.by_equipment[equipment.id]), _next_plan(result, equipment.id, on))
        for equipment in found
    ]


def _next_plan(result: OperatorReadiness, equipment_id: str, on: date) -> Plan | None:
    ahead = [
        plan
        for plan in result.inventory.plans_of.get(equipment_id, [])
        if plan.in_service_on is not None and plan.in_service_on >= on
    ]
    return min(ahead, key=lambda plan: plan.in_service_on or date.max, default=None)


def _milestones(result: OperatorReadiness, on: date) -> tuple[Milestone, ...]:
    found = [
        Milestone(day, name, plan)
        for plan in result.inventory.plans
        for name in MILESTONES
        if (day := getattr(plan, name)) is not None and day >= on
    ]
    return tuple(sorted(found, key=lambda milestone: (milestone.on, milestone.plan.title)))


def _records(result: OperatorReadiness, equipment_id: str, section: str) -> tuple[Record, ...]:
    """The records that a section lists; for the sections of the equipment itself, the equipment."""
    inventory = result.inventory
    entrustments = inventory.entrustments_of.get(equipment_id, [])
    plans = inventory.plans_of.get(equipment_id, [])
    match section:
        case "components":
            return tuple(inventory.components_of.get(equipment_id, []))
        case "manufacture":
            made = [equipment_id, *(c.id for c in inventory.components_of.get(equipment_id, []))]
            return tuple(site for product in made for site in inventory.sites_of.get(product, []))
        case "maintenance":
            return tuple(entrustments)
        case "subcontracts":
            return tuple(sub for e in entrustments for sub in inventory.subcontracts_of.get(e.id, []))
        case "plans":
            return tuple(plans)
        case "measures":
            subjects = [equipment_id, *(e.id for e in entrustments)]
            return tuple(answer for subject in subjects for answer in inventory.measures_of.get(subject, []))
        case "evidence":
            subjects = [equipment_id, *(e.id for e in entrustments)]
            used = {exhibit.evidence for s in subjects for exhibit in inventory.exhibits_of.get(s, [])}
            about = {e.id for s in subjects for e in inventory.evidence_about.get(s, [])}
            return tuple(e for e in inventory.evidence if e.id in used | about)
        case _:
            return tuple(e for e in inventory.equipment if e.id == equipment_id)
