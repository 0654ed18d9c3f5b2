"""The annex of a packet is a workbook that our own import reads: the same records come back, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record
from hospital_onboard.report.packet.tables import SHEET_OF
from hospital_onboard.store import inventory, records
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work import import_workbook, make_packet, plans, who
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def demo(desk: Desk) -> Desk:
    fill(desk, hospitals=1, components=60, agency=False)
    return desk


def _annex(desk: Desk, title: str, out: Path, lang: Lang) -> Path:
    plan = next(plan for plan in plans.all_plans(desk) if plan.title == title)
    return make_packet.write_packet(desk, plan.id, out, lang, personal=True).path / "02_annex.xlsx"


def _said(desk: Desk, kind: str, known: set[str]) -> dict[str, Record]:
    return {r.id: r for r in records.select(desk.store, KINDS[kind]) if r.id in known}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reading_it_back_changes_nothing_and_complains_about_nothing(demo: Desk, tmp_path: Path, lang: Lang) -> None:
    operator = who.operators(demo)[0].id
    preview = import_workbook.preview(demo, _annex(demo, "電子カルテの更新", tmp_path / "p", lang), operator)
    assert not preview.refused and not preview.changes
    assert [(issue.code, str(issue.place)) for issue in preview.issues] == []


def test_an_empty_store_gets_the_same_records(demo: Desk, make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    annex = _annex(demo, "電子カルテの更新", tmp_path / "p", "ja")
    other = make_desk("other")
    preview = import_workbook.preview(other, annex, None)
    assert not preview.refused, preview.issues
    import_workbook.commit(other, preview)
    written = {kind: {r.id: r for r in records.select(other.store, KINDS[kind])} for kind in SHEET_OF.values()}
    plan = next(plan for plan in plans.all_plans(demo) if plan.title == "電子カルテの更新")
    scope = make_packet.scope_of(demo, plan.id)
    wanted: dict[str, list[Record]] = {
        "operator": [scope.inventory.operator],
        "plan": [scope.plan],
        "equipment": [scope.equipment],
        "component": [part for _, part in scope.components],
        "site": list(scope.sites),
        "party": list(scope.parties),
        "holder": list(scope.holders),
        "officer": list(scope.officers),
        "foreign_sale": list(scope.foreign_sales),
        "entrustment": list(scope.entrustments),
        "subcontract": [subcontract for _, subcontract in scope.subcontracts],
        "involvement": list(scope.involvements),
        "measure": [answer for _, _, answer in scope.measures if answer],
        "evidence": list(scope.evidence),
        "exhibit": list(scope.exhibits),
    }
    assert len(wanted["component"]) == 20 and wanted["officer"] and wanted["subcontract"] and wanted["exhibit"]
    for kind, originals in wanted.items():
        theirs = sorted(_plain(demo, original) for original in originals)
        ours = sorted(_plain(other, copy) for copy in written[kind].values())
        assert ours == theirs, kind


def _plain(desk: Desk, record: Record) -> str:
    """The record's answers; other records by name, because a new store gives its own ids."""
    operator = who.operators(desk)[0].id
    by_id = inventory.load(desk.store, operator).by_id
    said = {}
    for name, value in record.says().items():
        if name in ("file_name", "file_sha256"):
            continue
        linked = by_id.get(value) if isinstance(value, str) else None
        said[name] = (
            str(value) if linked is None else "/".join(str(v) for v in linked.says().values() if v not in by_id)
        )
    return repr(sorted(said.items()))
