"""The import rows of the numbers to reach, beside what others do with the same file, in one run.

``pip install -e '.[test,bench]'`` into a venv of its own, then
``pytest tests/benchmarks/bench_import.py --benchmark-enable -s``. ``BENCH_ROWS`` scales the large register (100,000).
Nothing here judges a time: within a group the ratios are the result; memory is printed and stands in ``extra_info``.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import register
from conftest import DAY, NOON
from pytest_benchmark.fixture import BenchmarkFixture

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.preview import Preview
from hospital_onboard.store import saving
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk, open_desk

FEW = 10_000
MANY = int(os.environ.get("BENCH_ROWS", "100000"))
HOSPITAL = "operator_bench"

Made = Callable[..., tuple[Path, register.Planted]]
NewDesk = Callable[[], Desk]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A register of a given size, made once."""
    known: dict[tuple[int, int, int], tuple[Path, register.Planted]] = {}

    def make(rows: int, *, errors: int = 0, changed: int = 0) -> tuple[Path, register.Planted]:
        key = (rows, errors, changed)
        if key not in known:
            path = tmp_path_factory.mktemp("register") / "register.xlsx"
            known[key] = path, register.write(path, rows, errors=errors, changed=changed)
        return known[key]

    return make


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[NewDesk]:
    """A desk at a store with one hospital and its equipment, another one each time."""
    numbers = count()
    made: list[Desk] = []

    def make() -> Desk:
        made.append(prepared(tmp_path / f"{next(numbers)}.db"))
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


def prepared(path: Path) -> Desk:
    desk = open_desk(str(path), DAY, lambda: NOON, "bench")
    hospital = Operator(id=HOSPITAL, operator_kind="hospital", name="青葉大学病院（架空）")
    equipment = Equipment(id="equipment_bench", operator=HOSPITAL, group="emr", product=register.EQUIPMENT)
    saving.save(desk.store, [Change(None, hospital), Change(None, equipment)], desk.stamp("add"))
    return desk


def look(desk: Desk, path: Path) -> Preview:
    return import_workbook.preview(desk, path, HOSPITAL)


def take(desk: Desk, path: Path) -> Preview:
    found = look(desk, path)
    import_workbook.commit(desk, found, operator_id=HOSPITAL)
    return found


def once(benchmark: BenchmarkFixture, job: Callable[..., object], setup: Callable[[], object], rounds: int = 3) -> None:
    benchmark.pedantic(job, setup=lambda: ((setup(),), {}), rounds=rounds)


@pytest.mark.benchmark(group="1 check 10,000 rows, 500 errors")
def test_ours_finds_them_all(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    """Against a store that holds the register already: with full differences."""
    desk = new_desk()
    take(desk, made(FEW)[0])
    path, planted = made(FEW, errors=500)
    found = benchmark.pedantic(look, args=(desk, path), rounds=3, warmup_rounds=1)
    wrong = {(i.place.row, i.place.column) for row in found.rows for i in row.issues if i.severity == "row"}
    assert (wrong, len(wrong), found.counts["same"]) == (planted.cells, 500, FEW - 500 + len(register.SUPPLIERS))


@pytest.mark.benchmark(group="1 check 10,000 rows, 500 errors")
def test_frictionless_validate(benchmark: BenchmarkFixture, made: Made) -> None:
    pytest.importorskip("frictionless")
    import other_tools

    path, planted = made(FEW, errors=500)
    found = benchmark.pedantic(other_tools.frictionless, args=(path,), rounds=2)
    assert found == planted.cells


@pytest.mark.benchmark(group="2 import 10,000 rows")
def test_ours_new(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    once(benchmark, lambda desk: take(desk, made(FEW)[0]), new_desk)


@pytest.mark.benchmark(group="2 import 10,000 rows")
def test_ours_again(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    desk = new_desk()
    take(desk, made(FEW)[0])
    found = benchmark.pedantic(take, args=(desk, made(FEW)[0]), rounds=3)
    assert found.changes == ()


@pytest.mark.benchmark(group="2 import 10,000 rows")
def test_ours_with_100_changed(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    desk = new_desk()
    take(desk, made(FEW)[0])
    found = benchmark.pedantic(look, args=(desk, made(FEW, changed=100)[0]), rounds=3)
    assert [change.fields() for change in found.changes] == [("version",)] * 100
    import_workbook.commit(desk, found, operator_id=HOSPITAL)
    assert look(desk, made(FEW, changed=100)[0]).changes == ()


@pytest.mark.benchmark(group="2 import 10,000 rows")
def test_django_import_export_new(benchmark: BenchmarkFixture, made: Made, tmp_path: Path) -> None:
    pytest.importorskip("import_export")
    import other_tools

    table = other_tools.DjangoTable(tmp_path / "django.db")
    assert benchmark.pedantic(table.load, args=(made(FEW)[0],), rounds=1)["new"] == FEW


@pytest.mark.benchmark(group="3 import 100,000 rows")
def test_ours_large(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    once(benchmark, lambda desk: take(desk, made(MANY)[0]), new_desk, rounds=2)


@pytest.mark.benchmark(group="3 import 100,000 rows")
def test_ours_a_tenth_of_it(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk) -> None:
    once(benchmark, lambda desk: take(desk, made(MANY // 10)[0]), new_desk)


@pytest.mark.benchmark(group="3 import 100,000 rows")
def test_calamine_reads(benchmark: BenchmarkFixture, made: Made) -> None:
    import other_tools

    assert (
        benchmark.pedantic(other_tools.calamine, args=(made(MANY)[0],), rounds=3) == MANY + len(register.SUPPLIERS) + 2
    )


@pytest.mark.benchmark(group="3 import 100,000 rows")
def test_pandas_reads_and_writes(benchmark: BenchmarkFixture, made: Made, tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    import other_tools

    assert benchmark.pedantic(other_tools.pandas, args=(made(MANY)[0], tmp_path / "pandas.db"), rounds=1) == MANY


@pytest.mark.benchmark(group="4 copy with 500 cells marked")
def test_ours_marks(benchmark: BenchmarkFixture, made: Made, new_desk: NewDesk, tmp_path: Path) -> None:
    desk = new_desk()
    path, _ = made(FEW, errors=500)
    found = look(desk, path)
    listed = benchmark.pedantic(
        import_workbook.write_issue_copy,
        args=(desk, path, found, tmp_path / "copy.xlsx", "ja"),
        kwargs={"replace": True},
        rounds=2,
    )
    assert listed >= 500


@pytest.mark.benchmark(group="4 copy with 500 cells marked")
def test_openpyxl_marks(benchmark: BenchmarkFixture, made: Made, tmp_path: Path) -> None:
    path, planted = made(FEW, errors=500)

    def mark() -> None:
        from openpyxl import load_workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill

        book = load_workbook(path)
        for row, column in planted.cells:
            cell = book["構成設備"][f"{column}{row}"]
            cell.fill = PatternFill("solid", start_color="F8CBAD")
            cell.comment = Comment("指摘", "x")
        book.save(tmp_path / "plain.xlsx")

    benchmark.pedantic(mark, rounds=2)


_IN_A_PROCESS_OF_ITS_OWN = """
import resource, sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/benchmarks"]
import bench_import as bench
from pathlib import Path
bench.take(bench.prepared(Path(sys.argv[2])), Path(sys.argv[3]))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) >> 10)  # getrusage would count the process that started this one
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""


@pytest.mark.parametrize("rows", [FEW, MANY])
@pytest.mark.benchmark(group="5 a whole process")
def test_memory(benchmark: BenchmarkFixture, made: Made, tmp_path: Path, rows: int) -> None:
    """Peak resident memory of the program and of the process that reads the file, in MB."""
    numbers = count()

    def run() -> list[int]:
        store = tmp_path / f"{next(numbers)}.db"
        command = [sys.executable, "-c", _IN_A_PROCESS_OF_ITS_OWN, str(Path(__file__).parents[1]), str(store)]
        said = subprocess.run([*command, str(made(rows)[0])], check=True, capture_output=True, text=True)
        return [int(line) for line in said.stdout.split()]

    program, reader = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info.update(program_megabytes=program, reader_megabytes=reader)
    print(f"\n{rows:,} rows: program {program} MB, reader {reader} MB")
