"""What is owed before a filing, line by line. Counts and names; no score."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

State = Literal["satisfied", "missing", "stale", "unclear", "exempt", "declared_direct", "not_applicable"]
STATES: tuple[State, ...] = get_args(State)
#: A filing is not ready while a line is in one of these.
OPEN_STATES: frozenset[State] = frozenset({"missing", "stale", "unclear"})
#: What is asked about one equipment, in the order of the walk.
EquipmentSection = Literal[
    "overview",
    "supplier",
    "components",
    "manufacture",
    "data",
    "maintenance",
    "subcontracts",
    "plans",
    "measures",
    "evidence",
]
#: The same, then what is asked about those it deals with and about the operator itself.
Section = Literal[EquipmentSection, "parties", "operator"]
Actor = Literal["operator", "vendor", "ministry"]
Standing = Literal["in_force", "promulgated", "proposed", "assumed"]
#: C official text read, C2 secondary only, calc arithmetic, B background, M our own arrangement.
Confidence = Literal["C", "C2", "calc", "B", "M"]


@dataclass(frozen=True)
class Source:
    """Where a value or a duty comes from, and how far it may be trusted."""

    document: str
    article: str
    confidence: Confidence
    standing: Standing
    note: str = ""


class RequirementLine(NamedTuple):
    """One thing owed about one record. A tuple, because a nation has half a million of them.

    ``id`` is the requirement's stable id (``component.functions``), whose reason is ``requirement.<id>``. ``owner``
    is the equipment it counts under (empty: the operator itself); ``party`` is the vendor who must act.
    """

    id: str
    subject: str
    state: State
    actor: Actor
    section: str
    owner: str
    source: Source
    field: str = ""
    party: str = ""
    #: Where the fact came from (``Record.origin_of``); None when there is none yet.
    origin: str | None = None
    #: The same fact already counted for an earlier use, here or at another operator.
    reused: bool = False
    #: Why it is in this state, where that does not go without saying: ``detail.<detail>``, filled from ``params``.
    detail: str = ""
    params: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Burden:
    """How the facts that are required and known came in."""

    required: int = 0
    typed: int = 0
    from_workbook: int = 0
    reused: int = 0

    @property
    def known(self) -> int:
        """Facts that are there, however they came in."""
        return self.typed + self.from_workbook + self.reused


@dataclass(frozen=True)
class Readiness:
    """All lines of one operator at one day."""

    operator: str
    lines: tuple[RequirementLine, ...]
    burden: Burden

    @property
    def counts(self) -> dict[State, int]:
        """How many lines are in each state, every state named."""
        return counts(self.lines)

    @property
    def file_ready(self) -> bool:
        """Nothing is missing, stale or unclear, and there is something to file at all."""
        return bool(self.lines) and all(line.state not in OPEN_STATES for line in self.lines)


def counts(lines: tuple[RequirementLine, ...] | list[RequirementLine]) -> dict[State, int]:
    """How many of these lines are in each state, every state named."""
    found = Counter(line.state for line in lines)
    return {state: found.get(state, 0) for state in STATES}
