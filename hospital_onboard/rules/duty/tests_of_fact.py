"""Tests that the closed set of conditions cannot express. Each cites what it follows, and is three-valued.

A test returns whether it holds and the facts it looked at: what decided it, or, while it is open, what is missing.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from hospital_onboard.domain.determination import FactUse, ParameterUse
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Holder, Party
from hospital_onboard.rules.duty.conditions import joined
from hospital_onboard.rules.duty.facts import Facts
from hospital_onboard.rules.duty.told import told
from hospital_onboard.text.normalise import company_key, fold


class Tested(NamedTuple):
    """How a test came out."""

    held: bool | None
    facts: tuple[FactUse, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()


Test = Callable[[Facts, tuple[str, ...]], Tested]


def supplier_is_child_entity(facts: Facts, _values: tuple[str, ...]) -> Tested:
    """Whether the equipment's supplier is a child entity of the operator (Order Art. 10(1)(i),(2),(3); orders Art. 7).

    The operator's own answer decides. Without one, a majority of the votes held by the operator does; from 40 % up to
    half one more element (board, contract, loans) is needed, which no record holds, so that stays open.
    """
    built = facts.get("equipment.built_by")
    if built.value is not None:
        return Tested(built.value == "own_group", (built,))
    supplier = facts.case.party(facts.case.equipment.supplier)
    held = None if supplier is None else _controls(facts, supplier)
    return Tested(True, held.facts, held.parameters) if held is not None and held.held else Tested(None, (built,))


def outsiders_equipment_built_in(facts: Facts, values: tuple[str, ...]) -> Tested:
    """Whether another's critical equipment is built into the supplied one (Act Art. 52(1), second brackets).

    A component counts as critical equipment when the operator has recorded the same product as one. ``values``: forms
    of the public bodies that are no outsiders.
    """
    others = [equipment for equipment in facts.case.inventory.equipment if equipment.id != facts.case.equipment.id]
    return _built_in(facts, values, "product", lambda c: any(_same_product(c, equipment) for equipment in others))


def outsiders_component_built_in(facts: Facts, values: tuple[str, ...]) -> Tested:
    """Whether somebody else supplies a listed component (Art. 52 as amended on 2026-09-18; 提言 IV.3(2)).

    The amended wording was not available; this follows the proposal it carries out. ``values`` as above.
    """
    return _built_in(facts, values, "listed", lambda c: {"yes": True, "no": False}.get(c.listed or ""))


def product_named(facts: Facts, values: tuple[str, ...]) -> Tested:
    """Whether a component is one of the products in wide general use (cyber order Art. 2(1), proviso; notice 1)."""
    said = facts.get("component.product")
    name = _key(said.value or "")
    return Tested(any(name.startswith(_key(value)) for value in values), (said,))


TESTS: Final[dict[str, Test]] = {
    test.__name__: test
    for test in (
        supplier_is_child_entity,
        outsiders_equipment_built_in,
        outsiders_component_built_in,
        product_named,
    )
}


def _built_in(facts: Facts, public: tuple[str, ...], asked: str, counts: Callable[[Component], bool | None]) -> Tested:
    """Whether a component that counts comes from an outsider; open while no component is recorded at all.

    ``public``: forms of party that are no outsiders. ``asked``: the field by which a component counts.
    """
    if not facts.case.components:
        return Tested(None, (FactUse("equipment.components", None, facts.case.equipment.id),))
    found = [_outsiders(facts, public, component, asked, counts(component)) for component in facts.case.components]
    truth = joined("any", (one.held for one in found))
    decisive = [one for one in found if one.held is truth]
    # A single yes decides; a no or an open answer rests on every one of them.
    shown = decisive[:1] if truth else decisive
    parameters = dict.fromkeys(parameter for one in shown for parameter in one.parameters)
    return Tested(truth, tuple(fact for one in shown for fact in one.facts), tuple(parameters))


def _outsiders(facts: Facts, public: tuple[str, ...], component: Component, asked: str, counts: bool | None) -> Tested:
    """Whether this component counts and is an outsider's."""
    question, supplier = told(component, asked), told(component, "supplier")
    if counts is False:
        return Tested(False, (question,))
    party = facts.case.party(component.supplier)
    if party is None:
        return Tested(None, (question, supplier))
    outsider = _is_outsider(facts, party, public)
    return Tested(joined("all", (counts, outsider.held)), (question, supplier, *outsider.facts), outsider.parameters)


def _is_outsider(facts: Facts, party: Party, public: tuple[str, ...]) -> Tested:
    """Neither the operator itself, nor its child entity, nor one of the public bodies of Order Art. 10(1)(ii)-(v)."""
    operator = facts.case.inventory.operator
    if party.corporate_number is not None and party.corporate_number == operator.corporate_number:
        return Tested(False, (told(party, "corporate_number"),))
    if party.id == facts.case.equipment.supplier and facts.case.equipment.built_by == "own_group":
        return Tested(False, (facts.get("equipment.built_by"),))
    controlled = _controls(facts, party)
    if controlled.held:
        return Tested(False, controlled.facts, controlled.parameters)
    form = told(party, "form")
    return Tested(None if form.value is None else form.value not in public, (form,))


def _controls(facts: Facts, party: Party) -> Tested:
    """Whether the latest list of holders gives the operator more than half of the votes (orders Art. 7(i))."""
    majority = facts.parameter("control_majority")
    snapshots = [s for s in facts.case.inventory.snapshots_of.get(party.id, ()) if s.holders is not None]
    if majority is None or not snapshots:
        return Tested(None)
    latest = snapshots[-1].as_of
    holders = [h for h in facts.case.inventory.holders_of.get(party.id, ()) if h.as_of == latest]
    own = [holder for holder in holders if holder.share is not None and _is_operator(facts, holder)]
    share = sum((holder.share or Decimal(0) for holder in own), Decimal(0))
    return Tested(share > majority.value, tuple(told(holder, "share") for holder in own), (majority,))


def _is_operator(facts: Facts, holder: Holder) -> bool:
    operator = facts.case.inventory.operator
    return company_key(holder.name) in {company_key(name) for name in (operator.name, operator.corporation) if name}


def _same_product(component: Component, equipment: Equipment) -> bool:
    if _key(component.product) != _key(equipment.product):
        return False
    models = {_key(model) for model in (component.model, equipment.model) if model}
    return len(models) <= 1


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """``fold``, remembered: each component is compared with every equipment."""
    return fold(text)
