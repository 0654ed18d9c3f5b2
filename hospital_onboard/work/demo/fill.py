"""Filling an empty store with the demonstration data."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.store.records import is_empty
from hospital_onboard.store.saving import save
from hospital_onboard.work.demo import estate as estates
from hospital_onboard.work.demo.estate import Estate, Keep, furnish
from hospital_onboard.work.demo.nation import WHOLE_COUNTRY, Place, phase_in, places
from hospital_onboard.work.demo.outlook import look_ahead
from hospital_onboard.work.demo.pen import Pen
from hospital_onboard.work.demo.upkeep import maintain
from hospital_onboard.work.demo.vendors import Market
from hospital_onboard.work.desk import Desk

MOST_HOSPITALS: Final = 200
#: Told how many components are written, and how many there will be.
Progress = Callable[[int, int], None]
#: Kind of record -> how many were written.
Counts = Mapping[str, int]


def fill(
    desk: Desk, hospitals: int = 1, components: int = 120, agency: bool = True, progress: Progress | None = None
) -> Counts:
    """Write fictional operators into an empty store; ``components`` are spread evenly over all of them.

    The same numbers on the same day always give the same records. One transaction for each operator (more for one
    with very many components), so that a vendor belongs to the first operator that names it.

    Raises:
        Refusal: ``store-not-empty``.
        ValueError: fewer than 0 or more than ``MOST_HOSPITALS`` hospitals.
    """
    if not 0 <= hospitals <= MOST_HOSPITALS:
        raise ValueError(f"hospitals must be 0 to {MOST_HOSPITALS}")
    if not is_empty(desk.store):
        raise Refusal("store-not-empty", STORE_REFUSED, where=desk.store.place)
    written: Counter[str] = Counter()

    def keep(operator: Operator, records: list[Record]) -> None:
        stamp = desk.stamp("demo", source="demo", operator=operator.id)
        save(desk.store, [Change(None, record) for record in records], stamp)
        written.update(record.kind for record in records)
        if progress is not None:
            progress(written["component"], components)

    stand = places(hospitals, desk.on)
    placed: list[tuple[Operator, Place]] = []
    for number, (estate, share) in enumerate(_estates(stand, components, agency, Market(desk.on), keep)):
        for equipment in furnish(estate, share):
            look_ahead(estate, equipment, maintain(estate, equipment))
        estate.hand_on()
        placed += [(estate.operator, place) for place in stand[number : number + 1]]
    if hospitals >= WHOLE_COUNTRY:
        phase = list(phase_in(Pen("phase", desk.on), placed))
        save(desk.store, [Change(None, record) for record in phase], desk.stamp("demo", source="demo"))
        written.update(record.kind for record in phase)
    return {kind: written[kind] for kind in KINDS if written[kind]}


def _estates(
    stand: Sequence[Place], components: int, agency: bool, market: Market, keep: Keep
) -> Iterator[tuple[Estate, int]]:
    """Each operator with its share of the components; the agency comes last."""
    operators = len(stand) + agency
    for number in range(operators):
        share = components * (number + 1) // operators - components * number // operators
        if number < len(stand):
            yield estates.hospital(number, stand[number], share, market, keep), share
        else:
            yield estates.agency(share, market, keep), share
