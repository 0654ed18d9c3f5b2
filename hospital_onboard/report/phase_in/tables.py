"""The tables of the phase-in report: targets by region and prefecture, operators, steps, workload."""

from datetime import date

from hospital_onboard.domain.coverage import OperatorPhase, Target
from hospital_onboard.domain.nation import WORK
from hospital_onboard.reference.areas import region_of
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.report.document import Cell, Coded, Column, Table
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import flag, standing_badge, target_badge
from hospital_onboard.report.phase_in.content import PhaseIn
from hospital_onboard.text.wording import Words


def regions(found: PhaseIn, say: Words) -> Table:
    """One row per target at commencement."""
    rows = [(found.names[target.id], *_counts(target, say)) for target in found.targets if target.scope == "region"]
    return Table(
        key="regions",
        title=say("phase.rule.at_commencement"),
        columns=(Column("region", say("report.phase.region"), 14), *_counted(say)),
        rows=tuple(rows),
        empty=say("report.phase.no-targets"),
    )


def prefectures(found: PhaseIn, say: Words) -> Table:
    """One row per target of the third year; the map is drawn from it."""
    rows: list[tuple[Cell, ...]] = []
    for target in found.targets:
        if target.scope != "prefecture" or target.area not in found.prefectures:
            continue
        place = prefecture(target.area)
        bureau = region_of(target.area, "bureau").short(say.lang)
        name = Coded(place.code, place.name(say.lang))
        rows.append((name, bureau, standing_badge(_standing(found, place.code), say), *_counts(target, say)))
    return Table(
        key="prefectures",
        title=say("phase.rule.third_year"),
        columns=(
            Column("prefecture", say("field.operator.prefecture"), 12),
            Column("bureau", say("report.phase.bureau"), 14),
            Column("standing", say("report.phase.furthest"), 14),
            *_counted(say),
        ),
        rows=tuple(rows),
        empty=say("report.phase.no-targets"),
    )


def _standing(found: PhaseIn, code: str) -> str:
    """The furthest that any hospital of the prefecture is."""
    there = [one for one in found.operators if one.prefecture == code and one.operator.operator_kind == "hospital"]
    if any(one.phase == "file_ready" for one in there):
        return "file_ready"
    if any(one.is_designated for one in there):
        return "designated"
    if any(one.stage != "candidate" for one in there):
        return "proposed"
    return "candidate" if there else "nobody"


def _counts(target: Target, say: Words) -> tuple[Cell, ...]:
    return (
        target_badge(target.state, say),
        f"{target.designated}/{target.required}",
        target.required,
        target.designated,
        target.planned,
        target.proposed,
        target.candidates,
        target.file_ready,
        target.due if target.due is not None else say("report.phase.due-open"),
    )


def _counted(say: Words) -> tuple[Column, ...]:
    return (
        Column("state", say("report.state"), 12),
        Column("covered", say("report.phase.covered"), 10),
        Column("required", say("report.phase.required"), 8, number=True),
        Column("designated", say("report.phase.designated"), 8, number=True),
        Column("planned", say("report.phase.planned"), 10, number=True),
        Column("proposed", say("report.phase.proposed"), 8, number=True),
        Column("candidates", say("report.phase.candidates"), 8, number=True),
        Column("file_ready", say("report.phase.file-ready"), 10, number=True),
        Column("due", say("report.phase.due"), 12),
    )


def of_prefecture(found: PhaseIn, code: str, say: Words) -> Table:
    """A prefecture's hospitals, the ones furthest on first."""
    there = [one for one in found.operators if one.prefecture == code and one.operator.operator_kind == "hospital"]
    return _operators(f"pref_{code}", prefecture(code).name(say.lang), there, found, say)


def agency(found: PhaseIn, say: Words) -> Table:
    """The agency, alongside."""
    there = [one for one in found.operators if one.operator.operator_kind == "agency"]
    return _operators("agency", say.choice("operator_kind", "agency"), there, found, say)


def _operators(key: str, title: str, there: list[OperatorPhase], found: PhaseIn, say: Words) -> Table:
    order = ("file_ready", "duty", "transition", "designated", "proposed", "candidate")
    there = sorted(there, key=lambda one: (order.index(one.phase), one.operator.name))
    return Table(
        key=key,
        title=title,
        columns=(
            Column("operator", say("kind.operator"), 36),
            Column("phase", say("report.phase.stage"), 18),
            Column("wave", say("field.phase_proposal.wave"), 12),
            Column("beds", say("field.operator.beds"), 8, number=True),
            Column("designated_on", say("field.operator.designated_on"), 12),
            Column("duty_from", say("report.phase.duty-from"), 14),
            Column("ready", say("report.ready"), 12),
            Column("open", say("report.phase.open-lines"), 10, number=True),
            Column("code", say("field.operator.code"), 14),
        ),
        rows=tuple(_operator(one, found, say) for one in there),
        empty=say("report.phase.nobody"),
    )


def _operator(one: OperatorPhase, found: PhaseIn, say: Words) -> tuple[Cell, ...]:
    ready = one.file_ready
    return (
        operator_name(one.operator, say),
        Coded(one.phase, say(f"phase.{one.phase}")),
        "" if one.wave is None else Coded(one.wave, say.choice("wave", one.wave)),
        one.operator.beds,
        one.operator.designated_on if one.operator.designated_on is not None else "",
        one.duty_from if one.duty_from is not None else "",
        None if ready is None else flag("ready" if ready else "not-ready", say),
        found.open_lines.get(one.operator.id),
        one.operator.code,
    )


def steps(found: PhaseIn, say: Words) -> Table:
    """What would close each gap: who, by when."""
    named = {one.operator.id: operator_name(one.operator, say) for one in found.coverage.operators}
    rows: list[tuple[Cell, ...]] = []
    for step in found.steps:
        where = "" if step.target is None else found.names[step.target.id]
        names = say("report.comma").join(named[id] for id in step.operators)
        by = step.by if step.by is not None else say("report.phase.due-open")
        rows.append((where, say(f"report.phase.step.{step.step}"), names, by))
    return Table(
        key="steps",
        title=say("report.phase.steps"),
        columns=(
            Column("area", say("report.phase.region"), 14),
            Column("step", say("report.phase.step-of"), 28),
            Column("operators", say("kind.operator"), 60),
            Column("by", say("report.phase.due"), 12),
        ),
        rows=tuple(rows),
        empty=say("report.phase.no-steps"),
    )


def workload(found: PhaseIn, say: Words) -> Table:
    """Consultations, filings and days in service expected, per bureau and month."""
    rows: list[tuple[Cell, ...]] = []
    in_order = sorted(found.workload, key=lambda key: (key[1] is None, key[1] or date.min, key[0]))
    for bureau, month in in_order:
        counts = found.workload[bureau, month]
        when = say("report.phase.no-day") if month is None else f"{month:%Y-%m}"
        rows.append((when, bureau, *(counts.get(step, 0) for step in WORK)))
    return Table(
        key="workload",
        title=say("report.phase.workload"),
        columns=(
            Column("month", say("report.phase.month"), 12),
            Column("bureau", say("report.phase.bureau"), 18),
            *(Column(step, say(f"report.phase.workload-of.{step}"), 14, number=True) for step in WORK),
        ),
        rows=tuple(rows),
        empty=say("report.phase.no-plans"),
        note=say("report.phase.workload-note"),
    )
