"""What a person takes for granted so that something can be computed; marked wherever it is used."""

from typing import ClassVar

from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import Text


class Assumption(Record):
    """One assumption of this store: ``commencement`` = 2027-10-01. The keys that mean something are regime data."""

    kind: ClassVar[str] = "assumption"
    natural_key: ClassVar[tuple[str, ...]] = ("key",)

    key: Text
    value: Text
