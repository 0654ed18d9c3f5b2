"""One value edited in the regime's folder: every list, report, deadline and class that depends on it follows."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from hospital_onboard import places
from hospital_onboard.cli.run import run
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder
from hospital_onboard.domain.plan import Plan
from hospital_onboard.rules.change.change_table import change_table
from hospital_onboard.rules.change.changes import shipped_tables
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.regime import regime
from hospital_onboard.store import records, saving
from hospital_onboard.work import (
    assume,
    changes,
    check,
    deadlines,
    determine,
    determine_text,
    edit,
    filing,
    lawbook,
    plan_board,
)
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk

Edit = Callable[[str, str, str], Path]
#: What reads the shipped rules once.
CACHES = (regime, law, change_table, shipped_tables)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Put a copy of the seed data, with one text replaced in one file of the regime, in place of the shipped one."""
    shipped = places.seed_data()
    copy = Path(shutil.copytree(shipped, tmp_path / "seed"))

    def put(file: str, find: str, replacement: str) -> Path:
        target = copy / "regimes" / "espa" / file
        text = target.read_text(encoding="utf-8")
        assert text.count(find) == 1
        target.write_text(text.replace(find, replacement), encoding="utf-8")
        monkeypatch.setattr(places, "seed_data", lambda: copy)
        for cached in CACHES:
            cached.cache_clear()
        return shipped / "regimes" / "espa"

    yield put
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


@pytest.fixture
def hospital(desk: Desk) -> Operator:
    fill(desk, hospitals=1, components=30, agency=False)
    return records.select(desk.store, Operator)[0]


def plan_of(desk: Desk) -> Plan:
    return next(p for p in records.select(desk.store, Plan) if p.title == "電子カルテの更新")


def told(desk: Desk, plan: Plan) -> str:
    found = determine.determine(desk, plan.id)
    return "\n".join(line for lang in ("ja", "en") for line in determine_text.lines(desk, found, lang))


def test_the_waiting_period_moves_screens_calendar_determination_and_list(
    desk: Desk, hospital: Operator, edited: Edit
) -> None:
    plan = plan_of(desk)
    assume.assume(desk, ["designation=2027-12-01"])

    def seen() -> tuple[date | None, date | None, date, str, str]:
        board = plan_board.board(desk, plan.id, "ja")
        agenda = deadlines.of_operator(desk, hospital.id, "ja")
        last = next(day for day in agenda.days if day.plan == plan.id and day.deadline.id == "file_by")
        free, by = board.day("free_from"), board.day("file_by")
        assert free is not None
        assert by is not None
        book = lawbook.book(desk.on, "ja")
        return free.on, by.on, last.date, told(desk, plan), book.value(lawbook.one("duty:blocked_period"))

    before = seen()
    shipped = edited("parameters/waiting_period.yaml", "value: 30", "value: 45")
    after = seen()
    ten_and_five = timedelta(days=15)
    assert (after[0], after[1]) == (before[0] + ten_and_five, before[1] - ten_and_five)  # type: ignore[operator]
    assert after[2] == before[2] - ten_and_five
    for text, number in ((before[3], 30), (after[3], 45)):
        assert f"受理された日から{number}日（延長" in text
        assert f"until {number} days from acceptance" in text
    assert "45日" in after[4]
    assert "30日" not in after[4]
    found = lawbook.diff(shipped, lawbook.folder_of(None))
    assert [(one.entry, one.old, one.new) for one in found] == [("waiting_period", "30", "45")]


def test_the_share_from_which_a_holder_is_named_moves_questions_lines_reports_and_vendor_lists(
    desk: Desk, hospital: Operator, edited: Edit
) -> None:
    def seen() -> tuple[set[str], int]:
        found = check.to_json(desk, [check.readiness(desk, hospital.id)], "ja")["operators"][0]["requirements"]
        whys = {line["why"] for line in found if line["id"] == "party.holders"}
        return whys, sum(line["id"] == "holder.share" and line["state"] == "not_applicable" for line in found)

    holder = next(h for h in records.select(desk.store, Holder) if h.share is not None and h.share > 9)
    saving.save(desk.store, [Change(holder, holder.changed(share=Decimal("8")))], desk.stamp("edit"))
    before, named = seen()
    edited("parameters/holder_threshold.yaml", "value: 5", "value: 9")
    after, fewer = seen()
    assert {"5%" in text for text in before} == {"9%" in text for text in after} == {True}
    assert fewer > named


def test_a_question_names_the_number_of_the_day(edited: Edit) -> None:
    asked = edit.question(Operator, "name", date(2027, 11, 23))
    assert "2週間前" in asked.why.ja
    assert "2 weeks" in asked.why.en
    edited("parameters/name_change_notice.yaml", "value: 2\n", "value: 3\n")
    assert "3週間前" in edit.question(Operator, "name", date(2027, 11, 23)).why.ja


def test_a_band_moves_the_class_of_a_change(desk: Desk, hospital: Operator, edited: Edit) -> None:
    plan = plan_of(desk)
    filing.record(desk, plan.id, incomplete=True)
    party = filing.one(desk, plan.id).content["parties"][0]["id"]
    holder = next(h for h in records.select(desk.store, Holder) if h.party == party and h.share is not None)
    saving.save(desk.store, [Change(holder, holder.changed(share=Decimal("20")))], desk.stamp("edit"))
    filing.record(desk_on(desk, 1), plan.id, incomplete=True)
    stored = records.get(desk.store, Holder, holder.id)
    assert stored is not None
    saving.save(desk.store, [Change(stored, stored.changed(share=Decimal("24")))], desk.stamp("edit"))

    def classes() -> list[str]:
        found = changes.changes(desk_on(desk, 2), hospital.id)
        return [c.change_class for one in found for c in one.changes if c.difference.field == "share"]

    assert classes() == ["minor"]
    edited("tables/share_bands.yaml", '["1/4", ', '["22/100", ')
    assert classes() == ["report"]


def desk_on(desk: Desk, later: int) -> Desk:
    from dataclasses import replace

    return replace(desk, on=desk.on + timedelta(days=later))


def test_the_command_line_and_its_diff_say_so(edited: Edit, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*arguments: str) -> tuple[int, str]:
        code = run(["--db", str(tmp_path / "x.db"), "--on", "2027-11-23", "rules", *arguments])
        return code, capsys.readouterr().out

    shipped = edited("parameters/extension_limit.yaml", "value: 4", "value: 5")
    assert "5か月" in call("show", "extension_limit")[1]
    code, out = call("diff", str(shipped), "espa", "--json")
    assert code == 1
    [one] = json.loads(out)["differences"]
    assert (one["file"], one["old"], one["new"]) == ("parameters/extension_limit.yaml", "4", "5")
