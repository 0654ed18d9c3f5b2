"""The raw material of the demonstration data, from ``seed_data/demo/catalogue.yaml``."""

from functools import cache
from typing import Final, Literal

from hospital_onboard import places
from hospital_onboard.domain.codes import Group, Layer
from hospital_onboard.reference.bilingual import Bilingual, Frozen, NonEmpty
from hospital_onboard.reference.strict_yaml import load

_FILE: Final = places.seed_data() / "demo" / "catalogue.yaml"
Role = Literal["prime", "department", "device", "platform", "network", "resident", "remote", "kitchen"]
#: Who supplies a component: a role, the supplier of the equipment itself, or somebody near the hospital.
SuppliedBy = Literal["prime", "department", "device", "platform", "network", "maker", "local"]


class Ending(Bilingual):
    """How a hospital's name ends; ``mark`` goes into the names of the vendors around it."""

    mark: str


class HospitalNames(Frozen):
    """A hospital is called by a stem and an ending; every pair once."""

    stems: tuple[Bilingual, ...]
    endings: tuple[Ending, ...]


class People(Frozen):
    """Parts of invented personal names."""

    surnames: tuple[NonEmpty, ...]
    given: tuple[NonEmpty, ...]


class Vendor(Bilingual):
    """A vendor known in the whole country."""

    role: Role
    country: str


class Factory(Frozen):
    """A place of manufacture."""

    country: str
    address: NonEmpty


class Model(Frozen):
    """One critical equipment, by group."""

    ja: NonEmpty
    model: NonEmpty
    type: NonEmpty
    functions: NonEmpty
    supplier: Role


class Part(Frozen):
    """One kind of component."""

    layer: Layer
    ja: NonEmpty
    functions: NonEmpty
    supplier: SuppliedBy


class Catalogue(Frozen):
    """All of it."""

    hospitals: HospitalNames
    agency: Bilingual
    people: People
    vendors: tuple[Vendor, ...]
    trades: tuple[Bilingual, ...]
    towns: tuple[NonEmpty, ...]
    factories: tuple[Factory, ...]
    equipment: dict[Group, Model]
    stack: tuple[Part, ...]
    beside: tuple[Part, ...]


@cache
def catalogue() -> Catalogue:
    """Read once. Raises ``SeedError`` when the file is broken."""
    return load(_FILE, Catalogue)


def fictional(ja: str, en: str = "") -> tuple[str, str]:
    """Both names, marked so that nobody takes them for real."""
    return f"{ja}（架空）", f"{en or ja} (fictional)"
