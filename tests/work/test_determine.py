"""Determinations out of a store: every fact with its cell or form, every view, the documented shape."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import LANGUAGES, words
from hospital_onboard.work import assume, determine, determine_text
from hospital_onboard.work.desk import Desk

SHA = "c0ffee" * 10 + "c0ff"
PLAN = "plan_renew"


def _from(sheet: str, row: int) -> dict[str, str]:
    return {"*": f"workbook:{SHA}:{sheet}!{row}"}


@pytest.fixture
def store(desk: Desk) -> Desk:
    """A hospital typed in by hand, its vendors and components out of a workbook whose columns were moved."""
    typed = {"*": "form"}
    hospital = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）", origin=typed)
    vendor = Party(
        id="party_hokuto",
        name="北斗システム（架空）",
        form="stock_company",
        registered_in_japan="yes",
        origin=_from("相手方", 7),
    )
    equipment = Equipment(
        id="equipment_emr0",
        operator="operator_aoba",
        group="emr",
        product="ほくと（架空）",
        supplier="party_hokuto",
        built_by="own_group",
        internet_connected="no",
        video_equipment="no",
        origin=typed,
    )
    component = Component(
        id="component_apl0",
        equipment="equipment_emr0",
        layer="application",
        product="みなも（架空）",
        supplier="party_hokuto",
        listed="yes",
        origin={**_from("構成設備", 12), "listed": "form"},
    )
    plan = Plan(
        id=PLAN,
        equipment="equipment_emr0",
        plan_kind="introduction",
        title="更新",
        in_service_on=date(2028, 9, 1),
        purchase_on=date(2028, 2, 10),
        origin=typed,
    )
    receipt = {
        "id": "r1",
        "file": "hokuto.xlsx",
        "sha256": SHA,
        "at": "2027-11-02T00:00:00+00:00",
        "who": "hanako",
        "operator": "operator_aoba",
        "counts": {"new": 2},
        "parties": [],
        "columns": {
            "相手方": {"name": "D", "form": "F"},
            "構成設備": {"layer": "C", "product": "E", "supplier": "G", "listed": "H"},
        },
    }
    made: list[Record] = [hospital, vendor, equipment, component, plan]
    saving.save(desk.store, [Change(None, one) for one in made], desk.stamp("import"), receipt=receipt)
    return desk


def _shape(desk: Desk, view: str = "", lang: Any = "ja") -> dict[str, Any]:
    return determine.to_json(desk, determine.determine(desk, PLAN, view), lang)


def test_an_unknown_plan_or_regime_is_refused(store: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        determine.determine(store, "plan_none")
    assert refused.value.code == "no-such-plan"
    with pytest.raises(Refusal) as refused:
        determine.determine(store, PLAN, "act-1999")
    assert refused.value.code == "no-such-regime"


def test_the_documented_shape(store: Desk) -> None:
    assume.assume(store, ["commencement=2027-10-01", "designation=2027-12-01"])
    shape = json.loads(json.dumps(_shape(store), ensure_ascii=False))
    assert shape["schema"] == "hospital-onboard/determine/1"
    assert (shape["plan"], shape["on"], shape["regime"]) == (PLAN, "2027-11-23", "medical")
    assert shape["outcome"] == "excepted"
    assert shape["present_duty"] is False
    main = next(duty for duty in shape["duties"] if duty["id"] == "file_introduction")
    assert main["exception"] == "child_entity"
    assert main["source"]["article"] == "第10条第1項第1号・第2項・第3項"
    assert {"id", "outcome", "form", "due", "source", "standing"} <= set(main)
    assert all({"id", "date", "kind", "source", "assumed"} <= set(day) for day in shape["deadlines"])
    assert all({"code", "text"} <= set(one) for one in shape["warnings"])
    assert all({"rule", "condition", "fact", "from", "parameter"} <= set(step) for step in shape["steps"])
    ends = next(day for day in shape["deadlines"] if day["id"] == "transition_end")
    assert (ends["date"], ends["kind"], ends["assumed"]) == ("2028-06-01", "assumed", True)
    assert ends["assumptions"] == ["designation"]
    assert [one["code"] for one in shape["warnings"]] == ["bought_before_consulted_planned"]


def test_every_fact_names_its_cell_or_form(store: Desk) -> None:
    steps = _shape(store)["steps"]
    by_fact = {step["fact"]: step["from"] for step in steps if step["from"]}
    assert by_fact["component.layer"] == "hokuto.xlsx 構成設備!C12"
    assert by_fact["supplier.form"] == "hokuto.xlsx 相手方!F7"
    assert by_fact["component.listed"] == "手入力 hanako 2027-11-23 12:00"
    assert by_fact["equipment.group"] == "手入力 hanako 2027-11-23 12:00"
    # A column that the workbook did not have falls back on the row.
    assert by_fact["party.registered_in_japan"] == f"取込ファイル {SHA[:12]} 相手方 7行"


def test_a_typed_fact_is_signed_by_who_typed_it_last(store: Desk, make_desk: Any) -> None:
    taro = make_desk(who="taro")
    before = records.get(taro.store, Equipment, "equipment_emr0")
    assert before is not None
    saving.save(taro.store, [Change(before, before.changed(built_by="bought"))], taro.stamp("edit"))
    by_fact = {step["fact"]: step["from"] for step in _shape(store)["steps"] if step["from"]}
    assert by_fact["equipment.built_by"] == "手入力 taro 2027-11-23 12:00"
    assert by_fact["equipment.group"] == "手入力 hanako 2027-11-23 12:00"


def test_an_assumed_fact_names_its_assumption(store: Desk) -> None:
    assume.assume(store, ["designation=2027-12-01"])
    by_fact = {step["fact"]: step["from"] for step in _shape(store, "act-2026-09")["steps"] if step["from"]}
    assert by_fact["operator.designated_on"] == "仮定 assume designation=2027-12-01"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_names_each_article_each_cell_and_each_number(store: Desk, lang: Any) -> None:
    assume.assume(store, ["commencement=2027-10-01", "designation=2027-12-01"])
    text = "\n".join(determine_text.lines(store, determine.determine(store, PLAN), lang))
    for wanted in (
        "経済安全保障推進法施行令 第10条第1項第1号・第2項・第3項",
        "hokuto.xlsx 構成設備!G12",
        "hanako",
        "designation=2027-12-01",
        "2028-06-01",
    ):
        assert wanted in text
    assert "2028-08-02" not in text, "no last day to file for what need not be filed"
    assert "⟦" not in text
    say, lines = words(lang), {line.strip() for line in text.splitlines()}
    for one in determine.determine(store, PLAN).result.determinations:
        assert one.consequence is not None
        what = one.consequence.what.ja if lang == "ja" else one.consequence.what.en
        assert say(f"duty.{one.says}.present", what=what) not in lines or one.says == "advice"
    assert "必要です。" not in text


def test_nothing_is_left_without_words_in_any_view(store: Desk) -> None:
    for lang in LANGUAGES:
        for found in determine.compare(store, PLAN):
            assert "⟦" not in "\n".join(determine_text.lines(store, found, lang))
            assert "⟦" not in json.dumps(determine.to_json(store, found, lang), ensure_ascii=False)


def test_the_views_are_compared_on_one_plan(store: Desk) -> None:
    assume.assume(store, ["designation=2026-01-10"])
    found = determine.compare(store, PLAN)
    assert [one.result.view for one in found] == list(determine.views())
    differ = {one.rule: one for one in determine.differences(found, "ja")}
    assert differ["early_filing"].outcomes == {
        "act-2024": "not_in_force",
        "act-2026-07": "applies",
        "act-2026-09": "applies",
        "medical": "applies",
        "proposal": "applies",
    }
    assert differ["early_consultation"].outcomes["proposal"] == "applies"
    assert differ["early_consultation"].outcomes["medical"] == "not_in_force"
    texts = differ["party_block"].texts
    assert any("2か月以内" in text for text in texts["medical"])
    assert any("6か月以内" in text for text in texts["proposal"])
    said = "\n".join(determine_text.compared(found, "ja"))
    assert "届出ができる最初の日" in said
    shape = determine.compare_to_json(store, found, "en")
    assert shape["schema"] == "hospital-onboard/determine-compare/1"
    assert [one["regime"] for one in shape["regimes"]] == list(determine.views())


def test_the_view_changes_the_outcome_of_own_supply(store: Desk) -> None:
    other = Party(id="party_tentai", name="天体（架空）", form="stock_company", origin={"*": "form"})
    before = records.get(store.store, Component, "component_apl0")
    assert before is not None
    changes = [Change(None, other), Change(before, before.changed(supplier="party_tentai"))]
    saving.save(store.store, changes, store.stamp("edit"))
    assume.assume(store, ["designation=2026-01-10"])
    found = determine.compare(store, PLAN, ["act-2024", "act-2026-09"])
    assert [one.outcome for one in found] == ["excepted", "applies"]


def test_an_urgent_case_of_the_plan_is_read(store: Desk) -> None:
    urgent = UrgentCase(id="urgent_case_fire", plan=PLAN, difficulty="停止した", origin={"*": "form"})
    saving.save(store.store, [Change(None, urgent)], store.stamp("edit"))
    missing = [one["fact"] for one in _shape(store)["missing"]]
    assert "urgent.cause" in missing
    assert "urgent.difficulty" not in missing


@pytest.fixture
def demo(desk: Desk) -> Iterator[Desk]:
    from hospital_onboard.work.demo import fill

    fill(desk, hospitals=1, components=60)
    yield desk


def test_every_plan_of_the_demo_is_determined_in_both_languages(demo: Desk) -> None:
    plans = records.select(demo.store, Plan)
    assert plans
    codes = set()
    for plan in plans:
        for lang in LANGUAGES:
            found = determine.determine(demo, plan.id)
            text = "\n".join(determine_text.lines(demo, found, lang))
            assert "⟦" not in text
            codes |= {one.code for one in found.result.warnings}
    assert "bought_before_consulted_done" in codes


def test_the_same_store_and_day_give_the_same_json(demo: Desk) -> None:
    plan = records.select(demo.store, Plan)[0]
    first, second = (json.dumps(determine.to_json(demo, determine.determine(demo, plan.id), "ja")) for _ in range(2))
    assert first == second
