"""Which measures an answer on a vendor's question sheet may have to do with: our own suggestion (M), no proof."""

from collections.abc import Iterable
from functools import cache

from hospital_onboard import places
from hospital_onboard.reference.bilingual import Bilingual, Frozen, Mark, NonEmpty
from hospital_onboard.text.normalise import fold


class Topic(Frozen):
    """What a question can be about. ``mds2`` are letters of question numbers, ``words`` stand in MDS/SDS questions."""

    id: NonEmpty
    label: Bilingual
    mds2: tuple[NonEmpty, ...]
    words: tuple[NonEmpty, ...]
    measures: tuple[NonEmpty, ...]


class _File(Frozen):
    confidence: Mark
    topics: tuple[Topic, ...]


def topics_of(scheme: str, number: str, question: str) -> Iterable[Topic]:
    """The topics of one question: MDS2 by the letters of its number, MDS/SDS by words of the question."""
    if scheme == "mds2":
        letters = number.partition("-")[0].upper()
        return [topic for topic in all_topics() if letters in topic.mds2]
    said = fold(question)
    return [topic for topic in all_topics() if any(fold(word) in said for word in topic.words)]


def topic(id: str) -> Topic:
    """One topic. Raises ``KeyError`` for any other text."""
    return {found.id: found for found in all_topics()}[id]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic. Raises ``SeedError`` when the file is broken."""
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "question_topics.yaml", _File).topics
