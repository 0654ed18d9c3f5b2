"""Reads one table as comma-separated values. Runs in the child process.

UTF-8 with or without byte order mark, UTF-16 with one (Excel's "Unicode text"), else CP932, which Excel writes in
Japan; separated by commas, tabs or semicolons. What cannot be decoded is refused at its place: a guess would change
a name.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from hospital_onboard.intake.unusable import Unusable

ROWS_AT_ONCE = 500
MOST_IN_A_CELL = 1_000_000
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LOOKED_AT = 40
_END = "\ufdd0"  # a code point that no text holds
_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_QUOTED = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"=[A-Za-z0-9(+\-\"$]")
#: The apostrophe with which our own tables stop a text from being taken for a formula.
_GUARDED = re.compile(r"'[=+\-@＝＋－＠]")
#: Bytes that Python's CP932 lets through though Windows has no character there; no text in any language holds them.
_NOT_IN_CP932 = re.compile("[\x80-\x9f\xa0\uf8f0-\uf8f3]")
_LETTER = re.compile("[^\x00-\x7f\ufffd]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(content: bytes) -> Iterator[dict[str, Any]]:
    """The messages for a table, see ``intake.child``; row numbers are those a spreadsheet program shows.

    Raises:
        Unusable: ``undecodable`` or ``unclosed-quote`` with the place, ``not-a-workbook`` for what is no text.
    """
    text = decoded(content)
    if _NO_TEXT.search(text):
        raise Unusable("not-a-workbook")
    yield {"k": "book", "template": "", "date1904": False, "linked": False, "table": True}
    yield {"k": "sheet", "name": "", "hidden": False, "rows": text.count("\n"), "merges": [], "hidden_rows": []}
    portion: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(_records(text), start=1):
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            portion.append((number, [_cell(cell) for cell in cells]))
        if len(portion) == ROWS_AT_ONCE:
            yield {"k": "rows", "rows": portion}
            portion = []
    if portion:
        yield {"k": "rows", "rows": portion}


def decoded(content: bytes) -> str:
    """The text, by its mark, else as UTF-8, else as CP932.

    Raises:
        Unusable: ``undecodable``, at the first place that the encoding which reads furthest cannot read.
    """
    furthest: tuple[int, str, str] | None = None
    for name in _encodings(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError as fault:
            before, at = content[: fault.start].decode(name, "replace"), fault.start
        else:
            odd = _NOT_IN_CP932.search(text) if name == "cp932" else None
            if odd is None:
                return text
            before = text[: odd.start()]
            at = len(before.encode("cp932"))
        if furthest is None or at > furthest[0]:
            furthest = (at, name, before)
    assert furthest is not None
    at, name, before = furthest
    row, column = _place_after(before)
    encoding = {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS (CP932)"}.get(name, name.upper())
    raise Unusable("undecodable", row=row, column=column, seen=content[at : at + 4].hex(" "), encoding=encoding)


def _encodings(content: bytes) -> tuple[str, ...]:
    """Those to try. CP932 gives letters for nearly any bytes, so text that is plainly UTF-8 but for a few is not tried
    as CP932."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if marked:
        return (marked,)
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return ("utf-8",) if broken < len(_LETTER.findall(text)) else ("utf-8", "cp932")


def _place_after(text: str) -> tuple[int, int]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    fresh = not text or text.endswith(("\n", "\r"))
    return (len(rows) + 1, 0) if fresh else (len(rows), len(rows[-1]) - 1)


def _records(text: str) -> Iterator[list[str]]:
    """Every record; a quote that is never closed would take the rest of the file for one cell."""
    csv.field_size_limit(MOST_IN_A_CELL)
    separator = re.match(r"sep=(.)\r?\n", text)  # a line for Excel, which does not show it
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else _delimiter(text)
    lines = chain(io.StringIO(text, newline=""), ("\n", _END))
    before: list[str] | None = None
    number = 0
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            if before is not None:
                number += 1
                yield before
            before = record
    except csv.Error as fault:
        raise Unusable("too-big", row=number + 1 + (before is not None)) from fault
    if before != [_END]:
        last = before or [""]
        seen = last[-1][:60].strip("\n" + _END)
        raise Unusable("unclosed-quote", row=number + 1, column=len(last) - 1, seen=seen)


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into equally many cells, at least two."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter), _LOOKED_AT)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, rows_of_it = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (rows_of_it, width)

    return max((",", "\t", ";"), key=fit)


def _cell(text: str) -> Any:
    """What the cell shows in a spreadsheet program."""
    if text[:1] not in "=#'" or len(text) < 2:
        return text
    quoted = _QUOTED.fullmatch(text)  # the trick that keeps the zeros of ="0012"
    if quoted:
        return quoted[1]
    if text in _ERRORS:
        return {"x": ["error-value", text]}
    if _FORMULA.match(text):
        return {"x": ["formula-without-value", text[:200]]}
    return text[1:] if _GUARDED.match(text) else text
