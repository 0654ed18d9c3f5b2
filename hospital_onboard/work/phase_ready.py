"""Who is ready to file, kept while a program runs: after an edit only those it touches are worked out again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.store import lookup
from hospital_onboard.work import check
from hospital_onboard.work.desk import Desk

#: Kinds of record that readiness is worked out from (``domain.inventory``).
_READ = (
    *("operator", "equipment", "component", "site", "entrustment", "subcontract", "plan", "involvement", "measure"),
    *("consultation", "evidence", "exhibit", "party", "snapshot", "holder", "officer", "foreign_sale"),
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Ready:
    """One operator's readiness in two numbers."""

    file_ready: bool
    lines: int
    open_lines: int


@dataclass(frozen=True)
class _Held:
    ready: Ready
    #: Ids of every record it was worked out from.
    records: frozenset[str]


class Readies:
    """Readiness by operator on one day. Ask it in a worker: a hospital takes about a tenth of a second."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._seq = 0
        self._on: date | None = None

    def known(self) -> Mapping[str, Ready]:
        """What was worked out so far, without looking at the store."""
        return {id: held.ready for id, held in self._held.items()}

    def of(
        self,
        desk: Desk,
        operators: Iterable[str],
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Mapping[str, Ready]:
        """Readiness of these operators, worked out where it is not known or no longer true.

        Stopped early by ``cancelled``, it holds what was worked out until then.
        """
        self._forget(desk)
        wanted = list(dict.fromkeys(operators))
        open_ = [id for id in wanted if id not in self._held]
        for number, id in enumerate(open_):
            if cancelled():
                break
            self._held[id] = _work_out(desk, id)
            if progress is not None:
                progress(number + 1, len(open_))
        return {id: self._held[id].ready for id in wanted if id in self._held}

    def _forget(self, desk: Desk) -> None:
        """Drop what a later change touches; everything when the day is another."""
        if self._on != desk.on:
            self._held.clear()
            self._on, self._seq = desk.on, lookup.last_seq(desk.store)
            return
        self._seq, touched = lookup.touched_since(desk.store, self._seq, _READ)
        if touched:
            self._held = {
                id: held for id, held in self._held.items() if id not in touched and not held.records & touched
            }


def _work_out(desk: Desk, operator_id: str) -> _Held:
    result = check.readiness(desk, operator_id)
    lines = result.lines
    open_lines = sum(line.state in OPEN_STATES for line in lines)
    return _Held(Ready(result.readiness.file_ready, len(lines), open_lines), frozenset(result.inventory.by_id))
