"""Stores of the sizes of the numbers to reach, made once a run.

Run beside nothing else: ``pytest tests/benchmarks/bench_*.py --benchmark-enable``. Nothing here judges a time;
the table that pytest-benchmark prints is the result, and a comparison stands in the same group.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component
from hospital_onboard.store import saving
from hospital_onboard.work import browse, who
from hospital_onboard.work.desk import Desk, open_desk

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parent))
from conftest import DAY, NOON


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """A store of demonstration data of a given size."""
    made: dict[tuple[int, int], Path] = {}

    def make(hospitals: int, components: int) -> Path:
        if (hospitals, components) not in made:
            path = tmp_path_factory.mktemp("demo") / "demo.db"
            program = [sys.executable, "-m", "hospital_onboard", "--db", str(path), "--on", DAY.isoformat()]
            size = ["--hospitals", str(hospitals), "--components", str(components)]
            subprocess.run([*program, "demo", *size], check=True, capture_output=True)
            made[hospitals, components] = path
        return made[hospitals, components]

    return make


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A store with one hospital, one equipment and this many components."""
    made: dict[int, Path] = {}

    def make(count: int) -> Path:
        if count not in made:
            made[count] = tmp_path_factory.mktemp("crowded") / "crowded.db"
            desk = open_desk(str(made[count]), DAY, lambda: NOON, "bench")
            _fill(desk, count)
            desk.store.close()
        return made[count]

    return make


def _fill(desk: Desk, count: int) -> None:
    from hospital_onboard.domain.equipment import Equipment

    hospital = who.register_other(desk, "青葉大学病院（架空）")
    emr = Equipment(id="equipment_bench", operator=hospital.id, group="emr", product="診療録（架空）")
    saving.save(desk.store, [Change(None, emr)], desk.stamp("add"))
    for start in range(0, count, 50_000):
        some = range(start, min(start + 50_000, count))
        new = [
            Component(
                id=f"component_{n:08}", equipment=emr.id, layer="server", product=f"部品 {n:08}", model="HX（架空）"
            )
            for n in some
        ]
        saving.save(desk.store, [Change(None, record) for record in new], desk.stamp("add"))
    assert browse.components(desk, hospital.id, limit=1).total == count
