"""Plans (introduction, entrustment), who is involved, measures, evidence and consultations."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    ConsultationRef,
    Date,
    EntrustmentRef,
    EquipmentRef,
    EvidenceRef,
    FrozenText,
    HandoverRef,
    Id,
    LongText,
    MeasureId,
    PartyRef,
    PlanRef,
    Ref,
    Sha256,
    Text,
)

#: The milestones of a plan in the order in which they should come.
MILESTONES = (
    "consultation_on",
    "contract_on",
    "purchase_on",
    "delivery_on",
    "filing_on",
    "receipt_on",
    "in_service_on",
)


class Plan(Record):
    """An introduction or an entrustment that is coming, with its milestones (Act Art. 52(1))."""

    kind: ClassVar[str] = "plan"
    natural_key: ClassVar[tuple[str, ...]] = ("equipment", "title")

    equipment: EquipmentRef
    plan_kind: Annotated[codes.PlanKind, Choice("plan_kind")]
    title: Text
    entrustment: EntrustmentRef | None = None
    purpose: LongText | None = None
    consultation_on: Date | None = None
    contract_on: Date | None = None
    purchase_on: Date | None = None
    delivery_on: Date | None = None
    filing_on: Date | None = None
    receipt_on: Date | None = None
    in_service_on: Date | None = None
    status: Annotated[codes.PlanStatus | None, Choice("plan_status")] = None


class UrgentCase(Record):
    """Why a plan could not be filed before acting (Act Art. 52(1) proviso; regime-facts §1.3): the four limbs."""

    kind: ClassVar[str] = "urgent_case"
    natural_key: ClassVar[tuple[str, ...]] = ("plan",)

    plan: PlanRef
    difficulty: LongText | None = None
    difficulty_since: Date | None = None
    difficulty_effect: LongText | None = None
    needed_by: Date | None = None
    why_not_filed: LongText | None = None
    cause: LongText | None = None
    found_on: Date | None = None
    why_unavoidable: LongText | None = None
    link_to_equipment: LongText | None = None
    link_to_introduction: LongText | None = None
    alternatives_weighed: LongText | None = None
    alternatives_unusable: LongText | None = None


class Filing(Record):
    """What was filed, frozen: later changes are classed against it (Act Art. 54; regime-facts §1.4)."""

    kind: ClassVar[str] = "filing"
    natural_key: ClassVar[tuple[str, ...]] = ("plan", "filed_on")

    plan: PlanRef
    filed_on: Date
    content: FrozenText


class Involvement(Record):
    """A party involved in an introduction besides the supplier (導入に携わる者; regime-facts §3.2)."""

    kind: ClassVar[str] = "involvement"
    natural_key: ClassVar[tuple[str, ...]] = ("plan", "party")

    plan: PlanRef
    party: PartyRef
    role: Annotated[codes.RoleInIntroduction | None, Choice("role_in_introduction")] = None


class MeasureAnswer(Record):
    """The operator's answer on one risk measure for an equipment or an entrustment (regime-facts §4)."""

    kind: ClassVar[str] = "measure"
    natural_key: ClassVar[tuple[str, ...]] = ("subject", "item")

    subject: Annotated[Id, Ref(("equipment", "entrustment"))]
    item: MeasureId
    state: Annotated[codes.MeasureState, Choice("measure_state")] = "undecided"
    note: LongText | None = None
    planned_on: Date | None = None


class Evidence(Record):
    """A paper that shows something; its file is kept in the store's file area under its sha256.

    A paper that the party sends to the minister itself has ``direct_to_minister``, the day it was sent and how we know
    (``receipt``); the file is then whatever shows that it was sent.
    """

    kind: ClassVar[str] = "evidence"
    natural_key: ClassVar[tuple[str, ...]] = ("title",)

    title: Text
    evidence_kind: Annotated[codes.EvidenceKind | None, Choice("evidence_kind")] = None
    about: Annotated[Id | None, Ref(("party", "equipment", "entrustment", "subcontract"))] = None
    issued_on: Date | None = None
    valid_until: Date | None = None
    direct_to_minister: Annotated[codes.YesNo | None, Choice("yes_no")] = None
    sent_on: Date | None = None
    receipt: Text | None = None
    file_name: Text | None = None
    file_sha256: Sha256 | None = None


class Exhibit(Record):
    """One use of a piece of evidence: it proves this measure answer or this subject."""

    kind: ClassVar[str] = "exhibit"
    natural_key: ClassVar[tuple[str, ...]] = ("evidence", "subject", "item")

    evidence: EvidenceRef
    subject: Annotated[Id, Ref(("equipment", "entrustment", "subcontract", "party"))]
    item: MeasureId | None = None


class Handover(Record):
    """A packet that was handed over, frozen: the next one says what changed since (事前相談; 提言 IV.3(3))."""

    kind: ClassVar[str] = "handover"
    natural_key: ClassVar[tuple[str, ...]] = ("plan", "handed_on")

    plan: PlanRef
    handed_on: Date
    handed_to: Text | None = None
    file_name: Text | None = None
    file_sha256: Sha256 | None = None
    content: FrozenText


class Consultation(Record):
    """One exchange with the ministry before filing (事前相談; 提言 IV.3(3)); ``handover`` is the packet it is about."""

    kind: ClassVar[str] = "consultation"
    natural_key: ClassVar[tuple[str, ...]] = ("plan", "question")

    plan: PlanRef
    question: LongText
    held_on: Date | None = None
    who: Text | None = None
    answer: LongText | None = None
    answered_on: Date | None = None
    handover: HandoverRef | None = None


class Consequence(Record):
    """What follows from an answer of the ministry: a decision about a record, or about one field of it."""

    kind: ClassVar[str] = "consequence"
    natural_key: ClassVar[tuple[str, ...]] = ("consultation", "about", "field")

    consultation: ConsultationRef
    about: Annotated[
        Id, Ref(("plan", "equipment", "component", "entrustment", "subcontract", "involvement", "measure", "party"))
    ]
    field: Text | None = None
    decision: LongText
    decided_on: Date | None = None
