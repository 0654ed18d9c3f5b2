"""Parties that may be one and the same."""

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.party import Holder, Party, Snapshot
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.work import merge, trail, who
from hospital_onboard.work.desk import Desk


def put(desk: Desk, *given: object) -> None:
    saving.save(desk.store, [Change(None, record) for record in given], desk.stamp("add"))  # type: ignore[arg-type]


def party(n: int, name: str, **more: str) -> Party:
    return Party.model_validate({"id": f"party_{n:04}", "name": name, **more})


SUGGESTED = {
    "corporate form written in another way": ("北斗システム株式会社", "(株)北斗システム", "name"),
    "one letter differs": ("北斗メディカルシステムズ株式会社", "北斗メディカルシステム株式会社", "similar-name"),
}


@pytest.mark.parametrize(("one", "other", "reason"), SUGGESTED.values(), ids=SUGGESTED.keys())
def test_alike_names_are_shown_side_by_side(desk: Desk, one: str, other: str, reason: str) -> None:
    put(desk, party(1, one), party(2, other))
    assert [pair.reason for pair in merge.duplicates(desk)] == [reason]


def test_one_number_under_two_names_is_surest(desk: Desk) -> None:
    number = "4011001098993"
    put(
        desk,
        party(1, "北斗", corporate_number=number),
        party(2, "南斗", corporate_number=number),
        party(3, "（株）北斗"),
    )
    assert [pair.reason for pair in merge.duplicates(desk)] == ["number", "name"]


def test_two_numbers_are_two_companies_however_alike_the_names(desk: Desk) -> None:
    put(
        desk, party(1, "北斗", corporate_number="4011001098993"), party(2, "(株)北斗", corporate_number="7000020310000")
    )
    assert merge.duplicates(desk) == []


def test_merging_moves_every_use_and_keeps_both_histories(desk: Desk) -> None:
    hospital = who.register_other(desk, "青葉（架空）")
    keep, drop = party(1, "北斗", address="東京都"), party(2, "(株)北斗", address="大阪府", representative="架空 花子")
    emr = Equipment(id="equipment_0001", operator=hospital.id, group="emr", product="x", supplier=drop.id)
    answer = Snapshot.model_validate(
        {"id": "snapshot_0001", "party": drop.id, "as_of": "2027-10-31", "holders": "listed"}
    )
    holder = Holder.model_validate({"id": "holder_0001", "party": drop.id, "as_of": "2027-10-31", "name": "親"})
    put(desk, keep, drop, emr, answer, holder)
    stored = [records.get(desk.store, Party, p.id) for p in (keep, drop)]
    merge.merge(desk, *stored)  # type: ignore[arg-type]
    found = records.get(desk.store, Party, keep.id)
    assert found is not None
    assert (found.address, found.representative) == ("東京都", "架空 花子")
    assert records.get(desk.store, Party, drop.id) is None
    found_uses = {record.id for record, _ in records.naming(desk.store, "party", keep.id) if record.kind != "alias"}
    assert found_uses == {emr.id, answer.id, holder.id}
    trail.undo_last(desk)
    assert {record.id for record, _ in records.naming(desk.store, "party", drop.id)} == {emr.id, answer.id, holder.id}
    assert trail.verify(desk) is None


def test_two_answers_of_one_day_are_not_thrown_together(desk: Desk) -> None:
    both = [party(1, "北斗"), party(2, "(株)北斗")]
    days = [Snapshot.model_validate({"id": f"snapshot_{p.id}", "party": p.id, "as_of": "2027-10-31"}) for p in both]
    put(desk, *both, *days)
    stored = [records.get(desk.store, Party, p.id) for p in both]
    with pytest.raises(Refusal) as refusal:
        merge.merge(desk, *stored)  # type: ignore[arg-type]
    assert refusal.value.code == "merge-same-day"
