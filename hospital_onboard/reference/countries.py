"""Countries and territories of ISO 3166-1 with names in Japanese and English (Unicode CLDR, as Babel carries it).

Only the 249 official alpha-2 codes: no EU, UN or ZZ, no codes merely reserved (AC, IC, …) and no user-assigned ones
(XK). Names are CLDR's, chosen for readers; they are not the wording of any form.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from hospital_onboard.reference.letters import unaccented
from hospital_onboard.reference.vocabulary import key, synonyms
from hospital_onboard.text.normalise import clean
from hospital_onboard.text.wording import Lang

#: In CLDR, but not official ISO 3166-1 codes: reserved, user-assigned, or no country at all.
_NOT_ISO: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
#: Alpha-3 codes of former states, which CLDR lists as aliases of the present ones.
_FORMER: Final = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
#: Words that people write in a cell meaning something else than the country of that code.
_ALSO_WORDS: Final = frozenset({"NO", "NA"})
#: How Japanese names that do not start with katakana are read, for sorting.
_READINGS: Final = {
    "南": "ミナミ",
    "北朝鮮": "キタチョウセン",
    "北": "キタ",
    "東": "ヒガシ",
    "西": "ニシ",
    "米領": "ベイリョウ",
    "英領": "エイリョウ",
    "仏領": "フツリョウ",
    "中央": "チュウオウ",
    "中華": "チュウカ",
    "中国": "チュウゴク",
    "赤道": "セキドウ",
    "韓国": "カンコク",
    "日本": "ニホン",
    "合衆国": "ガッシュウコク",
    "台湾": "タイワン",
    "南極": "ナンキョク",
}
_SMALL: Final = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", "ー・")


def country_name(code: str, lang: Lang) -> str:
    """The name of an alpha-2 code in capitals. Raises ``KeyError`` for any other text."""
    return _names(lang)[code]


@cache
def all_countries(lang: Lang) -> tuple[tuple[str, str], ...]:
    """All (code, name): Japan first, then by name; Japanese by reading, English by letters without accents."""
    order = _reading if lang == "ja" else _letters
    return tuple(sorted(_names(lang).items(), key=lambda item: (item[0] != "JP", order(item[1]), item[0])))


@lru_cache(maxsize=8192)
def find_country(text: str) -> str | None:
    """The alpha-2 code meant by a code (alpha-2 or alpha-3), a name in Japanese or English, or a synonym.

    Codes count in any case, except NO and NA, which must be in capitals: "No" and "n/a" are no countries.
    None when nothing fits.
    """
    written = clean(text)
    code = written.upper()
    if code in _codes() and (written == code or code not in _ALSO_WORDS):
        return _codes()[code]
    return _by_name().get(key(text)) or _by_name().get(key(unaccented(written)))


@cache
def _names(lang: Lang) -> Mapping[str, str]:
    # Babel costs a tenth of a second; most runs never ask for a country.
    from babel import Locale

    territories = Locale.parse(lang).territories
    return {code: str(territories[code]) for code in sorted(territories) if _is_iso(code)}


def _is_iso(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NOT_ISO


@cache
def _codes() -> dict[str, str]:
    """Alpha-2 and alpha-3 codes in capitals to alpha-2."""
    from babel.core import get_global

    codes = {code: code for code in _names("en")}
    for alias, present in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and alias not in _FORMER and len(present) == 1 and present[0] in codes:
            codes[alias] = present[0]
    return codes


@cache
def _by_name() -> dict[str, str]:
    """Folded spelling to code; a name of CLDR wins over a synonym."""
    found = {key(spelling): code for code, spellings in synonyms("country").items() for spelling in spellings}
    found.update({key(spelling): code for code, name in _names("en").items() for spelling in _spellings(name)})
    found.update({key(name): code for code, name in _names("ja").items()})
    return found


def _spellings(name: str) -> Iterator[str]:
    """An English name as CLDR has it, and as people without its typography write it."""
    for spelling in (name, name.replace("&", "and"), name.replace("St.", "Saint"), name.replace("Is.", "Islands")):
        yield spelling
        yield unaccented(spelling)


def _letters(name: str) -> tuple[str, str]:
    return unaccented(name).casefold(), name


def _reading(name: str) -> tuple[str, str]:
    """Gojūon order: voiced after unvoiced, long marks and small kana ignored at first."""
    for start in sorted(_READINGS, key=len, reverse=True):
        if name.startswith(start):
            name = _READINGS[start] + name.removeprefix(start)
            break
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if c not in "\u3099\u309a")
    return plain.translate(_SMALL), name
