"""One plan at a glance: what the rules make of it, what is likely to go wrong, and every day that matters, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.determination import Caution, Deadline, DeadlineKind
from hospital_onboard.domain.plan import Filing, Plan
from hospital_onboard.domain.readiness import Source
from hospital_onboard.rules.duty.explain import Teller, tone
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work import determine
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.determine import Determined

#: The computed days that belong on the time line, the one to know first of all first.
ON_THE_LINE = (
    "file_safe",
    "file_by",
    "first_filing",
    "duty_begins",
    "commencement",
    "commencement_ceiling",
    "designation",
    "consult_by",
    "sign_by",
    "buy_by",
)


@dataclass(frozen=True)
class Warned:
    """A warning with its source and the way out, in words."""

    code: str
    text: str
    way_out: str
    source: str


@dataclass(frozen=True)
class Dated:
    """A day of the plan; ``behind`` tells where it comes from."""

    deadline: Deadline
    text: str
    kind: str

    @property
    def on(self) -> date | None:
        """The day; None where only the rule can be told."""
        return self.deadline.date


@dataclass(frozen=True)
class Window:
    """Days on which nothing may be introduced: as it stands, or at the longest the ministry may make it."""

    first: date
    last: date
    kind: DeadlineKind
    longest: bool


@dataclass(frozen=True)
class Board:
    """Everything the screen of a plan shows."""

    plan: Plan
    equipment: str
    #: Whether it has to be filed, and whether that may be said of today.
    result: str
    standing: str
    #: What it would be once the rules have begun; empty when they have.
    otherwise: str
    view: str
    warnings: tuple[Warned, ...]
    days: tuple[Dated, ...]
    windows: tuple[Window, ...]
    #: Keys of the person's own assumptions that anything here rests on, with their values.
    assumed: dict[str, str]
    #: The newest recorded filing.
    filed_on: date | None

    def day(self, id: str) -> Dated | None:
        """One day by the id of its deadline; None when it is not known."""
        return next((day for day in self.days if day.deadline.id == id and day.on is not None), None)


def board(desk: Desk, plan_id: str, lang: Lang, view: str = "") -> Board:
    """The plan on the desk's day.

    Raises:
        Refusal: ``no-such-plan``, ``no-such-regime``.
    """
    return _board(desk, determine.determine(desk, plan_id, view), lang)


def boards(desk: Desk, operator_id: str, lang: Lang, view: str = "") -> dict[str, Board]:
    """Every plan of an operator that was not stopped, by id.

    Raises:
        Refusal: ``no-such-operator``, ``no-such-regime``.
    """
    return {one.plan.id: _board(desk, one, lang) for one in determine.of_operator(desk, operator_id, view)}


def behind(desk: Desk, plan_id: str, day: Deadline, lang: Lang, view: str = "") -> tuple[str, ...]:
    """Where a day of the board comes from: its kind, article, assumptions, numbers of the law and facts.

    Raises:
        Refusal: ``no-such-plan``, ``no-such-regime``.
    """
    found = determine.determine(desk, plan_id, view)
    return tuple(_detail(found, determine.teller(desk, found, lang), day))


def _board(desk: Desk, found: Determined, lang: Lang) -> Board:
    tell, result, say = determine.teller(desk, found, lang), found.result, words(lang)
    main = result.of(result.main)
    filings = records.select(desk.store, Filing, plan=found.plan.id)
    return Board(
        plan=found.plan,
        equipment=found.name_of(found.plan.equipment),
        result=tell.result(main),
        standing=say(f"tone.{tone(main)}"),
        otherwise=say(f"result.{main.otherwise}") if main.barred and main.otherwise != "not_in_force" else "",
        view=found.view_label(lang),
        warnings=tuple(_warned(tell, caution) for caution in result.warnings),
        days=tuple(Dated(day, tell.deadline(day), say(f"deadline_kind.{day.kind}")) for day in result.deadlines),
        windows=tuple(_windows(found.plan, result.deadlines)),
        assumed={key: value for key, value in result.assumptions.items() if value},
        filed_on=max((filing.filed_on for filing in filings), default=None),
    )


def _warned(tell: Teller, caution: Caution) -> Warned:
    """A warning in words."""
    return Warned(
        caution.code,
        tell.caution(caution),
        tell.say(f"way_out.{caution.code}", **caution.params),
        _cited(tell.say, caution.source) if caution.source is not None else "",
    )


def _detail(found: Determined, tell: Teller, day: Deadline) -> Iterator[str]:
    """Where a day comes from: kind, article, assumptions, numbers of the law, facts."""
    say, note = tell.say, tell.deadline_note(day)
    yield say(f"plan.kind_{day.kind}")
    if note:
        yield note
    if day.source is not None:
        yield f"{say('why.source')} {_cited(say, day.source)}"
    for key in day.assumptions:
        value = found.result.assumptions.get(key, "")
        label = found.law.assumables.text(key).of(say.lang)
        yield say("determine.assumed_value", label=label, value=value, key=key) if value else label
    for parameter in day.parameters:
        yield tell.parameter(parameter)
        yield say("determine.counting", text=tell.of(parameter.counting), label=tell.of(parameter.label))
    for fact in day.facts:
        yield from tell.fact_lines(fact)


def _windows(plan: Plan, deadlines: tuple[Deadline, ...]) -> Iterator[Window]:
    """The waiting period from acceptance (or filing), and as long as it may be made."""
    accepted = plan.receipt_on or plan.filing_on
    by_id = {day.id: day for day in deadlines if day.subject == plan.id}
    last, longest = by_id.get("blocked_until"), by_id.get("free_from_extended")
    if accepted is None or last is None or last.date is None:
        return
    if accepted <= last.date:
        yield Window(accepted, last.date, last.kind, longest=False)
    if longest is not None and longest.date is not None:
        first, end = max(accepted, date.fromordinal(last.date.toordinal() + 1)), longest.date.toordinal() - 1
        if first.toordinal() <= end:
            yield Window(first, date.fromordinal(end), longest.kind, longest=True)


def _cited(say: Words, source: Source) -> str:
    return say(
        "why.cited",
        document=source.document,
        article=source.article,
        confidence=say(f"confidence.{source.confidence}"),
        standing=say(f"standing.{source.standing}"),
    )
