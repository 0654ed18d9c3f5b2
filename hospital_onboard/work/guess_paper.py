"""What a paper may be, by its file name alone: a suggestion to a person, never an answer."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from hospital_onboard.domain.codes import PERSONAL_PAPERS, EvidenceKind
from hospital_onboard.reference.measures import all_measures
from hospital_onboard.reference.vocabulary import synonyms
from hospital_onboard.text.normalise import clean, fold
from hospital_onboard.text.wording import LANGUAGES, words

_MEASURE: Final = re.compile(r"(?<![A-Za-z0-9])([IM])[-_ ]?(\d{1,2})(?:[-_](\d))?(?![0-9A-Za-z])")
_BETWEEN: Final = re.compile(r"[\s_\-.]+")
#: Shorter words stand in too many names.
_SHORTEST: Final = 2


#: Words of papers that name persons with their birth dates or numbers, whatever kind of paper it is.
_PERSONS: Final = (
    *("役員名簿", "役員一覧", "履歴書", "運転免許", "在留カード", "マイナンバー", "個人番号", "生年月日", "印鑑証明"),
    *("driver license", "driving licence", "residence card", "curriculum vitae", "date of birth"),
)


@dataclass(frozen=True)
class Suggestion:
    """A kind and the measures that a file name speaks of; None and empty when it speaks of none."""

    kind: EvidenceKind | None
    measures: tuple[str, ...]
    #: Whether it may have to be kept encrypted.
    personal: bool


def suggest(name: str) -> Suggestion:
    """From a file name with or without its suffix; the longest word that fits decides."""
    stem = clean(name).rsplit(".", 1)[0]
    fitting = [(len(word), kind) for word, kind in _words() if _stands_in(word, stem)]
    kind = max(fitting, key=lambda pair: pair[0])[1] if fitting else None
    personal = kind in PERSONAL_PAPERS or any(_stands_in(word, stem) for word in _PERSONS)
    return Suggestion(kind, tuple(_measures(stem)), personal)


def _measures(stem: str) -> list[str]:
    known = {measure.id for measure in all_measures()}
    said = ("-".join(part for part in match.groups() if part) for match in _MEASURE.finditer(stem))
    return [item for item in dict.fromkeys(said) if item in known]


def _stands_in(word: str, stem: str) -> bool:
    """Latin words stand by themselves (``spec`` is not in ``inspection``); Japanese is written without spaces."""
    if word.isascii():
        spaced = _BETWEEN.sub(" ", stem.casefold())
        return re.search(rf"(?<![a-z0-9]){re.escape(word.casefold())}(?![a-z])", spaced) is not None
    return fold(word) in fold(stem)


@cache
def _words() -> tuple[tuple[str, EvidenceKind], ...]:
    """Every word for a kind of paper: our labels and the spellings that workbooks may use."""
    found: list[tuple[str, EvidenceKind]] = []
    for kind in get_args(EvidenceKind):
        labels = [words(lang).choice("evidence_kind", kind) for lang in LANGUAGES]
        spellings = [*synonyms("evidence_kind").get(kind, ()), *labels]
        found += [(text, kind) for text in spellings if len(fold(text)) >= _SHORTEST and kind != "other"]
    return tuple(found)
