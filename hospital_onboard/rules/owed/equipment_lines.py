"""Lines about the equipment itself, its components, where they are made, and its plans."""

from typing import Final

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.plan import Plan
from hospital_onboard.rules.owed.sheet import MISSING, SATISFIED, Judged, Place, Sheet
from hospital_onboard.rules.owed.uses import introduces, live_plans

_OUTLINE: Final = ("type", "product", "model", "functions", "place_installed", "place_used")
_DATA: Final = ("data_held", "data_place", "data_country", "cloud_service", "backup", "restore", "foreign_law")
_FOR_INTRODUCTION: Final = ("built_by", "internet_connected", "video_equipment")
_COMPONENT: Final = ("layer", "product", "model", "functions", "supplier")
_OPERATOR: Final = ("corporation", "corporate_number", "prefecture")


def operator_lines(sheet: Sheet) -> None:
    """Who files, and that there is something to file."""
    operator, place = sheet.inventory.operator, Place()
    if operator.operator_kind == "agency":
        sheet.fields(operator, ("code",), place, instead=Judged("not_applicable", "agency_has_no_code"))
    else:
        sheet.fields(operator, ("code",), place)
    sheet.fields(operator, _OPERATOR, place)
    sheet.add("operator.equipment", operator.id, SATISFIED if sheet.inventory.equipment else MISSING, place)


def equipment_lines(sheet: Sheet, equipment: Equipment) -> None:
    """One critical equipment: what it is, who supplies it, where it is made, which data it holds."""
    place = Place(equipment.id, equipment.supplier or "")
    introduced = introduces(sheet.inventory, equipment.id)
    skipped = None if introduced else Judged("not_applicable", "only_entrusted")
    sheet.fields(equipment, _OUTLINE, place)
    sheet.fields(equipment, _FOR_INTRODUCTION, place, instead=skipped)
    # Art. 52(1) speaks of an introduction from another business; what the operator built itself has no supplier.
    own = Judged("not_applicable", "own_built") if equipment.built_by == "own" and not equipment.supplier else None
    sheet.fields(equipment, ("supplier",), place, instead=skipped or own)
    if skipped or own:
        sheet.add("equipment.made_at", equipment.id, skipped or own or SATISFIED, place)
    else:
        _made_at(sheet, equipment, place)
    sheet.fields(equipment, _DATA, place)
    for component in sheet.inventory.components_of.get(equipment.id, ()):
        if skipped:
            sheet.fields(component, ("listed",), place, instead=skipped)
        else:
            _component_lines(sheet, component, Place(equipment.id, component.supplier or equipment.supplier or ""))
    for plan in live_plans(sheet.inventory, equipment.id):
        _plan_lines(sheet, plan, place)


def _component_lines(sheet: Sheet, component: Component, place: Place) -> None:
    """A component not on the list is not reported, nor is its supplier; while that is unknown everything is asked."""
    if component.listed == "no":
        sheet.fields(component, ("listed",), place, instead=Judged("not_applicable", "not_listed"))
        return
    sheet.fields(component, ("listed",), place)
    sheet.fields(component, _COMPONENT, place)
    _made_at(sheet, component, place)


def _made_at(sheet: Sheet, product: Equipment | Component, place: Place) -> None:
    sites = sheet.inventory.sites_of.get(product.id)
    if not sites:
        sheet.add(f"{product.kind}.made_at", product.id, MISSING, place)
        return
    sheet.add(f"{product.kind}.made_at", product.id, SATISFIED, place, origin=sites[0].origin_of("country"))
    for site in sites:
        sheet.fields(site, ("address",), place)


def _plan_lines(sheet: Sheet, plan: Plan, place: Place) -> None:
    sheet.fields(plan, ("purpose",), place)
    if plan.plan_kind == "entrustment":
        sheet.fields(plan, ("entrustment",), place)
        return
    sheet.fields(plan, ("in_service_on",), place)
    involved = sheet.inventory.involvements_of.get(plan.id, [])
    if not involved:
        # The form then says "not applicable"; there is nothing else a person could answer.
        sheet.add("plan.involved", plan.id, Judged("not_applicable", "nobody_involved"), place)
        return
    sheet.add("plan.involved", plan.id, SATISFIED, place, origin=involved[0].origin_of("party"))
    for involvement in involved:
        sheet.fields(involvement, ("role",), place)
