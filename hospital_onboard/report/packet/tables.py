"""Every table of the plan in the order of the form's contents (regime-facts §3), for the annex.

What stands in them is what our own import reads: one row a record, with its id, choices and references in the words
that the import understands. Columns that only help the reader (depth, tier, role) come besides.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record, is_personal, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import ID, SHEETS
from hospital_onboard.report.document import Cell, Column, Document, Frame, Table
from hospital_onboard.report.marks import flag, measure_badge
from hospital_onboard.report.packet.behind import roles
from hospital_onboard.report.packet.missing import missing_table
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling

SCHEMA: Final = "hospital-onboard/packet-tables/1"
#: (kinds, id) -> the text that the import understands as this record.
Label = Callable[[tuple[str, ...], str], str]
#: Key of a table -> the kind of record its rows are, in the order of the annex.
SHEET_OF: Final[dict[str, str]] = {
    "operator": "operator",
    "plan": "plan",
    "equipment": "equipment",
    "involved": "involvement",
    "parties": "party",
    "snapshots": "snapshot",
    "holders": "holder",
    "officers": "officer",
    "foreign_sales": "foreign_sale",
    "components": "component",
    "sites": "site",
    "entrustments": "entrustment",
    "subcontracts": "subcontract",
    "measures": "measure",
    "evidence": "evidence",
    "exhibits": "exhibit",
}
#: Columns wider than the usual 16 cells.
_WIDE: Final = {
    "product": 30,
    "functions": 40,
    "address": 36,
    "purpose": 34,
    "scope": 34,
    "name": 32,
    "supplier": 32,
    "contractor": 32,
    "subcontractor": 32,
    "party": 32,
    "title": 34,
    "about": 28,
    "remote_path": 28,
    "text": 56,
    "papers": 30,
    "note": 28,
    "evidence": 34,
    "subject": 28,
    "equipment": 28,
    "plan": 28,
    "file_sha256": 20,
    "id": 14,
}
#: Columns for the reader, by table; they come after the record's own.
HELPING: Final[dict[str, tuple[str, ...]]] = {
    "involved": ("representative", "address", "country"),
    "parties": ("role",),
    "components": ("depth",),
    "subcontracts": ("tier", "exemption"),
    "measures": ("badge", "text", "papers"),
    "evidence": ("number", "proves", "file_name", "file_sha256"),
}


def tables_document(
    scope: Scope, tell: Telling, frame: Frame, *, personal: bool, label: Label | None = None
) -> Document:
    """All tables. Without ``label`` references are told by name alone, which two records may share."""
    title = tell.say("report.packet.tables-title")
    tables = _Tables(scope, tell, personal, label).all()
    return Document(SCHEMA, title, tell.say.lang, frame, tables, scope.plan.title)


def columns_of(key: str, tell: Telling, *, personal: bool = True) -> tuple[Column, ...]:
    """The columns of a table: what helps the reader, the record's fields in the order of the form, its id."""
    kind = SHEETS[SHEET_OF[key]].record
    fields = [name for name in SHEETS[SHEET_OF[key]].fields if personal or not is_personal(kind, name)]
    told = [tell.column(kind, name, _WIDE.get(name, 16)) for name in fields]
    helping = [Column(n, tell.say(f"packet.column.{n}"), _WIDE.get(n, 16)) for n in HELPING.get(key, ())]
    return (*told, *helping, Column(ID, tell.say("column.id"), _WIDE["id"]))


class _Tables:
    def __init__(self, scope: Scope, tell: Telling, personal: bool, label: Label | None) -> None:
        self._scope, self._tell, self._personal, self._label = scope, tell, personal, label

    def all(self) -> tuple[Table, ...]:
        scope = self._scope
        snapshots = {s.id: s for party in scope.roles for s in scope.newest(party)}
        return (
            self._of("operator", [scope.inventory.operator]),
            self._of("plan", [scope.plan]),
            self._of("equipment", [scope.equipment]),
            self._of("involved", scope.involvements, "report.packet.nobody-involved"),
            self._of("parties", scope.parties, "report.packet.no-parties"),
            self._of("snapshots", snapshots.values()),
            self._of("holders", scope.holders),
            self._of("officers", scope.officers),
            self._of("foreign_sales", scope.foreign_sales),
            self._of("components", [part for _, part in scope.components], "report.packet.no-components"),
            self._of("sites", scope.sites),
            self._of("entrustments", scope.entrustments, "report.packet.no-entrustments"),
            self._of("subcontracts", [s for _, s in scope.subcontracts], "report.packet.no-subcontracts"),
            self._measures(),
            self._of("evidence", scope.evidence),
            self._of("exhibits", scope.exhibits),
            missing_table(scope, self._tell),
        )

    def _of(self, key: str, records: Iterable[Record], empty: str = "report.packet.none-recorded") -> Table:
        columns = columns_of(key, self._tell, personal=self._personal)
        rows = tuple(tuple(self._cell(key, record, column.key) for column in columns) for record in records)
        return Table(key, self._tell.say(f"packet.table.{key}"), columns, rows, empty=self._tell.say(empty))

    def _cell(self, key: str, record: Record, name: str) -> Cell:
        if name == ID:
            return record.id
        if name in HELPING.get(key, ()):
            return self._helping(record, name)
        value, shape = getattr(record, name), shape_of(type(record), name)
        if value is None:
            return ""
        if isinstance(shape, Ref) and self._label is not None:
            return self._label(shape.kinds, value)
        return self._tell.cell(record, name)

    def _helping(self, record: Record, name: str) -> Cell:
        scope, tell = self._scope, self._tell
        match name:
            case "depth":
                return scope.depths[record.id]
            case "tier":
                return scope.tiers[record.id]
            case "role":
                return roles(scope, record.id, tell)
            case "exemption":
                return flag(scope.exemptions[record.id], tell.say)
            case "number":
                return scope.paper_number(record.id)
            case "proves":
                return tell.say("report.comma").join(scope.proves(record.id))
            case "representative" | "address" | "country":
                party = scope.inventory.by_id.get(getattr(record, "party", ""))
                return tell.cell(party, name) if isinstance(party, Party) else ""
        return getattr(record, name) or ""

    def _measures(self) -> Table:
        """Every measure of the plan's kind. One nobody answered has its words, and nothing where an answer belongs."""
        columns = columns_of("measures", self._tell)
        rows: list[Sequence[Cell]] = []
        for measure, subject, answer in self._scope.measures:
            papers = self._tell.say("report.comma").join(
                f"{self._scope.paper_number(p.id)} {p.title}" for p in self._scope.evidence_for(subject, measure.id)
            )
            badge = measure_badge(answer.state if answer else "undecided", self._tell.say)
            told: dict[str, Cell] = {"badge": badge, "text": measure.text.of(self._tell.say.lang), "papers": papers}
            if answer is None:
                named = self._label(("equipment", "entrustment"), subject) if self._label else self._tell.name(subject)
                told |= {"subject": named, "item": measure.id}
                rows.append([told.get(column.key, "") for column in columns])
            else:
                rows.append([told[c.key] if c.key in told else self._cell("measures", answer, c.key) for c in columns])
        title = self._tell.say("packet.table.measures")
        return Table("measures", title, columns, tuple(tuple(row) for row in rows))


def measures_table(scope: Scope, tell: Telling) -> Table:
    """Every measure of the plan's kind for the reader: state, remarks, evidence by number."""
    say = tell.say
    rows: list[tuple[Cell, ...]] = []
    for measure, subject, answer in scope.measures:
        papers = (scope.paper_number(paper.id) for paper in scope.evidence_for(subject, measure.id))
        planned = say("packet.planned", day=answer.planned_on.isoformat()) if answer and answer.planned_on else ""
        remarks = [text for text in (answer.note if answer else None, planned) if text]
        rows.append(
            (
                measure.id,
                tell.name(subject),
                measure.text.of(say.lang),
                measure_badge(answer.state if answer else "undecided", say),
                "\n".join(remarks),
                say("report.comma").join(papers),
            )
        )
    columns = (
        Column("item", say("report.packet.measure-item"), 9),
        Column("subject", say("report.subject"), 18),
        Column("text", say("report.packet.measure-text"), 52),
        Column("state", say("report.state"), 16),
        Column("note", say("field.measure.note"), 28),
        Column("evidence", say("kind.evidence"), 14),
    )
    return Table("measures", say("kind.measure"), columns, tuple(rows))
