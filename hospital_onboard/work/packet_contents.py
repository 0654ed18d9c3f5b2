"""What a packet or a dossier would contain today: part by part, how complete it is and where to go to mend it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from hospital_onboard.domain.plan import MILESTONES, Plan
from hospital_onboard.domain.readiness import OPEN_STATES, RequirementLine, State, counts
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import Desk

PartKey = Literal[
    "plan",
    "milestones",
    "duties",
    "equipment",
    "data",
    "diagram",
    "components",
    "parties",
    "maintenance",
    "measures",
    "questions",
    "consultations",
    "evidence",
]
#: complete: nothing owed. open: something is missing, stale or unclear. empty: nothing is recorded, nothing is owed.
PartMood = Literal["complete", "open", "empty"]
#: Part -> the sections of the walk whose lines it rests on.
_SECTIONS: Final[Mapping[PartKey, tuple[str, ...]]] = {
    "plan": ("operator", "plans"),
    "equipment": ("overview", "supplier"),
    "data": ("data",),
    "components": ("components", "manufacture"),
    "parties": ("parties",),
    "maintenance": ("maintenance", "subcontracts"),
    "measures": ("measures",),
    "evidence": ("evidence",),
}
#: Parts that never owe anything: their records are shown, or said to be none.
_TOLD: Final[tuple[PartKey, ...]] = ("diagram", "questions", "consultations")


@dataclass(frozen=True)
class GoTo:
    """A place where open lines can be answered: a screen's name and arguments, as ``screens.host.Host.go`` takes them.

    ``screen`` is ``walk`` (equipment_id, section), ``party`` (party_id), ``plan`` or ``determination`` (plan_id), or
    ``operator`` (the operator's own form; no arguments).
    """

    screen: Literal["walk", "party", "plan", "determination", "operator"]
    arguments: Mapping[str, str]
    #: What the place is called: a section, a party's name, the plan's title.
    label: str
    #: How many open lines can be answered there.
    owed: int


@dataclass(frozen=True)
class Part:
    """One part of the packet. ``items``: how many records, days or facts it shows."""

    key: PartKey
    title: str
    items: int
    counts: Mapping[State, int]
    places: tuple[GoTo, ...]

    @property
    def owed(self) -> int:
        """Missing, stale and unclear lines."""
        return sum(self.counts[state] for state in OPEN_STATES)

    @property
    def complete(self) -> int:
        """Lines that are answered or need no answer."""
        return sum(self.counts.values()) - self.owed

    @property
    def mood(self) -> PartMood:
        """How the part stands."""
        if self.owed:
            return "open"
        return "complete" if self.items or self.complete else "empty"


@dataclass(frozen=True)
class PacketContents:
    """Every part in the order of the packet."""

    plan: Plan
    parts: tuple[Part, ...]

    @cached_property
    def owed(self) -> int:
        """Open lines of all parts."""
        return sum(part.owed for part in self.parts)

    def part(self, key: str) -> Part:
        """One part. Raises ``KeyError`` when there is none of that key."""
        found = {part.key: part for part in self.parts}
        return found[key]  # type: ignore[index]


def packet_contents(desk: Desk, plan_id: str, lang: Lang) -> PacketContents:
    """What the early-consultation packet of a plan would contain on the desk's day.

    Raises:
        Refusal: ``no-such-plan``.
    """
    from hospital_onboard.work.make_packet import scope_of

    scope = scope_of(desk, plan_id)
    return PacketContents(scope.plan, tuple(_parts(scope, lang, _undetermined(desk, scope.plan.id))))


def dossier_contents(desk: Desk, plan_id: str, lang: Lang, *, urgent: bool = False) -> PacketContents:
    """The same for the filing dossier: only what the form asks for counts.

    Raises:
        Refusal: ``no-such-plan``.
    """
    from hospital_onboard.work.make_dossier import dossier_of

    scope = dossier_of(desk, plan_id, lang, urgent=urgent)[0].scope
    parts = (part for part in _parts(scope, lang, 0) if part.key in _SECTIONS and (part.items or part.owed))
    return PacketContents(scope.plan, tuple(parts))


def _undetermined(desk: Desk, plan_id: str) -> int:
    """Facts without which the rules cannot decide what has to be done about the plan."""
    from hospital_onboard.work import determine

    return len(determine.determine(desk, plan_id).result.missing)


def _parts(scope: Scope, lang: Lang, undetermined: int) -> Iterable[Part]:
    by_part: dict[PartKey, list[RequirementLine]] = {}
    part_of = {section: part for part, sections in _SECTIONS.items() for section in sections}
    for line in scope.lines:
        by_part.setdefault(part_of[line.section], []).append(line)
    items = _items(scope)
    for key in items:
        title = words(lang)(f"packet.part.{key}")
        if key == "milestones":
            yield _milestones(scope.plan, title)
        elif key == "duties":
            places = (GoTo("determination", {"plan_id": scope.plan.id}, scope.plan.title, undetermined),)
            yield Part(key, title, items[key], _owing(undetermined), places if undetermined else ())
        else:
            lines = [] if key in _TOLD else by_part.get(key, [])
            yield Part(key, title, items[key], counts(lines), tuple(_places(scope, lang, lines)))


def _items(scope: Scope) -> dict[PartKey, int]:
    asked = [c for c in scope.consultations if c.answer is None]
    return {
        "plan": 1,
        "milestones": sum(getattr(scope.plan, name) is not None for name in MILESTONES),
        "duties": 1,
        "equipment": 1,
        "data": sum(getattr(scope.equipment, name) is not None for name in ("data_held", "cloud_service")),
        "diagram": 1,
        "components": len(scope.components),
        "parties": len(scope.parties),
        "maintenance": len(scope.entrustments) + len(scope.subcontracts),
        "measures": sum(answer is not None for _, _, answer in scope.measures),
        "questions": len(asked),
        "consultations": len(scope.consultations) - len(asked),
        "evidence": len(scope.evidence),
    }


def _milestones(plan: Plan, title: str) -> Part:
    """The days that only the operator can say; the day of receipt is the ministry's."""
    unset = [name for name in MILESTONES if name != "receipt_on" and getattr(plan, name) is None]
    known = sum(getattr(plan, name) is not None for name in MILESTONES)
    places = (GoTo("plan", {"plan_id": plan.id}, plan.title, len(unset)),) if unset else ()
    return Part("milestones", title, known, {**_owing(len(unset)), "satisfied": known}, places)


def _owing(missing: int) -> dict[State, int]:
    return {**counts([]), "missing": missing}


def _places(scope: Scope, lang: Lang, lines: Sequence[RequirementLine]) -> Iterable[GoTo]:
    """Where the open lines can be answered, the longest list first."""
    found: dict[tuple[str, str], list[RequirementLine]] = {}
    for line in lines:
        if line.state in OPEN_STATES:
            found.setdefault(_place_of(line, scope), []).append(line)
    for (kind, about), there in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield _goes_to(scope, lang, kind, about, len(there))


def _place_of(line: RequirementLine, scope: Scope) -> tuple[str, str]:
    if line.section == "parties":
        return "party", line.party
    if line.section == "operator":
        return "operator", ""
    if line.section == "plans":
        record = scope.inventory.by_id.get(line.subject)
        return "plan", record.id if isinstance(record, Plan) else scope.plan.id
    return "walk", line.section


def _goes_to(scope: Scope, lang: Lang, kind: str, about: str, owed: int) -> GoTo:
    say = words(lang)
    match kind:
        case "party":
            record = scope.inventory.by_id.get(about)
            return GoTo("party", {"party_id": about}, getattr(record, "name", about), owed)
        case "operator":
            return GoTo("operator", {}, scope.inventory.operator.name, owed)
        case "plan":
            record = scope.inventory.by_id.get(about)
            return GoTo("plan", {"plan_id": about}, getattr(record, "title", about), owed)
    arguments = {"equipment_id": scope.equipment.id, "section": about}
    return GoTo("walk", arguments, say(f"section.{about}"), owed)
