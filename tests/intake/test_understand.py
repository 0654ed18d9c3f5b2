"""What people really write in a cell, and what it means."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from hospital_onboard.domain.finding import Directory, Entry
from hospital_onboard.domain.issue import CODES, Issue, Place
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.party import Party
from hospital_onboard.intake.form import read_form
from hospital_onboard.intake.understand import Faulty, understand

NAMES = Directory(
    [
        Entry("party_hokuto", "party", "株式会社北斗システム", ("Hokuto Systems",), ("7000012050002",)),
        Entry("party_minami1", "party", "南電子株式会社"),
        Entry("party_minami2", "party", "南電子株式会社"),
        Entry("equipment_emr1", "equipment", "電子カルテ HX 900", ("電子カルテ HX",)),
    ]
)


@pytest.mark.parametrize(
    ("kind", "field", "raw", "value"),
    [
        ("component", "quantity", "１，２００台", 1200),
        ("component", "quantity", 12.0, 12),
        ("component", "end_of_support", "令和11年3月31日", date(2029, 3, 31)),
        ("component", "end_of_support", "R11.3.31", date(2029, 3, 31)),
        ("component", "end_of_support", "2029/3/31", date(2029, 3, 31)),
        ("component", "end_of_support", 47208.0, date(2029, 3, 31)),
        ("component", "end_of_support", datetime(2029, 3, 31, 12, 30), date(2029, 3, 31)),
        ("component", "layer", "サーバー", "server"),
        ("component", "layer", "Server", "server"),
        ("component", "layer", "ＤＢ", "dbms"),
        ("component", "listed", True, "yes"),
        ("component", "listed", "○", "yes"),
        ("component", "supplier", "party_hokuto", "party_hokuto"),
        ("component", "supplier", "7000012050002", "party_hokuto"),
        ("component", "supplier", "Ｔ７０００－０１２０－５０００２", "party_hokuto"),
        ("component", "supplier", "（株）北斗システム", "party_hokuto"),
        ("component", "supplier", "hokuto systems", "party_hokuto"),
        ("component", "supplier", "南電子株式会社 [party_minami2]", "party_minami2"),
        ("component", "equipment", "電子カルテ　ＨＸ", "equipment_emr1"),
        ("component", "product", "  型番[A-1]  ", "型番[A-1]"),
        ("component", "product", "=cmd()", "=cmd()"),
        ("component", "product", "ＨＸ－９００（架空）", "ＨＸ－９００（架空）"),
        ("component", "model", 900.0, "900"),
        ("component", "functions", "一行目\r\n二行目", "一行目\n二行目"),
        ("component", "product", "一行目\n二行目", "一行目 二行目"),
        ("party", "country", "アメリカ合衆国", "US"),
        ("party", "country", "jp", "JP"),
        ("party", "corporate_number", "７００００１２０５０００２", "7000012050002"),
        ("party", "corporate_number", 7000012050002.0, "7000012050002"),
        ("operator", "prefecture", "東京", "13"),
        ("operator", "prefecture", 1.0, "01"),
        ("holder", "share", "12.5％", Decimal("12.5")),
        ("holder", "share", 12.5, Decimal("12.5")),
        ("foreign_sale", "year", "令和7年度", 2025),
        ("foreign_sale", "year", "H31", 2019),
        ("foreign_sale", "year", 2025.0, 2025),
        ("measure", "item", "Ｉ－１－１", "I-1-1"),
        ("measure", "item", "M-1: 2要素の認証", "M-1"),
    ],
)
def test_understood(kind: str, field: str, raw: object, value: object) -> None:
    found = understand(KINDS[kind], field, raw, NAMES)
    assert (found.value, found.code) == (value, "")


@pytest.mark.parametrize("raw", [None, "", "  ", "　", "\u200b", "\n"])
def test_blank_is_no_answer_and_no_fault(raw: object) -> None:
    assert understand(KINDS["component"], "quantity", raw, NAMES).code == ""
    assert understand(KINDS["component"], "quantity", raw, NAMES).value is None


@pytest.mark.parametrize(
    ("kind", "field", "raw", "code"),
    [
        ("component", "end_of_support", "近日中", "not-a-date"),
        ("component", "end_of_support", "令和8年13月1日", "no-such-day"),
        ("component", "end_of_support", "平成31年5月1日", "outside-era"),
        ("component", "end_of_support", "26/4/1", "ambiguous-date"),
        ("component", "end_of_support", "2026年4月", "day-missing"),
        ("component", "end_of_support", True, "not-a-date"),
        ("component", "quantity", "数台", "not-a-number"),
        ("component", "quantity", 1.5, "not-whole"),
        ("component", "quantity", -1.0, "out-of-range"),
        ("component", "quantity", date(2026, 4, 1), "not-a-number"),
        ("component", "layer", "よく分からない", "not-in-list"),
        ("component", "supplier", "知らない会社", "unknown-reference"),
        ("component", "supplier", "有限会社北斗システム", "unknown-reference"),
        ("component", "supplier", "南電子", "ambiguous-reference"),
        ("component", "product", "あ" * 301, "too-long"),
        ("component", "product", Faulty("error-value", "#N/A"), "error-value"),
        ("party", "country", "どこか", "unknown-country"),
        ("party", "corporate_number", "7000012050003", "wrong-check-digit"),
        ("party", "corporate_number", "700001205000", "wrong-length"),
        ("party", "corporate_number", "なし", "not-a-number"),
        ("operator", "prefecture", "東京市", "unknown-prefecture"),
        ("holder", "share", 101.0, "out-of-range"),
        ("measure", "item", "I-9-9", "not-a-measure"),
        ("foreign_sale", "year", 25.0, "out-of-range"),
    ],
)
def test_refused_by_name(kind: str, field: str, raw: object, code: str) -> None:
    found = understand(KINDS[kind], field, raw, NAMES)
    assert (found.value, found.code) == (None, code)
    assert Issue(code, Place()).severity == "row"


@pytest.mark.parametrize(
    ("kind", "field", "raw", "value", "code"),
    [
        ("operator", "code", 118010016.0, "0118010016", "leading-zero-lost"),
        ("holder", "share", 0.12, Decimal("0.12"), "maybe-fraction"),
        ("component", "model", date(2026, 3, 4), "2026-03-04", "became-a-date"),
    ],
)
def test_taken_but_to_be_looked_at(kind: str, field: str, raw: object, value: object, code: str) -> None:
    found = understand(KINDS[kind], field, raw, NAMES)
    assert (found.value, found.code) == (value, code)
    assert Issue(code, Place()).severity == "check"


def test_days_of_old_macs_are_counted_from_1904() -> None:
    assert understand(KINDS["component"], "end_of_support", 45746.0, NAMES, date1904=True).value == date(2029, 3, 31)


def test_a_form_clears_with_an_empty_field_and_leaves_what_is_not_in_it() -> None:
    values, issues = read_form(Party, {"name": " 北斗 ", "address": "", "country": "どこか"}, NAMES)
    assert values == {"name": "北斗", "address": None}
    assert [(issue.code, issue.place.column, issue.seen) for issue in issues] == [
        ("unknown-country", "country", "どこか")
    ]


def test_a_form_cannot_clear_what_the_record_needs() -> None:
    values, issues = read_form(Party, {"name": "  "}, NAMES)
    assert values == {}
    assert [(issue.code, issue.place.column) for issue in issues] == [("missing", "name")]


def test_every_code_has_its_sentences() -> None:
    from hospital_onboard.text.wording import LANGUAGES, words

    missing = [
        (lang, key)
        for lang in LANGUAGES
        for code in CODES
        for key in (f"issue.{code}", f"wanted.{code}")
        if not words(lang).has(key)
    ]
    assert missing == []
