"""The filing dossier: what it says is missing is what is missing, and until then every page is a draft."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Evidence, Exhibit, MeasureAnswer, Plan, UrgentCase
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.store import audit
from hospital_onboard.store.saving import save
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_dossier import write_dossier

FILING, NEW, OLD = date(2027, 12, 20), date(2027, 11, 10), date(2027, 1, 10)
TYPED = {"*": "form"}


def _who(as_of: date, paper: date | None) -> list[Record]:
    found: list[Record] = [
        Operator(
            id="operator_aoba",
            operator_kind="hospital",
            name="青葉大学病院（架空）",
            code="0490000015",
            corporation="学校法人青葉学園（架空）",
            corporate_number="7000012050002",
            prefecture="04",
            origin=TYPED,
        ),
        Party(
            id="party_hokuto",
            name="北斗システム株式会社（架空）",
            form="stock_company",
            representative="北 一郎（架空）",
            address="東京都千代田区1-1",
            country="JP",
            registered_in_japan="yes",
            origin=TYPED,
        ),
        Snapshot(
            id="snapshot_0001",
            party="party_hokuto",
            as_of=as_of,
            holders="listed",
            officers="listed",
            foreign_sales="none",
            origin=TYPED,
        ),
        Holder(
            id="holder_0001",
            party="party_hokuto",
            as_of=as_of,
            name="北斗HD（架空）",
            country="JP",
            share=Decimal("66.7"),
            origin=TYPED,
        ),
        Officer(
            id="officer_0001",
            party="party_hokuto",
            as_of=as_of,
            name="北 一郎（架空）",
            birth_date=date(1961, 2, 3),
            nationality="JP",
            origin=TYPED,
        ),
    ]
    if paper is not None:
        kind = "officer_identity"
        found.append(
            Evidence(id="evidence_iden", title="本人確認", evidence_kind=kind, about="party_hokuto", issued_on=paper)
        )
    return found


def _what() -> list[Record]:
    return [
        Equipment(
            id="equipment_emr1",
            operator="operator_aoba",
            group="emr",
            product="統合診療録システム（架空）",
            model="HX 5",
            type="電子カルテに関連する設備",
            functions="記録と参照",
            place_installed="宮城県",
            place_used="宮城県",
            supplier="party_hokuto",
            built_by="bought",
            internet_connected="yes",
            video_equipment="no",
            data_held="診療録",
            data_place="院内",
            data_country="JP",
            cloud_service="なし",
            backup="日次",
            restore="手順書",
            foreign_law="なし",
            origin=TYPED,
        ),
        Component(
            id="component_app1",
            equipment="equipment_emr1",
            layer="application",
            product="診療録アプリ（架空）",
            model="A1",
            functions="記録",
            supplier="party_hokuto",
            listed="yes",
            origin=TYPED,
        ),
        Component(id="component_free", equipment="equipment_emr1", product="掲示板（架空）", listed="no", origin=TYPED),
        Site(id="site_0001", product="equipment_emr1", country="JP", address="東京都青梅市2-2", origin=TYPED),
        Site(id="site_0002", product="component_app1", country="JP", address="東京都青梅市2-2", origin=TYPED),
        Entrustment(id="entrustment_main", equipment="equipment_emr1", title="保守", contractor="party_hokuto"),
        Evidence(id="evidence_proc", title="手順書集", evidence_kind="procedure", about="equipment_emr1"),
        Plan(
            id="plan_emr2028",
            equipment="equipment_emr1",
            plan_kind="introduction",
            title="更新 2028",
            purpose="定期の更新",
            filing_on=FILING,
            in_service_on=date(2028, 9, 1),
            origin=TYPED,
        ),
    ]


def _measures(undecided: str) -> list[Record]:
    found: list[Record] = []
    for n, measure in enumerate(measures_for("introduction")):
        if measure.id == undecided or measure.condition == "video_equipment":
            continue
        found.append(
            MeasureAnswer(id=f"measure_{n:04}", subject="equipment_emr1", item=measure.id, state="done", origin=TYPED)
        )
        found.append(Exhibit(id=f"exhibit_{n:04}", evidence="evidence_proc", subject="equipment_emr1", item=measure.id))
    return found


def _fill(
    desk: Desk, *, as_of: date = NEW, paper: date | None = NEW, undecided: str = "", more: tuple[Record, ...] = ()
) -> None:
    records = [*_who(as_of, paper), *_what(), *_measures(undecided), *more]
    save(desk.store, [Change(None, record) for record in records], desk.stamp("test", operator="operator_aoba"))


def _data(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "04_dossier.json").read_text()))


def test_three_defects_are_said_and_no_fourth(desk: Desk, tmp_path: Path) -> None:
    _fill(desk, as_of=OLD, paper=None, undecided="I-9-1")
    made = write_dossier(desk, "plan_emr2028", tmp_path / "d", "ja")
    assert {(line.id, line.subject, line.field, line.state) for line in made.open} == {
        ("party.holders", "party_hokuto", "", "stale"),
        ("party.officer_papers", "party_hokuto", "", "missing"),
        ("measure.answer", "equipment_emr1", "I-9-1", "missing"),
    }
    assert len(made.told) == made.written.counts["open"] == made.written.counts["missing"] == 3
    assert any("議決権" in text and "2027-01-10" in text for text in made.told)
    data = _data(made.written.path)
    assert data["complete"] is False and len(data["open"]) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_draft_is_marked_on_every_page_and_sheet(desk: Desk, tmp_path: Path, lang: Lang) -> None:
    _fill(desk, as_of=OLD)
    folder = write_dossier(desk, "plan_emr2028", tmp_path / "d", lang).written.path
    mark = "下書き" if lang == "ja" else "DRAFT"
    word = docx.Document(str(folder / "01_dossier.docx"))
    assert all(mark in section.header.paragraphs[0].text for section in word.sections)
    for sheet in openpyxl.load_workbook(folder / "02_annex.xlsx").worksheets:
        assert sheet.oddHeader is not None and mark in sheet.oddHeader.center.text, sheet.title
        assert any(mark in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row), sheet.title
    assert mark in (folder / "03_preview.html").read_text()


def test_a_complete_dossier_has_no_mark_once_personal_facts_are_in_it(desk: Desk, tmp_path: Path) -> None:
    _fill(desk)
    masked = write_dossier(desk, "plan_emr2028", tmp_path / "masked", "ja")
    full = write_dossier(desk, "plan_emr2028", tmp_path / "full", "ja", personal=True)
    assert masked.complete and full.complete and masked.open == ()
    texts = {}
    for name, folder in (("masked", masked.written.path), ("full", full.written.path)):
        with zipfile.ZipFile(folder / "01_dossier.docx") as archive:
            texts[name] = "".join(archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml"))
        jsonschema.validate(_data(folder), json.loads((folder / "05_dossier.schema.json").read_text()))
    assert "伏せています" in texts["masked"] and "1961-02-03" not in texts["masked"]
    assert "伏せています" not in texts["full"] and "下書き" not in texts["full"] and "1961-02-03" in texts["full"]
    assert "1961" not in json.dumps(_data(masked.written.path)) and "1961-02-03" in json.dumps(_data(full.written.path))
    actions = [entry.action for entry in audit.entries(desk.store)[0]]
    assert actions.count("export_personal") == 1


def test_the_form_is_in_its_order_and_what_is_not_listed_is_left_out(desk: Desk, tmp_path: Path) -> None:
    _fill(desk)
    folder = write_dossier(desk, "plan_emr2028", tmp_path / "d", "ja", personal=True).written.path
    word = docx.Document(str(folder / "01_dossier.docx"))
    headings = [line.text for line in word.paragraphs if line.style and line.style.name == "Heading 1"]
    assert headings == [
        "届出者",
        "特定重要設備の概要",
        "導入の内容及び時期",
        "特定重要設備の供給者",
        "構成設備",
        "供給者・委託の相手方・再委託の相手方の事項",
        "リスク管理措置",
        "添付書類",
        "証跡の一覧",
    ]
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert "相手方1　北斗システム株式会社（架空）" in cells and "診療録アプリ（架空） A1" in cells
    assert not any("掲示板" in text for text in cells)
    content = _data(folder)["content"]
    assert isinstance(content, dict) and [part["id"] for part in content["components"]] == ["component_app1"]
    assert content["entrustments"] == []


def test_an_urgent_notice_asks_for_its_four_limbs(desk: Desk, tmp_path: Path) -> None:
    _fill(desk, more=(UrgentCase(id="urgent_case_0001", plan="plan_emr2028", difficulty="停止した", cause="故障"),))
    made = write_dossier(desk, "plan_emr2028", tmp_path / "d", "ja", urgent=True)
    assert {line.id.partition(".")[0] for line in made.open} == {"urgent_case"} and len(made.open) == 10
    word = docx.Document(str(made.written.path / "01_dossier.docx"))
    said = [line.text for line in word.paragraphs]
    assert said[0] == "緊急導入等届出書の下ごしらえ" and "緊急やむを得ない事情" in said
    assert any(cell.text == "停止した" for table in word.tables for row in table.rows for cell in row.cells)
    assert _data(made.written.path)["urgent"] == {"plan": "plan_emr2028", "difficulty": "停止した", "cause": "故障"}


def test_an_entrustment_names_the_contractor_and_shortens_exempt_subcontracts(desk: Desk, tmp_path: Path) -> None:
    plan = Plan(
        id="plan_maint",
        equipment="equipment_emr1",
        plan_kind="entrustment",
        title="保守の委託",
        entrustment="entrustment_main",
        filing_on=FILING,
    )
    below = Party(id="party_below", name="下請（架空）", country="JP", registered_in_japan="yes")
    passed = Subcontract(
        id="subcontract_pass",
        entrustment="entrustment_main",
        subcontractor="party_below",
        purpose="部品の交換",
        content_known="yes",
        entry_restricted="yes",
        records_audited="yes",
    )
    _fill(desk, more=(plan, below, passed))
    folder = write_dossier(desk, "plan_maint", tmp_path / "d", "ja").written.path
    word = docx.Document(str(folder / "01_dossier.docx"))
    headings = [line.text for line in word.paragraphs if line.style and line.style.name == "Heading 1"]
    assert headings[2:4] == ["重要維持管理等の委託の内容及び時期", "再委託"] and "構成設備" not in headings
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert "部品の交換" not in cells and any("下請（架空）" in text for text in cells)
    data = _data(folder)
    assert data["party_numbers"] == {"party_hokuto": 1, "party_below": 2}
    ids = {line["id"] for line in data["open"]}  # type: ignore[attr-defined]
    assert "subcontract.exemption_proof" in ids and not any(name.startswith("component") for name in ids)


def test_the_same_store_and_day_give_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    _fill(desk, as_of=OLD)
    first = write_dossier(desk, "plan_emr2028", tmp_path / "a.zip", "ja").written.path.read_bytes()
    assert write_dossier(desk, "更新 2028", tmp_path / "b.zip", "ja").written.path.read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None and len(archive.namelist()) == 6
