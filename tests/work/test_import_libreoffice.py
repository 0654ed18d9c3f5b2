"""Our template, filled in by people and saved by another spreadsheet program."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Officer, Party
from hospital_onboard.store import records, saving
from hospital_onboard.work import import_workbook, write_template
from hospital_onboard.work.desk import Desk

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

HOSPITAL = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
EMR = Equipment(id="equipment_emr1", operator=HOSPITAL.id, group="emr", product="電子カルテ", model="HX")
HOKUTO = Party(id="party_hokuto", name="北斗システム株式会社", corporate_number="7000012050002")

#: (sheet, row, field, what is written, the code it gets); mended by the last value.
MISTAKES = [
    ("相手方", 6, "corporate_number", "7000012050003", "wrong-check-digit", None),
    ("相手方", 7, "country", "どこかの国", "unknown-country", "台湾"),
    ("役員", 4, "birth_date", "令和8年13月1日", "no-such-day", "昭和45年4月1日"),
    ("議決権", 5, "share", "１２０％", "out-of-range", "20%"),
    ("構成設備", 6, "supplier", "知らない商事", "unknown-reference", "㈱北斗システム"),
    ("構成設備", 9, "quantity", "数台", "not-a-number", "３台"),
    ("構成設備", 10, "layer", "よく分からない層", "not-in-list", "ＯＳ"),
    ("構成設備", 11, "end_of_support", "4月1日", "ambiguous-date", "R11.4.1"),
    ("構成設備", 12, "product", None, "missing", "監視ソフト"),
    ("構成設備", 14, "parent", "ない製品", "unknown-reference", "DBサーバー"),
]


class Page:
    """A sheet whose columns are written by their keys."""

    def __init__(self, book: Workbook, title: str) -> None:
        self.page = book[title]

    def put(self, row: int, **values: object) -> None:
        columns = {str(cell.value).partition(".")[2]: cell.column for cell in self.page[1] if cell.value}
        for name, value in values.items():
            self.page.cell(row, columns[name]).value = value  # type: ignore[assignment]


def fill(book: Workbook) -> None:
    party, holder, officer, part = (Page(book, name) for name in ("相手方", "議決権", "役員", "構成設備"))
    party.put(5, name="株式会社　南電子", corporate_number="２０００ー０１２０－１００１９", country="日本")
    party.put(6, name="（株）東ソフト")
    party.put(7, name="West Devices Co., Ltd.")
    for row, name in ((4, "北斗ホールディングス"), (5, "花子ファンド")):
        holder.put(
            row, party="北斗システム（株）", as_of="令和9年10月31日", name=name, country="ＪＰ", share="４０．５％"
        )
    officer.put(
        4, party="(株)北斗システム", as_of="R9.10.31", name="山田　花子", title="代表取締役", nationality="日本"
    )
    part.put(4, equipment="電子カルテ", layer="サーバ", product="DBサーバー", model="Ｓ－１", quantity="２台")
    for row in (5, 6, 8, 9, 10, 11, 12, 14):
        part.put(
            row, equipment="電子カルテ", layer="OS", product=f"製品 {row}［A-{row}］", supplier="（株）北斗システム"
        )
    part.put(5, end_of_support="２０２９年３月３１日", listed="○", functions="=SUM(これは文字)")
    next(c for c in part.page[5] if part.page.cell(1, c.column).value == "component.functions").data_type = "s"


def rearrange(book: Workbook) -> None:
    """Columns moved with their headers, a title row above, an extra column."""
    page = book["構成設備"]
    page.move_range(f"C1:C{page.max_row}", cols=20)
    page.insert_rows(2)
    page["D2"] = "北斗システムからのお返事"
    page["Z3"] = "社内メモ"
    page["Z7"] = "要確認"
    # 設備 merged over four rows: what stands in the first counts for all.
    page.merge_cells("W9:W12")


def plant(book: Workbook, *, mended: bool) -> None:
    for sheet, row, name, wrong, _, right in MISTAKES:
        Page(book, sheet).put(row, **{name: right if mended else wrong})


def convert(path: Path, folder: Path) -> Path:
    """Let LibreOffice open and save it."""
    folder.mkdir()
    home = folder / "profile"
    command = [str(SOFFICE), f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120)
    return folder / path.name


@pytest.fixture
def template(desk: Desk, tmp_path: Path) -> Path:
    first = [Change(None, record) for record in (HOSPITAL, EMR, HOKUTO)]
    saving.save(desk.store, first, desk.stamp("test"))
    path = tmp_path / "template.xlsx"
    assert write_template.inventory(desk, path, HOSPITAL.id) == 2
    return path


def filled(template: Path, path: Path, *, mended: bool) -> Path:
    book = load_workbook(template)
    # The supplier is nobody's yet, so the template does not name it; people write it on the first row.
    Page(book, "相手方").put(4, name="北斗システム（株）", corporate_number="７０００－０１２０－５０００２")
    fill(book)
    plant(book, mended=mended)
    rearrange(book)
    book.save(path)
    return path


def test_ten_mistakes_are_ten_cells_and_mended_all_lands(desk: Desk, template: Path, tmp_path: Path) -> None:
    wrong = convert(filled(template, tmp_path / "wrong.xlsx", mended=False), tmp_path / "a")
    found = import_workbook.preview(desk, wrong, HOSPITAL.id)
    stopping = [issue for issue in found.issues if issue.severity == "row"]
    moved = {"構成設備": 1}
    wanted = {
        (code, sheet, row + moved.get(sheet, 0), found.columns[sheet][name])
        for sheet, row, name, _, code, _ in MISTAKES
    }
    assert {(i.code, i.place.sheet, i.place.row, i.place.column) for i in stopping} == wanted
    assert [i.code for i in found.issues if i.severity == "check"] == ["unknown-column"]
    assert found.counts["refused"] == 10

    right = convert(filled(template, tmp_path / "right.xlsx", mended=True), tmp_path / "b")
    found = import_workbook.preview(desk, right, HOSPITAL.id)
    assert [i for i in found.issues if i.code != "unknown-column"] == []
    receipt = import_workbook.commit(desk, found)
    # Nobody filled in the answer of the day of which holders and officers are listed: it is completed.
    assert (receipt.counts["new"], receipt.counts["completed"]) == (16, 1)
    again = import_workbook.preview(desk, right, HOSPITAL.id)
    assert (again.seen_before, again.counts) == (True, {"new": 0, "changed": 0, "same": 18, "refused": 0})
    check(desk)


def check(desk: Desk) -> None:
    parties = {party.name: party for party in records.select(desk.store, Party)}
    assert set(parties) == {"北斗システム株式会社", "株式会社　南電子", "（株）東ソフト", "West Devices Co., Ltd."}
    assert parties["株式会社　南電子"].corporate_number == "2000012010019"
    holders = records.select(desk.store, Holder)
    assert {(h.party, h.as_of, str(h.share)) for h in holders} == {
        (HOKUTO.id, date(2027, 10, 31), "40.5"),
        (HOKUTO.id, date(2027, 10, 31), "20"),
    }
    assert [o.birth_date for o in records.select(desk.store, Officer)] == [date(1970, 4, 1)]
    parts = {part.product: part for part in records.select(desk.store, Component)}
    assert parts["製品 5［A-5］"].functions == "=SUM(これは文字)"
    assert parts["製品 5［A-5］"].end_of_support == date(2029, 3, 31)
    assert (parts["DBサーバー"].model, parts["DBサーバー"].quantity) == ("Ｓ－１", 2)
    assert parts["製品 14［A-14］"].parent == parts["DBサーバー"].id
    assert {part.equipment for part in parts.values()} == {EMR.id}
