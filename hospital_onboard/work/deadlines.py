"""The days that matter, for one plan or for everything an operator plans."""

from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.determination import Caution, Deadline
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.plan import UrgentCase
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.deadlines import operator_deadlines
from hospital_onboard.rules.duty.determine import determine as ask
from hospital_onboard.rules.duty.explain import deadline_note
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.regime import REGIME
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.assume import assumed
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.determine import reading


@dataclass(frozen=True)
class Day:
    """One dated line, in words. ``plan`` is empty for what hangs on the operator alone."""

    deadline: Deadline
    plan: str
    plan_title: str
    text: str
    kind: str
    #: What one has to know besides the date; may be empty.
    note: str
    #: Counted by a law that does not bind yet, so it is no present duty.
    outlook: bool

    @property
    def date(self) -> date:
        """The day itself."""
        assert self.deadline.date is not None  # undated ones are left out
        return self.deadline.date


@dataclass(frozen=True)
class Agenda:
    """Every dated line of an operator in order, and the warnings by plan."""

    days: tuple[Day, ...]
    warnings: dict[str, tuple[Caution, ...]]

    def after(self, on: date) -> tuple[Day, ...]:
        """What is still ahead."""
        return tuple(day for day in self.days if day.date >= on)


def of_operator(desk: Desk, operator_id: str, lang: Lang, view: str = "") -> Agenda:
    """Everything that is dated for an operator: its own days, and those of every plan that was not stopped.

    Raises:
        Refusal: ``no-such-operator``, ``no-such-regime``.
    """
    whole, from_law, now = inventories.load(desk.store, operator_id), law(REGIME), assumed(desk)
    read = reading(desk.on, view, from_law)
    urgent = {case.plan: case for case in records.select(desk.store, UrgentCase)}
    own = operator_deadlines(from_law, read, whole.operator, now)
    found = [(deadline, "", "", False) for deadline in own]
    warnings = {}
    for plan in whole.plans:
        if plan.status == "stopped":
            continue
        result = ask(from_law, Case(whole, plan, read, now, urgent.get(plan.id)))
        warnings[plan.id] = result.warnings
        binds = result.of(result.main).present
        found += [
            (day, plan.id, plan.title, day.kind == "computed" and not binds)
            for day in result.deadlines
            if day.subject != whole.operator.id
        ]

    def name(id: str) -> str:
        record = whole.by_id.get(id)
        return id if record is None else title(record, whole.by_id.get)

    say = words(lang)
    days = [
        Day(
            deadline,
            plan,
            plan_title,
            say(f"deadline.{deadline.id}", subject=name(deadline.subject), **deadline.params),
            say(f"deadline_kind.{deadline.kind}"),
            deadline_note(say, deadline),
            outlook,
        )
        for deadline, plan, plan_title, outlook in found
        if deadline.date is not None
    ]
    return Agenda(tuple(sorted(days, key=lambda day: (day.date, day.plan, day.deadline.id))), warnings)
