"""What changed since a plan was filed, how much each change weighs, and what has to be done about it by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.text.width import cells
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import assume, changes
from hospital_onboard.work.changes import Change, PlanChanges

#: The class of what asks for nothing; not shown at first.
_NOTHING = "nothing"
#: Cells for the standing after a class: ［仮定］, [Assumed].
_MARK = 10


@dataclass(frozen=True)
class _Entry:
    """One change of one plan."""

    plan: PlanChanges
    change: Change


class ChangesScreen(WorkScreen):
    """The changes, the strictest class first, over all there is to say about the one under the cursor."""

    name_key = "changes"
    DEFAULT_CSS = """
    ChangesScreen #counts { height: auto; max-height: 3; padding: 0 1; }
    ChangesScreen #detail { display: block; height: 40%; min-height: 8; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "all", "show-all")]

    def __init__(self, plan_id: str = "") -> None:
        super().__init__()
        self._plan_id = plan_id
        self._found: tuple[PlanChanges, ...] = ()
        #: What every class rests on without its being law.
        self._notes: tuple[str, ...] = ()
        self._entries: list[_Entry] = []
        self._all = False

    def parts(self) -> Iterator[Widget]:
        """Counts, table, detail."""
        words = self.words
        widest = max(cells(words(f"change_class.{name}")) for name in changes.CLASSES)
        columns = (
            Column("class", words("changes_screen.class"), widest + _MARK),
            Column("plan", words("changes_screen.plan"), 2, flexible=True, from_width=120),
            Column("subject", words("changes_screen.subject"), 3, flexible=True),
            Column("field", words("changes_screen.field"), 2, flexible=True),
            Column("change", words("changes_screen.change"), 3, flexible=True),
            Column("due", words("changes_screen.due"), 3, flexible=True, from_width=120),
        )
        yield Prose(id="counts")
        yield Pager(words, columns, empty=words("changes_screen.nothing"))
        yield Prose(id="detail", classes="pane")

    def path(self) -> tuple[str, ...]:
        """Which plan, when it is about one."""
        named = [plan.filed.plan.title for plan in self._found] if self._plan_id else []
        return (self.words("screen.changes"), *named[:1])

    def load(self) -> None:
        """Compare the newest filings with the inventory as it is."""
        self.query_one("#detail").border_title = self.words("changes_screen.detail")
        self.query_one(Pager).table.focus()
        self.ask(partial(_changes, self.app, self.operator_id, self._plan_id), lambda found: self._show(*found))

    def _show(self, found: tuple[PlanChanges, ...], notes: tuple[str, ...]) -> None:
        self._found, self._notes = found, notes
        every = [
            _Entry(plan, change) for plan in found for group in changes.by_class(plan).values() for change in group
        ]
        rank = {name: number for number, name in enumerate(changes.CLASSES)}
        self._entries = sorted(every, key=lambda entry: rank[entry.change.change_class])
        if not self._all:
            self._entries = [entry for entry in self._entries if entry.change.change_class != _NOTHING]
        self.query_one("#counts", Prose).say(*self._counts())
        self._page(0)
        if not self._entries:
            self.query_one("#detail", Prose).say(self.words("changes_screen.how") if not found else "")
        self.say_where()

    def _counts(self) -> list[Part]:
        """Each filing with its stage, and how many changes are in each class."""
        words = self.words
        parts: list[Part] = []
        for plan in self._found:
            stage = words(f"change_stage.{plan.stage}")
            filed = plan.filed.filing.filed_on
            parts.append((words("changes.heading", plan=plan.filed.plan.title, filed_on=filed, stage=stage), "bold"))
            counted = (f"{words(f'change_class.{name}')} {count:,}" for name, count in plan.counts.items() if count)
            parts.append(f" {words('list.comma').join(counted) or words('changes.same')}\n")
            if not plan.filed.complete:
                parts.append((f"{words('changes.incomplete', count=plan.filed.open)}\n", "$text-warning"))
        if parts:
            return parts
        return [words("changes_screen.none_of_plan" if self._plan_id else "changes_screen.none_filed")]

    def _page(self, offset: int) -> None:
        shown = tuple(self._entries[offset : offset + PAGE])
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(self._entries), offset))

    def _cells(self, entry: _Entry) -> dict[str, str]:
        plan, change, lang = entry.plan, entry.change, self.app.lang
        old, new = (value or "-" for value in changes.in_words(plan, change, lang))
        return {
            "class": self._class(change),
            "plan": plan.filed.plan.title,
            "subject": plan.title_of(change.difference.subject),
            "field": changes.field_label(change, lang),
            "change": f"{old} -> {new}",
            "due": self._due(change),
        }

    def _class(self, change: Change) -> str:
        """The class, never without its standing when it is not in force."""
        name, standing = self.words(f"change_class.{change.change_class}"), change.source.standing
        if standing == "in_force":
            return name
        return self.words("plan.day", on=name, kind=self.words(f"standing.{standing}"))

    def _due(self, change: Change) -> str:
        days = "-" if change.waiting_days is None else change.waiting_days
        return self.words(f"change_due.{change.due}", days=days)

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, _Entry):
            self.query_one("#detail", Prose).say(*self._detail(event.item))

    def _detail(self, entry: _Entry) -> list[Part]:
        words, plan = self.words, entry.plan
        first, *rest = changes.lines(plan, entry.change, self.app.lang)
        parts: list[Part] = [
            (f"{self._class(entry.change)}  ", "bold"),
            f"{first}\n",
            *(f"{line.strip()}\n" for line in rest),
        ]
        notes = [*changes.paper_lines(plan, self.app.lang), words("changes.forms_note"), *self._notes]
        return [*parts, *((f"{note}\n", "$text-muted") for note in notes)]

    def action_all(self) -> None:
        """Also what asks for nothing; or only what does."""
        self._all = not self._all
        self._show(self._found, self._notes)


def _changes(host: Host, operator_id: str, plan_id: str) -> tuple[tuple[PlanChanges, ...], tuple[str, ...]]:
    """Reads the store: call it in a worker."""
    found = changes.changes(host.desk, operator_id)
    notes = tuple(text for _, text in assume.resting_on(host.desk, host.lang))
    return tuple(plan for plan in found if plan_id in ("", plan.filed.plan.id)), notes
