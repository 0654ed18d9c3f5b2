"""The register that imports are measured on: 200 suppliers and any number of components, in 24 columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

HEADERS = [
    "設備",
    "層",
    "製品名",
    "型番",
    "版",
    "機能",
    "供給者",
    "省令の構成設備か",
    "数量",
    "サポート終了日",
    "上位の構成設備",
]
SPARE = [f"社内備考{n:02}" for n in range(1, 24 - len(HEADERS) + 1)]
LAYERS = ["業務アプリケーション", "サーバー", "ネットワーク機器", "OS", "ストレージ"]
SUPPLIERS = [f"供給者{n:03}株式会社（架空）" for n in range(200)]
EQUIPMENT = "電子カルテ（架空）"
#: Five ways of being wrong: column (from 0), what is written instead.
ERRORS: list[tuple[int, object]] = [
    (1, "なにか"),
    (2, None),
    (6, "知らない会社"),
    (8, "たくさん"),
    (9, "そのうち"),
]


@dataclass
class Planted:
    """Cells (row, column letter) in which something is wrong."""

    cells: set[tuple[int, str]] = field(default_factory=set)


def row_of(n: int) -> list[object]:
    """One component."""
    said: list[object] = [EQUIPMENT, LAYERS[n % 5], f"部品 {n:07}", "HX-100", f"{n % 9}.1", "診療データの処理"]
    said += [SUPPLIERS[n % 200], "未定・不明", n % 50 + 1, date(2028, 1 + n % 12, 1 + n % 28), None]
    return said + ["x"] * len(SPARE)


def write(path: Path, rows: int, *, errors: int = 0, changed: int = 0) -> Planted:
    """Write the register; ``errors`` cells are wrong, ``changed`` other rows have another version."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("構成設備")  # the first: some tools read no other
    page.append([*HEADERS, *SPARE])
    planted = Planted()
    for cells in _rows(rows, errors, changed, planted):
        page.append(cells)
    page = book.create_sheet("相手方")
    page.append(["名称", "住所"])
    for name in SUPPLIERS:
        page.append([name, "東京都千代田区（架空）"])
    book.save(path)
    return planted


def _rows(rows: int, errors: int, changed: int, planted: Planted) -> Iterator[list[object]]:
    wrong = {n * rows // errors: n for n in range(errors)} if errors else {}
    other = {n * rows // changed + 1 for n in range(changed)} if changed else set()
    for n in range(rows):
        cells = row_of(n)
        if n in wrong:
            column, text = ERRORS[wrong[n] % len(ERRORS)]
            cells[column] = f"{text} {n}" if column == 6 else text
            planted.cells.add((n + 2, "ABCDEFGHIJK"[column]))
        elif n in other:
            cells[4] = "10.2"
        yield cells
