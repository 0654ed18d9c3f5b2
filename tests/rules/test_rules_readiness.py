"""What holds for every inventory: burden, order, what the regime decides, and that facts only help."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from facts import Facts, inventory
from hypothesis import given, settings
from hypothesis import strategies as st

from hospital_onboard.domain import readiness as domain
from hospital_onboard.domain.readiness import OPEN_STATES, Burden
from hospital_onboard.reference.strict_yaml import load
from hospital_onboard.rules.owed.readiness import assess
from hospital_onboard.rules.regime import Regime, regime
from hospital_onboard.text.wording import LANGUAGES, words

ON = date(2028, 4, 1)
ESPA = regime("espa")
WORKBOOK = {"*": f"workbook:{'a' * 64}:相手方!5"}


def operator(**fields: Any) -> Facts:
    return {"operator_aoba": {"operator_kind": "hospital", "name": "青葉大学病院（架空）", **fields}}


def two_equipment(**party: Any) -> dict[str, Any]:
    """One party that supplies two equipment."""
    both = {"operator": "operator_aoba", "supplier": "party_hokuto"}
    return {
        **operator(),
        "party_hokuto": {"name": "北斗（架空）", **party},
        "equipment_emr0": {**both, "group": "emr", "product": "ほくと（架空）"},
        "equipment_icu0": {**both, "group": "icu", "product": "ケアリス（架空）"},
    }


def only(*ids: str) -> Regime:
    """The regime with nothing but these requirements."""
    values = {name: getattr(ESPA, name) for name in ESPA.__dataclass_fields__}
    return Regime(**{**values, "requirements": {id: ESPA.requirements[id] for id in ids}})


@pytest.mark.parametrize(
    ("origin", "shared", "expected"),
    [
        ({"*": "form"}, (), Burden(2, typed=1, reused=1)),
        (WORKBOOK, (), Burden(2, from_workbook=1, reused=1)),
        ({"*": "reference"}, (), Burden(2, reused=2)),
        ({"*": "demo"}, (), Burden(2, reused=1)),
        ({"*": "form"}, ("party_hokuto",), Burden(2, reused=2)),
        ({"*": "form", "address": WORKBOOK["*"]}, (), Burden(2, from_workbook=1, reused=1)),
    ],
)
def test_a_fact_is_brought_in_once_and_then_reused(
    origin: dict[str, str], shared: tuple[str, ...], expected: Burden
) -> None:
    facts = two_equipment(address="東京都（架空）", origin=origin)
    assert assess(inventory(facts, shared), only("party.address"), ON).burden == expected


def test_what_is_missing_is_required_for_each_use_and_known_for_none() -> None:
    assert assess(inventory(two_equipment()), only("party.address"), ON).burden == Burden(2)


def test_what_is_exempt_or_sent_direct_is_no_burden() -> None:
    facts = {
        **two_equipment(registered_in_japan="yes"),
        "snapshot_one0": {"party": "party_hokuto", "as_of": "2028-03-31", "holders": "declared_direct"},
    }
    regime_ = only("party.registry_certificate", "party.holders")
    result = assess(inventory(facts), regime_, ON)
    assert [line.state for line in result.lines] == ["exempt", "declared_direct"]
    assert result.burden == Burden()


def test_a_party_has_its_lines_once_under_the_first_equipment_that_names_it() -> None:
    lines = assess(inventory(two_equipment()), only("party.name"), ON).lines
    assert [(line.owner, line.party, line.subject) for line in lines] == [
        ("equipment_emr0", "party_hokuto", "party_hokuto")
    ]


def test_no_equipment_is_never_ready() -> None:
    facts = operator(code="1390000018", corporation="学園", corporate_number="8990000000001", prefecture="13")
    result = assess(inventory(facts), ESPA, ON)
    assert [line.id for line in result.lines if line.state in OPEN_STATES] == ["operator.equipment"]
    assert not result.file_ready


def test_a_requirement_that_the_regime_drops_is_not_asked() -> None:
    assert {line.id for line in assess(inventory(two_equipment()), only("party.name"), ON).lines} == {"party.name"}


def test_every_requirement_of_the_regime_can_be_reached() -> None:
    """A requirement that no inventory ever raises would be a duty nobody is told of."""
    cases = Path(__file__).with_name("cases")
    from test_rules_cases import CaseFile

    seen = set()
    for path in cases.glob("*.yaml"):
        file = load(path, CaseFile)
        for case in file.cases:
            facts = {id: {**file.base.get(id, {}), **case.facts.get(id, {})} for id in {**file.base, **case.facts}}
            seen |= {line.id for line in assess(inventory(facts), ESPA, case.on).lines}
    assert seen == set(ESPA.requirements)


def test_every_detail_has_its_sentence_in_both_languages_and_no_other() -> None:
    from hospital_onboard import rules

    source = "".join(p.read_text(encoding="utf-8") for p in Path(rules.__file__).parent.rglob("*.py"))
    for lang in LANGUAGES:
        for key in sorted(words(lang).keys()):
            if key.startswith("detail."):
                assert f'"{key.removeprefix("detail.")}"' in source, key
    used = set(re.findall(r'Judged\("[a-z_]+", "([a-z_]+)"', source))
    assert len(used) > 15
    assert [d for d in used for lang in LANGUAGES if not words(lang).has(f"detail.{d}")] == []


YES_NO = st.sampled_from([None, "yes", "no", "unknown"])
TEXT = st.sampled_from([None, "記入済み"])
STATES = st.sampled_from([None, "listed", "none", "declared_direct"])
DAYS = st.sampled_from(["2026-01-01", "2028-01-31", "2028-02-01", "2028-04-01", "2029-01-01"])
MAYBE_DAY = st.none() | DAYS


@st.composite
def any_facts(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Facts of one operator with a bit of everything, each answered or not."""
    facts: dict[str, dict[str, Any]] = {
        **operator(),
        "party_maker": {
            "name": "供給者（架空）",
            "form": draw(st.sampled_from([None, "stock_company", "individual"])),
            "registered_in_japan": draw(YES_NO),
            "address": draw(TEXT),
        },
        "party_helper": {"name": "再委託先（架空）", "country": draw(st.sampled_from([None, "JP"]))},
        "equipment_emr0": {
            "operator": "operator_aoba",
            "group": "emr",
            "product": "ほくと（架空）",
            "supplier": draw(st.sampled_from([None, "party_maker"])),
            "built_by": draw(st.sampled_from([None, "bought", "own", "own_group"])),
            "internet_connected": draw(YES_NO),
            "functions": draw(TEXT),
        },
        "component_part": {
            "equipment": "equipment_emr0",
            "product": "部品（架空）",
            "supplier": draw(st.sampled_from([None, "party_maker"])),
            "listed": draw(YES_NO),
            "functions": draw(TEXT),
        },
        "entrustment_care": {"equipment": "equipment_emr0", "title": "保守", "remote": draw(YES_NO)},
        "subcontract_one0": {
            "entrustment": "entrustment_care",
            "subcontractor": "party_helper",
            "scope": draw(TEXT),
            "content_known": draw(YES_NO),
            "entry_restricted": draw(YES_NO),
            "records_audited": draw(YES_NO),
        },
        "measure_one0": {
            "subject": "equipment_emr0",
            "item": draw(st.sampled_from(["I-6", "I-7", "I-16"])),
            "state": draw(
                st.sampled_from(["done", "equivalent", "planned", "not_taken", "not_applicable", "undecided"])
            ),
            "note": draw(TEXT),
            "planned_on": draw(MAYBE_DAY),
        },
    }
    if draw(st.booleans()):
        facts["snapshot_one0"] = {
            "party": "party_maker",
            "as_of": draw(DAYS),
            "holders": draw(STATES),
            "officers": draw(STATES),
            "foreign_sales": draw(STATES),
        }
        facts["evidence_one0"] = {
            "title": "書類",
            "evidence_kind": draw(st.sampled_from([None, "officer_identity", "registry_certificate"])),
            "about": "party_maker",
            "issued_on": draw(MAYBE_DAY),
            "valid_until": draw(MAYBE_DAY),
        }
    if draw(st.booleans()):
        facts["plan_one0"] = {
            "equipment": "equipment_emr0",
            "plan_kind": draw(st.sampled_from(["introduction", "entrustment"])),
            "title": "計画",
            "filing_on": draw(MAYBE_DAY),
            "purpose": draw(TEXT),
        }
    return facts


def states(facts: Facts) -> dict[tuple[str, str, str], str]:
    lines = assess(inventory(facts), ESPA, ON).lines
    found = {(line.id, line.subject, line.field): line.state for line in lines}
    assert len(found) == len(lines), "two lines about the same thing"
    return found


#: Answers that can be filled in without changing which filing or which days are spoken of.
FILLABLE = {
    "address": "東京都（架空）",
    "country": "JP",
    "functions": "記録",
    "scope": "監視",
    "purpose": "更新",
    "note": "説明",
    "registered_in_japan": "yes",
    "supplier": "party_maker",
    "built_by": "bought",
    "internet_connected": "yes",
    "listed": "yes",
    "remote": "yes",
    "content_known": "yes",
    "entry_restricted": "yes",
    "records_audited": "yes",
}


@given(facts=any_facts(), data=st.data())
@settings(max_examples=300)
def test_an_answer_more_never_turns_satisfied_into_missing(
    facts: dict[str, dict[str, Any]], data: st.DataObject
) -> None:
    open_fields = [
        (id, name) for id, fields in facts.items() for name, v in fields.items() if v is None and name in FILLABLE
    ]
    if not open_fields:
        return
    id, name = data.draw(st.sampled_from(open_fields))
    before = states(facts)
    after = states({**facts, id: {**facts[id], name: FILLABLE[name]}})
    worse = {key for key, state in before.items() if state == "satisfied" and after.get(key) == "missing"}
    assert worse == set()


@given(facts=any_facts())
@settings(max_examples=200)
def test_counts_and_burden_add_up(facts: dict[str, dict[str, Any]]) -> None:
    result = assess(inventory(facts), ESPA, ON)
    assert sum(result.counts.values()) == len(result.lines)
    burden = result.burden
    assert burden.typed + burden.from_workbook + burden.reused <= burden.required
    assert result.file_ready == (not any(line.state in OPEN_STATES for line in result.lines))
    assert {line.state for line in result.lines} <= set(domain.STATES)
    assert all(not line.owner or line.owner in facts for line in result.lines)
    assert all(not line.party or line.party in facts for line in result.lines)
    assert result == assess(inventory(facts), ESPA, ON)
