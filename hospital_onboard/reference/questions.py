"""Why each field is asked, where that comes from, and an example of an answer. One entry for every asked field."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated

from pydantic import Field

from hospital_onboard import places
from hospital_onboard.domain.readiness import Confidence, Source, Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen, NonEmpty


class Question(Frozen):
    """One field as it is asked. ``source.document`` is the short Japanese title, the only one with legal effect."""

    kind: str
    field: str
    why: Bilingual
    source: Source
    example: NonEmpty
    hint: Bilingual | None = None


class _Entry(Frozen):
    why: Bilingual
    #: A name under ``sources``.
    source: NonEmpty
    #: A place inside it, when it differs from the usual one.
    article: NonEmpty | None = None
    example: NonEmpty
    hint: Bilingual | None = None


class _Source(Frozen):
    document: NonEmpty
    article: NonEmpty
    confidence: Confidence
    standing: Standing


class _File(Frozen):
    sources: dict[str, _Source]
    questions: Annotated[dict[str, dict[str, _Entry]], Field(min_length=1)]


def question(kind: str, field: str) -> Question:
    """The question behind a field. Raises ``KeyError`` for a field nobody asks."""
    return _questions()[kind, field]


def all_questions() -> Iterable[Question]:
    """Every question, in the order of the file."""
    return _questions().values()


@cache
def _questions() -> Mapping[tuple[str, str], Question]:
    from hospital_onboard.reference.strict_yaml import load

    file = load(places.seed_data() / "questions.yaml", _File)
    return {
        (kind, field): Question(
            kind=kind,
            field=field,
            why=entry.why,
            source=_source(file.sources[entry.source], entry.article),
            example=entry.example,
            hint=entry.hint,
        )
        for kind, fields in file.questions.items()
        for field, entry in fields.items()
    }


def _source(source: _Source, article: str | None) -> Source:
    return Source(source.document, article or source.article, source.confidence, source.standing)
