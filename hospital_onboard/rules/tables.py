"""Dated lists of fractions: ``tables/*.yaml`` of a regime. A third is a third, never 33.3 percent."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from hospital_onboard.domain.readiness import Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.regime import Name, NothingInForce, ReadCitation


def _less_than_all(text: str) -> str:
    numerator, denominator = map(int, text.split("/"))
    if numerator >= denominator:
        raise ValueError("must be less than 1")
    return text


Ratio = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$"), AfterValidator(_less_than_all)]


class Bounds(Frozen):
    """The lower bounds of all bands, rising, and their first day in force."""

    first_day: Annotated[date, Field(alias="from")]
    value: Annotated[tuple[Ratio, ...], Field(min_length=1)]
    standing: Standing
    source: ReadCitation

    @property
    def fractions(self) -> tuple[Fraction, ...]:
        """The bounds as exact numbers."""
        return tuple(map(Fraction, self.value))

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if any(later <= earlier for earlier, later in pairwise(self.fractions)):
            raise ValueError("the bounds must rise")
        return self


class Table(Frozen):
    """One list of bounds over time."""

    id: Name
    label: Bilingual
    unit: Literal["fraction"]
    counting: Bilingual
    checked_on: date
    values: Annotated[tuple[Bounds, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(later.first_day <= earlier.first_day for earlier, later in pairwise(self.values)):
            raise ValueError("values must run from the oldest to the newest, each day once")
        return self

    def at(self, day: date) -> Bounds | NothingInForce:
        """The bounds in force on this day."""
        known = [value for value in self.values if value.first_day <= day]
        return known[-1] if known else NothingInForce(self.id, day, self.values[0].first_day)


def read_tables(folder: Path) -> Mapping[str, Table]:
    """The tables of a regime's folder by id. Raises ``SeedError``."""
    found: dict[str, Table] = {}
    for path in sorted((folder / "tables").glob("*.yaml")):
        table = load(path, Table)
        if table.id != path.stem:
            raise SeedError(path, 0, "id", f"the file is named {path.stem}, the table {table.id}")
        found[table.id] = table
    return found
