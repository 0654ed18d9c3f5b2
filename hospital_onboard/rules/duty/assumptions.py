"""What may be assumed, and what a view or a rule assumes by itself: ``assumptions.yaml``."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.bilingual import Bilingual, Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.regime import Citation, Name, Regime
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import clean


class Key(Frozen):
    """One thing a person may assume: a day, a choice, or a whole number up to a parameter of the law."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    kind: Literal["day", "choice", "number"]
    label: Bilingual
    meaning: Bilingual
    #: Bounds of a day, both included.
    first_day: date | None = None
    last_day: date | None = None
    choices: dict[str, Bilingual] = Field(default_factory=dict)
    #: Bounds of a number: at least this, at most the parameter's value.
    least: int = 0
    most: Name | None = None


class BuiltIn(Frozen):
    """Something the encoding itself rests on."""

    id: Name
    text: Bilingual
    source: Citation


class _File(Frozen):
    keys: Annotated[tuple[Key, ...], Field(min_length=1)]
    built_in: tuple[BuiltIn, ...]


class Assumables:
    """The keys of a regime, and the texts of what is built in."""

    def __init__(self, keys: Mapping[str, Key], texts: Mapping[str, Bilingual]) -> None:
        self.keys = keys
        #: Id of a built-in assumption -> its text (those of ``regime.yaml`` included).
        self.texts = texts

    def text(self, id: str) -> Bilingual:
        """What is assumed, for a key or a built-in id."""
        key = self.keys.get(id)
        return key.label if key is not None else self.texts[id]

    def check(self, regime: Regime, key: str, raw: str) -> str:
        """The value in the form in which it is kept (ISO day, code, digits).

        Raises:
            Refusal: ``no-such-assumption``, ``bad-assumption``.
        """
        found = self.keys.get(key)
        if found is None:
            raise Refusal("no-such-assumption", USAGE, where=key, known=", ".join(self.keys))
        value = clean(raw)
        match found.kind:
            case "day":
                return _day(found, value)
            case "choice":
                if value not in found.choices:
                    raise _bad(found, value, self.wanted(regime, found))
                return value
            case _:
                most = _most(regime, found)
                if not (value.isascii() and value.isdigit()) or not found.least <= int(value) <= most:
                    raise _bad(found, value, self.wanted(regime, found))
                return str(int(value))

    def wanted(self, regime: Regime, key: Key) -> str:
        """What the key's value can be: between which days or numbers, or one of which codes."""
        match key.kind:
            case "day":
                return _days(key)
            case "choice":
                return " | ".join(key.choices)
            case _:
                return f"{key.least}–{_most(regime, key)}"


def _most(regime: Regime, key: Key) -> int:
    return regime.parameters[key.most].values[-1].value if key.most else key.least


def _day(key: Key, value: str) -> str:
    try:
        day = read_date(value)
    except DateError as fault:
        raise _bad(key, value, _days(key)) from fault
    if (key.first_day and day < key.first_day) or (key.last_day and day > key.last_day):
        raise _bad(key, value, _days(key))
    return day.isoformat()


def _days(key: Key) -> str:
    """Between which days; a day as an example where there is no limit."""
    if key.first_day is None and key.last_day is None:
        return "2027-10-01 (YYYY-MM-DD)"
    return f"{key.first_day or ''} – {key.last_day or ''}".strip()


def _bad(key: Key, seen: str, wanted: str) -> Refusal:
    return Refusal("bad-assumption", USAGE, where=key.key, seen=seen, wanted=wanted)


def read_assumables(path: Path, regime: Regime) -> Assumables:
    """The keys and built-in assumptions of a regime.

    Raises:
        SeedError: a broken file, something written twice, an unknown instrument or parameter.
    """
    file = load(path, _File)
    keys = {key.key: key for key in file.keys}
    texts = {item.id: item.text for item in regime.assumptions} | {item.id: item.text for item in file.built_in}
    if len(keys) != len(file.keys) or len(texts) != len(regime.assumptions) + len(file.built_in):
        raise SeedError(path, 0, "", "written twice")
    for item in file.built_in:
        if item.source.instrument not in regime.instruments:
            raise SeedError(path, 0, item.id, f"no instrument {item.source.instrument!r}")
    for key in file.keys:
        if key.kind == "number" and (key.most is None or key.most not in regime.parameters):
            raise SeedError(path, 0, key.key, f"no parameter {key.most!r}")
        if key.kind == "choice" and not key.choices:
            raise SeedError(path, 0, key.key, "a choice without choices")
    return Assumables(keys, texts)
