"""An operator's agenda and its calendar file."""

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.plan import Plan
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.work import assume, calendar
from hospital_onboard.work.deadlines import of_operator
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def hospital(desk: Desk) -> Operator:
    fill(desk, hospitals=1, components=60)
    return next(one for one in records.select(desk.store, Operator) if one.operator_kind == "hospital")


def test_the_agenda_holds_every_plan_once_and_the_operators_own_days_once(desk: Desk, hospital: Operator) -> None:
    assume.assume(desk, ["designation=2027-12-01"])
    agenda = of_operator(desk, hospital.id, "ja")
    assert [day.date for day in agenda.days] == sorted(day.date for day in agenda.days)
    ends = [day for day in agenda.days if day.deadline.id == "transition_end"]
    assert [(day.date, day.plan, day.deadline.assumed) for day in ends] == [(date(2028, 6, 1), "", True)]
    planned = {plan.id for plan in records.select(desk.store, Plan)}
    assert {day.plan for day in agenda.days} - {""} <= planned
    assert set(agenda.warnings) <= planned
    assert all(day.date >= desk.on for day in agenda.after(desk.on))


def test_a_stopped_plan_has_no_days(desk: Desk, hospital: Operator) -> None:
    plan = next(one for one in records.select(desk.store, Plan) if one.title == "電子カルテの更新")
    saving.save(desk.store, [Change(plan, plan.changed(status="stopped"))], desk.stamp("edit"))
    assert plan.id not in {day.plan for day in of_operator(desk, hospital.id, "ja").days}


def test_the_calendar_says_what_is_assumed_and_keeps_identities(desk: Desk, hospital: Operator, tmp_path: Path) -> None:
    assume.assume(desk, ["designation=2027-12-01"])
    out = tmp_path / "a.ics"
    count = calendar.write(desk, out, hospital.name)
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert len(events) == count > 0
    for event in events:
        assert (event["DTEND"].dt - event["DTSTART"].dt).days == 1
        assert type(event["DTSTART"].dt) is date
        assert "⟦" not in str(event["SUMMARY"])
    assert len({str(event["UID"]) for event in events}) == count
    counted = [event for event in events if "届出の最終安全日" in event["SUMMARY"]]
    assert counted
    for event in counted:
        # Counted by a law that does not bind yet: neither its line nor its text may read like a present duty.
        assert str(event["SUMMARY"]).startswith(("［見込み］", "［仮定］"))
        assert "現在の義務ではありません" in event["DESCRIPTION"]
    ends = next(event for event in events if "経過措置の最後の日" in event["SUMMARY"])
    assert str(ends["SUMMARY"]).startswith("［仮定］")
    assert ends["DTSTART"].dt == date(2028, 6, 1)
    before = str(ends["UID"])
    again = tmp_path / "b.ics"
    calendar.write(desk, again, hospital.name)
    assert again.read_bytes() == out.read_bytes()
    assume.assume(desk, ["designation=2028-01-01"])
    calendar.write(desk, again, hospital.name, replace=True)
    moved = [e for e in Calendar.from_ical(again.read_bytes()).walk("VEVENT") if str(e["UID"]) == before]
    assert [event["DTSTART"].dt for event in moved] == [date(2028, 7, 1)]


def test_what_only_ages_is_left_out_once_it_is_over(desk: Desk, hospital: Operator, tmp_path: Path) -> None:
    out = tmp_path / "a.ics"
    calendar.write(desk, out, hospital.name)
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    ageing = [event for event in events if "使える最後の届出日" in event["SUMMARY"]]
    assert ageing
    assert all(event["DTSTART"].dt >= desk.on for event in ageing)


def test_the_same_in_english(desk: Desk, hospital: Operator, tmp_path: Path) -> None:
    assume.assume(desk, ["designation=2027-12-01"])
    out = tmp_path / "a.ics"
    calendar.write(desk, out, hospital.name, "en")
    summaries = [str(event["SUMMARY"]) for event in Calendar.from_ical(out.read_bytes()).walk("VEVENT")]
    assert "[assumed] Last day of the transition" in summaries


def test_a_calendar_is_an_ics_file_of_a_known_operator(desk: Desk, hospital: Operator, tmp_path: Path) -> None:
    for out, operator, view, code in (
        (tmp_path / "a.txt", hospital.name, "", "bad-format"),
        (tmp_path / "a.ics", "nobody", "", "no-such-operator"),
        (tmp_path / "a.ics", hospital.name, "act-1999", "no-such-regime"),
    ):
        with pytest.raises(Refusal) as refused:
            calendar.write(desk, out, operator, view=view)
        assert refused.value.code == code
    assert list(tmp_path.glob("a.*")) == []
