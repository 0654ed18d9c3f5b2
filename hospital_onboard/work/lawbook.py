"""Reading the rules themselves: every value with source and standing, whether they load, how editions differ."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from hospital_onboard import places
from hospital_onboard.domain.readiness import Source
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.reference.strict_yaml import SeedError
from hospital_onboard.rules.duty.amounts import amount_of
from hospital_onboard.rules.edition.editions import Difference, Edition, compare, compare_days, faults, read_edition
from hospital_onboard.rules.edition.entries import Entry, EntryKind, Held
from hospital_onboard.rules.regime import REGIME, Value, digest_of, shipped_regimes
from hospital_onboard.text.dates import add_months, in_japan
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import utc_now

__all__ = ["STALE_AFTER", "Book", "Checked", "Difference", "Edition", "Entry", "EntryKind", "Held", "Stale"]

#: Months after which a value should be looked at again, unless somebody says otherwise; our own habit, no rule.
STALE_AFTER: Final = 6
#: A number of the law in the text of a duty: ``{waiting_period}``.
_PARAMETER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Checked:
    """A folder that loads: how many entries of each kind."""

    folder: Path
    digest: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Stale:
    """An entry that nobody looked at for too long, and since when."""

    entry: Entry
    checked_on: date


class Book:
    """An edition read on one law day, in one language: what screens, lists and JSON show of its entries."""

    def __init__(self, edition: Edition, on: date, lang: Lang) -> None:
        self.edition, self.on, self._say = edition, on, words(lang)
        self._lang: Lang = lang

    @property
    def lang(self) -> Lang:
        """The language it is told in."""
        return self._lang

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, kind by kind."""
        return self.edition.entries

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What everything read here rests on; to be shown wherever it is shown."""
        return tuple(assumption.text.of(self._lang) for assumption in self.edition.regime.assumptions)

    def label(self, entry: Entry) -> str:
        """What the entry is called."""
        if entry.kind == "requirement":
            return self._say(f"owed.{entry.id}")
        if entry.kind == "change":
            return self._fields(entry.about)
        return "" if entry.label is None else entry.label.of(self._lang)

    def value(self, entry: Entry) -> str:
        """What the entry says on the law day, with its unit; that nothing is in force when nothing is."""
        held = entry.at(self.on)
        return self._say("lawbook.nothing") if held is None else self.said(entry, held)

    def said(self, entry: Entry, held: Held) -> str:
        """One value of the entry's history in words; numbers of the law in it are those of the law day."""
        text = held.value.of(self._lang) if isinstance(held.value, Bilingual) else held.value
        match entry.kind:
            case "parameter":
                return amount_of(entry.unit, text, self._lang)
            case "duty":
                return _PARAMETER.sub(lambda found: self._number(found[1]), text)
            case "change":
                return " / ".join(self._say(f"change_class.{part}") for part in text.split(" / "))
            case "requirement":
                return self._say(f"section.{text}")
            case _:
                return text

    def standing(self, entry: Entry, held: Held) -> str:
        """The standing in words; what is in force, but not for medical care on the law day, says so."""
        if held.standing is None:
            return ""
        begun = self.edition.law.views.medical_part.day
        elsewhere = held.standing == "in_force" and entry.kind in ("parameter", "table")
        if elsewhere and (begun is None or self.on < begun):
            return self._say("lawbook.in_force_elsewhere")
        return self._say(f"standing.{held.standing}")

    def cited(self, held: Held) -> tuple[str, ...]:
        """Where a value comes from, which wording was read when, and its words."""
        found = []
        if held.source is not None:
            confidence = self._say(f"confidence.{held.source.confidence}" if held.wording_read else "determine.unread")
            found.append(f"{held.source.document} {held.source.article}  {confidence}")
        if held.read_on is not None:
            found.append(self._say("rules.read_on", edition=held.edition or "-", read_on=held.read_on))
        if held.quote is not None:
            found.append(f"「{held.quote}」")
        return tuple(found)

    def conditions(self, entry: Entry) -> tuple[str, ...]:
        """When a row of the change table counts, in words; empty for any other entry."""
        keys = {
            "plans": "choice.plan_kind",
            "stages": "change_stage",
            "roles": "change_role",
            "test": "change_test",
        }
        comma = self._say("list.comma")
        return tuple(
            comma.join(self._say(f"{keys[name]}.{code}") for code in codes) for name, codes in entry.conditions
        )

    def to_json(self, entry: Entry, *, whole: bool = False) -> dict[str, Any]:
        """The entry on the law day; with its history, quotes and recommendations when the whole is asked for."""
        held = entry.at(self.on)
        found = {
            "kind": entry.kind,
            "id": entry.id,
            "file": entry.file,
            "label": self.label(entry),
            "unit": entry.unit or None,
            "about": list(entry.about),
            "conditions": {name: list(codes) for name, codes in entry.conditions},
            "checked_on": _iso(entry.checked_on),
            "in_force": held is not None,
            **(self._held_json(entry, held) if held is not None else {"value": None}),
        }
        if whole:
            found["note"] = "" if entry.note is None else entry.note.of(self._lang)
            found["history"] = [self._held_json(entry, past) for past in entry.history]
            found["recommended"] = [self._held_json(entry, asked) for asked in entry.recommended]
        return found

    def _held_json(self, entry: Entry, held: Held) -> dict[str, Any]:
        number = entry.kind == "parameter" and isinstance(held.value, str)
        return {
            "value": int(str(held.value)) if number else self._raw(entry, held),
            "from": _iso(held.first_day),
            "until": _iso(held.last_day),
            "standing": held.standing,
            "source": None if held.source is None else _source_json(held.source),
            "wording_read": held.wording_read,
            "quote": held.quote,
            "edition": _iso(held.edition),
            "read_on": _iso(held.read_on),
        }

    def _raw(self, entry: Entry, held: Held) -> str:
        """Codes stay codes; only texts are in the language."""
        return self.said(entry, held) if isinstance(held.value, Bilingual) else held.value

    def _number(self, parameter: str) -> str:
        known = self.edition.regime.parameters.get(parameter)
        value = None if known is None else known.at(self.on)
        if known is None or not isinstance(value, Value):
            return self._say("lawbook.nothing")
        return amount_of(known.unit, value.value, self._lang)

    def _fields(self, about: Iterable[str]) -> str:
        """``component.layer, component.added`` as the component's layer and an addition, kind by kind."""
        groups: dict[str, list[str]] = {}
        for what in about:
            kind, _, field = what.partition(".")
            groups.setdefault(kind, []).append(field)
        return self._say("lawbook.between_kinds").join(self._of_kind(kind, names) for kind, names in groups.items())

    def _of_kind(self, kind: str, fields: Iterable[str]) -> str:
        if kind == "*":
            return self._say("lawbook.all_the_rest")
        said = [
            self._say(own) if self._say.has(own := f"change_field.{field}") else self._say(f"field.{kind}.{field}")
            for field in fields
            if field not in ("", "*")
        ]
        name = self._say(f"kind.{kind}")
        return self._say("lawbook.of_kind", kind=name, fields=self._say("list.comma").join(said)) if said else name


def law_day(on: date | None) -> date:
    """The day the rules are read for: the one said, or today in Japan."""
    return on or in_japan(utc_now()).date()


def folder_of(said: str | Path | None) -> Path:
    """The folder of a shipped regime by its name, or a folder by its path; nothing said means the shipped ``espa``.

    Raises:
        Refusal: ``no-such-rules``.
    """
    name = str(said) if said else REGIME
    if name in shipped_regimes():
        return places.seed_data() / "regimes" / name
    folder = Path(name).expanduser()
    if not (folder / "regime.yaml").is_file():
        raise Refusal("no-such-rules", where=name, known=", ".join(shipped_regimes()))
    return folder


def edition(said: str | Path | None = None) -> Edition:
    """All rules of a folder, read and checked.

    Raises:
        Refusal: ``no-such-rules``; ``rules-broken`` (exit 3) naming each fault with its file and line.
    """
    folder = folder_of(said)
    try:
        return _edition(folder, digest_of(folder))
    except SeedError:
        raise _broken(folder) from None


def book(on: date, lang: Lang, said: str | Path | None = None) -> Book:
    """An edition read on a law day. Raises as ``edition`` does."""
    return Book(edition(said), on, lang)


def entries(said: str | Path | None = None, kind: str = "") -> tuple[Entry, ...]:
    """Every entry, or those of one kind. Raises as ``edition`` does."""
    return tuple(entry for entry in edition(said).entries if kind in ("", entry.kind))


def one(asked: str, said: str | Path | None = None) -> Entry:
    """An entry by its id, or by ``kind:id`` where two kinds share one.

    Raises:
        Refusal: ``no-such-rule``, ``which-rule``, and as ``edition`` does.
    """
    kind, colon, id = asked.rpartition(":")
    found = [entry for entry in entries(said, kind if colon else "") if entry.id == id]
    if not found:
        raise Refusal("no-such-rule", where=asked)
    if len(found) > 1:
        raise Refusal("which-rule", where=", ".join(f"{entry.kind}:{entry.id}" for entry in found))
    return found[0]


def check(said: str | Path | None = None) -> Checked:
    """Load a folder strictly, following every reference.

    Raises:
        Refusal: ``no-such-rules``; ``rules-broken`` (exit 3) naming each fault with its file and line.
    """
    found = edition(said)
    return Checked(found.folder, found.digest, dict(Counter(entry.kind for entry in found.entries)))


def diff(old: str | Path | None, new: str | Path | None) -> tuple[Difference, ...]:
    """What two editions do not share. Raises as ``edition`` does."""
    return compare(edition(old).folder, edition(new).folder)


def diff_days(old: date, new: date, said: str | Path | None = None) -> tuple[Difference, ...]:
    """What one edition does not say alike on two law days. Raises as ``edition`` does."""
    return compare_days(edition(said), old, new)


def stale(on: date, months: int = STALE_AFTER, said: str | Path | None = None) -> tuple[Stale, ...]:
    """What nobody looked at in the months before this day, the longest ago first. Raises as ``edition`` does."""
    last = add_months(on, -months)
    found = [Stale(e, e.checked_on) for e in entries(said) if e.checked_on is not None and e.checked_on < last]
    return tuple(sorted(found, key=lambda s: (s.checked_on, s.entry.kind, s.entry.id)))


def diff_json(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences as plain values."""
    return [{name: getattr(one, name) for name in ("file", "entry", "field", "old", "new")} for one in found]


def _source_json(source: Source) -> dict[str, str]:
    return {"document": source.document, "article": source.article, "confidence": source.confidence}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@cache
def _edition(folder: Path, _digest: str) -> Edition:
    return read_edition(folder)


def _broken(folder: Path) -> Refusal:
    lines = [f"{f.path}:{f.line}: {f.field + ': ' if f.field else ''}{f.message}" for f in faults(folder)]
    return Refusal("rules-broken", INPUT_REFUSED, where="\n".join(lines), count=len(lines))
