"""The change table as readable cases: what was filed, what is different on a day, and the class of each difference."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from facts import inventory
from pydantic import Field

from hospital_onboard.domain.plan import Plan
from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import load
from hospital_onboard.rules.change.change_table import change_table
from hospital_onboard.rules.change.changes import Change, LawOnDay, classify, shipped_tables
from hospital_onboard.rules.change.filed import contents
from hospital_onboard.rules.regime import regime

CASES = Path(__file__).with_name("cases") / "changes"


class Case(Frozen):
    """``facts`` are laid over what was filed (null clears an answer) and ``gone`` leaves records out.

    ``expect`` holds every difference for which the class is not ``nothing``, as ``kind.field subject: class``; one
    that asks for nothing may be named too. A ``?`` after the class: it is to be confirmed. After it may stand the
    form's code and, after a ``+``, a party that comes into the filing.
    """

    name: str
    on: date
    facts: Annotated[dict[str, dict[str, Any]], Field(default_factory=dict)]
    gone: tuple[str, ...] = ()
    expect: dict[str, str]


class CaseFile(Frozen):
    filed_on: date
    base: dict[str, dict[str, Any]]
    cases: tuple[Case, ...]


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        file = load(path, CaseFile)
        for case in file.cases:
            yield pytest.param(file, case, id=f"{path.stem}: {case.name}")


@pytest.mark.parametrize(("file", "case"), list(_cases()))
def test_case(file: CaseFile, case: Case) -> None:
    facts = {id: {**file.base.get(id, {}), **case.facts.get(id, {})} for id in {**file.base, **case.facts}}
    now = {id: fields for id, fields in facts.items() if id not in case.gone}
    law = LawOnDay(regime("espa"), change_table("espa"), shipped_tables("espa"), case.on)
    changes = classify(content(file.base, file.filed_on), content(now, case.on), law)
    found: dict[str, Change] = {}
    for change in changes:
        difference = change.difference
        key = f"{difference.kind}.{difference.field} {difference.subject}"
        assert key not in found, f"said twice: {key}"
        found[key] = change
    wanted = {key: _told(change, case.expect.get(key, "")) for key, change in found.items()}
    quiet = {key for key, change in found.items() if change.change_class == "nothing" and key not in case.expect}
    assert {key: told for key, told in wanted.items() if key not in quiet} == case.expect


def content(facts: dict[str, dict[str, Any]], day: date) -> dict[str, Any]:
    whole = inventory(facts)
    (plan,) = whole.plans
    assert isinstance(plan, Plan)
    return contents(whole, plan, day)


def _told(change: Change, expected: str) -> str:
    """As much about the change as the case says of it, and always the class."""
    words = expected.split()
    told = [change.change_class + ("" if change.sure else "?")]
    if any(not word.startswith("+") for word in words[1:]):
        told.append(change.code(change.form) or "-")
    return " ".join([*told, *(f"+{party}" for party in change.difference.new_parties)])
