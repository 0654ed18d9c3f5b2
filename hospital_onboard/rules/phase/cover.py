"""The whole of the phase-in on one day: phases, targets, gaps, next steps, and what all of it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hospital_onboard.domain.codes import Wave
from hospital_onboard.domain.coverage import Coverage, OperatorPhase, Target
from hospital_onboard.domain.operator import Operator
from hospital_onboard.reference.areas import SCHEMES, Scheme
from hospital_onboard.rules.duty.case import Reading
from hospital_onboard.rules.duty.law import Law
from hospital_onboard.rules.phase.gaps import gaps, steps
from hospital_onboard.rules.phase.operators import Ground, phases
from hospital_onboard.rules.phase.targets import REGION_DEFAULT, REGION_SCHEME, targets
from hospital_onboard.rules.phase.years import read_years

#: A designation without a fixed commencement: the part is taken to be in force by then.
DESIGNATED_SO_IN_FORCE = "designated_so_in_force"


@dataclass(frozen=True)
class Known:
    """What is recorded: the operators, the proposed waves, the needs, and who is ready to file."""

    operators: Sequence[Operator]
    #: Operator id -> wave.
    waves: Mapping[str, Wave] = field(default_factory=dict)
    #: Prefecture -> hospitals needed.
    needs: Mapping[str, int] = field(default_factory=dict)
    #: Operator id -> ready to file; left out where nobody worked it out.
    ready: Mapping[str, bool] = field(default_factory=dict)
    #: The waves are a what-if: they stand in place of all proposals.
    trying: bool = False


def scheme_of(assumed: Mapping[str, str]) -> tuple[Scheme, str]:
    """What 地方 means, and the id of the assumption it rests on."""
    chosen = next((scheme for scheme in SCHEMES if scheme == assumed.get(REGION_SCHEME)), None)
    return (chosen, REGION_SCHEME) if chosen is not None else ("eight", REGION_DEFAULT)


def cover(law: Law, reading: Reading, assumed: Mapping[str, str], known: Known) -> Coverage:
    """Where the phase-in stands on ``reading.on``."""
    years = read_years(reading.medical_part, assumed)
    scheme, scheme_from = scheme_of(assumed)
    ground = Ground(law, reading, years, scheme, known.waves, known.ready, known.trying)
    found = phases(known.operators, ground)
    hospitals = [one for one in found if one.operator.operator_kind == "hospital"]
    asked = targets(reading.regime, hospitals, years, reading.on, scheme, scheme_from, known.needs)
    lacking = gaps(asked)
    return Coverage(
        on=reading.on,
        scheme=scheme,
        commencement=years.commencement,
        operators=found,
        targets=asked,
        gaps=lacking,
        steps=steps(lacking, found),
        missing=tuple(dict.fromkeys(key for target in asked if not target.met for key in target.missing)),
        assumptions=_assumptions(asked, found, years.commencement is None),
    )


def _assumptions(asked: Sequence[Target], found: Sequence[OperatorPhase], open_day: bool) -> tuple[str, ...]:
    ids = dict.fromkeys(id for target in asked for id in target.assumptions)
    if open_day and any(one.stage in ("transition", "duty") for one in found):
        ids[DESIGNATED_SO_IN_FORCE] = None
    return tuple(ids)
