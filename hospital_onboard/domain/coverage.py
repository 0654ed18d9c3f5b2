"""How far the phase-in is: each operator's phase, each target's state, what is lacking and what would close it.

Plain immutable data in no language. A target is a direction of the proposal (提言 IV.2(2)②), never a duty.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from hospital_onboard.domain.codes import Criterion, Wave
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.readiness import Source

#: How far the designation is. designated: announced for a later day, or without a day · transition: no duty yet ·
#: duty: the duty to file is in force.
Stage = Literal["candidate", "proposed", "designated", "transition", "duty"]
STAGES: tuple[Stage, ...] = get_args(Stage)
#: The stage, or file_ready where a designated operator owes nothing any more.
Phase = Literal["candidate", "proposed", "designated", "transition", "duty", "file_ready"]
PHASES: tuple[Phase, ...] = get_args(Phase)
TargetState = Literal["met", "met_late", "on_track", "at_risk", "missed", "undetermined"]
TARGET_STATES: tuple[TargetState, ...] = get_args(TargetState)
Rule = Literal["at_commencement", "third_year"]
Scope = Literal["region", "prefecture"]
#: What a target lacks. none_registered: no hospital of the area is in the store · none_proposed · too_few_proposed ·
#: late: proposed, but for a later wave or for none · not_designated: enough are proposed, none of them designated yet.
Lack = Literal["none_registered", "none_proposed", "too_few_proposed", "late", "not_designated"]
#: What would close it: register hospitals, propose one, give it a wave in time, designate it, prepare its filing.
Step = Literal["register", "propose", "set_wave", "designate", "prepare"]


@dataclass(frozen=True)
class OperatorPhase:
    """One operator on one day. Areas are ids of ``reference.areas``; empty where the prefecture is not known."""

    operator: Operator
    prefecture: str
    region: str
    bureau: str
    stage: Stage
    #: None: not worked out.
    file_ready: bool | None
    wave: Wave | None
    #: First day of the duty to file; None while no day of designation is recorded.
    duty_from: date | None
    #: Designated on the day that is looked at, not only announced.
    is_designated: bool

    @property
    def phase(self) -> Phase:
        """The stage, or that a designated operator is ready to file."""
        return "file_ready" if self.file_ready and self.stage in ("designated", "transition", "duty") else self.stage


@dataclass(frozen=True)
class Target:
    """So many hospitals of an area by a day. Counts are of hospitals, on the day that is looked at."""

    rule: Rule
    scope: Scope
    area: str
    #: By the end of this year of the phase-in; 0 is the day of commencement.
    year: int
    required: int
    hospitals: int
    designated: int
    #: Designated, announced, or proposed for a wave in time.
    planned: int
    proposed: int
    candidates: int
    #: None: not worked out for every hospital of the area.
    file_ready: int | None
    due: date | None
    state: TargetState
    #: Keys of assumptions without which the due day cannot be told.
    missing: tuple[str, ...]
    #: Ids of the assumptions that due day and area rest on.
    assumptions: tuple[str, ...]
    source: Source
    #: More than the proposal's least number, because somebody recorded the need.
    raised: bool = False

    @property
    def id(self) -> str:
        """Stable: ``at_commencement:shikoku``, ``third_year:36``."""
        return f"{self.rule}:{self.area}"

    @property
    def met(self) -> bool:
        """Enough hospitals are designated now, in time or late."""
        return self.state in ("met", "met_late")


@dataclass(frozen=True)
class Gap:
    """What one target lacks."""

    target: Target
    lack: Lack
    #: So many hospitals short.
    short: int


@dataclass(frozen=True)
class NextStep:
    """What would close a gap, or end a preparation: by whom, about which operators, by when."""

    step: Step
    #: The target it serves; None for an operator's own preparation.
    target: Target | None
    operators: tuple[str, ...]
    by: date | None


@dataclass(frozen=True)
class Coverage:
    """Everything about the phase-in on one day."""

    on: date
    #: What 地方 means here: eight or bureau.
    scheme: str
    commencement: date | None
    operators: tuple[OperatorPhase, ...]
    targets: tuple[Target, ...]
    gaps: tuple[Gap, ...]
    steps: tuple[NextStep, ...]
    #: Keys of assumptions that nobody made although something waits for them.
    missing: tuple[str, ...]
    assumptions: tuple[str, ...]

    def of_rule(self, rule: Rule) -> tuple[Target, ...]:
        """The targets of one rule."""
        return tuple(target for target in self.targets if target.rule == rule)

    def target(self, rule: Rule, area: str) -> Target | None:
        """One target; None where nothing is asked of the area."""
        return next((t for t in self.targets if t.rule == rule and t.area == area), None)


@dataclass(frozen=True)
class Statement:
    """What one source says on one criterion, and as of when; empty where nobody said."""

    said: str
    source: str
    as_of: str


@dataclass(frozen=True)
class CriterionAnswer:
    """What is known of one hospital on one criterion. ``said`` is None while nothing is."""

    criterion: Criterion
    said: str | None
    source: str = ""
    as_of: str = ""
    #: Others that say something else.
    differing: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """What one criterion adds to a weighted sum: between these, apart only where the answer is unknown."""

    criterion: Criterion
    weight: int
    #: Hundredths of the weight: 0 to 100 by the stated rule; both are given because an unknown answer may be anything.
    lowest: int
    highest: int


@dataclass(frozen=True)
class Candidate:
    """One hospital with its answers, and its contributions where the person gave weights."""

    phase: OperatorPhase
    answers: tuple[CriterionAnswer, ...]
    contributions: tuple[Contribution, ...] = ()

    def total(self, end: Literal["lowest", "highest"]) -> int:
        """The weighted sum in hundredths of a point."""
        return sum(c.weight * getattr(c, end) for c in self.contributions)
