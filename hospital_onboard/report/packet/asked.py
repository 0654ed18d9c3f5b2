"""Parts about what is done and shown, what is asked of the ministry, and what is still missing."""

from collections.abc import Iterator

from hospital_onboard.domain.plan import Consultation, Evidence
from hospital_onboard.reference.measures import measures_edition
from hospital_onboard.report.document import Block, Bullets, Cell, Column, Note, Paragraph, Table
from hospital_onboard.report.packet.missing import missing_in_short
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.packet.tables import measures_table
from hospital_onboard.report.readiness_report import sources
from hospital_onboard.report.telling import Telling


def measures(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Every measure of the plan's kind, its state and its evidence by number."""
    edition = measures_edition()
    say = tell.say
    yield Note(say("report.packet.measures-note", note=edition.note.of(say.lang), edition=edition.source.edition))
    several = len({subject for _, subject, _ in scope.measures}) > 1
    yield measures_table(scope, tell).without(*(() if several else ("subject",)))


def questions(scope: Scope, tell: Telling) -> Iterator[Block]:
    """What the operator wants to know."""
    waiting = tuple(consultation.question for consultation in scope.consultations if consultation.answer is None)
    yield Bullets(waiting) if waiting else Paragraph(tell.say("report.packet.no-questions"))


def consultations(scope: Scope, tell: Telling) -> Iterator[Block]:
    """What was said before."""
    say = tell.say
    names = ("held_on", "who", "question", "answer")
    rows = tuple(
        tuple(tell.cell(consultation, name) for name in names)
        for consultation in scope.consultations
        if consultation.answer is not None
    )
    widths = {"held_on": 12, "who": 20, "question": 40, "answer": 40}
    columns = tuple(tell.column(Consultation, name, widths[name]) for name in names)
    title = say("packet.part.consultations")
    yield Table("consultations", title, columns, rows, empty=say("report.packet.no-consultations"))


def evidence(scope: Scope, tell: Telling) -> Iterator[Block]:
    """The papers at hand, numbered as the measures refer to them."""
    yield evidence_index(scope, tell)


def evidence_index(scope: Scope, tell: Telling) -> Table:
    """Evidence by number, with what it proves and where its file is told from others."""
    say = tell.say
    names = ("title", "evidence_kind", "about", "issued_on", "valid_until", "direct_to_minister")
    rows: list[tuple[Cell, ...]] = []
    for paper in scope.evidence:
        items = say("report.comma").join(scope.proves(paper.id))
        rows.append((scope.paper_number(paper.id), *(tell.cell(paper, name) for name in names), items))
    widths = {
        "title": 36,
        "about": 28,
        "evidence_kind": 22,
        "issued_on": 12,
        "valid_until": 12,
        "direct_to_minister": 9,
    }
    columns = (
        Column("number", say("packet.number"), 7),
        *(tell.column(Evidence, name, widths.get(name, 12)) for name in names),
        Column("proves", say("packet.proves"), 14),
    )
    return Table("evidence", say("kind.evidence"), columns, tuple(rows), empty=say("report.packet.none-recorded"))


def missing(scope: Scope, tell: Telling, annex: str) -> Iterator[Block]:
    """What is still missing, by who must act."""
    yield Paragraph(tell.say("report.packet.missing-count", count=len(scope.open_lines), annex=annex))
    yield missing_in_short(scope, tell)


def grounds(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Where each requirement comes from, and how it stands."""
    yield from sources(scope.lines, tell.say)
