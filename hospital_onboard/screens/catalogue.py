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
    "import": "import_file:ImportScreen",
    "preview": "preview:PreviewScreen",
    "write": "write:WriteScreen",
    "audit": "audit:AuditScreen",
}
#: The main places; each keeps its own stack of screens.
MODES = {"operator": "home"}
#: What can be gone to from anywhere inside the operator's place.
DESTINATIONS = ("home", "walk", "components", "parties", "import", "write", "audit", "first_run")


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
