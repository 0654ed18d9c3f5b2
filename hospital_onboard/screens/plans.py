"""All plans of the operator: what comes next, by when it is safe to file, and how much is likely to go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar, get_args

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.determination import DeadlineKind
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import MILESTONES, Plan
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.issues import form_issue_text
from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.dialogs import AskText, Choose
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import browse, edit, plan_board, plans
from hospital_onboard.work.plan_board import Board


@dataclass(frozen=True)
class _Entry:
    """A plan in the list; the board is None for one that was stopped."""

    plan: Plan
    equipment: str
    board: Board | None


class PlansScreen(WorkScreen):
    """A table over what there is to say about the plan under the cursor; Enter opens it."""

    name_key = "plans"
    DEFAULT_CSS = """
    PlansScreen #detail { display: block; height: 45%; min-height: 7; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f4", "assumptions", "assumptions"),
        key("f5,ctrl+n", "new", "new-plan"),
        key("f7", "changes", "changes"),
        key("f10", "calendar", "calendar", show=False),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[_Entry, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """Table and detail."""
        words = self.words
        kinds = (words(f"deadline_kind.{kind}") for kind in get_args(DeadlineKind))
        day_width = max(cells(words("plan.day", on=date.min, kind=kind)) for kind in kinds)
        columns = (
            Column("title", words("plans.title"), 3, flexible=True),
            Column("equipment", words("plans.equipment"), 3, flexible=True, from_width=110),
            Column("kind", words("plans.kind"), 12, from_width=110),
            Column("next", words("plans.next"), 2, flexible=True),
            Column("safe", words("plans.safe"), max(day_width, cells(words("plans.safe")))),
            Column("warnings", words("plans.warnings"), 8, right=True),
        )
        yield Pager(words, columns, empty=words("plans.empty"))
        yield Prose(id="detail", classes="pane")

    def load(self) -> None:
        """Every plan; the detail follows the cursor."""
        self.query_one("#detail").border_title = self.words("plans.detail")
        self.query_one(Pager).table.focus()
        self._read(keep=False)

    def resumed(self) -> None:
        """A plan may have been changed."""
        self._read(keep=True)

    def _read(self, *, keep: bool) -> None:
        self.ask(partial(_entries, self.app, self.operator_id), lambda found: self._show(found, keep=keep))

    def _show(self, entries: tuple[_Entry, ...], *, keep: bool) -> None:
        self._entries = entries
        self._page(0, keep=keep)
        if not entries:
            self.query_one("#detail", Prose).say(self.words("plans.how"))

    def _page(self, offset: int, *, keep: bool = False) -> None:
        shown = self._entries[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(self._entries), offset), keep=keep)

    def _cells(self, entry: _Entry) -> dict[str, str]:
        words, plan, board = self.words, entry.plan, entry.board
        safe = None if board is None else board.day("file_safe")
        return {
            "title": plan.title,
            "equipment": entry.equipment,
            "kind": words(f"plan.kind.{plan.plan_kind}"),
            "next": words("plans.stopped") if board is None else self._next(plan),
            "safe": "" if safe is None else words("plan.day", on=safe.on, kind=safe.kind),
            "warnings": "" if board is None else f"{len(board.warnings):,}",
        }

    def _next(self, plan: Plan) -> str:
        """The nearest milestone that is still ahead."""
        ahead = [(day, name) for name in MILESTONES if (day := getattr(plan, name)) and day >= self.app.desk.on]
        if not ahead:
            return self.words("plans.nothing_ahead")
        day, name = min(ahead)
        return f"{day} {self.words(f'field.plan.{name}')}"

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, _Entry):
            self.query_one("#detail", Prose).say(*self._detail(event.item))

    def _detail(self, entry: _Entry) -> list[Part]:
        words, plan, board = self.words, entry.plan, entry.board
        kind = words.choice("plan_kind", plan.plan_kind)
        parts: list[Part] = [(f"{plan.title}\n", "bold"), f"{kind}  {entry.equipment}\n"]
        if board is None:
            return [*parts, words("plans.stopped_detail")]
        parts.append(f"{outcome_line(words, board)}  {words('plan.outcome_view', view=board.view)}\n")
        parts += [(f"! {warned.text}\n", "$text-warning") for warned in board.warnings]
        return parts if board.warnings else [*parts, words("plan.no_warnings")]

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if isinstance(event.item, _Entry):
            self.app.go("plan", plan_id=event.item.plan.id)

    # A new plan -----------------------------------------------------------------

    def action_new(self) -> None:
        """Ask what is planned for which equipment, and for when."""
        self.ask(partial(browse.equipment, self.app.desk, self.operator_id), self._choose_equipment, group="new")

    def _choose_equipment(self, found: tuple[Equipment, ...]) -> None:
        if not found:
            self.tell(self.words("plans.no_equipment"))
            return
        options = [(equipment.id, equipment.product) for equipment in found]
        dialog = Choose(self.words, self.words("plans.which_equipment"), options)
        self.app.push_screen(dialog, lambda id: self._choose_kind(id) if id else None)

    def _choose_kind(self, equipment: str) -> None:
        options = edit.options(self.app.desk, Plan, "plan_kind", self.app.lang)
        dialog = Choose(self.words, self.words("plans.which_kind"), options)
        self.app.push_screen(dialog, lambda kind: self._ask_day(equipment, kind) if kind else None)

    def _ask_day(self, equipment: str, kind: str) -> None:
        dialog = AskText(self.words, self.words("plans.when"), hint=self.words("plans.when_hint"))

        def answered(day: str | None) -> None:
            if day is not None:
                raw = {"equipment": equipment, "plan_kind": kind, "in_service_on": day}
                self.ask(partial(plans.add, self.app.desk, raw, self.app.lang), self._made, group="new")

        self.app.push_screen(dialog, answered)

    def _made(self, saved: edit.Saved) -> None:
        if saved.record is None:
            self.tell("\n".join(form_issue_text(self.words, issue) for issue in saved.issues), severity="error")
        else:
            self.app.go("plan", plan_id=saved.record.id)

    # Going on ----------------------------------------------------------------------

    def action_assumptions(self) -> None:
        """What is taken for granted."""
        self.app.go("assumptions")

    def action_changes(self) -> None:
        """What changed since anything was filed."""
        self.app.go("changes")

    def action_calendar(self) -> None:
        """All days for the person's own calendar."""
        self.app.go("write", thing="calendar")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()


def outcome_line(words: Words, board: Board) -> str:
    """Whether the plan has to be filed, never without how that stands today."""
    said = words("plan.outcome", result=board.result, standing=board.standing)
    return f"{said}  {words('plan.otherwise', result=board.otherwise)}" if board.otherwise else said


def _entries(host: Host, operator_id: str) -> tuple[_Entry, ...]:
    """Reads the store: call it in a worker."""
    equipment = {e.id: e.product for e in browse.equipment(host.desk, operator_id)}
    boards = plan_board.boards(host.desk, operator_id, host.lang)
    found = (
        _Entry(plan, equipment[plan.equipment], boards.get(plan.id)) for plan in plans.all_plans(host.desk, operator_id)
    )
    return tuple(sorted(found, key=_soonest_first))


def _soonest_first(entry: _Entry) -> tuple[bool, date, str]:
    return entry.board is None, entry.plan.in_service_on or date.max, entry.plan.title
