"""The closed vocabularies. Codes are stable and never translated; their labels stand in the wording files.

The wording key of a label is ``choice.<vocabulary>.<code>``.
"""

from typing import Literal, get_args

OperatorKind = Literal["hospital", "agency"]
Emergency = Literal["advanced", "centre", "tertiary", "none"]
Disaster = Literal["core", "base", "none"]
YesNo = Literal["yes", "no"]
YesNoUnknown = Literal["yes", "no", "unknown"]
DesignationStatus = Literal["candidate", "proposed", "designated"]
DesignationBasis = Literal["new", "succession"]
Group = Literal["emr", "surgery", "icu", "emr_sharing", "e_prescription", "online_eligibility"]
BuiltBy = Literal["bought", "own", "own_group"]
Layer = Literal[
    "application",
    "middleware",
    "dbms",
    "os",
    "hypervisor",
    "server",
    "storage",
    "network",
    "cloud",
    "interface_engine",
    "medical_device",
    "terminal",
]
PartyForm = Literal[
    "stock_company",
    "membership_company",
    "foundation",
    "partnership",
    "state_organ",
    "local_government",
    "independent_agency",
    "local_independent_agency",
    "university_corporation",
    "individual",
    "other",
]
Answer = Literal["listed", "none", "declared_direct"]
RoleInIntroduction = Literal["go_between", "checker"]
PlanKind = Literal["introduction", "entrustment"]
PlanStatus = Literal["preparing", "consulting", "filed", "received", "in_service", "stopped"]
MeasureState = Literal["done", "equivalent", "planned", "not_taken", "not_applicable", "undecided"]
EvidenceKind = Literal[
    "registry_certificate",
    "officer_identity",
    "contract",
    "specification",
    "test_report",
    "certificate",
    "procedure",
    "diagram",
    "exemption_proof",
    "questionnaire",
    "sbom",
    "direct_receipt",
    "other",
]
#: What the proposal names for choosing hospitals (提言 IV.2(2)②).
Criterion = Literal["beds", "last_resort", "wide_area", "emergency", "disaster", "back_up"]
#: When a hospital is to be designated: at commencement (year0), or by the end of a year of the phase-in.
Wave = Literal["year0", "year1", "year2", "year3"]
QuestionScheme = Literal["mds_sds", "mds2"]
QuestionAnswer = Literal["yes", "no", "not_applicable"]

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "operator_kind": get_args(OperatorKind),
    "emergency": get_args(Emergency),
    "disaster": get_args(Disaster),
    "yes_no": get_args(YesNo),
    "yes_no_unknown": get_args(YesNoUnknown),
    "designation_status": get_args(DesignationStatus),
    "designation_basis": get_args(DesignationBasis),
    "group": get_args(Group),
    "built_by": get_args(BuiltBy),
    "layer": get_args(Layer),
    "party_form": get_args(PartyForm),
    "answer": get_args(Answer),
    "role_in_introduction": get_args(RoleInIntroduction),
    "plan_kind": get_args(PlanKind),
    "plan_status": get_args(PlanStatus),
    "measure_state": get_args(MeasureState),
    "evidence_kind": get_args(EvidenceKind),
    "criterion": get_args(Criterion),
    "wave": get_args(Wave),
    "question_scheme": get_args(QuestionScheme),
    "question_answer": get_args(QuestionAnswer),
}

#: Papers that carry birth dates, nationalities or home addresses of persons: kept apart and encrypted.
PERSONAL_PAPERS: frozenset[EvidenceKind] = frozenset({"officer_identity"})

HOSPITAL_GROUPS: tuple[Group, ...] = ("emr", "surgery", "icu")
AGENCY_GROUPS: tuple[Group, ...] = ("emr_sharing", "e_prescription", "online_eligibility")


def groups_of(operator_kind: OperatorKind) -> tuple[Group, ...]:
    """The equipment groups that concern this kind of operator (提言 IV.2(2)①②: candidates, not yet law)."""
    return HOSPITAL_GROUPS if operator_kind == "hospital" else AGENCY_GROUPS
