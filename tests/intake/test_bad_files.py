"""One bad file for each way of being wrong, each answered with one code and never with a crash."""

import os
from collections.abc import Callable
from pathlib import Path

import make_workbooks as make
import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.sheets import VERSION_NAME
from hospital_onboard.intake import peek, process, workbook
from hospital_onboard.intake.workbook import Limits, RawBook, Unreadable, read_workbook

LIMITS = Limits(seconds=60)


def code_of(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(path, limits)
    return refused.value.code


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (make.renamed_text, "not-a-workbook"),
        (make.document, "not-a-workbook"),
        (make.empty, "empty-file"),
        (make.half, "damaged"),
        (make.broken_sheet, "damaged"),
        (make.entity, "damaged"),
        (make.lying_bomb, "damaged"),
        (make.encrypted, "encrypted"),
        (make.old_xls, "old-format"),
        (make.opendocument, "old-format"),
        (make.binary_workbook, "old-format"),
        (make.macros, "macros"),
        (make.bomb, "too-big"),
        (make.far_cell, "too-big"),
        (make.claims_many_rows, "too-big"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_refused_by_name(tmp_path: Path, build: Callable[[Path], Path], code: str) -> None:
    assert code_of(build(tmp_path / "x.xlsx")) == code


def test_a_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "is-a-folder"


def test_nothing_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "x.xlsx") == "not-found"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_not_allowed(tmp_path: Path) -> None:
    path = make.good(tmp_path / "x.xlsx")
    path.chmod(0)
    assert code_of(path) == "no-permission"


def test_not_allowed_as_the_system_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    path = make.good(tmp_path / "x.xlsx")
    monkeypatch.setattr(Path, "open", denied)
    assert code_of(path) == "no-permission"


def test_larger_than_we_take(tmp_path: Path) -> None:
    assert code_of(make.good(tmp_path / "x.xlsx"), Limits(file_megabytes=0)) == "too-big"


def test_more_rows_than_we_take(tmp_path: Path) -> None:
    assert code_of(make.good(tmp_path / "x.xlsx"), Limits(rows=1)) == "too-big"


def test_a_child_without_memory_is_a_file_too_big(tmp_path: Path) -> None:
    assert code_of(make.good(tmp_path / "x.xlsx"), Limits(memory_megabytes=20)) in ("too-big", "damaged")


def test_a_child_that_takes_too_long(tmp_path: Path) -> None:
    assert code_of(make.good(tmp_path / "x.xlsx"), Limits(seconds=0)) == "too-slow"


@pytest.mark.parametrize(("status", "code"), [(-6, "too-big"), (-9, "too-big"), (-24, "too-slow"), (-11, "damaged")])
def test_how_a_child_died(status: int, code: str) -> None:
    assert process.cause_of_death(status) == code


def test_stopping_is_not_a_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_workbook(make.good(tmp_path / "x.xlsx"), LIMITS, cancelled=lambda: True)
    assert refused.value.code == "import-cancelled"


def read(path: Path) -> RawBook:
    return read_workbook(path, LIMITS)


@pytest.mark.parametrize("build", [make.good, make.strict, make.claims_too_few_rows])
def test_read_all_the_same(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    assert read(build(tmp_path / "x.xlsx")).sheets[0].rows == [
        (1, ["名称", "住所"]),
        (2, ["北斗システム株式会社", "東京都"]),
    ]


def test_what_the_workbook_says_of_itself(tmp_path: Path) -> None:
    assert peek.TEMPLATE_NAME == VERSION_NAME
    assert read(make.newer(tmp_path / "x.xlsx")).template == "inventory/99"
    assert read(make.linked(tmp_path / "y.xlsx")).linked


def test_cells_that_show_no_plain_value(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"], page["B1"], page["C1"], page["D1"] = "=1+1", "#N/A", 0.125, 12.5
    page["B1"].data_type = "e"
    page["C1"].number_format, page["D1"].number_format = "0.0%", '0.0"%"'
    page["A3"] = "_x001B_[31m"
    page.row_dimensions[3].hidden = True
    page.merge_cells("A4:A6")
    page["A4"] = "x"
    book.save(tmp_path / "x.xlsx")
    sheet = read(tmp_path / "x.xlsx").sheets[0]
    assert sheet.rows == [
        (
            1,
            [
                workbook.Faulty("formula-without-value", "=1+1"),
                workbook.Faulty("error-value", "#N/A"),
                "12.5%",
                "12.5%",
            ],
        ),
        (3, ["\x1b[31m"]),
        (4, ["x"]),
    ]
    assert sheet.merges == [[4, 0, 6, 0]]


def test_no_child_stays_behind(tmp_path: Path) -> None:
    read(make.good(tmp_path / "x.xlsx"))
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("no list of children here")
    assert children.read_text().split() == []
