"""Recording a filing: what is frozen, what is refused, and that later edits leave it alone."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Filing, Plan
from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.measures import measures_for
from hospital_onboard.rules.regime import regime
from hospital_onboard.store import records, saving
from hospital_onboard.store.audit import changes_of
from hospital_onboard.work import changes, check, filing, trail
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk


@pytest.fixture
def plan(desk: Desk) -> Plan:
    """An introduction of the demonstration data; lines of it are open."""
    fill(desk, hospitals=1, components=40, agency=False)
    return next(p for p in records.select(desk.store, Plan) if p.plan_kind == "introduction")


def ready(desk: Desk) -> Plan:
    """The smallest plan for which nothing is open: maintenance by one person whose facts are all there."""
    operator = {
        "operator_kind": "hospital",
        "name": "青葉大学病院（架空）",
        "code": "0218010221",
        "corporation": "青葉大学（架空）",
        "corporate_number": "1010001000006",
        "prefecture": "02",
    }
    equipment = {
        "operator": "operator_aoba",
        "group": "emr",
        "product": "ほくと（架空）",
        "model": "H-1",
        "type": "記録",
    }
    equipment |= dict.fromkeys(("functions", "place_installed", "place_used", "data_held", "data_place"), "架空")
    equipment |= dict.fromkeys(("cloud_service", "backup", "restore", "foreign_law"), "なし（架空）") | {
        "data_country": "JP"
    }
    contract = {"equipment": "equipment_emr0", "title": "点検", "contractor": "party_one0", "starts_on": "2028-07-01"}
    contract |= {"purpose": "点検", "scope": "機器", "place": "東京都", "remote": "no", "video_equipment": "no"}
    plan = {"equipment": "equipment_emr0", "plan_kind": "entrustment", "title": "保守", "purpose": "再契約"}
    kept: dict[str, dict[str, Any]] = {
        "operator_aoba": operator,
        "party_one0": {"name": "星守 五葉（架空）", "form": "individual", "address": "東京都（架空）", "country": "JP"},
        "snapshot_one0": {"party": "party_one0", "as_of": "2027-11-01", "foreign_sales": "none"},
        "equipment_emr0": equipment,
        "entrustment_one0": contract,
        "plan_one0": plan | {"entrustment": "entrustment_one0"},
        **{
            f"measure_n{n:03}": {"subject": "entrustment_one0", "item": m.id, "state": "not_taken", "note": "不要"}
            for n, m in enumerate(measures_for("entrustment"))
            if m.condition is None
        },
    }
    from hospital_onboard.domain.kinds import KINDS

    made = [KINDS[id.split("_")[0]].model_validate({"id": id, **fields}) for id, fields in kept.items()]
    saving.save(desk.store, [Change(None, record) for record in made], desk.stamp("add", operator="operator_aoba"))
    found = records.get(desk.store, Plan, "plan_one0")
    assert found is not None
    return found


def test_a_plan_that_is_ready_is_recorded_complete(desk: Desk) -> None:
    filed = filing.record(desk, ready(desk).id, date(2027, 11, 20))
    assert (filed.complete, filed.open) == (True, 0)
    assert filed.filing.filed_on == date(2027, 11, 20)
    assert [p["id"] for p in filed.content["parties"]] == ["party_one0"]


def test_one_that_is_not_ready_is_refused_with_the_number_of_open_lines(desk: Desk, plan: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        filing.record(desk, plan.title)
    assert refused.value.code == "filing-incomplete"
    assert refused.value.params["count"] == sum(refused.value.params["lines"].values()) > 0  # type: ignore[attr-defined]
    assert records.select(desk.store, Filing) == ()


def test_it_may_be_recorded_as_incomplete_and_says_so(desk: Desk, plan: Plan) -> None:
    filed = filing.record(desk, plan.id, incomplete=True)
    assert not filed.complete
    assert filed.open == len(filed.content["open"]) > 0
    assert {line["state"] for line in filed.content["open"]} <= set(OPEN_STATES)
    assert filed.filing.filed_on == desk.on
    assert filed.content["regime"] == {
        "id": "espa",
        "digest": regime("espa").digest,
        "checked_on": regime("espa").checked_on.isoformat(),
    }


def test_only_what_the_filing_contains_can_hold_it_up(desk: Desk) -> None:
    """An open line about another plan, contract or supplier of the same equipment does not."""
    plan = ready(desk)
    other = Plan(id="plan_two0", equipment="equipment_emr0", plan_kind="introduction", title="更新")
    supplier = Party(id="party_two0", name="北斗（架空）")
    equipment = records.get(desk.store, Equipment, "equipment_emr0")
    assert equipment is not None
    changes = [Change(None, other), Change(None, supplier), Change(equipment, equipment.changed(supplier="party_two0"))]
    saving.save(desk.store, changes, desk.stamp("add"))
    whole = check.readiness(desk, "operator_aoba")
    assert not whole.readiness.file_ready
    assert filing.record(desk, plan.id).complete


def test_ages_are_judged_on_the_day_of_filing(desk: Desk) -> None:
    """The sales were answered in November 2027: fresh for a filing of that month, too old years later."""
    plan = ready(desk)
    assert filing.record(desk, plan.id, date(2027, 11, 20)).complete
    later = replace(desk, on=date(2030, 11, 20))
    with pytest.raises(Refusal) as refused:
        filing.record(later, plan.id)
    assert refused.value.params["lines"] == {"party.foreign_sales": 1}


def test_a_plan_is_filed_once_a_day(desk: Desk) -> None:
    plan = ready(desk)
    filing.record(desk, plan.id, date(2027, 11, 20))
    with pytest.raises(Refusal) as refused:
        filing.record(desk, plan.id, date(2027, 11, 20))
    assert refused.value.code == "filed-already"
    filing.record(desk, plan.id, date(2027, 11, 21))
    assert [f.filing.filed_on.day for f in filing.filings(desk)] == [21, 20]


def test_the_plan_is_filed_from_then_on(desk: Desk) -> None:
    filed = filing.record(desk, ready(desk).id, date(2027, 11, 20))
    kept = records.get(desk.store, Plan, "plan_one0")
    assert kept == filed.plan
    assert (filed.plan.status, filed.plan.filing_on) == ("filed", date(2027, 11, 20))
    assert filed.content["plan"]["status"] == "filed"
    # What was frozen is the plan as filed, so nothing differs from it.
    [found] = changes.changes(desk)
    assert (found.filed.filing.id, found.changes) == (filed.filing.id, ())


@pytest.mark.parametrize("status", ["received", "in_service", "stopped"])
def test_a_further_filing_leaves_an_accepted_or_stopped_plan_as_it_is(desk: Desk, status: str) -> None:
    plan = ready(desk)
    filing.record(desk, plan.id, date(2027, 11, 1))
    filed = records.get(desk.store, Plan, plan.id)
    assert filed is not None
    saving.save(desk.store, [Change(filed, filed.changed(status=status))], desk.stamp("edit"))
    again = filing.record(desk, plan.id, date(2027, 11, 20))
    assert (again.plan.status, again.plan.filing_on) == (status, date(2027, 11, 1))


def test_a_day_to_come_is_refused(desk: Desk) -> None:
    plan = ready(desk)
    with pytest.raises(Refusal) as refused:
        filing.record(desk, plan.id, desk.on + timedelta(days=1))
    assert refused.value.code == "not-yet-filed"
    assert filing.filings(desk) == ()
    assert filing.record(desk, plan.id, desk.on).filing.filed_on == desk.on


def test_an_unknown_plan_or_filing_is_refused(desk: Desk) -> None:
    for work, code in ((filing.record, "no-such-plan"), (filing.one, "no-such-filing")):
        with pytest.raises(Refusal) as refused:
            work(desk, "none")  # type: ignore[operator]
        assert refused.value.code == code


def test_later_edits_do_not_alter_what_was_filed(desk: Desk, plan: Plan) -> None:
    filed = filing.record(desk, plan.id, incomplete=True)
    frozen, content = filed.filing.content, filed.content
    inventory = check.readiness(desk, records.select(desk.store, Operator)[0].id).inventory
    edits = [Change(e, e.changed(product="別の製品（架空）")) for e in (*inventory.equipment, *inventory.components)]
    edits += [Change(p, p.changed(name=f"別の相手{n}（架空）")) for n, p in enumerate(inventory.parties)]
    edits += [Change(o, None) for o in inventory.officers]
    edits.append(Change(filed.plan, filed.plan.changed(title="別の計画")))
    saving.save(desk.store, edits, desk.stamp("edit"))
    again = filing.one(desk, filed.filing.id)
    assert again.filing.content == frozen
    assert again.content == content


def test_the_record_is_in_the_audit_trail_and_can_be_taken_back(desk: Desk) -> None:
    plan = ready(desk)
    filed = filing.record(desk, plan.id)
    entry = trail.entries(desk)[0][0]
    assert (entry.action, entry.source, entry.operator, entry.changes) == ("file", plan.id, "operator_aoba", 2)
    assert [change.after for change in changes_of(desk.store, entry.seq)] == [filed.plan, filed.filing]
    trail.undo(desk, entry.seq)
    assert filing.filings(desk) == ()
    again = records.get(desk.store, Plan, plan.id)
    assert again is not None
    assert (again.status, again.filing_on) == (plan.status, plan.filing_on) == (None, None)
    assert trail.verify(desk) is None


def test_a_filing_is_found_by_its_id_or_its_plan(desk: Desk) -> None:
    plan = ready(desk)
    filing.record(desk, plan.id, date(2027, 11, 20))
    newest = filing.record(desk, plan.id, date(2027, 11, 22))
    for said in (newest.filing.id, plan.id, plan.title):
        assert filing.one(desk, said).filing == newest.filing


def test_birth_dates_and_nationalities_are_shown_only_when_asked_for_which_is_written_down(
    desk: Desk, plan: Plan
) -> None:
    filed = filing.record(desk, plan.id, incomplete=True)
    shown = json.dumps(filing.shown_content(desk, filed), ensure_ascii=False)
    assert '"birth_date":' in filed.filing.content
    assert '"birth_date":' not in shown
    assert '"nationality":' not in shown
    before = trail.entries(desk)[1]
    assert filing.shown_content(desk, filed, personal=True) == filed.content
    entries, count = trail.entries(desk)
    assert count == before + 1
    assert (entries[0].action, entries[0].source) == ("reveal", filed.filing.id)


def test_the_list_has_the_documented_shape(desk: Desk, plan: Plan) -> None:
    said = filing.to_json(filing.record(desk, plan.id, incomplete=True))
    assert json.loads(json.dumps(said)) == said
    assert set(said) == {"id", "plan", "plan_title", "kind", "filed_on", "complete", "open", "counts", "regime"}
    assert said["counts"]["components"] > 0
