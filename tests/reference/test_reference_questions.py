"""Every field that is asked says why."""

import pytest

from hospital_onboard.domain.identifiers import number_is_valid
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Choice, Count, Country, Day, Number, Percent, Prefecture
from hospital_onboard.reference.countries import find_country
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.reference.questions import Question, all_questions, question
from hospital_onboard.text.dates import read_date
from hospital_onboard.text.wording import words

QUESTIONS = list(all_questions())


def named(q: Question) -> str:
    return f"{q.kind}.{q.field}"


def test_every_asked_field_has_a_question_and_no_other() -> None:
    assert [named(q) for q in QUESTIONS] == [f"{kind}.{field}" for kind, k in KINDS.items() for field in k.asked()]


def test_an_unknown_field_has_none() -> None:
    with pytest.raises(KeyError):
        question("component", "id")


@pytest.mark.parametrize("q", QUESTIONS, ids=named)
def test_the_example_is_an_answer_the_field_takes(q: Question) -> None:
    shape = shape_of(KINDS[q.kind], q.field)
    if isinstance(shape, Choice):
        assert q.example in {words("ja").choice(shape.vocabulary, code) for code in shape.codes}
    elif isinstance(shape, Day):
        read_date(q.example)
    elif isinstance(shape, Country):
        assert find_country(q.example)
    elif isinstance(shape, Prefecture):
        assert find_prefecture(q.example)
    elif isinstance(shape, Number):
        assert number_is_valid(shape.scheme, q.example)
    elif isinstance(shape, (Count, Percent)):
        float(q.example)
    else:
        assert q.example


def test_nothing_is_called_in_force_and_only_the_act_is_promulgated() -> None:
    for q in QUESTIONS:
        assert q.source.standing in ("promulgated", "assumed", "proposed"), named(q)
        assert (q.source.standing == "promulgated") == (q.source.document == "経済安全保障推進法"), named(q)
        assert (q.source.standing == "proposed") == q.source.document.startswith("提言"), named(q)
        assert (q.source.confidence == "M") == (q.source.document == "本ツールの整理"), named(q)


def test_an_open_question_about_data_says_that_it_is_no_duty() -> None:
    for field in ("data_held", "data_place", "data_country", "cloud_service", "backup", "restore", "foreign_law"):
        assert "まだ義務ではありません" in question("equipment", field).why.ja
        assert "not a duty yet" in question("equipment", field).why.en


def test_why_is_short_and_polite() -> None:
    for q in QUESTIONS:
        assert q.why.ja.endswith("。"), named(q)
        assert len(q.why.ja) <= 80, named(q)
        assert len(q.why.en) <= 160, named(q)
