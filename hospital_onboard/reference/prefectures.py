"""The 47 prefectures: JIS X 0401 code, names, region, regional bureau, and their place on the tile map."""

import re
from dataclasses import dataclass
from functools import cache

from hospital_onboard.reference.letters import unaccented
from hospital_onboard.reference.table import read_table
from hospital_onboard.text.normalise import clean, fold
from hospital_onboard.text.wording import Lang

_POSTCODE = re.compile(r"^〒?\s*[0-9]{3}-?[0-9]{4}\s*")
_NUMBER = re.compile(r"(?:jp-?)?([0-9]{1,2})")
_ENGLISH_ENDINGS = ("prefecture", "metropolis", "pref", "to", "do", "fu", "ken")


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One prefecture. Source: ``seed_data/prefectures.csv``.

    ``code`` has two digits with the zero kept. The region is the eight-region arrangement, which differs from the
    bureau's area (三重 is 近畿 by region and 東海北陸 by bureau). ``tile_row`` and ``tile_col`` count from 0 at the top
    left of our own grid and have no meaning outside the map.
    """

    code: str
    name_ja: str
    name_short_ja: str
    name_en: str
    region_ja: str
    region_en: str
    bureau_ja: str
    bureau_en: str
    tile_row: int
    tile_col: int

    def name(self, lang: Lang) -> str:
        """東京都 / Tokyo."""
        return self.name_ja if lang == "ja" else self.name_en

    def region(self, lang: Lang) -> str:
        """関東 / Kanto."""
        return self.region_ja if lang == "ja" else self.region_en

    def bureau(self, lang: Lang) -> str:
        """The regional bureau of health and welfare (地方厚生(支)局) in charge."""
        return self.bureau_ja if lang == "ja" else self.bureau_en


@cache
def all_prefectures() -> tuple[Prefecture, ...]:
    """All 47 by code, 01 first. Raises ``SeedError`` when the file is broken."""
    return read_table("prefectures.csv", _build)


def prefecture(code: str) -> Prefecture:
    """The prefecture of a two-digit code. Raises ``KeyError`` for any other text."""
    return _by_code()[code]


def find_prefecture(text: str) -> Prefecture | None:
    """What somebody meant: ``13``, ``1`` (the zero Excel dropped), ``JP-13``, 東京, 東京都, Tokyo, an address.

    An address counts only with the full name in front (東京都港区…, with or without a postcode): a short name in front
    proves nothing (石川町 is in Fukushima). None when nothing fits.
    """
    cleaned = clean(text)
    if number := _NUMBER.fullmatch(cleaned.casefold()):
        return _by_code().get(number[1].zfill(2))
    if exact := _by_name().get(fold(unaccented(cleaned))):
        return exact
    address = _POSTCODE.sub("", cleaned)
    return next((p for p in all_prefectures() if address.startswith(p.name_ja)), None)


def _build(cells: dict[str, str]) -> Prefecture:
    texts = {
        name: cells[name]
        for name in ("code", "name_ja", "name_short_ja", "name_en", "region_ja", "region_en", "bureau_ja", "bureau_en")
    }
    return Prefecture(**texts, tile_row=int(cells["tile_row"]), tile_col=int(cells["tile_col"]))


@cache
def _by_code() -> dict[str, Prefecture]:
    return {p.code: p for p in all_prefectures()}


@cache
def _by_name() -> dict[str, Prefecture]:
    names: dict[str, Prefecture] = {}
    for p in all_prefectures():
        english = fold(p.name_en)
        spellings = [fold(p.name_ja), fold(p.name_short_ja), english, *(english + end for end in _ENGLISH_ENDINGS)]
        names.update(dict.fromkeys(spellings, p))
    return names
