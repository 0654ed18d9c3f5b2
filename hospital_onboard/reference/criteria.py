"""What an answer on a criterion is worth in a person's own weighing of candidates: our arrangement, no legal basis."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field

from hospital_onboard import places
from hospital_onboard.domain.codes import Criterion
from hospital_onboard.reference.bilingual import Frozen, Mark, NonEmpty, Standing

#: All of a person's weight.
WHOLE = 100
_Hundredths = Annotated[int, Field(ge=0, le=WHOLE)]


class _File(Frozen):
    checked_on: NonEmpty
    standing: Standing
    confidence: Mark
    points: Mapping[Criterion, Mapping[NonEmpty, _Hundredths]]


@cache
def points() -> Mapping[Criterion, Mapping[str, int]]:
    """Criterion -> answer -> hundredths of the weight; beds are not among them. Raises ``SeedError``."""
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "candidate_points.yaml", _File).points
