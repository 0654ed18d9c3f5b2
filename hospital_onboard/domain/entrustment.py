"""Entrusting critical maintenance (重要維持管理等の委託) and its subcontracts, to the last tier."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    Date,
    EntrustmentRef,
    EquipmentRef,
    PartyRef,
    SubcontractRef,
    Text,
)


class Entrustment(Record):
    """Maintenance or operation of an equipment entrusted to another business (regime-facts §3.3)."""

    kind: ClassVar[str] = "entrustment"
    natural_key: ClassVar[tuple[str, ...]] = ("equipment", "title")

    equipment: EquipmentRef
    title: Text
    contractor: PartyRef | None = None
    purpose: Text | None = None
    scope: Text | None = None
    place: Text | None = None
    starts_on: Date | None = None
    ends_on: Date | None = None
    remote: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    remote_path: Text | None = None
    remote_owner: Text | None = None
    remote_patched_on: Date | None = None
    video_equipment: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None


class Subcontract(Record):
    """One subcontract; ``parent`` is the subcontract above it, none when the contractor gave it out.

    ``content_known``, ``entry_restricted`` and ``records_audited`` are the limbs of the exemption test
    (orders Art. 17; regime-addendum §3.4), answered per subcontract.
    """

    kind: ClassVar[str] = "subcontract"
    natural_key: ClassVar[tuple[str, ...]] = ("entrustment", "subcontractor", "purpose")

    entrustment: EntrustmentRef
    subcontractor: PartyRef
    parent: SubcontractRef | None = None
    purpose: Text | None = None
    scope: Text | None = None
    place: Text | None = None
    starts_on: Date | None = None
    ends_on: Date | None = None
    remote: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    remote_path: Text | None = None
    content_known: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    entry_restricted: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    records_audited: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
