"""Lines about entrusted maintenance and its subcontracts, tier by tier, with the exemption test."""

from typing import Final

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.rules.owed.papers import Papers
from hospital_onboard.rules.owed.sheet import Judged, Place, Sheet
from hospital_onboard.rules.owed.uses import Exemption, exemption

_CONTRACT: Final = ("contractor", "purpose", "scope", "place", "period", "video_equipment", "remote")
_REMOTE: Final = ("remote_path", "remote_owner", "remote_patched_on")
_SUBCONTRACT: Final = ("purpose", "scope", "place", "period", "remote")
_TEST: Final[dict[Exemption, Judged]] = {
    "passed": Judged("satisfied", "exemption_passed"),
    "failed": Judged("satisfied", "exemption_failed"),
    "open": Judged("unclear", "exemption_open"),
    "not_claimed": Judged("not_applicable", "exemption_not_claimed"),
}
_NOT_REMOTE: Final = Judged("not_applicable", "not_remote")
_EXEMPT: Final = Judged("exempt", "exemption_passed")


def entrustment_lines(sheet: Sheet, papers: Papers, equipment: Equipment) -> None:
    """Every maintenance contract recorded for the equipment, with all its subcontracts."""
    for contract in sheet.inventory.entrustments_of.get(equipment.id, ()):
        _contract_lines(sheet, contract, Place(equipment.id, contract.contractor or ""))
        for subcontract in sheet.inventory.subcontracts_of.get(contract.id, ()):
            # Who gave the work out can say what was given out.
            _subcontract_lines(sheet, papers, subcontract, Place(equipment.id, contract.contractor or ""))


def _contract_lines(sheet: Sheet, contract: Entrustment, place: Place) -> None:
    sheet.fields(contract, _CONTRACT, place)
    if contract.remote == "yes":
        sheet.fields(contract, _REMOTE, place)
    elif contract.remote == "no":
        sheet.fields(contract, _REMOTE, place, instead=_NOT_REMOTE)


def _subcontract_lines(sheet: Sheet, papers: Papers, subcontract: Subcontract, place: Place) -> None:
    outcome = exemption(subcontract)
    dropped = _EXEMPT if outcome == "passed" else None
    sheet.fields(subcontract, ("subcontractor",), place)
    sheet.fields(subcontract, _SUBCONTRACT, place, instead=dropped)
    if subcontract.remote == "yes" or dropped:
        sheet.fields(subcontract, ("remote_path",), place, instead=dropped)
    elif subcontract.remote == "no":
        sheet.fields(subcontract, ("remote_path",), place, instead=_NOT_REMOTE)
    origin = subcontract.origin_of("content_known") if subcontract.content_known else None
    sheet.add("subcontract.exemption", subcontract.id, _TEST[outcome], place, origin=origin)
    if outcome == "passed":
        judged, paper = papers.about(subcontract.id, "exemption_proof", place.owner)
        sheet.add(
            "subcontract.exemption_proof",
            subcontract.id,
            judged,
            place,
            origin=None if paper is None else paper.origin_of("title"),
        )
    elif outcome == "failed" or outcome == "not_claimed":
        sheet.add("subcontract.exemption_proof", subcontract.id, Judged("not_applicable", _TEST[outcome].detail), place)
