"""Recognises and reads the public lists a bureau refreshes its hospitals from; layouts in formats.md §2.

They are not ours and change without notice: columns are found by their headers, and a file whose headers are not
there is none of these.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hospital_onboard.domain.identifiers import institution_code_is_valid
from hospital_onboard.domain.public_list import Listed, ListKind, PublicList
from hospital_onboard.intake.workbook import RawBook, RawSheet
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import clean, digits, fold

#: Headers stand in the first rows; 病床機能報告 by 構想区域 begins its data in row 14.
_LOOKED_AT: Final = 16
_ACCEPTED: Final = ("都道府県コード", "区分", "医療機関番号", "医療機関名称", "病床数", "受理届出名称")
_NAVII: Final = ("ID", "正式名称", "機関区分", "都道府県コード", "合計病床数")
_REPORT: Final = ("オープンデータ医療機関コード", "医療機関名", "都道府県コード", "医療機関コード（医科）")
_AREA: Final = ("①医療機関名", "②所在地")
_YEAR: Final = re.compile(r"\(?R(\d{1,2})\)?|(20\d\d)年")
_DAY: Final = re.compile(r"(令和|平成|R|H)\s*(?:\d{1,2}|元)\s*[年.]\s*\d{1,2}\s*[月.]\s*\d{1,2}\s*日?")
#: Months in the names of files: 20250601, 2025.10, r0710, r7_10, 2510.
_IN_NAME: Final = (
    (re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"), 0),
    (re.compile(r"(20\d\d)[._-]?(0[1-9]|1[0-2])(?!\d)"), 0),
    (re.compile(r"r0?(\d)[._-]?(0[1-9]|1[0-2])(?!\d)", re.IGNORECASE), 2018),
    (re.compile(r"(?<!\d)(2\d)(0[1-9]|1[0-2])(?!\d)"), 2000),
)
#: 点数表番号 by 区分; only what may be a hospital.
_TABLES: Final = {"医科": "1", "歯科": "3"}
_FLAGS: Final = {"特定機能病院": "advanced_treatment", "地域医療支援病院": "regional_support", "三次救急": "tertiary"}


def recognised(book: RawBook, file: str) -> PublicList | None:
    """The list that a file is, or None. A hospital that fills many rows is one entry, placed at its first row."""
    for kind, wanted, read in (
        ("accepted", _ACCEPTED, _accepted),
        ("navii", _NAVII, _navii),
        ("bed_report", _REPORT, _bed_report),
        ("bed_area", _AREA, _bed_area),
    ):
        found = [(sheet, header) for sheet in book.sheets if (header := _header(sheet, wanted)) is not None]
        if found:
            listed = (one for sheet, header in found for one in read(sheet, header))
            hospitals = _once(listed, wards=kind == "bed_report")
            return PublicList(kind, _as_of(kind, file, found), tuple(hospitals))  # type: ignore[arg-type]
    return None


class _Header:
    """Where the columns are: header text (without a year in brackets) -> column, and the row they stand in.

    Of a header over several rows, ``over`` holds every text that stands over a column.
    """

    def __init__(self, row: int, columns: Mapping[str, int], over: Mapping[int, str]) -> None:
        self.row, self.columns, self.over = row, columns, over

    def cell(self, cells: Sequence[object], name: str) -> str:
        """What stands under a header, cleaned; empty for nothing."""
        column = self.columns.get(fold(name))
        return "" if column is None else _text(cells, column)

    def where(self, *parts: str) -> list[int]:
        """The columns over which all these words stand."""
        return [column for column, text in self.over.items() if all(fold(part) in text for part in parts)]


def _text(cells: Sequence[object], column: int) -> str:
    value = cells[column] if column < len(cells) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value)) if value is not None else ""


def _header(sheet: RawSheet, wanted: Sequence[str]) -> _Header | None:
    top = [(number, cells) for number, cells in sheet.rows[:_LOOKED_AT] if number <= _LOOKED_AT]
    for number, cells in top:
        columns: dict[str, int] = {}
        for column in range(len(cells)):
            text = _bare(_text(cells, column))
            if text:
                columns.setdefault(text, column)
        if all(any(known == fold(name) for known in columns) for name in wanted):
            return _Header(number, columns, _over(sheet, top, number))
    return None


def _bare(header: str) -> str:
    """A header without the year in brackets that newer editions carry."""
    return fold(re.sub(r"[(（]R\d{1,2}[)）]", "", header))


def _over(sheet: RawSheet, top: Iterable[tuple[int, Sequence[object]]], last: int) -> dict[int, str]:
    """Column -> all texts over it, a merged one over each of its columns."""
    rows = {number: list(cells) for number, cells in top}
    over: dict[int, list[str]] = {}
    for cells in rows.values():
        for column in range(len(cells)):
            over.setdefault(column, []).append(_bare(_text(cells, column)))
    for first_row, first_column, last_row, last_column in sheet.merges:
        text = _bare(_text(rows.get(first_row, []), first_column))
        if text and last_row <= last + 2:
            for column in range(first_column + 1, min(last_column, 500) + 1):
                over.setdefault(column, []).append(text)
    return {column: " ".join(texts) for column, texts in over.items()}


def _below(sheet: RawSheet, header: _Header) -> Iterator[tuple[int, Sequence[object]]]:
    return ((number, cells) for number, cells in sheet.rows if number > header.row)


def _accepted(sheet: RawSheet, header: _Header) -> Iterator[Listed]:
    """届出受理医療機関名簿: one row for each filing and remark; beds as 一般　　812／精神　　32."""
    for number, cells in _below(sheet, header):
        area = header.cell(cells, "都道府県コード").zfill(2)
        table = _TABLES.get(header.cell(cells, "区分"))
        code = _full_code(area, table or "", header.cell(cells, "医療機関番号"))
        if not table or not code:
            continue
        filed, says = header.cell(cells, "受理届出名称"), {}
        if filed.startswith("特定機能病院入院基本料"):
            says["advanced_treatment"] = filed
        if filed.startswith("救命救急入院料"):
            says["emergency_fee"] = filed
        beds = [int(text) for text in re.findall(r"\d+", header.cell(cells, "病床数"))]
        name = header.cell(cells, "医療機関名称")
        yield Listed(sheet.name, number, name, area, code, sum(beds) if beds else None, says)


def _full_code(area: str, table: str, written: str) -> str:
    """Ten digits from the seven that bureaus write with all kinds of separators; empty when no digit checks.

    A few dental codes stand among the medical ones; those check with 3 in the third place and are not hospitals'.
    """
    seven = re.sub(r"\D", "", digits(written)).zfill(7)
    code = f"{area}{table}{seven}"
    return code if institution_code_is_valid(code) else ""


def _navii(sheet: RawSheet, header: _Header) -> Iterator[Listed]:
    """医療情報ネット 病院施設票: its ID is not the insurance code, so only name and prefecture tell."""
    for number, cells in _below(sheet, header):
        area = header.cell(cells, "都道府県コード").zfill(2)
        yield Listed(
            sheet.name,
            number,
            header.cell(cells, "正式名称"),
            area,
            beds=_whole(header.cell(cells, "合計病床数")),
        )


def _bed_report(sheet: RawSheet, header: _Header) -> Iterator[Listed]:
    """病床機能報告 施設票 or 病棟票: flags from the former, beds by ward (without psychiatric ones) from the latter."""
    licensed = [column for kind in ("一般病床", "療養病床") for column in header.where(kind, "許可病床")]
    for number, cells in _below(sheet, header):
        code = re.sub(r"\D", "", digits(header.cell(cells, "医療機関コード（医科）")))
        area = header.cell(cells, "都道府県コード").zfill(2)
        name = header.cell(cells, "医療機関名")
        if not name or find_prefecture(area) is None:
            continue  # the row of units
        full = code.zfill(10) if len(code) > 7 else f"{area}1{code.zfill(7)}"
        beds = [count for column in licensed if (count := _whole(_text(cells, column))) is not None]
        says = {
            word: said for flag, word in _FLAGS.items() if (said := header.cell(cells, flag)) not in ("", "-", "*", "‐")
        }
        known = full if institution_code_is_valid(full) else ""
        yield Listed(sheet.name, number, name, area, known, sum(beds) if beds else None, says)


def _bed_area(sheet: RawSheet, header: _Header) -> Iterator[Listed]:
    """病床機能報告 by 構想区域: no code; 三次救急 and other functions as marks under their headers."""
    flags = {word: header.where(flag) for flag, word in _FLAGS.items()}
    for number, cells in _below(sheet, header):
        name, address = header.cell(cells, _AREA[0]), header.cell(cells, _AREA[1])
        area = find_prefecture(address)
        if not name or area is None:
            continue
        marks = {word: _text(cells, columns[0]) for word, columns in flags.items() if columns}
        says = {word: mark for word, mark in marks.items() if mark not in ("", "-", "*", "0", "×")}
        yield Listed(sheet.name, number, name, area.code, says=says)


def _whole(text: str) -> int | None:
    found = digits(text).replace(",", "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 7 else None


def _once(listed: Iterable[Listed], *, wards: bool) -> Iterable[Listed]:
    """One entry for each hospital: filings collect, and where the rows are wards their beds add up."""
    found: dict[tuple[str, str, str], Listed] = {}
    for one in listed:
        key = (one.prefecture, one.code, "" if one.code else fold(one.name))
        known = found.get(key)
        if known is None:
            found[key] = one
            continue
        counted = [count for count in (known.beds, one.beds) if count is not None]
        beds = (sum(counted) if wards else counted[0]) if counted else None
        found[key] = replace(known, beds=beds, says={**known.says, **one.says})
    return found.values()


def _as_of(kind: ListKind, file: str, found: Sequence[tuple[RawSheet, _Header]]) -> str:
    """The day above the header, the year of the report, or the month in the file's name; empty when none says."""
    sheet, header = found[0]
    above = [_text(cells, c) for n, cells in sheet.rows[:_LOOKED_AT] if n <= header.row for c in range(len(cells))]
    if kind in ("bed_report", "bed_area"):
        years = [match for text in (*above, clean(file)) if (match := _YEAR.search(text))]
        if years:
            year = 2018 + int(years[0][1]) if years[0][1] else int(years[0][2])
            return f"{year}-07-01"  # the report speaks of the first of July
    for text in above:
        if kind == "accepted" and (match := _DAY.search(text)):
            try:
                return read_date(match[0]).isoformat()
            except DateError:
                continue
    for pattern, era in _IN_NAME:
        if match := pattern.search(file):
            first, *rest = match.groups()
            return "-".join([str(int(first) + era), *rest])
    return ""
