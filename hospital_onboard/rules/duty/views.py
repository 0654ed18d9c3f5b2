"""The regimes one can ask for (``determine --regime``): which law is read, what counts, what is assumed.

File: ``seed_data/regimes/<regime>/views.yaml``.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hospital_onboard.domain.readiness import Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.regime import Citation, Name, Regime

ViewId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


class LawDays(Frozen):
    """The law of a day outside these is read at the nearer end."""

    first_day: Annotated[date, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="until")]


class View(Frozen):
    """One way to read the law."""

    id: ViewId
    label: Bilingual
    note: Bilingual
    law: LawDays
    #: Standings that count; a rule of another standing is not in force under this view.
    standings: Annotated[tuple[Standing, ...], Field(min_length=1)]
    #: ``as_if_covered``: the operator is treated like one of the sectors covered. ``from_commencement``: rules that
    #: bind the operator wait for the medical part.
    medical: Literal["as_if_covered", "from_commencement"]
    #: Whether recommended values take the place of those in force.
    recommended: bool
    assumes: tuple[Name, ...]

    def law_day(self, on: date) -> date:
        """The day whose law is read."""
        day = max(on, self.law.first_day)
        return day if self.law.last_day is None else min(day, self.law.last_day)


class MedicalPart(Frozen):
    """The part of the amending act that adds medical care. ``day`` is None until a Cabinet Order sets it."""

    promulgated: date
    day: date | None
    ceiling: date
    source: Citation


class Views(Frozen):
    """All views of a regime and the day that two of them turn on."""

    default: ViewId
    medical_part: MedicalPart
    views: Annotated[tuple[View, ...], Field(min_length=1)]

    def get(self, id: str) -> View:
        """One view. Raises ``KeyError``."""
        for view in self.views:
            if view.id == id:
                return view
        raise KeyError(id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(view.id for view in self.views)


def read_views(path: Path, regime: Regime) -> Views:
    """The views of a regime.

    Raises:
        SeedError: a broken file, an id written twice, a default or an instrument that does not exist.
    """
    views = load(path, Views)
    if len(set(views.ids)) != len(views.ids):
        raise SeedError(path, 0, "views", "a view is written twice")
    if views.default not in views.ids:
        raise SeedError(path, 0, "default", f"no view {views.default!r}")
    if views.medical_part.source.instrument not in regime.instruments:
        raise SeedError(path, 0, "medical_part", f"no instrument {views.medical_part.source.instrument!r}")
    return views
