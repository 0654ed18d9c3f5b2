"""Dealing with vendors: what was asked of them, the names they go by, and what they think should be listed."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    Date,
    LongText,
    OperatorRef,
    PartyRef,
    Sha256,
    Text,
    WholeNumber,
)


class Opinion(Record):
    """A vendor's own words on whether and how a kind of equipment should be listed (提言 IV.2(2)② wants them heard)."""

    kind: ClassVar[str] = "opinion"
    natural_key: ClassVar[tuple[str, ...]] = ("party", "group", "said_on")

    party: PartyRef
    group: Annotated[codes.Group, Choice("group")]
    text: LongText
    said_on: Date | None = None


class Request(Record):
    """One vendor was sent a workbook for one operator; written down when the workbook is written."""

    kind: ClassVar[str] = "request"
    natural_key: ClassVar[tuple[str, ...]] = ("operator", "party", "asked_on")

    operator: OperatorRef
    party: PartyRef
    asked_on: Date
    #: How many facts were owed on that day.
    facts: WholeNumber | None = None
    file_name: Text | None = None
    file_sha256: Sha256 | None = None


class Alias(Record):
    """A spelling that a person said means this party, so that nobody is asked about it twice."""

    kind: ClassVar[str] = "alias"
    natural_key: ClassVar[tuple[str, ...]] = ("name",)

    name: Text
    party: PartyRef
