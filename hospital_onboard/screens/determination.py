"""What the rules say about a plan: each duty with its outcome, and every step to the article and to the fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.widgets.dialogs import Choose
from hospital_onboard.widgets.indented import Indented
from hospital_onboard.widgets.indented import Line as TextLine
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.plain import content
from hospital_onboard.work import determine, determine_text
from hospital_onboard.work.determine import Determined
from hospital_onboard.work.determine_text import Chapter

if TYPE_CHECKING:
    from hospital_onboard.rules.duty.explain import Teller

#: The line that compares the views instead of showing a part of one.
_COMPARE = "compare"
#: Subjects of one rule that are spelled out; a plan may have a hundred thousand components.
_MOST_SUBJECTS = 60


@dataclass(frozen=True)
class _Case:
    """The determination shown, with its words and its parts."""

    found: Determined
    tell: "Teller"
    chapters: tuple[Chapter, ...]
    label: str


class DeterminationScreen(WorkScreen):
    """The rules with their outcomes on the left, the steps of one on the right."""

    name_key = "determination"
    DEFAULT_CSS = """
    DeterminationScreen #left { width: 38; border: round $border-blurred; }
    DeterminationScreen #steps { width: 1fr; border: round $border-blurred; scrollbar-size-vertical: 1; }
    DeterminationScreen #left:focus-within, DeterminationScreen #steps:focus { border: round $border; }
    DeterminationScreen.-wide #left { width: 58; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "view", "law-view"),
        key("f3", "compare", "compare-views"),
        key("f4", "assumptions", "assumptions"),
        key("tab,enter", "read", "read-steps", show=False),
    ]

    def __init__(self, plan_id: str, view: str = "") -> None:
        super().__init__()
        self._plan_id, self._view = plan_id, view
        self._case: _Case | None = None

    def parts(self) -> Iterator[Widget]:
        """Rules and steps."""
        with Horizontal():
            with Vertical(id="left"):
                yield Outline()
            with VerticalScroll(id="steps"):
                yield Indented()

    def path(self) -> tuple[str, ...]:
        """The plan, the way the law is read."""
        title = self._case.found.plan.title if self._case else ""
        label = self._case.label if self._case else ""
        return tuple(part for part in (self.words("screen.determination"), title, label) if part)

    def load(self) -> None:
        """Ask the rules."""
        self.query_one(Outline).focus()
        self.ask(partial(_case, self.app, self._plan_id, self._view), self._show, otherwise=self._gone)

    def resumed(self) -> None:
        """An assumption may have been set."""
        self.ask(partial(_case, self.app, self._plan_id, self._view), self._show, otherwise=self._gone)

    def _gone(self, refusal: object) -> None:
        """The plan was removed meanwhile."""
        self._leave()

    def _show(self, case: _Case) -> None:
        self._case = case
        lines = [
            Line(one.key, one.label, one.result, tone="open" if one.open and one.result != "0" else "")
            for one in case.chapters
        ]
        self.query_one(Outline).put([*lines, Line(_COMPARE, self.words("determination.compare"))])
        self.say_where()

    @on(Outline.At)
    def _at(self, event: Outline.At) -> None:
        case = self._case
        if case is None:
            return
        titles = {one.key: one.label for one in case.chapters} | {_COMPARE: self.words("determination.compare")}
        self.query_one("#steps").border_title = content(titles[event.key], one_line=True)
        self.ask(partial(_text, self.app, case, event.key), self._read, group="text")

    def _read(self, lines: tuple[TextLine, ...]) -> None:
        self.query_one(Indented).say(lines or (self.words("determine.nothing"),))
        self.query_one("#steps").scroll_home(animate=False)

    @on(Outline.Opened)
    def action_read(self) -> None:
        """Into the steps, to scroll them; and back."""
        steps = self.query_one("#steps")
        if steps.has_focus:
            self.query_one(Outline).focus()
        else:
            steps.focus()

    def action_back(self) -> None:
        """From the steps to the rules, from the rules to the plan."""
        if self.query_one("#steps").has_focus:
            self.query_one(Outline).focus()
        else:
            super().action_back()

    def action_view(self) -> None:
        """Read the law another way."""
        options = list(determine.view_labels(self.app.lang))
        chosen = self._case.found.result.view if self._case else ""
        dialog = Choose(self.words, self.words("determination.which_view"), options, chosen=chosen)
        self.app.push_screen(dialog, lambda view: self._switch(view) if view else None)

    def _switch(self, view: str) -> None:
        self._view = view
        self.load()

    def action_compare(self) -> None:
        """All ways to read the law, side by side."""
        case = self._case
        if case is not None:
            outline = self.query_one(Outline)
            outline.focus()
            outline.highlighted = len(case.chapters)

    def action_assumptions(self) -> None:
        """What is taken for granted."""
        self.app.go("assumptions")


def _case(host: Host, plan_id: str, view: str) -> _Case:
    """Reads the store: call it in a worker."""
    found = determine.determine(host.desk, plan_id, view)
    tell = determine.teller(host.desk, found, host.lang)
    return _Case(found, tell, determine_text.chapters(found, tell), found.view_label(host.lang))


def _text(host: Host, case: _Case, key: str) -> tuple[TextLine, ...]:
    """Reads the store: call it in a worker. The first line of a part stands out."""
    if key == _COMPARE:
        every = determine.compare(host.desk, case.found.plan.id)
        lines = tuple(determine_text.compared(every, host.lang))
    else:
        lines = tuple(determine_text.chapter(case.found, case.tell, key, _MOST_SUBJECTS))
    return ((lines[0], "bold"), *lines[1:]) if lines else ()
