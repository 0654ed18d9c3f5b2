"""What comes back from a vendor: what it may touch, what is only shown, what is never lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import answer_workbook as vendor
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence, Exhibit, MeasureAnswer
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.vendor import Alias, Opinion
from hospital_onboard.store import records, saving
from hospital_onboard.work import import_workbook, merge, write_template
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_import import language_of

AOBA = Operator(id="operator_aoba", operator_kind="hospital", name="青葉病院（架空）")
MIDORI = Operator(id="operator_midori", operator_kind="hospital", name="緑病院（架空）")
HOKUTO = Party(id="party_hokuto", name="北斗システム", country="JP", origin={"*": "demo"})
TENMON = Party(id="party_tenmon", name="天文電機", address="架空市天文町1", origin={"*": "demo"})
EMR = Equipment(id="equipment_emr1", operator=AOBA.id, group="emr", product="電子カルテ", supplier=HOKUTO.id)
ICU = Equipment(id="equipment_icu1", operator=AOBA.id, group="icu", product="重症部門", supplier=TENMON.id)
THEIRS = Equipment(id="equipment_their", operator=MIDORI.id, group="emr", product="電子カルテ", supplier=HOKUTO.id)
SERVER = Component(id="component_srv1", equipment=EMR.id, product="サーバー", supplier=TENMON.id, origin={"*": "demo"})
MONITOR = Component(id="component_mon1", equipment=ICU.id, product="モニタ", functions="監視", origin={"*": "demo"})
CARE = Entrustment(id="entrustment_emr1", equipment=EMR.id, title="電子カルテ保守", contractor=HOKUTO.id)
OLD = date(2027, 6, 30)
NEW = date(2027, 11, 15)
ANSWERED = Snapshot(id="snapshot_old1", party=HOKUTO.id, as_of=OLD, holders="listed", officers="listed")
OWNER = Holder(id="holder_0001", party=HOKUTO.id, as_of=OLD, name="株主甲", share=Decimal(60))
BOSS = Officer(id="officer_0001", party=HOKUTO.id, as_of=OLD, name="役員甲", birth_date=date(1960, 1, 1))


def put(desk: Desk, *found: Record) -> None:
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test", operator=AOBA.id))


@pytest.fixture
def at(desk: Desk) -> Desk:
    put(desk, AOBA, MIDORI, HOKUTO, TENMON, EMR, ICU, THEIRS, SERVER, MONITOR, CARE, ANSWERED, OWNER, BOSS)
    return desk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "back.xlsx"


def template(desk: Desk, path: Path, party: Party = HOKUTO, *operators: Operator) -> vendor.Book:
    write_template.vendors(desk, path, [o.id for o in operators or (AOBA,)], [party.id])
    return vendor.Book(path)


def look(desk: Desk, book: vendor.Book, path: Path, **how: Any) -> Preview:
    return import_workbook.preview(desk, book.save(path), AOBA.id, **how)


def said(found: Preview) -> list[tuple[str, str]]:
    return [(issue.code, str(issue.place)) for issue in found.issues]


def codes(found: Preview) -> list[str]:
    return [issue.code for issue in found.issues]


def outcomes(found: Preview, kind: str) -> list[str]:
    return [row.outcome for row in found.rows if row.kind == kind]


def current(desk: Desk, record: Record) -> Any:
    return records.get(desk.store, type(record), record.id)


def row_of(book: vendor.Book, key: str, **wanted: str) -> int:
    rows = (row for row in book.rows(key) if all(str(row[name]).startswith(text) for name, text in wanted.items()))
    return int(next(rows)["#"])


def every_row(found: Preview) -> set[tuple[str, int]]:
    return {(row.sheet, row.number) for row in found.rows}


def test_a_workbook_sent_back_untouched_changes_nothing_and_says_nothing(at: Desk, tmp_path: Path, out: Path) -> None:
    for operators in ((AOBA,), (AOBA, MIDORI)):
        book = template(at, tmp_path / f"{len(operators)}.xlsx", HOKUTO, *operators)
        found = look(at, book, out)
        assert (found.issues, {row.outcome for row in found.rows}, found.parties) == ((), {"same"}, (HOKUTO.id,))
        assert import_workbook.commit(at, found).seq is None


def test_a_dated_answer_is_added_and_never_replaced(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    # As people do: the new day written over the old one, in the rows that are there.
    for key in ("snapshot", "holder", "officer"):
        book.put(key, book.rows(key)[0]["#"], as_of="令和9年11月15日")
    book.put("holder", book.rows("holder")[0]["#"], share="55%")
    receipt = import_workbook.commit(at, look(at, book, out))
    assert {r.as_of: str(r.share) for r in records.select(at.store, Holder)} == {OLD: "60", NEW: "55"}
    assert {r.as_of for r in records.select(at.store, Snapshot)} == {OLD, NEW}
    assert (current(at, ANSWERED).says(), current(at, BOSS).as_of) == (ANSWERED.says(), OLD)
    assert (receipt.counts["new"], receipt.counts["changed"]) == (3, 0)


def test_listed_people_complete_the_answer_of_their_day(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    officer = book.add(
        "officer", party="北斗システム", as_of=str(NEW), name="役員乙", birth_date="S40.2.3", nationality="台湾"
    )
    holder = book.add("holder", as_of=str(NEW), name="株主乙", country="Germany", share=0.12)  # whose, the file says
    book.add("foreign_sale", as_of=str(NEW), year="令和8年度", country="米国", share="30%")
    found = look(at, book, out)
    assert said(found) == [("maybe-fraction", f"議決権!G{holder}")]
    receipt = import_workbook.commit(at, found)
    (made,) = (s for s in records.select(at.store, Snapshot) if s.as_of != OLD)
    assert (made.party, made.holders, made.officers, made.foreign_sales) == (HOKUTO.id, *["listed"] * 3)
    assert made.origin["officers"] == f"workbook:{found.sha256}:役員!{officer}"
    assert (receipt.counts["completed"], receipt.counts["new"]) == (1, 4)
    assert next(h for h in records.select(at.store, Holder) if h.as_of != OLD).share == Decimal(12)
    import_workbook.undo_import(at, receipt.id)
    assert [s.id for s in records.select(at.store, Snapshot)] == [ANSWERED.id]
    assert records.count(at.store, ForeignSale) == 0


def test_the_day_of_the_new_answer_need_not_be_said_again(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    book.put("snapshot", row_of(book, "snapshot", id="None"), as_of=str(NEW), officers="該当あり（明細に記入）")
    book.add("officer", name="役員乙", birth_date="1965-02-03", nationality="JP")
    found = look(at, book, out)
    assert found.issues == ()
    import_workbook.commit(at, found)
    assert [o.as_of for o in records.select(at.store, Officer) if o.name == "役員乙"] == [NEW]


def test_an_older_answer_is_said_to_be_older_and_does_not_count(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    for name in ("役員乙", "役員丙"):
        book.add("officer", as_of="2026-11-15", name=name)
    found = look(at, book, out)
    assert [(i.code, i.params["stored"]) for i in found.issues] == [("older-answer", OLD.isoformat())]
    import_workbook.commit(at, found)
    assert current(at, BOSS) is not None and max(s.as_of for s in records.select(at.store, Snapshot)) == OLD


def test_a_list_that_its_own_answer_denies_waits(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    book.put("snapshot", row_of(book, "snapshot", id="None"), as_of=str(NEW), officers="該当なし")
    book.add("officer", name="役員乙")
    found = look(at, book, out)
    assert codes(found) == ["answer-contradicts"]
    assert import_workbook.commit(at, found).counts["left_out"] == 1
    assert all(o.name != "役員乙" for o in records.select(at.store, Officer))


def test_sent_to_the_minister_is_an_answer(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    lists = [str(cell.value) for row in book.book["lists"].iter_rows(min_row=2) for cell in row if cell.value]
    choice = next(text for text in lists if text.startswith("主務大臣へ直接提出 / "))
    book.put("snapshot", row_of(book, "snapshot", id="None"), as_of=str(NEW), officers=choice, holders=choice)
    found = look(at, book, out)
    assert found.issues == ()
    import_workbook.commit(at, found)
    made = next(s for s in records.select(at.store, Snapshot) if s.as_of != OLD)
    assert (made.officers, made.holders) == ("declared_direct", "declared_direct")


def test_measures_papers_and_opinions_come_in(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    book.put("measure", row_of(book, "measure", item="I-3-1", subject="電子カルテ"), state="Done")
    book.add("evidence", title="ISO 9001", evidence_kind="認証・証明書 / Certificate")
    book.add("exhibit", evidence="ISO 9001", subject="電子カルテ", item="Ｉ－３－１")
    book.put("opinion", row_of(book, "opinion", party="北斗"), text="表示端末は除くべき", said_on="R9.11.1")
    found = look(at, book, out)
    assert found.issues == ()
    import_workbook.commit(at, found)
    assert [(m.subject, m.item, m.state) for m in records.select(at.store, MeasureAnswer)] == [
        (EMR.id, "I-3-1", "done")
    ]
    (paper,) = records.select(at.store, Evidence)
    assert (paper.about, paper.evidence_kind) == (HOKUTO.id, "certificate")
    assert [(e.evidence, e.item) for e in records.select(at.store, Exhibit)] == [(paper.id, "I-3-1")]
    assert [(o.group, o.text) for o in records.select(at.store, Opinion)] == [("emr", "表示端末は除くべき")]


def test_what_is_another_vendors_is_refused_by_name(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx", TENMON)  # makes the server, supplies the ICU system
    book.put("component", row_of(book, "component", product="サーバー"), listed="はい")
    book.put("equipment", row_of(book, "equipment", product="電子カルテ"), functions="別の機能")
    book.add("component", equipment="電子カルテ", product="勝手な部品", supplier="北斗システム")
    book.add("component", equipment="電子カルテ", product="自分の部品", supplier="天文電機")
    book.add("component", equipment="電子カルテ", product="自分で決めた部品", supplier="天文電機", listed="いいえ")
    book.add("measure", subject="電子カルテ", item="I-3-1", state="実施済")
    book.add("measure", subject="重症部門", item="I-11", state="実施済")  # the operator's own doing
    book.add("equipment", operator="青葉病院（架空）", group="電子カルテ", product="新しい設備")
    found = look(at, book, out, parties=[])
    assert sorted((i.code, i.seen) for i in found.issues) == [
        ("not-yours", "重症部門 I-11"),
        ("not-yours", "電子カルテ I-3-1"),
        ("not-yours", "電子カルテ サーバー"),
        ("not-yours", "電子カルテ 勝手な部品"),
        ("not-yours", "電子カルテ 自分で決めた部品"),
        ("not-yours", "青葉病院（架空） 新しい設備"),
        ("not-yours", "青葉病院（架空） 電子カルテ"),
    ]
    assert all(issue.params["parties"] == "天文電機" for issue in found.issues)
    import_workbook.commit(at, found, accept=every_row(found))
    assert {c.product for c in records.select(at.store, Component)} == {"サーバー", "モニタ", "自分の部品"}
    assert current(at, EMR).functions is None


def test_another_hospitals_things_cannot_even_be_named(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx", TENMON)
    book.add("site", product="equipment_their", country="日本")
    assert codes(look(at, book, out)) == ["unknown-reference"]


def test_facts_about_another_party_wait_until_somebody_chooses_them(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    book.put("party", row_of(book, "party", name="天文電機"), address="別の住所")
    book.add("officer", party="天文電機", as_of=str(NEW), name="他社の役員")
    found = look(at, book, out)
    assert codes(found) == ["not-asked"] * 2
    assert import_workbook.commit(at, found).counts["left_out"] == 2
    assert current(at, TENMON).address == "架空市天文町1"
    import_workbook.commit(at, found, accept=every_row(found))
    assert current(at, TENMON).address == "別の住所"


def test_a_vendor_removes_its_own_rows_only(at: Desk, tmp_path: Path, out: Path) -> None:
    put(at, Site(id="site_0001", product=EMR.id, country="JP"))
    book = template(at, tmp_path / "a.xlsx")
    book.put("site", book.rows("site")[0]["#"], remove="はい")
    book.put("equipment", book.rows("equipment")[0]["#"], remove="はい")
    found = look(at, book, out)
    assert (outcomes(found, "site"), outcomes(found, "equipment")) == (["changed"], ["refused"])
    assert said(found) == [("not-yours", "特定重要設備!B4")]
    import_workbook.commit(at, found)
    assert records.count(at.store, Site) == 0 and current(at, EMR) is not None


def test_two_vendors_who_disagree_are_shown_side_by_side(at: Desk, tmp_path: Path, out: Path) -> None:
    first = template(at, tmp_path / "a.xlsx")
    first.put("component", row_of(first, "component", product="サーバー"), functions="計算", version="1")
    import_workbook.commit(at, look(at, first, out))
    second = template(at, tmp_path / "b.xlsx", TENMON)
    second.put("component", row_of(second, "component", product="サーバー"), functions="保存")
    found = look(at, second, tmp_path / "back2.xlsx")
    assert [(i.code, i.seen, dict(i.params)) for i in found.issues] == [
        ("disagrees", "保存", {"stored": "計算", "file": "back.xlsx"})
    ]
    assert import_workbook.commit(at, found).counts["left_out"] == 1
    assert current(at, SERVER).functions == "計算"


def test_the_same_vendor_may_correct_itself(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    server = row_of(book, "component", product="サーバー")
    for functions in ("計算", "計算と保存"):
        book.put("component", server, functions=functions)
        found = look(at, book, out)
        assert found.issues == ()
        import_workbook.commit(at, found)
    assert current(at, SERVER).functions == "計算と保存"


def test_a_value_that_was_given_up_does_not_come_back_by_itself(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx", TENMON)  # written while the monitor's functions are 監視
    stored = current(at, MONITOR)
    newer = stored.changed(functions="監視と警報", origin={"*": "demo"})
    saving.save(at.store, [Change(stored, newer)], at.stamp("edit"))
    book.put("component", row_of(book, "component", product="モニタ"), version="2")
    found = look(at, book, out)
    assert [(i.code, i.params["stored"], i.params["day"]) for i in found.issues] == [
        ("superseded", "監視と警報", "2027-11-23")
    ]
    import_workbook.commit(at, found)
    assert current(at, MONITOR).functions == "監視と警報"


def test_an_import_that_was_undone_may_be_done_again(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    book.put("equipment", book.rows("equipment")[0]["#"], functions="記録")
    first = import_workbook.commit(at, look(at, book, out))
    import_workbook.undo_import(at, first.id)
    found = import_workbook.preview(at, out, AOBA.id)
    assert (found.issues, found.seen_before) == ((), False)
    assert import_workbook.commit(at, found).seq is not None


def test_partial_answers_merge(at: Desk, tmp_path: Path) -> None:
    for n, now in enumerate(({"functions": "記録"}, {"data_place": "院内"})):
        book = template(at, tmp_path / f"{n}.xlsx")
        book.put("equipment", book.rows("equipment")[0]["#"], **now)
        import_workbook.commit(at, look(at, book, tmp_path / f"back{n}.xlsx"))
    assert (current(at, EMR).functions, current(at, EMR).data_place) == ("記録", "院内")


@pytest.mark.parametrize("whose", ["vendor", "hospital"])
def test_a_file_without_its_end_removes_nothing_and_says_so(at: Desk, tmp_path: Path, out: Path, whose: str) -> None:
    put(at, *(Component(id=f"component_p{n:03}", equipment=EMR.id, product=f"部品{n:03}") for n in range(20)))
    if whose == "hospital":
        write_template.inventory(at, tmp_path / "a.xlsx", AOBA.id)
        book = vendor.Book(tmp_path / "a.xlsx")
    else:
        book = template(at, tmp_path / "a.xlsx")
    page = book.page("component")
    before = len(book.rows("component"))
    page.delete_rows(3 + before - 1, 2)
    found = look(at, book, out)
    assert [(i.code, i.severity, i.place.sheet, i.params["count"]) for i in found.issues] == [
        ("rows-absent", "check", "構成設備", "2")
    ]
    assert import_workbook.commit(at, found).seq is None
    assert records.count(at.store, Component) == 22


def test_a_sheet_that_is_gone_is_said_to_be(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    del book.book["構成設備"]
    assert [(i.code, i.place.sheet) for i in look(at, book, out).issues] == [("rows-absent", "構成設備")]


def test_without_the_sheet_of_what_is_asked_nobody_knows_whose_it_is(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    del book.book["お願いする項目"]
    book.put("party", row_of(book, "party", name="天文電機"), address="別の住所")
    found = look(at, book, out)
    assert "scope-unknown" in codes(found) and found.parties == ()
    found = import_workbook.preview(at, out, AOBA.id, parties=[HOKUTO.id])
    assert (codes(found), found.parties) == (["not-asked"], (HOKUTO.id,))


def test_a_file_of_one_vendor_for_two_hospitals_answers_both(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx", HOKUTO, AOBA, MIDORI)
    for row in book.rows("equipment"):
        book.put("equipment", row["#"], functions=f"機能 {row['id']}")
    found = look(at, book, out)
    assert found.issues == ()
    import_workbook.commit(at, found, operator_id=AOBA.id)
    assert [current(at, e).functions for e in (EMR, THEIRS)] == [f"機能 {EMR.id}", f"機能 {THEIRS.id}"]


@pytest.mark.parametrize(("name", "party"), [("（株）北斗システム", "party_other1"), ("", HOKUTO.id)])
def test_a_workbook_from_another_hospitals_store(
    make_desk: Callable[..., Desk], at: Desk, tmp_path: Path, out: Path, name: str, party: str
) -> None:
    """The vendor sends the same answers to a hospital that knows it under its own id, or not at all."""
    book = template(at, tmp_path / "a.xlsx")
    book.put("party", book.rows("party")[0]["#"], address="東京都架空区1")
    book.save(out)
    there = make_desk("there")
    put(there, MIDORI, *([Party(id=party, name=name)] if name else []))
    found = import_workbook.preview(there, out, MIDORI.id)
    about = [i.code for row in found.rows if row.kind in ("party", "officer", "holder") for i in row.issues]
    assert about == []
    import_workbook.commit(there, found, operator_id=MIDORI.id)
    stored = records.get(there.store, Party, party)
    assert stored is not None and stored.address == "東京都架空区1"
    assert {o.party for o in records.select(there.store, Officer)} == {party}


def test_that_it_is_the_same_party_is_asked_once(at: Desk, tmp_path: Path) -> None:
    put(at, Party(id="party_seiun", name="青雲データセンター", country="JP"))
    name = "青雲データセンターズ"
    for n in range(2):
        book = template(at, tmp_path / f"{n}.xlsx")
        row = book.add("party", name=name)
        book.add("component", equipment="電子カルテ", product=f"部品{n}", supplier=name)
        path = tmp_path / f"back{n}.xlsx"
        assert codes(look(at, book, path)) == (["similar-party"] if n == 0 else [])
        same = {("相手方", row): "party_seiun"} if n == 0 else None
        import_workbook.commit(at, import_workbook.preview(at, path, AOBA.id, same=same))
    assert [(alias.name, alias.party) for alias in records.select(at.store, Alias)] == [(name, "party_seiun")]
    assert {c.supplier for c in records.select(at.store, Component) if c.product.startswith("部品")} == {"party_seiun"}
    assert records.count(at.store, Party) == 3


def test_a_merged_party_is_still_known_by_its_old_name(at: Desk, tmp_path: Path, out: Path) -> None:
    double = Party(id="party_double", name="テンモン電子工業")
    put(at, double)
    merge.merge(at, current(at, TENMON), current(at, double))
    book = template(at, tmp_path / "a.xlsx")
    book.add("component", equipment="電子カルテ", product="電源", supplier="テンモン電子工業")
    found = look(at, book, out)
    assert found.issues == ()
    import_workbook.commit(at, found)
    assert next(c for c in records.select(at.store, Component) if c.product == "電源").supplier == TENMON.id


def test_the_copy_with_marks_goes_back_and_comes_again(at: Desk, tmp_path: Path, out: Path) -> None:
    book = template(at, tmp_path / "a.xlsx")
    row = book.add("officer", as_of=str(NEW), name="役員乙", birth_date="1965-02-31")
    found = look(at, book, out)
    assert said(found) == [("no-such-day", f"役員!G{row}")]
    marked = tmp_path / "marked.xlsx"
    assert import_workbook.write_issue_copy(at, out, found, marked, "en") == 1
    mended = vendor.Book(marked)
    mended.put("officer", row, birth_date="1965-02-28")
    again = look(at, mended, tmp_path / "again.xlsx")
    assert (again.issues, again.parties) == ((), (HOKUTO.id,))


def test_a_vendor_abroad_is_answered_in_english(at: Desk) -> None:
    put(at, Party(id="party_abroad", name="Nordlicht GmbH", country="DE"))
    assert language_of(at, ["party_abroad"], "ja") == "en"
    assert language_of(at, [HOKUTO.id], "ja") == "ja" and language_of(at, [], "ja") == "ja"
    assert language_of(at, ["party_abroad", TENMON.id], "ja") == "ja"
