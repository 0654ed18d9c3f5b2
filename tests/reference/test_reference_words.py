"""Countries and spellings: what people write finds one code."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.reference.countries import all_countries, country_name, find_country
from hospital_onboard.reference.vocabulary import find_code, key, synonyms

COUNTRIES = [code for code, _ in all_countries("en")]


@given(st.sampled_from(COUNTRIES), st.sampled_from(["ja", "en"]))
def test_the_name_of_a_country_finds_the_country(code: str, lang: str) -> None:
    name = country_name(code, lang)
    assert find_country(name) == code
    assert find_country(f" {name.upper()}　") == code


def test_249_official_countries_and_nothing_else() -> None:
    assert len(COUNTRIES) == len(set(COUNTRIES)) == 249
    assert not {"EU", "UN", "ZZ", "QO", "EZ", "XA", "XB", "XK", "UK"} & set(COUNTRIES)


def test_japan_comes_first_then_the_order_a_reader_expects() -> None:
    ja = [name for _, name in all_countries("ja")]
    assert ja[:2] == ["日本", "アイスランド"]
    assert ja.index("カンボジア") > ja.index("韓国") > ja.index("カメルーン")
    assert ja.index("スイス") < ja.index("台湾") < ja.index("中国") < ja.index("ドイツ")
    en = [name for _, name in all_countries("en")]
    assert en[0] == "Japan"
    assert en.index("Åland Islands") < en.index("Albania")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(t, "US") for t in ("米国", "アメリカ", "USA", "U.S.A.", "ＵＳＡ", "us", "United States of America")],
        *[(t, "KR") for t in ("韓国", "大韓民国", "KOR", "Republic of Korea", "South Korea")],
        *[(t, "CN") for t in ("中国", "中華人民共和国", "China", "CHN", "P.R. China")],
        *[(t, "GB") for t in ("英国", "UK", "イギリス", "GBR", "United Kingdom")],
        *[(t, "DE") for t in ("ドイツ連邦共和国", "独", "Germany", "deu")],
        *[("台湾", "TW"), ("臺灣", "TW"), ("香港", "HK"), ("日本国", "JP"), ("JPN", "JP"), ("Viet Nam", "VN")],
        *[("Cote d'Ivoire", "CI"), ("Turkiye", "TR"), ("Saint Lucia", "LC"), ("Bosnia and Herzegovina", "BA")],
        *[("NO", "NO"), ("NA", "NA")],
    ],
)
def test_a_country_is_found_however_written(text: str, code: str) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize("text", ["", "?", "N/A", "n/a", "No", "no", "na", "なし", "EU", "XK", "不明", "アジア", "ー"])
def test_what_is_no_country_finds_none(text: str) -> None:
    assert find_country(text) is None


def test_a_country_name_is_asked_for_by_code() -> None:
    assert (country_name("US", "ja"), country_name("US", "en")) == ("アメリカ合衆国", "United States")
    with pytest.raises(KeyError):
        country_name("EU", "ja")


def test_every_vocabulary_has_its_own_codes_only() -> None:
    for vocabulary, codes in VOCABULARIES.items():
        assert set(synonyms(vocabulary)) <= set(codes), vocabulary
    assert set(synonyms("country")) <= set(COUNTRIES)


@pytest.mark.parametrize("vocabulary", [*VOCABULARIES, "country"])
def test_a_spelling_stands_for_one_code(vocabulary: str) -> None:
    taken = {key(code): code for code in VOCABULARIES.get(vocabulary, ())}
    for code, spellings in synonyms(vocabulary).items():
        for spelling in spellings:
            assert key(spelling), (vocabulary, code, spelling)
            assert taken.setdefault(key(spelling), code) == code, (vocabulary, spelling)


def test_a_synonym_of_a_country_is_no_other_countrys_name_or_code() -> None:
    for code, spellings in synonyms("country").items():
        for spelling in spellings:
            assert find_country(spelling) == code, spelling


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_codes_labels_and_synonyms_are_found(vocabulary: str) -> None:
    labels = {code: f"見出し{code}" for code in VOCABULARIES[vocabulary]}
    for code in VOCABULARIES[vocabulary]:
        for text in (code, code.upper(), labels[code], *synonyms(vocabulary).get(code, ())):
            assert find_code(vocabulary, text, labels) == code, text
    for text in ("", " ", "△", "どれでもない"):
        assert find_code(vocabulary, text, labels) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("はい", "yes"),
        ("○", "yes"),
        ("〇", "yes"),
        ("有", "yes"),
        ("該当", "yes"),
        ("Y", "yes"),
        ("Ｙｅｓ", "yes"),
        ("いいえ", "no"),
        ("×", "no"),
        ("無", "no"),
        ("非該当", "no"),
        ("No", "no"),
        ("N", "no"),
        ("no", "no"),
        ("不明", "unknown"),
        ("未定", "unknown"),
        ("未確認", "unknown"),
        ("?", "unknown"),
        ("？", "unknown"),
    ],
)
def test_yes_no_and_unknown(text: str, code: str) -> None:
    assert find_code("yes_no_unknown", text, {}) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("アプリ", "application"),
        ("業務AP", "application"),
        ("MW", "middleware"),
        ("ＤＢ", "dbms"),
        ("基本ソフト", "os"),
        ("ハイパーバイザー", "hypervisor"),
        ("サーバー", "server"),
        ("サーバ", "server"),
        ("ＮＷ", "network"),
        ("スイッチ", "network"),
        ("クラウド", "cloud"),
        ("連携エンジン", "interface_engine"),
        ("PC", "terminal"),
    ],
)
def test_layers(text: str, code: str) -> None:
    labels = {"server": "サーバ", "interface_engine": "連携エンジン"}
    assert find_code("layer", text, labels) == code


def test_a_label_on_screen_wins_over_a_synonym() -> None:
    assert find_code("yes_no", "なし", {"yes": "なし", "no": "いいえ"}) == "yes"


def test_a_vocabulary_that_does_not_exist_is_our_mistake() -> None:
    for ask in (lambda: synonyms("layers"), lambda: find_code("layers", "server", {})):
        with pytest.raises(KeyError, match="no vocabulary 'layers'"):
            ask()


def test_importing_the_room_reads_nothing_and_loads_neither_babel_nor_yaml() -> None:
    code = (
        "import sys\n"
        "from hospital_onboard.reference import countries, groups, hospitals, measures, prefectures, vocabulary\n"
        "assert not {'babel', 'yaml'} & set(sys.modules)\n"
        "for module in (countries, groups, hospitals, measures, prefectures, vocabulary):\n"
        "    for name, value in vars(module).items():\n"
        "        info = getattr(value, 'cache_info', None)\n"
        "        assert info is None or info().currsize == 0, name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
