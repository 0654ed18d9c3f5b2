"""The entries of an edition: each value, duty, class of change, item and document, with its history and its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from hospital_onboard.domain.readiness import Source, Standing
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.rules.change.change_table import ChangeTable
from hospital_onboard.rules.duty.duties import Rule
from hospital_onboard.rules.duty.law import Law
from hospital_onboard.rules.regime import Citation, Instrument, Parameter, ReadCitation, Regime
from hospital_onboard.rules.tables import Table

EntryKind = Literal["parameter", "table", "duty", "change", "requirement", "instrument", "view"]


@dataclass(frozen=True)
class Held:
    """What an entry said from its first day on (None: no day is given) to its last one (None: until the next)."""

    first_day: date | None
    last_day: date | None
    value: str | Bilingual
    #: For medical care where the entry tells the two apart.
    standing: Standing | None
    source: Source | None
    quote: str | None = None
    edition: date | None = None
    read_on: date | None = None
    #: False where the wording that was enacted could not be read.
    wording_read: bool = True
    #: The facts, tests and rules its conditions look at, and the ids of its exceptions.
    looks_at: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry with its whole history, oldest first. ``label`` is None where the wording files have it."""

    kind: EntryKind
    id: str
    file: str
    label: Bilingual | None
    unit: str
    #: When somebody last looked whether it is still so.
    checked_on: date | None
    history: tuple[Held, ...]
    #: Values somebody asked for that are not known to be law.
    recommended: tuple[Held, ...] = ()
    note: Bilingual | None = None
    #: The fields that a row of the change table speaks of, ``kind.field``.
    about: tuple[str, ...] = ()
    #: When such a row counts: its ``plans``, ``stages``, ``roles`` and ``test``, those it has.
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def at(self, day: date) -> Held | None:
        """What it says on this day; None before its first and after its last day."""
        begun = [held for held in self.history if held.first_day is None or held.first_day <= day]
        return begun[-1] if begun and (begun[-1].last_day is None or day <= begun[-1].last_day) else None


def all_entries(law: Law, table: ChangeTable, tables: Mapping[str, Table]) -> Iterator[Entry]:
    """Every entry, kind by kind."""
    regime = law.regime
    for parameter in regime.parameters.values():
        yield _parameter(regime, parameter)
    for bands in tables.values():
        history = tuple(
            _held(regime, v.source, v.standing, " · ".join(v.value), v.first_day, None, v.source) for v in bands.values
        )
        file = f"tables/{bands.id}.yaml"
        yield Entry("table", bands.id, file, bands.label, bands.unit, bands.checked_on, history, note=bands.counting)
    for rule in law.rules.values():
        yield _duty(regime, rule)
    yield from _changes(regime, table)
    for requirement in regime.requirements.values():
        said = _held(regime, requirement.source, requirement.standing, requirement.section, None, None)
        # Its own file says nothing of when; it was looked at whenever the text that it cites was.
        checked = regime.instruments[requirement.source.instrument].read_on
        yield Entry("requirement", requirement.id, "requirements.yaml", None, "", checked, (said,))
    for instrument in regime.instruments.values():
        yield _instrument(instrument)
    for view in law.views.views:
        said = Held(None, None, view.note, None, None)
        yield Entry("view", view.id, "views.yaml", view.label, "", regime.checked_on, (said,))


def _parameter(regime: Regime, parameter: Parameter) -> Entry:
    history = tuple(
        _held(regime, v.source, v.standing, str(v.value), v.first_day, None, v.source) for v in parameter.values
    )
    asked = tuple(_held(regime, r.source, "proposed", str(r.value), None, None) for r in parameter.recommended)
    file = f"parameters/{parameter.id}.yaml"
    return Entry(
        "parameter",
        parameter.id,
        file,
        parameter.label,
        parameter.unit,
        parameter.checked_on,
        history,
        asked,
        parameter.counting,
    )


def _duty(regime: Regime, rule: Rule) -> Entry:
    history = tuple(
        replace(
            _held(regime, v.source, v.standing, v.then.what, v.first_day, v.last_day, v.source),
            wording_read=v.wording_read,
            looks_at=tuple(dict.fromkeys(name for c in v.conditions() if (name := c.fact or c.test or c.rule))),
            exceptions=tuple(exception.id for exception in v.exceptions),
        )
        for v in rule.versions
    )
    return Entry("duty", rule.id, f"duties/{rule.id}.yaml", rule.label, "", rule.checked_on, history)


def _changes(regime: Regime, table: ChangeTable) -> Iterator[Entry]:
    for row in table.rows.values():
        value = row.class_ if row.otherwise is None else f"{row.class_} / {row.otherwise}"
        said = _held(regime, row.source, row.standing, value, None, None)
        tests = () if row.test is None else (row.test,)
        named = (("plans", row.plans), ("stages", row.stages), ("roles", row.roles), ("test", tests))
        when = tuple((name, codes) for name, codes in named if codes)
        file, checked = "changes.yaml", table.checked_on
        yield Entry("change", row.id, file, None, "", checked, (said,), (), row.note, row.of, when)


def _instrument(instrument: Instrument) -> Entry:
    source = Source(instrument.short, instrument.read, "C", instrument.standing)
    said = Held(
        instrument.in_force,
        None,
        instrument.short,
        instrument.standing,
        source,
        edition=instrument.edition,
        read_on=instrument.read_on,
    )
    return Entry(
        "instrument",
        instrument.id,
        "instruments.yaml",
        instrument.title,
        "",
        instrument.read_on,
        (said,),
        note=instrument.note,
    )


def _held(
    regime: Regime,
    citation: Citation,
    standing: Standing,
    value: str | Bilingual,
    first_day: date | None,
    last_day: date | None,
    read: ReadCitation | None = None,
) -> Held:
    source = regime.cited(citation, standing)
    if read is None:
        return Held(first_day, last_day, value, standing, source)
    return Held(first_day, last_day, value, standing, source, read.quote, read.edition, read.read_on)
