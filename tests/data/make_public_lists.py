"""Public lists in the layouts of formats.md §2, with fictional hospitals: what a bureau would download."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from hospital_onboard.domain.identifiers import institution_code_is_valid

ACCEPTED = [
    "項番",
    "都道府県コード",
    "都道府県名",
    "区分",
    "医療機関番号",
    "併設医療機関番号",
    "医療機関記号番号",
    "医療機関名称",
    "医療機関所在地（郵便番号）",
    "医療機関所在地（住所）",
    "電話番号",
    "FAX番号",
    "病床数",
    "受理届出名称",
    "受理記号",
    "受理番号",
    "算定開始年月日",
    "個別有効開始年月日",
    "備考（見出し）",
    "備考（データ）",
    "市町村コード",
    "市町村名",
    "種別コード",
    "種別",
]
_DAYS = ["月", "火", "水", "木", "金", "土", "日"]
NAVII = [
    *[
        "ID",
        "正式名称",
        "正式名称（フリガナ）",
        "略称",
        "略称（フリガナ）",
        "英語表記（ローマ字表記）",
        "機関区分",
        "都道府県コード",
    ],
    *["市区町村コード", "所在地", "所在地座標（緯度）", "所在地座標（経度）", "案内用ホームページアドレス"],
    *(f"毎週決まった曜日に休診（{day}）" for day in _DAYS),
    *(f"決まった週に休診（定期週）第{week}週（{day}）" for week in range(1, 6) for day in _DAYS),
    *["祝日に休診", "その他の休診日（gw、お盆等）", "一般病床", "療養病床", "療養病床のうち医療保険適用"],
    *["療養病床のうち介護保険適用", "精神病床", "結核病床", "感染症病床", "合計病床数"],
]
REPORT = [
    "病診区分",
    "オープンデータ医療機関コード（R7）",
    "医療機関名",
    "都道府県コード",
    "二次医療圏コード",
    "二次医療圏名",
    "構想区域コード",
    "構想区域名称",
    "市区町村コード",
    "市区町村名称",
    "医療機関コード（医科）",
    "医療機関コード（歯科）",
    "設置主体",
    "DPC群の種類",
    "特定機能病院",
    "地域医療支援病院",
    "総合入院体制加算",
    "急性期充実体制加算",
]
WARD = [
    "オープンデータ医療機関コード（R7）",
    "医療機関名",
    "都道府県コード",
    "二次医療圏コード",
    "二次医療圏名",
    "構想区域コード",
    "構想区域名称",
    "市区町村コード",
    "市区町村名称",
    "医療機関コード（医科）",
    "医療機関コード（歯科）",
    "病棟コード",
    "病棟名",
    "建築時期",
    "構造",
]


def code(prefecture: str, middle: str) -> str:
    """A fictional institution code whose check digit is right: prefecture, 1, five digits, 1, check."""
    return next(c for last in range(10) if institution_code_is_valid(c := f"{prefecture}1{middle}{last}"))


def accepted(path: Path, hospitals: Sequence[tuple[str, str, str, list[str]]]) -> Path:
    """届出受理医療機関名簿: (code, name, beds as written, filings); a bureau's separators in the number."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["届出受理医療機関名簿（医科）"])
    sheet.append(["[ 令和 7年10月 1日 現在 ]"])
    sheet.append([])
    sheet.append(ACCEPTED)
    number = 0
    for whole, name, beds, filings in hospitals:
        for filing in filings or ["初診料（歯科）の注１に掲げる基準"]:
            number += 1
            row = dict.fromkeys(ACCEPTED, "")
            row |= {"項番": str(number), "都道府県コード": whole[:2], "都道府県名": "架空県", "区分": "医科"}
            row |= {"医療機関番号": f"{whole[3:5]},{whole[5:9]},{whole[9]}", "医療機関名称": name, "病床数": beds}
            row |= {"受理届出名称": filing, "受理番号": "第１号", "算定開始年月日": "令和 7年 7月 1日"}
            sheet.append([row[name] for name in ACCEPTED])
    book.save(path)
    return path


def navii(path: Path, hospitals: Sequence[tuple[str, str, int]]) -> Path:
    """医療情報ネット: (prefecture, name, all beds); UTF-8 with its mark, everything quoted; in a zip when named so."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(NAVII)
    for number, (prefecture, name, beds) in enumerate(hospitals, start=1):
        row = dict.fromkeys(NAVII, "")
        row |= {"ID": f"0111010{number:06}", "正式名称": name, "機関区分": "1", "都道府県コード": prefecture}
        row |= {"市区町村コード": "101", "所在地座標（緯度）": "0.0", "一般病床": str(beds), "合計病床数": str(beds)}
        writer.writerow([row[name] for name in NAVII])
    content = out.getvalue().encode("utf-8-sig")
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path.stem}.csv", content)
    else:
        path.write_bytes(content)
    return path


def bed_report(path: Path, hospitals: Sequence[tuple[str, str, str, str]]) -> Path:
    """病床機能報告 施設票: (code, name, 特定機能病院, 地域医療支援病院); header in row 5, units in row 6."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "施設票"
    for text in ("病床機能報告 施設票", "", "", ""):
        sheet.append([text])
    sheet.append(REPORT)
    sheet.append(["", "", "", "", "", "", "", "", "", "", "", "", "", "", "あり/-", "あり/-"])
    for whole, name, advanced, support in hospitals:
        row = dict.fromkeys(REPORT, "")
        row |= {"病診区分": "病院", "医療機関名": name, "都道府県コード": whole[:2], "医療機関コード（医科）": whole}
        row |= {"特定機能病院": advanced, "地域医療支援病院": support}
        sheet.append([row[name] for name in REPORT])
    book.save(path)
    return path


def wards(path: Path, rows: Sequence[tuple[str, str, str, int, int]]) -> Path:
    """病床機能報告 病棟票: (code, hospital, ward, general beds, long-term beds); a header of two rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "報告様式１病棟票"
    for _ in range(3):
        sheet.append(["病床機能報告"])
    beds = ["一般病床", "", "", "療養病床", "", ""]
    sheet.append([*([""] * len(WARD)), *beds])
    sheet.append([*WARD, *(["許可病床", "最大使用", "最小使用"] * 2)])
    sheet.append(["", *([""] * (len(WARD) - 1)), "床"])
    first = len(WARD) + 1
    for start in (first, first + 3):
        sheet.merge_cells(start_row=4, end_row=4, start_column=start, end_column=start + 2)
    for whole, hospital, ward, general, long_term in rows:
        row = dict.fromkeys(WARD, "")
        row |= {"医療機関名": hospital, "都道府県コード": whole[:2], "医療機関コード（医科）": whole, "病棟名": ward}
        sheet.append([*(row[name] for name in WARD), general, general, "*", long_term, "-", "-"])
    book.save(path)
    return path


def bed_area(path: Path, hospitals: Sequence[tuple[str, str, str]]) -> Path:
    """病床機能報告 by 構想区域: (name, address, 三次); header above row 14, where hospitals begin."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "0101 架空"
    sheet.append(["③構想区域の医療機関の病床数、診療実績等（R7）"])
    for _ in range(9):
        sheet.append([])
    sheet.append(["番号", "①医療機関名", "②所在地", "③一般・療養病床", "", "⑤医療機関機能", "", ""])
    sheet.append(["", "", "", "計", "高度急性期", "特定機能病院", "地域医療支援病院", "三次救急"])
    sheet.append(["", "", "", "床", "床", "(特)", "(地)", "(三次)"])
    for number, (name, address, tertiary) in enumerate(hospitals, start=1):
        sheet.append([number, name, address, 500, 20, "", "", tertiary])
    book.save(path)
    return path
