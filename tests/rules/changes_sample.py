"""A filing of each kind with something in every part, to change and compare."""

import json
from datetime import date
from functools import cache
from typing import Any

from facts import inventory

from hospital_onboard.domain.plan import Plan
from hospital_onboard.rules.change.change_table import change_table
from hospital_onboard.rules.change.changes import LawOnDay, shipped_tables
from hospital_onboard.rules.change.filed import FACTS, LISTS, contents, frozen
from hospital_onboard.rules.regime import regime

ESPA, TABLE, TABLES = regime("espa"), change_table("espa"), shipped_tables("espa")
FILED_ON = date(2028, 4, 3)
ON = date(2028, 5, 1)
FULL: dict[str, dict[str, Any]] = {
    "operator_aoba": {"operator_kind": "hospital", "name": "青葉大学病院（架空）"},
    "party_hokuto": {"name": "北斗（架空）", "representative": "星川原", "address": "東京都", "country": "JP"},
    "party_minami": {"name": "南十字（架空）", "country": "JP"},
    "party_kaze": {"name": "風町（架空）", "country": "JP"},
    "equipment_emr0": {
        "operator": "operator_aoba",
        "group": "emr",
        "product": "ほくと（架空）",
        "model": "H-1",
        "functions": "記録",
        "supplier": "party_hokuto",
    },
    "component_db00": {"equipment": "equipment_emr0", "product": "データ庫（架空）", "supplier": "party_minami"},
    "site_emr0": {"product": "equipment_emr0", "country": "JP"},
    "entrustment_one0": {
        "equipment": "equipment_emr0",
        "title": "点検",
        "contractor": "party_minami",
        "starts_on": "2028-07-01",
        "ends_on": "2030-06-30",
    },
    "subcontract_one0": {"entrustment": "entrustment_one0", "subcontractor": "party_kaze", "purpose": "配線"},
    "measure_in00": {"subject": "equipment_emr0", "item": "I-1-1", "state": "done"},
    "measure_en00": {"subject": "entrustment_one0", "item": "M-1", "state": "done"},
    "evidence_one0": {"title": "手順書（架空）", "about": "equipment_emr0", "file_sha256": "a" * 64},
    "evidence_two0": {"title": "点検要領（架空）"},
    "exhibit_one0": {"evidence": "evidence_one0", "subject": "equipment_emr0", "item": "I-1-1"},
    "exhibit_two0": {"evidence": "evidence_two0", "subject": "entrustment_one0", "item": "M-1"},
    **{
        f"snapshot_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "holders": "listed",
            "officers": "listed",
            "foreign_sales": "listed",
        }
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"holder_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "name": "持株（架空）",
            "country": "JP",
            "share": "30",
        }
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"officer_{party}": {"party": f"party_{party}", "as_of": "2028-03-20", "name": "星川原（架空）"}
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"foreign_sale_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "year": 2027,
            "country": "US",
            "share": "30",
        }
        for party in ("hokuto", "minami", "kaze")
    },
}
PLANS = {
    "introduction": {"plan_renew": {"plan_kind": "introduction", "in_service_on": "2028-09-01"}},
    "entrustment": {"plan_upkeep": {"plan_kind": "entrustment", "entrustment": "entrustment_one0"}},
}


def content(kind: str) -> dict[str, Any]:
    """The content of a plan of this kind, with something in each of its parts; a copy that a test may change."""
    return dict(json.loads(_content(kind)))


@cache
def _content(kind: str) -> str:
    ((plan_id, plan),) = PLANS[kind].items()
    facts = {**FULL, plan_id: {"equipment": "equipment_emr0", "title": "計画（架空）", **plan}}
    if kind == "introduction":
        facts["involvement_one0"] = {"plan": plan_id, "party": "party_kaze", "role": "checker"}
    whole = inventory(facts)
    (found,) = whole.plans
    assert isinstance(found, Plan)
    return frozen(contents(whole, found, FILED_ON))


def law(day: date = ON) -> LawOnDay:
    return LawOnDay(ESPA, TABLE, TABLES, day)


def records(filed: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every record of a content with its kind; changing one changes the content."""
    found = [("plan", filed["plan"]), ("equipment", filed["equipment"])]
    found += [(kind, item) for part, kind in LISTS.items() for item in filed[part]]
    for party in filed["parties"]:
        found.append(("party", party))
        found += [(FACTS[name], item) for name, fact in party["facts"].items() for item in fact["listed"]]
    return found
