"""Lines about the risk-management measures: 27 for an introduction, 14 for each entrustment, and their evidence."""

from typing import Final

from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import MeasureAnswer
from hospital_onboard.reference.measures import Measure, measures_for
from hospital_onboard.rules.owed.papers import Papers
from hospital_onboard.rules.owed.sheet import MISSING, SATISFIED, Judged, Place, Sheet
from hospital_onboard.rules.owed.uses import introduces

#: A ticked measure: done, or replaced by an equivalent one. Only these need evidence.
_TICKED: Final = ("done", "equivalent")
#: What an answer must carry besides its state, and what is said when it does not.
_CARRIES: Final = {
    "equivalent": ("note", "note_missing"),
    "not_taken": ("note", "reason_missing"),
    "planned": ("planned_on", "planned_day_missing"),
}


def measure_lines(sheet: Sheet, papers: Papers, equipment: Equipment) -> None:
    """The introduction's measures when one is planned or nothing is planned yet; the others for every contract."""
    if introduces(sheet.inventory, equipment.id):
        place = Place(equipment.id, equipment.supplier or "")
        for measure in measures_for("introduction"):
            _lines(sheet, papers, measure, equipment, place)
    for contract in sheet.inventory.entrustments_of.get(equipment.id, ()):
        place = Place(equipment.id, contract.contractor or "")
        for measure in measures_for("entrustment"):
            _lines(sheet, papers, measure, contract, place)


def _lines(sheet: Sheet, papers: Papers, measure: Measure, subject: Equipment | Entrustment, place: Place) -> None:
    answers = sheet.inventory.measures_of.get(subject.id, ())
    answer = next((answer for answer in answers if answer.item == measure.id), None)
    condition = "yes" if measure.condition is None else getattr(subject, measure.condition)
    judged = _judge(answer, condition, measure.condition is not None)
    origin = None if answer is None or answer.state == "undecided" else answer.origin_of("state")
    sheet.add("measure.answer", subject.id, judged, Place(place.owner), origin=origin, field=measure.id)
    if judged.state == "satisfied" and answer is not None and answer.state in _TICKED:
        _evidence_line(sheet, papers, measure, subject.id, place)


def _judge(answer: MeasureAnswer | None, condition: str | None, conditional: bool) -> Judged:
    if condition == "no":
        return Judged("not_applicable", "condition_not_met")
    if answer is None or answer.state == "undecided":
        return MISSING if condition == "yes" else Judged("unclear", "condition_unknown")
    if answer.state == "not_applicable":
        return _said_not_applicable(answer, condition, conditional)
    field, detail = _CARRIES.get(answer.state, ("state", ""))
    return SATISFIED if getattr(answer, field) is not None else Judged("missing", detail)


def _said_not_applicable(answer: MeasureAnswer, condition: str | None, conditional: bool) -> Judged:
    """The fact decides a conditional measure; any other needs a reason why it cannot apply."""
    if conditional:
        return Judged("unclear", "condition_contradicts" if condition == "yes" else "condition_unknown")
    return Judged("not_applicable", "") if answer.note is not None else Judged("missing", "reason_missing")


def _evidence_line(sheet: Sheet, papers: Papers, measure: Measure, subject: str, place: Place) -> None:
    judged, paper = papers.for_measure(subject, measure.id, place.owner, may_go_direct=measure.direct_to_minister)
    sheet.add(
        "measure.evidence",
        subject,
        judged,
        place if measure.direct_to_minister else Place(place.owner),
        origin=None if paper is None else paper.origin_of("title"),
        field=measure.id,
        actor="vendor" if measure.direct_to_minister else "operator",
    )
