"""Every table of the plan, in the order of the form's contents (regime-facts §3), as one workbook's document."""

from collections.abc import Iterable, Sequence

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence, Involvement, Plan
from hospital_onboard.domain.record import Record, is_personal
from hospital_onboard.report.document import Block, Cell, Column, Document, Fields, Frame, Heading, Note, Table
from hospital_onboard.report.marks import flag, measure_badge
from hospital_onboard.report.packet.behind import roles
from hospital_onboard.report.packet.missing import missing_table
from hospital_onboard.report.packet.scope import FACTS, Scope
from hospital_onboard.report.telling import Telling

SCHEMA = "hospital-onboard/packet-tables/1"
#: Columns wider than the usual 16 cells.
_WIDE = {
    "product": 30,
    "functions": 40,
    "address": 36,
    "purpose": 34,
    "scope": 34,
    "name": 28,
    "supplier": 28,
    "contractor": 28,
    "subcontractor": 28,
    "party": 28,
    "title": 34,
    "about": 28,
    "remote_path": 28,
    "file_name": 24,
    "file_sha256": 20,
}


def tables_document(scope: Scope, tell: Telling, frame: Frame, *, personal: bool) -> Document:
    """The tables, with the plan and the equipment themselves on the first sheet."""
    say = tell.say
    blocks: list[Block] = [
        Heading(say("kind.plan")),
        Fields("plan", tuple(tell.fact(scope.plan, name) for name in Plan.asked() if name != "equipment")),
        Note(say(f"report.packet.personal-{'in' if personal else 'out'}")),
        equipment_table(scope, tell),
        involved_table(scope, tell),
        suppliers_table(scope, tell),
        components_table(scope, tell),
        _records("sites", "report.packet.sites", Site, scope.sites, tell),
        _records("holders", "report.packet.holders", Holder, scope.holders, tell),
        _records("officers", "report.packet.officers", Officer, scope.officers, tell, leave=_hidden(Officer, personal)),
        _records("foreign_sales", "report.packet.foreign-sales", ForeignSale, scope.foreign_sales, tell),
        _records("entrustments", "report.packet.entrustments", Entrustment, scope.entrustments, tell, ("equipment",)),
        subcontracts_table(scope, tell),
        measures_table(scope, tell),
        _records("evidence", "report.packet.evidence", Evidence, scope.evidence, tell),
        missing_table(scope, tell),
    ]
    return Document(SCHEMA, say("report.packet.tables-title"), tell.say.lang, frame, tuple(blocks), scope.plan.title)


def _hidden(kind: type[Record], personal: bool) -> tuple[str, ...]:
    return () if personal else tuple(name for name in kind.asked() if is_personal(kind, name))


def equipment_table(scope: Scope, tell: Telling) -> Table:
    """The equipment as item and content: twenty columns would be unreadable on paper."""
    names = [name for name in Equipment.asked() if name != "operator"]
    rows = tuple((tell.label(Equipment, name), tell.cell(scope.equipment, name)) for name in names)
    columns = (Column("item", tell.say("report.item"), 30), Column("content", tell.say("report.content"), 90))
    return Table("equipment", tell.say("kind.equipment"), columns, rows)


def involved_table(scope: Scope, tell: Telling) -> Table:
    """Parties involved in the introduction with the fields the form wants of them; none is an answer."""
    party_fields = ("representative", "address", "country")
    rows: list[tuple[Cell, ...]] = []
    for involvement in scope.involvements:
        party = scope.inventory.by_id.get(involvement.party)
        about = [tell.cell(party, name) if isinstance(party, Party) else None for name in party_fields]
        rows.append((tell.cell(involvement, "party"), *about, tell.cell(involvement, "role")))
    return Table(
        key="involved",
        title=tell.say("report.packet.involved"),
        columns=(
            _column(tell, Involvement, "party"),
            *(_column(tell, Party, name) for name in party_fields),
            _column(tell, Involvement, "role"),
        ),
        rows=tuple(rows),
        empty=tell.say("report.packet.nobody-involved"),
    )


def suppliers_table(scope: Scope, tell: Telling) -> Table:
    """Every party with its role, what it answered, and the day of each answer."""
    rows: list[tuple[Cell, ...]] = []
    for party in scope.parties:
        answers: list[Cell] = []
        for fact in FACTS:
            snapshot = scope.snapshot(party.id, fact)
            answers += [tell.cell(snapshot, fact), snapshot.as_of] if snapshot else [None, None]
        name, *identity = (tell.cell(party, field) for field in Party.asked())
        rows.append((name, roles(scope, party.id, tell), *identity, *answers))
    answer_columns = [
        column
        for fact in FACTS
        for column in (
            tell.column(Snapshot, fact, 12),
            Column(f"{fact}_as_of", tell.say("report.packet.as-of", fact=tell.say(f"report.packet.fact.{fact}")), 12),
        )
    ]
    return Table(
        key="suppliers",
        title=tell.say("report.packet.suppliers"),
        columns=(
            _column(tell, Party, "name"),
            Column("role", tell.say("report.packet.role"), 22),
            *(_column(tell, Party, name) for name in Party.asked() if name != "name"),
            *answer_columns,
        ),
        rows=tuple(rows),
        empty=tell.say("report.packet.no-parties"),
    )


def components_table(scope: Scope, tell: Telling) -> Table:
    """The component tree: parents before their parts, with the depth as a number."""
    names = [name for name in Component.asked() if name not in ("equipment",)]
    rows = tuple((depth, *(tell.cell(part, name) for name in names)) for depth, part in scope.components)
    return Table(
        key="components",
        title=tell.say("kind.component"),
        columns=(
            Column("depth", tell.say("report.packet.depth"), 8, number=True),
            *(_column(tell, Component, n) for n in names),
        ),
        rows=rows,
        empty=tell.say("report.packet.no-components"),
    )


def subcontracts_table(scope: Scope, tell: Telling) -> Table:
    """Subcontracts of every tier with the outcome of the exemption test."""
    names = Subcontract.asked()
    rows = tuple(
        (tier, *(tell.cell(subcontract, name) for name in names), flag(scope.exemptions[subcontract.id], tell.say))
        for tier, subcontract in scope.subcontracts
    )
    return Table(
        key="subcontracts",
        title=tell.say("kind.subcontract"),
        columns=(
            Column("tier", tell.say("report.packet.tier"), 8, number=True),
            *(_column(tell, Subcontract, name) for name in names),
            Column("exemption", tell.say("report.packet.exemption"), 16),
        ),
        rows=rows,
        empty=tell.say("report.packet.no-subcontracts"),
    )


def measures_table(scope: Scope, tell: Telling) -> Table:
    """Every measure of the plan's kind, answered or not, with its evidence."""
    say = tell.say
    rows: list[tuple[Cell, ...]] = []
    for measure, subject, answer in scope.measures:
        papers = say("report.comma").join(
            f"{scope.paper_number(paper.id)} {paper.title}" for paper in scope.evidence_for(subject, measure.id)
        )
        rows.append(
            (
                measure.id,
                tell.name(subject),
                measure.group.label.of(say.lang),
                measure.text.of(say.lang),
                measure_badge(answer.state if answer else "undecided", say),
                (answer.note if answer else None) or "",
                (answer.planned_on if answer else None) or "",
                papers,
            )
        )
    return Table(
        key="measures",
        title=say("kind.measure"),
        columns=(
            Column("item", say("report.packet.measure-item"), 14),
            Column("subject", say("report.subject"), 20),
            Column("group", say("report.packet.measure-group"), 16),
            Column("text", say("report.packet.measure-text"), 56),
            Column("state", say("report.state"), 16),
            Column("note", say("field.measure.note"), 28),
            Column("planned_on", say("field.measure.planned_on"), 13),
            Column("evidence", say("kind.evidence"), 30),
        ),
        rows=tuple(rows),
    )


def _records(
    key: str, title: str, kind: type[Record], records: Iterable[Record], tell: Telling, leave: Sequence[str] = ()
) -> Table:
    """Records of one kind with all their fields, save those left out."""
    names = [name for name in kind.asked() if name not in leave]
    rows = tuple(tuple(tell.cell(record, name) for name in names) for record in records)
    columns = tuple(_column(tell, kind, name) for name in names)
    return Table(key, tell.say(title), columns, rows, empty=tell.say("report.packet.none-recorded"))


def _column(tell: Telling, kind: type[Record], name: str) -> Column:
    return tell.column(kind, name, _WIDE.get(name, 16))
