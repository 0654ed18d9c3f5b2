"""Who was asked, what came, what is owed."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import answer_workbook as vendor
import pytest

from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Officer, Party
from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.store import records
from hospital_onboard.work import chase, check, import_workbook, letters, who, write_template
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def at(desk: Desk) -> Desk:
    fill(desk, 1, 60)
    return desk


def operators(desk: Desk) -> list[str]:
    return [operator.id for operator in records.select(desk.store, Operator)]


def named(desk: Desk, name: str) -> Party:
    return next(party for party in records.select(desk.store, Party) if name in party.name)


def one(found: chase.Chase, party: Party) -> chase.Chased:
    return next(chased for chased in found.vendors if chased.party.id == party.id)


def test_asked_came_and_still_owed(at: Desk, tmp_path: Path) -> None:
    hokuto = named(at, "北斗")
    before = one(chase.chase(at, operators(at)), hokuto)
    assert (before.asked, before.came) == ((), ()) and len(before.owed) > 20
    write_template.vendors(at, tmp_path / "sent.xlsx", operators(at), [hokuto.id])
    back = vendor.answer(tmp_path / "sent.xlsx", tmp_path / "back.xlsx")
    receipt = import_workbook.commit(at, import_workbook.preview(at, back))
    after = one(chase.chase(at, operators(at)), hokuto)
    assert {r.operator for r in after.asked} == set(operators(at))
    assert sum(r.facts or 0 for r in after.asked) >= len(before.owed)
    assert [r.id for r in after.came] == [receipt.id]
    assert len(after.owed) < len(before.owed) / 3
    import_workbook.undo_import(at, receipt.id)
    undone = one(chase.chase(at, operators(at)), hokuto)
    assert (undone.came, len(undone.owed)) == ((), len(before.owed))


def test_what_one_vendor_sent_is_not_anothers(at: Desk, tmp_path: Path) -> None:
    hokuto = named(at, "北斗")
    write_template.vendors(at, tmp_path / "sent.xlsx", operators(at), [hokuto.id])
    back = vendor.answer(tmp_path / "sent.xlsx", tmp_path / "back.xlsx")
    import_workbook.commit(at, import_workbook.preview(at, back))
    found = chase.chase(at, operators(at))
    assert [chased.party.id for chased in found.vendors if chased.came or chased.asked] == [hokuto.id]


def test_every_open_vendor_fact_is_chased_from_somebody(at: Desk) -> None:
    found = chase.chase(at, operators(at))
    chased = {(a.line.id, a.line.subject, a.line.field) for v in found.vendors for a in v.owed}
    lines = [line for name in operators(at) for line in check.readiness(at, name).lines if line.state in OPEN_STATES]
    vendors = [line for line in lines if line.actor == "vendor"]
    assert {(line.id, line.subject, line.field) for line in vendors if line.party} <= chased
    assert found.nameless == sum(1 for line in vendors if not line.party)
    sizes = [len(v.owed) for v in found.vendors]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 0


def test_one_party_and_one_operator(at: Desk) -> None:
    hokuto = named(at, "北斗")
    for operator in operators(at):
        found = chase.chase(at, [operator], [hokuto.id])
        assert [chased.party.id for chased in found.vendors] == [hokuto.id]
        assert all(ask.operators == (operator,) for chased in found.vendors for ask in chased.owed)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_json_shape(at: Desk, lang: str) -> None:
    found = chase.to_json(chase.chase(at, operators(at)), "en" if lang == "en" else "ja")
    assert json.loads(json.dumps(found)) == found
    assert (found["schema"], found["on"]) == ("hospital-onboard/chase/1", "2027-11-23")
    for chased in found["vendors"]:
        assert sum(chased["counts"].values()) == len(chased["owed"])
        for owed in chased["owed"]:
            assert owed["source"]["standing"] != "in_force"
            assert owed["state"] in OPEN_STATES and "⟦" not in owed["why"] + owed["detail"]


def test_a_letter_can_be_pasted(at: Desk, tmp_path: Path) -> None:
    hokuto = named(at, "北斗")
    letter = letters.to_mail(chase.chase(at, operators(at), [hokuto.id]))
    ja, en = letter.split("-" * 40)
    assert "北斗システム株式会社（架空） 御中" in ja and "お願い申し上げます" in ja and "別途お送りします" in ja
    assert "Dear Hokuto" in en and "Kind regards," in en
    for text in (ja, en):
        assert "⟦" not in text and "{" not in text and not any(line != line.rstrip() for line in text.split("\n"))
    assert "現在の義務としてお願いするものではありません" in ja and "not a request under a present duty" in en
    # Asked and partly answered since: the letter says when, by which file, and thanks for what came.
    write_template.vendors(at, tmp_path / "sent.xlsx", operators(at), [hokuto.id])
    book = vendor.Book(tmp_path / "sent.xlsx")
    book.put("party", book.rows("party")[0]["#"], contact="new@example.com")
    later = Desk(at.store, at.who, date(2027, 12, 1), lambda: datetime(2027, 12, 1, 3, tzinfo=UTC))
    receipt = import_workbook.commit(later, import_workbook.preview(later, book.save(tmp_path / "back.xlsx")))
    assert receipt.seq is not None
    letter = letters.to_mail(chase.chase(later, operators(at), [hokuto.id]))
    assert "2027年11月23日にお送りした確認票（sent.xlsx）" in letter and "sent on 2027-11-23 (sent.xlsx)" in letter
    assert "2027年12月1日にご返送いただいた分" in letter and "returned on 2027-12-01" in letter


def test_letters_to_several_vendors_hold_nothing_of_each_other(at: Desk) -> None:
    found = chase.chase(at, operators(at))
    mails = letters.to_mail(found).split("=" * 60)
    owing = [chased for chased in found.vendors if chased.owed]
    assert len(mails) == len(owing) > 5
    whose: dict[str, set[str]] = {}
    for officer in records.select(at.store, Officer):
        whose.setdefault(officer.name, set()).add(officer.party)
    for chased, letter in zip(owing, mails, strict=True):
        assert chased.party.name in letter
        assert all(chased.party.id in parties for name, parties in whose.items() if name in letter)


def test_nobody_to_chase(desk: Desk) -> None:
    who.register_other(desk, "架空病院")
    found = chase.chase(desk, operators(desk))
    assert (found.vendors, chase.to_text(found, "ja")) == ((), ["依頼した相手方も、足りない事実もありません。"])
    assert letters.to_mail(found) == "依頼した相手方も、足りない事実もありません。"
