"""Operators: the hospitals and the agency that file (特定社会基盤事業者 and those who may become one)."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import Choice, Date, Number, PrefectureCode, Text, WholeNumber


class Operator(Record):
    """A hospital or the agency (Act Art. 50; 提言 IV.2(2)①②)."""

    kind: ClassVar[str] = "operator"
    natural_key: ClassVar[tuple[str, ...]] = ("name",)

    operator_kind: Annotated[codes.OperatorKind, Choice("operator_kind")]
    name: Text
    name_en: Text | None = None
    code: Annotated[Text | None, Number("institution")] = None
    corporation: Text | None = None
    corporate_number: Annotated[Text | None, Number("corporate")] = None
    prefecture: PrefectureCode | None = None
    beds: WholeNumber | None = None
    emergency: Annotated[codes.Emergency | None, Choice("emergency")] = None
    disaster: Annotated[codes.Disaster | None, Choice("disaster")] = None
    wide_area: Annotated[codes.YesNo | None, Choice("yes_no")] = None
    designation_status: Annotated[codes.DesignationStatus | None, Choice("designation_status")] = None
    designated_on: Date | None = None
    announced_on: Date | None = None
    designation_basis: Annotated[codes.DesignationBasis | None, Choice("designation_basis")] = None
