"""Month by month: how many hospitals the targets ask for, how many are designated, how many are ready to file."""

from collections.abc import Iterator
from datetime import date, timedelta

from hospital_onboard.domain.coverage import Target
from hospital_onboard.report.document import Cell, Column, Table
from hospital_onboard.report.phase_in.content import PhaseIn
from hospital_onboard.text.dates import add_months
from hospital_onboard.text.wording import Words

#: The longest stretch shown: five years either way hold every reading of the third year.
_MOST_MONTHS = 72


def burn_up(found: PhaseIn, say: Words) -> Table:
    """The table behind the chart. Readiness is told up to the day of the report only: nobody knows the future's."""
    hospitals = [one for one in found.operators if one.operator.operator_kind == "hospital"]
    designated = [day for one in hospitals if (day := one.operator.designated_on) is not None]
    ids = {one.operator.id for one in hospitals}
    ready = [day for id, day in found.ready_since.items() if id in ids]
    on = found.coverage.on
    rows: list[tuple[Cell, ...]] = []
    for month in _months(found, designated, ready):
        end = add_months(month, 1) - timedelta(days=1)
        so_far = sum(day <= end for day in ready) if month <= on else ""
        rows.append((f"{month:%Y-%m}", _required(found.targets, end), sum(day <= end for day in designated), so_far))
    return Table(
        key="burn_up",
        title=say("report.phase.burn-up"),
        columns=(
            Column("month", say("report.phase.month"), 10),
            Column("required", say("report.phase.required"), 12, number=True),
            Column("designated", say("report.phase.designated"), 12, number=True),
            Column("file_ready", say("report.phase.file-ready"), 12, number=True),
        ),
        rows=tuple(rows),
        empty=say("report.phase.no-months"),
        note=say("report.phase.burn-up-note"),
    )


def _required(targets: tuple[Target, ...], end: date) -> int | str:
    """What the targets due by then ask for; a hospital counts for its region and its prefecture alike."""
    sums: dict[str, int] = {}
    for target in targets:
        if target.due is not None and target.due <= end:
            sums[target.rule] = sums.get(target.rule, 0) + target.required
    known = any(target.due is not None for target in targets)
    return max(sums.values(), default=0) if known else ""


def _months(found: PhaseIn, designated: list[date], ready: list[date]) -> Iterator[date]:
    """From the first thing that happened to the last day a target is due, today included."""
    dues = [target.due for target in found.targets if target.due is not None]
    days = [*designated, *ready, *dues, found.coverage.on]
    at, last = min(days).replace(day=1), max(days).replace(day=1)
    for _ in range(_MOST_MONTHS):
        yield at
        if at >= last:
            return
        at = add_months(at, 1)
