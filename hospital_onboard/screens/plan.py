"""One plan on a line of time: its milestones, the windows and days of the law, and what is likely to go wrong."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.plan import MILESTONES, Filing, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.screens.editing import EditingScreen
from hospital_onboard.screens.issues import form_issue_text
from hospital_onboard.screens.plan_line import marks, spans
from hospital_onboard.screens.plans import outcome_line
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.widgets.dialogs import AskText, Confirm, Tell
from hospital_onboard.widgets.form import Form
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.widgets.timeline import Timeline
from hospital_onboard.work import edit, filing, plan_board
from hospital_onboard.work.plan_board import Board, Dated, Warned

_FIELDS = (*MILESTONES, "status", "title", "purpose", "plan_kind", "entrustment")
#: Lines the time line may take over and under its axis, on a low screen and on a high one.
_ROWS_LOW, _ROWS_HIGH = (3, 2), (5, 6)
_HIGH = 36
#: Kinds of open lines that are named before a filing is recorded incomplete.
_MOST_OPEN = 6
_WARNING, _DAY = "warning", "day"


class PlanScreen(EditingScreen):
    """The time line over warnings, days and the form; every day can be opened to what is behind it."""

    name_key = "plan"
    DEFAULT_CSS = """
    PlanScreen #outcome { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    PlanScreen #warnings { height: auto; max-height: 4; padding: 0 1; color: $text-warning; }
    PlanScreen #left { width: 1fr; border: round $border-blurred; }
    PlanScreen #right { width: 37; border: round $border-blurred; }
    PlanScreen #left:focus-within, PlanScreen #right:focus-within { border: round $border; }
    PlanScreen #why { display: none; height: auto; max-height: 4; padding: 0 1; color: $text-muted; }
    PlanScreen FieldRow .label { width: 19; }
    PlanScreen FieldRow .note { margin-left: 19; }
    PlanScreen.-wide #right { width: 64; }
    PlanScreen.-wide #why { display: block; }
    PlanScreen.-wide #warnings { max-height: 9; }
    PlanScreen.-wide FieldRow .label { width: 24; }
    PlanScreen.-wide FieldRow .note { margin-left: 24; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "go('determination')", "determine"),
        key("f3", "dates", "dates"),
        key("f4", "go('assumptions')", "assumptions"),
        key("f5", "file", "record-filing"),
        key("f6", "go('packet')", "packet"),
        key("f7", "go('changes')", "changes"),
        key("f8", "remove", "remove", show=False),
        key("f10", "go('calendar')", "calendar", show=False),
        key("ctrl+k", "go('consultations')", "consultations", show=False),
    ]

    def __init__(self, plan_id: str) -> None:
        super().__init__()
        self._plan_id = plan_id
        self.board: Board | None = None

    def parts(self) -> Iterator[Widget]:
        """Outcome, time line, warnings; days and form side by side."""
        yield Prose(id="outcome")
        yield Timeline()
        yield Prose(id="warnings")
        with Horizontal():
            with Vertical(id="left") as left:
                left.border_title = content(self.words("plan.list"))
                yield Outline()
            with Vertical(id="right") as right:
                right.border_title = content(self.words("plan.form"))
                yield Form(self.words)
                yield Prose(id="why")

    @property
    def outline(self) -> Outline:
        """Warnings and days."""
        return self.query_one(Outline)

    def path(self) -> tuple[str, ...]:
        """Plans, this plan."""
        title = self.board.plan.title if self.board else ""
        return tuple(part for part in (self.words("screen.plans"), title) if part)

    # Showing ---------------------------------------------------------------------

    def load(self) -> None:
        """Everything, and the form anew."""
        self.sheet = None
        self.outline.focus()
        self._read()

    def resumed(self) -> None:
        """Facts or assumptions may have changed; what is being typed stays."""
        self._read()

    def reread(self) -> None:
        """Show what is stored now, in the form too."""
        self.sheet = None
        self._read()

    def _read(self) -> None:
        job = partial(plan_board.board, self.app.desk, self._plan_id, self.app.lang)
        self.ask(job, self._show, group="board", otherwise=self._gone)

    def _gone(self, refusal: Refusal) -> None:
        self.refuse(refusal)
        self.sheet = None
        self._leave()

    def _show(self, board: Board) -> None:
        self.board = board
        self._draw()
        lines = self._lines(board)
        first = next((line.key for line in lines if not line.heading), "")
        self.outline.put(lines, key=self.outline.key if any(x.key == self.outline.key for x in lines) else first)
        self.say_where()
        if self.sheet is None or self.sheet.record is None or self.sheet.record.revision < board.plan.revision:
            self.open_sheet(Sheet(Plan, board.plan, _FIELDS), enter=self.form.focused_field or None)

    def on_resize(self, _: events.Resize) -> None:
        """There is another room for the time line and the warnings."""
        self._draw()

    def _draw(self) -> None:
        """What takes as many lines as the screen can spare."""
        board = self.board
        if board is None:
            return
        high = self.app.size.height >= _HIGH
        self.query_one("#outcome", Prose).say(*self._outcome(board))
        rows = _ROWS_HIGH if high else _ROWS_LOW
        self.query_one(Timeline).put(marks(self.words, board, self.app.desk.on), spans(self.words, board), rows)
        self.query_one("#warnings", Prose).say(*self._warnings(board.warnings, most=4 if high else 1))

    def _outcome(self, board: Board) -> list[Part]:
        parts: list[Part] = [outcome_line(self.words, board)]
        if board.assumed:
            parts.append((f"  {self.words('plan.assumed', count=len(board.assumed))}", "$text-warning"))
        if board.filed_on is not None:
            parts.append(f"  {self.words('plan.filed', on=board.filed_on)}")
        if self.has_class("-wide"):
            parts.append(f"  {self.words('plan.outcome_view', view=board.view)}")
        return parts

    def _warnings(self, warnings: tuple[Warned, ...], most: int) -> list[Part]:
        """The most costly in full, with the way out; the others are in the list."""
        parts: list[Part] = []
        for warned in warnings[:most]:
            parts += [(f"! {warned.text}\n", "bold"), f"  {self.words('plan.way_out')} {warned.way_out}\n"]
        return parts

    # Warnings and days in the list ----------------------------------------------------

    def _lines(self, board: Board) -> list[Line]:
        words, today = self.words, self.app.desk.on
        lines = [Line("warnings", words("plan.warnings", count=len(board.warnings)), heading=True)]
        lines += [Line(f"{_WARNING}/{n}", f"! {w.text}", tone="open") for n, w in enumerate(board.warnings)]
        ahead = [(n, day) for n, day in enumerate(board.days) if day.on is None or day.on >= today]
        past = [(n, day) for n, day in enumerate(board.days) if day.on is not None and day.on < today]
        for name, days in (("ahead", ahead), ("past", past)):
            if days:
                lines.append(Line(name, words(f"plan.{name}", count=len(days)), heading=True))
                lines += [self._line(n, day) for n, day in days]
        return lines

    def _line(self, number: int, day: Dated) -> Line:
        tone = "open" if day.deadline.assumed else ""
        shown = day.on.isoformat() if day.on else self.words("plan.no_day")
        kind = self.words("plan.day", on="", kind=day.kind)
        return Line(f"{_DAY}/{number}", f"{shown} {day.text}", kind, tone=tone)

    @on(Outline.Opened)
    def _opened(self, event: Outline.Opened) -> None:
        kind, _, number = event.key.partition("/")
        board = self.board
        if board is None or not number:
            return
        if kind == _WARNING:
            warned = board.warnings[int(number)]
            self.app.push_screen(Tell(self.words, warned.text, *self._way_out(warned)))
            return
        day = board.days[int(number)]
        job = partial(plan_board.behind, self.app.desk, self._plan_id, day.deadline, self.app.lang)
        self.ask(job, lambda lines: self._tell_day(day, lines), group="behind")

    def _way_out(self, warned: Warned) -> list[Part]:
        parts: list[Part] = [(self.words("plan.way_out"), "bold"), f" {warned.way_out}\n"]
        if warned.source:
            parts += [("\n" + self.words("why.source"), "bold"), f" {warned.source}"]
        return parts

    def _tell_day(self, day: Dated, lines: tuple[str, ...]) -> None:
        title = f"{day.on or self.words('plan.no_day')} {day.text}"
        self.app.push_screen(Tell(self.words, title, "\n".join(lines)))

    # Editing ----------------------------------------------------------------------------

    def stored(self, record: Record, *, is_new: bool, changed: bool) -> None:
        """A milestone moved, and everything that hangs on it."""
        if changed:
            self._read()

    def action_dates(self) -> None:
        """Into the form."""
        self.form.enter()

    def action_back(self) -> None:
        """From the form to the list, from the list to the screen before."""
        if self.form.has_focus_within:
            self.outline.focus()
        else:
            super().action_back()

    def action_remove(self) -> None:
        """Remove the plan, after asking."""
        if self.board is None:
            return
        dialog = Confirm(self.words, self.words("record.remove"), self.words("record.remove_body"), safe=False)
        job = partial(edit.remove, self.app.desk, self.board.plan, self.operator_id)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._removed, group="remove") if yes else None)

    def _removed(self, _: int) -> None:
        self.sheet = None
        self._leave()

    # Filing -------------------------------------------------------------------------------

    def action_file(self) -> None:
        """Freeze what was filed, on the day it was filed."""
        if self.board is not None:
            day = min(self.board.plan.filing_on or date.max, self.app.desk.on)
            self.before_leaving(lambda: self._ask_filed(day.isoformat()))

    def _ask_filed(self, day: str) -> None:
        dialog = AskText(self.words, self.words("plan.ask_filed"), value=day)
        self.app.push_screen(dialog, lambda typed: self._file(typed) if typed else None)

    def _file(self, typed: str) -> None:
        read = edit.read(self.app.desk, Filing, "filed_on", typed)
        if isinstance(read.value, date):
            self._record(read.value)
        else:
            issue = Issue(read.code or "not-a-date", Place(column="filed_on"), typed, dict(read.params))
            self.tell(form_issue_text(self.words, issue), severity="error")

    def _record(self, day: date, *, incomplete: bool = False) -> None:
        job = partial(filing.record, self.app.desk, self._plan_id, day, incomplete=incomplete)
        self.ask(job, self._filed, group="file", otherwise=lambda refusal: self._not_filed(refusal, day))

    def _not_filed(self, refusal: Refusal, day: date) -> None:
        """Something is still open; it may be recorded so, and says so for ever."""
        if refusal.code != "filing-incomplete":
            self.refuse(refusal)
            return
        words, open_lines = self.words, refusal.params.get("lines")
        lines = list(open_lines.items()) if isinstance(open_lines, dict) else []
        body = "".join(f"\n  {words(f'owed.{name}')} {count:,}" for name, count in lines[:_MOST_OPEN])
        if left := sum(count for _, count in lines[_MOST_OPEN:]):
            body += f"\n  {words('determine.more_of_rule', count=left)}"
        title = words("plan.incomplete", count=refusal.params.get("count"))
        dialog = Confirm(
            words, title, words("plan.incomplete_body") + body, yes=words("plan.incomplete_yes"), safe=False
        )
        self.app.push_screen(dialog, lambda yes: self._record(day, incomplete=True) if yes else None)

    def _filed(self, filed: filing.Filed) -> None:
        count = f"{sum(filed.counts.values()):,}"
        status = self.words.choice("plan_status", filed.plan.status or "filed")
        self.tell(self.words("plan.recorded", on=filed.filing.filed_on, count=count, status=status))
        self._read()

    # Going on -----------------------------------------------------------------------------

    def action_go(self, name: str) -> None:
        """Another screen about this plan; what is in the form is saved first."""
        arguments = {
            "determination": {"plan_id": self._plan_id},
            "changes": {"plan_id": self._plan_id},
            "packet": {"plan_id": self._plan_id},
            "consultations": {"plan_id": self._plan_id},
            "calendar": {"thing": "calendar"},
        }
        screen = "write" if name == "calendar" else name
        self.before_leaving(lambda: self.app.go(screen, **arguments.get(name, {})))
