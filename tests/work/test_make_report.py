"""The readiness report as a person asks for it: right numbers, right format, or a plain refusal."""

import csv
import io
import json
from pathlib import Path
from types import ModuleType

import pytest

from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.text.wording import words
from hospital_onboard.work import check
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_report import FORMATS, write_readiness


@pytest.fixture
def filled(desk: Desk, sample: ModuleType) -> Desk:
    sample.fill(desk)
    return desk


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_holds_the_numbers_of_the_check(
    suffix: str, filled: Desk, sample: ModuleType, tmp_path: Path
) -> None:
    lines = check.readiness(filled, sample.OPERATOR).lines
    out = tmp_path / f"report{suffix}"
    written = write_readiness(filled, out, [sample.OPERATOR], "ja")
    assert written.path == out and written.files == (out.name,)
    assert written.counts["lines"] == len(lines)
    if suffix != ".csv":
        assert written.counts["next"] == sum(line.state in OPEN_STATES for line in lines)
        assert written.counts["equipment"] == 2 and written.counts["operators"] == 1
    first = out.read_bytes()
    with pytest.raises(Refusal, match="file-exists"):
        write_readiness(filled, out, [sample.OPERATOR], "ja")
    write_readiness(filled, out, [sample.OPERATOR], "ja", replace=True)
    assert out.read_bytes() == first


def test_json_lines_are_those_of_the_check_one_by_one(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    found = check.readiness(filled, sample.OPERATOR)
    write_readiness(filled, tmp_path / "r.json", [sample.OPERATOR], "en")
    report = json.loads((tmp_path / "r.json").read_text())
    told = [(row["id"], row["state"], row["standing"], row["confidence"]) for row in report["tables"]["lines"]]
    assert told == [(x.id, x.state, x.source.standing, x.source.confidence) for x in found.lines]
    counted = {key: report["tables"]["operators"][0][key] for key in found.readiness.counts}
    assert counted == found.readiness.counts
    assert report["facts"]["burden"]["required"] == found.readiness.burden.required
    assert report["schema"] == "hospital-onboard/readiness-report/1"


def test_csv_rows_stand_alone(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    write_readiness(filled, tmp_path / "r.csv", [sample.OPERATOR], "ja")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert {row["owner"] for row in rows} == {"青葉大学病院（架空）"}
    assert {row["on"] for row in rows} == {"2027-11-23"}
    assert all("未施行" in row["standing_note"] and row["source"] and row["confidence"] for row in rows)


def test_every_open_line_is_somebodys(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    """The next steps are the open lines, each under the one who must act, the operator first."""
    found = check.readiness(filled, sample.OPERATOR)
    write_readiness(filled, tmp_path / "r.json", [sample.OPERATOR], "ja")
    rows = json.loads((tmp_path / "r.json").read_text())["tables"]["next"]
    told: dict[str, int] = {}
    for row in rows:
        told[row["who"]] = told.get(row["who"], 0) + 1
    unnamed = words("ja")("report.readiness.vendor-unnamed")
    assert told == {action.name or unnamed: len(action.lines) for action in found.next_actions}
    assert rows[0]["who"] == "青葉大学病院（架空）"
    assert {row["contact"] for row in rows if row["who"].startswith("北斗")} == {"契約課 kita@hokuto.example"}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_operator_at_all_is_an_honest_empty_report(desk: Desk, tmp_path: Path, lang: str) -> None:
    written = write_readiness(desk, tmp_path / "r.html", [], lang)  # type: ignore[arg-type]
    assert "lines" not in written.counts or written.counts["lines"] == 0
    assert words(lang)("report.readiness.no-operators") in (tmp_path / "r.html").read_text()  # type: ignore[arg-type]


def test_refusals_come_before_anything_is_written(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    for out, code in ((tmp_path / "r.pdf", "bad-format"), (tmp_path / "folder.html", "out-is-folder")):
        with pytest.raises(Refusal) as refused:
            write_readiness(filled, out, [sample.OPERATOR], "ja")
        assert refused.value.code == code
        assert words("ja").has(f"refusal.{code}") and words("en").has(f"refusal.{code}")
    with pytest.raises(Refusal) as refused:
        write_readiness(filled, tmp_path / "r.json", ["operator_nobody"], "ja")
    assert refused.value.code == "no-such-operator"
    assert {path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".json", ".part")} == set()


def test_progress_reaches_its_end(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_readiness(filled, tmp_path / "r.csv", [sample.OPERATOR], "ja", progress=lambda n, of: told.append((n, of)))
    assert told == [(1, 2), (2, 2)]
