"""Loading all that is known about one operator in one consistent view."""

from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.plan import Consequence, Consultation, Evidence, Exhibit, Involvement, MeasureAnswer, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store.engine import Store
from hospital_onboard.store.records import selected
from hospital_onboard.store.tables import AUDIT_CHANGE, AUDIT_ENTRY

R = TypeVar("R", bound=Record)


def load(store: Store, operator_id: str) -> Inventory:
    """The operator's inventory.

    Raises:
        Refusal: ``no-such-operator``.
    """
    with store.reading() as connection:
        ask = Asking(connection)
        operators = ask.those(Operator, "id", [operator_id])
        if not operators:
            raise Refusal("no-such-operator", where=operator_id)
        equipment = ask.those(Equipment, "operator", [operator_id])
        components = ask.those(Component, "equipment", ids(equipment))
        entrustments = ask.those(Entrustment, "equipment", ids(equipment))
        subcontracts = ask.those(Subcontract, "entrustment", ids(entrustments))
        plans = ask.those(Plan, "equipment", ids(equipment))
        involvements = ask.those(Involvement, "plan", ids(plans))
        party_ids = named(equipment, components, entrustments, subcontracts, involvements)
        subjects = [*ids(equipment), *ids(entrustments)]
        consultations = ask.those(Consultation, "plan", ids(plans))
        exhibits = ask.those(Exhibit, "subject", [*subjects, *ids(subcontracts), *party_ids])
        return Inventory(
            operator=operators[0],
            equipment=equipment,
            components=components,
            sites=ask.those(Site, "product", [*ids(equipment), *ids(components)]),
            entrustments=entrustments,
            subcontracts=subcontracts,
            plans=plans,
            involvements=involvements,
            measures=ask.those(MeasureAnswer, "subject", subjects),
            consultations=consultations,
            consequences=ask.those(Consequence, "consultation", ids(consultations)),
            exhibits=exhibits,
            evidence=_evidence(ask, exhibits, [*subjects, *ids(subcontracts), *party_ids]),
            parties=ask.those(Party, "id", party_ids),
            snapshots=ask.those(Snapshot, "party", party_ids),
            holders=ask.those(Holder, "party", party_ids),
            officers=ask.those(Officer, "party", party_ids),
            foreign_sales=ask.those(ForeignSale, "party", party_ids),
            shared_parties=_shared(connection, operator_id, party_ids),
        )


class Asking:
    """Asks for records inside one reading of the store."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def those(self, kind: type[R], name: str, values: list[str]) -> tuple[R, ...]:
        """Records whose field has one of these values; nothing is asked for none."""
        return tuple(selected(self._connection, kind, {name: values})) if values else ()


def ids(records: Iterable[Record]) -> list[str]:
    """Their ids, in order."""
    return [record.id for record in records]


def named(*groups: Iterable[Record]) -> list[str]:
    """Ids of the parties that these records name, each once, in order of appearance."""
    fields = ("supplier", "contractor", "subcontractor", "party")
    named = (said.get(name) for group in groups for record in group for said in (vars(record),) for name in fields)
    return list(dict.fromkeys(party for party in named if party is not None))


def _evidence(ask: Asking, exhibits: Iterable[Exhibit], about: list[str]) -> tuple[Evidence, ...]:
    used = ask.those(Evidence, "id", list(dict.fromkeys(exhibit.evidence for exhibit in exhibits)))
    found = {record.id: record for record in (*used, *ask.those(Evidence, "about", about))}
    return tuple(sorted(found.values(), key=lambda record: (record.title, record.id)))


def _shared(connection: sa.Connection, operator_id: str, party_ids: list[str]) -> frozenset[str]:
    """Of these parties, those first written down for another operator."""
    first = (
        sa.select(AUDIT_CHANGE.c.record, sa.func.min(AUDIT_CHANGE.c.seq).label("seq"))
        .where(AUDIT_CHANGE.c.kind == "party", AUDIT_CHANGE.c.record.in_(party_ids))
        .group_by(AUDIT_CHANGE.c.record)
        .subquery()
    )
    statement = (
        sa.select(first.c.record)
        .join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == first.c.seq)
        .where(AUDIT_ENTRY.c.operator.not_in((operator_id, "")))
    )
    return frozenset(connection.execute(statement).scalars())
