"""The log of an early consultation: questions, answers, and what was decided after them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.plan import Plan
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.issues import issue_text
from hospital_onboard.widgets.dialogs import AskText, Choose
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import carry, consult
from hospital_onboard.work.carry import Carried
from hospital_onboard.work.consult import Exchange

#: The decision is about the plan, no field of it in particular.
_WHOLE = "+whole"
_NOT_DECIDED = frozenset({"equipment", "title"})


class ConsultationsScreen(WorkScreen):
    """Questions on the left, the one under the cursor on the right."""

    name_key = "consultations"
    DEFAULT_CSS = """
    ConsultationsScreen #left { width: 2fr; border: round $border-blurred; }
    ConsultationsScreen #left:focus-within { border: round $border; }
    ConsultationsScreen #detail { display: block; width: 3fr; height: 1fr; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "answer", "answer"),
        key("f3", "carry", "carry"),
        key("f5,ctrl+n", "ask_question", "ask"),
        key("ctrl+z", "undo", "undo"),
    ]

    def __init__(self, plan_id: str) -> None:
        super().__init__()
        self._plan_id = plan_id
        self._log: dict[str, Exchange] = {}

    def parts(self) -> Iterator[Widget]:
        """Log and detail."""
        with Horizontal():
            with Vertical(id="left") as left:
                left.border_title = self.words("consultations.log")
                yield Outline()
            yield Prose(id="detail", classes="pane")

    def load(self) -> None:
        """The plan's log."""
        self.query_one("#detail").border_title = self.words("consultations.detail")
        self.query_one(Outline).focus()
        self.ask(partial(consult.exchanges, self.app.desk, self._plan_id), self._show)

    def _show(self, found: tuple[Exchange, ...]) -> None:
        words = self.words
        self._log = {one.consultation.id: one for one in found}
        outline = self.query_one(Outline)
        lines = []
        for one in found:
            asked = one.consultation
            state = words("consultations.waiting") if asked.answer is None else str(asked.answered_on or "")
            tone = "open" if asked.answer is None else "done"
            lines.append(Line(asked.id, asked.question.splitlines()[0], state, tone=tone))
        outline.put(lines, key=outline.key)
        if not lines:
            self.query_one("#detail", Prose).say(words("consultations.empty"))
        waiting = sum(one.consultation.answer is None for one in found)
        self.say_where(note=words("consultation.total", count=len(found), waiting=waiting))
        self.refresh_bindings()

    @property
    def _one(self) -> Exchange | None:
        return self._log.get(self.query_one(Outline).key) if self.is_mounted and self.query(Outline) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an open question gets an answer; only an answer can be carried over."""
        if action in ("answer", "carry"):
            one = self._one
            return one is not None and (one.consultation.answer is None) == (action == "answer")
        return True

    @on(Outline.At)
    def _at(self, _: Outline.At) -> None:
        self.refresh_bindings()
        one = self._one
        if one is not None:
            self.query_one("#detail", Prose).say(*self._detail(one))

    def _detail(self, one: Exchange) -> list[Part]:
        words, asked = self.words, one.consultation
        none = words("consultation.no_day")
        code = "consultation.asked" if asked.who else "consultation.asked_no_who"
        parts: list[Part] = [(f"{words(code, on=asked.held_on or none, who=asked.who)}\n", "$text-muted")]
        parts.append((f"{asked.question}\n\n", "bold"))
        if asked.answer is None:
            return [*parts, (words("consultation.waiting"), "$text-warning")]
        parts.append((f"{words('consultation.answered', on=asked.answered_on or none)}\n", "$text-muted"))
        parts.append(f"{asked.answer}\n")
        for follows in one.consequences:
            kind = follows.about.partition("_")[0]
            field = words(f"field.{kind}.{follows.field}") if follows.field else ""
            code = "consultation.follows_field" if field else "consultation.follows"
            parts.append((f"\n{words(code, on=follows.decided_on or none, field=field)}\n", "$text-muted"))
            parts.append(follows.decision)
        return parts

    # Asking and answering ------------------------------------------------------------

    def _asked(self, key_: str, then: Callable[[str], object], **params: object) -> None:
        def answered(typed: str | None) -> None:
            if typed is not None:
                then(typed)

        self.app.push_screen(AskText(self.words, self.words(f"consultations.{key_}", **params)), answered)

    def action_ask_question(self) -> None:
        """Log a question: what, then with whom."""

        def asked(question: str) -> None:
            if question.strip():
                self._asked("ask_who", partial(self._ask, question))

        self._asked("ask_question", asked)

    def _ask(self, question: str, who: str) -> None:
        job = partial(consult.ask, self.app.desk, self._plan_id, question, who=who.strip())
        self.ask(job, lambda _: self.load(), group="consult")

    def action_answer(self) -> None:
        """Log the answer to the question under the cursor."""
        one = self._one
        if one is not None:
            self._asked("ask_answer", partial(self._answer, one))

    def _answer(self, one: Exchange, text: str) -> None:
        job = partial(consult.answer, self.app.desk, one.consultation.id, text)
        self.ask(job, lambda _: self.load(), group="consult")

    def action_carry(self) -> None:
        """Carry the answer into the plan: the decision, the field, its value."""
        one = self._one
        if one is not None:
            self._asked("ask_decision", partial(self._ask_field, one))

    def _ask_field(self, one: Exchange, decision: str) -> None:
        words = self.words
        fields = [(name, words(f"field.plan.{name}")) for name in Plan.asked() if name not in _NOT_DECIDED]
        options = [(_WHOLE, words("consultations.whole_plan")), *fields]

        def chosen(field: str | None) -> None:
            if field == _WHOLE:
                self._carry(one, decision, {})
            elif field:
                label = words(f"field.plan.{field}")
                self._asked("ask_value", lambda value: self._carry(one, decision, {field: value}), field=label)

        self.app.push_screen(Choose(words, words("consultations.ask_field"), options), chosen)

    def _carry(self, one: Exchange, decision: str, settings: dict[str, str]) -> None:
        job = partial(carry.carry, self.app.desk, one.consultation.id, decision, settings)
        self.ask(job, self._carried, group="carry")

    def _carried(self, done: Carried) -> None:
        if done.issues:
            self._tell_issue(done.issues[0])
            return
        self.tell(self.words("consultation.carried", count=len(done.consequences)))
        self.load()

    def _tell_issue(self, issue: Issue) -> None:
        self.tell(issue_text(self.words, issue), severity="error")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()
