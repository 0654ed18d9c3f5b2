"""Every screen by name. Only the module of the screen that opens is imported, so that the first one comes fast."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hospital_onboard.screens.base import WorkScreen

_SCREENS = {
    "home": "home:HomeScreen",
    "first_run": "first_run:FirstRunScreen",
    "walk": "walk:WalkScreen",
    "record": "record:RecordScreen",
    "components": "components:ComponentsScreen",
    "parties": "parties:PartiesScreen",
    "party": "party:PartyScreen",
    "duplicates": "duplicates:DuplicatesScreen",
    "chase": "chase:ChaseScreen",
    "letter": "chase:LetterScreen",
    "import": "import_file:ImportScreen",
    "preview": "preview:PreviewScreen",
    "write": "write:WriteScreen",
    "evidence": "evidence:EvidenceScreen",
    "packet": "packet:PacketScreen",
    "consultations": "consultations:ConsultationsScreen",
    "audit": "audit:AuditScreen",
    "bundles": "bundles:BundlesScreen",
    "conflicts": "conflicts:ConflictsScreen",
    "plans": "plans:PlansScreen",
    "plan": "plan:PlanScreen",
    "determination": "determination:DeterminationScreen",
    "assumptions": "assumptions:AssumptionsScreen",
    "changes": "changes:ChangesScreen",
    "rules": "rules:RulesScreen",
    "rule": "rule:RuleScreen",
    "rule_days": "rule_days:RuleDaysScreen",
    "region": "region:RegionScreen",
    "area": "area:AreaScreen",
    "gaps": "gaps:GapsScreen",
    "waves": "waves:WavesScreen",
    "compare": "compare_candidates:CompareScreen",
    "what_ifs": "what_ifs:WhatIfsScreen",
    "what_if": "what_if:WhatIfScreen",
}
#: The main places; each keeps its own stack of screens.
MODES = {"operator": "home", "rules": "rules", "region": "region"}
#: What can be gone to from anywhere.
DESTINATIONS = (
    "home",
    "walk",
    "components",
    "parties",
    "evidence",
    "chase",
    "import",
    "plans",
    "assumptions",
    "changes",
    "write",
    "bundles",
    "audit",
    "rules",
    "region",
    "first_run",
)
#: What needs no operator.
ALWAYS = ("bundles", "rules", "region", "first_run")


def mode_of(name: str) -> str:
    """The place a screen belongs to: its own when it is the first of one, else the operator's."""
    return next((mode for mode, first in MODES.items() if first == name), next(iter(MODES)))


def all_names() -> tuple[str, ...]:
    """The names of all screens."""
    return tuple(_SCREENS)


def load(name: str) -> "type[WorkScreen]":
    """A screen's class. Raises ``KeyError`` for a name that is not listed."""
    module, _, cls = _SCREENS[name].partition(":")
    found: type[WorkScreen] = getattr(import_module(f"hospital_onboard.screens.{module}"), cls)
    return found


def make(name: str, **arguments: object) -> "WorkScreen":
    """A new screen. Raises ``KeyError`` for a name that is not listed."""
    return load(name)(**arguments)
