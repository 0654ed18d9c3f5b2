"""The nation's readiness, one packet, a page of a million components."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import DAY, NOON
from pytest_benchmark.fixture import BenchmarkFixture

from hospital_onboard.work import browse, check, make_packet, plans, who
from hospital_onboard.work.desk import Desk, open_desk


def _desk(path: Path) -> Desk:
    return open_desk(str(path), DAY, lambda: NOON, "bench")


@pytest.mark.benchmark(group="readiness")
def test_the_nation(benchmark: BenchmarkFixture, demo: Callable[[int, int], Path]) -> None:
    desk = _desk(demo(88, 80_000))
    ids = [operator.id for operator in who.operators(desk)]

    def whole() -> int:
        return sum(len(result.lines) for result in check.check_all(desk, ids))

    assert benchmark.pedantic(whole, rounds=3) > 400_000


@pytest.mark.benchmark(group="readiness")
def test_one_hospital_after_an_edit(benchmark: BenchmarkFixture, demo: Callable[[int, int], Path]) -> None:
    desk = _desk(demo(88, 80_000))
    hospital = who.operators(desk)[1]
    assert benchmark(lambda: check.readiness(desk, hospital.id)).lines


@pytest.mark.benchmark(group="packet")
def test_a_large_packet(benchmark: BenchmarkFixture, demo: Callable[[int, int], Path], tmp_path: Path) -> None:
    desk = _desk(demo(1, 3_000))
    plan = next(plan for plan in plans.all_plans(desk) if plan.title == "電子カルテの更新")
    numbers = iter(range(1000))

    def write() -> Mapping[str, int]:
        return make_packet.write_packet(desk, plan.id, tmp_path / f"{next(numbers)}.zip", "ja").counts

    counts = benchmark.pedantic(write, rounds=5)
    benchmark.extra_info.update(counts)
    assert counts["components"] >= 500 and counts["parties"] >= 50 and counts["evidence"] >= 60


@pytest.mark.parametrize("count", [1_000, 1_000_000])
@pytest.mark.parametrize("where", ["first page", "last page"])
@pytest.mark.benchmark(group="components page")
def test_a_page_of_components(
    benchmark: BenchmarkFixture, crowded: Callable[[int], Path], count: int, where: str
) -> None:
    desk = _desk(crowded(count))
    hospital = who.operators(desk)[0]
    offset = 0 if where == "first page" else count - 200
    page = benchmark(lambda: browse.components(desk, hospital.id, offset=offset, limit=200))
    assert len(page.rows) == 200
