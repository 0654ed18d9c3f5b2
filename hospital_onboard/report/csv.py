"""One table as CSV for spreadsheet programs: UTF-8 with a byte order mark, CRLF, all text quoted.

Every row says whose data it is, for which day, how the rules stand and on which assumptions (by id) it rests, because
a row travels alone.
A text that a spreadsheet program would take for a formula gets an apostrophe before it; JSON has it as typed.
"""

import csv as csv_module
import io

from hospital_onboard.report.document import Badge, Cell, Document, Table, shown
from hospital_onboard.report.visible import visible

#: Full-width forms too: Japanese editions of spreadsheet programs read them as the same signs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def write(document: Document, table: Table) -> bytes:
    """The table with the frame's columns in front; the header line holds the stable keys."""
    out = io.StringIO(newline="")
    writer = csv_module.writer(out, quoting=csv_module.QUOTE_NONNUMERIC, lineterminator="\r\n")
    frame = document.frame
    writer.writerow(["on", "owner", *(column.key for column in table.columns), "standing_note", "assumptions"])
    before = [frame.day.isoformat(), _safe(frame.owner)]
    after = [_safe(frame.standing), _safe(" ".join(item.id for item in frame.assumptions))]
    for row in table.rows:
        writer.writerow([*before, *(_cell(cell) for cell in row), *after])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cell(cell: Cell) -> str | int | float:
    if isinstance(cell, Badge):
        return cell.word
    if isinstance(cell, int):
        return cell
    return _safe(shown(cell))


def _safe(text: str) -> str:
    text = visible(text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def count_rows(content: bytes) -> int:
    """How many rows a written table has, read back from its bytes."""
    reader = csv_module.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return sum(1 for _ in reader) - 1
