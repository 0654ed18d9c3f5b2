"""Areas that hospitals are counted by: the eight regions, the regional bureaus, the prefectures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from hospital_onboard.reference.letters import unaccented
from hospital_onboard.reference.prefectures import Prefecture, all_prefectures, find_prefecture
from hospital_onboard.text.normalise import clean, fold
from hospital_onboard.text.wording import Lang

#: What 地方 may mean (assumption ``region-scheme``); the proposal does not define it.
Scheme = Literal["eight", "bureau"]
SCHEMES: Final[tuple[Scheme, ...]] = ("eight", "bureau")
_OFFICE_JA: Final = re.compile(r"厚生(支)?局$")
_OFFICE_EN: Final = re.compile(r" (Regional|Branch) Bureau.*$")


@dataclass(frozen=True, slots=True)
class Area:
    """A region or a bureau's area. ``id`` is stable and never translated (``tohoku``); prefectures in order of code."""

    id: str
    name_ja: str
    name_en: str
    short_ja: str
    short_en: str
    prefectures: tuple[str, ...]

    def name(self, lang: Lang) -> str:
        """四国厚生支局 / Shikoku Branch Bureau of Health and Welfare; a region's name as it is."""
        return self.name_ja if lang == "ja" else self.name_en

    def short(self, lang: Lang) -> str:
        """Without the office: 四国 / Shikoku."""
        return self.short_ja if lang == "ja" else self.short_en


@cache
def regions(scheme: Scheme) -> tuple[Area, ...]:
    """Every area of a scheme, from the north."""
    found: dict[str, list[Prefecture]] = {}
    for prefecture in all_prefectures():
        found.setdefault(prefecture.region_ja if scheme == "eight" else prefecture.bureau_ja, []).append(prefecture)
    return tuple(_area(scheme, members) for members in found.values())


def bureaus() -> tuple[Area, ...]:
    """The regional bureaus of health and welfare (地方厚生(支)局)."""
    return regions("bureau")


def region_of(prefecture: str, scheme: Scheme) -> Area:
    """The area a prefecture belongs to. Raises ``KeyError`` for a code that is none."""
    return _by_prefecture(scheme)[prefecture]


def find_bureau(text: str) -> Area | None:
    """What somebody meant: 四国, 四国厚生支局, shikoku, or a prefecture of it; None when nothing fits."""
    wanted = fold(unaccented(clean(text)))
    for bureau in bureaus():
        names = (bureau.id, bureau.name_ja, bureau.name_en, bureau.short_ja, bureau.short_en)
        if wanted in {fold(unaccented(name)) for name in names}:
            return bureau
    prefecture = find_prefecture(text)
    return None if prefecture is None else region_of(prefecture.code, "bureau")


def _area(scheme: Scheme, members: Iterable[Prefecture]) -> Area:
    codes = tuple(prefecture.code for prefecture in members)
    first = next(p for p in all_prefectures() if p.code == codes[0])
    ja, en = (first.region_ja, first.region_en) if scheme == "eight" else (first.bureau_ja, first.bureau_en)
    short = _OFFICE_EN.sub("", en)
    return Area(re.sub(r"[^a-z]+", "-", short.lower()), ja, en, _OFFICE_JA.sub("", ja), short, codes)


@cache
def _by_prefecture(scheme: Scheme) -> dict[str, Area]:
    return {code: area for area in regions(scheme) for code in area.prefectures}
