"""A change to the inventory, and who made it."""

from dataclasses import dataclass
from datetime import datetime

from hospital_onboard.domain.record import Record


@dataclass(frozen=True)
class Change:
    """One record before and after; ``before`` None means new, ``after`` None means removed."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The side that exists (the new one when both do)."""
        found = self.after or self.before
        assert found is not None  # a change from nothing to nothing is not made
        return found

    def fields(self) -> tuple[str, ...]:
        """Names of the answered fields that differ."""
        names = self.record.asked()
        return tuple(n for n in names if getattr(self.before, n, None) != getattr(self.after, n, None))


@dataclass(frozen=True)
class Stamp:
    """Who did it, when (aware, UTC), by which verb, from where."""

    who: str
    at: datetime
    action: str
    source: str = ""
    operator: str = ""
