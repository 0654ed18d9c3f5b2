"""What a record can hold survives being written into the workbook and read back."""

import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from any_inventory import HOSPITAL, inventories
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Officer, Party
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.sheets import TEMPLATE_VERSION
from hospital_onboard.store import inventory, records, saving
from hospital_onboard.text.normalise import clean
from hospital_onboard.work import import_workbook, write_template
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk


def put(desk: Desk, found: list[Record]) -> None:
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test"))


def as_typed(value: object) -> object:
    """A text without the spaces around it, which nobody sees, in one spelling of its line ends."""
    return " ".join(clean(value).split()) if isinstance(value, str) else value


@settings(
    max_examples=10,
    suppress_health_check=list(HealthCheck),
)
@given(made=inventories())
def test_everything_comes_back(make_desk: Callable[..., Desk], made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder).name
        desk, path = make_desk(name), Path(folder) / "out.xlsx"
        put(desk, made)
        write_template.inventory(desk, path, HOSPITAL.id, personal=True)
        found = import_workbook.preview(desk, path, HOSPITAL.id)
        assert [(row.sheet, row.number, row.outcome, row.issues) for row in found.rows if row.outcome != "same"] == []
        assert found.issues == ()
        elsewhere = make_desk(f"{name}_elsewhere")
        moved = import_workbook.preview(elsewhere, path, HOSPITAL.id)
        import_workbook.commit(elsewhere, moved)
        # Only what shows nothing where a name is needed cannot arrive, and what hangs on it.
        codes = {issue.code for row in moved.rows for issue in row.issues if issue.severity == "row"}
        assert codes <= {"missing", "whole-row-missing-key", "refused-reference", "unknown-reference"}
        assert not codes or codes & {"missing", "whole-row-missing-key"}
        arrived = {row.change.record.id for row in moved.rows if row.change}
        for record in inventory.load(desk.store, HOSPITAL.id).all_records():
            if record.id in arrived:
                there = records.get(elsewhere.store, type(record), record.id)
                visible = {k: as_typed(v) for k, v in record.says().items() if as_typed(v) != ""}
                assert there is not None and {k: as_typed(v) for k, v in there.says().items()} == visible


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()",
        "[A-1]",
        "[/b]",
        "'x",
        "+81",
        "@x",
        "_x0041_",
        "#N/A",
        "1e5",
        "0012",
        "㈱①ｶﾞ",
        "TRUE",
    ],
)
def test_survives_exactly_as_typed(make_desk: Callable[..., Desk], tmp_path: Path, text: str) -> None:
    equipment = Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product=text, model=text)
    part = Component(
        id="component_0001", equipment=equipment.id, product=text, functions=f"{text}\n{text}", supplier=None
    )
    party = Party(id="party_0001", name=f"x{text}", address=text)
    desk, elsewhere = make_desk("here"), make_desk("there")
    put(desk, [HOSPITAL, equipment.changed(supplier=party.id), part, party])
    write_template.inventory(desk, tmp_path / "out.xlsx", HOSPITAL.id)
    import_workbook.commit(elsewhere, import_workbook.preview(elsewhere, tmp_path / "out.xlsx"))
    for record in (equipment.changed(supplier=party.id), part, party):
        there = records.get(elsewhere.store, type(record), record.id)
        assert there is not None and there.says() == record.says()


def test_control_characters_end_where_a_text_comes_in(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    """Forms and imports clean alike; an older store may still hold some, and its workbook brings the cleaned text."""
    equipment = Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product="\x1b[31m赤", model="a\x00b")
    desk, elsewhere = make_desk("here"), make_desk("there")
    put(desk, [HOSPITAL, equipment])
    write_template.inventory(desk, tmp_path / "out.xlsx", HOSPITAL.id)
    import_workbook.commit(elsewhere, import_workbook.preview(elsewhere, tmp_path / "out.xlsx"))
    there = records.get(elsewhere.store, Equipment, equipment.id)
    assert there is not None and (there.product, there.model) == ("[31m赤", "ab")


def test_the_demonstration_comes_back(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    fill(desk, 2, 60)
    for n, operator in enumerate(records.select(desk.store, Operator)):
        path = tmp_path / f"{n}.xlsx"
        count = write_template.inventory(desk, path, operator.id)
        for owner in (operator.id, None):
            found = import_workbook.preview(desk, path, owner)
            assert (found.template, found.template_version) == ("inventory", TEMPLATE_VERSION)
            assert (found.counts["same"], found.issues) == (count, ())


def test_a_vendor_does_not_see_another_vendors_people(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    fill(desk, 1, 60)
    operator = records.select(desk.store, Operator)[0]
    people = records.select(desk.store, Officer)
    mine = people[0].party
    write_template.vendor(desk, tmp_path / "nobody.xlsx", [operator.id])
    write_template.vendor(desk, tmp_path / "mine.xlsx", [operator.id], [mine])
    shown = {
        name: [row[0].value for row in load_workbook(tmp_path / name)["役員"].iter_rows(min_row=4) if row[0].value]
        for name in ("nobody.xlsx", "mine.xlsx")
    }
    assert shown["nobody.xlsx"] == []
    assert sorted(shown["mine.xlsx"]) == sorted(person.id for person in people if person.party == mine)
    assert "計画" not in load_workbook(tmp_path / "mine.xlsx").sheetnames


def test_the_workbook_as_a_person_meets_it(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    put(desk, [HOSPITAL, Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product="=1+1")])
    path = tmp_path / "out.xlsx"
    write_template.inventory(desk, path, HOSPITAL.id)
    book = load_workbook(path)
    assert book.sheetnames[0] == "はじめに"
    assert book["lists"].sheet_state == "hidden"
    page = book["特定重要設備"]
    assert page.row_dimensions[1].hidden and page["E1"].value == "equipment.product"
    assert (page["E2"].value, page["E3"].value) == ("製品名【必須】", "Product name (required)")
    assert (page["E4"].value, page["E4"].data_type, page["E4"].quotePrefix) == ("=1+1", "s", True)
    lists = {str(v.formula1): str(v.sqref) for v in page.data_validations.dataValidation if v.formula1}
    assert {"list_group", "ref_party", "ref_operator", "list_yes_no_unknown"} <= set(lists)
    assert set(lists) <= set(book.defined_names)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_day_gives_the_same_bytes(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    put(desk, [HOSPITAL])
    for name in ("a.xlsx", "b.xlsx"):
        write_template.inventory(desk, tmp_path / name, HOSPITAL.id)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_filled_in_workbook_is_not_written_over(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    put(desk, [HOSPITAL])
    (tmp_path / "out.xlsx").write_bytes(b"somebody's work")
    with pytest.raises(Refusal) as refused:
        write_template.inventory(desk, tmp_path / "out.xlsx", HOSPITAL.id)
    assert refused.value.code == "file-exists"
    assert (tmp_path / "out.xlsx").read_bytes() == b"somebody's work"


def test_shares_are_percent_whatever_their_digits(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    from hospital_onboard.domain.party import Holder, Snapshot

    desk = make_desk()
    party = Party(id="party_0001", name="架空")
    day = date(2027, 10, 31)
    shares = ["0.5", "12.5", "100", "0", "33.333333333333333333"]
    holders = [
        Holder(id=f"holder_{n:04}", party=party.id, as_of=day, name=f"株主{n}", share=Decimal(share))
        for n, share in enumerate(shares)
    ]
    equipment = Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product="x", supplier=party.id)
    snapshot = Snapshot(id="snapshot_0001", party=party.id, as_of=day, holders="listed")
    put(desk, [HOSPITAL, party, equipment, snapshot, *holders])
    write_template.inventory(desk, tmp_path / "out.xlsx", HOSPITAL.id)
    elsewhere = make_desk("elsewhere")
    found = import_workbook.preview(elsewhere, tmp_path / "out.xlsx")
    assert found.issues == ()
    import_workbook.commit(elsewhere, found)
    assert [str(h.share) for h in records.select(elsewhere.store, Holder)] == shares
