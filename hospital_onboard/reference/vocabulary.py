"""From what people write to the code it stands for, by vocabulary.

Vocabularies are those of ``domain.codes.VOCABULARIES`` plus ``country``. Spellings: ``seed_data/synonyms.yaml``, our
own collection.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Annotated

from pydantic import Field

from hospital_onboard import places
from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.reference.bilingual import Frozen, NonEmpty, Passage, Standing
from hospital_onboard.text.normalise import clean, fold


class _File(Frozen):
    checked_on: date
    standing: Standing
    source: Passage
    vocabularies: dict[str, dict[str, Annotated[tuple[NonEmpty, ...], Field(min_length=1)]]]


def key(text: str) -> str:
    """What two spellings have in common when they mean the same; '' only for an empty text.

    ``fold`` drops punctuation, which is all there is of ``?``; such a text is compared as it stands.
    """
    return fold(text) or clean(text)


def find_code(vocabulary: str, text: str, labels: Mapping[str, str]) -> str | None:
    """The code meant by ``text``: the code itself, one of the caller's ``labels`` (code -> label), or a synonym.

    Tried in that order, so a label on screen always wins. None when nothing fits; ``KeyError`` for a vocabulary that
    does not exist. Answers are remembered: a column of 100,000 cells holds few different texts.
    """
    return _find(vocabulary, text, tuple(labels.items()))


def synonyms(vocabulary: str) -> Mapping[str, tuple[str, ...]]:
    """Code -> other spellings. Raises ``KeyError`` for a vocabulary that does not exist."""
    known = _file().vocabularies
    if vocabulary not in known and vocabulary not in VOCABULARIES:
        raise KeyError(f"no vocabulary {vocabulary!r}; there are {', '.join(sorted({*known, *VOCABULARIES}))}")
    return known.get(vocabulary, {})


@lru_cache(maxsize=8192)
def _find(vocabulary: str, text: str, labels: tuple[tuple[str, str], ...]) -> str | None:
    by_synonym = _by_synonym(vocabulary)
    wanted = key(text)
    if not wanted:
        return None
    codes = (*VOCABULARIES.get(vocabulary, ()), *(code for code, _ in labels))
    by_code = next((code for code in codes if key(code) == wanted), None)
    by_label = next((code for code, label in labels if key(label) == wanted), None)
    return by_code or by_label or by_synonym.get(wanted)


@cache
def _by_synonym(vocabulary: str) -> dict[str, str]:
    return {key(spelling): code for code, spellings in synonyms(vocabulary).items() for spelling in spellings}


@cache
def _file() -> _File:
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "synonyms.yaml", _File)
