"""What a field holds, said once: forms, workbooks, tables and reports all read it from here.

A record field is written ``layer: Annotated[Layer | None, Choice("layer")] = None``. ``None`` always
means "not answered yet"; an empty string is never stored.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from hospital_onboard.domain.codes import VOCABULARIES


@dataclass(frozen=True)
class Shape:
    """Base of all field shapes; ``name`` is the stable word that other rooms switch on."""

    name: ClassVar[str] = "shape"


@dataclass(frozen=True)
class Line(Shape):
    """One line of text."""

    name: ClassVar[str] = "line"


@dataclass(frozen=True)
class Lines(Shape):
    """Text of several lines."""

    name: ClassVar[str] = "lines"


@dataclass(frozen=True)
class Choice(Shape):
    """One code of a closed vocabulary."""

    name: ClassVar[str] = "choice"
    vocabulary: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that may be chosen, in the order they are offered."""
        return VOCABULARIES[self.vocabulary]


@dataclass(frozen=True)
class Country(Shape):
    """ISO 3166-1 alpha-2 code."""

    name: ClassVar[str] = "country"


@dataclass(frozen=True)
class Prefecture(Shape):
    """JIS X 0401 code, two digits with the zero kept."""

    name: ClassVar[str] = "prefecture"


@dataclass(frozen=True)
class Day(Shape):
    """A calendar day, Japan time."""

    name: ClassVar[str] = "day"


@dataclass(frozen=True)
class Count(Shape):
    """A whole number, zero or more."""

    name: ClassVar[str] = "count"


@dataclass(frozen=True)
class Percent(Shape):
    """A share in percent: 12.5 means 12.5 %."""

    name: ClassVar[str] = "percent"


@dataclass(frozen=True)
class Number(Shape):
    """An official number whose digits are text: ``scheme`` is institution, corporate or lei."""

    name: ClassVar[str] = "number"
    scheme: str


@dataclass(frozen=True)
class Ref(Shape):
    """The id of another record of one of these kinds."""

    name: ClassVar[str] = "ref"
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class MeasureItem(Shape):
    """The id of a risk measure, I-1-1 … M-12."""

    name: ClassVar[str] = "measure_item"


@dataclass(frozen=True)
class Digest(Shape):
    """A sha256 in hex; filled by the program, never typed."""

    name: ClassVar[str] = "digest"


@dataclass(frozen=True)
class Frozen(Shape):
    """A copy of records as JSON; filled by the program, never typed or shown as text."""

    name: ClassVar[str] = "frozen"


@dataclass(frozen=True)
class Personal:
    """Marks a field that is masked on screen until revealed, and whose reveal is audited."""


_Short = StringConstraints(min_length=1, max_length=300)
_Long = StringConstraints(min_length=1, max_length=4000)

Text = Annotated[str, _Short, Line()]
LongText = Annotated[str, _Long, Lines()]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Country()]
PrefectureCode = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$"), Prefecture()]
Date = Annotated[date, Day()]
WholeNumber = Annotated[int, Field(ge=0, le=10_000_000), Count()]
Share = Annotated[Decimal, Field(ge=0, le=100), Percent()]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Digest()]
FrozenText = Annotated[str, StringConstraints(min_length=2), Frozen()]
MeasureId = Annotated[str, StringConstraints(pattern=r"^[IM]-\d{1,2}(-\d)?$"), MeasureItem()]
#: What an id of a record looks like.
ID_PATTERN = r"^[a-z]+_[0-9A-Za-z_-]{4,40}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
OperatorRef = Annotated[Id, Ref(("operator",))]
EquipmentRef = Annotated[Id, Ref(("equipment",))]
ComponentRef = Annotated[Id, Ref(("component",))]
PartyRef = Annotated[Id, Ref(("party",))]
EntrustmentRef = Annotated[Id, Ref(("entrustment",))]
SubcontractRef = Annotated[Id, Ref(("subcontract",))]
PlanRef = Annotated[Id, Ref(("plan",))]
EvidenceRef = Annotated[Id, Ref(("evidence",))]
ConsultationRef = Annotated[Id, Ref(("consultation",))]
HandoverRef = Annotated[Id, Ref(("handover",))]
