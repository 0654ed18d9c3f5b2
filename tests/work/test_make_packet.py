"""The early-consultation packet: complete, checkable, the same every time, silent about birth dates."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import docx
import jsonschema
import pytest

from hospital_onboard import places
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.work import check, consult
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_packet import write_packet

NAMES = [
    "01_packet.docx",
    "02_annex.xlsx",
    "03_preview.html",
    "04_packet.json",
    "05_system_diagram.svg",
    "06_packet.schema.json",
    "manifest.sha256",
]


@pytest.fixture
def filled(desk: Desk, sample: ModuleType) -> Desk:
    sample.fill(desk)
    return desk


def test_folder_and_zip_hold_the_same_files_byte_for_byte(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    folder = write_packet(filled, sample.PLAN, tmp_path / "packet", "ja")
    packed = write_packet(filled, sample.PLAN, tmp_path / "packet.zip", "ja")
    again = write_packet(filled, "電子カルテ更新 2028", tmp_path / "again.zip", "ja")
    assert list(folder.files) == list(packed.files) == NAMES
    assert folder.counts == packed.counts == again.counts
    assert packed.path.read_bytes() == again.path.read_bytes()
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(2027, 11, 23, 0, 0, 0)}
        assert {n: archive.read(n) for n in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.path.iterdir()
        }


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs coreutils")
def test_manifest_is_what_sha256sum_checks(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    out = write_packet(filled, sample.PLAN, tmp_path / "packet", "en").path
    command = ["sha256sum", "--check", "--strict", "manifest.sha256"]
    checked = subprocess.run(command, cwd=out, capture_output=True, text=True, check=True)
    assert [line.partition(":")[0] for line in checked.stdout.splitlines()] == NAMES[:-1]
    (out / NAMES[3]).write_text("{}")
    assert subprocess.run(command, cwd=out, capture_output=True, check=False).returncode == 1


def test_numbers_are_those_of_the_store_and_of_the_check(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    written = write_packet(filled, sample.PLAN, tmp_path / "packet", "ja")
    found = check.readiness(filled, sample.OPERATOR)
    lines = [*found.by_equipment[""], *found.by_equipment["equipment_emr1"]]
    counts = {state: sum(line.state == state for line in lines) for state in found.readiness.counts}
    data = json.loads((written.path / "04_packet.json").read_text())
    assert data["counts"] == counts
    owed = counts["missing"] + counts["stale"] + counts["unclear"]
    assert len(data["open"]) == written.counts["open"] == written.counts["missing"] == owed > 0
    for key, number in {"components": 5, "sites": 3, "parties": 4, "subcontracts": 3, "measures": 27}.items():
        assert written.counts[key] == number, key
    assert [part["id"] for part in data["components"]][:3] == ["component_app1", "component_dbms", "component_os01"]
    assert data["schema"] == "hospital-onboard/packet/1" and data["on"] == "2027-11-23"
    assert data["medical_sector"]["standing"] == "promulgated" and "medical_not_in_force" in data["assumptions"]


def test_the_language_changes_words_and_not_the_data(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    ja = write_packet(filled, sample.PLAN, tmp_path / "ja", "ja").path
    en = write_packet(filled, sample.PLAN, tmp_path / "en", "en").path
    assert (ja / NAMES[3]).read_bytes() == (en / NAMES[3]).read_bytes()
    assert (ja / NAMES[0]).read_bytes() != (en / NAMES[0]).read_bytes()


@pytest.mark.parametrize("personal", [False, True])
def test_birth_dates_leave_only_when_asked_for(
    filled: Desk, sample: ModuleType, tmp_path: Path, personal: bool
) -> None:
    out = write_packet(filled, sample.PLAN, tmp_path / "packet", "ja", personal=personal).path
    assert ("1961-02-03" in (out / NAMES[3]).read_text()) is personal
    with zipfile.ZipFile(out / NAMES[1]) as book:
        sheets = b"".join(book.read(name) for name in book.namelist())
    assert (b"22315" in sheets) is personal  # 1961-02-03 as a spreadsheet counts days
    with zipfile.ZipFile(out / NAMES[0]) as word:
        said = word.read("word/document.xml").decode()
    assert ("役員の生年月日と国籍は、この資料に入れていません。" in said) is not personal


def test_refusals_change_nothing(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("x")
    (tmp_path / "old.zip").write_bytes(b"old")
    for plan, out, code in (
        (sample.PLAN, used, "folder-not-empty"),
        (sample.PLAN, used / "mine.txt", "bad-packet-name"),
        (sample.PLAN, tmp_path / "相談資料.pdf", "bad-packet-name"),
        (sample.PLAN, tmp_path / "相談資料.7z", "bad-packet-name"),
        (sample.PLAN, tmp_path / "old.zip", "file-exists"),
        ("plan_nowhere", tmp_path / "p.zip", "no-such-plan"),
        (sample.PLAN, tmp_path / "nowhere" / "p.zip", "cannot-write"),
    ):
        with pytest.raises(Refusal) as refused:
            write_packet(filled, plan, out, "ja")
        assert refused.value.code == code
    assert [path.name for path in used.iterdir()] == ["mine.txt"]
    assert (tmp_path / "old.zip").read_bytes() == b"old"
    write_packet(filled, sample.PLAN, tmp_path / "old.zip", "ja", replace=True)
    assert zipfile.is_zipfile(tmp_path / "old.zip")
    assert write_packet(filled, sample.PLAN, tmp_path / "版 1.2", "ja").path.is_dir()
    assert not (tmp_path / "p.zip").exists()
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("personal", [False, True])
def test_data_fits_its_published_schema(filled: Desk, sample: ModuleType, tmp_path: Path, personal: bool) -> None:
    out = write_packet(filled, sample.PLAN, tmp_path / "packet", "ja", personal=personal).path
    schema = json.loads((out / "06_packet.schema.json").read_text())
    data = json.loads((out / "04_packet.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert [error.message for error in validator.iter_errors(data)] == []
    data["parts"] = []
    assert [error.validator for error in validator.iter_errors(data)] == ["additionalProperties"]


def test_a_sites_own_template_is_found_and_used(
    filled: Desk, sample: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "ours"
    own.mkdir()
    monkeypatch.setenv("HOSPITAL_ONBOARD_TEMPLATES", str(own))
    word = docx.Document(str(places.templates() / "packet.ja.docx"))
    word.paragraphs[0].runs[0].text = "青葉式 {{ title }}"
    word.save(str(own / "packet.ja.docx"))
    out = write_packet(filled, sample.PLAN, tmp_path / "packet", "ja").path
    assert docx.Document(str(out / NAMES[0])).paragraphs[0].text == "青葉式 事前相談資料"
    (own / "packet.ja.docx").write_bytes(b"PK broken")
    with pytest.raises(Refusal) as refused:
        write_packet(filled, sample.PLAN, tmp_path / "again", "ja")
    assert refused.value.code == "template-unreadable" and not (tmp_path / "again").exists()
    named = places.templates() / "packet.ja.docx"
    assert write_packet(filled, sample.PLAN, tmp_path / "named", "ja", templates=[named]).path.is_dir()


@pytest.mark.parametrize(
    ("named", "code"),
    [(["a.docx", "b.docx"], "template-kind"), (["a.pptx"], "template-kind"), (["a.docx"], "template-not-found")],
)
def test_templates_that_cannot_be_taken(
    filled: Desk, sample: ModuleType, tmp_path: Path, named: list[str], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        write_packet(filled, sample.PLAN, tmp_path / "p", "ja", templates=[tmp_path / name for name in named])
    assert refused.value.code == code


def test_the_next_packet_says_what_changed_since_the_last_one(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    first = write_packet(filled, sample.PLAN, tmp_path / "first", "ja")
    assert "資料を渡してから" not in (first.path / "03_preview.html").read_text(encoding="utf-8")
    consult.hand_over(filled, sample.PLAN, to="厚生労働省")
    part = next(one for one in records.select(filled.store, Component) if one.product == "HX-DB")
    saving.save(filled.store, [Change(part, part.changed(version="19.2"))], filled.stamp("edit"))
    consult.ask(filled, sample.PLAN, "中継装置は構成設備に当たるか")
    second = write_packet(filled, sample.PLAN, tmp_path / "second", "ja")
    for file in ("03_preview.html", "01_packet.docx"):
        said = (second.path / file).read_bytes()
        text = "\n".join(_texts(second.path / file)) if file.endswith("docx") else said.decode("utf-8")
        assert "2027-11-23 に 厚生労働省 へ資料を渡してから" in text, file
        assert "19.2" in text
        assert "新しい質問: 中継装置は構成設備に当たるか" in text


def _texts(file: Path) -> list[str]:
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells
