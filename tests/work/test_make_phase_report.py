"""The phase-in report: every number is one of ``phase status``, in every format; an assumption changes them all."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.phase import PhaseProposal
from hospital_onboard.store import saving
from hospital_onboard.text.wording import words
from hospital_onboard.work import assume, phase, who
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_phase_report import write_phase_in

EVERYWHERE = phase.Within()
Report = Callable[..., Any]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """One hospital designated, one proposed, the others candidates."""
    fill(desk, hospitals=12, components=120)
    first, second, *_ = [one for one in who.operators(desk) if one.operator_kind == "hospital"]
    designated = first.changed(designation_status="designated", designated_on=date(2027, 10, 15))
    proposal = PhaseProposal(id="phase_proposal_0001", operator=second.id, wave="year0")
    saving.save(desk.store, [Change(first, designated), Change(None, proposal)], desk.stamp("test"))
    assume.assume(desk, ["commencement=2027-10-01", "third-year=first"])
    return desk


def told(desk: Desk, tmp_path: Path, where: phase.Within = EVERYWHERE) -> Any:
    write_phase_in(desk, tmp_path / "p.json", where, "ja", replace=True)
    return json.loads((tmp_path / "p.json").read_text())


def test_every_number_is_that_of_phase_status(filled: Desk, tmp_path: Path) -> None:
    status = phase.to_json(filled, phase.status(filled), "ja")
    report = told(filled, tmp_path)
    targets = {target["area"]: target for target in status["targets"] if target["scope"] == "prefecture"}
    rows = report["tables"]["prefectures"]
    assert len(rows) == 47
    for row in rows:
        target = targets[row["prefecture"]]
        for key in ("required", "designated", "planned", "proposed", "candidates", "file_ready", "due", "state"):
            assert row[key] == target[key], key
    regions = [(row["designated"], row["due"]) for row in report["tables"]["regions"]]
    assert regions == [(t["designated"], t["due"]) for t in status["targets"] if t["scope"] == "region"]
    in_prefectures = [row["code"] for code in targets for row in report["tables"][f"pref_{code}"]]
    assert sorted(in_prefectures) == sorted(o["code"] for o in status["operators"] if o["kind"] == "hospital")
    assert report["facts"]["summary"]["designated"] == status["summary"]["designated"] == 1
    assert len([note for note in report["notes"] if note]) > 0


def test_the_workbook_has_the_same_numbers_a_sheet_per_prefecture_a_map_and_a_chart(
    filled: Desk, tmp_path: Path
) -> None:
    written = write_phase_in(filled, tmp_path / "p.xlsx", EVERYWHERE, "ja")
    report = told(filled, tmp_path)
    assert dict(written.counts) == {key: len(rows) for key, rows in report["tables"].items()}
    book = load_workbook(BytesIO((tmp_path / "p.xlsx").read_bytes()))
    say = words("ja")
    by_prefecture = book[say("phase.rule.third_year")]
    sheet_rows = [[cell.value for cell in row] for row in by_prefecture.iter_rows(min_row=5)]
    assert [row[6] for row in sheet_rows] == [row["designated"] for row in report["tables"]["prefectures"]]
    assert {"東京都", "沖縄県", "北海道"} <= set(book.sheetnames)
    assert len(book[say("report.phase.burn-up")]._charts) == 1
    tiles = [str(cell.value) for row in book["地図"].iter_rows(min_row=3) for cell in row if cell.value]
    covered = {row["prefecture"]: row["covered"] for row in report["tables"]["prefectures"]}
    assert len(tiles) == 47
    assert next(tile for tile in tiles if tile.startswith("北海道")).endswith(covered["01"])


def test_a_bureau_gets_its_own_prefectures_and_the_targets_it_shares(filled: Desk, tmp_path: Path) -> None:
    report = told(filled, tmp_path, phase.within("四国"))
    assert report["owner"] == "四国厚生支局"
    assert [row["prefecture"] for row in report["tables"]["prefectures"]] == ["36", "37", "38", "39"]
    assert {key for key in report["tables"] if key.startswith("pref_")} == {f"pref_{n}" for n in (36, 37, 38, 39)}


def test_another_assumption_changes_the_report(filled: Desk, tmp_path: Path) -> None:
    before = told(filled, tmp_path)
    assume.assume(filled, ["commencement=2027-12-01"])
    after = told(filled, tmp_path)
    assert {row["due"] for row in before["tables"]["regions"]} == {"2027-10-01"}
    assert {row["due"] for row in after["tables"]["regions"]} == {"2027-12-01"}
    assert next(row for row in after["tables"]["burn_up"] if row["month"] == "2027-11")["required"] == 0
    assert next(row for row in before["tables"]["burn_up"] if row["month"] == "2027-11")["required"] == 8


def test_without_a_commencement_no_day_is_made_up(desk: Desk, tmp_path: Path) -> None:
    fill(desk, hospitals=3, components=30)
    report = told(desk, tmp_path)
    assert {row["due"] for row in report["tables"]["prefectures"]} == {words("ja")("report.phase.due-open")}
    assert [row["required"] for row in report["tables"]["burn_up"]] == [None]
    assert any("assume commencement" in note for note in report["notes"])
