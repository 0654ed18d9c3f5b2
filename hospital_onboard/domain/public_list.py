"""Public lists that speak of hospitals: what one says of each, and how far it may be trusted (formats.md §2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

#: accepted = 届出受理医療機関名簿 (a bureau's, monthly), navii = 医療情報ネット open data (half-yearly),
#: bed_report = 病床機能報告 (yearly), bed_area = its workbook by 構想区域.
ListKind = Literal["accepted", "navii", "bed_report", "bed_area"]
#: The kinds whose beds are all that are licensed; 病床機能報告 leaves psychiatric beds out.
ALL_BEDS: tuple[ListKind, ...] = ("accepted", "navii")


@dataclass(frozen=True)
class Listed:
    """One hospital of a list. ``code`` is its ten-digit code where the list gives one, ``says`` further statements
    (``advanced_treatment``, ``regional_support``, ``emergency_fee``, ``tertiary``) as the list words them."""

    sheet: str
    row: int
    name: str
    prefecture: str
    code: str = ""
    beds: int | None = None
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicList:
    """A list that was recognised. ``as_of`` is ISO, as far as the file says it: a day, a month, or empty."""

    kind: ListKind
    as_of: str
    hospitals: tuple[Listed, ...]
