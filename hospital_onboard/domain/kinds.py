"""Every kind of record, in the order a person fills them in."""

from hospital_onboard.domain.assumption import Assumption
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.phase import (
    CriterionWeight,
    PhaseNeed,
    PhaseProposal,
    RoleFact,
    WhatIf,
    WhatIfChoice,
)
from hospital_onboard.domain.plan import (
    Consequence,
    Consultation,
    Evidence,
    Exhibit,
    Filing,
    Handover,
    Involvement,
    MeasureAnswer,
    Plan,
    UrgentCase,
)
from hospital_onboard.domain.questionnaire import QuestionnaireAnswer
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.vendor import Alias, Opinion, Request

KINDS: dict[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        Operator,
        Party,
        Snapshot,
        Holder,
        Officer,
        ForeignSale,
        Equipment,
        Component,
        Site,
        Entrustment,
        Subcontract,
        Plan,
        Involvement,
        MeasureAnswer,
        Evidence,
        Exhibit,
        QuestionnaireAnswer,
        Handover,
        Consultation,
        Consequence,
        UrgentCase,
        Filing,
        Assumption,
        Opinion,
        Request,
        Alias,
        RoleFact,
        PhaseProposal,
        PhaseNeed,
        CriterionWeight,
        WhatIf,
        WhatIfChoice,
    )
}
