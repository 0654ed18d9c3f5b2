"""Parts that say what is planned: why, when, under which rules, and the equipment with its data."""

from collections.abc import Iterator
from typing import Final

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.plan import MILESTONES, Plan
from hospital_onboard.reference.groups import equipment_groups_note
from hospital_onboard.report.document import Block, Bullets, Cell, Column, Fact, Fields, Heading, Note, Paragraph, Table
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import flag
from hospital_onboard.report.packet.made_of import part_name
from hospital_onboard.report.packet.ruling import Ruling
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling

_OUTLINE: Final = (
    "group",
    "type",
    "product",
    "model",
    "functions",
    "place_installed",
    "place_used",
    "supplier",
    "built_by",
)
_DATA: Final = ("data_held", "data_place", "data_country", "cloud_service", "backup", "restore", "foreign_law")
_LINKS: Final = ("internet_connected", "video_equipment")
#: Milestones after which a change that the ministry asks for costs money.
_COMMITTED: Final = ("contract_on", "purchase_on", "delivery_on")
#: So many warnings of the rules are told one by one; a plan with sixty vendors can have sixty.
_MOST_WARNINGS: Final = 12


def plan(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Who plans what, and why."""
    say, its_plan, operator = tell.say, scope.plan, scope.inventory.operator
    yield Fields(
        "plan",
        (
            Fact("operator", say("kind.operator"), operator_name(operator, say)),
            *(tell.fact(operator, name) for name in ("corporation", "code", "designation_status", "designated_on")),
            *(tell.fact(its_plan, name) for name in ("title", "plan_kind", "equipment", "purpose", "status")),
        ),
    )


def milestones(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Milestones, and in plain words what is already committed before the ministry could say anything."""
    say, its_plan = tell.say, scope.plan
    rows: list[tuple[Cell, ...]] = []
    for name in MILESTONES:
        day = getattr(its_plan, name)
        code = "no-day" if day is None else "past" if day <= scope.day else "coming"
        rows.append((tell.label(Plan, name), day, flag(code, say)))
    columns = (
        Column("milestone", say("report.packet.milestone"), 30),
        Column("day", say("report.packet.milestone-day"), 20),
        Column("state", say("report.state"), 20),
    )
    yield Table("milestones", say("packet.part.milestones"), columns, tuple(rows))
    committed = [name for name in _COMMITTED if (day := getattr(its_plan, name)) is not None and day <= scope.day]
    for name in committed:
        day = getattr(its_plan, name).isoformat()
        yield Note(say("report.packet.committed", milestone=tell.label(Plan, name), day=day))
    early = [name for name in _COMMITTED if name not in committed and _before_filing(its_plan, name)]
    if early:
        names = say("report.comma").join(tell.label(Plan, name) for name in early)
        yield Note(say("report.packet.before-filing", milestones=names))
    if not committed and not early:
        yield Paragraph(say("report.packet.nothing-committed"))


def _before_filing(its_plan: Plan, name: str) -> bool:
    day = getattr(its_plan, name)
    return day is not None and its_plan.filing_on is not None and bool(day < its_plan.filing_on)


def duties(ruling: Ruling, tell: Telling) -> Iterator[Block]:
    """What the rules make of the plan, and the days that follow from it."""
    say = tell.say
    for line in ruling.conclusion:
        yield Paragraph(line)
    rule_columns = (
        Column("rule", say("packet.duties.rule"), 50),
        Column("result", say("packet.duties.result"), 40),
    )
    yield Table("rules", say("packet.duties.rules"), rule_columns, ruling.rules, empty=say("packet.duties.no-rules"))
    yield Heading(say("packet.duties.days"), 2)
    if not ruling.in_force:
        yield Note(say("packet.duties.days-note"))
    day_columns = (
        Column("day", say("report.packet.milestone-day"), 14),
        Column("kind", say("packet.duties.kind"), 10),
        Column("text", say("packet.duties.what"), 50),
        Column("ground", say("report.source"), 34),
    )
    rows = tuple((line.day, line.kind, line.text, line.source) for line in ruling.days)
    yield Table("days", say("packet.duties.days"), day_columns, rows, empty=say("packet.duties.no-days"))
    if ruling.warnings:
        yield Heading(say("packet.duties.warnings"), 2)
        yield Bullets(tuple(f"{text} {way_out}".strip() for text, way_out in ruling.warnings[:_MOST_WARNINGS]))
        more = len(ruling.warnings) - _MOST_WARNINGS
        if more > 0:
            yield Paragraph(say("packet.duties.more-warnings", count=more))
    if ruling.missing:
        yield Paragraph(say("packet.duties.undecided", count=len(ruling.missing)))


def equipment(scope: Scope, tell: Telling) -> Iterator[Block]:
    """The equipment as the form describes it, and where it is made."""
    say = tell.say
    made = say("report.comma").join(
        _place(tell, site.country, site.address) for site in scope.sites if site.product == scope.equipment.id
    )
    facts = (tell.fact(scope.equipment, name) for name in (*_OUTLINE, *_LINKS))
    yield Fields("equipment", (*facts, Fact("made_at", say("kind.site"), made or None)))
    yield Note(say("report.packet.group-note", note=equipment_groups_note().of(say.lang)))


def _place(tell: Telling, country: str, address: str | None) -> str:
    name = tell.country(country).label
    return f"{name} {address}" if address else name


def data(scope: Scope, tell: Telling) -> Iterator[Block]:
    """提言 IX.2(1)③ asks to lower the risk of tampering with and loss of data, the cloud included."""
    say = tell.say
    yield Note(say("report.packet.data-note"))
    yield Fields("data", tuple(tell.fact(scope.equipment, name) for name in _DATA))
    clouds = tuple(
        (part_name(part), tell.cell(part, "supplier"), _supplier_country(scope, tell, part))
        for _, part in scope.components
        if part.layer == "cloud"
    )
    columns = (
        Column("component", say("report.packet.cloud-component"), 44),
        Column("supplier", tell.label(Component, "supplier"), 34),
        Column("country", say("packet.supplier-country"), 18),
    )
    yield Table("cloud", say("report.packet.cloud"), columns, clouds, empty=say("report.packet.no-cloud"))


def _supplier_country(scope: Scope, tell: Telling, part: Component) -> Cell:
    """Whose law the supplier stands under, as far as that is known."""
    supplier = scope.inventory.by_id.get(part.supplier or "")
    return None if supplier is None else tell.cell(supplier, "country")
