"""What changed since each plan was filed, as screens, people and scripts get it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Officer, Snapshot
from hospital_onboard.domain.plan import Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import inventory, records, saving
from hospital_onboard.text.wording import LANGUAGES
from hospital_onboard.work import changes, filing
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def plan(desk: Desk) -> Plan:
    """A plan that was filed yesterday as it stood; its supplier has answered."""
    fill(desk, hospitals=1, components=40)
    found = next(p for p in records.select(desk.store, Plan) if p.title == "電子カルテの更新")
    filing.record(desk, found.id, date(2027, 11, 22), incomplete=True)
    return found


def edit(desk: Desk, kind: type[Record], id: str, **values: object) -> None:
    record = records.get(desk.store, kind, id)
    assert record is not None
    saving.save(desk.store, [Change(record, record.changed(**values))], desk.stamp("edit"))


def test_without_a_filing_there_is_nothing_to_compare(desk: Desk) -> None:
    fill(desk, hospitals=1, components=20)
    assert changes.changes(desk) == ()
    assert changes.to_json(desk, (), "ja")["filing"] is None


def test_right_after_filing_nothing_has_changed(desk: Desk, plan: Plan) -> None:
    [found] = changes.changes(desk)
    assert (found.changes, found.stage) == ((), "before_introduction")
    assert not changes.owed([found])


def test_a_change_is_classed_against_the_newest_filing(desk: Desk, plan: Plan) -> None:
    edit(desk, Equipment, plan.equipment, place_installed="埼玉県")
    [found] = changes.changes(desk)
    assert [(c.difference.field, c.change_class) for c in found.changes] == [("place_installed", "material")]
    assert changes.owed([found])
    filing.record(desk, plan.id, desk.on, incomplete=True)
    [found] = changes.changes(desk)
    assert found.changes == ()
    assert found.filed.filing.filed_on == desk.on


def test_filings_of_later_days_do_not_count_yet(desk: Desk, plan: Plan) -> None:
    edit(desk, Equipment, plan.equipment, place_installed="埼玉県")
    filing.record(replace(desk, on=date(2027, 11, 24)), plan.id, incomplete=True)
    [found] = changes.changes(desk)
    owed = [change for change in found.changes if change.change_class != "nothing"]
    assert (found.filed.filing.filed_on, len(owed)) == (date(2027, 11, 22), 1)
    [later] = changes.changes(replace(desk, on=date(2027, 11, 24)))
    assert later.changes == ()
    assert changes.changes(replace(desk, on=date(2027, 11, 21))) == ()


def test_each_operators_plans_are_apart(desk: Desk, plan: Plan) -> None:
    agency = next(o for o in records.select(desk.store, Operator) if o.operator_kind == "agency")
    assert changes.changes(desk, agency.id) == ()
    other = next(p for p in records.select(desk.store, Plan) if p.title == "情報共有基盤の更改")
    filing.record(desk, other.id, date(2027, 11, 20), incomplete=True)
    assert [found.filed.plan.id for found in changes.changes(desk)] == [plan.id, other.id]
    assert [found.filed.plan.id for found in changes.changes(desk, agency.id)] == [other.id]
    with pytest.raises(Refusal) as refused:
        changes.changes(desk, "nobody")
    assert refused.value.code == "no-such-operator"


def test_a_new_answer_of_a_supplier_is_compared_with_the_one_that_was_filed(desk: Desk, plan: Plan) -> None:
    equipment = records.get(desk.store, Equipment, plan.equipment)
    assert equipment is not None
    assert equipment.supplier is not None
    supplier = equipment.supplier
    whole = inventory.load(desk.store, equipment.operator)
    [filed] = [p for p in filing.one(desk, plan.id).content["parties"] if p["id"] == supplier]
    used = filed["facts"]["officers"]["as_of"]
    named = [o for o in whole.officers_of[supplier] if o.as_of.isoformat() == used]
    answer = Snapshot(id="snapshot_new0", party=supplier, as_of=desk.on, officers="listed")
    kept = [o.changed(id=f"officer_new{n}", as_of=desk.on) for n, o in enumerate(named[1:])]
    saving.save(desk.store, [Change(None, r) for r in (answer, *kept)], desk.stamp("add"))
    [found] = changes.changes(desk)
    owed = [c for c in found.changes if c.change_class != "nothing"]
    assert [(c.difference.kind, c.difference.field, c.difference.subject) for c in owed] == [
        ("officer", "removed", named[0].id)
    ]
    assert found.title_of(named[0].id) == named[0].name


def test_json_has_the_documented_shape(desk: Desk, plan: Plan) -> None:
    edit(desk, Equipment, plan.equipment, place_installed="埼玉県", backup="毎時")
    found = changes.changes(desk)
    said = changes.to_json(desk, found, "ja")
    assert json.loads(json.dumps(said)) == said
    assert said["schema"] == "hospital-onboard/changes/1"
    assert said["filing"] == found[0].filed.filing.id
    assert {a["id"] for a in said["assumptions"]} >= {"medical_not_in_force", "medical_order_missing"}
    material, quiet = said["changes"]
    assert {"subject", "field", "old", "new", "class", "form", "source"} <= set(material)
    assert (material["class"], material["form"], material["due"]) == (
        "material",
        "material_introduction",
        "before_change",
    )
    assert (material["new"], material["waiting_days"], material["sure"]) == ("埼玉県", 30, True)
    assert (quiet["field"], quiet["class"], quiet["form"], quiet["waiting_days"]) == ("backup", "nothing", None, None)
    for change in said["changes"]:
        assert set(change["source"]) == {"document", "article", "confidence", "standing"}
        assert change["source"]["standing"] != "in_force"
        assert "⟦" not in json.dumps(change, ensure_ascii=False)
    [head] = said["filings"]
    assert {p["paper"] for p in head["papers"]} == {"registry_certificate", "officer_identity"}
    assert not any(p["needed"] for p in head["papers"])
    assert (head["stage"], head["classes"]["material"], head["owed"]) == ("before_introduction", 1, True)


def test_only_sentences_change_with_the_language(desk: Desk, plan: Plan) -> None:
    edit(desk, Equipment, plan.equipment, model="H-9")
    ja, en = (changes.to_json(desk, changes.changes(desk), lang)["changes"] for lang in LANGUAGES)
    worded = {"form_label", "note"}
    assert [{k: v for k, v in c.items() if k not in worded} for c in ja] == [
        {k: v for k, v in c.items() if k not in worded} for c in en
    ]
    assert ja[0]["form_label"].startswith("様式第7（一）")
    assert en[0]["form_label"].startswith("Form 7 (1)")


def test_birth_dates_and_nationalities_are_masked_until_asked_for(desk: Desk, plan: Plan) -> None:
    [filed] = filing.filings(desk)
    listed = [o for p in filed.content["parties"] if p["facts"] for o in p["facts"]["officers"]["listed"]]
    officer = next(o for o in listed if o.get("birth_date"))
    edit(desk, Officer, officer["id"], birth_date=date(1950, 1, 2), nationality="US")
    found = changes.changes(desk)
    masked = changes.to_json(desk, found, "ja")
    assert {c["field"] for c in masked["changes"]} >= {"birth_date"}
    assert "1950-01-02" not in json.dumps(masked)
    assert officer["birth_date"] not in json.dumps(masked)
    shown = changes.to_json(desk, found, "ja", personal=True)
    assert "1950-01-02" in json.dumps(shown)
    for change in found[0].changes:
        told = "".join(changes.lines(found[0], change, "ja"))
        assert "1950-01-02" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_reads_names_and_words_not_ids_and_codes(desk: Desk, plan: Plan, lang: str) -> None:
    equipment = records.get(desk.store, Equipment, plan.equipment)
    assert equipment is not None
    whole = inventory.load(desk.store, equipment.operator)
    other = next(p for p in whole.parties if p.id != equipment.supplier)
    edit(desk, Equipment, plan.equipment, supplier=other.id)
    part = whole.components_of[plan.equipment][0]
    edit(desk, type(part), part.id, layer="hypervisor")
    [found] = changes.changes(desk)
    told = "\n".join(line for c in found.changes for line in changes.lines(found, c, lang))  # type: ignore[arg-type]
    assert other.name in told
    assert {"ja": "仮想化基盤", "en": "Hypervisor"}[lang] in told
    assert "party_" not in told
    assert "hypervisor" not in told.replace("Hypervisor", "")
    assert "⟦" not in told
