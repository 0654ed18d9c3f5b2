"""Looking at a file, taking it, taking it again, taking it back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import make_workbooks as make
import pytest
from openpyxl import load_workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import audit, receipts, records, saving
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk

HOSPITAL = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
OTHER = Operator(id="operator_midori", operator_kind="hospital", name="緑病院（架空）")
EMR = Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product="電子カルテ", model="HX")
THEIRS = Equipment(id="equipment_emr2", operator=OTHER.id, group="emr", product="電子カルテ", model="HX")
HOKUTO = Party(id="party_hokuto", name="北斗システム株式会社", corporate_number="7000012050002", address="東京都")
SERVER = Component(
    id="component_server",
    equipment=EMR.id,
    layer="server",
    product="DBサーバー",
    model="S-1",
    supplier=HOKUTO.id,
    quantity=2,
    origin={"*": "demo"},
)
HEADERS = ["設備", "層", "製品名", "型番", "供給者", "数量", "サポート終了日", "上位の構成設備"]


def component(*cells: object) -> list[object]:
    return ["電子カルテ", *cells]


@pytest.fixture
def at(desk: Desk) -> Desk:
    """A desk at a store with two hospitals of the same equipment."""
    put(desk, HOSPITAL, OTHER, EMR, THEIRS, HOKUTO, SERVER)
    return desk


def put(desk: Desk, *found: Record) -> None:
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test"))


def look(
    desk: Desk, path: Path, sheets: dict[str, make.Rows], operator: str | None = HOSPITAL.id, **how: Any
) -> Preview:
    return import_workbook.preview(desk, make.workbook(path, sheets, **how), operator)


def outcomes(found: Preview) -> list[str]:
    return [row.outcome for row in found.rows]


def said(found: Preview) -> list[tuple[str, str]]:
    return [(issue.code, str(issue.place)) for issue in found.issues]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "in.xlsx"


def test_new_changed_same_and_refused(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "構成設備": [
                HEADERS,
                component("サーバー", "ＤＢサーバー", "Ｓ－１", "(株)北斗システム", "２台", None, None),
                component("OS", "リナックス", None, "北斗システム", None, "R11.3.31", "DBサーバー"),
                component("サーバー", "APサーバー", "S-2", None, "数台", None, None),
            ]
        },
    )
    # 製品名 and 型番 differ only in width: the stored spelling stays.
    assert outcomes(found) == ["same", "new", "refused"]
    assert said(found)[-1] == ("not-a-number", "構成設備!F4")
    new = found.rows[1].change
    assert new is not None and isinstance(new.after, Component)
    assert (new.after.parent, new.after.supplier, new.after.end_of_support) == (
        SERVER.id,
        HOKUTO.id,
        date(2029, 3, 31),
    )
    receipt = import_workbook.commit(at, found)
    assert {name: receipt.counts[name] for name in ("new", "changed", "same", "refused")} == {
        "new": 1,
        "changed": 0,
        "same": 1,
        "refused": 1,
    }
    stored = records.get(at.store, Component, new.after.id)
    assert stored is not None and stored.origin == {"*": f"workbook:{found.sha256}:構成設備!3"}
    assert receipts.receipts(at.store)[0].columns["構成設備"]["quantity"] == "F"
    assert records.count(at.store, Component) == 2


def test_the_same_file_again_changes_nothing(at: Desk, out: Path) -> None:
    sheets: dict[str, make.Rows] = {
        "相手方": [["名称", "住所"], ["南電子株式会社", "京都府"], ["北斗システム株式会社", "東京都"]],
        "構成設備": [HEADERS, component("OS", "リナックス", None, "南電子株式会社", None, None, None)],
    }
    first = look(at, out, sheets)
    assert import_workbook.commit(at, first).seq is not None
    again = import_workbook.preview(at, out, HOSPITAL.id)
    assert (again.seen_before, set(outcomes(again))) == (True, {"same"})
    assert import_workbook.commit(at, again).seq is None
    assert len(receipts.receipts(at.store)) == 1


def test_a_blank_does_not_clear_and_a_missing_row_does_not_remove(at: Desk, out: Path) -> None:
    found = look(at, out, {"構成設備": [HEADERS, component(None, "DBサーバー", None, None, 3, None, None)]})
    assert outcomes(found) == ["changed"]
    change = found.rows[0].change
    assert change is not None and change.fields() == ("quantity",)
    import_workbook.commit(at, found)
    stored = records.get(at.store, Component, SERVER.id)
    assert stored is not None
    assert (stored.quantity, stored.model, stored.supplier, stored.revision) == (3, "S-1", HOKUTO.id, 2)
    assert stored.origin == {"*": "demo", "quantity": f"workbook:{found.sha256}:構成設備!2"}


def test_what_a_person_typed_is_shown_before_it_is_overwritten(at: Desk, out: Path) -> None:
    typed = SERVER.changed(quantity=5, origin={"*": "demo", "quantity": "form"})
    saving.save(at.store, [Change(records.get(at.store, Component, SERVER.id), typed)], at.stamp("edit"))
    found = look(at, out, {"構成設備": [HEADERS, component("サーバー", "DBサーバー", "S-1", None, 3, None, None)]})
    assert outcomes(found) == ["changed"]
    assert [(i.code, i.severity, i.seen, i.params["stored"]) for i in found.rows[0].issues] == [
        ("conflict", "check", "3", "5")
    ]
    left = import_workbook.commit(at, found)
    assert (left.seq, left.counts["left_out"]) == (None, 1)
    taken = import_workbook.commit(at, found, accept={("構成設備", 2)})
    assert taken.counts["changed"] == 1
    stored = records.get(at.store, Component, SERVER.id)
    assert stored is not None and stored.quantity == 3


def test_removal_is_asked_for_and_not_done_while_in_use(at: Desk, out: Path) -> None:
    sheets: dict[str, make.Rows] = {
        "相手方": [["名称", "削除"], ["北斗システム株式会社", "はい"]],
        "構成設備": [[*HEADERS, "削除"], [*component("サーバー", "DBサーバー", "S-1", None, None, None, None), "はい"]],
    }
    alone = look(at, out, {"相手方": sheets["相手方"]})
    assert (outcomes(alone), said(alone)[-1]) == (["refused"], ("in-use", "相手方!2"))
    assert alone.rows[0].issues[0].params["user"] == "DBサーバー S-1"
    both = look(at, out, sheets)
    assert outcomes(both) == ["changed", "changed"]
    assert import_workbook.commit(at, both).counts["removed"] == 2
    assert records.get(at.store, Component, SERVER.id) is None
    assert set(outcomes(import_workbook.preview(at, out, HOSPITAL.id))) == {"same"}


def test_a_removed_party_that_the_same_file_names_stays(at: Desk, out: Path) -> None:
    put(at, Party(id="party_minami", name="南電子株式会社"))
    found = look(
        at,
        out,
        {
            "相手方": [["名称", "削除"], ["南電子株式会社", "はい"]],
            "構成設備": [HEADERS, component("OS", "リナックス", None, "南電子株式会社", None, None, None)],
        },
    )
    assert outcomes(found) == ["refused", "new"]
    import_workbook.commit(at, found)


def test_fifty_unknown_suppliers_are_fifty_findings(at: Desk, out: Path) -> None:
    rows = [component("OS", f"製品{n}", None, f"知らない会社{n % 50}", None, None, None) for n in range(150)]
    found = look(at, out, {"構成設備": [HEADERS, *rows]})
    unknown = [issue for issue in found.issues if issue.code == "unknown-reference"]
    assert len(unknown) == 50
    assert sum(1 + len(issue.also) for issue in unknown) == 150
    assert outcomes(found) == ["refused"] * 150
    assert all(row.issues for row in found.rows)


def test_what_names_a_refused_row_is_refused_and_not_blamed(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "相手方": [["名称", "法人番号"], ["南電子株式会社", "123"]],
            "構成設備": [
                HEADERS,
                component("OS", "リナックス", None, "(株)南電子", None, None, None),
                component("ミドルウェア", "つなぎ", None, "株式会社南電子", None, None, "リナックス"),
                component("DB", "台帳", None, None, None, None, "つなぎ"),
            ],
        },
    )
    assert outcomes(found) == ["refused"] * 4
    assert [code for code, _ in said(found) if code != "missing-column"] == ["wrong-length"]
    assert [{issue.code for issue in row.issues} for row in found.rows[1:]] == [{"refused-reference"}] * 3


def test_leaving_out_a_row_leaves_out_what_names_it(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "相手方": [["名称"], ["南電子株式会社"]],
            "構成設備": [
                HEADERS,
                component("OS", "リナックス", None, "南電子株式会社", None, None, None),
                component("DB", "台帳", None, None, None, None, "リナックス"),
                component("DB", "別の台帳", None, None, None, None, None),
            ],
        },
    )
    receipt = import_workbook.commit(at, found, accept={("構成設備", 2), ("構成設備", 3), ("構成設備", 4)})
    assert (receipt.counts["new"], receipt.counts["left_out"]) == (1, 3)
    assert sorted(record.product for record in records.select(at.store, Component)) == ["DBサーバー", "別の台帳"]


def test_rows_twice_in_one_file(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "相手方": [["名称"], ["株式会社南電子"], ["㈱ 南電子"], ["有限会社南電子"]],
            "構成設備": [
                HEADERS,
                component("OS", "リナックス", "L-1", None, None, None, None),
                component("OS", "ﾘﾅｯｸｽ", "Ｌ－１", None, 2, None, None),
            ],
        },
    )
    assert outcomes(found) == ["new", "refused", "new", "new", "refused"]
    assert [(i.code, i.params["row"]) for row in found.rows for i in row.issues] == [
        ("duplicate-row", "2"),
        ("duplicate-row", "2"),
    ]


def test_a_party_is_known_by_its_number_then_its_name(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "相手方": [
                ["名称", "法人番号", "住所"],
                ["北斗システムズ", "7000012050002", "大阪府"],
                ["北斗システムス株式会社", None, None],
                ["合同会社北斗システム", None, None],
                ["株式会社北斗システムズ", None, None],
            ]
        },
    )
    assert outcomes(found) == ["changed", "new", "new", "refused"]
    assert [[i.code for i in row.issues] for row in found.rows] == [
        [],
        ["similar-party"],
        ["similar-party"],
        ["duplicate-row"],  # of the party that the first row renames
    ]
    assert found.rows[2].issues[0].params["candidate"] == HOKUTO.name


def test_a_person_says_that_it_is_the_same_party(at: Desk, out: Path) -> None:
    sheets: dict[str, make.Rows] = {
        "相手方": [["名称", "住所"], ["北斗システムス株式会社", "大阪府"]],
        "構成設備": [HEADERS, component("OS", "リナックス", None, "北斗システムス株式会社", None, None, None)],
    }
    asked = look(at, out, sheets)
    assert [row.outcome for row in asked.rows] == ["new", "new"]
    chosen = {("相手方", 2): asked.rows[0].issues[0].params["candidate_id"]}
    found = import_workbook.preview(at, out, HOSPITAL.id, same=chosen)
    assert outcomes(found) == ["changed", "new"]
    import_workbook.commit(at, found)
    party = records.get(at.store, Party, HOKUTO.id)
    assert party is not None and (party.name, party.address) == (HOKUTO.name, "大阪府")
    assert {part.supplier for part in records.select(at.store, Component)} == {HOKUTO.id}


def test_another_operators_equipment_is_not_touched(at: Desk, out: Path) -> None:
    found = look(
        at,
        out,
        {
            "特定重要設備": [
                ["ID", "事業者", "設備の区分", "製品名", "型番"],
                [THEIRS.id, None, "電子カルテ", "電子カルテ", "XX"],
                [None, OTHER.name, "手術部門", "手術台帳", None],
                [None, None, "手術部門", "手術台帳", None],
            ]
        },
    )
    assert outcomes(found) == ["refused", "refused", "new"]
    assert [row.issues[0].code for row in found.rows[:2]] == ["other-operator"] * 2
    new = found.rows[2].change
    assert new is not None and isinstance(new.after, Equipment) and new.after.operator == HOSPITAL.id


def test_without_an_operator_the_name_alone_is_ambiguous(at: Desk, out: Path) -> None:
    sheets: dict[str, make.Rows] = {"構成設備": [HEADERS, component("OS", "リナックス", None, None, None, None, None)]}
    assert said(look(at, out, sheets, operator=None))[-1] == ("ambiguous-reference", "構成設備!A2")
    sheets["事業者"] = [["名称", "事業者の種別"], [HOSPITAL.name, "病院"]]
    assert outcomes(look(at, out, sheets, operator=None)) == ["same", "new"]


@pytest.mark.parametrize("name", ["構成設備", "Components", "component", "構成設備 (2)", "お返事"])
def test_sheets_and_columns_are_found_wherever_they_went(at: Desk, out: Path, name: str) -> None:
    rows = [
        ["Product name【必須】", "備考", "Quantity\n数量", "Equipment", "層"],
        [],
        ["リナックス", "至急", 2, "電子カルテ", "OS"],
    ]
    found = look(at, out, {name: rows}, title_rows=2)
    assert outcomes(found) == ["new"]
    assert ("unknown-column", f"{name}!B3") in said(found)
    change = found.rows[0].change
    assert found.rows[0].number == 5
    assert change is not None and isinstance(change.after, Component) and change.after.quantity == 2


def test_a_merged_name_means_the_same_below(at: Desk, out: Path) -> None:
    rows = [HEADERS, *(component("OS", f"製品{n}", None, None, 1, None, None) for n in range(3))]
    path = make.workbook(out, {"構成設備": rows})
    book = load_workbook(path)
    book["構成設備"].merge_cells("A2:A4")
    book["構成設備"].merge_cells("F2:F4")
    book.save(path)
    found = import_workbook.preview(at, path, HOSPITAL.id)
    assert outcomes(found) == ["new"] * 3
    made = [row.change.after for row in found.rows if row.change]
    # A name counts for all its rows; a quantity is not known to.
    assert [(c.equipment, c.quantity) for c in made if isinstance(c, Component)] == [
        (EMR.id, 1),
        (EMR.id, None),
        (EMR.id, None),
    ]


def test_what_is_said_about_sheets_and_columns(at: Desk, out: Path) -> None:
    path = make.workbook(
        out,
        {
            "構成設備": [["設備", "数量", "数量"], ["電子カルテ", 1, 2]],
            "メモ": [["x"]],
            "隠し": [["x"]],
            "空": [],
        },
    )
    book = load_workbook(path)
    book["隠し"].sheet_state = "hidden"
    book.save(path)
    found = import_workbook.preview(at, path, HOSPITAL.id)
    assert [(code, place) for code, place in said(found) if "column" not in code] == [
        ("unknown-sheet", "メモ"),
        ("hidden-sheet", "隠し"),
    ]
    assert {code for code, _ in said(found)} == {
        "unknown-sheet",
        "hidden-sheet",
        "missing-column",
        "missing-key-column",
        "duplicate-column",
    }
    assert outcomes(found) == ["refused"]


def test_a_row_that_says_nothing_of_what_it_is_about(at: Desk, out: Path) -> None:
    half = ["電子カルテ", None, None, "S-9"]
    found = look(at, out, {"構成設備": [HEADERS, [None] * 5 + [3], half, half]})
    assert [[i.code for i in row.issues] for row in found.rows] == [["whole-row-missing-key"], ["missing"], ["missing"]]


@pytest.mark.parametrize(
    ("build", "code"),
    [(make.newer, "newer-template"), (make.half, "damaged"), (make.renamed_text, "not-a-workbook")],
)
def test_a_file_that_cannot_be_used(at: Desk, out: Path, build: Callable[[Path], Path], code: str) -> None:
    found = import_workbook.preview(at, build(out))
    assert (found.refused, [issue.code for issue in found.issues], found.rows) == (True, [code], ())
    with pytest.raises(Refusal) as refused:
        import_workbook.commit(at, found)
    assert refused.value.code == "import-refused"
    shape = import_workbook.to_json(found, None, "en")
    assert (shape["outcome"], shape["issues"][0]["severity"]) == ("refused", "refuse")


def test_not_our_file(at: Desk, out: Path) -> None:
    found = look(at, out, {"名簿": [["氏名", "内線"], ["花子", "1"]]})
    assert found.refused and {issue.code for issue in found.issues} == {"not-our-template"}


def test_undo_takes_back_the_whole_import(at: Desk, out: Path) -> None:
    sheets: dict[str, make.Rows] = {
        "構成設備": [
            HEADERS,
            component("サーバー", "DBサーバー", "S-1", None, 9, None, None),
            component("OS", "リナックス", None, None, None, None, None),
        ]
    }
    receipt = import_workbook.commit(at, look(at, out, sheets))
    import_workbook.undo_import(at, receipt.id)
    stored = records.select(at.store, Component)
    assert [(record.id, record.says()) for record in stored] == [(SERVER.id, SERVER.says())]
    assert audit.verify(at.store) is None
    assert not import_workbook.preview(at, out, HOSPITAL.id).seen_before
    with pytest.raises(Refusal) as refused:
        import_workbook.undo_import(at, "receipt_nothere")
    assert refused.value.code == "no-such-receipt"


def test_the_store_moved_on_since_the_preview(at: Desk, out: Path) -> None:
    found = look(at, out, {"構成設備": [HEADERS, component("サーバー", "DBサーバー", "S-1", None, 9, None, None)]})
    stored = records.get(at.store, Component, SERVER.id)
    assert stored is not None
    saving.save(at.store, [Change(stored, stored.changed(version="2"))], at.stamp("edit"))
    with pytest.raises(Refusal) as refused:
        import_workbook.commit(at, found)
    assert refused.value.code == "changed-meanwhile"
    assert receipts.receipts(at.store) == ()


def test_progress_only_grows_and_ends(at: Desk, out: Path) -> None:
    steps: list[tuple[int, int]] = []
    rows = [component("OS", f"製品{n}", None, None, None, None, None) for n in range(1200)]
    make.workbook(out, {"構成設備": [HEADERS, *rows]})
    import_workbook.preview(at, out, HOSPITAL.id, progress=lambda done, of: steps.append((done, of)))
    shares = [done / of for done, of in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_json_shape(at: Desk, out: Path) -> None:
    found = look(at, out, {"構成設備": [HEADERS, component("OS", "リナックス", None, None, "数台", None, None)]})
    shape = import_workbook.to_json(found, None, "en")
    assert shape["rows"] == {"new": 0, "changed": 0, "same": 0, "refused": 1}
    issue = shape["issues"][-1]
    assert issue == {
        "code": "not-a-number",
        "severity": "row",
        "sheet": "構成設備",
        "row": 2,
        "column": "F",
        "header": "数量",
        "seen": "数台",
        "wanted": "A value of digits only",
        "also": [],
    }


def test_the_issue_copy_marks_cells_and_leaves_the_file_alone(at: Desk, out: Path, tmp_path: Path) -> None:
    found = look(at, out, {"構成設備": [HEADERS, component("OS", "=危険", None, None, "=数台", None, None)]})
    before = out.read_bytes()
    found = import_workbook.preview(at, out, HOSPITAL.id)
    marked = tmp_path / "marked.xlsx"
    count = import_workbook.write_issue_copy(at, out, found, marked, "ja")
    assert (out.read_bytes(), count) == (before, len(found.issues))
    book = load_workbook(marked)
    cell = book["構成設備"]["F2"]
    assert cell.comment is not None and "formula-without-value" in cell.comment.text
    assert "Mend the formula" not in cell.comment.text and "write the value itself" in cell.comment.text
    assert cell.fill.start_color.rgb == "00F8CBAD"
    listing = [[c.value for c in row] for row in book["指摘一覧"].iter_rows(min_row=5)]
    assert len(listing) == len(found.issues)
    assert all(c.data_type != "f" for row in book["指摘一覧"].iter_rows() for c in row)
    # Mended in the copy and sent back: the listing is ours and is not read.
    book["構成設備"]["C2"], book["構成設備"]["F2"] = "リナックス", 2
    book.save(marked)
    again = import_workbook.preview(at, marked, HOSPITAL.id)
    assert outcomes(again) == ["new"]
    assert not [code for code, _ in said(again) if code != "missing-column"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_issue_copy_never_overwrites_its_source(at: Desk, out: Path, lang: Any) -> None:
    found = look(at, out, {"構成設備": [HEADERS]})
    with pytest.raises(Refusal) as refused:
        import_workbook.write_issue_copy(at, out, found, out.parent / "x" / ".." / out.name, lang)
    assert refused.value.code == "issues-over-source"
    out.write_bytes(b"PK something else")
    with pytest.raises(Refusal) as refused:
        import_workbook.write_issue_copy(at, out, found, out.parent / "copy.xlsx", lang)
    assert refused.value.code == "file-changed"
