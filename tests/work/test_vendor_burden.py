"""How much a hospital still types when its vendors answer by workbook."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import answer_workbook as vendor

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.hospitals import all_hospitals
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.store import records
from hospital_onboard.work import check, edit, import_workbook, who, write_template
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_view import leads

#: What one hospital has: group -> product, supplier.
EQUIPMENT = {
    "emr": ("電子カルテ", "北斗システム株式会社（架空）"),
    "surgery": ("手術部門システム", "彗星ヘルスケア株式会社（架空）"),
    "icu": ("重症部門システム", "織姫医療機器株式会社（架空）"),
}
MAKERS = ["北斗システム株式会社（架空）", *(f"第{n}架空電機株式会社" for n in range(1, 9))]
CENTRE = "十六夜遠隔保守株式会社（架空）"
PARTS = 60


def type_in(desk: Desk, whose: Operator, kind: str, **said: object) -> Record:
    """What a person does in a form."""
    saved = edit.save(desk, KINDS[kind], None, said, operator=whose.id)
    assert saved.record is not None, saved.issues
    return saved.record


def hospital(desk: Desk, number: int) -> Operator:
    """A hospital that registers and types what only it knows: what it has, from whom, and its own measures."""
    operator = who.register_hospital(desk, all_hospitals()[number])
    for name in ("corporation", "corporate_number"):
        if getattr(operator, name) is None:
            value = {"corporation": "学校法人架空", "corporate_number": "7000012050002"}[name]
            saved = edit.save(desk, Operator, records.get(desk.store, Operator, operator.id), {name: value})
            assert saved.record is not None
    for group, (product, supplier) in EQUIPMENT.items():
        known = {party.__dict__["name"]: party for party in records.select(desk.store, KINDS["party"])}
        party = known.get(supplier) or type_in(desk, operator, "party", name=supplier)
        equipment = type_in(
            desk,
            operator,
            "equipment",
            operator=operator.id,
            group=group,
            product=f"{product} {number}",
            supplier=party.id,
            built_by="bought",
            place_installed="本院",
            place_used="本院",
            video_equipment="no",
            data_held="診療録",
            backup="毎晩",
            restore="三日以内",
        )
        contract = type_in(
            desk, operator, "entrustment", equipment=equipment.id, title=f"{product} {number} 保守", contractor=party.id
        )
        type_in(
            desk,
            operator,
            "plan",
            equipment=equipment.id,
            plan_kind="introduction",
            title=f"{product}の更新",
            purpose="更新",
            in_service_on="2028-10-01",
            filing_on="2027-12-20",
        )
        for subject, applies_to in ((equipment, "introduction"), (contract, "entrustment")):
            for measure in measures_for(applies_to):
                if not leads(measure):
                    said = {"subject": subject.id, "item": measure.id, "state": "not_taken", "note": "検討中"}
                    type_in(desk, operator, "measure", **said)
    return operator


def ask_and_import(desk: Desk, operator: Operator, folder: Path, parts: int) -> int:
    """Send every vendor its workbook, get it back answered, take it in; returns how many were sent."""
    equipment = list(records.select(desk.store, KINDS["equipment"], operator=operator.id))
    stocked = {c.__dict__["equipment"] for c in records.select(desk.store, KINDS["component"])}
    sent = write_template.vendors(desk, folder, [operator.id])
    for one in sent:
        mine = [e for e in equipment if e.__dict__["supplier"] in one.parties and e.id not in stocked]
        new = {e.__dict__["product"]: some_parts(parts, e.__dict__["product"]) for e in mine}
        supplies = any(e.__dict__["supplier"] in one.parties for e in equipment)
        back = one.path.with_name(f"回答 {one.path.name}")
        vendor.answer(one.path, back, parts=new, subcontractors=[CENTRE] if supplies else [])
        found = import_workbook.preview(desk, back, operator.id)
        assert [(i.code, str(i.place), i.seen) for i in found.issues if i.severity == "row"] == [], one.path.name
        import_workbook.commit(desk, found, operator_id=operator.id)
    return len(sent)


def some_parts(count: int, equipment: str) -> Iterable[tuple[str, str]]:
    return [(f"{equipment}の部品{n}", MAKERS[(len(equipment) + n) % len(MAKERS)]) for n in range(count)]


def burden(desk: Desk, operator: Operator) -> dict[str, int]:
    """As ``check --json`` says it."""
    (told,) = check.to_json(desk, check.check_all(desk, [operator.id]), "ja")["operators"]
    found: dict[str, int] = told["burden"]
    return found


def test_a_hospital_types_a_tenth_and_the_next_one_half_of_that(desk: Desk, tmp_path: Path) -> None:
    first = hospital(desk, 0)
    # Those known first; then the makers and subcontractors whom they name.
    assert ask_and_import(desk, first, tmp_path / "a", PARTS // 3) == 3
    assert ask_and_import(desk, first, tmp_path / "b", 0) >= len(MAKERS)
    mine = burden(desk, first)
    known = mine["typed"] + mine["from_workbook"] + mine["reused"]
    assert known >= 0.9 * mine["required"] and mine["required"] > 1000
    assert mine["typed"] <= 0.10 * mine["required"]

    second = hospital(desk, 1)
    assert ask_and_import(desk, second, tmp_path / "c", PARTS // 3) == 3
    theirs = burden(desk, second)
    assert theirs["typed"] <= 0.05 * theirs["required"]
    assert theirs["reused"] > mine["reused"]
    assert date(2027, 11, 23) == desk.on
