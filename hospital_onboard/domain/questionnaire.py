"""What a vendor answered on a security question sheet (MDS/SDS of JAHIS and JIRA, or MDS2 of NEMA)."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import Choice, EvidenceRef, LongText, Text


class QuestionnaireAnswer(Record):
    """One line of one sheet, which is kept as evidence. The two schemes number and mean different things: never mixed.

    ``answer`` None is a question that was left open.
    """

    kind: ClassVar[str] = "questionnaire_answer"
    natural_key: ClassVar[tuple[str, ...]] = ("evidence", "scheme", "number")

    evidence: EvidenceRef
    scheme: Annotated[codes.QuestionScheme, Choice("question_scheme")]
    number: Text
    question: LongText
    answer: Annotated[codes.QuestionAnswer | None, Choice("question_answer")] = None
    remark: LongText | None = None
