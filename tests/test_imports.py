"""What a program that only asks questions must not load."""

import subprocess
import sys

import pytest

HEAVY = {
    "hospital_onboard.cli": {"typer", "sqlalchemy", "textual", "pydantic"},
    "hospital_onboard.cli.verbs": {"textual", "sqlalchemy", "openpyxl", "babel", "docx", "jinja2", "rapidfuzz"},
    "hospital_onboard.work.edit": {"textual", "openpyxl", "babel", "docx", "alembic"},
    "hospital_onboard.work.check": {"textual", "openpyxl", "babel", "docx", "alembic"},
    "hospital_onboard.work.desk": {"textual", "openpyxl", "yaml", "alembic"},
    "hospital_onboard.app": {"openpyxl", "babel", "docx", "jinja2", "alembic", "rapidfuzz", "python_calamine"},
}


@pytest.mark.parametrize(("module", "unwanted"), HEAVY.items(), ids=HEAVY.keys())
def test_importing_a_room_does_not_load_what_it_does_not_need(module: str, unwanted: set[str]) -> None:
    program = f"import sys, {module}; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", program, *unwanted], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
