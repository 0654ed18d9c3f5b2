"""Readable cases: on a day, with these facts, these lines are in these states."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from facts import inventory
from pydantic import Field

from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import load
from hospital_onboard.rules.owed.readiness import assess
from hospital_onboard.rules.regime import regime

CASES = Path(__file__).with_name("cases")


class Case(Frozen):
    """``facts`` are laid over the file's ``base``; ``expect`` maps "requirement subject [item]" to a state.

    ``none`` as a state means that there is no such line; a second word is the detail.
    """

    name: str
    on: date
    facts: Annotated[dict[str, dict[str, Any]], Field(default_factory=dict)]
    expect: dict[str, str]


class CaseFile(Frozen):
    base: dict[str, dict[str, Any]]
    cases: tuple[Case, ...]


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        file = load(path, CaseFile)
        for case in file.cases:
            yield pytest.param(file.base, case, id=f"{path.stem}: {case.name}")


@pytest.mark.parametrize(("base", "case"), list(_cases()))
def test_case(base: dict[str, dict[str, Any]], case: Case) -> None:
    facts = {id: {**base.get(id, {}), **case.facts.get(id, {})} for id in {**base, **case.facts}}
    found = {}
    for line in assess(inventory(facts), regime("espa"), case.on).lines:
        item = f" {line.field}" if line.id.startswith("measure.") else ""
        key = f"{line.id} {line.subject}{item}"
        assert key not in found, f"two lines {key}"
        found[key] = f"{line.state} {line.detail}".strip()
    seen = {key: found.get(key, "none") for key in case.expect}
    plain = {key: seen[key] if " " in case.expect[key] else seen[key].split()[0] for key in seen}
    assert plain == case.expect
