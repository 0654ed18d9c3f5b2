"""MDS/SDS and MDS2 sheets: recognised by structure, kept with their answers, never taken for proof, never mixed."""

import csv
from collections.abc import Callable
from pathlib import Path

import make_questions as make
import make_workbooks
import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Evidence, Exhibit, MeasureAnswer
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.questionnaire import QuestionnaireAnswer
from hospital_onboard.intake.questionnaire import question_sheets
from hospital_onboard.intake.workbook import Limits, read_workbook
from hospital_onboard.reference.measures import measure
from hospital_onboard.reference.question_topics import all_topics
from hospital_onboard.store import records, saving
from hospital_onboard.work import attach_questionnaire, import_workbook
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints

LIMITS = Limits(seconds=60)
CODES = {"はい": "yes", "いいえ": "no", "対象外": "not_applicable", "": None}
EMR = Equipment(id="equipment_emr1", operator="operator_aoba", group="emr", product="電子カルテ")
ICU = Equipment(id="equipment_icu1", operator="operator_aoba", group="icu", product="集中治療")
HOKUTO = Party(id="party_hokuto", name="北斗システム株式会社")


@pytest.fixture
def at(desk: Desk) -> Desk:
    hospital = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
    found = (hospital, EMR, ICU, HOKUTO)
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test"))
    return desk


def look(desk: Desk, path: Path, about: str = EMR.id) -> Preview:
    return import_workbook.preview(desk, path, "operator_aoba", hints=Hints(about=about))


def take(desk: Desk, path: Path, about: str = EMR.id) -> None:
    import_workbook.commit(desk, look(desk, path, about), operator_id="operator_aoba")


@pytest.mark.parametrize("build", [make.mds, make.mds_marked, make.mds_boxes], ids=lambda b: b.__name__)
def test_the_answers_are_read_from_every_layout(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    sheets = question_sheets(read_workbook(build(tmp_path / "x.xlsx"), LIMITS).sheets)
    assert [sheet.scheme for sheet in sheets] == ["mds_sds"]
    said = [(one.number, one.question, one.answer, one.remark) for one in sheets[0].asked]
    assert said == [(number, question, CODES[answer], remark) for number, question, answer, remark in make.ASKED]


def test_mds2_is_another_scheme_with_other_numbers(tmp_path: Path) -> None:
    sheets = question_sheets(read_workbook(make.mds2(tmp_path / "x.xlsx"), LIMITS).sheets)
    assert [sheet.scheme for sheet in sheets] == ["mds2"]
    said = {one.number: (one.answer, one.unclear, one.remark) for one in sheets[0].asked}
    assert said["AUDT-1"] == ("yes", False, "Note 1")
    assert said["DTBK-2"] == (None, True, "Note 2")
    assert said["MLDP-1"] == ("not_applicable", False, "")


def test_a_numbered_list_of_something_else_is_no_question_sheet(at: Desk, tmp_path: Path) -> None:
    found = look(at, make.plain_list(tmp_path / "x.xlsx"))
    assert found.refused and "not-our-template" in [issue.code for issue in found.issues]


def test_our_own_template_is_never_taken_for_one(at: Desk, tmp_path: Path) -> None:
    rows = [["番号", "質問", "回答", "備考"], *([n, f"質問 {n}（架空）", "はい", ""] for n in range(1, 9))]
    path = make_workbooks.workbook(tmp_path / "x.xlsx", {**make_workbooks.GOOD, "開示書": rows})
    assert [row.kind for row in look(at, path).rows] == ["party"]


def test_it_is_kept_as_evidence_with_its_answers(at: Desk, tmp_path: Path) -> None:
    path = make.mds(tmp_path / "開示書.xlsx")
    found = look(at, path)
    assert found.counts == {"new": 7, "changed": 0, "same": 0, "refused": 0}
    import_workbook.commit(at, found, operator_id="operator_aoba")
    paper = records.select(at.store, Evidence)[0]
    assert (paper.evidence_kind, paper.about, paper.file_name) == ("questionnaire", EMR.id, "開示書.xlsx")
    assert paper.file_sha256 == found.sha256
    kept = {answer.number: answer for answer in records.select(at.store, QuestionnaireAnswer)}
    assert {answer.evidence for answer in kept.values()} == {paper.id}
    assert (kept["2"].answer, kept["2"].remark, kept["4"].answer) == ("yes", "備考1: 13文字以上", None)
    assert kept["2.1"].origin == {"*": f"workbook:{found.sha256}:開示書!8"}
    assert not records.select(at.store, MeasureAnswer) and not records.select(at.store, Exhibit)


def test_the_same_file_again_changes_nothing_and_undo_takes_it_back(at: Desk, tmp_path: Path) -> None:
    path = make.mds2(tmp_path / "x.xlsx")
    receipt = import_workbook.commit(at, look(at, path), operator_id="operator_aoba")
    again = look(at, path)
    assert {row.outcome for row in again.rows} == {"same", "refused"} and again.seen_before
    import_workbook.undo_import(at, receipt.id)
    assert not records.select(at.store, QuestionnaireAnswer) and not records.select(at.store, Evidence)


def test_an_answer_that_is_none_is_refused_in_its_cell(at: Desk, tmp_path: Path) -> None:
    found = look(at, make.mds2(tmp_path / "x.xlsx"))
    wrong = {str(i.place): (i.code, i.seen) for i in found.issues}
    assert wrong == {"MDS2!C3": ("not-in-list", "ACME"), "MDS2!C6": ("not-in-list", "See Note")}
    assert found.counts["new"] == 6


def test_a_number_that_comes_twice_is_refused_the_second_time(at: Desk, tmp_path: Path) -> None:
    rows = [make.TITLE, ["番号", "質問", "回答", "備考"], *(list(line) for line in (*make.ASKED, make.ASKED[1]))]
    found = look(at, make_workbooks.workbook(tmp_path / "x.xlsx", {"MDS": rows}))
    assert [(i.code, str(i.place), i.params["row"]) for i in found.issues] == [("duplicate-row", "MDS!C9", "4")]


def test_an_answer_without_a_number_of_the_scheme_is_not_passed_over(at: Desk, tmp_path: Path) -> None:
    extra = [("AUDT-1", "Can it log (invented)?", "Yes", ""), ("ア", "続きの質問（架空）", "いいえ", "")]
    rows = [make.TITLE, ["番号", "質問", "回答", "備考"], *(list(line) for line in (*make.ASKED, *extra))]
    found = look(at, make_workbooks.workbook(tmp_path / "x.xlsx", {"MDS": rows}))
    wrong = [(i.code, str(i.place)) for i in found.issues]
    assert wrong == [("not-a-question-number", "MDS!C9"), ("not-a-question-number", "MDS!C10")]


def test_both_schemes_in_one_file_are_two_papers(at: Desk, tmp_path: Path) -> None:
    ours = [make.TITLE, ["番号", "質問", "回答", "備考"], *(list(line) for line in make.ASKED)]
    theirs = [["Question ID", "Question", "", "See note"], *(list(line[:4]) for line in make.MDS2)]
    take(at, make_workbooks.workbook(tmp_path / "x.xlsx", {"MDS": ours, "MDS2": theirs}))
    papers = {paper.id: paper.title for paper in records.select(at.store, Evidence)}
    assert sorted(papers.values()) == ["MDS/SDS（JAHIS・JIRA） x.xlsx", "MDS2（NEMA） x.xlsx"]
    for answer in records.select(at.store, QuestionnaireAnswer):
        assert papers[answer.evidence].startswith("MDS2" if answer.scheme == "mds2" else "MDS/SDS")


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_as_a_csv_too(at: Desk, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "開示書.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([make.TITLE, ["番号", "質問", "回答", "備考"], *make.ASKED])
    assert look(at, path).counts["new"] == 7


def test_it_may_be_about_a_party_and_has_to_be_said_when_not_clear(at: Desk, tmp_path: Path) -> None:
    path = make.mds(tmp_path / "x.xlsx")
    take(at, path, "北斗システム株式会社")
    assert records.select(at.store, Evidence)[0].about == HOKUTO.id
    assert [issue.code for issue in look(at, path, "").issues] == ["which-equipment"]


def test_answers_are_listed_beside_measures_as_a_suggestion_only(at: Desk, tmp_path: Path) -> None:
    take(at, make.mds(tmp_path / "x.xlsx"))
    found = attach_questionnaire.suggestions(at, EMR.id)
    assert {one.confidence for one in found} == {"M"}
    listed = {(one.item, one.topic): [answer.number for answer in one.answers] for one in found}
    assert listed["I-13", "access_control"] == ["2"]
    assert listed["M-1", "logs"] == ["2.1"]  # a no is listed too
    assert not any("3" in numbers or "4" in numbers for numbers in listed.values())
    assert attach_questionnaire.suggestions(at, ICU.id) == []


def test_what_is_told_says_first_that_it_proves_nothing(at: Desk, tmp_path: Path) -> None:
    path = make.mds(tmp_path / "x.xlsx")
    found = look(at, path)
    import_workbook.commit(at, found, operator_id="operator_aoba")
    lines = attach_questionnaire.told(at, found, "ja")
    assert "証拠にはなりません" in lines[0] and "M" in lines[0]
    assert "  M-1（操作と作業の記録）: 2.1 いいえ" in lines
    plain = import_workbook.preview(at, make_workbooks.good(tmp_path / "y.xlsx"), "operator_aoba")
    assert attach_questionnaire.told(at, plain, "ja") == []


def test_mds2_is_read_by_its_letters_never_by_words(at: Desk, tmp_path: Path) -> None:
    take(at, make.mds2(tmp_path / "x.xlsx"))
    listed = {one.topic for one in attach_questionnaire.suggestions(at, EMR.id)}
    assert listed == {"logs", "remote", "premises"}


def test_every_topic_names_measures_that_there_are() -> None:
    for topic in all_topics():
        assert topic.measures and topic.mds2 + topic.words, topic.id
        for item in topic.measures:
            assert measure(item).id == item
