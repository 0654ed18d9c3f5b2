"""The 88 advanced-treatment hospitals (特定機能病院) and the agency: what we can pre-fill, and how far to trust it.

Being listed here says nothing about designation: MHLW chooses from these hospitals, and the list itself may change.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, get_args

from hospital_onboard import places
from hospital_onboard.domain.codes import Group
from hospital_onboard.reference.bilingual import Bilingual, Confidence, Frozen, NonEmpty, Provenance, Standing
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.reference.table import read_table
from hospital_onboard.text.normalise import digits, fold
from hospital_onboard.text.wording import Lang

Emergency = Literal["advanced", "centre", "tertiary", "none", "unknown"]
Disaster = Literal["core", "base", "none", "unknown"]

_UNCHECKED: Final = "記憶による。未照合 / recalled, not checked"
#: The compilation marks these names as sourced without keeping a source for each row.
_NAME_EN_SOURCE: Final = "編纂時に確認（行ごとの出典の記録なし） / checked when compiled, no source kept by row"
_COMPILED: Final = "2026-11-23"


@dataclass(frozen=True, slots=True)
class ReferenceHospital:
    """One hospital of MHLW's list. Source: ``seed_data/hospitals.csv``.

    ``code`` is the ten-digit 保険医療機関コード, None where none was found; it changes when a hospital moves.
    ``beds`` counts licensed beds. ``emergency``: advanced = 高度救命救急センター, centre = 救命救急センター,
    tertiary = counted as 三次救急 without being on the centre list. ``disaster``: core = 基幹, base = 地域災害拠点病院;
    unknown where only one of the two lists was found. ``listed`` is where the hospital itself stands.
    """

    code: str | None
    name_ja: str
    name_registered: str
    name_en: str
    operator: str
    prefecture: str
    city: str
    beds: int
    beds_as_of: str
    emergency: Emergency
    disaster: Disaster
    note: str
    listed: Provenance
    code_from: Provenance
    name_en_from: Provenance
    operator_from: Provenance
    beds_from: Provenance
    emergency_from: Provenance
    disaster_from: Provenance

    def name(self, lang: Lang) -> str:
        """The name people use."""
        return self.name_ja if lang == "ja" else self.name_en


class Citation(Frozen):
    """Where a fact about the agency comes from; ``as_of`` as the source states it."""

    title: NonEmpty
    as_of: date
    confidence: Confidence


class NamedFact(Frozen):
    """A text in both languages with its source."""

    value: Bilingual
    source: Citation


class Service(Frozen):
    """One of the agency's systems that the proposal calls conceivable critical equipment."""

    group: Group
    name: Bilingual
    source: Citation


class Agency(Frozen):
    """医療情報基盤・診療報酬審査支払機構. Source: ``seed_data/agency.yaml``; standing proposed, nothing is law yet."""

    checked_on: date
    standing: Standing
    name: NamedFact
    name_en_provenance: Citation
    former_name: NamedFact
    renamed: NamedFact
    services: tuple[Service, ...]


@cache
def all_hospitals() -> tuple[ReferenceHospital, ...]:
    """All 88, by prefecture as in MHLW's list. Raises ``SeedError`` when the file is broken."""
    return read_table("hospitals.csv", _build)


@cache
def agency() -> Agency:
    """The agency. Raises ``SeedError`` when the file is broken."""
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "agency.yaml", Agency)


def find_hospitals(text: str, limit: int = 20) -> tuple[ReferenceHospital, ...]:
    """Hospitals by part of a name (ja, en, registered), by prefecture, or by the first digits of the code.

    Names that begin with the text come first, then those that contain it, then the prefecture's others; at most
    ``limit``. Nothing for an empty text.
    """
    number = digits(text).replace("-", "")
    if number.isascii() and number.isdigit() and len(number) > 2:
        return tuple(h for h in all_hospitals() if (h.code or "").startswith(number))[:limit]
    wanted = fold(text)
    if not wanted:
        return ()
    area = find_prefecture(text)
    ranked = [(rank, h) for h in all_hospitals() if (rank := _rank(h, wanted, area.code if area else "")) is not None]
    return tuple(h for _, h in sorted(ranked, key=lambda pair: pair[0]))[:limit]


def _rank(hospital: ReferenceHospital, wanted: str, area: str) -> int | None:
    names = [fold(name) for name in (hospital.name_ja, hospital.name_registered, hospital.name_en)]
    if any(name.startswith(wanted) for name in names):
        return 0
    if any(wanted in name for name in names):
        return 1
    return 2 if hospital.prefecture == area else None


def _build(cells: dict[str, str]) -> ReferenceHospital:
    _, _, emergency_source = cells["source"].partition("emergency: ")
    disaster = _disaster(cells)
    return ReferenceHospital(
        code=cells["insurance_code"] or None,
        name_ja=cells["name_ja"],
        name_registered=cells["name_registered"],
        name_en=cells["name_en"],
        operator=cells["operator"],
        prefecture=cells["pref_code"],
        city=cells["city"],
        beds=int(cells["beds"]),
        beds_as_of=cells["beds_as_of"],
        emergency=_emergency(cells),
        disaster=disaster,
        note=cells["note"],
        listed=_from(cells["source"], cells["as_of"], cells["confidence"]),
        code_from=_from(
            cells["insurance_code_source"], cells["insurance_code_as_of"], cells["insurance_code_confidence"]
        ),
        name_en_from=_from(_NAME_EN_SOURCE, _COMPILED, cells["name_en_confidence"]),
        operator_from=_from(cells["source"], _COMPILED, cells["operator_confidence"]),
        beds_from=_from(cells["beds_source"], cells["beds_as_of"], "sourced"),
        emergency_from=_from(emergency_source or cells["source"], cells["emergency_as_of"], "sourced"),
        disaster_from=_from(
            cells["disaster_source"], cells["disaster_as_of"], "unknown" if disaster == "unknown" else "sourced"
        ),
    )


def _from(source: str, as_of: str, confidence: str) -> Provenance:
    level = next((known for known in get_args(Confidence) if known == confidence), None)
    if level is None:
        raise ValueError(f"confidence {confidence!r}")
    # A recalled fact is not in the row's source, so that source must not stand beside it.
    return Provenance(source=_UNCHECKED if level == "recalled" else source, as_of=as_of, confidence=level)


def _emergency(cells: dict[str, str]) -> Emergency:
    levels: tuple[tuple[str, Emergency], ...] = (
        ("advanced_emergency_centre", "advanced"),
        ("emergency_centre", "centre"),
        ("tertiary_emergency", "tertiary"),
    )
    for column, level in levels:
        if cells[column] == "1":
            return level
    return "none" if all(cells[column] == "0" for column, _ in levels) else "unknown"


def _disaster(cells: dict[str, str]) -> Disaster:
    if cells["disaster_core"] == "1":
        return "core"
    if cells["disaster_base"] == "1":
        return "base"
    return "none" if cells["disaster_core"] == cells["disaster_base"] == "0" else "unknown"
