"""Cases of the phase-in: plain facts about hospitals, and the coverage that they make."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from hospital_onboard.domain.coverage import Coverage
from hospital_onboard.domain.operator import Operator
from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import load
from hospital_onboard.rules.duty.case import Reading
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.phase.cover import Known, cover

CASES = Path(__file__).with_name("cases") / "phase"


class Hospital(Frozen):
    """One operator of a case; ``wave`` is what is proposed, ``ready`` whether it could file."""

    prefecture: str | None = None
    kind: str = "hospital"
    status: str | None = None
    designated_on: date | None = None
    basis: str | None = None
    wave: str | None = None
    ready: bool | None = None


class PhaseCase(Frozen):
    """``hospitals`` are laid over the file's; only what is named under ``expect…`` is looked at.

    ``states``, ``due``: target id -> state, due day. ``counts``: target id -> designated/required planned proposed.
    ``phases``: operator -> phase; ``gaps``: target id -> lack (null: none). ``steps``: target or operator -> step.
    """

    name: str
    on: date
    assume: Annotated[dict[str, str], Field(default_factory=dict)]
    hospitals: Annotated[dict[str, Hospital], Field(default_factory=dict)]
    needs: Annotated[dict[str, int], Field(default_factory=dict)]
    trying: bool = False
    states: Annotated[dict[str, str | None], Field(default_factory=dict)]
    due: Annotated[dict[str, date | None], Field(default_factory=dict)]
    counts: Annotated[dict[str, str], Field(default_factory=dict)]
    phases: Annotated[dict[str, str], Field(default_factory=dict)]
    waves: Annotated[dict[str, str | None], Field(default_factory=dict)]
    gaps: Annotated[dict[str, str | None], Field(default_factory=dict)]
    steps: Annotated[dict[str, str], Field(default_factory=dict)]
    missing: tuple[str, ...] | None = None
    assumptions: tuple[str, ...] | None = None


class PhaseFile(Frozen):
    """A file of cases about one thing."""

    assume: Annotated[dict[str, str], Field(default_factory=dict)]
    hospitals: Annotated[dict[str, Hospital], Field(default_factory=dict)]
    cases: tuple[PhaseCase, ...]


def all_cases() -> Iterator[tuple[str, PhaseFile, PhaseCase]]:
    """Every case with the file it stands in."""
    for path in sorted(CASES.glob("*.yaml")):
        file = load(path, PhaseFile)
        for case in file.cases:
            yield path.stem, file, case


def covered(file: PhaseFile, case: PhaseCase) -> Coverage:
    """The coverage of a case."""
    hospitals = {**file.hospitals, **case.hospitals}
    from_law = law("espa")
    views = from_law.views
    reading = Reading(from_law.regime, views.get(views.default), views.medical_part, case.on)
    waves: Any = {f"operator_{id}": one.wave for id, one in hospitals.items() if one.wave}
    ready = {f"operator_{id}": one.ready for id, one in hospitals.items() if one.ready is not None}
    operators = [_operator(id, one) for id, one in hospitals.items()]
    assumed = {**file.assume, **case.assume}
    known = Known(operators, waves, case.needs, ready, case.trying)
    return cover(from_law, reading, {key: value for key, value in assumed.items() if value}, known)


def _operator(id: str, said: Hospital) -> Operator:
    return Operator.model_validate(
        {
            "id": f"operator_{id}",
            "operator_kind": said.kind,
            "name": id,
            "prefecture": said.prefecture,
            "designation_status": said.status,
            "designated_on": said.designated_on,
            "designation_basis": said.basis,
            "origin": {"*": "form"},
        }
    )
