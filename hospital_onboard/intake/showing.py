"""Values and choices as a person reads them, in both languages where they are codes of ours."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Country, Prefecture, Ref
from hospital_onboard.reference.countries import country_name
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.text.wording import LANGUAGES, words


def as_text(raw: object) -> str:
    """What a cell shows, as text: a whole number without its point, a day in ISO form."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"
    if isinstance(raw, datetime):
        midnight = (raw.hour, raw.minute, raw.second) == (0, 0, 0)
        return raw.date().isoformat() if midnight else raw.isoformat(" ", "seconds")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def shown(kind: type[Record], field: str, value: object, title_of: Callable[[str], str]) -> str:
    """A record's value as a person reads it, in words of both languages where it is a code."""
    shape = shape_of(kind, field)
    if isinstance(shape, Choice):
        return _pair(shape.vocabulary, str(value))
    if isinstance(shape, Country):
        return f"{country_name(str(value), 'ja')} ({country_name(str(value), 'en')})"
    if isinstance(shape, Prefecture):
        return prefecture(str(value)).name_ja
    return title_of(str(value)) if isinstance(shape, Ref) else as_text(value)


@lru_cache
def choices_shown(vocabulary: str) -> str:
    """All choices in both languages: ``はい (Yes) / いいえ (No)``."""
    return " / ".join(_pair(vocabulary, code) for code in Choice(vocabulary).codes)


@lru_cache
def kinds_shown(kinds: tuple[str, ...]) -> str:
    """Names of kinds of records in both languages."""
    ja, en = words("ja"), words("en")
    return " / ".join(f"{ja(f'kind.{kind}')} ({en(f'kind.{kind}')})" for kind in kinds)


def _pair(vocabulary: str, code: str) -> str:
    first, second = (words(lang).choice(vocabulary, code) for lang in LANGUAGES)
    return first if first == second else f"{first} ({second})"
