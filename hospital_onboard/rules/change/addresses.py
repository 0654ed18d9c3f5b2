"""In which country an address lies, as far as its text says so without doubt."""

import re
from functools import cache
from typing import Final

from hospital_onboard.reference.countries import all_countries, find_country
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.text.normalise import clean

_PARTS = re.compile(r"[,、，\n]")
_JAPANESE_POSTCODE = re.compile(r"^〒\s*[0-9]{3}-?[0-9]{4}")
#: Letters and signs of a postcode before or after the name of a country: 「Singapore 018956」, 「D-10115 Germany」.
_POSTCODE = re.compile(r"^[A-Z]{0,2}-?[0-9][0-9A-Z-]*\s+|\s+[0-9][0-9A-Z-]*$")
#: Two letters at the end of an address are as often a state (CA, DE, IN) as a country.
_SHORTEST_NAME: Final = 3
#: A country, and a state of the USA.
_TWO_PLACES: Final = frozenset({"georgia"})
#: The name of a country, and of a region of Japan that many buildings and firms are called after.
_CHINA: Final = "中国"
_IN_CHINA = re.compile(r"^中国\s*[^\s]{0,8}?(?:省|自治区|北京|上海|天津|重慶|深圳|香港|マカオ)")
#: Numbers of blocks as only Japanese addresses have them.
_BLOCK = re.compile(r"[0-9一二三四五六七八九十]\s*(?:丁目|番地)")
#: Cities designated by Cabinet Order (地方自治法第252条の19): the registry leaves out the prefecture before them.
_DESIGNATED_CITIES: Final = (
    *("札幌市", "仙台市", "さいたま市", "千葉市", "横浜市", "川崎市", "相模原市", "新潟市", "静岡市", "浜松市"),
    *("名古屋市", "京都市", "大阪市", "堺市", "神戸市", "岡山市", "広島市", "北九州市", "福岡市", "熊本市"),
)


def country_of(address: str) -> str | None:
    """The country's alpha-2 code; None when the text names none, or two places have that name."""
    text = clean(address)
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    # What begins in Latin letters ends with its country: in 「Peru, Indiana」 the first name is a town's.
    for part in parts[-1:] if text[:1].isascii() else (*parts[-1:], *parts[:1]):
        name = _POSTCODE.sub("", part)
        if len(name) >= _SHORTEST_NAME and name.casefold() not in _TWO_PLACES and (found := find_country(name)):
            return found
    abroad = next(((name, code) for name, code in _japanese_names() if text.startswith(name)), None)
    if abroad is not None and (abroad[0] != _CHINA or _IN_CHINA.match(text)):
        return abroad[1]
    return "JP" if abroad is None and _is_japanese(text) else None


def _is_japanese(text: str) -> bool:
    if find_prefecture(text) or text.startswith(_DESIGNATED_CITIES):
        return True
    return bool(_JAPANESE_POSTCODE.match(text) or _BLOCK.search(text))


@cache
def _japanese_names() -> tuple[tuple[str, str], ...]:
    """Names as a Japanese address begins with them, the longest first."""
    names = [(name, code) for code, name in all_countries("ja") if len(name) > 1]
    return tuple(sorted(names, key=lambda item: -len(item[0])))
