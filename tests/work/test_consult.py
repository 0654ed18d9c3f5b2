"""Early consultations: the log, what follows from an answer, what changed since a packet was handed over."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Officer, Party, Snapshot
from hospital_onboard.domain.plan import Consequence, Handover, MeasureAnswer, Plan
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import audit, records, saving
from hospital_onboard.work import carry, consult, edit, trail
from hospital_onboard.work.desk import Desk

HOSPITAL = Operator(id="operator_0001", operator_kind="hospital", name="青葉大学病院（架空）", origin={})
VENDOR = Party(id="party_0001", name="北斗システム株式会社（架空）", origin={})
EMR = Equipment(
    id="equipment_0001", operator=HOSPITAL.id, group="emr", product="診療録（架空）", supplier=VENDOR.id, origin={}
)
RELAY = Component(id="component_0001", equipment=EMR.id, product="中継サーバー", listed="unknown", origin={})
RENEWAL = Plan(
    id="plan_0001",
    equipment=EMR.id,
    plan_kind="introduction",
    title="更新",
    purchase_on=date(2028, 2, 10),
    filing_on=date(2028, 4, 3),
    origin={},
)
ANSWERED = Snapshot(id="snapshot_0001", party=VENDOR.id, as_of=date(2027, 11, 1), officers="listed", origin={})
OFFICER = Officer(
    id="officer_0001",
    party=VENDOR.id,
    as_of=date(2027, 11, 1),
    name="架空 太郎",
    birth_date=date(1970, 4, 1),
    nationality="JP",
    origin={},
)
EVERYTHING = (HOSPITAL, VENDOR, EMR, RELAY, RENEWAL, ANSWERED, OFFICER)


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def at(desk: Desk) -> Desk:
    saving.save(desk.store, [Change(None, r) for r in EVERYTHING], desk.stamp("add"))
    return desk


def later(desk: Desk, days: int) -> Desk:
    return Desk(desk.store, desk.who, desk.on + timedelta(days=days), desk.clock)


def test_a_question_waits_until_its_answer_is_logged_once(at: Desk) -> None:
    asked = consult.ask(at, "更新", " 中継サーバーは構成設備に当たるか。 ", who="地方厚生局（架空）")
    assert (asked.question, asked.held_on, asked.answer) == ("中継サーバーは構成設備に当たるか。", at.on, None)
    with refused("answered-before-asked"):
        consult.answer(at, asked.id, "当たる。", on=at.on - timedelta(days=1))
    consult.answer(later(at, 7), asked.id, "当たるものとして準備してほしい。")
    [one] = consult.exchanges(at, RENEWAL.id)
    assert (one.consultation.answer, one.consultation.answered_on) == (
        "当たるものとして準備してほしい。",
        at.on + timedelta(days=7),
    )
    with refused("answered-already"):
        consult.answer(at, asked.id, "別の回答")
    with refused("asked-already"):
        consult.ask(at, "更新", "中継サーバーは構成設備に当たるか。")
    assert [e.action for e in audit.entries(at.store)[0]][:2] == ["answer", "consult"]


@pytest.mark.parametrize(("text", "code"), [("  ", "text-needed"), ("あ" * 4001, "text-too-long")])
def test_a_text_that_cannot_be_kept_is_refused(at: Desk, text: str, code: str) -> None:
    with refused(code):
        consult.ask(at, RENEWAL.id, text)
    assert consult.exchanges(at, RENEWAL.id) == ()


@pytest.fixture
def asked(at: Desk) -> str:
    return consult.ask(at, RENEWAL.id, "中継サーバーは構成設備に当たるか。", answer="当たる。").id


def test_an_answer_sets_and_marks_fields_in_one_step_that_undo_takes_back(at: Desk, asked: str) -> None:
    done = carry.carry(at, asked, "届出の前は購入しない。", {"purchase_on": "R10.7.1", "delivery_on": "2028-08-01"})
    assert [c.field for c in done.consequences] == ["purchase_on", "delivery_on"]
    plan = records.get(at.store, Plan, RENEWAL.id)
    assert plan is not None
    assert (plan.purchase_on, plan.delivery_on) == (date(2028, 7, 1), date(2028, 8, 1))
    [one] = consult.exchanges(at, RENEWAL.id)
    assert {c.about for c in one.consequences} == {RENEWAL.id}
    trail.undo_last(at)
    plan = records.get(at.store, Plan, RENEWAL.id)
    assert plan is not None
    assert (plan.purchase_on, records.select(at.store, Consequence)) == (date(2028, 2, 10), ())


def test_what_follows_can_be_about_a_part_a_measure_or_the_whole(at: Desk, asked: str) -> None:
    carry.carry(at, asked, "構成設備として届け出る。", {"listed": "はい"}, about=RELAY.id)
    carry.carry(at, asked, "該当しないと確認した。", {"state": "対象外", "note": "仕様"}, about="I-6")
    carry.carry(at, asked, "資料の構成図に中継サーバーを加える。")
    relay = records.get(at.store, Component, RELAY.id)
    assert relay is not None
    assert relay.listed == "yes"
    [answered] = records.select(at.store, MeasureAnswer)
    assert (answered.subject, answered.item, answered.state) == (EMR.id, "I-6", "not_applicable")
    [one] = consult.exchanges(at, RENEWAL.id)
    assert sorted((c.about, c.field or "") for c in one.consequences) == sorted(
        [(RELAY.id, "listed"), (answered.id, "state"), (answered.id, "note"), (RENEWAL.id, "")]
    )


def test_marking_a_field_again_changes_the_words_only(at: Desk, asked: str) -> None:
    carry.carry(at, asked, "一度目", {"purchase_on": "2028-07-01"})
    carry.carry(at, asked, "二度目", {"purchase_on": "2028-07-01"})
    assert [c.decision for c in records.select(at.store, Consequence)] == ["二度目"]


def test_what_cannot_be_carried_changes_nothing(at: Desk, asked: str) -> None:
    waiting = consult.ask(at, RENEWAL.id, "いつ届け出るか。").id
    with refused("not-answered"):
        carry.carry(at, waiting, "x")
    with refused("unknown-field"):
        carry.carry(at, asked, "x", {"colour": "red"})
    with refused("no-such-subject"):
        carry.carry(at, asked, "x", about="component_none")
    with refused("measure-elsewhere"):
        carry.carry(at, asked, "x", about="M-1")
    done = carry.carry(at, asked, "x", {"purchase_on": "2028-13-01"})
    assert [i.place.column for i in done.issues] == ["purchase_on"]
    assert records.select(at.store, Consequence) == ()
    assert records.select(at.store, Plan)[0].purchase_on == date(2028, 2, 10)


# Handed over ------------------------------------------------------------------------


def test_nothing_changed_since_nothing_was_handed_over(at: Desk) -> None:
    assert consult.since(at, RENEWAL.id, "ja") is None


def test_the_next_packet_says_what_changed_since(at: Desk, tmp_path: Path) -> None:
    first = consult.ask(at, RENEWAL.id, "先の質問")
    packet = tmp_path / "相談資料.zip"
    packet.write_bytes(b"packet")
    kept = consult.hand_over(at, RENEWAL.id, packet, to="地方厚生局（架空）")
    assert (kept.file_name, kept.file_sha256) == ("相談資料.zip", hashlib.sha256(b"packet").hexdigest())
    unchanged = consult.since(at, RENEWAL.id, "ja")
    assert unchanged is not None
    assert (unchanged.changes, unchanged.asked, unchanged.answered, unchanged.decided) == ((), (), (), ())
    assert unchanged.open_then == unchanged.open_now > 0

    now = later(at, 20)
    consult.answer(now, first.id, "延期してほしい。")
    second = consult.ask(now, RENEWAL.id, "後の質問")
    carry.carry(now, first.id, "購入を延期する。", {"purchase_on": "2028-07-01"})
    edit.save(now, Component, None, {"product": "追加の装置"}, fixed={"equipment": EMR.id})
    found = consult.since(now, RENEWAL.id, "ja")
    assert found is not None
    assert [c.id for c in found.asked] == [second.id]
    assert [c.id for c in found.answered] == [first.id]
    assert [c.decision for c in found.decided] == ["購入を延期する。"]
    told = {(c.what, c.old, c.new) for c in found.changes}
    assert ("導入・委託の計画 更新", "2028-02-10", "2028-07-01") in told
    assert ("構成設備 追加の装置", "", "追加の装置") in told
    assert found.open_now > found.open_then
    assert second.handover == kept.id


def test_the_newest_packet_by_the_day_counts(at: Desk) -> None:
    consult.hand_over(at, RENEWAL.id, on=date(2027, 10, 1))
    edit.save(at, Plan, records.select(at.store, Plan)[0], {"purchase_on": "2028-07-01"})
    consult.hand_over(at, RENEWAL.id, on=date(2027, 11, 20))
    found = consult.since(at, RENEWAL.id, "ja")
    assert found is not None
    assert (found.handover.handed_on, found.changes) == (date(2027, 11, 20), ())
    earlier = consult.since(Desk(at.store, at.who, date(2027, 10, 15), at.clock), RENEWAL.id, "ja")
    assert earlier is not None
    assert [c.new for c in earlier.changes] == ["2028-07-01"]
    with refused("handed-already"):
        consult.hand_over(at, RENEWAL.id, on=date(2027, 11, 20))


def test_a_birth_date_that_changed_is_told_without_the_dates(at: Desk) -> None:
    consult.hand_over(at, RENEWAL.id)
    officer = records.select(at.store, Officer)[0]
    edit.save(at, Officer, officer, {"birth_date": "1971-05-02", "nationality": "US"})
    found = consult.since(at, RENEWAL.id, "ja")
    assert found is not None
    assert len(found.changes) == 2
    assert "19" not in repr([(c.old, c.new) for c in found.changes])


def test_a_plan_with_a_packet_handed_over_is_not_removed_unawares(at: Desk) -> None:
    consult.hand_over(at, RENEWAL.id)
    with refused("record-in-use"):
        edit.remove(at, records.select(at.store, Plan)[0])
    assert len(records.select(at.store, Handover)) == 1
