"""A regime: its instruments, dated values and requirements, each with a source and a standing.

Files: ``seed_data/regimes/<id>/``. A value is asked for a day; before the first one the answer is ``NothingInForce``.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from hospital_onboard import places
from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.readiness import Actor, Confidence, Section, Source, Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen, NonEmpty
from hospital_onboard.reference.strict_yaml import SeedError, load

InstrumentKind = Literal[
    "act", "cabinet_order", "ministerial_order", "guideline", "explainer", "practice", "proposal", "own"
]
Unit = Literal["day", "week", "month", "year", "percent", "hospital"]
T = TypeVar("T", "Instrument", "Requirement")
#: The regime that every verb and screen speaks of.
REGIME: Final = "espa"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Instrument(Frozen):
    """A law, order, explainer, proposal or arrangement of ours. ``short`` is how a citation names it."""

    id: Name
    kind: InstrumentKind
    short: NonEmpty
    title: Bilingual
    promulgated: date | None
    in_force: date | None
    standing: Standing
    read: NonEmpty
    edition: date | None
    read_on: date
    note: Bilingual


class Citation(Frozen):
    """A place in an instrument."""

    instrument: Name
    article: NonEmpty
    confidence: Confidence


class ReadCitation(Citation):
    """A place in an instrument, with the words that carry a value and the day they were read."""

    edition: date | None
    quote: NonEmpty | None
    read_on: date


class Value(Frozen):
    """A value and its first day in force; it holds until the next one's first day."""

    first_day: Annotated[date, Field(alias="from")]
    value: Annotated[int, Field(ge=0)]
    #: In the sectors already covered. For medical care nothing is in force yet.
    standing: Standing
    source: ReadCitation


class Recommended(Frozen):
    """A value somebody asked for that is not known to be law anywhere."""

    value: int
    source: Citation


@dataclass(frozen=True)
class NothingInForce:
    """The answer for a day before the first value: there was no rule, which is not the same as a rule of zero."""

    parameter: str
    day: date
    first_day: date


class Parameter(Frozen):
    """One number of the law over time, in ``unit``. ``checked_on`` is the day somebody last looked."""

    id: Name
    label: Bilingual
    unit: Unit
    counting: Bilingual
    checked_on: date
    values: Annotated[tuple[Value, ...], Field(min_length=1)]
    recommended: tuple[Recommended, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [value.first_day for value in self.values]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("values must run from the oldest to the newest, each day once")
        return self

    def at(self, day: date) -> Value | NothingInForce:
        """The value in force on this day."""
        known = [value for value in self.values if value.first_day <= day]
        return known[-1] if known else NothingInForce(self.id, day, self.values[0].first_day)


class Requirement(Frozen):
    """One kind of line. ``standing`` is for medical care, ``elsewhere`` for the sectors already covered."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]
    kind: Name
    field: str
    plans: Annotated[tuple[PlanKind, ...], Field(min_length=1)]
    section: Section
    actor: Actor
    standing: Standing
    elsewhere: Standing
    source: Citation

    @model_validator(mode="after")
    def _of_a_record(self) -> Self:
        kind = KINDS.get(self.kind)
        if kind is None or (self.field and self.field not in kind.asked()):
            raise ValueError(f"there is no field {self.kind}.{self.field}")
        return self


class Assumption(Frozen):
    """Something every result for a hospital rests on."""

    id: Name
    text: Bilingual
    source: Citation


class _RegimeFile(Frozen):
    id: Name
    name: Bilingual
    authority: Bilingual
    coverage: Bilingual
    checked_on: date
    assumptions: tuple[Assumption, ...]


class _InstrumentFile(Frozen):
    instruments: Annotated[tuple[Instrument, ...], Field(min_length=1)]


class _RequirementFile(Frozen):
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Regime:
    """All of one regime, as encoded in files whose sha256 is ``digest``."""

    id: str
    name: Bilingual
    authority: Bilingual
    coverage: Bilingual
    checked_on: date
    assumptions: tuple[Assumption, ...]
    instruments: Mapping[str, Instrument]
    parameters: Mapping[str, Parameter]
    requirements: Mapping[str, Requirement]
    digest: str

    def value(self, parameter: str, day: date) -> Value | NothingInForce:
        """The value of a parameter on a day. Raises ``KeyError`` for a parameter the regime does not have."""
        return self.parameters[parameter].at(day)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Requirement id -> where it comes from and how far to trust it."""
        return {
            id: self.cited(requirement.source, requirement.standing) for id, requirement in self.requirements.items()
        }

    def cited(self, citation: Citation, standing: Standing) -> Source:
        """A citation by the instrument's short Japanese title."""
        document = self.instruments[citation.instrument].short
        return Source(document, citation.article, citation.confidence, standing)


@cache
def regime(id: str) -> Regime:
    """The shipped regime of this name, read once. Raises ``SeedError``."""
    return read_regime(places.seed_data() / "regimes" / id)


def shipped_regimes() -> tuple[str, ...]:
    """Names of the regimes that come with the program."""
    return tuple(sorted(path.parent.name for path in (places.seed_data() / "regimes").glob("*/regime.yaml")))


def read_regime(folder: Path) -> Regime:
    """Read and check a regime's folder.

    Raises:
        SeedError: a file is broken, something is written twice, or a citation names no instrument.
    """
    head = load(folder / "regime.yaml", _RegimeFile)
    instruments = _by_id(folder / "instruments.yaml", load(folder / "instruments.yaml", _InstrumentFile).instruments)
    requirements_file = folder / "requirements.yaml"
    requirements = _by_id(requirements_file, load(requirements_file, _RequirementFile).requirements)
    parameters = dict(_parameters(folder / "parameters", instruments))
    for requirement in requirements.values():
        _known(requirements_file, requirement.id, requirement.source, instruments)
    for assumption in head.assumptions:
        _known(folder / "regime.yaml", assumption.id, assumption.source, instruments)
    return Regime(
        head.id,
        head.name,
        head.authority,
        head.coverage,
        head.checked_on,
        head.assumptions,
        instruments,
        parameters,
        requirements,
        digest_of(folder),
    )


def digest_of(folder: Path) -> str:
    """sha256 over the names and bytes of all YAML files of a regime, in order of name."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _parameters(folder: Path, instruments: Mapping[str, Instrument]) -> Iterable[tuple[str, Parameter]]:
    for path in sorted(folder.glob("*.yaml")):
        parameter = load(path, Parameter)
        if parameter.id != path.stem:
            raise SeedError(path, 0, "id", f"the file is named {path.stem}, the parameter {parameter.id}")
        for source in (*(v.source for v in parameter.values), *(r.source for r in parameter.recommended)):
            _known(path, parameter.id, source, instruments)
        yield parameter.id, parameter


def _by_id(path: Path, entries: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for entry in entries:
        if entry.id in found:
            raise SeedError(path, 0, entry.id, "written twice")
        found[entry.id] = entry
    return found


def _known(path: Path, field: str, citation: Citation, instruments: Mapping[str, Instrument]) -> None:
    if citation.instrument not in instruments:
        raise SeedError(path, 0, field, f"no instrument {citation.instrument!r} in instruments.yaml")
