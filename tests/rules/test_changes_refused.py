"""The files of the change table: one bad file for each refusal, and the line where the fault is."""

import shutil
from pathlib import Path

import pytest

from hospital_onboard import places
from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.edition.editions import faults, read_edition

BAD = sorted((Path(__file__).with_name("cases") / "changes" / "bad").glob("*.yaml"))
SHIPPED = places.seed_data() / "regimes" / "espa"


class Bad(Frozen):
    """One change to one file of the shipped regime, and what must be said about it."""

    file: str
    find: str
    put: str
    says: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "espa"))


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_broken_file_is_refused_with_file_and_line(path: Path, folder: Path) -> None:
    bad = load(path, Bad)
    target = folder / bad.file
    text = target.read_text(encoding="utf-8")
    assert bad.find in text
    target.write_text(text.replace(bad.find, bad.put, 1), encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_edition(folder)
    assert bad.says in str(refused.value)
    found = faults(folder)
    assert any(bad.says in str(fault) for fault in found)
    assert {fault.path for fault in found} == {target}
    # What is missing has no line; everything that is there has.
    if "no row for it" not in bad.says and "each of" not in bad.says and "file is named" not in bad.says:
        assert all(fault.line > 0 for fault in found)


def test_the_line_is_that_of_the_entry(folder: Path) -> None:
    target = folder / "changes.yaml"
    lines = target.read_text(encoding="utf-8").replace("form: component_report", "form: gone", 1).splitlines()
    target.write_text("\n".join(lines), encoding="utf-8")
    [fault] = faults(folder)
    assert lines[fault.line - 1] == "  - id: component_after_introduction"


def test_an_entry_written_twice_is_shown_where_it_is_the_second_time(folder: Path) -> None:
    target = folder / "changes.yaml"
    text = target.read_text(encoding="utf-8").replace("- id: component_version\n", "- id: component\n", 1)
    target.write_text(text, encoding="utf-8")
    [fault] = faults(folder)
    before = text.splitlines()[: fault.line]
    assert [line.strip() for line in before].count("- id: component") == 2


def test_all_broken_files_are_shown_at_once(folder: Path) -> None:
    for name in ("changes.yaml", "parameters/paper_age.yaml"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("checked_on: again\n")
    assert [fault.path.name for fault in faults(folder)] == ["changes.yaml", "paper_age.yaml"]


@pytest.mark.parametrize("name", ["notes.yaml", "duties/deep/rule.yaml", "parameter/paper_age.yaml"])
def test_a_file_that_no_rule_is_read_from_is_refused(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("id: x\n", encoding="utf-8")
    [fault] = faults(folder)
    assert fault.path == folder / name


def test_the_shipped_files_are_sound() -> None:
    assert faults(SHIPPED) == ()
