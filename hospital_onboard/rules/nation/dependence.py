"""Every way in which an equipment depends on a party, a country's law, a product or a remote-maintenance path.

Follows the component tree and the subcontract tiers to the last one.
"""

from collections.abc import Iterator, Mapping

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.nation import Dimension, Nation, Use, Via
from hospital_onboard.domain.party import Party
from hospital_onboard.text.normalise import fold

#: dimension, key, name as written, the use.
Found = tuple[Dimension, str, str, Use]


def uses(nation: Nation) -> Iterator[Found]:
    """All of them, equipment by equipment of the records' own order."""
    reach = _Reach({party.id: party for party in nation.parties})
    for item in nation.equipment:
        yield "product", fold(item.product), item.product, Use(item.id, "product", (item.id,))
        yield from reach.party(item.supplier, item.id, "supplier", (item.id,))
        if item.data_country is not None:
            yield "country", item.data_country, "", Use(item.id, "data", (item.id,))
    yield from _of_components(nation, reach)
    yield from _of_maintenance(nation, reach)


class _Reach:
    """What a contract leads to: a party with the country whose law it is under, a remote-maintenance path."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._parties = parties

    def party(
        self, party_id: str | None, equipment: str, via: Via, path: tuple[str, ...], tier: int = 0
    ) -> Iterator[Found]:
        party = self._parties.get(party_id or "")
        if party is None:
            return
        use = Use(equipment, via, (*path, party.id), tier)
        yield "party", party.id, party.name, use
        if party.country is not None:
            yield "country", party.country, "", use

    def remote(self, contract: Entrustment | Subcontract, party_id: str | None, use: Use) -> Iterator[Found]:
        """A path is told apart by its party and its own words; one that nobody described is like no other."""
        said = contract.remote_path
        if said is None or contract.remote == "no":
            return
        party = self._parties.get(party_id or "")
        name = said if party is None else f"{party.name}: {said}"
        yield "remote", f"{party_id or ''}:{fold(said)}", name, use


def _of_components(nation: Nation, reach: _Reach) -> Iterator[Found]:
    by_id = {component.id: component for component in nation.components}
    paths: dict[str, tuple[str, ...]] = {}
    for component in nation.components:
        path = _path_to(component, by_id, paths)
        name = component.product
        yield "product", fold(name), name, Use(component.equipment, "component", path)
        yield from reach.party(component.supplier, component.equipment, "component_supplier", path)


def _path_to(
    component: Component, by_id: Mapping[str, Component], known: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """From the equipment down the tree; a parent that is not of this equipment, or a circle, ends the way up."""
    way: list[str] = []
    at: Component | None = component
    while at is not None and at.id not in known and at.id not in way:
        way.append(at.id)
        at = by_id.get(at.parent) if at.parent else None
    path = known.get(at.id, (component.equipment,)) if at is not None else (component.equipment,)
    for record_id in reversed(way):
        path = known[record_id] = (*path, record_id)
    return known[component.id]


def _of_maintenance(nation: Nation, reach: _Reach) -> Iterator[Found]:
    given_out = {item.id: item for item in nation.subcontracts}
    contracts = {item.id: item for item in nation.entrustments}
    for contract in nation.entrustments:
        path = (contract.equipment, contract.id)
        yield from reach.party(contract.contractor, contract.equipment, "contractor", path)
        yield from reach.remote(contract, contract.contractor, Use(contract.equipment, "remote", path))
    for item in nation.subcontracts:
        contract = contracts[item.entrustment]
        chain = _chain(item, given_out)
        # The subcontractors in between are part of the way; the last one is added by ``reach``.
        between = tuple(part for link in chain[:-1] for part in (link.id, link.subcontractor))
        contractor = (contract.contractor,) if contract.contractor else ()
        path = (contract.equipment, contract.id, *contractor, *between, item.id)
        yield from reach.party(item.subcontractor, contract.equipment, "subcontractor", path, len(chain))
        whole = Use(contract.equipment, "remote", (*path, item.subcontractor), len(chain))
        yield from reach.remote(item, item.subcontractor, whole)


def _chain(item: Subcontract, by_id: Mapping[str, Subcontract]) -> list[Subcontract]:
    """The subcontracts from the contractor's own down to this one; a circle ends it."""
    chain = [item]
    while (parent := by_id.get(chain[0].parent or "")) is not None and parent not in chain:
        chain.insert(0, parent)
    return chain
