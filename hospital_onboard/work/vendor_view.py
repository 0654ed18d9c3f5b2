"""What the vendors of a workbook may see and answer; the same for what we write and for what we take back.

A supplier sees its equipment with all components; a component's maker only its own components; a contractor its
contracts and their subcontracts; a subcontractor its own. Of other parties only who they are. Nothing else of the
operator, and no vendor's people or owners in another vendor's file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.scope import Scope
from hospital_onboard.domain.sheets import sheets_of
from hospital_onboard.domain.vendor import Opinion
from hospital_onboard.reference.measures import Measure, all_measures

_FIELDS: Final = {sheet.key: sheet.fields for sheet in sheets_of("vendor")}
_WHICH_EQUIPMENT: Final = frozenset({"operator", "group", "product", "model"})
_WHO: Final = frozenset({"name", "name_en", "corporate_number", "country"})
_WHICH_CONTRACT: Final = frozenset({"equipment", "title"})
#: What says where a record belongs or whose it is; a vendor does not move it.
_FIXED: Final = frozenset({"operator", "group", "equipment", "entrustment", "contractor", "party", "as_of", "listed"})
#: The place of a dated answer: a vendor's file can see the answer that counts for each of these.
_FACTS: Final = ("holders", "officers", "foreign_sales")


@dataclass(frozen=True)
class Shown:
    """One record as a vendor sees it, and the fields it answers."""

    record: Record
    visible: frozenset[str]
    open: frozenset[str]


@dataclass
class View:
    """All that the vendors have to do with, by sheet."""

    parties: frozenset[str]
    rows: dict[str, dict[str, Shown]] = field(default_factory=lambda: defaultdict(dict))
    #: Equipment or entrustment -> the measures they can show themselves.
    items: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Records below which they may add.
    under: set[str] = field(default_factory=set)
    #: Equipment whose kind they may have an opinion on.
    equipment: dict[str, Equipment] = field(default_factory=dict)

    def show(self, record: Record, visible: Iterable[str] | None = None, open: Iterable[str] | None = None) -> None:
        """Show a record; what one inventory shows another does not hide."""
        fields = _FIELDS[record.kind]
        seen = frozenset(fields if visible is None else visible)
        answered = frozenset(fields) - _FIXED if open is None else frozenset(open)
        known = self.rows[record.kind].get(record.id)
        if known is not None:
            seen, answered = seen | known.visible, answered | known.open
        self.rows[record.kind][record.id] = Shown(record, seen, answered)

    def scope(self, called: str) -> Scope:
        """What a file of these vendors may do."""
        shown = [one for rows in self.rows.values() for one in rows.values()]
        return Scope(
            self.parties,
            called,
            {one.record.id: one.open for one in shown if one.open},
            frozenset(self.under),
            frozenset(one.record.id for one in shown),
            dict(self.items),
        )


def leads(measure: Measure) -> bool:
    """Whether the supplier or contractor can answer it: its own doing, or evidence that goes through its hands (▲)."""
    return measure.direct_to_minister or measure.actor != "operator"


def view(
    inventories: Iterable[Inventory],
    parties: Collection[str],
    opinions: Iterable[Opinion] = (),
    *,
    private: bool = True,
) -> View:
    """What these vendors have to do with at these operators.

    Args:
        private: whether owners, officers, sales, papers, ways of remote access and answers on measures may be shown:
            not in a file that goes to several vendors.
    """
    found = View(frozenset(parties))
    for inventory in inventories:
        _Viewer(inventory, found, private).look()
    if private:
        for opinion in opinions:
            if opinion.party in found.parties:
                found.show(opinion)
    return found


class _Viewer:
    """Goes through one operator's inventory."""

    def __init__(self, inventory: Inventory, view: View, private: bool) -> None:
        self._inventory, self._view, self._private = inventory, view, private

    def look(self) -> None:
        for equipment in self._inventory.equipment:
            self._equipment(equipment)
            for entrustment in self._inventory.entrustments_of.get(equipment.id, ()):
                self._entrustment(equipment, entrustment)
        for plan in self._inventory.plans:
            for involvement in self._inventory.involvements_of.get(plan.id, ()):
                if involvement.party in self._view.parties and (about := self._inventory.by_id.get(plan.equipment)):
                    self._which(about)
        self._people()
        self._papers()

    def _equipment(self, equipment: Equipment) -> None:
        supplied = equipment.supplier in self._view.parties
        if supplied:
            self._view.show(equipment, open=frozenset(_FIELDS["equipment"]) - _FIXED - {"in_service_on"})
            self._view.under.add(equipment.id)
            self._view.equipment[equipment.id] = equipment
            self._measures(equipment, "introduction")
            self._sites(equipment)
        components = self._inventory.components_of.get(equipment.id, ())
        mine = {c.id for c in components if c.supplier in self._view.parties and c.listed != "no"}
        for component in components:
            if supplied or component.id in mine:
                self._component(equipment, component, hidden_parent=not supplied and component.parent not in mine)

    def _component(self, equipment: Equipment, component: Component, *, hidden_parent: bool) -> None:
        self._which(equipment)
        fields = frozenset(_FIELDS["component"]) - ({"parent"} if hidden_parent else set())
        self._view.show(component, visible=fields, open=fields - _FIXED)
        self._named(component.supplier)
        if (component.supplier or equipment.supplier) in self._view.parties:
            self._sites(component)

    def _which(self, equipment: Record) -> None:
        assert isinstance(equipment, Equipment)
        self._view.equipment[equipment.id] = equipment
        self._view.show(equipment, visible=_WHICH_EQUIPMENT, open=())

    def _sites(self, product: Equipment | Component) -> None:
        self._view.under.add(product.id)
        for site in self._inventory.sites_of.get(product.id, ()):
            self._view.show(site, open=("country", "address"))

    def _entrustment(self, equipment: Equipment, entrustment: Entrustment) -> None:
        subcontracts = self._inventory.subcontracts_of.get(entrustment.id, ())
        if entrustment.contractor in self._view.parties:
            self._which(equipment)
            self._view.show(entrustment, visible=self._without_paths("entrustment"))
            self._view.under.add(entrustment.id)
            self._named(entrustment.contractor)
            self._measures(entrustment, "entrustment")
            for subcontract in subcontracts:
                self._subcontract(subcontract)
            return
        mine = [s for s in subcontracts if s.subcontractor in self._view.parties]
        if not mine:
            return
        self._which(equipment)
        self._view.show(entrustment, visible=_WHICH_CONTRACT, open=())
        own = {s.id for s in mine}
        for subcontract in subcontracts:
            if subcontract.id in own or subcontract.parent in own:
                self._subcontract(subcontract, hidden_parent=subcontract.parent not in own)
        self._view.under |= own

    def _subcontract(self, subcontract: Subcontract, *, hidden_parent: bool = False) -> None:
        fields = self._without_paths("subcontract") - ({"parent"} if hidden_parent else set())
        closed = _FIXED | ({"parent"} if hidden_parent else set())
        self._view.show(subcontract, visible=fields, open=frozenset(_FIELDS["subcontract"]) - closed)
        self._view.under.add(subcontract.id)
        self._named(subcontract.subcontractor)

    def _without_paths(self, key: str) -> frozenset[str]:
        fields = frozenset(_FIELDS[key])
        return fields if self._private else fields - {"remote_path", "remote_owner", "remote_patched_on"}

    def _measures(self, subject: Equipment | Entrustment, applies_to: str) -> None:
        items = frozenset(m.id for m in all_measures() if m.applies_to == applies_to and leads(m))
        self._view.items[subject.id] = self._view.items.get(subject.id, frozenset()) | items
        if self._private:
            for answer in self._inventory.measures_of.get(subject.id, ()):
                if answer.item in items and answer.state != "undecided":
                    self._view.show(answer, open=("state", "note", "planned_on"))

    def _named(self, party: str | None) -> None:
        """Another party that a visible record names: who it is, and no more."""
        found = self._inventory.by_id.get(party or "")
        if found is not None and found.id not in self._view.parties:
            self._view.show(found, visible=_WHO, open=())

    def _people(self) -> None:
        for party in self._inventory.parties:
            if party.id not in self._view.parties:
                continue
            self._view.show(party)
            if self._private:
                for record in latest_answers(self._inventory, party.id):
                    self._view.show(record)

    def _papers(self) -> None:
        if not self._private:
            return
        subjects = {*self._view.parties, *self._view.rows["subcontract"]}
        for paper in self._inventory.evidence:
            if paper.about in subjects:
                self._view.show(paper, open=frozenset(_FIELDS["evidence"]) - {"about"})
        seen = self._view.rows["evidence"]
        for exhibit in self._inventory.exhibits:
            if exhibit.evidence in seen and (exhibit.subject in subjects or exhibit.subject in self._view.items):
                self._view.show(exhibit, open=())


def latest_answers(inventory: Inventory, party: str) -> Iterable[Record]:
    """The dated answers of a party that count now, with what they list."""
    snapshots = inventory.snapshots_of.get(party, [])
    counting: dict[str, Snapshot] = {}
    listed: Mapping[str, Mapping[str, Sequence[Record]]] = {
        "holders": inventory.holders_of,
        "officers": inventory.officers_of,
        "foreign_sales": inventory.foreign_sales_of,
    }
    found: list[Record] = []
    for fact in _FACTS:
        answer = next((s for s in reversed(snapshots) if getattr(s, fact) is not None), None)
        if answer is not None:
            counting[answer.id] = answer
            found += [record for record in listed[fact].get(party, ()) if record.__dict__["as_of"] == answer.as_of]
    return [*counting.values(), *found]
