"""Which area a target is about, by name and by its prefectures."""

from hospital_onboard.domain.coverage import Target
from hospital_onboard.reference.areas import Area, Scheme, regions
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.text.wording import Lang


def prefectures_of(target: Target, scheme: str) -> tuple[str, ...]:
    """The prefectures a target is about."""
    if target.scope == "prefecture":
        return (target.area,)
    return area_of(target.area, scheme).prefectures


def area_of(id: str, scheme: str) -> Area:
    """A region by its id under a scheme. Raises ``KeyError``."""
    found: dict[str, Area] = {area.id: area for area in regions(_scheme(scheme))}
    return found[id]


def area_name(target: Target, scheme: str, lang: Lang) -> str:
    """四国 / 徳島県, in a language."""
    if target.scope == "prefecture":
        return prefecture(target.area).name(lang)
    return area_of(target.area, scheme).short(lang)


def _scheme(text: str) -> Scheme:
    return "bureau" if text == "bureau" else "eight"
