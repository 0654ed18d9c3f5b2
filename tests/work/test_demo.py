"""Demonstration data: the same every time, plainly fictional, shaped like the real thing."""

import dataclasses
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from hospital_onboard.domain.identifiers import corporate_number_is_valid, institution_code_is_valid
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.hospitals import all_hospitals
from hospital_onboard.store import records
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.work import check, phase, trail
from hospital_onboard.work.demo import MOST_HOSPITALS, fill
from hospital_onboard.work.demo import estate as estates
from hospital_onboard.work.demo.nation import Place
from hospital_onboard.work.demo.vendors import Market
from hospital_onboard.work.desk import Desk


def everything(desk: Desk) -> dict[str, Record]:
    return {record.id: record for kind in KINDS.values() for record in records.select(desk.store, kind)}


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Desk:
    """A second store, same day."""
    return dataclasses.replace(desk, store=open_store(sqlite_url(tmp_path / "other.db")), who="taro")


def test_two_fills_give_the_same_records(desk: Desk, other: Desk) -> None:
    assert fill(desk, hospitals=2, components=90) == fill(other, hospitals=2, components=90)
    assert everything(desk) == everything(other)


def test_another_day_moves_the_dates_and_nothing_else(desk: Desk, other: Desk) -> None:
    fill(desk)
    fill(dataclasses.replace(other, on=other.on + timedelta(days=365)))
    assert everything(desk).keys() == everything(other).keys()
    first = min(p.filing_on for p in records.select(desk.store, Plan) if p.filing_on)
    later = min(p.filing_on for p in records.select(other.store, Plan) if p.filing_on)
    assert later - first == timedelta(days=365)


def test_only_an_empty_store_is_filled(desk: Desk) -> None:
    fill(desk, hospitals=1, components=6)
    before = everything(desk)
    with pytest.raises(Refusal) as refused:
        fill(desk)
    assert (refused.value.code, refused.value.exit_code) == ("store-not-empty", 4)
    assert everything(desk) == before


@pytest.mark.parametrize("hospitals", [-1, MOST_HOSPITALS + 1])
def test_a_number_of_hospitals_there_are_no_names_for(desk: Desk, hospitals: int) -> None:
    with pytest.raises(ValueError, match="hospitals"):
        fill(desk, hospitals=hospitals)
    assert records.is_empty(desk.store)


@pytest.mark.parametrize(("hospitals", "components", "agency"), [(1, 120, True), (3, 100, False), (0, 7, True)])
def test_counts_are_those_in_the_store(desk: Desk, hospitals: int, components: int, agency: bool) -> None:
    counts = fill(desk, hospitals=hospitals, components=components, agency=agency)
    assert counts == Counter(record.kind for record in everything(desk).values())
    assert counts["operator"] == hospitals + agency
    assert counts["equipment"] == 3 * (hospitals + agency)
    assert counts["component"] == components


def test_progress_ends_at_the_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estates, "_PORTION", 50)
    told: list[tuple[int, int]] = []
    fill(desk, hospitals=2, components=200, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (200, 200)
    assert len(told) > 6, "many components must be handed on in portions"


def test_portions_do_not_change_what_is_written(desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk, components=80)
    monkeypatch.setattr(estates, "_PORTION", 15)
    fill(other, components=80)
    assert everything(desk) == everything(other)


def test_every_name_says_that_it_is_fictional(desk: Desk) -> None:
    fill(desk, hospitals=3, components=60)
    for record in everything(desk).values():
        names = ("name", "representative", "corporation") + (("product",) if record.kind != "site" else ())
        for field in names:
            assert "（架空）" in str(record.says().get(field, "（架空）")), record
        address = str(record.says().get("address", "（架空）"))
        assert "（架空）" in address or "(fictional)" in address
        assert "(fictional)" in str(record.says().get("name_en", "(fictional)")), record


def test_no_hospital_bears_the_name_or_code_of_a_real_one(desk: Desk) -> None:
    market = Market(desk.on)
    found = [
        estates.hospital(n, Place("27", "candidate"), 0, market, keep=lambda *_: None).operator
        for n in range(MOST_HOSPITALS)
    ]
    real = all_hospitals()
    assert len({o.name for o in found}) == len({o.code for o in found}) == MOST_HOSPITALS
    names = {name for hospital in real for name in (hospital.name_ja, hospital.name_registered)}
    assert not {o.name.removesuffix("（架空）") for o in found} & names
    # 点数表番号 is 1, 3 or 4 in real codes; 9 is nobody's.
    assert all(o.code and o.code[2] == "9" and institution_code_is_valid(o.code) for o in found)
    assert all(hospital.code is None or hospital.code[2] == "1" for hospital in real)


def test_88_hospitals_stand_where_the_real_ones_do(desk: Desk) -> None:
    """With as many beds, in every phase; those that answered everything are ready to file, whatever their phase."""
    counts = fill(desk, hospitals=88, components=0, agency=False)
    operators = records.select(desk.store, Operator)
    assert Counter((o.prefecture, o.beds) for o in operators) == Counter(
        (h.prefecture, h.beds) for h in all_hospitals()
    )
    assert counts["assumption"] == 2
    found = phase.status(desk, phase.within("東海北陸"))
    assert {o.prefecture for o in found.operators if o.file_ready} == {"23"}
    assert {o.phase for o in found.whole.operators} >= {"candidate", "proposed", "designated", "transition", "duty"}
    assert phase.status(desk, phase.within(prefecture_="23")).targets[-1].file_ready == 1


def test_a_few_hospitals_make_no_country(desk: Desk) -> None:
    """Nothing is assumed, and nobody is designated, where the prefectures are not filled."""
    counts = fill(desk, hospitals=3, components=0)
    assert not counts.keys() & {"assumption", "phase_proposal", "phase_need", "role_fact"}
    assert not any(o.designated_on for o in records.select(desk.store, Operator))


def test_official_numbers_have_right_check_digits_and_are_nobodys(desk: Desk) -> None:
    fill(desk, hospitals=2, components=60)
    numbers = [p.corporate_number for p in records.select(desk.store, Party) if p.corporate_number]
    assert len(set(numbers)) == len(numbers) > 10
    assert all(corporate_number_is_valid(number) and number[1:3] == "99" for number in numbers)
    names = [p.name for p in records.select(desk.store, Party)]
    assert len(set(names)) == len(names)


def test_it_shows_every_kind_of_difficulty(desk: Desk) -> None:
    fill(desk)
    lines = [
        line
        for result in check.check_all(desk, [o.id for o in records.select(desk.store, Operator)])
        for line in result.lines
    ]
    seen = {(line.id, line.state) for line in lines}
    assert {
        ("party.holders", "stale"),
        ("officer.birth_date", "missing"),
        ("party.officers", "declared_direct"),
        ("subcontract.exemption", "unclear"),
        ("subcontract.scope", "exempt"),
        ("component.listed", "unclear"),
        ("component.listed", "not_applicable"),
        ("measure.answer", "missing"),
        ("measure.evidence", "missing"),
    } <= seen
    satisfied = sum(line.state == "satisfied" for line in lines)
    assert 0.6 < satisfied / len(lines) < 0.95


def test_one_plan_was_bought_before_anybody_was_consulted(desk: Desk) -> None:
    fill(desk)
    plans = records.select(desk.store, Plan)
    early = [p for p in plans if p.purchase_on and p.consultation_on and p.purchase_on < p.consultation_on]
    proper = [p for p in plans if p.purchase_on and p.consultation_on and p.purchase_on > p.consultation_on]
    assert early
    assert proper


def test_most_facts_came_in_by_workbook_and_the_second_operator_reuses(desk: Desk) -> None:
    fill(desk, hospitals=2, components=120)
    ids = [o.id for o in records.select(desk.store, Operator)]
    burdens = [result.readiness.burden for result in check.check_all(desk, ids)]
    assert all(b.from_workbook > b.typed > 0 for b in burdens)
    assert sum(bool(r.inventory.shared_parties) for r in check.check_all(desk, ids)) >= 2
    assert trail.verify(desk) is None
