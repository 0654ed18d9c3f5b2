import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospital_onboard.text.normalise import (
    NUMBER_CODES,
    clean,
    company_key,
    decimal_number,
    digits,
    fold,
    number,
    percent,
)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        pytest.param("\u3000ＡＢＣ　病院\u3000", "ABC 病院", id="full-width letters and spaces"),
        pytest.param("a \u00a0\u2003 b", "a b", id="runs of every kind of space"),
        pytest.param("a\tb", "a b", id="tab"),
        pytest.param("\ufeff\u200b型番\u200b", "型番", id="byte order mark and zero width"),
        pytest.param("型\x00番\x1f\x9f", "型番", id="control characters"),
        pytest.param("東京都 \r\n 千代田区\r\n", "東京都\n千代田区", id="lines stay, their ends are trimmed"),
        pytest.param("a\vb\u2028c\x85d", "a\nb\nc\nd", id="every kind of line break"),
        pytest.param("ｻｰﾊﾞｰ", "サーバー", id="half-width kana"),
        pytest.param("㈱東京", "(株)東京", id="circled abbreviation"),
        pytest.param("e\u200b\u0301", "é", id="accent behind something invisible"),
        pytest.param("葛\U000e0100城", "葛\U000e0100城", id="variation selector of a name stays"),
        pytest.param("サーバー−1", "サーバー−1", id="dashes stay as typed"),
        pytest.param(" \u3000\n ", "", id="nothing"),
    ],
)
def test_clean(typed: str, wanted: str) -> None:
    assert clean(typed) == wanted


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_fold_does_not_depend_on_clean(text: str) -> None:
    assert fold(clean(text)) == fold(text)


@pytest.mark.parametrize("dash", "ー−‐‑–—―ｰ－-")
def test_every_dash_is_a_hyphen_in_an_identifier(dash: str) -> None:
    assert digits(f" １２３{dash}４ ５ ") == "123-45"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("製品名（型番）", "製品名 型番"),
        ("製品・型番", "製品／型番"),
        ("Product_Name", "PRODUCT-NAME"),
        ("サーバー", "ｻｰﾊﾞ"),
        ("サーバー名", "サーバ名"),
        ("キャノン", "キヤノン"),
        ("保有割合（％）", "保有割合"),
        ("期間〜", "期間～"),
        ("葛\U000e0100城", "葛城"),
        ("関ヶ原", "関ケ原"),
    ],
)
def test_labels_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ビール", "ビル"), ("型番1", "型番2"), ("カナ", "かな")])
def test_labels_that_differ(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "written",
    [
        "架空電子株式会社",
        "株式会社架空電子",
        "株式会社　架空電子",
        "(株)架空電子",
        "架空電子（株）",
        "㈱架空電子",
        "架空電子㍿",
        "【株】架空電子",
        "㊑架空電子",
        "有限会社架空電子",
        "架空電子(有)",
        "㈲架空電子",
        "合同会社架空電子",
        "一般社団法人架空電子",
        "一般財団法人 架空電子",
        "国立大学法人架空電子",
        "独立行政法人架空電子",
        "地方独立行政法人架空電子",
        "医療法人社団 架空電子",
        "架空電子 Co., Ltd.",
        "架空電子Co.,Ltd.",
    ],
)
def test_a_japanese_name_without_its_form(written: str) -> None:
    assert company_key(written) == "架空電子"


@pytest.mark.parametrize(
    "written",
    [
        "Kakuu Systems Co., Ltd.",
        "KAKUU SYSTEMS CO.,LTD",
        "Kakuu Systems Company Limited",
        "Kakuu Systems, Inc.",
        "Kakuu Systems Corporation",
        "Kakuu Systems Corp.",
        "Kakuu Systems K.K.",
        "K.K. Kakuu Systems",
        "Kakuu Systems GmbH",
        "Kakuu Systems LLC",
        "Kakuu Systems L.L.C.",
        "Kakuu Systems Limited",
        "Kakuu Systems Pte. Ltd.",
        "Ｋａｋｕｕ　Ｓｙｓｔｅｍｓ　Ｌｔｄ．",
    ],
)
def test_a_latin_name_without_its_form(written: str) -> None:
    assert company_key(written) == "kakuusystems"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("日本医療法人協会", "日本医療法人協会", id="a form inside a name is the name"),
        pytest.param("Incognito", "incognito", id="a word that begins like a form"),
        pytest.param("Texaco", "texaco", id="a word that ends like a form"),
        pytest.param("株式会社", "株式会社", id="nothing but the form"),
        pytest.param("AG", "ag", id="nothing but a Latin form"),
        pytest.param("", "", id="empty"),
    ],
)
def test_company_key_takes_no_more_than_the_form(name: str, key: str) -> None:
    assert company_key(name) == key


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("1200", 1200),
        ("１，２００台", 1200),
        ("1,200 台", 1200),
        ("3式", 3),
        ("450床", 450),
        ("2 本", 2),
        ("10個", 10),
        ("４か所", 4),
        ("12.0", 12),
        ("−5", -5),
        ("+5", 5),
        ("0", 0),
    ],
)
def test_number(typed: str, wanted: int) -> None:
    assert number(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("約10台", "not-a-number"),
        ("台", "not-a-number"),
        ("1,23", "not-a-number"),
        ("1,2345", "not-a-number"),
        ("1.2.3", "not-a-number"),
        ("-", "not-a-number"),
        ("--5", "not-a-number"),
        ("٣", "not-a-number"),
        ("3kg", "unknown-unit"),
        ("1E5", "unknown-unit"),
        ("12.5台", "not-whole"),
        ("9" * 5000, "too-large"),
    ],
)
def test_number_refused(typed: str, code: str) -> None:
    with pytest.raises(ValueError) as refused:
        number(typed)
    assert refused.value.args == (code,)
    assert code in NUMBER_CODES


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("１，２３４．５０", "1234.50"), ("0.1", "0.1"), (".5", "0.5"), ("－2.5", "-2.5")],
)
def test_decimal_number(typed: str, wanted: str) -> None:
    assert str(decimal_number(typed)) == wanted


def test_decimal_number_has_no_unit() -> None:
    with pytest.raises(ValueError, match=r"^unknown-unit$"):
        decimal_number("12.5%")


@pytest.mark.parametrize(
    ("text", "as_number", "is_fraction", "wanted"),
    [
        pytest.param("12.5%", None, False, "12.5", id="sign"),
        pytest.param("１２．５％", None, False, "12.5", id="full width"),
        pytest.param("12.5", None, False, "12.5", id="bare points"),
        pytest.param("12.5 パーセント", None, False, "12.5", id="word"),
        pytest.param("0.125", 0.125, True, "12.5", id="percent cell"),
        pytest.param("12.5%", 0.125, True, "12.5", id="percent cell shown as text"),
        pytest.param("100%", 1.0, True, "100", id="percent cell, whole"),
        pytest.param("", 0.07, True, "7", id="no binary noise"),
        pytest.param("", 0.1 + 0.2, True, "30", id="no binary noise from a sum"),
        pytest.param("12.5", 12.5, False, "12.5", id="number cell"),
        pytest.param("0.125", None, True, "12.5", id="fraction as text"),
        pytest.param("12.5%", None, True, "12.5", id="the sign wins"),
    ],
)
def test_percent(text: str, as_number: float | None, is_fraction: bool, wanted: str) -> None:
    assert str(percent(text, as_number, is_fraction=is_fraction)) == wanted


@pytest.mark.parametrize(
    ("text", "as_number", "code"),
    [
        ("", None, "empty"),
        ("五割", None, "not-a-number"),
        ("5割", None, "unknown-unit"),
        ("x", float("nan"), "not-a-number"),
    ],
)
def test_percent_refused(text: str, as_number: float | None, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        percent(text, as_number)


@given(st.text())
def test_a_number_is_read_or_refused_with_a_code(text: str) -> None:
    try:
        number(text)
    except ValueError as refused:
        assert refused.args[0] in NUMBER_CODES
