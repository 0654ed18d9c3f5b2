"""One value changed in the regime's folder changes determination, deadline and text; a broken file is refused."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from duty_cases import all_cases, asked

from hospital_onboard import places
from hospital_onboard.reference.strict_yaml import SeedError
from hospital_onboard.rules.duty.evaluate import RuleConflict
from hospital_onboard.rules.duty.explain import Teller, tone
from hospital_onboard.rules.duty.law import Law, law, read_law
from hospital_onboard.text.wording import LANGUAGES, words

SHIPPED = places.seed_data() / "regimes" / "espa"
Edit = Callable[[str, str, str], Law]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A copy of the shipped regime with one text replaced in one file."""
    folder = tmp_path / "espa"
    shutil.copytree(SHIPPED, folder)

    def replace(file: str, find: str, put: str) -> Law:
        target = folder / file
        text = target.read_text(encoding="utf-8")
        assert find in text
        target.write_text(text.replace(find, put), encoding="utf-8")
        return read_law(folder)

    return replace


def _case(stem: str, start: str):  # type: ignore[no-untyped-def]
    return next((file, case) for found, file, case in all_cases() if found == stem and case.name.startswith(start))


def test_a_longer_transition_moves_determination_deadline_and_text(edit: Edit) -> None:
    file, case = _case("transition", "in service on the day after, it is filed")
    before, under = asked(file, case), edit("parameters/transition_period.yaml", "value: 6", "value: 7")
    after = asked(file, case, under)
    assert (before.outcome, after.outcome) == ("applies", "excepted")
    assert before.deadline("transition_end").date == date(2024, 5, 16)  # type: ignore[union-attr]
    assert after.deadline("transition_end").date == date(2024, 6, 16)  # type: ignore[union-attr]
    for lang in LANGUAGES:
        tell = Teller(words(lang), str, lambda fact: "", lambda rule: rule)
        old, new = (tell.of(one.of("transition").consequence.what) for one in (before, after))  # type: ignore[union-attr]
        assert ("6" in old, "7" in new, "6" in new) == (True, True, False)
        assert any("7" in line for line in tell.steps(after.of("transition")))
    assert before.digest != after.digest


def test_a_longer_waiting_period_moves_every_day_counted_with_it(edit: Edit) -> None:
    file, case = _case("deadlines", "accepted 2028-04-03")
    after = asked(file, case, edit("parameters/waiting_period.yaml", "value: 30", "value: 40"))
    found = {day.id: day.date for day in after.deadlines}
    assert found["free_from"] == date(2028, 5, 13)
    assert found["file_by"] == date(2028, 7, 23)
    said = after.of("blocked_period").consequence
    assert said is not None
    assert "40日" in said.what.ja
    assert "40 days" in said.what.en


def test_a_commencement_day_in_the_file_makes_the_act_in_force(edit: Edit) -> None:
    file, case = _case("commencement", "a recorded designation")
    after = asked(file, case, edit("views.yaml", "  day: null", '  day: "2027-10-01"'))
    notice = after.of("name_change_notice")
    assert (notice.outcome, notice.standing) == ("applies", "in_force")
    assert after.deadline("commencement").kind == "law"  # type: ignore[union-attr]
    assert after.deadline("commencement_ceiling") is None
    # It still rests on a ministry's order that does not exist; without that it would be said as a present duty.
    assert (notice.present, tone(notice)) == (False, "assumed")


def test_with_nothing_assumed_a_duty_in_force_is_said_as_one(edit: Edit) -> None:
    edit("views.yaml", "  day: null", '  day: "2027-10-01"')
    under = edit(
        "views.yaml",
        "    recommended: false\n    assumes: [medical_order_missing]",
        "    recommended: false\n    assumes: []",
    )
    file, case = _case("commencement", "a recorded designation")
    notice = asked(file, case, under).of("name_change_notice")
    assert notice.present
    tell = Teller(words("ja"), str, lambda fact: "", lambda rule: rule)
    assert tell.conclusion(notice, "medical", "2028-01-10") == ["名称・住所を変更する日の2週間前までの届出が必要です。"]


def test_two_exceptions_with_different_results_are_a_fault_of_the_rule(edit: Edit) -> None:
    under = edit("duties/file_introduction.yaml", "        yields_to: [transition, child_entity, public_body]\n", "")
    file, case = _case("urgent", "within the transition")
    with pytest.raises(RuleConflict, match="transition, urgent"):
        asked(file, case, under)


@pytest.mark.parametrize(
    ("file", "find", "put", "says"),
    [
        ("duties/transition.yaml", "fact: plan.begins_on", "fact: plan.begun_on", "no fact 'plan.begun_on'"),
        (
            "duties/transition.yaml",
            "{fact: transition.first_duty_day}",
            "{fact: nothing.such}",
            "no fact 'nothing.such'",
        ),
        ("duties/transition.yaml", "{transition_period}", "{transition_time}", "no parameter 'transition_time'"),
        ("duties/transition.yaml", "instrument: espa", "instrument: esp", "no instrument 'esp'"),
        ("duties/transition.yaml", 'until: "2026-09-17"', 'until: "2026-09-18"', "versions must follow one another"),
        ("duties/transition.yaml", 'until: "2026-09-17"', 'until: "2026-02-30"', "until"),
        ("duties/transition.yaml", "id: transition\n", "id: passage\n", "the file is named transition"),
        ("duties/transition.yaml", "order: 40", "order: 50", "has the same"),
        ("duties/transition.yaml", "says: finding", "says: law", "says"),
        ("duties/transition.yaml", "gated: true", "gated: true\nextra: 1", "extra"),
        ("duties/transition.yaml", "is_known: true", "is_known: false", "is_known"),
        ("duties/transition.yaml", "is_known: true", "is_known: true, is: new", "exactly one of"),
        ("duties/transition.yaml", "[wording_before_amendment]", "[nobody_knows]", "no assumption 'nobody_knows'"),
        ("duties/blocked_period.yaml", "rule: file_introduction", "rule: file_nothing", "no rule 'file_nothing'"),
        ("duties/blocked_period.yaml", "rule: file_introduction", "rule: blocked_period", "depends on itself"),
        ("duties/file_introduction.yaml", "test: supplier_is_child_entity", "test: guess", "no test 'guess'"),
        ("duties/file_introduction.yaml", "yields_to: [transition,", "yields_to: [urgent,", "does not stand before it"),
        ("duties/file_introduction.yaml", "- id: public_body", "- id: child_entity", "an id of its own"),
        ("views.yaml", "default: medical", "default: tomorrow", "no view 'tomorrow'"),
        ("views.yaml", "id: act-2026-07", "id: act-2024", "written twice"),
        ("views.yaml", "assumes: [sector_covered]", "assumes: [sector]", "no assumption 'sector'"),
        ("assumptions.yaml", "most: extension_limit", "most: extension", "no parameter 'extension'"),
        ("assumptions.yaml", "id: candidate_list", "id: sector_covered", "written twice"),
    ],
)
def test_a_broken_file_is_refused(edit: Edit, file: str, find: str, put: str, says: str) -> None:
    with pytest.raises(SeedError) as refused:
        edit(file, find, put)
    assert says in str(refused.value)


def test_every_rule_names_its_article_and_was_checked() -> None:
    for rule in law("espa").rules.values():
        for version in rule.versions:
            for source in (version.source, *(exception.source for exception in version.exceptions)):
                assert source.article
                assert source.read_on <= date(2026, 11, 23)
                if source.instrument in ("espa", "order_fsa", "order_cabinet", "cyber_order", "cyber_act"):
                    assert source.quote, f"{rule.id}: read law is quoted"
                else:
                    assert source.quote or source.instrument in ("amendment_2026", "explainer", "mic_page", "proposal")


def test_what_was_enacted_unread_says_so() -> None:
    for rule in law("espa").rules.values():
        for version in rule.versions:
            assert version.wording_read == (version.source.instrument != "amendment_2026")
            assert version.wording_read or "wording_before_amendment" in version.assumes
