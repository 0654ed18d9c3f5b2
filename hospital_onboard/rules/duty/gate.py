"""Whether the rules that bind a hospital or the agency have begun for a plan, and on which assumptions that rests."""

from datetime import date
from typing import Final, NamedTuple

from hospital_onboard.domain.readiness import Standing
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.derived import DESIGNATION
from hospital_onboard.rules.duty.facts import Facts
from hospital_onboard.rules.duty.told import day_of

#: Key of the assumed commencement, and the built-in assumption that follows from a designation.
COMMENCEMENT: Final = "commencement"
IMPLIED: Final = "designated_so_in_force"


class Gate(NamedTuple):
    """Whether rules that bind only medical operators have begun, and on which assumptions that rests."""

    open: bool
    standing: Standing
    assumptions: frozenset[str]
    #: Whether there is a day at all, known or assumed, on which it begins.
    known: bool = True


def gate(case: Case) -> Gate:
    """Whether the medical part is in force when the plan's introduction or entrustment begins.

    The day is known from the regime, or assumed, or follows from a designation that was recorded or assumed: nobody
    can be designated before. Without any of these nothing has begun.
    """
    if case.reading.view.medical == "as_if_covered":
        return Gate(True, "assumed", frozenset())
    begins = day_of(Facts(case, case.plan).get("plan.begins_on")) or date.max
    known, assumed = case.reading.medical_part.day, case.assumed.get(COMMENCEMENT)
    if known is not None:
        return Gate(begins >= known, "in_force", frozenset())
    if assumed is not None:
        return Gate(begins >= date.fromisoformat(assumed), "assumed", frozenset({COMMENCEMENT}))
    if case.inventory.operator.designated_on is not None:
        return Gate(True, "assumed", frozenset({IMPLIED}))
    if DESIGNATION in case.assumed:
        return Gate(True, "assumed", frozenset({IMPLIED, DESIGNATION}))
    return Gate(False, "promulgated", frozenset(), known=False)
