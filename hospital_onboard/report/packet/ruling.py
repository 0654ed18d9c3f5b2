"""What the rules make of the plan, in words: put together by ``work``, which may ask them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DatedLine:
    """A day that matters. ``code``: how it was found (law, computed, assumed, entered); ``kind``: that in words."""

    id: str
    day: date | None
    code: str
    kind: str
    text: str
    source: str


@dataclass(frozen=True)
class Ruling:
    """The determination of one plan. Nothing here says more than the rules do: what is assumed is said to be."""

    #: Whether this may be said as the law of today.
    in_force: bool = False
    #: The conclusion, line by line.
    conclusion: tuple[str, ...] = ()
    #: (rule, what it comes to).
    rules: tuple[tuple[str, str], ...] = ()
    days: tuple[DatedLine, ...] = ()
    #: (what is likely to go wrong, the way out).
    warnings: tuple[tuple[str, str], ...] = ()
    #: Facts without which something cannot be decided.
    missing: tuple[str, ...] = ()
