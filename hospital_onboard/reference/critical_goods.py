"""Specified critical goods (特定重要物資), and which components may be some: our own suspicion by name, no proof."""

import re
from functools import cache

from hospital_onboard import places
from hospital_onboard.domain.codes import Layer
from hospital_onboard.reference.bilingual import Bilingual, BilingualList, Frozen, Mark, NonEmpty, Passage, Standing
from hospital_onboard.text.normalise import fold

_LATIN = re.compile(r"[a-z0-9]+")


class CriticalGood(Frozen):
    """One of the goods that an order names. No words and no layers: nothing in a hospital's systems is suspected."""

    id: NonEmpty
    label: Bilingual
    words: BilingualList | None = None
    layers: tuple[Layer, ...] = ()


class _File(Frozen):
    checked_on: NonEmpty
    standing: Standing
    source: Passage
    confidence: Mark
    suspicion_confidence: Mark
    goods: tuple[CriticalGood, ...]


@cache
def all_critical_goods() -> tuple[CriticalGood, ...]:
    """All 16 (提言 II.1(1) note 7). Raises ``SeedError`` when the file is broken."""
    return _file().goods


def source() -> Passage:
    """Where the goods are named."""
    return _file().source


@cache
def suspected(product: str, functions: str | None, layer: Layer | None) -> CriticalGood | None:
    """The first of the goods that a component's name, functions or layer speak of; None when nothing does.

    A word in Latin letters counts only as a whole word: UPS is not in GROUPS.
    """
    said = f"{product}\n{functions or ''}"
    return next((good for good in all_critical_goods() if _speaks_of(good, said, layer)), None)


def _speaks_of(good: CriticalGood, said: str, layer: Layer | None) -> bool:
    if layer in good.layers:
        return True
    if good.words is None:
        return False
    whole, folded = set(_LATIN.findall(said.casefold())), fold(said)
    for word in (*good.words.ja, *good.words.en):
        latin = _LATIN.findall(word.casefold())
        if set(latin) <= whole if latin else fold(word) in folded:
            return True
    return False


@cache
def _file() -> _File:
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "critical_goods.yaml", _File)
