"""Hospitals brought up to date from public lists, in the layouts in which bureaus and the ministry publish them."""

from pathlib import Path

import make_public_lists as lists
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.preview import Preview, Row
from hospital_onboard.store import records, saving
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk

KITA, TOKYO = lists.code("01", "180100"), lists.code("13", "188147")


def known(desk: Desk, **said: object) -> Operator:
    values = {"id": "operator_kita1", "operator_kind": "hospital", "name": "北斗大学病院（架空）", "prefecture": "01"}
    operator = Operator.model_validate({**values, "code": KITA, "origin": {"*": "reference:sourced"}, **said})
    saving.save(desk.store, [Change(None, operator)], desk.stamp("register"))
    return operator


def stored(desk: Desk) -> Operator:
    found = records.get(desk.store, Operator, "operator_kita1")
    assert found is not None
    return found


def only(found: Preview) -> Row:
    (row,) = found.rows
    return row


def codes(row: Row) -> list[str]:
    return [issue.code for issue in row.issues]


def test_the_bureaus_list_refreshes_beds_with_source_and_day(desk: Desk, tmp_path: Path) -> None:
    known(desk, beds=800)
    filed = ["特定機能病院入院基本料（一般病棟７対１入院基本料）", "医療安全対策加算１"]
    path = lists.accepted(
        tmp_path / "01届出受理.xlsx", [(KITA, "北斗大学病院", "一般　一般　792／精神　精神　38", filed)]
    )
    found = import_workbook.preview(desk, path)
    row = only(found)
    assert row.change is not None
    assert (row.change.before.beds, row.change.after.beds) == (800, 830)  # type: ignore[union-attr]
    refresh = next(issue for issue in row.issues if issue.code == "list-refresh")
    assert (refresh.seen, refresh.params["stored"]) == ("830", "800")
    assert refresh.params["source"] == "届出受理医療機関名簿（2025-10-01 時点）"
    assert "list-says-advanced-treatment" in codes(row)
    receipt = import_workbook.commit(desk, found)
    kept = stored(desk)
    assert kept.beds == 830
    assert (kept.origin_of("beds") or "").startswith("list:accepted:2025-10-01:")
    assert kept.name == "北斗大学病院（架空）"
    assert import_workbook.preview(desk, path).changes == ()
    import_workbook.undo_import(desk, receipt.id)
    assert (stored(desk).beds, stored(desk).origin_of("beds")) == (800, "reference:sourced")


WRITTEN = {
    "one kind": ("一般　　812", 812),
    "two kinds": ("一般　　812／精神　　32", 844),
    "doubled words": ("一般　一般　792／精神　精神　38", 830),
    "a kind in brackets": ("一般　　680／一般（感染）　　2／結核　　9／精神　　40", 731),
    "full width": ("一般　　８１２", 812),
}


@pytest.mark.parametrize(("written", "beds"), WRITTEN.values(), ids=WRITTEN.keys())
def test_beds_as_bureaus_write_them(desk: Desk, tmp_path: Path, written: str, beds: int) -> None:
    known(desk)
    path = lists.accepted(tmp_path / "r0710.xlsx", [(KITA, "北斗大学病院", written, [])])
    change = only(import_workbook.preview(desk, path)).change
    assert change is not None
    assert change.after.beds == beds  # type: ignore[union-attr]


def test_tokyo_codes_check_by_their_own_rule(desk: Desk, tmp_path: Path) -> None:
    known(desk, code=TOKYO, prefecture="13")
    path = lists.accepted(tmp_path / "x.xlsx", [(TOKYO, "北斗大学病院", "一般　700", [])])
    assert only(import_workbook.preview(desk, path)).outcome == "changed"


def test_a_critical_care_filing_shows_a_centre_and_its_absence_nothing(desk: Desk, tmp_path: Path) -> None:
    known(desk, beds=700, emergency="advanced")
    path = lists.accepted(tmp_path / "x.xlsx", [(KITA, "x", "一般　700", ["救命救急入院料１"])])
    assert only(import_workbook.preview(desk, path)).change is None
    saving.save(desk.store, [Change(stored(desk), stored(desk).changed(emergency="none"))], desk.stamp("edit"))
    change = only(import_workbook.preview(desk, path)).change
    assert change is not None
    assert change.after.emergency == "centre"  # type: ignore[union-attr]


def test_what_a_person_typed_waits_for_a_person(desk: Desk, tmp_path: Path) -> None:
    known(desk, beds=900, origin={"*": "form"})
    path = lists.accepted(tmp_path / "x.xlsx", [(KITA, "x", "一般　700", [])])
    found = import_workbook.preview(desk, path)
    assert "conflict" in codes(only(found))
    import_workbook.commit(desk, found)
    assert stored(desk).beds == 900
    row = only(found)
    import_workbook.commit(desk, found, accept={(row.sheet, row.number)})
    assert stored(desk).beds == 700


def test_an_older_list_does_not_replace_a_newer_one_by_itself(desk: Desk, tmp_path: Path) -> None:
    known(desk, beds=830, origin={"*": "form", "beds": "list:navii:2026-06-01:x:y!1"})
    path = lists.accepted(tmp_path / "x.xlsx", [(KITA, "x", "一般　700", [])])
    found = import_workbook.preview(desk, path)
    assert "list-older" in codes(only(found))
    assert import_workbook.acceptable(found) == set()


@pytest.mark.parametrize(
    "name", ["01-1_hospital_facility_info_20251201.csv", "01-1_hospital_facility_info_20251201.zip"]
)
def test_iryo_joho_net_matches_by_name_and_only_suggests(desk: Desk, tmp_path: Path, name: str) -> None:
    known(desk, beds=800)
    path = lists.navii(tmp_path / name, [("01", "北斗大学病院（架空）", 812), ("02", "北斗大学病院（架空）", 3)])
    found = import_workbook.preview(desk, path)
    row = only(found)
    assert "list-by-name" in codes(row)
    assert import_workbook.acceptable(found) == set()
    import_workbook.commit(desk, found, accept={(row.sheet, row.number)})
    assert stored(desk).beds == 812
    assert (stored(desk).origin_of("beds") or "").startswith("list:navii:2025-12-01:")


def test_a_hospital_without_a_code_is_suggested_its_code(desk: Desk, tmp_path: Path) -> None:
    known(desk, code=None)
    path = lists.accepted(tmp_path / "x.xlsx", [(KITA, "北斗大学病院（架空）", "一般　700", [])])
    row = only(import_workbook.preview(desk, path))
    assert "list-by-name" in codes(row)
    assert row.change is not None
    assert row.change.after.code == KITA  # type: ignore[union-attr]


def test_a_hospital_that_its_prefectures_list_leaves_out_is_pointed_out(desk: Desk, tmp_path: Path) -> None:
    known(desk)
    other = lists.code("01", "180200")
    path = lists.accepted(tmp_path / "x.xlsx", [(other, "別の病院（架空）", "一般　10", [])])
    row = only(import_workbook.preview(desk, path))
    assert (codes(row), row.change) == (["list-absent"], None)
    elsewhere = lists.accepted(tmp_path / "y.xlsx", [(lists.code("02", "180200"), "別の病院（架空）", "一般　10", [])])
    assert import_workbook.preview(desk, elsewhere).rows == ()


def test_the_bed_report_tells_flags_and_changes_no_beds(desk: Desk, tmp_path: Path) -> None:
    known(desk, beds=800)
    flags = lists.bed_report(tmp_path / "施設票.xlsx", [(KITA, "北斗大学病院", "あり", "-")])
    row = only(import_workbook.preview(desk, flags))
    assert (codes(row), row.change) == (["list-says-advanced-treatment"], None)
    wards = lists.wards(tmp_path / "病棟票.xlsx", [(KITA, "x", "東1", 40, 0), (KITA, "x", "東2", 30, 20)])
    found = import_workbook.preview(desk, wards)
    partial = next(issue for issue in only(found).issues if issue.code == "list-partial-beds")
    assert (partial.seen, partial.params["stored"]) == ("90", "800")
    assert found.changes == ()
    assert "2025-07-01" in found.file_issues[0].params["as_of"]


def test_third_level_emergency_from_the_report_by_area(desk: Desk, tmp_path: Path) -> None:
    known(desk, emergency=None)
    path = lists.bed_area(tmp_path / "001723127.xlsx", [("北斗大学病院（架空）", "北海道札幌市1-1", "三次")])
    row = only(import_workbook.preview(desk, path))
    assert row.change is not None
    assert row.change.after.emergency == "tertiary"  # type: ignore[union-attr]
    assert "list-by-name" in codes(row)


NAMES = {
    "08届出受理医療機関名簿（医科）茨城r0710.xlsx": "2025-10",
    "2510（静岡医科）届出受理医療機関名簿.xlsx": "2025-10",
    "2025.10_sisetukijun_fukui_ika.xlsx": "2025-10",
    "r7_10_shisetsu_saga_ika_02.xlsx": "2025-10",
    "01-1_hospital_facility_info_20250601.csv": "2025-06-01",
    "02_01 香川 医科 届出受理医療機関名簿.xlsx": "",
    "000415636.xlsx": "",
}


@pytest.mark.parametrize(("name", "as_of"), NAMES.items(), ids=NAMES.keys())
def test_the_month_in_the_names_that_bureaus_give(name: str, as_of: str) -> None:
    from hospital_onboard.intake.public_list import _as_of, _Header
    from hospital_onboard.intake.workbook import RawSheet

    nothing = (RawSheet("x", False, []), _Header(1, {}, {}))
    assert _as_of("navii", name, [nothing]) == as_of


def test_the_command_line_shows_old_new_and_source(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hospital_onboard.cli.run import run

    known(desk, beds=800)
    path = lists.accepted(tmp_path / "r0710.xlsx", [(KITA, "北斗大学病院", "一般　812", [])])
    db = str(tmp_path / "inventory.db")
    assert run(["--db", db, "import", str(path), "--dry-run"]) == 0
    told = capsys.readouterr().err
    assert "見えた値: 812" in told
    assert "これまで 800（収録の一覧） → 届出受理医療機関名簿（2025-10-01 時点）" in told
    assert run(["--db", db, "--lang", "en", "import", str(path)]) == 0
    told = capsys.readouterr().err
    assert "until now 800 (list that comes with the program)" in told
    assert stored(desk).beds == 812
