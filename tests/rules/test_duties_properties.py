"""What holds whatever the facts: answers never unsettle, nothing not in force reads like a present duty."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from duty_cases import all_cases, asked, facts_of, put
from facts import kind_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospital_onboard.domain.determination import DECIDED, Determination, FactUse, PlanDetermination
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import is_required, shape_of
from hospital_onboard.domain.shapes import Choice, Day, Ref
from hospital_onboard.rules.duty.deadlines import blocked_until, last_day_before
from hospital_onboard.rules.duty.determine import determine
from hospital_onboard.rules.duty.explain import Teller, tone
from hospital_onboard.rules.duty.law import law
from hospital_onboard.text.dates import add_months
from hospital_onboard.text.wording import LANGUAGES, words

ALL = list(all_cases())
VIEWS = law("espa").views.ids
Facts = dict[str, dict[str, Any]]


def _open_fields(facts: Facts) -> list[tuple[str, str]]:
    """Fields that nobody has answered, and could."""
    return [
        (id, name)
        for id, said in facts.items()
        for name in KINDS[kind_of(id)].asked()
        if said.get(name) in (None, "unknown")
        and not is_required(KINDS[kind_of(id)], name)
        and isinstance(shape_of(KINDS[kind_of(id)], name), Choice | Day | Ref)
    ]


def _answer(draw: st.DrawFn, facts: Facts, id: str, name: str) -> object:
    shape = shape_of(KINDS[kind_of(id)], name)
    if isinstance(shape, Choice):
        return draw(st.sampled_from([code for code in shape.codes if code != "unknown"]))
    if isinstance(shape, Day):
        return draw(st.dates(date(2023, 11, 1), date(2029, 1, 1))).isoformat()
    assert isinstance(shape, Ref)
    known = [other for other in facts if kind_of(other) in shape.kinds and other != id]
    return draw(st.sampled_from(known)) if known else None


@st.composite
def _before_and_after(draw: st.DrawFn) -> tuple[Facts, Facts, date, str, dict[str, str]]:
    """A case with some answers taken away, and the same with one question answered."""
    _, file, case = draw(st.sampled_from(ALL))
    facts: Facts = {id: dict(said) for id, said in facts_of(file, case).items()}
    for id, said in facts.items():
        optional = [name for name in said if not is_required(KINDS[kind_of(id)], name)]
        for name in draw(st.sets(st.sampled_from(optional))) if optional else ():
            said[name] = None
    id, name = draw(st.sampled_from(_open_fields(facts)))
    answered = {**facts, id: {**facts[id], name: _answer(draw, facts, id, name)}}
    return facts, answered, case.on, draw(st.sampled_from(VIEWS)), dict(case.assume)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(_before_and_after())
def test_a_further_answer_never_unsettles_what_is_decided(
    drawn: tuple[Facts, Facts, date, str, dict[str, str]],
) -> None:
    before, after, on, view, assume = drawn
    first, second = (determine(law("espa"), put(facts, on, view, assume)) for facts in (before, after))
    later = {(one.rule, one.subject, one.item): one for one in second.determinations}
    for one in first.determinations:
        now = later.get((one.rule, one.subject, one.item))
        if now is not None and one.outcome in DECIDED:
            assert now.outcome != "undetermined", f"{one.rule} {one.subject} {one.outcome}"
        if now is not None and one.otherwise in DECIDED:
            assert now.otherwise != "undetermined", f"{one.rule} {one.subject} {one.otherwise}"


DAYS = st.dates(date(2024, 5, 17), date(2035, 12, 31))
STATED = st.sampled_from([{}, {"ministry-extension": "2"}, {"ministry-extension": "4"}, {"ministry-shortening": "5"}])


@given(DAYS, st.integers(0, 400), st.booleans(), STATED)
def test_a_later_acceptance_never_gives_an_earlier_free_day(
    day: date, later: int, extended: bool, stated: dict[str, str]
) -> None:
    _, file, case = next(one for one in ALL if one[0] == "deadlines")
    made = put(facts_of(file, case), case.on, "act-2024", stated)
    first, _, _ = blocked_until(made, day, extended=extended)
    second, _, _ = blocked_until(made, day + timedelta(days=later), extended=extended)
    assert first <= second


@given(DAYS, st.sampled_from([{"days": 30}, {"months": 4}, {"months": 1}]))
def test_the_last_day_before_is_the_last_one(begins: date, period: dict[str, int]) -> None:
    from hospital_onboard.text.dates import nth_day_counting_first, period_months_counting_first

    def ends(day: date) -> date:
        if "days" in period:
            return nth_day_counting_first(day, period["days"])
        return period_months_counting_first(day, period["months"])

    last = last_day_before(begins, period)
    assert ends(last) < begins <= ends(last + timedelta(days=1))


@given(DAYS, st.integers(1, 14))
def test_the_last_filing_is_the_last_one(day: date, months: int) -> None:
    from hospital_onboard.rules.duty.ageing import last_filing

    last = last_filing(day, months)
    assert add_months(last, -months) <= day < add_months(last + timedelta(days=1), -months)


def _teller(lang: Any) -> Teller:
    return Teller(words(lang), lambda id: id, lambda fact: fact.origin or "", lambda rule: rule)


@cache
def _everything() -> list[tuple[PlanDetermination, Determination]]:
    """Every determination of every case under every view."""
    results = [asked(file, case.model_copy(update={"view": view})) for _, file, case in ALL for view in VIEWS]
    return [(result, one) for result in results for one in result.determinations]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_assumed_promulgated_or_proposed_reads_like_a_present_duty(lang: Any) -> None:
    tell, say = _teller(lang), words(lang)
    hedges = ("ではありません", "not a present", "no legal duty")
    asked_for = set()
    for result, one in _everything():
        assert not one.present, "no rule is in force for a hospital or the agency"
        asked_for.add((one.rule, result.view))
        assert one.consequence is not None
        what = tell.of(one.consequence.what)
        lines = tell.conclusion(one, result.view, result.law_day.isoformat())
        assert say(f"duty.{one.says}.present", what=what) not in lines or one.says == "advice"
        if one.otherwise == "applies":
            assert any(hedge in lines_said for lines_said in lines for hedge in hedges), (one.rule, lines)
        assert one.standing != "in_force"
    assert {rule for rule, _ in asked_for} == set(law("espa").rules)
    assert {view for _, view in asked_for} == set(VIEWS)


def test_every_tone_but_the_present_one_is_hedged() -> None:
    for lang, hedges in {"ja": ("ではありません",), "en": ("not a present", "no legal duty")}.items():
        say = words(lang)  # type: ignore[arg-type]
        for says in ("duty", "permission", "finding", "advice"):
            for other in ("promulgated", "assumed", "proposed"):
                assert any(hedge in say(f"duty.{says}.{other}") for hedge in hedges), (says, other)


def test_every_fact_says_where_it_stands_or_what_it_was_made_of() -> None:
    def sound(fact: FactUse) -> bool:
        if fact.of:
            return all(sound(one) for one in fact.of)
        made_up = fact.name in ("urgent.claimed", "party.reduced", "party.involved", "equipment.components")
        return made_up or bool(fact.record) or fact.origin == "assumption"

    for _, one in _everything():
        assert all(sound(fact) for step in one.steps for fact in step.facts), one.rule
        if one.outcome == "undetermined":
            assert one.missing, one.rule
        if one.outcome in DECIDED:
            assert not one.missing, one.rule


def test_what_rests_on_an_assumption_carries_its_key() -> None:
    _, file, case = next(one for one in ALL if one[2].name.startswith("with a commencement and a designation"))
    result = asked(file, case)
    assert dict(result.assumptions)["designation"] == "2027-12-01"
    for day in result.deadlines:
        rests = any("designation" in fact.assumptions for fact in day.facts)
        assert rests == ("designation" in day.assumptions)
        assert not rests or (day.assumed and day.kind == "assumed")
    assert tone(result.of("file_introduction")) == "assumed"
