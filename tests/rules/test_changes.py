"""What holds for every filing and every change: totality, no difference no change, exact bands, stages."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from facts import inventory
from hypothesis import given, settings
from hypothesis import strategies as st

from hospital_onboard.domain.plan import Plan
from hospital_onboard.rules.addresses import country_of
from hospital_onboard.rules.change_table import CLASSES, ROLES, all_cells, change_table
from hospital_onboard.rules.change_tests import STAGES, TESTS, stage_of
from hospital_onboard.rules.changes import Change, LawOnDay, classify, counts, is_owed, shipped_tables
from hospital_onboard.rules.differences import compared
from hospital_onboard.rules.filed import FACTS, LISTS, contents, frozen
from hospital_onboard.rules.regime import NothingInForce, regime
from hospital_onboard.text.wording import LANGUAGES, words

ESPA, TABLE, TABLES = regime("espa"), change_table("espa"), shipped_tables("espa")
FILED_ON = date(2028, 4, 3)
ON = date(2028, 5, 1)
FULL: dict[str, dict[str, Any]] = {
    "operator_aoba": {"operator_kind": "hospital", "name": "青葉大学病院（架空）"},
    "party_hokuto": {"name": "北斗（架空）", "representative": "星川原", "address": "東京都", "country": "JP"},
    "party_minami": {"name": "南十字（架空）", "country": "JP"},
    "party_kaze": {"name": "風町（架空）", "country": "JP"},
    "equipment_emr0": {
        "operator": "operator_aoba",
        "group": "emr",
        "product": "ほくと（架空）",
        "model": "H-1",
        "functions": "記録",
        "supplier": "party_hokuto",
    },
    "component_db00": {"equipment": "equipment_emr0", "product": "データ庫（架空）", "supplier": "party_minami"},
    "site_emr0": {"product": "equipment_emr0", "country": "JP"},
    "entrustment_one0": {
        "equipment": "equipment_emr0",
        "title": "点検",
        "contractor": "party_minami",
        "starts_on": "2028-07-01",
        "ends_on": "2030-06-30",
    },
    "subcontract_one0": {"entrustment": "entrustment_one0", "subcontractor": "party_kaze", "purpose": "配線"},
    "measure_in00": {"subject": "equipment_emr0", "item": "I-1-1", "state": "done"},
    "measure_en00": {"subject": "entrustment_one0", "item": "M-1", "state": "done"},
    "evidence_one0": {"title": "手順書（架空）", "about": "equipment_emr0", "file_sha256": "a" * 64},
    "evidence_two0": {"title": "点検要領（架空）"},
    "exhibit_one0": {"evidence": "evidence_one0", "subject": "equipment_emr0", "item": "I-1-1"},
    "exhibit_two0": {"evidence": "evidence_two0", "subject": "entrustment_one0", "item": "M-1"},
    **{
        f"snapshot_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "holders": "listed",
            "officers": "listed",
            "foreign_sales": "listed",
        }
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"holder_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "name": "持株（架空）",
            "country": "JP",
            "share": "30",
        }
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"officer_{party}": {"party": f"party_{party}", "as_of": "2028-03-20", "name": "星川原（架空）"}
        for party in ("hokuto", "minami", "kaze")
    },
    **{
        f"foreign_sale_{party}": {
            "party": f"party_{party}",
            "as_of": "2028-03-20",
            "year": 2027,
            "country": "US",
            "share": "30",
        }
        for party in ("hokuto", "minami", "kaze")
    },
}
PLANS = {
    "introduction": {"plan_renew": {"plan_kind": "introduction", "in_service_on": "2028-09-01"}},
    "entrustment": {"plan_upkeep": {"plan_kind": "entrustment", "entrustment": "entrustment_one0"}},
}


def content(kind: str) -> dict[str, Any]:
    """The content of a plan of this kind, with something in each of its parts."""
    ((plan_id, plan),) = PLANS[kind].items()
    facts = {**FULL, plan_id: {"equipment": "equipment_emr0", "title": "計画（架空）", **plan}}
    if kind == "introduction":
        facts["involvement_one0"] = {"plan": plan_id, "party": "party_kaze", "role": "checker"}
    whole = inventory(facts)
    (found,) = whole.plans
    assert isinstance(found, Plan)
    return contents(whole, found, FILED_ON)


def law(day: date = ON) -> LawOnDay:
    return LawOnDay(ESPA, TABLE, TABLES, day)


def records(filed: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every record of a content with its kind; changing one changes the content."""
    found = [("plan", filed["plan"]), ("equipment", filed["equipment"])]
    found += [(kind, item) for part, kind in LISTS.items() for item in filed[part]]
    for party in filed["parties"]:
        found.append(("party", party))
        found += [(FACTS[name], item) for name, fact in party["facts"].items() for item in fact["listed"]]
    return found


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
@settings(max_examples=150, deadline=None)
def test_every_field_of_every_record_has_one_class_in_every_stage(kind: str, data: st.DataObject) -> None:
    filed, now = content(kind), content(kind)
    number = data.draw(st.integers(0, len(records(now)) - 1))
    record_kind, record = records(now)[number]
    fields = [name for name in compared(record_kind) if name not in ("plan_kind", "status", "subject", "item")]
    field = data.draw(st.sampled_from(fields))
    record[field] = _other(record.get(field), field)
    day = data.draw(st.dates(date(2028, 4, 3), date(2031, 1, 1)))
    found = [c for c in classify(filed, now, law(day)) if c.difference.field == field]
    assert [c.difference.subject for c in found] == [record["id"]] * len(found)
    assert len(found) == 1 or (record_kind, field) in _NAMING
    assert all(change.change_class in CLASSES and change.source.document for change in found)


#: Fields by which a record is found again, or held by another: changing them makes it another record.
_NAMING = {("subcontract", "exemption")}


def _other(value: Any, field: str) -> Any:
    if field.endswith("_on") or field in ("valid_until", "birth_date", "end_of_support"):
        return "2029-01-01"
    if field == "share":
        return "41.5"
    if field == "year":
        return 2026
    return "party_hokuto" if field in ("party", "supplier", "contractor", "subcontractor") else f"{value or ''}ほか"


@pytest.mark.parametrize("kind", PLANS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
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
@settings(deadline=None)
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


STAGE_DAYS = [
    ("introduction", "2028-08-31", "before_introduction"),
    ("introduction", "2028-09-01", "introduced"),
    ("entrustment", "2028-06-30", "before_start"),
    ("entrustment", "2028-07-01", "during"),
    ("entrustment", "2030-06-30", "during"),
    ("entrustment", "2030-07-01", "ended"),
]


@pytest.mark.parametrize(("kind", "day", "stage"), STAGE_DAYS)
def test_a_stage_begins_on_its_day(kind: str, day: str, stage: str) -> None:
    assert stage_of(content(kind), date.fromisoformat(day)) == stage


def test_what_a_person_says_of_the_plan_comes_first() -> None:
    filed = content("entrustment")
    filed["plan"]["status"] = "in_service"
    assert stage_of(filed, date(2028, 5, 1)) == "during"
    assert stage_of(filed, date(2030, 7, 1)) == "ended"
    filed["plan"]["status"] = "stopped"
    assert stage_of(filed, date(2030, 7, 1)) == "stopped"
    filed["plan"].pop("status")
    filed["entrustments"] = []
    assert stage_of(filed, date(2035, 1, 1)) == "before_start"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("東京都港区芝1-1", "JP"),
        ("〒105-0001 港区芝1-1", "JP"),
        ("1-1 Shiba, Minato-ku, Tokyo, Japan", "JP"),
        ("Austin, TX 78701, USA", "US"),
        ("アメリカ合衆国テキサス州オースティン", "US"),
        ("12 Long Street, Singapore 018956", "SG"),
        ("Hauptstr. 1, 10115 Berlin, Germany", "DE"),
        ("San Jose, CA", None),
        ("Indianapolis, IN", None),
        ("Atlanta, Georgia", None),
        ("横浜市西区1-1", None),
        ("新館三階", None),
    ],
)
def test_the_country_of_an_address_is_read_only_where_it_is_plain(address: str, country: str | None) -> None:
    assert country_of(address) == country


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_put_into_words(lang: Any) -> None:
    say = words(lang)
    keys = [f"change_class.{name}" for name in CLASSES]
    keys += [f"change_due.{follows.due}" for follows in TABLE.classes.values()]
    keys += [f"change_stage.{stage}" for stages in STAGES.values() for stage in stages]
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
