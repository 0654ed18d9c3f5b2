"""Power cuts in the middle of a commit: nothing half there, the chain whole, and the import can be done after all."""

import os
import subprocess
import sys
from pathlib import Path

import make_workbooks as make
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.store import saving
from hospital_onboard.store.engine import sqlite_url
from hospital_onboard.work.desk import open_desk

ROOT = Path(__file__).parents[2]
TIMES, ROWS = 20, 400


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill")
def test_twenty_deaths(tmp_path: Path) -> None:
    store, book = tmp_path / "inventory.db", tmp_path / "in.xlsx"
    desk = open_desk(sqlite_url(store))
    hospital = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
    emr = Equipment(id="equipment_emr1", operator=hospital.id, group="emr", product="電子カルテ")
    saving.save(desk.store, [Change(None, hospital), Change(None, emr)], desk.stamp("test"))
    desk.store.close()
    parties = [[f"架空商事{n}"] for n in range(ROWS)]
    parts = [["電子カルテ", f"製品{n}", f"架空商事{n}"] for n in range(ROWS)]
    make.workbook(book, {"相手方": [["名称"], *parties], "構成設備": [["設備", "製品名", "供給者"], *parts]})

    script = ROOT / "tests" / "data" / "kill_commits.py"
    ran = subprocess.run(
        [sys.executable, str(script), str(store), str(book), str(TIMES)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, ran.stderr
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert len({moment for moment, *_ in lines}) == TIMES + 1
    assert {tuple(state) for _, *state in lines[:-1]} == {("2", "whole")}
    assert lines[-1] == ["afterwards", str(2 + 2 * ROWS), "whole"]
