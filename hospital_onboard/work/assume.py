"""Assumptions of a store: what somebody takes for granted so that something can be computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hospital_onboard.domain.assumption import Assumption
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/assume/1"


@dataclass(frozen=True)
class Shown:
    """One key that can be assumed, in words; ``value`` is None while it is not."""

    key: str
    label: str
    meaning: str
    value: str | None
    #: The value in words: the choice's label, the day.
    said: str
    #: What it can be: code and label of each choice; else ``wanted`` says between what.
    choices: tuple[tuple[str, str], ...] = ()
    wanted: str = ""


def assumed(desk: Desk) -> Mapping[str, str]:
    """Key -> value, as kept."""
    return {record.key: record.value for record in records.select(desk.store, Assumption)}


def listed(desk: Desk, lang: Lang) -> tuple[Shown, ...]:
    """Every key with its meaning and what is assumed now."""
    now, known = assumed(desk), law(REGIME).assumables
    return tuple(
        Shown(
            key.key,
            key.label.of(lang),
            key.meaning.of(lang),
            now.get(key.key),
            key.choices[now[key.key]].of(lang) if now.get(key.key) in key.choices else now.get(key.key, ""),
            tuple((code, label.of(lang)) for code, label in key.choices.items()),
            known.wanted(law(REGIME).regime, key),
        )
        for key in known.keys.values()
    )


def resting_on(desk: Desk, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What every result rests on without its being law, as (id, sentence): the regime's own, then the person's."""
    said, mark = words(lang), words(lang)("standing.assumed")
    own = ((item.id, item.text.of(lang)) for item in regime(REGIME).assumptions)
    here = (
        (one.key, said("determine.assumed_value", label=one.label, value=one.said, key=mark))
        for one in listed(desk, lang)
        if one.value is not None
    )
    return (*own, *here)


def read(settings: list[str]) -> dict[str, str]:
    """``commencement=2027-10-01`` and the like, checked; the whole lot or nothing.

    Raises:
        Refusal: ``bad-assumption``, ``no-such-assumption``.
    """
    known, wanted = law(REGIME).assumables, {}
    for setting in settings:
        key, equals, raw = setting.partition("=")
        if not equals:
            raise Refusal("no-such-assumption", USAGE, where=setting, known=", ".join(known.keys))
        wanted[key.strip()] = known.check(law(REGIME).regime, key.strip(), raw)
    return wanted


def assume(desk: Desk, settings: list[str]) -> dict[str, str]:
    """Set assumptions (``KEY=VALUE``), in one step of the trail; returns key -> value as kept.

    Raises:
        Refusal: see ``read``; ``changed-meanwhile``.
    """
    wanted = read(settings)
    stored = {record.key: record for record in records.select(desk.store, Assumption)}
    changes = []
    for key, value in wanted.items():
        before = stored.get(key)
        if before is None:
            made = Assumption(id=new_id("assumption"), key=key, value=value, origin={"*": "form"})
            changes.append(Change(None, made))
        elif before.value != value:
            changes.append(Change(before, before.changed(value=value)))
    if changes:
        saving.save(desk.store, changes, desk.stamp("assume"))
    return wanted


def clear(desk: Desk, keys: list[str]) -> tuple[str, ...]:
    """Take assumptions back; returns the keys that were set.

    Raises:
        Refusal: ``no-such-assumption`` for a key that has no meaning; ``changed-meanwhile``.
    """
    known = law(REGIME).assumables.keys
    for key in keys:
        if key not in known:
            raise Refusal("no-such-assumption", USAGE, where=key, known=", ".join(known))
    gone = [record for record in records.select(desk.store, Assumption) if record.key in keys]
    if gone:
        saving.save(desk.store, [Change(record, None) for record in gone], desk.stamp("assume"))
    return tuple(record.key for record in gone)


def to_json(desk: Desk, lang: Lang) -> dict[str, Any]:
    """The documented shape ``hospital-onboard/assume/1``."""
    return {
        "schema": SCHEMA,
        "assumptions": [
            {"key": one.key, "value": one.value, "label": one.label, "meaning": one.meaning}
            for one in listed(desk, lang)
        ],
    }
