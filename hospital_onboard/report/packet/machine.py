"""The packet as data: schema ``hospital-onboard/packet/1``. The same in every language; codes, ISO dates, ids.

Shape: ``{schema, on, personal, medical_sector{standing, checked_on}, assumptions[], operator{}, plan{}, equipment{},
components[{…, depth}], sites[], parties[{…, roles[], facts{holders{answer, as_of}, …}}], holders[], officers[],
foreign_sales[], entrustments[], subcontracts[{…, tier, exemption}], involvements[],
measures[{item, subject, state, note?, planned_on?, evidence[]}], evidence[{…, number, proves[]}], consultations[],
deadlines[{id, date, kind}], counts{},
open[{id, subject, state, actor, party, field, detail, source{}}]}``. A fact that is not answered is absent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from hospital_onboard.domain.readiness import RequirementLine, counts
from hospital_onboard.domain.record import Record, is_personal
from hospital_onboard.report.document import Assumed
from hospital_onboard.report.packet.ruling import Ruling
from hospital_onboard.report.packet.scope import FACTS, Scope

SCHEMA = "hospital-onboard/packet/1"


def content(
    scope: Scope, checked_on: date, assumptions: Sequence[Assumed], ruling: Ruling, *, personal: bool
) -> dict[str, Any]:
    """The packet's data, ready for JSON."""
    return {
        "schema": SCHEMA,
        "on": scope.day.isoformat(),
        "personal": personal,
        "medical_sector": {"standing": "promulgated", "checked_on": checked_on.isoformat()},
        "assumptions": [item.id for item in assumptions],
        "operator": _told(scope.inventory.operator),
        "plan": _told(scope.plan),
        "equipment": _told(scope.equipment),
        "components": [{**_told(part), "depth": depth} for depth, part in scope.components],
        "sites": _all(scope.sites),
        "parties": [_party(scope, party) for party in scope.parties],
        "holders": _all(scope.holders),
        "officers": _all(scope.officers, personal=personal),
        "foreign_sales": _all(scope.foreign_sales),
        "entrustments": _all(scope.entrustments),
        "subcontracts": [
            {**_told(s), "tier": tier, "exemption": scope.exemptions[s.id]} for tier, s in scope.subcontracts
        ],
        "involvements": _all(scope.involvements),
        "measures": _measures(scope),
        "evidence": [
            {**_told(paper), "number": scope.paper_number(paper.id), "proves": scope.proves(paper.id)}
            for paper in scope.evidence
        ],
        "consultations": _all(scope.consultations),
        "deadlines": [
            {"id": line.id, "date": None if line.day is None else line.day.isoformat(), "kind": line.code}
            for line in ruling.days
        ],
        "counts": counts(list(scope.lines)),
        "open": [line_told(line) for line in scope.open_lines],
    }


def _told(record: Record, *, personal: bool = True) -> dict[str, Any]:
    """The record's answered fields; the words of the record itself, in JSON's types."""
    left_out = set() if personal else {name for name in record.asked() if is_personal(type(record), name)}
    return record.model_dump(mode="json", exclude_none=True, exclude={"revision", "origin", *left_out})


def _all(records: Iterable[Record], *, personal: bool = True) -> list[dict[str, Any]]:
    return [_told(record, personal=personal) for record in records]


def _party(scope: Scope, party: Record) -> dict[str, Any]:
    answers = {fact: snapshot for fact in FACTS if (snapshot := scope.snapshot(party.id, fact))}
    facts = {f: {"answer": getattr(s, f), "as_of": s.as_of.isoformat()} for f, s in answers.items()}
    return {**_told(party), "roles": scope.roles[party.id], "facts": facts}


def _measures(scope: Scope) -> list[dict[str, Any]]:
    found = []
    for measure, subject, answer in scope.measures:
        said = {} if answer is None else _told(answer)
        papers = [paper.id for paper in scope.evidence_for(subject, measure.id)]
        found.append({"item": measure.id, "subject": subject, "state": "undecided", **said, "evidence": papers})
    return found


def line_told(line: RequirementLine) -> dict[str, Any]:
    """An open line with its source."""
    told = {name: getattr(line, name) for name in ("id", "subject", "state", "actor", "party", "field", "detail")}
    return {**told, "source": asdict(line.source)}
