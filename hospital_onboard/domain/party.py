"""Parties (供給者, 委託の相手方, 再委託の相手方, 導入に携わる者) and the dated facts about them."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    CountryCode,
    Date,
    Number,
    PartyRef,
    Personal,
    Share,
    Text,
    WholeNumber,
)


class Party(Record):
    """A company, body or person named in a plan; entered once, used by every equipment (regime-facts §3.4)."""

    kind: ClassVar[str] = "party"
    natural_key: ClassVar[tuple[str, ...]] = ("name",)

    name: Text
    name_en: Text | None = None
    corporate_number: Annotated[Text | None, Number("corporate")] = None
    lei: Annotated[Text | None, Number("lei")] = None
    other_id: Text | None = None
    form: Annotated[codes.PartyForm | None, Choice("party_form")] = None
    representative: Text | None = None
    address: Text | None = None
    country: CountryCode | None = None
    registered_in_japan: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    contact: Text | None = None


class Snapshot(Record):
    """What a party answered on one day. A new answer is a new day; nothing is overwritten.

    ``declared_direct`` means that the party sends the fact to the minister itself.
    """

    kind: ClassVar[str] = "snapshot"
    natural_key: ClassVar[tuple[str, ...]] = ("party", "as_of")

    party: PartyRef
    as_of: Date
    holders: Annotated[codes.Answer | None, Choice("answer")] = None
    officers: Annotated[codes.Answer | None, Choice("answer")] = None
    foreign_sales: Annotated[codes.Answer | None, Choice("answer")] = None
    declared_on: Date | None = None


class Holder(Record):
    """A direct holder of 5 % or more of the votes on the snapshot's day."""

    kind: ClassVar[str] = "holder"
    natural_key: ClassVar[tuple[str, ...]] = ("party", "as_of", "name")

    party: PartyRef
    as_of: Date
    name: Text
    country: CountryCode | None = None
    share: Share | None = None


class Officer(Record):
    """An officer as the orders define them: auditors are not among them (regime-addendum §3.3)."""

    kind: ClassVar[str] = "officer"
    natural_key: ClassVar[tuple[str, ...]] = ("party", "as_of", "name")

    party: PartyRef
    as_of: Date
    name: Text
    title: Text | None = None
    birth_date: Annotated[Date | None, Personal()] = None
    nationality: Annotated[CountryCode | None, Personal()] = None


class ForeignSale(Record):
    """Sales to one foreign state's bodies in one business year, as a share of all sales (addendum K15)."""

    kind: ClassVar[str] = "foreign_sale"
    natural_key: ClassVar[tuple[str, ...]] = ("party", "as_of", "year", "country", "body")

    party: PartyRef
    as_of: Date
    year: WholeNumber
    country: CountryCode
    body: Text | None = None
    share: Share | None = None
