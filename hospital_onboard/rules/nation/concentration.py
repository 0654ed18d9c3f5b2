"""On what many operators depend, and what is touched if it is refused or stops.

Counts and names only; there is no score, and no number at which a concentration would be "too high": no source names
one.
"""

from collections import defaultdict
from collections.abc import Mapping

from hospital_onboard.domain.nation import DIMENSIONS, Dependency, Dimension, Nation, Use
from hospital_onboard.rules.nation.dependence import uses

#: A plan in these states is no longer ahead: what it introduced is in use, or never will be.
_OVER = frozenset({"in_service", "stopped"})


def concentration(nation: Nation, least: int = 2) -> dict[Dimension, tuple[Dependency, ...]]:
    """Everything that at least ``least`` operators depend on, the most widely used first."""
    found: dict[tuple[Dimension, str], list[Use]] = defaultdict(list)
    names: dict[tuple[Dimension, str], str] = {}
    for dimension, key, name, use in uses(nation):
        found[dimension, key].append(use)
        names.setdefault((dimension, key), name)
    plans = _plans_ahead(nation)
    grouped: dict[Dimension, list[Dependency]] = {dimension: [] for dimension in DIMENSIONS}
    for (dimension, key), of_it in found.items():
        dependency = _dependency(nation, dimension, key, names[dimension, key], of_it, plans)
        if len(dependency.operators) >= least:
            grouped[dimension].append(dependency)
    return {dimension: tuple(sorted(group, key=_widest_first)) for dimension, group in grouped.items()}


def _dependency(
    nation: Nation,
    dimension: Dimension,
    key: str,
    name: str,
    of_it: list[Use],
    plans: Mapping[str, list[str]],
) -> Dependency:
    equipment = tuple(dict.fromkeys(use.equipment for use in of_it))
    operators = {nation.operator_of[item].id: nation.operator_of[item] for item in equipment}
    return Dependency(
        dimension=dimension,
        key=key,
        name=name,
        uses=tuple(of_it),
        operators=tuple(operators),
        equipment=equipment,
        plans=tuple(plan for item in equipment for plan in plans.get(item, ())),
        prefectures=tuple(sorted({one.prefecture for one in operators.values() if one.prefecture is not None})),
    )


def _plans_ahead(nation: Nation) -> Mapping[str, list[str]]:
    ahead: dict[str, list[str]] = defaultdict(list)
    for plan in nation.plans:
        if plan.status not in _OVER:
            ahead[plan.equipment].append(plan.id)
    return ahead


def _widest_first(dependency: Dependency) -> tuple[int, int, str, str]:
    return -len(dependency.operators), -len(dependency.equipment), dependency.name, dependency.key
