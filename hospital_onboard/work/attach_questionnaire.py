"""A vendor's security question sheet (MDS/SDS, MDS2) kept as evidence, with its answers.

An answer proves no measure. ``suggestions`` only says where a person may want to look (mark M: our own modelling).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.preview import Preview, Row
from hospital_onboard.domain.questionnaire import QuestionnaireAnswer
from hospital_onboard.intake.columns import column_letter, find_layouts
from hospital_onboard.intake.questionnaire import Asked, QuestionSheet, question_sheets
from hospital_onboard.intake.showing import choices_shown
from hospital_onboard.intake.workbook import RawBook, Unreadable
from hospital_onboard.reference.question_topics import topic, topics_of
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.work.about import one_subject
from hospital_onboard.work.desk import Desk

_LONGEST = 4000
PAPER = "file"


def recognised(book: RawBook, file: str) -> list[QuestionSheet]:
    """The question sheets of a file that has none of our own sheets."""
    if book.sbom is not None or find_layouts(book.sheets, file)[0]:
        return []
    return question_sheets(book.sheets)


def preview(
    desk: Desk, book: RawBook, sheets: list[QuestionSheet], file: str, operator_id: str | None, about: str
) -> Preview:
    """What would be kept: one piece of evidence per scheme, and every answer, under what the sheet is about."""
    try:
        subject = one_subject(desk, operator_id, about, "")
    except Unreadable as fault:
        return Preview(file, book.sha256, "", None, (), (fault.issue(file),))
    rows: list[Row] = []
    for n, scheme in enumerate(dict.fromkeys(sheet.scheme for sheet in sheets), start=1):
        title = f"{words('ja').choice('question_scheme', scheme)} {file}"[:300]
        known = records.select(desk.store, Evidence, file_sha256=book.sha256, about=subject.id, title=title)
        evidence = next(iter(known), None) or _evidence(book, file, title, subject.id, n)
        change = None if known else Change(None, evidence)
        rows.append(Row(PAPER, n, "evidence", "same" if known else "new", title, change))
        stored = {a.number for a in records.select(desk.store, QuestionnaireAnswer, evidence=evidence.id)}
        rows += _answers(book, [s for s in sheets if s.scheme == scheme], evidence.id, stored, file)
    seen_before = any(row.kind == "evidence" and row.outcome == "same" for row in rows)
    return Preview(file, book.sha256, "", None, tuple(rows), (), seen_before=seen_before, columns={})


def _evidence(book: RawBook, file: str, title: str, subject: str, number: int) -> Evidence:
    return Evidence.model_validate(
        {
            "id": new_id("evidence"),
            "title": title,
            "evidence_kind": "questionnaire",
            "about": subject,
            "file_name": file[:300],
            "file_sha256": book.sha256,
            "origin": {"*": f"workbook:{book.sha256}:{PAPER}!{number}"},
        }
    )


def _answers(book: RawBook, sheets: list[QuestionSheet], evidence: str, stored: set[str], file: str) -> Iterable[Row]:
    """Each question once; a number that comes again, or an answer that is none of the three, is refused."""
    first: dict[str, int] = {}
    for sheet in sheets:
        for asked in sheet.asked:
            issues = tuple(_issues(sheet, asked, first.get(asked.number), file))
            title = f"{asked.number} {asked.question}"
            if issues:
                yield Row(sheet.name, asked.row, "questionnaire_answer", "refused", title, None, issues)
            elif asked.number in stored:
                yield Row(sheet.name, asked.row, "questionnaire_answer", "same", title)
            else:
                change = Change(None, _answer(book, sheet, asked, evidence))
                yield Row(sheet.name, asked.row, "questionnaire_answer", "new", title, change)
            if asked.number:
                first.setdefault(asked.number, asked.row)


def _issues(sheet: QuestionSheet, asked: Asked, earlier: int | None, file: str) -> Iterable[Issue]:
    place = Place(file, sheet.name, asked.row, column_letter(asked.column))
    if not asked.number:
        yield Issue("not-a-question-number", place, asked.question[:60], {"scheme": _scheme(sheet)})
    elif earlier is not None:
        yield Issue("duplicate-row", place, asked.number, {"row": str(earlier)})
    elif asked.unclear:
        yield Issue("not-in-list", place, asked.seen, {"choices": choices_shown("question_answer")})
    longest = max(len(asked.question), len(asked.remark))
    if longest > _LONGEST:
        yield Issue("too-long", place, asked.number, {"length": str(longest), "longest": str(_LONGEST)})


def _scheme(sheet: QuestionSheet) -> str:
    first, second = (words(lang).choice("question_scheme", sheet.scheme) for lang in LANGUAGES)
    return f"{first} / {second}"


def _answer(book: RawBook, sheet: QuestionSheet, asked: Asked, evidence: str) -> QuestionnaireAnswer:
    return QuestionnaireAnswer.model_validate(
        {
            "id": new_id("questionnaire_answer"),
            "evidence": evidence,
            "scheme": sheet.scheme,
            "number": asked.number,
            "question": asked.question,
            "answer": asked.answer,
            "remark": asked.remark or None,
            "origin": {"*": f"workbook:{book.sha256}:{sheet.name}!{asked.row}"},
        }
    )


@dataclass(frozen=True)
class Suggestion:
    """Answers that may have to do with a measure. ``confidence`` is always M; never a proof, never shown as one."""

    item: str
    topic: str
    answers: tuple[QuestionnaireAnswer, ...]
    confidence: str = "M"


def suggestions(desk: Desk, about: str) -> list[Suggestion]:
    """For each measure the answers of one equipment's or party's sheets that may help with it, by topic.

    Only answers of yes or no count; what is not applicable says nothing about a measure.
    """
    papers = records.select(desk.store, Evidence, about=about, evidence_kind="questionnaire")
    ids = [paper.id for paper in papers]
    answers = records.select(desk.store, QuestionnaireAnswer, evidence=ids) if ids else []
    found: dict[tuple[str, str], list[QuestionnaireAnswer]] = {}
    for answer in answers:
        if answer.answer not in ("yes", "no"):
            continue
        for about_it in topics_of(answer.scheme, answer.number, answer.question):
            for item in about_it.measures:
                found.setdefault((item, about_it.id), []).append(answer)
    return [Suggestion(item, name, tuple(some)) for (item, name), some in sorted(found.items())]


def told(desk: Desk, found: Preview, lang: Lang) -> list[str]:
    """After a question sheet was kept: the measures its answers may have to do with, and that they prove none."""
    if not any(row.kind == QuestionnaireAnswer.kind for row in found.rows):
        return []
    say = words(lang)
    papers = records.select(desk.store, Evidence, file_sha256=found.sha256, evidence_kind="questionnaire")
    lines = [
        say(
            "suggestion.line",
            item=one.item,
            topic=topic(one.topic).label.of(lang),
            answers=say("list.comma").join(
                f"{a.number} {say.choice('question_answer', str(a.answer))}" for a in one.answers
            ),
        )
        for about in dict.fromkeys(str(paper.about) for paper in papers)
        for one in suggestions(desk, about)
    ]
    return [say("suggestion.note"), *lines] if lines else []
