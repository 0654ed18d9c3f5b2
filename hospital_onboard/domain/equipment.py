"""Critical equipment (特定重要設備), its components (構成設備) and where they are made."""

from typing import Annotated, ClassVar

from hospital_onboard.domain import codes
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.shapes import (
    Choice,
    ComponentRef,
    CountryCode,
    Date,
    EquipmentRef,
    Id,
    LongText,
    OperatorRef,
    PartyRef,
    Ref,
    Text,
    WholeNumber,
)


class Equipment(Record):
    """One critical equipment of one operator (Act Art. 50(1), 52(2)(ii); regime-facts §3.1)."""

    kind: ClassVar[str] = "equipment"
    natural_key: ClassVar[tuple[str, ...]] = ("operator", "product", "model")

    operator: OperatorRef
    group: Annotated[codes.Group, Choice("group")]
    product: Text
    model: Text | None = None
    type: Text | None = None
    functions: LongText | None = None
    place_installed: Text | None = None
    place_used: Text | None = None
    supplier: PartyRef | None = None
    built_by: Annotated[codes.BuiltBy | None, Choice("built_by")] = None
    in_service_on: Date | None = None
    internet_connected: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    video_equipment: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    data_held: LongText | None = None
    data_place: Text | None = None
    data_country: CountryCode | None = None
    cloud_service: Text | None = None
    backup: LongText | None = None
    restore: LongText | None = None
    foreign_law: LongText | None = None


class Component(Record):
    """A part that could itself be a means of disruption (Act Art. 52(2)(ii)(c)); a tree by ``parent``."""

    kind: ClassVar[str] = "component"
    natural_key: ClassVar[tuple[str, ...]] = ("equipment", "layer", "product", "model")

    equipment: EquipmentRef
    layer: Annotated[codes.Layer | None, Choice("layer")] = None
    product: Text
    model: Text | None = None
    version: Text | None = None
    functions: LongText | None = None
    supplier: PartyRef | None = None
    listed: Annotated[codes.YesNoUnknown | None, Choice("yes_no_unknown")] = None
    quantity: WholeNumber | None = None
    end_of_support: Date | None = None
    parent: ComponentRef | None = None
    purl: Text | None = None
    cpe: Text | None = None


class Site(Record):
    """A factory or workplace where an equipment or component is made (regime-facts §3.2)."""

    kind: ClassVar[str] = "site"
    natural_key: ClassVar[tuple[str, ...]] = ("product", "country", "address")

    product: Annotated[Id, Ref(("equipment", "component"))]
    country: CountryCode
    address: Text | None = None
