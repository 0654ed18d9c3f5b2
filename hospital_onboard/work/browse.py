"""Looking through long lists: components page by page, parties with everything known about them."""

from dataclasses import dataclass, field

from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.record import Record
from hospital_onboard.store import inventory, records, saving
from hospital_onboard.store.records import Query
from hospital_onboard.work.desk import Desk


@dataclass(frozen=True)
class View:
    """A page of a list with the names that its records refer to."""

    rows: tuple[Record, ...]
    total: int
    offset: int
    #: The records named by the rows (suppliers, parents, equipment), by id.
    named: dict[str, Record] = field(default_factory=dict)
    #: False when ``total`` only says that there are at least so many.
    counted: bool = True


@dataclass(frozen=True)
class PartyDetail:
    """All that is known about one party; facts of every snapshot, newest snapshot first."""

    party: Party
    snapshots: tuple[Snapshot, ...]
    holders: tuple[Holder, ...]
    officers: tuple[Officer, ...]
    foreign_sales: tuple[ForeignSale, ...]
    #: Ids and kinds of the records that name the party.
    used_by: tuple[Record, ...]


def equipment(desk: Desk, operator_id: str) -> tuple[Equipment, ...]:
    """The operator's critical equipment."""
    return records.select(desk.store, Equipment, operator=operator_id)


def components(
    desk: Desk,
    operator_id: str,
    *,
    text: str = "",
    equipment_id: str = "",
    layer: str = "",
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
    hurry: bool = False,
) -> View:
    """A page of the operator's components; filtered and sorted by the store.

    Args:
        hurry: the first page may come before it is known how many there are; ``counted`` says so.
    """
    ids = (equipment_id,) if equipment_id else tuple(e.id for e in equipment(desk, operator_id))
    where: dict[str, object] = {"equipment": ids}
    if layer:
        where["layer"] = layer
    query = Query(where=where, text=text, sort=sort, descending=descending, offset=offset, limit=limit, hurry=hurry)
    page = records.page(desk.store, Component, query)
    return View(page.records, page.total, offset, _named(desk, page.records), page.counted)


def component_children(desk: Desk, equipment_id: str, parent: str | None) -> View:
    """The components right under a component, or those of the equipment that have nothing above them."""
    rows = records.select(desk.store, Component, equipment=equipment_id, parent=parent)
    return View(rows, len(rows), 0, _named(desk, rows))


def parties(desk: Desk, *, text: str = "", offset: int = 0, limit: int = 200) -> View:
    """A page of all parties by name."""
    page = records.page(desk.store, Party, Query(text=text, offset=offset, limit=limit))
    return View(page.records, page.total, offset)


def party_detail(desk: Desk, party_id: str) -> PartyDetail | None:
    """Everything about one party; None when it is not there any more."""
    party = records.get(desk.store, Party, party_id)
    if party is None:
        return None
    store = desk.store
    return PartyDetail(
        party=party,
        snapshots=tuple(reversed(records.select(store, Snapshot, party=party_id))),
        holders=records.select(store, Holder, party=party_id),
        officers=records.select(store, Officer, party=party_id),
        foreign_sales=records.select(store, ForeignSale, party=party_id),
        used_by=tuple(record for record, _ in records.naming(store, "party", party_id) if record.kind not in _FACTS),
    )


def whole(desk: Desk, operator_id: str) -> Inventory:
    """All that is known about one operator.

    Raises:
        Refusal: ``no-such-operator``.
    """
    return inventory.load(desk.store, operator_id)


def reveal(desk: Desk, record: Record, field: str, operator: str = "") -> object:
    """The value of a masked field; that it was looked at is written down.

    Returns:
        The value, None when it is not answered.
    """
    stamp = desk.stamp("reveal", source=f"{record.kind}.{field} {record.id}", operator=operator)
    saving.save(desk.store, [], stamp)
    return getattr(record, field)


_FACTS = frozenset({"snapshot", "holder", "officer", "foreign_sale"})


def _named(desk: Desk, rows: tuple[Record, ...]) -> dict[str, Record]:
    suppliers = {r.supplier for r in rows if isinstance(r, Component) and r.supplier}
    parents = {r.parent for r in rows if isinstance(r, Component) and r.parent}
    owners = {r.equipment for r in rows if isinstance(r, Component)}
    found: dict[str, Record] = {}
    for kind, ids in ((Party, suppliers), (Component, parents), (Equipment, owners)):
        if ids:
            found.update({record.id: record for record in records.select(desk.store, kind, id=ids)})
    return found
