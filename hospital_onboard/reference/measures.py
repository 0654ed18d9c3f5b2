"""The 41 risk-management measures (リスク管理措置): 27 checkboxes for an introduction, 14 for an entrustment.

Source: Cabinet Office explainer of 2026-07-07 (``measures_edition`` has it in full). It is the list for the sectors
already covered; a ministry may vary it, and none is published for medical care yet. Nobody has to tick all of them.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from hospital_onboard import places
from hospital_onboard.reference.bilingual import Bilingual, BilingualList, Frozen, Mark, NonEmpty, Standing

AppliesTo = Literal["introduction", "entrustment"]
About = Literal["supplier", "component_supplier", "operator", "contractor", "subcontractor"]
Condition = Literal["internet_connected", "video_equipment"]


class Section(Frozen):
    """A place in the edition that ``measures_edition`` names."""

    document: NonEmpty
    section: NonEmpty


class MeasureGroup(Frozen):
    """One of the six official categories of an introduction or an entrustment; numbered from 1 within each."""

    applies_to: AppliesTo
    number: int
    label: Bilingual


class _Entry(Frozen):
    id: Annotated[str, Field(pattern=r"^[IM]-[1-9][0-9]?(-[12])?$")]
    about: About
    actor: About | None = None
    direct_to_minister: bool
    condition: Condition | None
    text: Bilingual
    typical_evidence: BilingualList
    source: Section
    confidence: Mark


class Measure(_Entry):
    """One checkbox.

    ``about`` is whom the item concerns, ``actor`` (never None here) whose doing its evidence shows.
    ``direct_to_minister`` is ▲: the evidence may go straight from the supplier's side to the minister. ``condition``
    names the fact without which the item cannot apply. ``typical_evidence`` is our suggestion
    (``evidence_confidence`` M), while ``text`` restates the source in our words.
    """

    applies_to: AppliesTo
    group: MeasureGroup
    evidence_confidence: Mark
    checked_on: date
    standing: Standing


class Source(Frozen):
    """The document all measures come from."""

    title: NonEmpty
    url: NonEmpty
    edition: date


class MeasuresEdition(Frozen):
    """What the list is and is not; show the note wherever the list is shown."""

    checked_on: date
    standing: Standing
    source: Source
    note: Bilingual


class _Group(MeasureGroup):
    measures: tuple[_Entry, ...]


class _File(MeasuresEdition):
    evidence_confidence: Mark
    groups: tuple[_Group, ...]


@cache
def all_measures() -> tuple[Measure, ...]:
    """All 41 in the official order, introduction first. Raises ``SeedError`` when the file is broken."""
    return tuple(_measures(_file()))


def measure(id: str) -> Measure:
    """One measure by id (``I-1-1`` … ``M-12``). Raises ``KeyError`` for any other text."""
    return _by_id()[id]


def measures_for(applies_to: AppliesTo) -> tuple[Measure, ...]:
    """The 27 of an introduction or the 14 of an entrustment, in the official order."""
    return tuple(m for m in all_measures() if m.applies_to == applies_to)


def measures_edition() -> MeasuresEdition:
    """Source, standing and last-checked day of the list."""
    file = _file()
    return MeasuresEdition(checked_on=file.checked_on, standing=file.standing, source=file.source, note=file.note)


@cache
def _file() -> _File:
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "measures.yaml", _File)


@cache
def _by_id() -> dict[str, Measure]:
    return {m.id: m for m in all_measures()}


def _measures(file: _File) -> Iterator[Measure]:
    for group in file.groups:
        named = MeasureGroup(applies_to=group.applies_to, number=group.number, label=group.label)
        for entry in group.measures:
            yield Measure(
                **dict(entry) | {"actor": entry.actor or entry.about},
                applies_to=group.applies_to,
                group=named,
                evidence_confidence=file.evidence_confidence,
                checked_on=file.checked_on,
                standing=file.standing,
            )
