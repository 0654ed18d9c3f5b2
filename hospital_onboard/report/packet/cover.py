"""The packet's reading copy: what is planned and why, what it is made of, who is behind it, what is still missing."""

from collections.abc import Callable, Iterator

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.plan import MILESTONES, Consultation, Evidence, Plan
from hospital_onboard.reference.groups import equipment_groups_note
from hospital_onboard.reference.measures import measures_edition
from hospital_onboard.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Fields,
    Frame,
    Heading,
    Note,
    Paragraph,
    Table,
)
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import flag
from hospital_onboard.report.packet.cover_parts import components, maintenance, part_name, parties
from hospital_onboard.report.packet.missing import missing_in_short
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.packet.tables import measures_table
from hospital_onboard.report.readiness_report import sources
from hospital_onboard.report.telling import Telling

SCHEMA = "hospital-onboard/packet-cover/1"
_OUTLINE = ("group", "type", "product", "model", "functions", "place_installed", "place_used", "supplier", "built_by")
_DATA = ("data_held", "data_place", "data_country", "cloud_service", "backup", "restore", "foreign_law")
_LINKS = ("internet_connected", "video_equipment")
#: Milestones after which a change that the ministry asks for costs money.
_COMMITTED = ("contract_on", "purchase_on", "delivery_on")


def cover_document(scope: Scope, tell: Telling, frame: Frame, *, personal: bool) -> Document:
    """The document, section by section."""
    sections: tuple[Callable[[Scope, Telling], Iterator[Block]], ...] = (
        _plan,
        _milestones,
        _equipment,
        _data,
        components,
        parties,
        maintenance,
        _measures,
        _questions,
        _missing,
        _grounds,
    )
    blocks: list[Block] = [Note(tell.say(f"report.packet.personal-{'in' if personal else 'out'}"))]
    for section in sections:
        blocks += section(scope, tell)
    return Document(
        schema=SCHEMA,
        title=tell.say("report.packet.title"),
        lang=tell.say.lang,
        frame=frame,
        blocks=tuple(blocks),
        subtitle=scope.plan.title,
    )


def _plan(scope: Scope, tell: Telling) -> Iterator[Block]:
    say, plan = tell.say, scope.plan
    yield Heading(say("report.packet.section.plan"))
    operator = scope.inventory.operator
    yield Fields(
        "plan",
        (
            Fact("operator", say("kind.operator"), operator_name(operator, say)),
            *(tell.fact(operator, name) for name in ("corporation", "code", "designation_status", "designated_on")),
            *(tell.fact(plan, name) for name in ("title", "plan_kind", "equipment", "purpose", "status")),
        ),
    )
    yield Paragraph(
        say(
            "report.packet.in-numbers",
            components=len(scope.components),
            parties=len(scope.parties),
            entrustments=len(scope.entrustments),
            subcontracts=len(scope.subcontracts),
            evidence=len(scope.evidence),
            open=len(scope.open_lines),
        )
    )


def _milestones(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Milestones, and in plain words what is already committed before the ministry could say anything."""
    say, plan = tell.say, scope.plan
    yield Heading(say("report.packet.section.milestones"))
    rows: list[tuple[Cell, ...]] = []
    for name in MILESTONES:
        day = getattr(plan, name)
        code = "no-day" if day is None else "past" if day <= scope.day else "coming"
        rows.append((tell.label(Plan, name), day, flag(code, say)))
    columns = (
        Column("milestone", say("report.packet.milestone"), 30),
        Column("day", say("report.packet.milestone-day"), 20),
        Column("state", say("report.state"), 20),
    )
    yield Table("milestones", say("report.packet.section.milestones"), columns, tuple(rows))
    committed = [name for name in _COMMITTED if (day := getattr(plan, name)) is not None and day <= scope.day]
    for name in committed:
        day = getattr(plan, name).isoformat()
        yield Note(say("report.packet.committed", milestone=tell.label(Plan, name), day=day))
    early = [name for name in _COMMITTED if name not in committed and _before_filing(plan, name)]
    if early:
        names = say("report.comma").join(tell.label(Plan, name) for name in early)
        yield Note(say("report.packet.before-filing", milestones=names))
    if not committed and not early:
        yield Paragraph(say("report.packet.nothing-committed"))


def _before_filing(plan: Plan, name: str) -> bool:
    day = getattr(plan, name)
    return day is not None and plan.filing_on is not None and bool(day < plan.filing_on)


def _equipment(scope: Scope, tell: Telling) -> Iterator[Block]:
    say = tell.say
    yield Heading(say("report.packet.section.equipment"))
    yield Fields("equipment", tuple(tell.fact(scope.equipment, name) for name in (*_OUTLINE, *_LINKS)))
    sites = [site for site in scope.sites if site.product == scope.equipment.id]
    made = say("report.comma").join(_place(tell, site.country, site.address) for site in sites)
    yield Fields("made", (Fact("made_at", say("kind.site"), made or None),))
    yield Note(say("report.packet.group-note", note=equipment_groups_note().of(say.lang)))


def _place(tell: Telling, country: str, address: str | None) -> str:
    name = tell.country(country).label
    return f"{name} {address}" if address else name


def _data(scope: Scope, tell: Telling) -> Iterator[Block]:
    """提言 IX.2(1)③ asks to lower the risk of tampering with and loss of data, the cloud included."""
    say = tell.say
    yield Heading(say("report.packet.section.data"))
    yield Note(say("report.packet.data-note"))
    yield Fields("data", tuple(tell.fact(scope.equipment, name) for name in _DATA))
    clouds = tuple(
        (part_name(part), tell.cell(part, "supplier")) for _, part in scope.components if part.layer == "cloud"
    )
    columns = (
        Column("component", say("report.packet.cloud-component"), 44),
        Column("supplier", tell.label(Component, "supplier"), 44),
    )
    yield Table("cloud", say("report.packet.cloud"), columns, clouds, empty=say("report.packet.no-cloud"))


def _measures(scope: Scope, tell: Telling) -> Iterator[Block]:
    say = tell.say
    edition = measures_edition()
    yield Heading(say("report.packet.section.measures"))
    yield Note(say("report.packet.measures-note", note=edition.note.of(say.lang), edition=edition.source.edition))
    several = len({subject for _, subject, _ in scope.measures}) > 1
    yield measures_table(scope, tell).without("group", *(() if several else ("subject",)))


def _questions(scope: Scope, tell: Telling) -> Iterator[Block]:
    """What the operator wants to know, then what was said before."""
    say = tell.say
    yield Heading(say("report.packet.section.questions"))
    waiting = tuple(consultation.question for consultation in scope.consultations if consultation.answer is None)
    yield Bullets(waiting) if waiting else Paragraph(say("report.packet.no-questions"))
    yield Heading(say("report.packet.section.consultations"))
    names = ("held_on", "who", "question", "answer")
    rows = tuple(
        tuple(tell.cell(consultation, name) for name in names)
        for consultation in scope.consultations
        if consultation.answer is not None
    )
    widths = {"held_on": 12, "who": 20, "question": 40, "answer": 40}
    columns = tuple(tell.column(Consultation, name, widths[name]) for name in names)
    title = say("report.packet.section.consultations")
    yield Table("consultations", title, columns, rows, empty=say("report.packet.no-consultations"))


def _missing(scope: Scope, tell: Telling) -> Iterator[Block]:
    say = tell.say
    yield Heading(say("report.packet.section.missing"))
    yield Paragraph(say("report.packet.missing-count", count=len(scope.open_lines)))
    yield missing_in_short(scope, tell)


def _grounds(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Assumptions are on the first page; here is where each requirement comes from, and the papers at hand."""
    say = tell.say
    yield Heading(say("report.packet.section.evidence"))
    names = ("title", "evidence_kind", "about", "issued_on", "valid_until", "direct_to_minister")
    rows = tuple(tuple(tell.cell(paper, name) for name in names) for paper in scope.evidence)
    widths = {"title": 36, "about": 28}
    columns = tuple(tell.column(Evidence, name, widths.get(name, 14)) for name in names)
    yield Table("evidence", say("kind.evidence"), columns, rows, empty=say("report.packet.none-recorded"))
    yield Heading(say("report.packet.section.grounds"))
    yield from sources(scope.lines, say)
