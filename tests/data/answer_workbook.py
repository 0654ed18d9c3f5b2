"""A vendor at its desk: opens the workbook it was sent, answers what it is asked, and saves it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

TITLES = {
    "party": "相手方",
    "snapshot": "基準日の回答",
    "holder": "議決権",
    "officer": "役員",
    "foreign_sale": "外国政府等売上",
    "equipment": "特定重要設備",
    "component": "構成設備",
    "site": "製造場所",
    "entrustment": "重要維持管理等の委託",
    "subcontract": "再委託",
    "measure": "リスク管理措置",
    "evidence": "証跡",
    "exhibit": "証跡の使いみち",
    "opinion": "対象設備への意見",
}
#: What this vendor says where it is asked in a row that is there already.
SAYS: dict[str, object] = {
    "representative": "架空 太郎",
    "address": "東京都架空区1-2-3",
    "country": "日本 / Japan",
    "registered_in_japan": "はい",
    "type": "業務システム",
    "functions": "診療の記録と参照",
    "model": "M-1",
    "internet_connected": "いいえ",
    "data_place": "院内のサーバー室",
    "data_country": "JP",
    "cloud_service": "なし",
    "foreign_law": "なし",
    "layer": "サーバー",
    "purpose": "定期点検",
    "scope": "全体",
    "place": "院内",
    "starts_on": "令和9年4月1日",
    "remote": "はい",
    "remote_path": "保守センターから専用線",
    "remote_owner": "当社",
    "remote_patched_on": "2027/10/1",
    "state": "実施済",
    "content_known": "はい",
    "entry_restricted": "はい",
    "records_audited": "はい",
    "birth_date": "S45.4.1",
    "nationality": "日本",
}


class Book:
    """A workbook with its sheets by key."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path)
        self._columns: dict[str, dict[str, int]] = {}
        self._last: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return TITLES[key] in self.book.sheetnames

    def page(self, key: str) -> Worksheet:
        found = self.book[TITLES[key]]
        assert isinstance(found, Worksheet)
        return found

    def columns(self, key: str) -> dict[str, int]:
        if key not in self._columns:
            first = next(self.page(key).iter_rows(min_row=1, max_row=1))
            self._columns[key] = {str(cell.value).partition(".")[2]: n for n, cell in enumerate(first, 1) if cell.value}
        return self._columns[key]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The rows that show anything; ``#`` is the row's number."""
        names = {n: name for name, n in self.columns(key).items()}
        found = []
        for number, cells in enumerate(self.page(key).iter_rows(min_row=4), start=4):
            row = {names[n]: cell.value for n, cell in enumerate(cells, start=1) if n in names}
            if any(value is not None for value in row.values()):
                found.append({"#": number, **row})
        return found

    def put(self, key: str, row: int, **values: object) -> None:
        columns = self.columns(key)
        for name, value in values.items():
            self.page(key).cell(row, columns[name]).value = value  # type: ignore[assignment]

    def add(self, key: str, **values: object) -> int:
        if key not in self._last:
            self._last[key] = max((row["#"] for row in self.rows(key)), default=3)
        self._last[key] += 1
        self.put(key, self._last[key], **values)
        return self._last[key]

    def may_write(self, key: str, row: int, name: str) -> bool:
        """A cell that says nothing of its own is as open as its column."""
        cell = self.page(key).cell(row, self.columns(key)[name])
        dimension = self.page(key).column_dimensions[cell.column_letter]
        return not (cell if cell.has_style else dimension).protection.locked

    def asked(self) -> list[tuple[str, str, int]]:
        """Sheet, column and row of every cell that is asked for."""
        keys = {title: key for key, title in TITLES.items()}
        found = []
        for row in self.book.worksheets[0].iter_rows(min_row=11):
            link = next((cell.hyperlink for cell in row if cell.hyperlink), None)
            if link is not None:
                title, _, place = str(link.location or link.target).lstrip("#").partition("!")
                key = keys[title.strip("'")]
                cell = self.page(key)[place]
                name = next(name for name, n in self.columns(key).items() if n == cell.column)
                found.append((key, name, cell.row))
        return found

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def answer(
    path: Path,
    out: Path,
    *,
    parts: Mapping[str, Iterable[tuple[str, str]]] | None = None,
    subcontractors: Iterable[str] = (),
    says: Mapping[str, object] | None = None,
) -> Path:
    """Answer all that is asked.

    Args:
        parts: equipment name -> (product, who makes it) of parts not listed yet.
        subcontractors: names of those to whom the work of each contract is given on.
    """
    book = Book(path)
    said = {**SAYS, **(says or {})}
    asked = book.asked()
    for key, name, row in asked:
        if name in said and book.may_write(key, row, name) and key not in ("snapshot", "evidence", "exhibit", "site"):
            book.put(key, row, **{name: said[name]})
    _people(book, {name for key, name, _ in asked if key == "snapshot"})
    _parts(book, parts or {})
    _places(book)
    _tiers(book, list(subcontractors))
    _papers(book)
    return book.save(out)


def _people(book: Book, facts: set[str]) -> None:
    waiting = [row for row in book.rows("snapshot") if row["id"] in (None, "") and row["as_of"] is None]
    for row in waiting:
        book.put("snapshot", row["#"], as_of="2027-11-15", holders="該当あり（明細に記入）")
        book.put("snapshot", row["#"], officers="該当あり（明細に記入）", foreign_sales="該当なし")
        for n in range(2):  # whose and as of when is said on the sheet of answers
            book.add("holder", party=row["party"], name=f"株主{n}（架空）", country="日本", share=0.4 - n / 10)
        for n in range(3):
            book.add(
                "officer", party=row["party"], name=f"役員{n}（架空）", birth_date="昭和45年4月1日", nationality="JP"
            )
        paper = {"evidence_kind": "役員の本人確認書類", "issued_on": "2027-11-01"}
        book.add("evidence", title="役員の本人確認書類", about=row["party"], **paper)


def _parts(book: Book, parts: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    known = {row["name"] for row in book.rows("party")}
    for equipment, more in parts.items():
        for n, (product, maker) in enumerate(more):
            if maker not in known:
                known.add(maker)
                book.add("party", name=maker, country="日本")
            layer = ("サーバー", "OS", "データベース", "ネットワーク機器", "業務アプリケーション")[n % 5]
            values = {"model": f"P-{n}", "version": "1.0", "functions": "設備の一部として動く", "supplier": maker}
            book.add("component", equipment=equipment, product=product, layer=layer, **values)


def _places(book: Book) -> None:
    """The rows laid out for it, and one for each part that was only just listed."""
    if "site" not in book:
        return
    for row in book.rows("site"):
        if row["country"] is None:
            book.put("site", row["#"], country="日本", address="岩手県架空町1-1")
    for row in book.rows("component") if "component" in book else ():
        if not row["id"]:
            product = f"{row['product']} {row['model'] or ''}".strip()
            book.add("site", product=product, country="日本", address="岩手県架空町1-1")


def _tiers(book: Book, subcontractors: list[str]) -> None:
    if "subcontract" not in book and "entrustment" not in book:
        return
    known = {row["name"] for row in book.rows("party")}
    have = {row["entrustment"] for row in book.rows("subcontract")} if "subcontract" in book else set()
    for row in book.rows("entrustment") if subcontractors else ():
        for name in subcontractors if row["title"] not in have else ():
            if name not in known:
                known.add(name)
                book.add("party", name=name, country="日本")
            values = {"purpose": "一次対応", "scope": "監視", "place": "保守センター", "starts_on": "2027-04-01"}
            book.add("subcontract", entrustment=row["title"], subcontractor=name, remote="いいえ", **values)


def _papers(book: Book) -> None:
    ticked = ("実施済", "同等の措置")
    done = [row for row in book.rows("measure") if str(row["state"]).startswith(ticked)] if "measure" in book else []
    waiting = [row for row in book.rows("exhibit") if row["evidence"] is None]
    if not done and not waiting:
        return
    title = "品質・セキュリティ管理の証明書"
    if title not in {row["title"] for row in book.rows("evidence")}:
        book.add("evidence", title=title, evidence_kind="認証・証明書", issued_on="2027-10-01")
    have = set()
    for row in book.rows("exhibit"):
        have.add((row["subject"], _number(row)))
        if row["evidence"] is None:
            book.put("exhibit", row["#"], evidence=title)
    for row in done:
        if (row["subject"], _number(row)) not in have:
            book.add("exhibit", evidence=title, subject=row["subject"], item=_number(row))


def _number(row: Mapping[str, Any]) -> str:
    return str(row["item"]).partition(":")[0]
