"""What the rules say about one plan: outcomes with every step that led to them, deadlines and warnings.

Plain immutable data. Nothing here is in a language: conditions are named by operator and fact, and put into words by
``rules.duty.explain``. ``Determination.outcome`` is never a bare yes or no; what is not known yet is carried in
``missing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from hospital_onboard.domain.readiness import Source, Standing

Outcome = Literal["applies", "does_not_apply", "excepted", "undetermined", "not_in_force"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
#: Settled on the facts: a further answer may change which one it is, but never makes it open again.
DECIDED: frozenset[Outcome] = frozenset({"applies", "does_not_apply", "excepted"})
#: What a rule speaks of: something that has to be done, may be done, is so, or is wise.
Says = Literal["duty", "permission", "finding", "advice"]
#: law: the law names the day · computed: from numbers of the law and days of the plan · assumed: rests on an assumption
#: or on our own suggestion · entered: somebody wrote it down.
DeadlineKind = Literal["law", "computed", "assumed", "entered"]


@dataclass(frozen=True)
class Label:
    """A short text of the regime's files in both languages."""

    ja: str
    en: str


@dataclass(frozen=True)
class ParameterUse:
    """A number of the law as it was used: its value on the law day, since when it holds, and its source."""

    id: str
    label: Label
    value: int
    unit: str
    #: How the days, months or shares are counted.
    counting: Label
    first_day: date
    source: Source


@dataclass(frozen=True)
class FactUse:
    """One fact as it was used. ``value`` is None while nobody has answered.

    ``record`` and ``asked`` are where it stands or would have to be answered (``record`` empty: nowhere yet). A derived
    fact has its own name, the facts it was made ``of``, and the parameters it was made with.
    """

    name: str
    value: str | None
    record: str = ""
    asked: str = ""
    #: ``Record.origin_of``; ``assumption`` for an assumed value, None when it was derived.
    origin: str | None = None
    of: tuple["FactUse", ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
    #: Keys of the assumptions this value itself rests on.
    assumed: frozenset[str] = frozenset()

    @property
    def assumptions(self) -> frozenset[str]:
        """All assumptions underneath."""
        return self.assumed.union(*(fact.assumptions for fact in self.of))

    def missing(self) -> tuple["FactUse", ...]:
        """The unanswered facts underneath that a person could answer."""
        if self.value is not None:
            return ()
        below = [leaf for fact in self.of for leaf in fact.missing()]
        return tuple(below) or (self,)


@dataclass(frozen=True)
class Step:
    """One condition looked at: ``held`` is None while the facts do not decide it.

    ``part`` is ``when`` or the id of the exception it belongs to; ``depth`` its level inside all/any/none.
    ``operator`` is one of the closed set, or ``rule`` (another rule's outcome) or ``test`` (a named test of fact).
    """

    part: str
    depth: int
    operator: str
    held: bool | None
    #: Name of the fact, rule or test.
    name: str = ""
    #: What it was compared with; codes and ISO days.
    operand: tuple[str, ...] = ()
    facts: tuple[FactUse, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """What follows: in words of the rule file, with the form to use and when it is due."""

    duty: str
    what: Label
    form: str = ""
    form_label: Label | None = None
    due: str = ""
    due_label: Label | None = None
    contents: tuple[Label, ...] = ()
    note: Label | None = None


@dataclass(frozen=True)
class Excepting:
    """An exception that was looked at. ``source.note`` quotes its words."""

    label: Label
    source: Source


@dataclass(frozen=True)
class Determination:
    """One rule on one subject. ``otherwise`` is what the facts would give once the rule is in force."""

    rule: str
    label: Label
    says: Says
    #: The record it is about, and the measure if it is about one.
    subject: str
    item: str
    outcome: Outcome
    otherwise: Outcome
    #: For this operator, and in the sectors already covered.
    standing: Standing
    elsewhere: Standing
    source: Source
    #: The enacted wording was not available to us.
    wording_unread: bool
    steps: tuple[Step, ...]
    missing: tuple[FactUse, ...]
    assumptions: tuple[str, ...]
    consequence: Consequence | None = None
    #: Id of the exception that fired.
    exception: str = ""
    #: First and last day of this wording; for not_in_force because of the day, those of the nearest one.
    first_day: date | None = None
    last_day: date | None = None
    #: Why it is not in force: its wording does not hold on the law day, its standing does not count under the view, or
    #: the medical part has not begun.
    barred: Literal["", "day", "standing", "medical_part"] = ""
    #: By id, all exceptions looked at.
    exceptions: Mapping[str, Excepting] = field(default_factory=dict)

    def source_of(self, part: str) -> Source:
        """Where the conditions of a part (``when`` or an exception) stand."""
        return self.source if part == "when" else self.exceptions[part].source

    @property
    def assumed(self) -> bool:
        """Whether anything underneath is only assumed."""
        return bool(self.assumptions)

    @property
    def present(self) -> bool:
        """Whether this may be said as the law of today: in force, and resting on nothing assumed."""
        return self.standing == "in_force" and not self.assumptions and self.outcome != "not_in_force"


@dataclass(frozen=True)
class Deadline:
    """A day that matters. ``date`` is None where only the rule can be told (``missing`` says what it lacks)."""

    id: str
    date: date | None
    kind: DeadlineKind
    subject: str = ""
    source: Source | None = None
    assumptions: tuple[str, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
    facts: tuple[FactUse, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def assumed(self) -> bool:
        """Whether the day rests on an assumption or on a suggestion of ours."""
        return self.kind == "assumed" or bool(self.assumptions)


@dataclass(frozen=True)
class Caution:
    """Something in the plan that is likely to go wrong: ``warning.<code>``, filled from ``params``."""

    code: str
    subject: str = ""
    source: Source | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanDetermination:
    """Everything the rules say about one plan under one view of the law."""

    plan: str
    operator: str
    on: date
    #: The day whose law was read; the view may hold it back or forward.
    law_day: date
    view: str
    digest: str
    determinations: tuple[Determination, ...]
    deadlines: tuple[Deadline, ...]
    warnings: tuple[Caution, ...]
    #: Assumption key or id -> the assumed value ('' for one built into the view).
    assumptions: Mapping[str, str]
    #: The rule that decides whether the plan has to be filed.
    main: str

    @property
    def outcome(self) -> Outcome:
        """Whether this plan has to be filed."""
        return self.of(self.main).outcome

    def of(self, rule: str, subject: str = "") -> Determination:
        """One determination; the first of its rule when no subject is named.

        Raises:
            KeyError: the rule was not asked for this plan.
        """
        for found in self.determinations:
            if found.rule == rule and subject in ("", found.subject):
                return found
        raise KeyError(f"{rule} {subject}".strip())

    def deadline(self, id: str, subject: str = "") -> Deadline | None:
        """One deadline, or None."""
        return next((d for d in self.deadlines if d.id == id and subject in ("", d.subject)), None)

    @property
    def missing(self) -> tuple[FactUse, ...]:
        """The facts still to be answered, each field of each record once, in the order in which they were met."""
        found: dict[tuple[str, str], FactUse] = {}
        for determination in self.determinations:
            for fact in determination.missing:
                found.setdefault((fact.record, fact.asked) if fact.record else ("", fact.name), fact)
        return tuple(found.values())
