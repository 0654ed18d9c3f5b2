"""One table as CSV: the same rows as from a workbook, in the encodings and with the separators people have."""

import csv
import io
from pathlib import Path
from typing import Any

import make_workbooks as make
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.intake import csv_file
from hospital_onboard.intake.workbook import Faulty, Limits, Unreadable, read_workbook
from hospital_onboard.store import saving
from hospital_onboard.text.wording import words
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints

LIMITS = Limits(seconds=60)
Rows = list[tuple[int, list[object]]]
TABLE: make.Rows = [
    ["設備", "層", "製品名", "型番", "供給者", "数量", "サポート終了日"],
    ["電子カルテ", "サーバー", "ＡＰサーバー①", "S-2", "北斗システム", "２台", "R11.3.31"],
    ["電子カルテ", "OS", "髙見澤リナックス", "", "北斗システム", "1", "2029/13/31"],
    ["電子カルテ", "サーバー", "DB,サーバー", "S-3", "南斗", "=1+1", "2029-03-31"],
    ["", "", "", "", "", "", ""],
    ["電子カルテ", "サーバー", "二行の\n名前", "S-4", "", "#N/A", "2029年3月31日"],
]


def write(path: Path, rows: make.Rows, encoding: str = "utf-8", **how: Any) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, **how).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def read(path: Path) -> Rows:
    return read_workbook(path, LIMITS).sheets[0].rows


def refused(path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as fault:
        read_workbook(path, LIMITS)
    return fault.value


@pytest.fixture
def at(desk: Desk) -> Desk:
    hospital = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
    equipment = Equipment(id="equipment_emr1", operator=hospital.id, group="emr", product="電子カルテ")
    party = Party(id="party_hokuto", name="北斗システム株式会社")
    saving.save(desk.store, [Change(None, r) for r in (hospital, equipment, party)], desk.stamp("test"))
    return desk


def result(found: Preview) -> list[object]:
    """All that a preview says except ids and the file's own digest."""
    return [
        (
            row.sheet,
            row.number,
            row.outcome,
            row.title,
            {k: v for k, v in row.change.record.says().items() if k != "id"} if row.change else None,
            [(i.code, str(i.place), i.seen, dict(i.params)) for i in row.issues],
        )
        for row in found.rows
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("lineterminator", ["\r\n", "\n"])
def test_every_way_to_write_it_gives_the_same_rows(
    tmp_path: Path, encoding: str, delimiter: str, lineterminator: str
) -> None:
    path = write(tmp_path / "x.csv", TABLE, encoding, delimiter=delimiter, lineterminator=lineterminator)
    rows = read(path)
    assert [number for number, _ in rows] == [1, 2, 3, 4, 6]  # as a spreadsheet program counts them
    assert rows[1][1] == TABLE[1]
    assert rows[4][1][2] == "二行の\n名前"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_a_table_gives_the_same_result_as_its_workbook_twin(at: Desk, tmp_path: Path, encoding: str) -> None:
    twin = make.workbook(tmp_path / "構成設備.xlsx", {"構成設備": TABLE})
    table = write(tmp_path / "構成設備.csv", TABLE, encoding)
    ours, theirs = (import_workbook.preview(at, path, "operator_aoba") for path in (table, twin))
    assert result(ours) == result(theirs)
    assert [row.outcome for row in ours.rows] == ["new", "refused", "refused", "refused"]
    new = ours.rows[0].change
    assert new is not None and isinstance(new.after, Component)
    assert (new.after.supplier, new.after.quantity) == ("party_hokuto", 2)


def test_the_sheet_is_found_by_its_headers_or_named(at: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "送付用.csv", TABLE)
    assert [row.kind for row in import_workbook.preview(at, path, "operator_aoba").rows] == ["component"] * 4


def test_any_number_of_columns_of_ones_own_does_no_harm(at: Desk, tmp_path: Path) -> None:
    own = [[*line, *(f"社内{n}" if line is TABLE[0] else "x" for n in range(30))] for line in TABLE if any(line)]
    found = import_workbook.preview(at, write(tmp_path / "構成設備.csv", own), "operator_aoba")
    assert [row.outcome for row in found.rows] == ["new", "refused", "refused", "refused"]


@pytest.mark.parametrize("said", ["party", "相手方", words("en")("sheet.party")])
def test_a_table_of_one_column_needs_its_sheet_named(at: Desk, tmp_path: Path, said: str) -> None:
    path = write(tmp_path / "names.csv", [["名称"], ["南電子株式会社"]])
    assert import_workbook.preview(at, path, "operator_aoba").refused
    found = import_workbook.preview(at, path, "operator_aoba", hints=Hints(sheet=said))
    assert [(row.kind, row.outcome) for row in found.rows] == [("party", "new")]


def test_a_sheet_there_is_not(at: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", TABLE)
    with pytest.raises(Refusal) as fault:
        import_workbook.preview(at, path, "operator_aoba", hints=Hints(sheet="在庫"))
    assert fault.value.code == "no-such-sheet" and "component" in str(fault.value.params["sheets"])


def test_bytes_that_no_encoding_reads_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes('名称,住所\r\n"北斗\nシステム",東京\r\n南電子,'.encode("cp932") + b"\x81\xff\r\n")
    fault = refused(path)
    assert (fault.code, fault.row, fault.column, fault.seen[:5]) == ("undecodable", 3, 1, "81 ff")
    assert fault.params["encoding"] == "Shift_JIS (CP932)"
    assert str(fault.issue("x.csv").place) == "x!B3"


def test_a_broken_letter_in_utf_8_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("名称,住所\r\n北斗,東京".encode()[:-1] + b"\r\n")
    fault = refused(path)
    assert (fault.code, fault.row, fault.column, fault.params["encoding"]) == ("undecodable", 2, 1, "UTF-8")


@pytest.mark.parametrize("letters", ["名称,é\r\n", "名称\x80,x\r\n"])
def test_other_western_bytes_are_no_japanese(tmp_path: Path, letters: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"".join(c.encode("latin-1") if c in "é\x80" else c.encode("cp932") for c in letters))
    assert refused(path).code == "undecodable"


def test_a_quote_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('名称,住所\r\n北斗,"東京\r\n南電子,京都\r\n', encoding="utf-8", newline="")
    fault = refused(path)
    assert (fault.code, fault.row, fault.column) == ("unclosed-quote", 2, 1)


def test_quotes_inside_a_cell_are_read_as_excel_does(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('名称,住所\r\n"南""電""子",東京"都"\r\n"北"斗,京都\r\n', encoding="utf-8", newline="")
    assert read(path)[1:] == [(2, ['南"電"子', '東京"都"']), (3, ["北斗", "京都"])]


def test_what_a_spreadsheet_program_would_show(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [["a", "b"], ['="0012"', "=SUM(A1)"], ["#REF!", "'=HX-1"], ["= 等号", "'引用"]])
    assert read(path)[1:] == [
        (2, ["0012", Faulty("formula-without-value", "=SUM(A1)")]),
        (3, [Faulty("error-value", "#REF!"), "=HX-1"]),
        (4, ["= 等号", "'引用"]),
    ]


def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=|\r\na|b\r\n1,2|3\r\n", encoding="utf-8", newline="")
    assert read(path) == [(1, ["a", "b"]), (2, ["1,2", "3"])]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"x" * 30, b"abc\x01\x02", b"\x7fELF\0\0\0"])
def test_what_is_no_text_is_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert refused(path).code in ("not-a-workbook", "undecodable")


def test_a_cell_without_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + "x" * (csv_file.MOST_IN_A_CELL + 1) + ",y\n", encoding="utf-8")
    fault = refused(path)
    assert (fault.code, fault.row) == ("too-big", 2)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12).filter(
    lambda t: t[:1] not in "=#'\ufeff"
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=2, max_size=8), st.sampled_from(",\t;"))
def test_whatever_is_written_is_read(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    seen: dict[int, list[str]] = {}
    for message in csv_file.read(b"\xef\xbb\xbf" + out.getvalue().encode()):
        seen.update(message.get("rows", []) if message["k"] == "rows" else [])
    padded = {number: [*cells, *[""] * (3 - len(cells))] for number, cells in seen.items()}
    assert padded == {n: row for n, row in enumerate(rows, start=1) if any(row)}


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    try:
        assert [m["k"] for m in csv_file.read(content)][:2] == ["book", "sheet"]
    except csv_file.Unusable as fault:
        assert fault.code in ("undecodable", "unclosed-quote", "not-a-workbook")


def test_the_marked_copy_of_a_table_is_a_workbook_that_can_be_sent_back(at: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "構成設備.csv", TABLE, "cp932")
    found = import_workbook.preview(at, path, "operator_aoba")
    copy = tmp_path / "copy.xlsx"
    assert import_workbook.write_issue_copy(at, path, found, copy, "ja") == len(found.issues)
    page = load_workbook(copy)["構成設備"]
    assert page["J3"].comment is None and "no-such-day" in page["G3"].comment.text
    assert page["F4"].value == "=1+1" and page["F4"].data_type == "s"
    again = import_workbook.preview(at, copy, "operator_aoba")
    assert [row.outcome for row in again.rows] == [row.outcome for row in found.rows]
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(Refusal) as fault:
        import_workbook.write_issue_copy(at, path, found, copy, "ja")
    assert fault.value.code == "file-changed"
