"""What a bureau writes down about the phase-in (提言 IV.2(2)②): facts on criteria, proposals, needs, weights, what-ifs.

A proposal or a what-if says what somebody has in mind; only ``Operator.designated_on`` says that a hospital was
designated.
"""

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    Date,
    Id,
    LongText,
    OperatorRef,
    PrefectureCode,
    Ref,
    Text,
    WholeNumber,
)

#: What a statement on a criterion may say; the number of beds is digits.
ANSWERS: dict[codes.Criterion, tuple[str, ...]] = {
    "beds": (),
    "last_resort": codes.VOCABULARIES["yes_no"],
    "wide_area": codes.VOCABULARIES["yes_no"],
    "emergency": codes.VOCABULARIES["emergency"],
    "disaster": codes.VOCABULARIES["disaster"],
    "back_up": codes.VOCABULARIES["yes_no"],
}


class RoleFact(Record):
    """What a source says of one hospital on one criterion, and as of when; a later one does not erase an earlier.

    ``as_of`` is written as the source states it (a day, a month, an edition), newest first when sorted as text.
    """

    kind: ClassVar[str] = "role_fact"
    natural_key: ClassVar[tuple[str, ...]] = ("operator", "criterion", "as_of", "source")

    operator: OperatorRef
    criterion: Annotated[codes.Criterion, Choice("criterion")]
    #: Digits for beds, else a code of the criterion's vocabulary (``ANSWERS``).
    said: Text
    source: Text
    as_of: Text | None = None

    @model_validator(mode="after")
    def _fits_its_criterion(self) -> Self:
        known = ANSWERS[self.criterion]
        fits = self.said in known if known else self.said.isascii() and self.said.isdigit() and len(self.said) <= 5
        if not fits:
            raise ValueError(f"{self.criterion} cannot be {self.said!r}")
        return self


class PhaseProposal(Record):
    """A hospital is proposed for designation in a wave; one proposal for each hospital."""

    kind: ClassVar[str] = "phase_proposal"
    natural_key: ClassVar[tuple[str, ...]] = ("operator",)

    operator: OperatorRef
    wave: Annotated[codes.Wave, Choice("wave")]
    proposed_on: Date | None = None
    reason: LongText | None = None


class PhaseNeed(Record):
    """A prefecture where more than the least number of hospitals is thought needed, and why (提言 IV.2(2)②)."""

    kind: ClassVar[str] = "phase_need"
    natural_key: ClassVar[tuple[str, ...]] = ("prefecture",)

    prefecture: PrefectureCode
    hospitals: WholeNumber
    reason: LongText | None = None


class CriterionWeight(Record):
    """How much one person makes of a criterion when candidates are compared; nothing is weighed unless they say so."""

    kind: ClassVar[str] = "criterion_weight"
    natural_key: ClassVar[tuple[str, ...]] = ("who", "criterion")

    who: Text
    criterion: Annotated[codes.Criterion, Choice("criterion")]
    weight: WholeNumber


class WhatIf(Record):
    """A set of hospitals and waves that somebody tries out; it touches nothing until it is adopted."""

    kind: ClassVar[str] = "what_if"
    natural_key: ClassVar[tuple[str, ...]] = ("name",)

    name: Text
    note: LongText | None = None
    adopted_on: Date | None = None


class WhatIfChoice(Record):
    """One hospital of a what-if with its wave."""

    kind: ClassVar[str] = "what_if_choice"
    natural_key: ClassVar[tuple[str, ...]] = ("what_if", "operator")

    what_if: Annotated[Id, Ref(("what_if",))]
    operator: OperatorRef
    wave: Annotated[codes.Wave, Choice("wave")]
