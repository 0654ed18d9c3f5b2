"""The packet's reading copy: what is planned and why, what it is made of, who is behind it, what is still missing."""

from collections import Counter
from collections.abc import Callable, Iterator

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Party, Snapshot
from hospital_onboard.domain.plan import Consultation, Evidence, Plan
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
from hospital_onboard.report.packet.missing import missing_in_short
from hospital_onboard.report.packet.scope import FACTS, Scope
from hospital_onboard.report.packet.tables import measures_table, roles
from hospital_onboard.report.readiness_report import sources
from hospital_onboard.report.telling import Telling

SCHEMA = "hospital-onboard/packet-cover/1"
MILESTONES = (
    "consultation_on",
    "contract_on",
    "purchase_on",
    "delivery_on",
    "filing_on",
    "receipt_on",
    "in_service_on",
)
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
        _components,
        _parties,
        _maintenance,
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
    clouds = tuple((_name(part), tell.cell(part, "supplier")) for _, part in scope.components if part.layer == "cloud")
    columns = (
        Column("component", say("report.packet.cloud-component"), 44),
        Column("supplier", tell.label(Component, "supplier"), 44),
    )
    yield Table("cloud", say("report.packet.cloud"), columns, clouds, empty=say("report.packet.no-cloud"))


def _components(scope: Scope, tell: Telling) -> Iterator[Block]:
    say = tell.say
    yield Heading(say("report.packet.section.components"))
    listed = Counter(part.listed or "unknown" for _, part in scope.components)
    yield Paragraph(
        say("report.packet.listed", yes=listed["yes"], no=listed["no"], unknown=listed["unknown"])
        if scope.components
        else say("report.packet.no-components")
    )
    made = {part.id: _countries(scope, tell, part) for _, part in scope.components}
    rows = tuple(
        (
            "　" * depth + ("└ " if depth else "") + _name(part),
            tell.cell(part, "layer"),
            part.version,
            tell.cell(part, "supplier"),
            made[part.id],
            tell.cell(part, "listed"),
        )
        for depth, part in scope.components
    )
    columns = (
        Column("component", say("kind.component"), 40),
        Column("layer", tell.label(Component, "layer"), 18),
        Column("version", tell.label(Component, "version"), 12),
        Column("supplier", tell.label(Component, "supplier"), 28),
        Column("made", say("report.packet.made-in"), 14),
        Column("listed", say("report.packet.is-listed"), 12),
    )
    if rows:
        yield Table("components", say("report.packet.tree"), columns, rows)


def _name(part: Component | Equipment) -> str:
    return f"{part.product} {part.model}" if part.model else part.product


def _countries(scope: Scope, tell: Telling, part: Component) -> str | None:
    codes = dict.fromkeys(site.country for site in scope.inventory.sites_of.get(part.id, []))
    return tell.say("report.comma").join(tell.country(code).label for code in codes) or None


def _parties(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Who is behind it, and how old what they said is."""
    say = tell.say
    yield Heading(say("report.packet.section.parties"))
    yield Paragraph(say("report.packet.parties-note"))
    counted = {
        "holders": Counter(fact.party for fact in scope.holders),
        "officers": Counter(fact.party for fact in scope.officers),
        "foreign_sales": Counter(fact.party for fact in scope.foreign_sales),
    }
    rows: list[tuple[Cell, ...]] = []
    for party in scope.parties:
        answers: list[Cell] = []
        for fact in FACTS:
            snapshot = scope.snapshot(party.id, fact)
            count = counted[fact][party.id]
            answers.append(None if snapshot is None else _answer(tell, snapshot, fact, count))
        rows.append((tell.name(party.id), roles(scope, party.id, tell), tell.cell(party, "country"), *answers))
    columns = (
        Column("party", tell.say("kind.party"), 30),
        Column("role", say("report.packet.role"), 20),
        Column("country", tell.label(Party, "country"), 14),
        *(Column(fact, say(f"report.packet.fact.{fact}"), 18) for fact in FACTS),
    )
    yield Table(
        "parties", say("report.packet.section.parties"), columns, tuple(rows), empty=say("report.packet.no-parties")
    )


def _answer(tell: Telling, snapshot: Snapshot, fact: str, count: int) -> str:
    answer = getattr(snapshot, fact)
    label = tell.say("report.packet.entries", count=count) if answer == "listed" else tell.say.choice("answer", answer)
    return f"{label}\n{tell.say('report.packet.as-of-day', day=snapshot.as_of.isoformat())}"


def _maintenance(scope: Scope, tell: Telling) -> Iterator[Block]:
    say = tell.say
    yield Heading(say("report.packet.section.maintenance"))
    if not scope.entrustments:
        yield Paragraph(say("report.packet.no-entrustments"))
        return
    yield Note(say("report.packet.exemption-note"))
    for entrustment in scope.entrustments:
        yield Heading(entrustment.title, 2)
        names = [name for name in Entrustment.asked() if name not in ("equipment", "title")]
        yield Fields(f"entrustment-{entrustment.id}", tuple(tell.fact(entrustment, name) for name in names))
        yield _subcontracts(scope, tell, entrustment.id)


def _subcontracts(scope: Scope, tell: Telling, entrustment: str) -> Table:
    say = tell.say
    limbs = ("content_known", "entry_restricted", "records_audited")
    rows = tuple(
        (
            tier,
            tell.cell(subcontract, "subcontractor"),
            subcontract.purpose,
            subcontract.scope,
            *(tell.cell(subcontract, limb) for limb in limbs),
            flag(scope.exemptions[subcontract.id], say),
        )
        for tier, subcontract in scope.subcontracts
        if subcontract.entrustment == entrustment
    )
    columns = (
        Column("tier", say("report.packet.tier"), 7, number=True),
        Column("subcontractor", tell.label(Subcontract, "subcontractor"), 24),
        *(tell.column(Subcontract, name, 20) for name in ("purpose", "scope")),
        *(Column(limb, say(f"report.packet.limb.{limb}"), 11) for limb in limbs),
        Column("exemption", say("report.packet.exemption"), 14),
    )
    key = f"subcontracts-{entrustment}"
    return Table(key, say("kind.subcontract"), columns, rows, empty=say("report.packet.no-subcontracts"))


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
