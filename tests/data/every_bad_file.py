"""Code -> the file that gets it. Files that take more than a line to spoil are in ``bad_files``."""

from datetime import date

import bad_files as bad
import make_sboms
import make_workbooks as make

from hospital_onboard.work.other_formats import Hints

_APPLICATION = {"type": "application", "name": "窓口", "version": "1"}
_LIBRARY = {"type": "library", "name": "zip", "version": "3", "bom-ref": "zip"}
_INNER = {"dependencies": [{"ref": "top", "dependsOn": ["zip"]}]}
_ENTITIES = '<!DOCTYPE bom [<!ENTITY a "x">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><x>&a;</x></bom>'


def _libraries(at: bad.Bench) -> bad.Made:
    top = {**_APPLICATION, "bom-ref": "top"}
    return make_sboms.written(at.folder / "sbom.json", [top, _LIBRARY], **_INNER), {"hints": Hints(about=bad.EMR.id)}


CASES: dict[str, bad.Case] = {
    # The file
    "not-a-workbook": bad.as_built(make.document),
    "encrypted": bad.as_built(make.encrypted),
    "old-format": bad.as_built(make.old_xls),
    "empty-file": bad.as_built(make.empty),
    "is-a-folder": bad.folder,
    "no-permission": bad.no_permission,
    "not-found": lambda at: at.folder / "nothing.xlsx",
    "too-big": bad.as_built(make.far_cell),
    "too-slow": bad.limited(seconds=0),
    "damaged": bad.as_built(make.half),
    "not-our-template": bad.a_sheet("名簿", ["氏名", "内線"], ["花子", "1"]),
    "newer-template": bad.as_built(make.newer),
    "read-failed": bad.read_failed,
    "macros": bad.as_built(make.macros),
    "undecodable": bad.text("名称,住所\n".encode("cp932") + "架空産業,".encode("cp932") + b"\xff\xff\n"),
    "unclosed-quote": bad.text('名称,住所\n架空産業,"東京都\n架空商事,大阪府\n'),
    "xml-entities": bad.text(_ENTITIES, "sbom.xml"),
    "which-equipment": bad.sbom(_APPLICATION, about=""),
    "no-equipment": bad.no_equipment,
    "external-links": bad.as_built(make.linked),
    "parts-left-out": _libraries,
    "parts-repeated": bad.sbom(_APPLICATION, _APPLICATION),
    "scope-unknown": bad.scope_unknown,
    # Sheets
    "unknown-sheet": lambda at: make.workbook(at.path, {**make.GOOD, "メモ": [["x"]]}),
    "hidden-sheet": bad.hidden_sheet,
    "hidden-sheet-read": bad.hidden_sheet_read,
    "hidden-rows": bad.hidden_rows,
    "rows-absent": bad.rows_absent,
    # Headers
    "missing-column": bad.as_built(make.good),
    "missing-key-column": bad.a_sheet("構成設備", ["設備", "数量"], ["電子カルテ", 1]),
    "duplicate-column": bad.a_sheet("相手方", ["名称", "住所", "住所"], ["架空産業株式会社", "東京都", "大阪府"]),
    "unknown-column": bad.a_party("社内メモ", "x"),
    # Rows
    "duplicate-row": bad.a_sheet("相手方", ["名称"], ["株式会社架空産業"], ["㈱ 架空産業"]),
    "whole-row-missing-key": bad.a_sheet("構成設備", ["設備", "製品名", "数量"], [None, None, 3]),
    # Cells
    "missing": bad.a_sheet("構成設備", ["設備", "製品名", "型番"], ["電子カルテ", None, "S-9"]),
    "not-a-date": bad.a_part("サポート終了日", "近日中"),
    "no-such-day": bad.a_part("サポート終了日", "令和8年2月30日"),
    "outside-era": bad.a_part("サポート終了日", "平成31年5月1日"),
    "ambiguous-date": bad.a_part("サポート終了日", "26/4/1"),
    "day-missing": bad.a_part("サポート終了日", "2029年3月"),
    "not-a-number": bad.dated_number,
    "not-whole": bad.a_part("数量", 1.5),
    "out-of-range": bad.a_part("数量", -1),
    "not-in-list": bad.a_part("層", "なにか"),
    "unknown-country": bad.a_party("設立準拠法国・国籍", "どこか"),
    "unknown-prefecture": bad.a_sheet("事業者", ["ID", "名称", "都道府県"], [bad.AOBA.id, bad.AOBA.name, "東京市"]),
    "too-long": bad.a_part("型番", "あ" * 301),
    "wrong-check-digit": bad.a_party("法人番号", "7000012050003"),
    "wrong-length": bad.a_party("法人番号", "700001205000"),
    "error-value": bad.error_cell,
    "formula-without-value": bad.a_party("住所", "=A1&A1"),
    "not-a-measure": bad.a_sheet(
        "リスク管理措置", ["対象（設備・委託）", "措置の番号", "実施の状況"], ["電子カルテ", "I-9-9", "実施済"]
    ),
    "not-a-question-number": bad.question_number,
    "leading-zero-lost": bad.a_sheet(
        "事業者", ["ID", "名称", "保険医療機関コード"], [bad.AOBA.id, bad.AOBA.name, 118010016]
    ),
    "maybe-fraction": bad.a_sheet(
        "議決権",
        ["相手方", "基準日", "保有者の名称", "議決権の割合（％）"],
        [bad.HOKUTO.name, "2027-11-15", "株主乙", 0.12],
    ),
    "became-a-date": bad.a_part("型番", date(2027, 3, 4)),
    # Across
    "unknown-reference": bad.a_part("供給者", "知らない会社"),
    "ambiguous-reference": bad.ambiguous,
    "refused-reference": bad.refused_reference,
    "other-operator": bad.a_sheet("特定重要設備", ["ID", "製品名", "型番"], [bad.THEIRS.id, bad.THEIRS.product, "X"]),
    "in-use": bad.in_use,
    "not-yours": bad.not_yours,
    "similar-party": bad.a_sheet("相手方", ["名称"], ["北斗システムズ"]),
    "older-answer": bad.older,
    "conflict": bad.a_sheet("構成設備", ["設備", "製品名", "数量"], ["電子カルテ", "台帳", 3]),
    "disagrees": bad.disagrees,
    "superseded": bad.superseded,
    "not-asked": bad.not_asked,
    "answer-contradicts": bad.contradicts,
}
