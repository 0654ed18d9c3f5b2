"""The workbook a vendor gets: what it asks, what it shows, and what it never shows."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import answer_workbook as vendor
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence, MeasureAnswer, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.vendor import Opinion, Request
from hospital_onboard.store import audit, records, saving
from hospital_onboard.work import asking, write_template
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk

AOBA = Operator(id="operator_aoba", operator_kind="hospital", name="青葉病院（架空）")
MIDORI = Operator(id="operator_midori", operator_kind="hospital", name="緑病院（架空）")
HOKUTO = Party(id="party_hokuto", name="北斗システム", country="JP", contact="hokuto@example.com")
TENMON = Party(id="party_tenmon", name="天文電機", address="架空市天文町1", contact="tenmon@example.com")
IZAYOI = Party(id="party_izayoi", name="十六夜保守", representative="架空 十六夜")
EMR = Equipment(
    id="equipment_emr1", operator=AOBA.id, group="emr", product="電子カルテ", supplier=HOKUTO.id, backup="地下の金庫へ"
)
ICU = Equipment(
    id="equipment_icu1", operator=AOBA.id, group="icu", product="重症部門", supplier=TENMON.id, data_place="北棟"
)
THEIRS = Equipment(id="equipment_their", operator=MIDORI.id, group="emr", product="電子カルテ", supplier=HOKUTO.id)
SERVER = Component(id="component_srv1", equipment=EMR.id, product="サーバー", layer="server", supplier=TENMON.id)
DISK = Component(id="component_dsk1", equipment=EMR.id, product="ディスク", supplier=TENMON.id, parent=SERVER.id)
APP = Component(id="component_app1", equipment=EMR.id, product="業務アプリ", supplier=HOKUTO.id, parent=SERVER.id)
FACTORY = Site(id="site_0001", product=SERVER.id, country="JP", address="架空県工場町9")
CARE = Entrustment(
    id="entrustment_emr1",
    equipment=EMR.id,
    title="電子カルテ保守",
    contractor=HOKUTO.id,
    remote="yes",
    remote_path="秘密の経路A",
)
CARE_ICU = Entrustment(
    id="entrustment_icu1",
    equipment=ICU.id,
    title="重症部門保守",
    contractor=TENMON.id,
    remote="yes",
    remote_path="秘密の経路B",
)
BELOW = Subcontract(
    id="subcontract_one1", entrustment=CARE.id, subcontractor=IZAYOI.id, purpose="監視", remote_path="秘密の経路C"
)
OLD = date(2027, 1, 31)
ANSWERED = Snapshot(
    id="snapshot_old1", party=TENMON.id, as_of=OLD, holders="listed", officers="listed", foreign_sales="none"
)
OWNER = Holder(id="holder_0001", party=TENMON.id, as_of=OLD, name="秘密の株主", share=Decimal(60))
BOSS = Officer(id="officer_0001", party=TENMON.id, as_of=OLD, name="秘密の役員", birth_date=date(1960, 1, 1))
DONE = MeasureAnswer(id="measure_0001", subject=ICU.id, item="I-3-1", state="done", note="秘密の措置")
PAPER = Evidence(id="evidence_0001", title="秘密の書類", about=TENMON.id, evidence_kind="registry_certificate")
SOON = Plan(
    id="plan_0001",
    equipment=EMR.id,
    plan_kind="introduction",
    title="秘密の計画",
    filing_on=date(2027, 12, 20),
    in_service_on=date(2028, 4, 1),
)
ALL = (
    *(AOBA, MIDORI, HOKUTO, TENMON, IZAYOI, EMR, ICU, THEIRS, SERVER, DISK, APP, FACTORY, CARE, CARE_ICU, BELOW),
    *(ANSWERED, OWNER, BOSS, DONE, PAPER, SOON),
)


def put(desk: Desk, *found: Record) -> None:
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test", operator=AOBA.id))


@pytest.fixture
def at(desk: Desk) -> Desk:
    """A hospital with two vendors, a subcontractor, and another hospital with one of the vendors."""
    put(desk, *ALL)
    return desk


def sent(desk: Desk, path: Path, *parties: Party, operators: tuple[Operator, ...] = (AOBA,)) -> vendor.Book:
    write_template.vendors(desk, path, [o.id for o in operators], [p.id for p in parties])
    return vendor.Book(path)


def everything(book: vendor.Book) -> str:
    return "\n".join(str(c.value) for page in book.book for row in page.iter_rows() for c in row if c.value is not None)


@pytest.mark.parametrize("whose", [HOKUTO, IZAYOI])
def test_nothing_private_of_another_vendor_is_in_the_file(at: Desk, tmp_path: Path, whose: Party) -> None:
    text = everything(sent(at, tmp_path / "a.xlsx", whose))
    for secret in ("秘密の株主", "秘密の役員", "1960", "秘密の措置", "秘密の書類", "秘密の経路B", "秘密の計画"):
        assert secret not in text
    for other in ("tenmon@example.com", "架空市天文町1", "架空県工場町9", "重症部門", "北棟", "地下の金庫へ", "緑病院"):
        assert other not in text


def test_each_sees_what_it_has_to_do_with(at: Desk, tmp_path: Path) -> None:
    maker = sent(at, tmp_path / "t.xlsx", TENMON)
    assert {row["product"] for row in maker.rows("component")} == {"ディスク", "サーバー"}
    assert "秘密の経路A" not in everything(maker)
    assert {row["name"] for row in maker.rows("officer")} == {"秘密の役員"}
    assert [(row["title"], row["remote_path"]) for row in maker.rows("entrustment")] == [
        ("重症部門保守", "秘密の経路B")
    ]
    below = sent(at, tmp_path / "i.xlsx", IZAYOI)
    assert "秘密の経路C" in everything(below) and "秘密の経路A" not in everything(below)
    assert [(row["title"], row["contractor"]) for row in below.rows("entrustment")] == [("電子カルテ保守", None)]
    assert "component" not in below and "measure" not in below


def test_a_workbook_for_several_holds_nothing_private_at_all(at: Desk, tmp_path: Path) -> None:
    book = sent(at, tmp_path / "all.xlsx")
    text = everything(book)
    for secret in ("秘密の株主", "秘密の役員", "秘密の書類", "秘密の経路", "秘密の措置"):
        assert secret not in text
    assert {row["party"] for row in book.rows("snapshot")} == {"十六夜保守", "天文電機", "北斗システム"}
    listed = {str(cell.value) for row in book.book.worksheets[0].iter_rows(min_row=11, max_col=2) for cell in row}
    assert {"北斗システム", "天文電機", "十六夜保守"} <= listed


def test_a_file_for_each_in_a_folder(at: Desk, tmp_path: Path) -> None:
    written = write_template.vendors(at, tmp_path / "確認票", [AOBA.id, MIDORI.id])
    assert {one.path.name for one in written} == {"十六夜保守.xlsx", "北斗システム.xlsx", "天文電機.xlsx"}
    assert all(len(one.parties) == 1 for one in written)
    both = vendor.Book(tmp_path / "確認票" / "北斗システム.xlsx").rows("equipment")
    assert {row["operator"] for row in both} == {"青葉病院（架空）", "緑病院（架空）"}
    with pytest.raises(Refusal) as refused:
        write_template.vendors(at, tmp_path / "確認票", [AOBA.id, MIDORI.id])
    assert refused.value.code == "file-exists"


def test_every_owed_fact_is_listed_once_with_its_cell_reason_and_standing(at: Desk, tmp_path: Path) -> None:
    book = sent(at, tmp_path / "a.xlsx", TENMON)
    page = book.book.worksheets[0]
    assert page.title == "お願いする項目"
    (asked,) = asking.asking(asking.load(at, [AOBA.id]), [TENMON.id])
    listed = [[cell.value for cell in row] for row in page.iter_rows(min_row=11)]
    assert len(listed) == len(asked.asks) >= len(asked.owed) > 10
    for row in listed:
        assert "⟦" not in " ".join(map(str, row))
        assert "施行中" not in str(row[6]) and "In force" not in str(row[6])
    stale = next(row for row in listed if "議決権保有者" in str(row[1]))
    assert "更新が必要" in str(stale[4]) and "2027-01-31" in str(stale[4]) and "議決権" in str(stale[5])
    text = everything(book)
    assert "現在の義務を示すものではありません" in text and "none of it is a present duty" in text


def test_the_cell_of_each_fact_is_open_and_coloured(at: Desk, tmp_path: Path) -> None:
    book = sent(at, tmp_path / "a.xlsx", HOKUTO)
    owed = len(asking.asking(asking.load(at, [AOBA.id]), [HOKUTO.id])[0].owed)
    coloured = 0
    for key, name, row in book.asked()[:owed]:
        cell = book.page(key).cell(row, book.columns(key)[name])
        if cell.fill.fill_type:
            coloured += 1
            assert cell.fill.start_color.rgb == "00FFF2CC" and not cell.protection.locked, (key, name, row)
        else:  # a free row, which is as open as its column
            assert not book.page(key).column_dimensions[cell.column_letter].protection.locked, (key, name, row)
    assert coloured > owed / 2


def test_nothing_can_be_written_where_nothing_belongs(at: Desk, tmp_path: Path) -> None:
    book = sent(at, tmp_path / "a.xlsx", HOKUTO)
    for page in book.book:
        assert page["A1"].protection.locked
        assert page.title == "lists" or (page.protection.sheet and not page.protection.password)
    equipment = book.rows("equipment")[0]["#"]
    assert not book.may_write("equipment", equipment, "group") and book.may_write("equipment", equipment, "functions")
    assert book.page("equipment").column_dimensions["F"].protection.locked
    component = book.rows("component")[0]["#"]
    assert not book.may_write("component", component, "listed") and book.may_write("component", component, "functions")
    mine, other = book.rows("party")[0], next(row for row in book.rows("party") if row["name"] == "天文電機")
    assert (mine["name"], book.may_write("party", mine["#"], "address")) == ("北斗システム", True)
    assert not book.may_write("party", other["#"], "address")


def test_choices_are_shown_in_both_languages(at: Desk, tmp_path: Path) -> None:
    book = sent(at, tmp_path / "a.xlsx", HOKUTO)
    lists = {str(cell.value) for row in book.book["lists"].iter_rows(min_row=2) for cell in row if cell.value}
    assert {"はい / Yes", "日本 / Japan"} <= lists
    assert book.rows("party")[0]["country"] == "日本 / Japan"
    item = next(row["item"] for row in book.rows("measure") if str(row["item"]).startswith("I-3-1"))
    assert len(str(item).split("\n")) == 2
    headers = (book.page("snapshot")["D2"].value, book.page("snapshot")["D3"].value)
    assert headers == ("基準日【必須】", "As of (required)")


def test_an_opinion_is_asked_for_and_kept_to_its_author(at: Desk, tmp_path: Path) -> None:
    put(at, Opinion(id="opinion_0001", party=HOKUTO.id, group="emr", text="端末は除くべき", said_on=date(2027, 11, 1)))
    mine = sent(at, tmp_path / "a.xlsx", HOKUTO)
    assert [row["text"] for row in mine.rows("opinion")] == ["端末は除くべき", None]
    assert "端末は除くべき" not in everything(sent(at, tmp_path / "b.xlsx", TENMON))


def test_that_somebody_was_asked_is_written_down(at: Desk, tmp_path: Path) -> None:
    sent(at, tmp_path / "a.xlsx", HOKUTO, operators=(AOBA, MIDORI))
    sent(at, tmp_path / "b.xlsx", HOKUTO)
    requests = {request.operator: request for request in records.select(at.store, Request)}
    assert {name: request.file_name for name, request in requests.items()} == {AOBA.id: "b.xlsx", MIDORI.id: "a.xlsx"}
    assert all(request.asked_on == at.on and request.facts for request in requests.values())
    assert [entry.action for entry in audit.entries(at.store)[0][:2]] == ["ask", "ask"]
    assert audit.verify(at.store) is None


def test_who_has_nothing_to_do_with_it_is_not_asked(at: Desk, tmp_path: Path) -> None:
    put(at, Party(id="party_nobody", name="無関係"))
    with pytest.raises(Refusal) as refused:
        write_template.vendors(at, tmp_path / "a.xlsx", [AOBA.id], ["party_nobody"])
    assert refused.value.code == "nothing-owed"
    assert records.select(at.store, Request) == ()


def test_names_make_file_names_that_every_system_takes(desk: Desk, tmp_path: Path) -> None:
    evil = [Party(id=f"party_e{n:03}", name=name) for n, name in enumerate(["../../x", "a/b:c", "..", "長" * 200])]
    parts = [
        Component(id=f"component_e{n:03}", equipment=EMR.id, product=f"p{n}", supplier=party.id)
        for n, party in enumerate(evil)
    ]
    put(desk, AOBA, HOKUTO, EMR, *evil, *parts)
    folder = tmp_path / "out"
    written = write_template.vendors(desk, folder, [AOBA.id])
    assert all(one.path.parent == folder and one.path.exists() for one in written)
    assert len({one.path.name.casefold() for one in written}) == 5
    assert all(len(one.path.name.encode()) < 250 for one in written)


def test_the_demonstration_is_asked_for_everything_open(desk: Desk, tmp_path: Path) -> None:
    fill(desk, 1, 60)
    operators = [operator.id for operator in records.select(desk.store, Operator)]
    results = asking.load(desk, operators)
    total = {
        (line.id, line.subject, line.field)
        for result in results
        for line in result.lines
        if line.state in ("missing", "stale", "unclear") and line.actor == "vendor" and line.party
    }
    assert total <= {(a.line.id, a.line.subject, a.line.field) for one in asking.asking(results) for a in one.asks}
    written = write_template.vendors(desk, tmp_path / "v", operators)
    assert {one.path for one in written} == set((tmp_path / "v").iterdir())
