"""Work that takes long: its progress is shown, and it can be stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from textual import on
from textual.message import Message

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.widgets.progress import ProgressLine

T = TypeVar("T")
#: A step is told at most this many times in all, so that telling costs nothing.
_STEPS = 200
Told = Callable[[int, int], None]


@dataclass
class Step(Message):
    """So much is done."""

    done: int
    total: int


class LongWorkScreen(WorkScreen):
    """A subclass yields a ``ProgressLine`` and starts work with ``begin``."""

    def __init__(self) -> None:
        super().__init__()
        self._stop: Event | None = None

    @property
    def running(self) -> bool:
        """Whether something runs now."""
        return self._stop is not None

    def begin(self, label: str, job: Callable[[Told, Callable[[], bool]], T], then: Callable[[T], object]) -> None:
        """Run ``job(progress, cancelled)`` in a thread; one at a time."""
        if self.running:
            self.tell(self.words("long.running"))
            return
        stop = self._stop = Event()
        self.query_one(ProgressLine).start(label)
        last = -1

        def told(done: int, total: int) -> None:
            nonlocal last
            step = done * _STEPS // total if total else 0
            if step != last:
                last = step
                self.post_message(Step(done, total))

        def ended(result: T) -> object:
            self._end()
            return then(result)

        def refused(refusal: Refusal) -> None:
            self._end()
            self.refuse(refusal)

        self.ask(lambda: job(told, stop.is_set), ended, group="long", otherwise=refused)

    def _end(self) -> None:
        self._stop = None
        self.query_one(ProgressLine).stop()

    def work_failed(self) -> None:
        """A fault of ours ended it."""
        self._end()

    @on(Step)
    def _step(self, event: Step) -> None:
        self.query_one(ProgressLine).at(event.done, event.total)

    def action_back(self) -> None:
        """Stop what runs; nothing runs: go back."""
        if self._stop is not None:
            self._stop.set()
            self.tell(self.words("long.stopping"))
        else:
            super().action_back()
