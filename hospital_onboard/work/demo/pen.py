"""The pen that writes invented records: ids, chances and origins from a seed, so the same seed writes the same text."""

import hashlib
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from hospital_onboard.domain.identifiers import corporate_number_is_valid, institution_code_is_valid
from hospital_onboard.domain.record import Record
from hospital_onboard.text.wording import words
from hospital_onboard.work.demo.catalogue import catalogue, fictional

T = TypeVar("T")
R = TypeVar("R", bound=Record)
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


#: What comes up more often than this, a thorough pen always writes; what comes up less often, never.
_USUAL: Final = 50
#: A thorough pen's rolls stay among the full answers.
_FULL: Final = 35


class Pen:
    """Writes for one hospital or one vendor. ``on`` is the day around which the dates lie.

    A ``thorough`` pen leaves nothing unanswered.
    """

    def __init__(self, seed: str, on: date, *, thorough: bool = False) -> None:
        self.thorough = thorough
        self._rng = random.Random(f"hospital-onboard demo {seed}")  # noqa: S311 - invented data, no secret
        self._file = hashlib.sha256(seed.encode()).hexdigest()
        self._rows: dict[str, int] = {}
        self.on = on
        self.written: list[Record] = []

    def write(self, kind: type[R], *, typed: bool = False, **values: object) -> R:
        """A record with its id and origin: a row of a vendor's workbook, or ``typed`` by hand."""
        origin = "form" if typed else self._origin(kind.kind)
        record = kind.model_validate({**values, "id": self.id(kind.kind), "origin": {"*": origin}})
        self.written.append(record)
        return record

    def id(self, kind: str) -> str:
        """An id that looks like any other."""
        return f"{kind}_{''.join(self._rng.choices(_ALPHABET, k=12))}"

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        came_up = self._rng.random() * 100 < percent
        return percent >= _USUAL if self.thorough else came_up

    def roll(self) -> int:
        """1 to 100: which of several ways it is, the full answers first."""
        return self.number(1, _FULL if self.thorough else 100)

    def pick(self, choices: Sequence[T]) -> T:
        """One of them."""
        known = [choice for choice in choices if choice != "unknown"] if self.thorough else choices
        return self._rng.choice(known)

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._rng.randint(low, high)

    def day(self, earliest: int, latest: int) -> date:
        """A day so many days from ``on``."""
        return self.on + timedelta(days=self.number(earliest, latest))

    def person(self) -> str:
        """An invented name, marked as such."""
        people = catalogue().people
        return fictional(f"{self.pick(people.surnames)} {self.pick(people.given)}")[0]

    def _origin(self, kind: str) -> str:
        row = self._rows.get(kind, 4) + 1
        self._rows[kind] = row
        return f"workbook:{self._file}:{words('ja')(f'kind.{kind}')}!{row}"


def institution_code(prefecture: str, number: int) -> str:
    """A code with a right check digit that no hospital can have: 点数表番号 9 does not exist (formats.md §1.1)."""
    body = f"{prefecture}900{number:04d}"
    return next(code for digit in range(10) if institution_code_is_valid(code := f"{body}{digit}"))


def corporate_number(number: int) -> str:
    """A 法人番号 with a right check digit that no body has: no registry office has a number beginning with 99."""
    body = f"99{number:010d}"
    return next(code for digit in range(1, 10) if corporate_number_is_valid(code := f"{digit}{body}"))
