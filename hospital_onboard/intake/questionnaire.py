"""Security question sheets that vendors have already: MDS/SDS (JAHIS, JIRA) and MDS2 (NEMA).

They are recognised by their structure, since editions and layouts differ: numbered questions, an answer of yes, no or
not applicable (one column, or one column per answer with a mark in it), remarks. MDS2 numbers its questions with
letters (``AUDT-2.1``), MDS/SDS with digits only (``5.1``); a sheet is one or the other, never a mixture.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hospital_onboard.domain.codes import QuestionAnswer, QuestionScheme
from hospital_onboard.intake.showing import as_text
from hospital_onboard.intake.workbook import RawSheet
from hospital_onboard.text.normalise import clean, fold

#: Fewer numbered questions than this are no question sheet.
_LEAST = 5
_LOOKED_AT = 400
_MDS2 = re.compile(r"[A-Z][A-Za-z]{2,4}-\d{1,3}(?:\.\d{1,3})*")
_MDS = re.compile(r"(?:Q|問)?\d{1,3}(?:[.\-]\d{1,3}){0,4}\.?")
_OF_MDS = re.compile(r"開示書|MDS\s*/?\s*SDS|MDS/|JAHIS|JIRA|医療情報セキュリティ", re.IGNORECASE)
_JAPANESE = re.compile(r"[ぁ-んァ-ン一-鿿]")
_ANSWERS: Mapping[str, QuestionAnswer] = {
    **dict.fromkeys(("はい", "yes", "y", "有", "あり", "可", "適合"), "yes"),
    **dict.fromkeys(("いいえ", "no", "n", "無", "なし", "否", "不適合"), "no"),
    **dict.fromkeys(("対象外", "該当なし", "非該当", "適用外", "na", "notapplicable"), "not_applicable"),
}
_MARKS = frozenset("○◯〇●✓✔☑■レxX✕1")
_REMARKS = ("備考", "補足", "説明", "注記", "コメント", "remark", "note", "comment", "seenote")
_BOXED = re.compile(r"[☑■✓✔●]\s*(はい|いいえ|対象外|該当なし|yes|no|n/?a)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """One question of a sheet as it stands there. ``answer`` None: left open, or ``seen`` is not understood.

    ``number`` is empty where something is answered without a number of this sheet's scheme.
    """

    row: int
    number: str
    question: str
    answer: QuestionAnswer | None
    remark: str
    #: What stands in the cell of the answer, and its column (from 0).
    seen: str
    column: int

    @property
    def unclear(self) -> bool:
        """Something was answered that is neither yes nor no nor not applicable."""
        return self.answer is None and bool(self.seen)


@dataclass(frozen=True)
class QuestionSheet:
    """One sheet of questions of one scheme."""

    name: str
    scheme: QuestionScheme
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class _Columns:
    number: int
    question: int
    #: One column, or column -> the answer that a mark in it means.
    answer: int
    marked: Mapping[int, QuestionAnswer]
    remark: int | None


def question_sheets(sheets: Iterable[RawSheet]) -> list[QuestionSheet]:
    """The question sheets among these."""
    every = list(sheets)
    told = any(_OF_MDS.search(text) for sheet in every for text in (sheet.name, *_texts(sheet)))
    found = (_read(sheet, told) for sheet in every)
    return [sheet for sheet in found if sheet is not None]


def _texts(sheet: RawSheet) -> Iterable[str]:
    return (cell for _, cells in sheet.rows[:20] for cell in cells if isinstance(cell, str))


def _read(sheet: RawSheet, told: bool) -> QuestionSheet | None:
    scheme, number = _numbering(sheet)
    if scheme is None:
        return None
    columns = _columns(sheet, scheme, number)
    if columns is None:
        return None
    begins = next((row for row, cells in sheet.rows if _is_question(cells, columns, scheme)), 0)
    every = (_asked(row, cells, columns, scheme) for row, cells in sheet.rows if row >= begins)
    asked = tuple(one for one in every if one.question and (one.number or one.answer))
    if sum(bool(one.number) for one in asked) < _LEAST or not any(one.answer for one in asked):
        return None
    in_japanese = sum(bool(_JAPANESE.search(one.question)) for one in asked) * 2 > len(asked)
    if scheme == "mds_sds" and not (told and in_japanese):
        return None
    return QuestionSheet(sheet.name, scheme, asked)


def _numbering(sheet: RawSheet) -> tuple[QuestionScheme | None, int]:
    """The scheme by the column that holds most numbers of its kind."""
    counts: Counter[tuple[QuestionScheme, int]] = Counter()
    for _, cells in sheet.rows[:_LOOKED_AT]:
        for n, cell in enumerate(cells[:12]):
            scheme = _scheme_of(_number(cell))
            if scheme:
                counts[scheme, n] += 1
    if not counts:
        return None, 0
    (scheme, column), count = max(counts.items(), key=lambda item: (item[1], -item[0][1]))
    mds2 = max((c for (s, _), c in counts.items() if s == "mds2"), default=0)
    if mds2 >= _LEAST and scheme != "mds2":  # digits are everywhere, such letters nowhere else
        scheme, column = max(((k, c) for k, c in counts.items() if k[0] == "mds2"), key=lambda item: item[1])[0]
    return (scheme, column) if count >= _LEAST else (None, 0)


def _number(cell: object) -> str:
    return clean(as_text(cell)).replace(" ", "") if cell != "" else ""


def _scheme_of(number: str) -> QuestionScheme | None:
    if _MDS2.fullmatch(number):
        return "mds2"
    return "mds_sds" if _MDS.fullmatch(number) else None


def _columns(sheet: RawSheet, scheme: QuestionScheme, number: int) -> _Columns | None:
    rows = [cells for _, cells in sheet.rows[:_LOOKED_AT] if _scheme_of(_number(_at(cells, number))) == scheme]
    lengths, answers = Counter[int](), Counter[int]()
    for cells in rows:
        for n, cell in enumerate(cells):
            if n != number and cell != "":
                answers[n] += _answer(cell) is not None
                lengths[n] += len(as_text(cell)) if _answer(cell) is None else 0
    if not lengths:
        return None
    heads = _headers(sheet, number, scheme)
    marked = {n: code for n, text in heads.items() if (code := _ANSWERS.get(fold(text))) and n != number}
    remark = next((n for n, text in heads.items() if any(fold(text).startswith(r) for r in _REMARKS)), None)
    question = next((n for n, _ in lengths.most_common() if n not in (remark, *marked)), None)
    if question is None:
        return None
    if len(set(marked.values())) >= 2:
        return _Columns(number, question, min(marked), marked, remark)
    answer = max(answers, key=lambda n: (answers[n], -n), default=None)
    if answer is None or not answers[answer] or answer == question:
        return None
    return _Columns(number, question, answer, {}, remark)


def _headers(sheet: RawSheet, number: int, scheme: QuestionScheme) -> dict[int, str]:
    """The texts over the first question, the lowest winning."""
    found: dict[int, str] = {}
    for _, cells in sheet.rows[:_LOOKED_AT]:
        if _scheme_of(_number(_at(cells, number))) == scheme:
            break
        found.update({n: as_text(cell) for n, cell in enumerate(cells) if cell != ""})
    return found


def _is_question(cells: list[object], columns: _Columns, scheme: QuestionScheme) -> bool:
    said = as_text(_at(cells, columns.question)).strip()
    return _scheme_of(_number(_at(cells, columns.number))) == scheme and bool(said)


def _asked(row: int, cells: list[object], columns: _Columns, scheme: QuestionScheme) -> Asked:
    seen = as_text(_at(cells, columns.answer)).strip()
    answer = _answer(seen)
    if columns.marked:
        marks = {n: as_text(_at(cells, n)).strip() for n in columns.marked}
        set_marks = {n: mark for n, mark in marks.items() if mark and clean(mark) not in ("-", "□")}
        seen = " ".join(set_marks.values())
        codes = {columns.marked[n] for n, mark in set_marks.items() if mark in _MARKS or _answer(mark) is not None}
        answer = next(iter(codes)) if len(codes) == 1 and len(set_marks) == 1 else None
    remark = as_text(_at(cells, columns.remark)).strip() if columns.remark is not None else ""
    number = _number(_at(cells, columns.number))
    number = number.removesuffix(".") if _scheme_of(number) == scheme else ""
    question = " ".join(as_text(_at(cells, columns.question)).split())
    return Asked(row, number, question, answer, remark, seen, columns.answer)


def _answer(cell: object) -> QuestionAnswer | None:
    """``はい``, ``Yes``, ``N/A``; also with a hint behind it (``はい 備考1``), or ticked (``☑はい □いいえ``)."""
    text = clean(as_text(cell))
    if not text or len(text) > 40:
        return None
    ticked = _BOXED.findall(text)
    if ticked:
        return _ANSWERS.get(fold(ticked[0])) if len(ticked) == 1 else None
    first = re.split(r"[\s(（,、:]", text, maxsplit=1)[0]
    return _ANSWERS.get(fold(text)) or _ANSWERS.get(fold(first))


def _at(cells: list[object], index: int) -> object:
    return cells[index] if index < len(cells) else ""
