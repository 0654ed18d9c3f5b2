"""What vendors are asked: every fact that is still missing, stale or unclear and that they can answer, once each."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Involvement, Plan
from hospital_onboard.domain.readiness import OPEN_STATES, RequirementLine
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.measures import measure
from hospital_onboard.store import inventory as stored
from hospital_onboard.store import lookup, records
from hospital_onboard.text.normalise import company_key
from hospital_onboard.work import check, stock
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_view import leads

#: Facts that are the operator's to answer, but that the vendor concerned may well know.
_HELPS: Final = frozenset(
    {
        "equipment.type",
        "equipment.model",
        "equipment.functions",
        "equipment.internet_connected",
        "entrustment.purpose",
        "entrustment.scope",
        "entrustment.place",
        "entrustment.period",
        "entrustment.remote",
        "subcontract.exemption",
        "subcontract.exemption_proof",
    }
)
#: The worst first: what two operators need of one fact is asked in the stricter way.
_WORST_FIRST: Final = ("missing", "stale", "unclear")


@dataclass(frozen=True)
class Ask:
    """One open fact of one vendor. ``operators``: ids of those who need it."""

    line: RequirementLine
    party: str
    operators: tuple[str, ...]
    #: The operator answers for it; the vendor may well know.
    helps: bool = False


@dataclass(frozen=True)
class Asking:
    """What one vendor is asked by some operators."""

    party: Party
    asks: tuple[Ask, ...]
    #: The operators that deal with it, whether they need something or not.
    operators: tuple[str, ...]

    @property
    def owed(self) -> tuple[Ask, ...]:
        """Without what would merely help."""
        return tuple(ask for ask in self.asks if not ask.helps)


def load(desk: Desk, operator_ids: Collection[str]) -> list[check.OperatorReadiness]:
    """The readiness of these operators.

    Raises:
        Refusal: ``no-such-operator``.
    """
    return [check.of_inventory(stored.load(desk.store, name), desk.on) for name in operator_ids]


def asking(results: Iterable[check.OperatorReadiness], parties: Collection[str] | None = None) -> list[Asking]:
    """What each vendor is asked, by name; None asks all that any of the operators names."""
    found: dict[str, dict[tuple[str, str, str], Ask]] = {}
    known: dict[str, Party] = {}
    dealing: dict[str, list[str]] = {}
    for result in results:
        operator = result.inventory.operator.id
        for party in result.inventory.parties:
            if party.id in result.uses and (parties is None or party.id in parties):
                known[party.id] = party
                dealing.setdefault(party.id, []).append(operator)
                found.setdefault(party.id, {})
        for line in result.lines:
            if line.state in OPEN_STATES:
                for name, helps in _who(result.inventory, line):
                    if name in found:
                        _put(found[name], Ask(line, name, (operator,), helps))
    people = sorted(known.values(), key=lambda party: (company_key(party.name), party.id))
    return [Asking(party, _in_order(found[party.id].values()), tuple(dealing[party.id])) for party in people]


def _put(asks: dict[tuple[str, str, str], Ask], ask: Ask) -> None:
    line = ask.line
    before = asks.setdefault((line.id, line.subject, line.field), ask)
    if before is not ask:
        worst = min((before, ask), key=lambda one: _WORST_FIRST.index(one.line.state))
        operators = tuple(dict.fromkeys((*before.operators, *ask.operators)))
        asks[line.id, line.subject, line.field] = replace(worst, operators=operators)


def _in_order(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """What is owed before what helps; the party's own facts first, then as the rules wrote them."""
    return tuple(sorted(asks, key=lambda ask: (ask.helps, ask.line.section != "parties")))


def _who(inventory: Inventory, line: RequirementLine) -> Iterable[tuple[str, bool]]:
    """The vendors who can answer a line, and whether they merely help."""
    if line.id.startswith("measure."):
        yield from _measure(inventory, line)
    elif line.party and line.actor == "vendor":
        yield line.party, False
    elif line.party and line.id in _HELPS:
        yield line.party, True


def _measure(inventory: Inventory, line: RequirementLine) -> Iterable[tuple[str, bool]]:
    subject, item = inventory.by_id.get(line.subject), measure(line.field)
    if isinstance(subject, Equipment):
        lead, others = subject.supplier, [c.supplier for c in inventory.components_of.get(subject.id, ())]
    elif isinstance(subject, Entrustment):
        lead = subject.contractor
        others = [s.subcontractor for s in inventory.subcontracts_of.get(subject.id, ())]
    else:
        return
    if lead is not None and leads(item):
        yield lead, False
    if line.id == "measure.evidence" and item.direct_to_minister:  # ▲: each may send its own
        for name in dict.fromkeys(name for name in others if name is not None and name != lead):
            yield name, True


def find_parties(desk: Desk, said: Sequence[str]) -> tuple[Party, ...]:
    """The parties with these ids, numbers or names.

    Raises:
        Refusal: ``no-such-party``, ``which-party``.
    """
    names = stock.directory(desk.store, ("party",), None)
    found = []
    for text in said:
        ids = names.find(("party",), text).ids
        if not ids:
            raise Refusal("no-such-party", USAGE, where=text)
        if len(ids) > 1:
            titles = " / ".join(f"{names.title_of(one)} ({one})" for one in ids)
            raise Refusal("which-party", USAGE, where=text, candidates=titles)
        party = records.get(desk.store, Party, ids[0])
        assert party is not None  # the directory was made from the store just now
        found.append(party)
    return tuple({party.id: party for party in found}.values())


def operators_of(desk: Desk, parties: Collection[str]) -> tuple[str, ...]:
    """Ids of the operators that name any of these parties anywhere."""
    used = [user for users in lookup.users_of(desk.store, parties).values() for user in users]
    by_kind: dict[str, set[str]] = {}
    for kind, user in used:
        by_kind.setdefault(kind, set()).add(user)
    entrustments = {
        *by_kind.get("entrustment", ()),
        *_owners(desk, Subcontract, by_kind.get("subcontract", ()), "entrustment"),
    }
    plans = _owners(desk, Involvement, by_kind.get("involvement", ()), "plan")
    equipment = {
        *by_kind.get("equipment", ()),
        *_owners(desk, Component, by_kind.get("component", ()), "equipment"),
        *_owners(desk, Entrustment, entrustments, "equipment"),
        *_owners(desk, Plan, plans, "equipment"),
    }
    return tuple(sorted(_owners(desk, Equipment, equipment, "operator")))


def _owners(desk: Desk, kind: type[Record], ids: Iterable[str], by: str) -> set[str]:
    wanted = list(ids)
    return {str(getattr(r, by)) for r in records.select(desk.store, kind, id=wanted)} if wanted else set()


def names_of(results: Iterable[check.OperatorReadiness]) -> Mapping[str, str]:
    """Operator id -> name."""
    return {result.inventory.operator.id: result.inventory.operator.name for result in results}


def titles_of(results: Sequence[check.OperatorReadiness]) -> Callable[[str], str]:
    """What a record of any of these operators is called; its id when none of them has it."""

    def title_of(record_id: str) -> str:
        whose = next((r for r in results if record_id in r.inventory.by_id), None)
        return record_id if whose is None else whose.title_of(record_id)

    return title_of
