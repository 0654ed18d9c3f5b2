"""One file for every way of being wrong: the code, and how a file gets it.

A case gets a ``Bench`` (a desk at a small store, a folder) and gives back the file and what is said about it. Nothing
binary is kept: the files are made when a test asks, so that a reader sees what is wrong with each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import answer_workbook as vendor
import make_sboms
import make_workbooks as make
import openpyxl
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Officer, Party, Snapshot
from hospital_onboard.domain.record import Record
from hospital_onboard.intake.workbook import Limits
from hospital_onboard.store import records, saving
from hospital_onboard.work import import_workbook, write_template
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints

AOBA = Operator(id="operator_aoba", operator_kind="hospital", name="青葉病院（架空）")
MIDORI = Operator(id="operator_midori", operator_kind="hospital", name="緑病院（架空）")
HOKUTO = Party(id="party_hokuto", name="北斗システム", country="JP", address="東京都", origin={"*": "demo"})
TENMON = Party(id="party_tenmon", name="天文電機", address="架空市天文町1", origin={"*": "demo"})
EMR = Equipment(id="equipment_emr1", operator=AOBA.id, group="emr", product="電子カルテ", supplier=HOKUTO.id)
ICU = Equipment(id="equipment_icu1", operator=AOBA.id, group="icu", product="重症部門", supplier=TENMON.id)
THEIRS = Equipment(id="equipment_their", operator=MIDORI.id, group="emr", product="緑の電子カルテ")
SERVER = Component(id="component_srv1", equipment=EMR.id, product="サーバー", supplier=TENMON.id, origin={"*": "demo"})
TYPED = Component(id="component_typ1", equipment=EMR.id, product="台帳", quantity=5, origin={"*": "form"})
ANSWERED = Snapshot(id="snapshot_old1", party=HOKUTO.id, as_of=date(2027, 6, 30), holders="listed", officers="listed")
OWNER = Holder(id="holder_0001", party=HOKUTO.id, as_of=ANSWERED.as_of, name="株主甲")
BOSS = Officer(id="officer_0001", party=HOKUTO.id, as_of=ANSWERED.as_of, name="役員甲")
STOCK = (AOBA, MIDORI, HOKUTO, TENMON, EMR, ICU, THEIRS, SERVER, TYPED, ANSWERED, OWNER, BOSS)

#: The file, and what else a person says about it.
Made = tuple[Path, dict[str, Any]]


@dataclass(frozen=True)
class Bench:
    """Where a file is made."""

    desk: Desk
    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def path(self) -> Path:
        return self.folder / "back.xlsx"

    def put(self, *found: Record) -> None:
        saving.save(self.desk.store, [Change(None, record) for record in found], self.desk.stamp("test"))

    def sent(self, party: Party = HOKUTO) -> vendor.Book:
        """The workbook that a vendor gets."""
        path = self.folder / f"{party.id}.xlsx"
        write_template.vendors(self.desk, path, [AOBA.id], [party.id])
        return vendor.Book(path)

    def take(self, book: vendor.Book, name: str) -> None:
        found = import_workbook.preview(self.desk, book.save(self.folder / name), AOBA.id)
        import_workbook.commit(self.desk, found)


Case = Callable[[Bench], Path | Made]


def a_sheet(name: str, headers: list[str], *rows: list[object]) -> Case:
    return lambda at: make.workbook(at.path, {name: [headers, *rows]})


def a_part(header: str, value: object) -> Case:
    """A component with one cell in which something is wrong."""
    return a_sheet("構成設備", ["設備", "製品名", header], ["電子カルテ", "部品甲", value])


def a_party(header: str, value: object) -> Case:
    return a_sheet("相手方", ["名称", header], ["架空産業株式会社", value])


def as_built(build: Callable[[Path], Path]) -> Case:
    return lambda at: build(at.path)


def text(content: str | bytes, name: str = "back.csv", **said: Any) -> Case:
    def made(at: Bench) -> Made:
        path = at.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path, said

    return made


def limited(**most: int) -> Case:
    return lambda at: (make.good(at.path), {"limits": Limits(**most)})


def no_permission(at: Bench) -> Path:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    path = make.good(at.path)
    at.patch.setattr(Path, "open", denied)  # root may read everything
    return path


def read_failed(at: Bench) -> Path:
    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    path = make.good(at.path)
    at.patch.setattr(Path, "open", failing)  # a share that went away
    return path


def folder(at: Bench) -> Path:
    return at.folder


def hidden_sheet(at: Bench) -> Path:
    return _edited(make.workbook(at.path, {**make.GOOD, "隠し": [["x"]]}), lambda book: _hide(book["隠し"]))


def hidden_sheet_read(at: Bench) -> Path:
    return _edited(make.workbook(at.path, {**make.GOOD, "表紙": [["x"]]}), lambda book: _hide(book["相手方"]))


def hidden_rows(at: Bench) -> Path:
    def hide(book: openpyxl.Workbook) -> None:
        book["相手方"].row_dimensions[2].hidden = True

    return _edited(make.good(at.path), hide)


def _hide(page: Any) -> None:
    page.sheet_state = "hidden"


def _edited(path: Path, edit: Callable[[openpyxl.Workbook], object]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def error_cell(at: Bench) -> Path:
    def spoil(book: openpyxl.Workbook) -> None:
        book["相手方"]["B2"].value = "#N/A"
        book["相手方"]["B2"].data_type = "e"

    return _edited(make.good(at.path), spoil)


def dated_number(at: Bench) -> Path:
    """A count in a cell that the spreadsheet program shows as a day."""
    path = make.workbook(at.path, {"構成設備": [["設備", "製品名", "数量"], ["電子カルテ", "部品甲", 1]]})

    def shape(book: openpyxl.Workbook) -> None:
        book["構成設備"]["C2"].number_format = "yyyy/mm/dd"

    return _edited(path, shape)


def rows_absent(at: Bench) -> Path:
    """The last tenth is missing, as after a copy that stopped."""
    at.put(*(Component(id=f"component_p{n:03}", equipment=EMR.id, product=f"部品{n:03}") for n in range(18)))
    book = at.sent()
    count = len(book.rows("component"))
    book.page("component").delete_rows(4 + count - 2, 2)
    return book.save(at.path)


def scope_unknown(at: Bench) -> Path:
    book = at.sent()
    del book.book["お願いする項目"]
    return book.save(at.path)


def not_yours(at: Bench) -> Path:
    book = at.sent(TENMON)
    row = next(row for row in book.rows("equipment") if row["product"] == EMR.product)
    book.put("equipment", row["#"], functions="別の機能")
    return book.save(at.path)


def not_asked(at: Bench) -> Path:
    book = at.sent()
    row = next(row for row in book.rows("party") if row["name"] == TENMON.name)
    book.put("party", row["#"], address="別の住所")
    return book.save(at.path)


def older(at: Bench) -> Path:
    book = at.sent()
    book.add("officer", as_of="2026-11-15", name="役員乙")
    return book.save(at.path)


def contradicts(at: Bench) -> Path:
    book = at.sent()
    row = next(row for row in book.rows("snapshot") if not row["id"])
    book.put("snapshot", row["#"], as_of="2027-11-15", officers="該当なし")
    book.add("officer", name="役員乙")
    return book.save(at.path)


def _server(book: vendor.Book) -> int:
    return int(next(row["#"] for row in book.rows("component") if row["product"] == SERVER.product))


def disagrees(at: Bench) -> Path:
    """Two vendors about one part."""
    first = at.sent()
    first.put("component", _server(first), functions="計算")
    at.take(first, "first.xlsx")
    second = at.sent(TENMON)
    second.put("component", _server(second), functions="保存")
    return second.save(at.path)


def superseded(at: Bench) -> Path:
    """The workbook lay around while the fact changed."""
    at.put(Component(id="component_mon1", equipment=ICU.id, product="モニタ", version="1", origin={"*": "demo"}))
    book = at.sent(TENMON)
    stored = records.get(at.desk.store, Component, "component_mon1")
    assert stored is not None
    saving.save(at.desk.store, [Change(stored, stored.changed(version="2"))], at.desk.stamp("edit"))
    return book.save(at.path)


def in_use(at: Bench) -> Path:
    return make.workbook(at.path, {"相手方": [["名称", "削除"], [HOKUTO.name, "はい"]]})


def refused_reference(at: Bench) -> Path:
    parts = [["設備", "製品名", "供給者"], ["電子カルテ", "部品甲", "架空産業株式会社"]]
    return make.workbook(at.path, {"相手方": [["名称", "法人番号"], ["架空産業株式会社", "123"]], "構成設備": parts})


def ambiguous(at: Bench) -> Path:
    at.put(*(Party(id=f"party_two{n}", name="南電子株式会社", address=f"{n}番地") for n in range(2)))
    return make.workbook(
        at.path, {"構成設備": [["設備", "製品名", "供給者"], ["電子カルテ", "部品甲", "南電子株式会社"]]}
    )


def sbom(*parts: dict[str, Any], about: str = EMR.id) -> Case:
    return lambda at: (make_sboms.written(at.folder / "sbom.json", list(parts)), {"hints": Hints(about=about)})


def no_equipment(at: Bench) -> Made:
    path = make_sboms.written(at.folder / "sbom.json", [{"type": "application", "name": "a"}])
    empty = Operator(id="operator_empty", operator_kind="hospital", name="空の病院（架空）")
    at.put(empty)
    return path, {"operator_id": empty.id}


def question_number(at: Bench) -> Made:
    import make_questions

    odd = [("AUDT-1", "Can it log (invented)?", "Yes", "")]
    rows = [make_questions.TITLE, ["番号", "質問", "回答", "備考"], *(list(r) for r in (*make_questions.ASKED, *odd))]
    return make.workbook(at.path, {"MDS": rows}), {"hints": Hints(about=EMR.id)}
