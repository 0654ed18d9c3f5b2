"""The store as an import sees it: everything a file may refer to, asked for sheet by sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.finding import Directory, entry_of
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Evidence, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.scope import Scope
from hospital_onboard.domain.vendor import Alias
from hospital_onboard.intake.doubts import Source
from hospital_onboard.store import lookup, receipts, records
from hospital_onboard.store.engine import Store


@dataclass(frozen=True)
class StoreStock:
    """See ``intake.matching.Stock``."""

    store: Store

    def by_ids(self, kind: type[Record], ids: Iterable[str]) -> Mapping[str, Record]:
        """Records with these ids."""
        wanted = list(ids)
        return {record.id: record for record in records.select(self.store, kind, id=wanted)} if wanted else {}

    def under(self, kind: type[Record], field: str, values: Iterable[str]) -> Iterable[Record]:
        """Records whose field has one of these values."""
        wanted = list(values)
        return records.select(self.store, kind, **{field: wanted}) if wanted else ()

    def all_of(self, kind: type[Record]) -> Iterable[Record]:
        """All records of a kind."""
        return records.select(self.store, kind)

    def users_of(self, ids: Iterable[str]) -> Mapping[str, list[tuple[str, str]]]:
        """Who names these records."""
        return lookup.users_of(self.store, ids)

    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Party id -> further names that a person said mean it."""
        return spellings(self.store)

    def sources(self, sha256s: set[str]) -> Mapping[str, Source]:
        """The files of the past with these digests."""
        found = {sha256: receipts.receipts(self.store, sha256=sha256, limit=1) for sha256 in sorted(sha256s)}
        return {sha256: Source(one[0].file, frozenset(one[0].parties)) for sha256, one in found.items() if one}

    def earlier_values(self, ids: set[str]) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """Values that these records had before, with the day on which each was given up."""
        return lookup.earlier_values(self.store, ids)


def directory(store: Store, needed: Iterable[str], operator_id: str | None) -> Directory:
    """Everything of these kinds that a workbook may name; of an operator's own things only its own.

    Args:
        operator_id: whose file it is; None makes every operator's things findable.
    """
    wanted = set(needed)
    loaded: dict[str, Record] = {}
    _load(loaded, records.select(store, Operator))
    if "party" in wanted or "subcontract" in wanted:
        _load(loaded, records.select(store, Party))
    of_equipment = wanted & {"component", "entrustment", "subcontract", "plan"}
    if "equipment" in wanted or of_equipment:
        equipment = records.select(store, Equipment, **({"operator": operator_id} if operator_id else {}))
        _load(loaded, equipment)
        _load_under(store, loaded, of_equipment, [record.id for record in equipment])
    if "evidence" in wanted:
        _load(loaded, records.select(store, Evidence))
    return _directory(store, loaded)


def vendor_directory(store: Store, scope: Scope) -> Directory:
    """What a vendor's workbook may name: every party, and of operators' things only its own business."""
    loaded: dict[str, Record] = {}
    _load(loaded, records.select(store, Operator))
    _load(loaded, records.select(store, Party))
    named = sorted(scope.named)
    for kind in (Equipment, Component, Entrustment, Subcontract, Evidence):
        _load(loaded, records.select(store, kind, id=named))
    return _directory(store, loaded)


def owners_of(store: Store, operator_id: str) -> dict[str, frozenset[str]]:
    """Sheet -> ids of the operator's own things below which its rows hang."""
    equipment = frozenset(record.id for record in records.select(store, Equipment, operator=operator_id))
    contracts = records.select(store, Entrustment, equipment=sorted(equipment)) if equipment else ()
    entrustments = frozenset(record.id for record in contracts)
    return {
        "equipment": frozenset({operator_id}),
        "component": equipment,
        "entrustment": equipment,
        "plan": equipment,
        "subcontract": entrustments,
        "measure": equipment | entrustments,
    }


def spellings(store: Store) -> dict[str, tuple[str, ...]]:
    """Party id -> further names that a person said mean it."""
    found: dict[str, tuple[str, ...]] = {}
    for alias in records.select(store, Alias):
        found[alias.party] = (*found.get(alias.party, ()), alias.name)
    return found


def _directory(store: Store, loaded: Mapping[str, Record]) -> Directory:
    also = spellings(store)
    entries = (entry_of(record, loaded.get) for record in loaded.values())
    return Directory(replace(e, also=(*e.also, *also[e.id])) if e.id in also else e for e in entries)


def _load_under(store: Store, loaded: dict[str, Record], wanted: set[str], equipment: list[str]) -> None:
    if not equipment:
        return
    if "component" in wanted:
        _load(loaded, records.select(store, Component, equipment=equipment))
    if "plan" in wanted:
        _load(loaded, records.select(store, Plan, equipment=equipment))
    if wanted & {"entrustment", "subcontract"}:
        entrustments = records.select(store, Entrustment, equipment=equipment)
        _load(loaded, entrustments)
        if "subcontract" in wanted and entrustments:
            _load(loaded, records.select(store, Subcontract, entrustment=[record.id for record in entrustments]))


def _load(loaded: dict[str, Record], found: Iterable[Record]) -> None:
    loaded.update((record.id, record) for record in found)
