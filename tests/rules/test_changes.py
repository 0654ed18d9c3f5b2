"""What holds for every filing and every change: totality, no difference no change, exact bands, papers, words."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from changes_sample import ESPA, ON, PLANS, TABLE, TABLES, content, law, records
from hypothesis import given, settings
from hypothesis import strategies as st

from hospital_onboard.rules.change.change_table import CLASSES, ROLES, all_cells
from hospital_onboard.rules.change.change_tests import STAGES, TESTS
from hospital_onboard.rules.change.changes import Change, LawOnDay, classify, counts, is_owed, papers
from hospital_onboard.rules.change.differences import compared
from hospital_onboard.rules.change.filed import LISTS, frozen
from hospital_onboard.rules.regime import NothingInForce
from hospital_onboard.text.wording import LANGUAGES, words


@pytest.mark.parametrize("kind", PLANS)
@given(day=st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_no_difference_no_change(kind: str, day: date) -> None:
    assert classify(content(kind), content(kind), law(day)) == ()


@pytest.mark.parametrize("kind", PLANS)
def test_every_part_of_a_filing_is_there_to_be_compared(kind: str) -> None:
    held = {kind for kind, _ in records(content(kind))}
    wanted = {cell.what.split(".")[0] for cell in all_cells() if cell.plan == kind} - {"snapshot"}
    assert held == wanted


@pytest.mark.parametrize("kind", PLANS)
@given(data=st.data())
@settings(max_examples=150)
def test_every_field_of_every_record_has_one_class_in_every_stage(kind: str, data: st.DataObject) -> None:
    filed, now = content(kind), content(kind)
    number = data.draw(st.integers(0, len(records(now)) - 1))
    record_kind, record = records(now)[number]
    fields = [name for name in compared(record_kind) if name not in ("plan_kind", "status", "subject", "item")]
    field = data.draw(st.sampled_from(fields))
    record[field] = _other(record.get(field), field)
    day = data.draw(st.dates(date(2028, 4, 3), date(2031, 1, 1)))
    found = [c for c in classify(filed, now, law(day)) if c.difference.field == field]
    assert [c.difference.subject for c in found] == [record["id"]]
    assert found[0].change_class in CLASSES
    assert found[0].source.document


def _other(value: Any, field: str) -> Any:
    if field.endswith("_on") or field in ("valid_until", "birth_date", "end_of_support"):
        return "2029-01-01"
    if field == "share":
        return "41.5"
    if field == "year":
        return 2026
    if field in ("party", "supplier", "contractor", "subcontractor"):
        return "party_kaze" if value != "party_kaze" else "party_hokuto"
    return f"{value or ''}ほか"


@pytest.mark.parametrize("kind", PLANS)
@given(data=st.data())
@settings(max_examples=80)
def test_every_record_that_comes_or_goes_has_a_class_in_every_stage(kind: str, data: st.DataObject) -> None:
    filed, now = content(kind), content(kind)
    part = data.draw(st.sampled_from([part for part in LISTS if now[part]]))
    gone = now[part].pop()
    day = data.draw(st.dates(date(2028, 4, 3), date(2031, 1, 1)))
    for before, after, field in ((filed, now, "removed"), (now, filed, "added")):
        told = [c for c in classify(before, after, law(day)) if c.difference.subject == gone["id"]]
        assert [c.difference.field for c in told] == [field]


def test_the_table_is_total_and_every_row_counts_somewhere() -> None:
    assert set(TABLE.cells) == set(all_cells())
    assert {row.id for row in TABLE.cells.values()} == set(TABLE.rows)
    assert {row.test for row in TABLE.rows.values() if row.test} == set(TESTS)


def test_a_class_says_what_follows() -> None:
    for name, follows in TABLE.classes.items():
        assert (follows.form is None) == (name in ("minor", "nothing"))
        assert follows.screening == (follows.due == "before_change") == (name in ("new_plan", "material"))


def test_nothing_is_called_in_force_for_a_hospital() -> None:
    assert {row.standing for row in TABLE.rows.values()} <= {"promulgated", "assumed", "proposed"}
    assert {follows.standing for follows in TABLE.classes.values()} <= {"promulgated", "assumed"}


@pytest.mark.parametrize("kind", PLANS)
def test_after_the_end_only_what_the_order_names_is_reported(kind: str) -> None:
    last = {"introduction": "introduced", "entrustment": "ended"}[kind]
    asked = {c.what for c, row in TABLE.cells.items() if (c.plan, c.stage) == (kind, last) and row.class_ != "nothing"}
    if kind == "entrustment":
        assert asked == {f"{k}.{f}" for k in ("entrustment", "subcontract") for f in ("starts_on", "ends_on")}
    else:
        component = {f"component.{name}" for name in ("layer", "product", "model", "functions", "added", "removed")}
        equipment = {f"equipment.{name}" for name in ("type", "product", "model", "functions")}
        assert asked == {*component, *equipment, "plan.in_service_on", "plan.equipment", "plan.plan_kind"}


@given(
    old=st.decimals(5, 100, places=6),
    new=st.decimals(5, 100, places=6),
)
def test_a_share_is_reported_exactly_when_it_rises_to_a_bound(old: Decimal, new: Decimal) -> None:
    filed, now = content("introduction"), content("introduction")
    for side, share in ((filed, old), (now, new)):
        side["parties"][0]["facts"]["holders"]["listed"][0]["share"] = f"{share.normalize():f}"
    bounds = [Fraction(25), Fraction(100, 3), Fraction(50)]
    crossed = any(Fraction(old) < bound <= Fraction(new) for bound in bounds)
    told = [c.change_class for c in classify(filed, now, law())]
    assert told == ([] if old == new else ["report" if crossed else "minor"])


def test_before_any_band_was_in_force_no_share_is_reported() -> None:
    day = TABLES["share_bands"].values[0].first_day - timedelta(days=1)
    assert isinstance(TABLES["share_bands"].at(day), NothingInForce)
    filed, now = content("introduction"), content("introduction")
    now["parties"][0]["facts"]["holders"]["listed"][0]["share"] = "60"
    assert [c.change_class for c in classify(filed, now, law(day))] == ["minor"]


def test_bands_change_on_their_first_day() -> None:
    bands = TABLES["share_bands"]
    later = bands.values[0].model_copy(update={"first_day": ON, "value": ("1/10",)})
    changed = {"share_bands": bands.model_copy(update={"values": (bands.values[0], later)})}
    filed, now = content("introduction"), content("introduction")
    for side, share in ((filed, "9"), (now, "11")):
        side["parties"][0]["facts"]["holders"]["listed"][0]["share"] = share
    told = {
        day: classify(filed, now, LawOnDay(ESPA, TABLE, changed, day))[0].change_class
        for day in (ON - timedelta(days=1), ON, ON + timedelta(days=1))
    }
    assert [*told.values()] == ["minor", "report", "report"]


def test_a_material_change_waits_as_long_as_the_law_says() -> None:
    filed, now = content("introduction"), content("introduction")
    now["equipment"]["model"] = "H-2"
    (change,) = classify(filed, now, law())
    waiting = ESPA.value("waiting_period", ON)
    assert not isinstance(waiting, NothingInForce)
    assert (change.waiting_days, change.due, change.code(change.urgent_form)) == (
        waiting.value,
        "before_change",
        "urgent_material_introduction",
    )
    (early,) = classify(filed, now, law(date(2024, 5, 16)))
    assert early.waiting_days is None


def test_counts_name_every_class_and_tell_whether_anything_is_owed() -> None:
    filed, now = content("introduction"), content("introduction")
    now["parties"][0]["address"] = "大阪府"
    minor = classify(filed, now, law())
    assert counts(minor) == {"new_plan": 0, "material": 0, "report": 0, "minor": 1, "nothing": 0}
    assert not is_owed(minor)
    now["parties"][0]["representative"] = "冬木立"
    assert is_owed(classify(filed, now, law()))


def needed(filed: dict[str, Any], now: dict[str, Any]) -> set[tuple[str, str]]:
    """The papers that a change filing needs again, as (party, paper)."""
    found = papers(now, classify(filed, now, law()), law())
    assert len({(p.party, p.paper) for p in found}) == len(found)
    return {(p.party, p.paper) for p in found if p.needed}


def test_unchanged_papers_may_be_left_out() -> None:
    filed, now = content("introduction"), content("introduction")
    now["equipment"]["model"] = "H-2"
    assert needed(filed, now) == set()
    now["parties"][0]["representative"] = "冬木立"
    assert needed(filed, now) == {("party_hokuto", "registry_certificate")}
    now["parties"][1]["facts"]["officers"]["listed"].pop()
    assert needed(filed, now) == {("party_hokuto", "registry_certificate"), ("party_minami", "officer_identity")}


def test_a_party_that_comes_in_brings_all_its_papers() -> None:
    filed, now = content("introduction"), content("introduction")
    fresh = {"id": "party_yama", "name": "山彦（架空）", "roles": ["supplier"], "block": "full", "facts": {}}
    now["parties"].append(fresh)
    now["equipment"]["supplier"] = "party_yama"
    assert needed(filed, now) == {("party_yama", "registry_certificate"), ("party_yama", "officer_identity")}


def test_of_a_party_that_is_only_named_there_are_fewer_papers() -> None:
    filed, now = content("introduction"), content("introduction")
    assert {p.party for p in papers(now, (), law())} == {"party_hokuto", "party_minami"}
    now["parties"][1] |= {"block": "identity", "facts": {}, "roles": ["subcontractor"]}
    told = [p.paper for p in papers(now, classify(filed, now, law()), law()) if p.party == "party_minami"]
    assert told == ["registry_certificate"]


def test_the_strictest_role_of_a_party_counts() -> None:
    filed, now = content("introduction"), content("introduction")
    for side in (filed, now):
        side["parties"][0]["roles"] = ["supplier", "involved"]
    now["parties"][0]["representative"] = "冬木立"
    (change,) = classify(filed, now, law())
    assert (change.change_class, change.row) == ("material", "representative_of_the_involved")


@pytest.mark.parametrize("kind", PLANS)
def test_a_content_is_always_the_same_text(kind: str) -> None:
    one, other = content(kind), dict(reversed(content(kind).items()))
    assert frozen(one) == frozen(other)
    assert frozen(deepcopy(one)) == frozen(one)


def test_a_filing_holds_only_what_it_contains() -> None:
    introduction, entrustment = content("introduction"), content("entrustment")
    assert [p["id"] for p in introduction["parties"]] == ["party_hokuto", "party_minami", "party_kaze"]
    assert [p["block"] for p in introduction["parties"]] == ["full", "full", "identity"]
    assert introduction["parties"][2]["facts"] == {}
    assert (introduction["entrustments"], introduction["subcontracts"]) == ([], [])
    assert [p["id"] for p in entrustment["parties"]] == ["party_minami", "party_kaze"]
    assert (entrustment["components"], entrustment["sites"], entrustment["involvements"]) == ([], [], [])
    assert [m["item"] for m in introduction["measures"]] == ["I-1-1"]
    assert [m["item"] for m in entrustment["measures"]] == ["M-1"]
    assert [e["id"] for e in introduction["evidence"]] == ["evidence_one0"]
    assert introduction["evidence"][0]["file_sha256"] == "a" * 64
    assert [e["id"] for e in entrustment["evidence"]] == ["evidence_two0"]
    assert set(ROLES) == set(STAGES) == set(PLANS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_put_into_words(lang: Any) -> None:
    say = words(lang)
    keys = [f"change_class.{name}" for name in CLASSES]
    keys += [f"change_due.{follows.due}" for follows in TABLE.classes.values()]
    keys += [f"change_stage.{stage}" for stages in STAGES.values() for stage in stages]
    keys += [f"change_test.{test}" for test in TESTS]
    keys += [f"change_role.{role}" for roles in ROLES.values() for role in roles]
    for cell in all_cells():
        kind, field = cell.what.split(".")
        own = field in ("added", "removed", "exemption")
        keys.append(f"change_field.{field}" if own else f"field.{kind}.{field}")
        keys.append(f"kind.{kind}")
    assert [key for key in dict.fromkeys(keys) if not say.has(key)] == []


def test_a_change_names_the_row_it_rests_on() -> None:
    filed, now = content("entrustment"), content("entrustment")
    now["entrustments"][0]["ends_on"] = "2031-06-30"
    (change,) = classify(filed, now, law())
    assert isinstance(change, Change)
    assert change.row == "period"
    assert (change.source.document, change.source.standing) == ("令和5年内閣府令第61号", "assumed")
