"""A regime with everything a determination needs: its values, rules, views and what may be assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hospital_onboard import places
from hospital_onboard.reference.strict_yaml import SeedError
from hospital_onboard.rules.duty.assumptions import Assumables, read_assumables
from hospital_onboard.rules.duty.duties import Rule, read_rules
from hospital_onboard.rules.duty.facts import KNOWN_FACTS
from hospital_onboard.rules.duty.tests_of_fact import TESTS
from hospital_onboard.rules.duty.views import Views, read_views
from hospital_onboard.rules.regime import Regime, read_regime, regime


@dataclass(frozen=True)
class Law:
    """One regime, ready to be asked about a plan."""

    regime: Regime
    rules: Mapping[str, Rule]
    views: Views
    assumables: Assumables


@cache
def law(id: str) -> Law:
    """The shipped regime of this name, read once. Raises ``SeedError``."""
    return _read(places.seed_data() / "regimes" / id, regime(id))


def read_law(folder: Path) -> Law:
    """Read and check a regime's folder with its rules, views and assumptions. Raises ``SeedError``."""
    return _read(folder, read_regime(folder))


def _read(folder: Path, regime: Regime) -> Law:
    assumables = read_assumables(folder / "assumptions.yaml", regime)
    views = read_views(folder / "views.yaml", regime)
    rules = read_rules(folder / "duties", regime, KNOWN_FACTS, TESTS)
    for view in views.views:
        _assumable(folder / "views.yaml", view.assumes, assumables)
    for rule in rules.values():
        for version in rule.versions:
            _assumable(folder / "duties" / f"{rule.id}.yaml", version.assumes, assumables)
    return Law(regime, rules, views, assumables)


def _assumable(path: Path, ids: tuple[str, ...], known: Assumables) -> None:
    for id in ids:
        if id not in known.texts:
            raise SeedError(path, 0, "assumes", f"no assumption {id!r}")
