"""What reading a cell or a form field comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faulty:
    """A cell of a workbook that shows something but holds no value: ``code`` says why, ``text`` is what it shows."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Understood:
    """The value, or None; with a ``code`` of ``domain.issue`` when something is to be said about it.

    A value that comes with a code is usable (the code is then one of severity ``check``). None without a code means
    that the cell is blank.
    """

    value: object | None = None
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


BLANK = Understood()
