"""How many consultations, filings and receipts the plans bring, month by month."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from hospital_onboard.domain.nation import WORK, Nation, Work
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.plan import Plan

#: A month as its first day; None for a plan that has no day for the step yet.
Month = date | None


def workload(nation: Nation, since: date) -> Mapping[tuple[str, Month], Mapping[Work, int]]:
    """(prefecture or '', month) -> step -> number of plans, from the month of ``since`` on.

    A plan that was stopped brings nothing. A step whose day is open stands under None: it comes, nobody said when.
    """
    found: dict[tuple[str, Month], Counter[Work]] = {}
    for plan in nation.plans:
        if plan.status in ("stopped", "in_service"):
            continue
        operator: Operator = nation.operator_of[plan.equipment]
        for step in WORK:
            day = _day(plan, step)
            month = None if day is None else day.replace(day=1)
            if month is None or month >= since.replace(day=1):
                found.setdefault((operator.prefecture or "", month), Counter())[step] += 1
    return found


def _day(plan: Plan, step: Work) -> date | None:
    value: date | None = getattr(plan, f"{step}_on")
    return value
