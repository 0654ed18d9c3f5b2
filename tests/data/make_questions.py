"""Question sheets in the layouts that vendors send, with invented questions. Made when a test asks."""

from pathlib import Path

import make_workbooks as make

#: Number, question, answer, remark. The words are invented; only the arrangement is that of the sheets.
ASKED = [
    ("1", "扱う情報の一覧を示すか（架空）", "はい", ""),
    ("2", "利用者の認証にパスワードを使うか（架空）", "はい", "備考1: 13文字以上"),
    ("2.1", "アクセスの記録を残すか（架空）", "いいえ", ""),
    ("3", "不正ソフトウェアへの対策をするか（架空）", "対象外", "専用機のため"),
    ("4", "バックアップの手順があるか（架空）", "", ""),
    ("5", "リモート保守をするか（架空）", "はい", ""),
]
MDS2 = [
    ("DOC-1", "Manufacturer name (invented)", "ACME", "", ""),
    ("AUDT-1", "Can the device make audit logs (invented)?", "Yes", "Note 1", ""),
    ("AUDT-1.1", "Does the log hold a user ID (invented)?", "No", "", ""),
    ("DTBK-2", "Can it be backed up (invented)?", "See Note", "Note 2", ""),
    ("MLDP-1", "Does it support anti-malware (invented)?", "N/A", "", ""),
    ("RMOT-1", "Is there remote service (invented)?", "Yes", "", ""),
    ("PLOK-1", "Is it locked (invented)?", "Yes", "", ""),
]
TITLE = ["製造業者による医療情報セキュリティ開示書"]


def mds(path: Path) -> Path:
    """A title, a product line, a header, sections between; one column of answers."""
    rows: list[list[object]] = [TITLE, ["製品名称", "", "ほくと（架空）"], [], ["番号", "質問", "回答", "備考"]]
    rows += [["医療機関等における安全管理"], *(list(line) for line in ASKED)]
    return make.workbook(path, {"開示書": rows})


def mds_marked(path: Path) -> Path:
    """One column for each answer, a circle in one of them; numbers as numbers."""
    rows: list[list[object]] = [TITLE, ["No.", "質問項目", "はい", "いいえ", "対象外", "備考"]]
    order = ["はい", "いいえ", "対象外"]
    for number, question, answer, remark in ASKED:
        circles = ["○" if answer == one else None for one in order]
        rows.append([float(number), question, *circles, remark])
    return make.workbook(path, {"MDS": rows})


def mds_boxes(path: Path) -> Path:
    """Boxes in one cell, one of them ticked."""
    rows: list[list[object]] = [TITLE, ["番号", "質問", "回答", "備考"]]
    for number, question, answer, remark in ASKED:
        boxes = " ".join(f"{'☑' if answer == one else '□'}{one}" for one in ("はい", "いいえ", "対象外"))
        rows.append([number, question, boxes, remark])
    return make.workbook(path, {"MDS": rows})


def mds2(path: Path) -> Path:
    """As the sheet of NEMA: a column of answers without a header."""
    rows: list[list[object]] = [["Manufacturer Disclosure Statement (invented)"]]
    rows += [["Question ID", "Question", "", "See note", "ISO 27002"], *(list(line) for line in MDS2)]
    return make.workbook(path, {"MDS2": rows})


def plain_list(path: Path) -> Path:
    """A numbered list with a yes or no behind each line, which is no question sheet of either kind."""
    rows: list[list[object]] = [["No", "品名", "在庫"]]
    return make.workbook(path, {"在庫": rows + [[n, f"品 {n}", "はい"] for n in range(1, 20)]})
