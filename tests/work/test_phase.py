"""The phase-in at the desk: what is written down moves the numbers, and every way in gives the same ones."""

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard.cli.run import run
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.phase import CriterionWeight, PhaseNeed, PhaseProposal, RoleFact, WhatIf, WhatIfChoice
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.areas import bureaus
from hospital_onboard.reference.hospitals import all_hospitals
from hospital_onboard.store import records
from hospital_onboard.text import wording
from hospital_onboard.text.wording import read_folder, words
from hospital_onboard.work import assume, check, edit, phase, phase_compare, phase_plan, phase_record, trail
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.phase_ready import Readies

TEMPLATES = read_folder(Path(wording.__file__).parent / "wording" / "ja")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command at the store ``inventory.db`` of this test; returns exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def shikoku(desk: Desk) -> Desk:
    """The listed hospitals of 四国 as candidates."""
    assert len(phase_record.register_listed(desk, phase.within("四国"))) == 4
    return desk


def named(desk: Desk, part: str) -> Operator:
    (found,) = (one for one in records.select(desk.store, Operator) if part in one.name)
    return found


def target(desk: Desk, id: str) -> dict[str, Any]:
    shape = phase.to_json(desk, phase.status(desk), "ja")
    return next(one for one in shape["targets"] if one["id"] == id)


# Numbers ---------------------------------------------------------------------------------


def test_the_country_shows_every_phase_and_every_state(country: Desk) -> None:
    found = phase.status(country)
    assert {one.stage for one in found.operators} == {"candidate", "proposed", "designated", "transition", "duty"}
    assert {one.state for one in found.targets} == {"met", "met_late", "on_track", "at_risk", "missed"}
    assert {gap.lack for gap in found.gaps} == {"none_proposed", "late", "not_designated"}


def test_json_is_the_documented_shape_and_counts_are_those_of_the_store(country: Desk, call: Call) -> None:
    code, out, _ = call("phase", "status", "--json")
    shape = json.loads(out)
    assert (code, shape["schema"], shape["on"]) == (0, "hospital-onboard/phase/1", "2027-11-23")
    wanted = {"id", "scope", "area", "required", "designated", "file_ready", "candidates", "due", "met"}
    assert all(wanted <= one.keys() for one in shape["targets"])
    assert all(
        {"code", "prefecture", "region", "bureau", "status", "phase"} <= one.keys() for one in shape["operators"]
    )
    known = {one.id: one for one in records.select(country.store, Operator)}
    for asked in shape["targets"]:
        key = "region" if asked["scope"] == "region" else "prefecture"
        there = [one for one in shape["operators"] if one["kind"] == "hospital" and one[key] == asked["area"]]
        days = [known[one["id"]].designated_on for one in there]
        assert asked["designated"] == sum(day is not None and day <= country.on for day in days)
        assert asked["candidates"] == sum(one["stage"] == "candidate" for one in there)
        assert asked["met"] == (asked["designated"] >= asked["required"])
    assert len(shape["operators"]) == 89, "the agency stands beside the hospitals"


def test_changing_an_assumption_changes_the_numbers(country: Desk) -> None:
    before = target(country, "at_commencement:kinki"), target(country, "third_year:03")
    assume.assume(country, ["commencement=2027-12-16", "third-year=within", "region-scheme=bureau"])
    shape = phase.to_json(country, phase.status(country), "ja")
    after = {one["id"]: one for one in shape["targets"]}
    assert before[0]["due"] == "2027-03-28"
    assert after["at_commencement:kinki"]["due"] == "2027-12-16"
    assert (before[1]["due"], after["third_year:03"]["due"]) == ("2029-03-31", "2030-12-15")
    assert "at_commencement:tokai-hokuriku" in after
    assert {one["id"] for one in shape["assumptions"]} >= {"commencement", "third-year", "region-scheme"}
    assert after["at_commencement:shikoku"]["state"] == "at_risk", "the day is still ahead"


def test_without_a_commencement_no_day_is_told(country: Desk) -> None:
    assume.clear(country, ["commencement"])
    shape = phase.to_json(country, phase.status(country), "ja")
    assert shape["missing"] == ["commencement"]
    assert all(one["due"] is None and one["state"] in ("met", "undetermined") for one in shape["targets"])


def test_bureaus_add_up_to_the_country(country: Desk) -> None:
    whole = phase.summary(phase.status(country))
    parts = [phase.summary(phase.status(country, phase.within(one.id))) for one in bureaus()]
    for count in ("hospitals", "designated", "proposed", "candidates", "file_ready"):
        assert sum(part[count] for part in parts) == whole[count]
    assert sum(part["rules"]["third_year"]["targets"] for part in parts) == 47


@pytest.mark.parametrize("said", ["四国", "四国厚生支局", "shikoku", "Shikoku", "徳島", "36"])
def test_a_bureau_is_found_by_what_people_say(said: str) -> None:
    assert phase.within(said).bureau == "shikoku"


def test_an_area_that_is_none_is_refused(call: Call) -> None:
    for option, said, code in (("--bureau", "月", "no-such-bureau"), ("--prefecture", "48", "no-such-prefecture")):
        ended, out, _ = call("phase", "status", option, said, "--json")
        assert (ended, json.loads(out)["error"]["code"]) == (2, code)


# Readiness that is kept -------------------------------------------------------------------


def test_an_edit_is_followed_and_nobody_else_is_worked_out_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk, hospitals=4, components=40, agency=False)
    readies, asked = Readies(), []
    real = check.readiness
    monkeypatch.setattr(check, "readiness", lambda d, id: (asked.append(id), real(d, id))[1])
    ids = [one.id for one in records.select(desk.store, Operator)]
    assert readies.of(desk, ids).keys() == set(ids)
    assert sorted(asked) == sorted(ids)
    asked.clear()
    equipment = records.select(desk.store, Equipment, operator=ids[0])[0]
    edit.save(desk, Equipment, equipment, {"functions": "別の機能"}, operator=ids[0])
    readies.of(desk, ids)
    assert asked == [ids[0]]
    asked.clear()
    shared = next(p for p in records.select(desk.store, Party) if "北斗" in p.name)
    edit.save(desk, Party, shared, {"address": "別の住所"})
    after = readies.of(desk, ids)
    users = [
        id for id in ids if any(e.supplier == shared.id for e in records.select(desk.store, Equipment, operator=id))
    ]
    assert set(users) <= set(asked) < set(ids)
    assert after == {id: Readies().of(desk, [id])[id] for id in ids}


def test_another_day_is_worked_out_anew(desk: Desk) -> None:
    fill(desk, hospitals=1, components=10, agency=False)
    readies, (one,) = Readies(), records.select(desk.store, Operator)
    first = readies.of(desk, [one.id])[one.id]
    later = dataclasses.replace(desk, on=date(2029, 11, 23))
    assert readies.of(later, [one.id])[one.id] == Readies().of(later, [one.id])[one.id] != first


# What a bureau writes down -----------------------------------------------------------------


def test_the_list_is_registered_once_with_its_sources(shikoku: Desk) -> None:
    assert phase_record.register_listed(shikoku, phase.within("四国")) == ()
    assert len(phase_record.register_listed(shikoku, phase.EVERYWHERE)) == len(all_hospitals()) - 4
    assert {one.designation_status for one in records.select(shikoku.store, Operator)} == {"candidate"}


def test_a_proposal_moves_the_target_and_can_be_taken_back(shikoku: Desk) -> None:
    assert target(shikoku, "at_commencement:shikoku")["planned"] == 0
    phase_record.propose(shikoku, named(shikoku, "徳島").id, "year0", reason="地域の最後の砦")
    assert target(shikoku, "at_commencement:shikoku")["planned"] == 1
    assert named(shikoku, "徳島").designation_status == "proposed"
    phase_record.propose(shikoku, named(shikoku, "徳島").id, "2")
    assert target(shikoku, "at_commencement:shikoku")["planned"] == 0
    assert len(records.select(shikoku.store, PhaseProposal)) == 1
    phase_record.withdraw(shikoku, named(shikoku, "徳島").id)
    assert not records.select(shikoku.store, PhaseProposal)
    assert named(shikoku, "徳島").designation_status == "candidate"
    trail.undo_last(shikoku)
    assert named(shikoku, "徳島").designation_status == "proposed"
    assert trail.verify(shikoku) is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("propose", "徳島大学病院", "--wave", "year9"), "no-such-wave"),
        (("propose", "月の病院", "--wave", "year0"), "no-such-operator"),
        (("withdraw", "徳島大学病院"), "not-proposed"),
        (("need", "13", "0"), "bad-need"),
        (("need", "48", "2"), "no-such-prefecture"),
        (("fact", "徳島大学病院", "size", "3", "--source", "x"), "no-such-criterion"),
        (("fact", "徳島大学病院", "beds", "たくさん", "--source", "x"), "bad-fact"),
        (("fact", "徳島大学病院", "emergency", "とても", "--source", "x"), "bad-fact"),
        (("fact", "徳島大学病院", "beds", "700", "--source", " "), "source-needed"),
        (("compare", "--weight", "beds=many"), "bad-weight"),
        (("compare", "--weight", "size=2"), "bad-weight"),
        (("plan", "add", "案", "徳島大学病院"), "bad-choice"),
        (("plan", "show", "ない案"), "no-such-what-if"),
        (("plan", "adopt", "ない案"), "no-such-what-if"),
    ],
)
def test_what_cannot_be_written_down_changes_nothing(
    shikoku: Desk, call: Call, arguments: tuple[str, ...], code: str
) -> None:
    before = trail.entries(shikoku)[1]
    ended, out, err = call("phase", *arguments)
    assert ended in (2, 3)
    assert out == ""
    assert "⟦" not in err
    assert trail.entries(shikoku)[1] == before
    sentence = max(re.split(r"[（「]?\{.*?\}[）」]?", TEMPLATES[f"refusal.{code}"]), key=len)
    assert sentence in err


def test_a_need_raises_the_target(shikoku: Desk, call: Call) -> None:
    assert call("phase", "need", "徳島", "２", "--reason", "人口のため")[0] == 0
    assert call("phase", "need", "36", "3")[0] == 0
    (kept,) = records.select(shikoku.store, PhaseNeed)
    assert (kept.prefecture, kept.hospitals) == ("36", 3)
    assert (target(shikoku, "third_year:36")["required"], target(shikoku, "third_year:36")["raised"]) == (3, True)


# Comparison ---------------------------------------------------------------------------------


def answers(desk: Desk, part: str) -> dict[str, Any]:
    found = phase_compare.compare(desk, "ja")
    one = next(one for one in found.candidates if part in one.phase.operator.name)
    return {answer.criterion: answer for answer in one.answers}


def test_each_answer_has_its_source_and_unknown_stays_unknown(shikoku: Desk) -> None:
    listed = next(one for one in all_hospitals() if one.name_ja == "徳島大学病院")
    given = answers(shikoku, "徳島")
    assert (given["beds"].said, given["beds"].as_of) == (str(listed.beds), listed.beds_as_of)
    assert given["beds"].source == listed.beds_from.source
    assert given["last_resort"].said is None
    assert phase_compare.said_of("last_resort", None, words("ja")) == "不明"


def test_a_newer_source_goes_before_an_older_and_both_are_shown(shikoku: Desk, call: Call) -> None:
    for value, as_of in (("６５０", "2026-10"), ("640", "2024-01")):
        assert call("phase", "fact", "徳島大学病院", "beds", value, "--source", "報告", "--as-of", as_of)[0] == 0
    given = answers(shikoku, "徳島")["beds"]
    assert (given.said, given.as_of) == ("650", "2026-10")
    assert {one.said for one in given.differing} == {"640", "692"}
    assert call("phase", "fact", "徳島大学病院", "emergency", "高度救命救急センター", "--source", "国の表")[0] == 0
    assert len(records.select(shikoku.store, RoleFact)) == 3


def test_there_is_no_score_without_weights_and_weights_are_kept_and_shown(shikoku: Desk, call: Call) -> None:
    plain = json.loads(call("phase", "compare", "--json")[1])
    assert plain["weights"] == {}
    assert all(one["total"] is None and not one["contributions"] for one in plain["candidates"])
    weighed = json.loads(call("phase", "compare", "--weight", "beds=2", "--weight", "last_resort=1", "--json")[1])
    assert weighed["weights"] == {"beds": 2, "last_resort": 1}
    for one in weighed["candidates"]:
        for end in ("lowest", "highest"):
            assert one["total"][end] == pytest.approx(sum(c["weight"] * c[end] for c in one["contributions"]))
        span = one["total"]["highest"] - one["total"]["lowest"]
        assert span == pytest.approx(1), "nobody knows the last resort"
    totals = [one["total"]["lowest"] for one in weighed["candidates"]]
    assert totals == sorted(totals, reverse=True)
    again = json.loads(call("phase", "compare", "--json")[1])
    assert again["weights"] == weighed["weights"], "kept"
    said = call("phase", "compare")[2]
    assert "病床数 2、地域の最後の砦 1" in said
    call("phase", "compare", "--weight", "beds=0", "--weight", "last_resort=0")
    assert not records.select(shikoku.store, CriterionWeight)


def test_weights_are_ones_own(make_desk: Callable[..., Desk]) -> None:
    mine, theirs = make_desk(who="hanako"), make_desk(who="taro")
    phase_compare.keep_weights(mine, {"beds": 3})
    assert phase_compare.weights_of(theirs) == {}
    assert phase_compare.weights_of(mine) == {"beds": 3}


# What-if ------------------------------------------------------------------------------------


def test_a_what_if_touches_no_record_until_it_is_adopted(country: Desk) -> None:
    empty = [one for one in phase.status(country).operators if one.prefecture in ("36", "39")]
    before = records.select(country.store, Operator), records.select(country.store, PhaseProposal)
    first = phase_plan.add(country, "四国を先に", {one.operator.id: "year0" for one in empty})
    second = phase_plan.add(country, "徳島だけ", {empty[0].operator.id: "year1"})
    recorded, tried, other = phase_plan.compare(country)
    assert (recorded.plan, tried.plan, other.plan) == (None, first, second)
    assert recorded.coverage.target("third_year", "36").state == "at_risk"  # type: ignore[union-attr]
    assert tried.coverage.target("third_year", "36").state == "on_track"  # type: ignore[union-attr]
    assert (records.select(country.store, Operator), records.select(country.store, PhaseProposal)) == before
    adopted = phase_plan.adopt(country, first)
    assert {one.id for one in adopted.proposed} == {one.operator.id for one in empty}
    assert adopted.left, "proposals that are not part of the plan are told"
    assert len(records.select(country.store, PhaseProposal)) == len(before[1]) + 2
    assert phase.status(country).whole.target("third_year", "36").state == "on_track"  # type: ignore[union-attr]
    assert phase_plan.find(country, "四国を先に").what_if.adopted_on == country.on
    trail.undo_last(country)
    assert records.select(country.store, PhaseProposal) == before[1]


def test_adopting_twice_or_what_is_designated_writes_nothing_more(country: Desk) -> None:
    designated = next(one for one in phase.status(country).operators if one.stage == "duty")
    plan = phase_plan.add(country, "案", {designated.operator.id: "year2"})
    adopted = phase_plan.adopt(country, plan)
    assert (adopted.proposed, [one.id for one in adopted.unchanged]) == ((), [designated.operator.id])
    entries = trail.entries(country)[1]
    phase_plan.adopt(country, phase_plan.find(country, "案"))
    assert trail.entries(country)[1] == entries


def test_a_what_if_is_changed_emptied_and_removed(shikoku: Desk) -> None:
    one, other = named(shikoku, "徳島").id, named(shikoku, "高知").id
    phase_plan.add(shikoku, "案", {one: "year0"}, note="はじめ")
    plan = phase_plan.add(shikoku, "案", {one: "year1", other: "year3"})
    assert plan.waves == {one: "year1", other: "year3"}
    assert phase_plan.drop(shikoku, plan, [one]).waves == {other: "year3"}
    phase_plan.remove(shikoku, phase_plan.find(shikoku, "案"))
    assert not records.select(shikoku.store, WhatIf)
    assert not records.select(shikoku.store, WhatIfChoice)
    with pytest.raises(Refusal, match="what-if-name-needed"):
        phase_plan.add(shikoku, "  ", {})
    with pytest.raises(Refusal, match="what-if-empty"):
        phase_plan.adopt(shikoku, phase_plan.add(shikoku, "空", {}))


def test_what_if_verbs_give_json(shikoku: Desk, call: Call) -> None:
    assert call("phase", "plan", "add", "案", "徳島大学病院=0", "--json")[0] == 0
    shown = json.loads(call("phase", "plan", "show", "案", "--json")[1])
    assert shown["schema"] == "hospital-onboard/phase-plan-show/1"
    assert [one["wave"] for one in shown["plan"]["choices"]] == ["year0"]
    compared = json.loads(call("phase", "plan", "compare", "--json")[1])
    assert [one["covered"] for one in compared["plans"]] == [
        {"at_commencement": 0, "third_year": 0},
        {"at_commencement": 1, "third_year": 1},
    ]
    assert call("phase", "plan", "adopt", "案")[0] == 0
    assert [one["name"] for one in json.loads(call("phase", "plan", "list", "--json")[1])["plans"]] == ["案"]
    assert call("phase", "plan", "remove", "案")[0] == 0


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_verb_speaks_whole_sentences(country: Desk, call: Call, lang: str) -> None:
    for verb in (("status",), ("compare", "--weight", "beds=1"), ("plan", "list"), ("plan", "compare")):
        code, out, err = call("--lang", lang, "phase", *verb)
        assert code == 0
        assert "⟦" not in out + err
