"""The targets of the phase-in and how far they are (提言 IV.2(2)②: 改正法施行時は1地方につき少なくとも1病院 …)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.coverage import OperatorPhase, Rule, Scope, Target, TargetState
from hospital_onboard.domain.readiness import Source
from hospital_onboard.reference.areas import Scheme, regions
from hospital_onboard.reference.prefectures import all_prefectures
from hospital_onboard.rules.phase.years import Years, wave_number
from hospital_onboard.rules.regime import NothingInForce, Regime

#: The assumption that chooses what 地方 means, and what stands in for it while nobody chose.
REGION_SCHEME = "region-scheme"
REGION_DEFAULT = "region_scheme_eight"


@dataclass(frozen=True)
class _Asked:
    """What a rule asks of every area of its scope."""

    rule: Rule
    scope: Scope
    required: int
    #: By the end of this year; 0 is commencement.
    year: int
    source: Source
    assumptions: tuple[str, ...]


def targets(
    regime: Regime,
    hospitals: Sequence[OperatorPhase],
    years: Years,
    on: date,
    scheme: Scheme,
    scheme_from: str,
    needs: Mapping[str, int],
) -> tuple[Target, ...]:
    """Every target on a day; none before the proposal was made.

    Args:
        scheme_from: what the scheme rests on (``REGION_SCHEME`` or ``REGION_DEFAULT``).
        needs: prefecture -> so many hospitals somebody thinks needed there.
    """
    return tuple(_targets(regime, hospitals, years, on, scheme, scheme_from, needs))


def _targets(
    regime: Regime,
    hospitals: Sequence[OperatorPhase],
    years: Years,
    on: date,
    scheme: Scheme,
    scheme_from: str,
    needs: Mapping[str, int],
) -> Iterator[Target]:
    least, source = _number(regime, "phase_region_hospitals", on)
    if least is not None and source is not None:
        asked = _Asked("at_commencement", "region", least, 0, source, (scheme_from,))
        for area in regions(scheme):
            yield _target(asked, area.id, [h for h in hospitals if h.region == area.id], years, on)
    least, source = _number(regime, "phase_prefecture_hospitals", on)
    year, _ = _number(regime, "phase_prefecture_year", on)
    if least is not None and source is not None and year is not None:
        for prefecture in all_prefectures():
            need = max(least, needs.get(prefecture.code, 0))
            asked = _Asked("third_year", "prefecture", need, year, source, ())
            there = [h for h in hospitals if h.prefecture == prefecture.code]
            yield _target(asked, prefecture.code, there, years, on, raised=need > least)


def _number(regime: Regime, parameter: str, on: date) -> tuple[int | None, Source | None]:
    value = regime.value(parameter, on)
    if isinstance(value, NothingInForce):
        return None, None
    return value.value, regime.cited(value.source, value.standing)


def _target(
    asked: _Asked, area: str, there: Sequence[OperatorPhase], years: Years, on: date, *, raised: bool = False
) -> Target:
    due = years.end(asked.year)
    planned = [h for h in there if is_planned(h, asked.year, due)]
    ready = [h.file_ready for h in there]
    return Target(
        rule=asked.rule,
        scope=asked.scope,
        area=area,
        year=asked.year,
        required=asked.required,
        hospitals=len(there),
        designated=sum(h.is_designated for h in there),
        planned=len(planned),
        proposed=sum(h.stage == "proposed" for h in there),
        candidates=sum(h.stage == "candidate" for h in there),
        file_ready=None if None in ready else sum(map(bool, ready)),
        due=due,
        state=_state(asked.required, there, len(planned), due, on),
        missing=years.missing(asked.year),
        assumptions=(*years.assumptions(asked.year), *asked.assumptions),
        source=asked.source,
        raised=raised,
    )


def is_planned(hospital: OperatorPhase, year: int, due: date | None) -> bool:
    """Designated or announced by the due day, or proposed for a wave that comes in time.

    While there is no due day, any designation counts.
    """
    if hospital.stage == "candidate":
        return False
    if hospital.stage == "proposed":
        return hospital.wave is not None and wave_number(hospital.wave) <= year
    day = hospital.operator.designated_on
    return day is None or due is None or day <= due


def _state(required: int, there: Sequence[OperatorPhase], planned: int, due: date | None, on: date) -> TargetState:
    designated = [h.operator.designated_on for h in there if h.is_designated]
    if len(designated) >= required:
        in_time = [day for day in designated if due is None or day is None or day <= due]
        return "met" if len(in_time) >= required else "met_late"
    if due is None:
        return "undetermined"
    if on > due:
        return "missed"
    return "on_track" if planned >= required else "at_risk"
