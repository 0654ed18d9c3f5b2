"""Cases of determinations: files of plain facts, and the case of the rules that they make."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from facts import inventory, kind_of, record
from pydantic import Field

from hospital_onboard.domain.determination import PlanDetermination
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import load
from hospital_onboard.rules.duty.case import Case, Reading
from hospital_onboard.rules.duty.determine import determine
from hospital_onboard.rules.duty.law import Law, law

CASES = Path(__file__).with_name("cases") / "duties"
Facts = Mapping[str, Mapping[str, Any]]


class DutyCase(Frozen):
    """``facts`` are laid over the file's ``base`` (null takes an answer away, ``without`` a whole record).

    ``expect``: "rule [subject] [item]" -> outcome, with the exception after it. ``otherwise``: the same for what the
    facts give once in force. ``missing`` and ``warnings`` are the whole lists; ``dates`` names only those looked at.
    """

    name: str
    on: date
    view: str | None = None
    assume: Annotated[dict[str, str], Field(default_factory=dict)]
    facts: Annotated[dict[str, dict[str, Any]], Field(default_factory=dict)]
    without: tuple[str, ...] = ()
    expect: Annotated[dict[str, str], Field(default_factory=dict)]
    otherwise: Annotated[dict[str, str], Field(default_factory=dict)]
    dates: Annotated[dict[str, date | None], Field(default_factory=dict)]
    missing: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None
    assumptions: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    standing: Annotated[dict[str, str], Field(default_factory=dict)]
    says: Annotated[dict[str, str], Field(default_factory=dict)]


class DutyFile(Frozen):
    """A file of cases about one rule or a group of exceptions."""

    view: str
    base: dict[str, dict[str, Any]]
    cases: tuple[DutyCase, ...]


def all_cases() -> Iterator[tuple[str, DutyFile, DutyCase]]:
    """Every case with the file it stands in."""
    for path in sorted(CASES.glob("*.yaml")):
        file = load(path, DutyFile)
        for case in file.cases:
            yield path.stem, file, case


def facts_of(file: DutyFile, case: DutyCase) -> dict[str, dict[str, Any]]:
    """The case's facts over the file's."""
    ids = [id for id in {**file.base, **case.facts} if id not in case.without]
    return {id: {**file.base.get(id, {}), **case.facts.get(id, {})} for id in ids}


def put(facts: Facts, on: date, view: str, assume: Mapping[str, str] | None = None, under: Law | None = None) -> Case:
    """A case of the rules about the one plan among the facts."""
    from_law = under or law("espa")
    read = Reading(from_law.regime, from_law.views.get(view), from_law.views.medical_part, on)
    urgent = [record(id, said) for id, said in facts.items() if kind_of(id) == "urgent_case"]
    around = inventory({id: said for id, said in facts.items() if kind_of(id) != "urgent_case"})
    (plan,) = around.plans
    assert isinstance(plan, Plan)
    found = urgent[0] if urgent else None
    assert found is None or isinstance(found, UrgentCase)
    return Case(around, plan, read, dict(assume or {}), found)


def asked(file: DutyFile, case: DutyCase, under: Law | None = None) -> PlanDetermination:
    """The determination of a case."""
    from_law = under or law("espa")
    return determine(from_law, put(facts_of(file, case), case.on, case.view or file.view, case.assume, from_law))
