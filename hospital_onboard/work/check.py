"""What operators still owe before they can file: by equipment, by section, by who has to act."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, get_args

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.readiness import OPEN_STATES, Actor, Readiness, RequirementLine, Section, State, counts
from hospital_onboard.rules.owed.readiness import assess
from hospital_onboard.rules.owed.uses import PartyUse, filing_day, party_uses
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import inventory as inventories
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work.assume import resting_on
from hospital_onboard.work.collector import without_collector
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/check/1"
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
Lines = tuple[RequirementLine, ...]


@dataclass(frozen=True)
class NextAction:
    """Everything one party, or the operator itself (``party`` empty), still has to answer."""

    actor: Actor
    party: str
    #: The party's or the operator's own name; empty for a vendor nobody has named yet.
    name: str
    lines: Lines

    @cached_property
    def owed(self) -> Mapping[str, int]:
        """Requirement id -> how many lines are open, most first; the label is ``owed.<id>``."""
        return dict(Counter(line.id for line in self.lines).most_common())


@dataclass(frozen=True)
class OperatorReadiness:
    """One operator's inventory and all its lines on the day ``on``."""

    inventory: Inventory
    readiness: Readiness
    on: date

    @property
    def lines(self) -> Lines:
        """Every line, each once."""
        return self.readiness.lines

    @cached_property
    def uses(self) -> Mapping[str, PartyUse]:
        """Party id -> the equipment that name it."""
        return party_uses(self.inventory)

    @cached_property
    def filing(self) -> date:
        """The first filing still ahead; ``on`` when no plan has a date."""
        return filing_day(self.inventory, [item.id for item in self.inventory.equipment], self.on)

    @cached_property
    def by_equipment(self) -> Mapping[str, Lines]:
        """Equipment id -> what its filing needs; '' -> the operator's own lines.

        A party's lines stand under every equipment that names it, so these add up to more than ``lines``.
        """
        groups: dict[str, list[RequirementLine]] = {"": [], **{item.id: [] for item in self.inventory.equipment}}
        for line in self.lines:
            for owner in self._owners(line):
                groups[owner].append(line)
        return {owner: tuple(group) for owner, group in groups.items()}

    @cached_property
    def by_section(self) -> Mapping[str, Lines]:
        """Section -> its lines, every section named, in the order of the walk."""
        return _grouped(self.lines, "section", SECTIONS)

    @cached_property
    def by_actor(self) -> Mapping[str, Lines]:
        """Who has to act -> the lines."""
        return _grouped(self.lines, "actor", get_args(Actor))

    @cached_property
    def next_actions(self) -> tuple[NextAction, ...]:
        """Open lines by who has to answer them, the longest list first."""
        groups: dict[tuple[Actor, str], list[RequirementLine]] = defaultdict(list)
        for line in self.lines:
            if line.state in OPEN_STATES:
                groups[line.actor, line.party if line.actor == "vendor" else ""].append(line)
        actions = (NextAction(actor, party, self._name(actor, party), tuple(g)) for (actor, party), g in groups.items())
        return tuple(sorted(actions, key=lambda action: (-len(action.lines), action.name)))

    def title_of(self, record_id: str) -> str:
        """What a person calls the record; the id itself when it is not part of this inventory."""
        record = self.inventory.by_id.get(record_id)
        return record_id if record is None else title(record, self.inventory.by_id.get)

    def _owners(self, line: RequirementLine) -> Sequence[str]:
        if line.section == "parties" and line.party in self.uses:
            return self.uses[line.party].equipment
        return (line.owner,)

    def _name(self, actor: Actor, party: str) -> str:
        if actor == "operator":
            return self.inventory.operator.name
        return self.title_of(party) if party else ""


def readiness(desk: Desk, operator_id: str) -> OperatorReadiness:
    """Everything owed by one operator on the desk's day.

    Raises:
        Refusal: ``no-such-operator``.
    """
    return of_inventory(inventories.load(desk.store, operator_id), desk.on)


def of_inventory(inventory: Inventory, on: date) -> OperatorReadiness:
    """The same for an inventory already loaded."""
    return OperatorReadiness(inventory, assess(inventory, regime(REGIME), on), on)


def check_all(desk: Desk, operator_ids: Iterable[str]) -> Iterator[OperatorReadiness]:
    """One operator after the other, in this order; only the one at hand is held in memory.

    Raises:
        Refusal: ``no-such-operator``.
    """
    for operator_id in operator_ids:
        with without_collector():
            found = readiness(desk, operator_id)
        yield found


def section_states(result: OperatorReadiness) -> Mapping[str, Mapping[str, Mapping[State, int]]]:
    """Equipment id ('' for the operator) -> section -> state -> number of lines; only sections that have lines."""
    return {
        owner: {s: counts(lines) for s, lines in _grouped(group, "section", SECTIONS).items() if lines}
        for owner, group in result.by_equipment.items()
    }


def to_json(desk: Desk, results: Iterable[OperatorReadiness], lang: Lang) -> dict[str, Any]:
    """The documented shape ``hospital-onboard/check/1``; only ``why`` and titles depend on the language."""
    return {
        "schema": SCHEMA,
        "on": desk.on.isoformat(),
        "regime": {"id": REGIME, "digest": regime(REGIME).digest},
        "assumptions": [{"id": key, "text": text} for key, text in resting_on(desk, lang)],
        "operators": [_operator(result, words(lang)) for result in results],
    }


def _operator(result: OperatorReadiness, say: Words) -> dict[str, Any]:
    operator, burden = result.inventory.operator, result.readiness.burden
    return {
        "id": operator.id,
        "code": operator.code,
        "name": operator.name,
        "file_ready": result.readiness.file_ready,
        "filing_on": result.filing.isoformat(),
        "counts": result.readiness.counts,
        "burden": {
            "required": burden.required,
            "typed": burden.typed,
            "from_workbook": burden.from_workbook,
            "reused": burden.reused,
        },
        "requirements": [_requirement(result, line, say) for line in result.lines],
    }


def _requirement(result: OperatorReadiness, line: RequirementLine, say: Words) -> dict[str, Any]:
    return {
        "id": line.id,
        "subject": line.subject,
        "subject_title": result.title_of(line.subject),
        "field": line.field,
        "section": line.section,
        "equipment": line.owner,
        "party": line.party,
        "state": line.state,
        "actor": line.actor,
        "why": say(f"requirement.{line.id}", **line.params),
        "detail": say(f"detail.{line.detail}", **line.params) if line.detail else "",
        "origin": line.origin,
        "reused": line.reused,
        "source": {
            "document": line.source.document,
            "article": line.source.article,
            "confidence": line.source.confidence,
            "standing": line.source.standing,
        },
    }


def _grouped(lines: Iterable[RequirementLine], by: str, names: Iterable[str]) -> dict[str, Lines]:
    groups: dict[str, list[RequirementLine]] = {name: [] for name in names}
    for line in lines:
        groups[getattr(line, by)].append(line)
    return {name: tuple(group) for name, group in groups.items()}
