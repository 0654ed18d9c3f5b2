"""The papers that go with a filing: per party what is needed, what is there, and where a waiver saves it."""

from collections.abc import Iterator
from typing import Final

from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.report.document import Block, Cell, Column, Note, Table
from hospital_onboard.report.marks import state_badge
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling

#: Requirement -> the kind of paper that meets it.
_PAPERS: Final = {
    "party.registry_certificate": "registry_certificate",
    "party.officer_papers": "officer_identity",
    "subcontract.exemption_proof": "exemption_proof",
}


def attachments(scope: Scope, tell: Telling, reduced: frozenset[str]) -> Iterator[Block]:
    """One row for each paper that the form wants of a party or a subcontract; the measures' evidence is the index."""
    say = tell.say
    yield Note(say("dossier.attachments-note"))
    rows: list[tuple[Cell, ...]] = []
    for line in scope.lines:
        if line.id not in _PAPERS or (line.id == "party.officer_papers" and line.subject in reduced):
            continue
        rows.append(_row(scope, tell, line))
    rows.sort(key=lambda row: row[0] if isinstance(row[0], int) else 10_000)
    columns = (
        Column("number", say("packet.number"), 6, number=True),
        Column("subject", say("report.subject"), 32),
        Column("paper", say("dossier.paper"), 22),
        Column("state", say("report.state"), 14),
        Column("detail", say("report.detail"), 34),
        Column("evidence", say("packet.column.number"), 12),
    )
    title = say("packet.part.attachments")
    yield Table("attachments", title, columns, tuple(rows), empty=say("dossier.no-attachments"))


def _row(scope: Scope, tell: Telling, line: RequirementLine) -> tuple[Cell, ...]:
    say = tell.say
    party = line.party or line.subject
    number = scope.party_number(party) if party in scope.roles else ""
    if line.id.startswith("subcontract."):
        number = ""
    detail = say(f"detail.{line.detail}", **line.params) if line.detail else ""
    papers = say("report.comma").join(scope.paper_number(paper.id) for paper in _of(scope, line))
    return (number, tell.brief(line.subject), say(f"owed.{line.id}"), state_badge(line.state, say), detail, papers)


def _of(scope: Scope, line: RequirementLine) -> list[Evidence]:
    shown = {use.evidence for use in scope.inventory.exhibits_of.get(line.subject, [])}
    kind = _PAPERS[line.id]
    return [
        paper
        for paper in scope.evidence
        if paper.evidence_kind == kind and (paper.about == line.subject or paper.id in shown)
    ]
