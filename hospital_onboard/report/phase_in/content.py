"""What the phase-in report tells, gathered before anything is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.coverage import Coverage, NextStep, OperatorPhase, Target
from hospital_onboard.domain.nation import Nation


@dataclass(frozen=True)
class PhaseIn:
    """The phase-in of one area on one day.

    ``names``: target id -> its area's name. ``gaps``: one sentence each. ``open_lines``: operator id -> how many lines
    are still owed. ``ready_since``: operator id -> the day of the last change to anything its readiness rests on, for
    those that are ready: it has been ready at least since then. ``workload``: (bureau's name, month or None) -> counts
    of consultations, filings and days in service.
    """

    coverage: Coverage
    targets: tuple[Target, ...]
    operators: tuple[OperatorPhase, ...]
    prefectures: tuple[str, ...]
    names: Mapping[str, str]
    gaps: tuple[str, ...]
    steps: tuple[NextStep, ...]
    open_lines: Mapping[str, int]
    ready_since: Mapping[str, date]
    workload: Mapping[tuple[str, date | None], Mapping[str, int]]
    nation: Nation
