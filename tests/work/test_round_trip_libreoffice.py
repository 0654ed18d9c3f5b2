"""What a record can hold survives being written, opened and saved by another spreadsheet program, and read back."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from any_inventory import HOSPITAL, inventories
from hypothesis import HealthCheck, Phase, given, settings

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.record import Record
from hospital_onboard.store import saving
from hospital_onboard.work import import_workbook, write_template
from hospital_onboard.work.desk import Desk

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@settings(
    max_examples=8,  # LibreOffice takes seconds to start
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(made=inventories())
def test_everything_comes_back_through_another_program(make_desk: Callable[..., Desk], made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk, path = make_desk(Path(folder).name), Path(folder) / "out.xlsx"
        saving.save(desk.store, [Change(None, record) for record in made], desk.stamp("test"))
        write_template.inventory(desk, path, HOSPITAL.id)
        command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
        subprocess.run(
            [*command, "--outdir", f"{folder}/saved", str(path)], check=True, capture_output=True, timeout=180
        )
        found = import_workbook.preview(desk, Path(folder) / "saved" / "out.xlsx", HOSPITAL.id)
    assert [(row.sheet, row.number, row.outcome, row.issues) for row in found.rows if row.outcome != "same"] == []
    assert found.issues == ()
    assert {row.kind for row in found.rows} == {record.kind for record in made} - {"opinion"}  # a vendor's own sheet
