"""What a paper can be shown for: the measures of each equipment and contract of an operator."""

from collections.abc import Iterator

from hospital_onboard.domain.naming import title
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.measures import Measure, measures_for
from hospital_onboard.store import inventory as inventories
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import Desk


def measures_to_choose(desk: Desk, operator_id: str, lang: Lang) -> list[tuple[str, str]]:
    """(``subject item``, label) for every measure of every equipment and contract; the subject alone first.

    Raises:
        Refusal: ``no-such-operator``.
    """
    inventory = inventories.load(desk.store, operator_id)
    found: list[tuple[str, str]] = []
    for equipment in inventory.equipment:
        found += _of(equipment, measures_for("introduction"), lang)
        for contract in inventory.entrustments_of.get(equipment.id, ()):
            found += _of(contract, measures_for("entrustment"), lang)
    return found


def _of(subject: Record, measures: tuple[Measure, ...], lang: Lang) -> Iterator[tuple[str, str]]:
    name = title(subject, lambda _: None)
    yield subject.id, f"{name}  {words(lang)('papers.whole')}"
    for measure in measures:
        yield f"{subject.id} {measure.id}", f"{name}  {measure.id} {measure.text.of(lang)}"
