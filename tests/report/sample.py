"""One small invented hospital with everything a packet can show, hostile texts among it."""

from datetime import date
from decimal import Decimal

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Consultation, Evidence, Exhibit, Involvement, MeasureAnswer, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.store.saving import save
from hospital_onboard.work.desk import Desk

OPERATOR = "operator_aoba"
PLAN = "plan_emr2028"
#: Each must come out of every format exactly as typed, control characters made visible.
HOSTILE = ("=cmd|'/C calc'!A0", "<script>alert(1)</script>", "[/b] ${x} {{ 7*7 }}", "_x0041_&amp;", "\x07鐘\u202e逆")
HOSTILE_SHOWN = (*HOSTILE[:4], "␇鐘⟨U+202E⟩逆")
_BOOK = "workbook:" + "9c" * 32 + ":役員!7"


def records() -> list[Record]:
    """All records, in an order in which they can be saved."""
    return [*_who(), *_what(), *_facts(), *_planned()]


def fill(desk: Desk) -> None:
    """Save the sample into an empty store."""
    save(desk.store, [Change(None, record) for record in records()], desk.stamp("test", operator=OPERATOR))


def _who() -> list[Record]:
    return [
        Operator(
            id=OPERATOR,
            operator_kind="hospital",
            name="青葉大学病院（架空）",
            name_en="Aoba University Hospital (fictional)",
            corporation="学校法人青葉学園（架空）",
            prefecture="04",
            beds=800,
            designation_status="candidate",
            origin={"*": "reference"},
        ),
        Party(
            id="party_hokuto",
            name="北斗システム株式会社（架空）",
            name_en="Hokuto Systems (fictional)",
            corporate_number="5010001000002",
            form="stock_company",
            representative="北 一郎",
            address="東京都千代田区1-1",
            country="JP",
            registered_in_japan="yes",
            contact="契約課 kita@hokuto.example",
            origin={"*": _BOOK},
        ),
        Party(id="party_minato", name=HOSTILE[1], country="US", registered_in_japan="no", origin={"*": "form"}),
        Party(
            id="party_kumo", name="雲海データ合同会社（架空）", name_en="Unkai Data (fictional)", origin={"*": "form"}
        ),
        Party(id="party_hoshi", name=HOSTILE[0], country="JP", origin={"*": "form"}),
    ]


def _what() -> list[Record]:
    return [
        Equipment(
            id="equipment_emr1",
            operator=OPERATOR,
            group="emr",
            product="統合診療録システム（架空）",
            model="HX-EMR 5",
            functions="診療録の記録と参照\nオーダーの発行",
            place_installed="宮城県",
            place_used="宮城県",
            supplier="party_hokuto",
            built_by="bought",
            internet_connected="no",
            data_held="診療録、処方、検査結果",
            data_place="院内サーバー室（宮城県）",
            data_country="JP",
            backup="日次で磁気テープへ、週次で隔離保管",
            origin={"*": "form"},
        ),
        _component("app1", "診療録アプリケーション", "application", "party_hokuto", listed="yes", version="5.2"),
        _component("dbms", "HX-DB", "dbms", "party_minato", listed="yes", parent="component_app1"),
        _component("os01", HOSTILE[3], "os", "party_minato", listed="unknown", parent="component_dbms"),
        _component("cloud", "雲海バックアップ", "cloud", "party_kumo"),
        _component("bell", HOSTILE[4], "terminal", None, listed="no", functions=HOSTILE[2]),
        Site(id="site_emr1", product="equipment_emr1", country="JP", address="東京都青梅市2-2"),
        Site(id="site_db01", product="component_dbms", country="US"),
        Site(id="site_db02", product="component_dbms", country="IE"),
        Entrustment(
            id="entrustment_maint",
            equipment="equipment_emr1",
            title="診療録システム保守",
            contractor="party_hokuto",
            purpose="定期点検と障害対応",
            scope="サーバー、データベース",
            place="院内サーバー室",
            starts_on=date(2028, 9, 1),
            remote="yes",
            remote_path="VPN装置 → 保守用中継サーバー",
        ),
        _subcontract("first", "party_hoshi", None, "yes", "yes", "yes"),
        _subcontract("second", "party_minato", "subcontract_first", "yes", None, "no"),
        _subcontract("third", "party_kumo", "subcontract_second", None, None, None),
    ]


def _component(key: str, product: str, layer: str, supplier: str | None, **more: str) -> Component:
    parent = more.pop("parent", None)
    return Component.model_validate(
        {
            "id": f"component_{key}",
            "equipment": "equipment_emr1",
            "product": product,
            "layer": layer,
            "supplier": supplier,
            "parent": parent,
            "origin": {"*": _BOOK},
            **more,
        }
    )


def _subcontract(key: str, party: str, parent: str | None, *limbs: str | None) -> Subcontract:
    names = ("content_known", "entry_restricted", "records_audited")
    return Subcontract.model_validate(
        {
            "id": f"subcontract_{key}",
            "entrustment": "entrustment_maint",
            "subcontractor": party,
            "parent": parent,
            "purpose": "遠隔での一次対応",
            **dict(zip(names, limbs, strict=True)),
        }
    )


def _facts() -> list[Record]:
    old, new = date(2026, 3, 31), date(2027, 10, 31)
    return [
        Snapshot(id="snapshot_old1", party="party_hokuto", as_of=old, holders="listed", officers="listed"),
        Snapshot(id="snapshot_new1", party="party_hokuto", as_of=new, holders="listed", foreign_sales="none"),
        Snapshot(
            id="snapshot_mina", party="party_minato", as_of=old, holders="declared_direct", foreign_sales="listed"
        ),
        Holder(id="holder_old1", party="party_hokuto", as_of=old, name="旧株主（架空）", share=Decimal("51")),
        Holder(
            id="holder_new1",
            party="party_hokuto",
            as_of=new,
            name="北斗HD（架空）",
            country="JP",
            share=Decimal("66.7"),
        ),
        Officer(
            id="officer_kita",
            party="party_hokuto",
            as_of=old,
            name="北 一郎",
            title="代表取締役",
            birth_date=date(1961, 2, 3),
            nationality="JP",
        ),
        ForeignSale(
            id="foreign_sale_0001", party="party_minato", as_of=old, year=2025, country="US", share=Decimal("31.25")
        ),
    ]


def _planned() -> list[Record]:
    return [
        Plan(
            id=PLAN,
            equipment="equipment_emr1",
            plan_kind="introduction",
            title="電子カルテ更新 2028",
            purpose="保守期限が切れるため、定期の更新を行う。",
            purchase_on=date(2027, 11, 1),
            delivery_on=date(2028, 2, 10),
            filing_on=date(2028, 4, 3),
            in_service_on=date(2028, 9, 1),
            status="preparing",
        ),
        Involvement(id="involvement_0001", plan=PLAN, party="party_kumo", role="go_between"),
        MeasureAnswer(id="measure_0001", subject="equipment_emr1", item="I-1-1", state="done", note="手順書 第3版"),
        MeasureAnswer(id="measure_0002", subject="equipment_emr1", item="I-6", state="not_applicable"),
        MeasureAnswer(
            id="measure_0003", subject="equipment_emr1", item="I-12", state="planned", planned_on=date(2028, 1, 31)
        ),
        MeasureAnswer(id="measure_0004", subject="equipment_emr1", item="I-17", state="not_taken", note=HOSTILE[2]),
        Evidence(id="evidence_0001", title="受入検査手順書 第3版", evidence_kind="procedure", about="equipment_emr1"),
        Evidence(
            id="evidence_0002",
            title=HOSTILE[0],
            evidence_kind="contract",
            about="party_hokuto",
            issued_on=date(2027, 9, 1),
        ),
        Exhibit(id="exhibit_0001", evidence="evidence_0001", subject="equipment_emr1", item="I-1-1"),
        Consultation(id="consultation_0001", plan=PLAN, question="雲海バックアップは構成設備に当たりますか。"),
        Consultation(
            id="consultation_0002",
            plan=PLAN,
            question="更新の範囲はどこまで届け出ますか。",
            held_on=date(2027, 10, 12),
            who="東北厚生局",
            answer="医療分野の省令が出てから改めて案内する。",
        ),
    ]
