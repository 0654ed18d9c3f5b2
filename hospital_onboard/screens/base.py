"""What all screens share: asking for work in a thread, saying what went wrong, following the language."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens import catalogue
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.steps import step_shown
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.dialogs import Choose, Confirm, Tell
from hospital_onboard.widgets.keys import Command, KeyLine, commands, help_shown, key
from hospital_onboard.widgets.place import PlaceLine
from hospital_onboard.widgets.plain import visible
from hospital_onboard.work import trail, who

T = TypeVar("T")
#: Seconds after which somebody who waits is told why.
_PATIENCE = 3.0
_SAID_ONCE_IN = 10.0
_log = logging.getLogger(__name__)


@dataclass
class Done(Message):
    """A piece of work ended well; ``then`` takes its result."""

    then: Callable[[Any], object]
    result: object


@dataclass
class Failed(Message):
    """A piece of work was refused; nothing was changed."""

    refusal: Refusal
    otherwise: Callable[[Refusal], object] | None


class WorkScreen(Screen[None]):
    """A screen with a first line (where, whose) and a last line (keys).

    A subclass yields its parts in ``parts``, asks for its facts in ``load`` and names itself in ``path``.
    """

    app = getters.app(Host)
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", "back")]
    #: Key of the wording ``screen.<name>`` (title) and ``help.<name>`` (what the screen is for).
    name_key = ""

    def __init__(self) -> None:
        super().__init__()
        self._composed_in = ""
        self._seen = False
        self._said_to_wait = False

    @property
    def words(self) -> Words:
        """The sentences of the language spoken now."""
        return self.app.words

    @property
    def operator_id(self) -> str:
        """Whose data this screen is about; empty before anybody was chosen."""
        return self.app.operator.id if self.app.operator else ""

    def compose(self) -> ComposeResult:
        """First line, the screen's own parts, last line."""
        self._composed_in = self.app.lang
        place = PlaceLine()
        place.path, place.owner = self.path(), self.owner()
        yield place
        yield from self.parts()
        yield KeyLine(self.words)

    def parts(self) -> Iterator[Widget]:
        """The screen's own widgets."""
        yield from ()

    def path(self) -> tuple[str, ...]:
        """Where this screen is, outermost first."""
        return (self.words(f"screen.{self.name_key}"),)

    def owner(self) -> str:
        """Whose data is on the screen."""
        return self.app.operator_name

    def say_where(self, *, note: str | None = None) -> None:
        """Bring the first line up to date; the note stays unless another is given."""
        for place in self.query(PlaceLine):
            place.path, place.owner = self.path(), self.owner()
            if note is not None:
                place.note = note

    def load(self) -> None:
        """Ask for the facts of the screen."""

    def on_mount(self) -> None:
        """The screen is there; now its facts."""
        self.load()

    async def on_screen_resume(self) -> None:
        """Back from another screen, which may have changed the language or the facts."""
        first, self._seen = not self._seen, True
        if first:
            return  # ``on_mount`` asks for the facts of a new screen
        if self._composed_in != self.app.lang:
            await self.translate()
        else:
            self.resumed()

    def resumed(self) -> None:
        """The screen is seen again; by default its facts are asked for again."""
        self.load()

    async def translate(self) -> None:
        """Build the screen anew in the language spoken now."""
        await self.recompose()
        self.load()

    # Work ------------------------------------------------------------------

    def ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        *,
        group: str = "load",
        otherwise: Callable[[Refusal], object] | None = None,
    ) -> None:
        """Run a job in a thread and give its result to ``then`` on the screen.

        A newer job of the same group makes an older one's result forgotten. ``otherwise`` takes a refusal
        instead of the usual message.
        """
        worker = self.run_worker(
            partial(self._run, job, then, otherwise), thread=True, exclusive=True, group=group, exit_on_error=False
        )
        if group != "long":  # which shows its own progress
            self.set_timer(_PATIENCE, lambda: self._explain_wait(worker))

    def _explain_wait(self, worker: Worker[None]) -> None:
        """A locked store is waited for; say so, or the program looks dead."""
        if worker.is_running and not self._said_to_wait:
            self._said_to_wait = True
            self.tell(self.words("long.still"))
            self.set_timer(_SAID_ONCE_IN, partial(setattr, self, "_said_to_wait", False))

    def _run(
        self, job: Callable[[], T], then: Callable[[T], object], otherwise: Callable[[Refusal], object] | None
    ) -> None:
        worker = get_current_worker()
        try:
            result = job()
        except Refusal as refusal:
            if not worker.is_cancelled:
                self.post_message(Failed(refusal, otherwise))
        else:
            if not worker.is_cancelled:
                self.post_message(Done(then, result))

    @on(Done)
    async def _done(self, message: Done) -> None:
        outcome = message.then(message.result)
        if hasattr(outcome, "__await__"):
            await outcome

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        if message.otherwise is not None:
            message.otherwise(message.refusal)
        else:
            self.refuse(message.refusal)

    @on(Worker.StateChanged)
    def _fault(self, event: Worker.StateChanged) -> None:
        """A fault of ours: written to the log, said in one sentence, nothing is shut down."""
        if event.state == WorkerState.ERROR:
            error = event.worker.error
            _log.error("work failed on %s", type(self).__name__, exc_info=error)
            self.tell(self.words("fault.screen", what=type(error).__name__), severity="error")
            self.work_failed()

    def work_failed(self) -> None:
        """A piece of work ended in a fault; whatever waited for it must not wait on."""

    def refuse(self, refusal: Refusal) -> None:
        """Say why something could not be done."""
        self.tell(self.refusal_text(refusal), severity="error")

    def refusal_text(self, refusal: Refusal) -> str:
        """The sentence of a refusal."""
        return self.words(f"refusal.{refusal.code}", where=refusal.where, **refusal.params)

    def tell(self, text: str, *, severity: str = "information") -> None:
        """A short message that goes away by itself."""
        level: Any = severity
        self.notify(
            visible(text, one_line=False), severity=level, markup=False, timeout=8 if severity == "error" else 4
        )

    # Remembering ---------------------------------------------------------------

    def keep_place(self, name: str, value: str) -> None:
        """Keep where this person is, or how they like it."""
        self.ask(partial(who.remember_place, self.app.desk, name, value), lambda _: None, group=f"keep.{name}")

    def keep_language(self) -> None:
        """Keep the language spoken now."""
        self.ask(partial(who.set_language, self.app.desk, self.app.lang), lambda _: None, group="keep.language")

    # Undo ----------------------------------------------------------------------

    def take_back(self) -> None:
        """Undo this person's last step; asks first when it was about more than one record."""
        self.ask(partial(trail.last_step, self.app.desk), self._ask_to_take_back, group="undo")

    def _ask_to_take_back(self, step: trail.Step | None) -> None:
        if step is None:
            self.tell(self.words("undo.nothing"))
            return
        what = step_shown(self.words, step)
        job = partial(trail.undo, self.app.desk, step.entry.seq)

        def go_back(yes: bool | None = True) -> None:
            if yes:
                self.ask(job, lambda _: self._taken_back(what), group="undo")

        if step.entry.changes > 1:
            body = self.words("undo.many_body", what=what, count=f"{step.entry.changes:,}")
            self.app.push_screen(Confirm(self.words, self.words("undo.many"), body, safe=False), go_back)
        else:
            go_back()

    def _taken_back(self, what: str) -> None:
        self.tell(self.words("undo.done", what=what))
        self.reread()

    def reread(self) -> None:
        """Show what is stored now."""
        self.load()

    # Leaving and help --------------------------------------------------------

    def before_leaving(self, then: Callable[[], object]) -> None:
        """Finish what is unsaved, then go on; a screen without a form just goes on."""
        then()

    def action_back(self) -> None:
        """One step back."""
        self.before_leaving(self._leave)

    def _leave(self) -> None:
        if self.is_current:
            self.app.pop_screen()

    def help_text(self) -> str:
        """What the screen is for and how to use it."""
        return self.words(f"help.{self.name_key}")

    def action_help(self) -> None:
        """The screen's purpose, every key that works here, and what the keys mean everywhere."""
        text = help_shown(self, self.words, self.help_text())
        self.app.push_screen(Tell(self.words, self.words(f"screen.{self.name_key}"), text))

    def action_commands(self) -> None:
        """Everything that can be done here, to be found by a word in Japanese or in Latin letters."""
        here = [c for c in commands(self) if c.name != "commands"]
        options = [(str(n), self._command_line(c)) for n, c in enumerate(here)]
        options += [
            (name, f"{self.words('key.go')}: {self.words(f'screen.{name}')} [{name}]") for name in self._goals()
        ]
        dialog = Choose(self.words, self.words("key.commands"), options)
        self.app.push_screen(dialog, lambda answer: self._run_command(here, answer))

    def _goals(self) -> list[str]:
        known = self.app.operator is not None
        return [name for name in catalogue.DESTINATIONS if known or name in catalogue.ALWAYS]

    def _command_line(self, command: Command) -> str:
        label = self.words(f"key.{command.name}")
        return f"{label}  [{command.name}]  {command.shown_key}"

    def _run_command(self, here: list[Command], answer: str | None) -> None:
        if not answer:
            return
        if answer.isdigit():
            command = here[int(answer)]
            self.call_later(self.app.run_action, command.action, command.namespace)
        else:
            self.before_leaving(lambda: self.app.visit(answer))
