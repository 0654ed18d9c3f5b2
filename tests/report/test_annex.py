"""An office's own spreadsheet template: columns moved and renamed; a broken one is refused by its cell."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.report import annex
from hospital_onboard.report.document import Assumed, Badge, Column, Document, Frame, Table
from hospital_onboard.text.wording import words

SAID = {"title": "表", "owner": "病院 & 院", "standing": "未施行", "assumptions": "前提"}
TEXTS = annex.Texts(SAID, frozenset({"standing"}))
EVIL = ("=1+1", "{{ owner }}", "+81", "_x0041_", "a\nb")


def _document() -> Document:
    columns = (Column("name", "名称"), Column("day", "日"), Column("share", "割合"), Column("state", "状態"))
    rows = tuple((text, date(2027, 1, 2), Decimal("12.5"), Badge("missing", "未", "○", "owed")) for text in EVIL)
    missing = Table("missing", "未", (Column("what", "何"),), (), empty="残っていません")
    frame = Frame("病院", date(2027, 11, 23), "未施行", (Assumed("a", "前提"),))
    return Document("x/1", "表", "ja", frame, (Table("things", "もの", columns, rows), missing))


def _template(change: Callable[[Any], object] = lambda book: None) -> annex.AnnexTemplate:
    book = openpyxl.Workbook()
    front = book.worksheets[0]
    front["A1"], front["A2"] = "{{ title }}（{{ owner }}）", "{{ standing }}"
    sheet = book.create_sheet("一覧")
    for n, (head, tag) in enumerate(
        (("割合(%)", "share"), ("なまえ", "name"), ("メモ", ""), ("期日", "day"), ("印", "state")), 1
    ):
        sheet.cell(3, n, head)
        if tag:
            sheet.cell(4, n, f"{{{{ things.{tag} }}}}").font = openpyxl.styles.Font(bold=True)
    sheet.oddHeader.left.text = "{{ owner }}"
    sheet.auto_filter.ref = "A3:E4"
    last = book.create_sheet("残り")
    last["B2"] = "{{ missing.what }}"
    change(book)
    out = io.BytesIO()
    book.save(out)
    return annex.AnnexTemplate("自院.xlsx", out.getvalue())


def _written(change: Callable[[Any], object] = lambda book: None) -> Any:
    content, _ = annex.write(_template(change), _document(), TEXTS)
    return openpyxl.load_workbook(io.BytesIO(content))


def test_columns_stand_where_the_template_has_them_and_look_as_it_says() -> None:
    book = _written()
    sheet = book["一覧"]
    assert [sheet.cell(row, 2).value.replace("_x005F_", "_") for row in range(4, 9)] == list(EVIL)
    assert {sheet.cell(row, 2).data_type for row in range(4, 9)} == {"s"}
    assert [sheet.cell(5, n).value for n in (1, 3, 5)] == [12.5, None, "○ 未"]
    assert sheet["D8"].value.date() == date(2027, 1, 2) and sheet["D8"].number_format == "yyyy-mm-dd"
    assert sheet["B8"].font.bold and sheet["B3"].value == "なまえ"
    assert sheet.auto_filter.ref == "A3:E8"
    assert sheet.oddHeader.left.text == "病院 && 院"
    assert book.worksheets[0]["A1"].value == "表（病院 & 院）"
    assert book["残り"]["B2"].value == "残っていません"


def test_rows_are_counted_from_what_was_written() -> None:
    _, counts = annex.write(_template(), _document(), TEXTS)
    assert counts == {"things": len(EVIL), "missing": 0}


def test_same_template_and_document_same_bytes() -> None:
    template = _template()
    assert annex.write(template, _document(), TEXTS) == annex.write(template, _document(), TEXTS)


def _set(sheet: str, cell: str, text: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book[sheet][cell] = text

    return change


BROKEN = {
    "unknown text": (_set("Sheet", "B7", "{{ ownr }}"), "template-unknown-name", "自院.xlsx：Sheet!B7"),
    "unknown table": (_set("一覧", "C4", "{{ thingz.name }}"), "template-unknown-name", "自院.xlsx：一覧!C4"),
    "unknown column": (_set("一覧", "C4", "{{ things.nam }}"), "template-unknown-name", "自院.xlsx：一覧!C4"),
    "unclosed": (_set("一覧", "C4", "{{ things.name"), "template-broken-tag", "自院.xlsx：一覧!C4"),
    "two rows": (_set("一覧", "C5", "{{ things.name }}"), "template-two-tables", "自院.xlsx：一覧"),
    "two tables": (_set("一覧", "C4", "{{ missing.what }}"), "template-two-tables", "自院.xlsx：一覧"),
    "something below": (_set("一覧", "A9", "以上"), "template-below-table", "自院.xlsx：一覧!A9"),
    "standing left out": (_set("Sheet", "A2", "x"), "template-lacks-part", "自院.xlsx"),
    "missing left out": (_set("残り", "B2", "x"), "template-lacks-part", "自院.xlsx"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_with_the_cell(name: str) -> None:
    change, code, where = BROKEN[name]
    with pytest.raises(Refusal) as refused:
        _written(change)
    assert (refused.value.code, refused.value.where) == (code, where)
    assert "⟦" not in words("ja")(f"refusal.{code}", where=where, **refused.value.params)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"x" * 5000])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        annex.write(annex.AnnexTemplate("自院.xlsx", content), _document(), TEXTS)
    assert refused.value.code == "template-unreadable"
