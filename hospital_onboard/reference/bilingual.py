"""Japanese and English side by side, and where a fact comes from: shapes that the files of this room share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hospital_onboard.text.wording import Lang

Confidence = Literal["sourced", "recalled", "unknown"]
#: As elsewhere in the project's research: C read in an official source, M our own modelling.
Mark = Literal["C", "M"]
#: A candidate or a recommendation is never in force; what we arranged ourselves is assumed.
Standing = Literal["in_force", "promulgated", "proposed", "assumed"]
NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Frozen(BaseModel):
    """Base of everything read from ``seed_data/``: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Frozen):
    """One text in both languages, neither empty."""

    ja: NonEmpty
    en: NonEmpty

    def of(self, lang: Lang) -> str:
        """The text in one language."""
        return self.ja if lang == "ja" else self.en


class BilingualList(Frozen):
    """Short texts in both languages, at least one each."""

    ja: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    en: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]

    def of(self, lang: Lang) -> tuple[str, ...]:
        """The texts in one language."""
        return self.ja if lang == "ja" else self.en


class Passage(Frozen):
    """Where in a document something is said, and the state of that document."""

    document: NonEmpty
    section: NonEmpty
    as_of: date


class Provenance(Frozen):
    """Where one fact comes from. ``source`` and ``as_of`` are empty only when ``confidence`` is unknown.

    ``as_of`` is written as the source states it (a day, a month, an edition), so it is text.
    ``recalled`` means background knowledge that nobody checked against a source yet.
    """

    source: str
    as_of: str
    confidence: Confidence
