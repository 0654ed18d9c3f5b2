"""The sheet on which the lines of one operator are written down, and their burden counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.readiness import Actor, Burden, RequirementLine, Source, State
from hospital_onboard.domain.record import WITHHELD, Record
from hospital_onboard.rules.regime import NothingInForce, Regime

#: Lines in these states are facts the filing needs from somebody.
_REQUIRED: Final = frozenset({"satisfied", "missing", "stale", "unclear"})
_KNOWN: Final = frozenset({"satisfied", "stale"})


class Judged(NamedTuple):
    """A state and, unless it speaks for itself, why: wording key ``detail.<detail>`` and its parameters."""

    state: State
    detail: str = ""
    params: Mapping[str, str] = MappingProxyType({})


SATISFIED: Final = Judged("satisfied")
MISSING: Final = Judged("missing")


class Place(NamedTuple):
    """Under which equipment a line counts (empty: the operator itself), and which party would have to act."""

    owner: str = ""
    party: str = ""
    #: How many equipment need the fact; only a party's facts are needed more than once.
    uses: int = 1
    #: Another operator brought the fact in first.
    shared: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A requirement, unpacked for speed: a nation has most of a million lines."""

    id: str
    field: str
    actor: Actor
    section: str
    source: Source


class Sheet:
    """Collects lines. A requirement the regime does not hold is not asked."""

    def __init__(self, inventory: Inventory, regime: Regime, on: date) -> None:
        self.inventory = inventory
        self.regime = regime
        self.on = on
        self.lines: list[RequirementLine] = []
        self._asked = {
            r.id: _Asked(r.id, r.field, r.actor, r.section, regime.sources[r.id]) for r in regime.requirements.values()
        }
        self._required = self._typed = self._from_workbook = self._reused = 0

    @property
    def burden(self) -> Burden:
        """What has been counted so far."""
        return Burden(self._required, self._typed, self._from_workbook, self._reused)

    def number(self, parameter: str) -> int | NothingInForce:
        """A parameter's value on the law day."""
        value = self.regime.value(parameter, self.on)
        return value if isinstance(value, NothingInForce) else value.value

    def fields(self, record: Record, names: Iterable[str], place: Place, *, instead: Judged | None = None) -> None:
        """One line per field of the record: answered, not answered, or answered with "unknown"."""
        kind, origin = record.kind, record.origin
        for name in names:
            asked = self._asked.get(f"{kind}.{name}")
            if asked is None:
                continue
            value = getattr(record, asked.field)
            judged = instead
            if judged is None:
                judged = SATISFIED if value is not None else MISSING
                if value is None and origin.get(asked.field) == WITHHELD:
                    judged = Judged("satisfied", "withheld")
                if value == "unknown":
                    judged = Judged("unclear", "answer_unknown")
            came_from = None if value is None else origin.get(asked.field, origin.get("*"))
            self._write(asked, record.id, judged, place, came_from, asked.field, asked.actor)

    def add(
        self,
        id: str,
        subject: str,
        judged: Judged,
        place: Place,
        *,
        origin: str | None = None,
        field: str = "",
        actor: Actor | None = None,
    ) -> None:
        """One line of any requirement."""
        asked = self._asked.get(id)
        if asked is not None:
            self._write(asked, subject, judged, place, origin, field or asked.field, actor or asked.actor)

    def _write(
        self, asked: _Asked, subject: str, judged: Judged, place: Place, origin: str | None, field: str, actor: Actor
    ) -> None:
        owner, party, uses, shared = place
        state, detail, params = judged
        reused = shared or origin == "reference"
        self.lines.append(
            RequirementLine(
                asked.id,
                subject,
                state,
                actor,
                asked.section,
                owner,
                asked.source,
                field,
                party,
                origin,
                reused,
                detail,
                params,
            )
        )
        if state in _REQUIRED:
            self._required += uses
            if state in _KNOWN:
                self._came_in(origin, uses, reused)

    def _came_in(self, origin: str | None, uses: int, reused: bool) -> None:
        """A fact is brought in once: typed or read from a workbook. Every further use of it is reuse."""
        if reused:
            self._reused += uses
            return
        self._reused += uses - 1
        if origin is None:
            return
        if origin == "form":
            self._typed += 1
        elif origin.startswith(("workbook:", "list:")):
            self._from_workbook += 1
