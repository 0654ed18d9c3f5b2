"""In which country an address lies, as far as its text says so without doubt."""

import re
from functools import cache
from typing import Final

from hospital_onboard.reference.countries import all_countries, find_country
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.text.normalise import clean

_PARTS = re.compile(r"[,、，\n]")
_JAPANESE_POSTCODE = re.compile(r"^〒\s*[0-9]{3}-?[0-9]{4}")
#: Letters and signs of a postcode before or after the name of a country: 「Singapore 018956」, 「D-10115 Germany」.
_POSTCODE = re.compile(r"^[A-Z]{0,2}-?[0-9][0-9A-Z-]*\s+|\s+[0-9][0-9A-Z-]*$")
#: Two letters at the end of an address are as often a state (CA, DE, IN) as a country.
_SHORTEST_NAME: Final = 3
#: A country, and a state of the USA.
_TWO_PLACES: Final = frozenset({"georgia"})


def country_of(address: str) -> str | None:
    """The country's alpha-2 code; None when the text names none, or two places have that name."""
    text = clean(address)
    if find_prefecture(text) or _JAPANESE_POSTCODE.match(text):
        return "JP"
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    for part in (parts[-1], parts[0]) if parts else ():
        name = _POSTCODE.sub("", part)
        if len(name) >= _SHORTEST_NAME and name.casefold() not in _TWO_PLACES and (found := find_country(name)):
            return found
    return next((code for name, code in _japanese_names() if text.startswith(name)), None)


@cache
def _japanese_names() -> tuple[tuple[str, str], ...]:
    """Names as a Japanese address begins with them, the longest first."""
    names = [(name, code) for code, name in all_countries("ja") if len(name) > 1]
    return tuple(sorted(names, key=lambda item: -len(item[0])))
