"""What-if plans side by side with what is recorded; nothing here changes a record until one is adopted."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.dialogs import AskText, Confirm
from hospital_onboard.widgets.indented import Indented, Line
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import Column, Pager, Rows
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import phase_plan, phase_text
from hospital_onboard.work.phase_plan import Adopted, Tried


class WhatIfsScreen(PhaseScreen):
    """One line for what is recorded, one for each plan; below, what the plan under the cursor would leave open."""

    name_key = "what_ifs"
    DEFAULT_CSS = """
    WhatIfsScreen #note { height: auto; padding: 0 1; color: $text-muted; }
    WhatIfsScreen #detail { display: block; height: 50%; min-height: 7; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "adopt", "adopt"),
        key("f5,ctrl+n", "new", "new-what-if"),
        key("f8,delete", "remove", "remove-what-if"),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def parts(self) -> Iterator[Widget]:
        """Note, table, detail."""
        words = self.words
        columns = (
            Column("name", words("field.what_if.name"), 3, flexible=True),
            Column("hospitals", words("what_if.column_hospitals"), 9, right=True),
            Column("at_commencement", words("phase.when.at_commencement"), 13, right=True),
            Column("third_year", words("phase.when.third_year"), 14, right=True),
            Column("adopted", words("field.what_if.adopted_on"), 21, from_width=100),
        )
        yield Prose(words("what_if.note"), id="note")
        yield Pager(words, columns, empty=words("what_if.none_yet"))
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented()

    def load(self) -> None:
        """Try every plan out."""
        self.query_one(Pager).table.focus()
        self.ask(partial(phase_plan.compare, self.app.desk), self._compared)

    def _compared(self, several: tuple[Tried, ...]) -> None:
        rows = Rows(several, tuple(self._cells(one) for one in several), len(several))
        self.query_one(Pager).show(rows, keep=True)

    def _cells(self, one: Tried) -> dict[str, str]:
        words, plan = self.words, one.plan
        counts = {
            rule: f"{sum(t.rule == rule for t in one.covered)}/{sum(t.rule == rule for t in one.coverage.targets)}"
            for rule in ("at_commencement", "third_year")
        }
        return {
            "name": words("what_if.record") if plan is None else plan.what_if.name,
            "hospitals": f"{sum(o.stage != 'candidate' for o in one.coverage.operators)}"
            if plan is None
            else f"{len(plan.choices)}",
            "adopted": "" if plan is None else str(plan.what_if.adopted_on or ""),
            **counts,
        }

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if not isinstance(event.item, Tried):
            return
        detail = self.query_one("#detail")
        detail.border_title = content(self._cells(event.item)["name"], one_line=True)
        self.query_one(Indented).say(tried_lines(event.item, self.words))
        detail.scroll_home(animate=False)
        self.refresh_bindings()

    @property
    def _tried(self) -> Tried | None:
        item = self.query_one(Pager).item if self.is_mounted else None
        return item if isinstance(item, Tried) and item.plan is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is recorded can be neither adopted nor removed."""
        return self._tried is not None if action in ("adopt", "remove") else True

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if isinstance(event.item, Tried) and event.item.plan is not None:
            self.go_on("what_if", plan_id=event.item.plan.what_if.id)

    def action_new(self) -> None:
        """Make a plan; its screen opens."""
        dialog = AskText(self.words, self.words("what_if.ask_name"), hint=self.words("what_if.name_hint"))

        def answered(name: str | None) -> None:
            if name is not None:
                self.ask(partial(phase_plan.add, self.app.desk, name, {}), self._made, group="new")

        self.app.push_screen(dialog, answered)

    def _made(self, plan: phase_plan.Plan) -> None:
        self.go_on("what_if", plan_id=plan.what_if.id)

    def action_adopt(self) -> None:
        """Turn the plan under the cursor into proposals, once asked."""
        tried = self._tried
        if tried is None or tried.plan is None:
            return
        plan = tried.plan
        title = self.words("what_if.ask_adopt", name=plan.what_if.name, count=len(plan.choices))
        dialog = Confirm(self.words, title, self.words("what_if.adopt_body"), yes=self.words("key.adopt"), safe=False)
        job = partial(phase_plan.adopt, self.app.desk, plan)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._adopted, group="adopt") if yes else None)

    def _adopted(self, adopted: Adopted) -> None:
        counts = {"proposed": len(adopted.proposed), "unchanged": len(adopted.unchanged)}
        self.tell(self.words("what_if.adopted_short", **counts))
        self.load()

    def action_remove(self) -> None:
        """Remove the plan under the cursor; undo brings it back."""
        if self._tried is not None and self._tried.plan is not None:
            job = partial(phase_plan.remove, self.app.desk, self._tried.plan)
            self.ask(job, lambda _: self.load(), group="remove")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()


def tried_lines(one: Tried, words: Words) -> list[Line]:
    """What a plan would leave open, then its hospitals by wave."""
    lang = words.lang
    open_ = [gap for gap in one.coverage.gaps if gap.lack != "not_designated"]
    lines: list[Line] = [(words("what_if.open", count=len(open_)), "bold")]
    lines += [(f"  {text}", "$text-warning") for text in phase_text.grouped(open_, one.coverage.scheme, lang)]
    names = {
        o.operator.id: (o.operator.name_en or o.operator.name) if lang == "en" else o.operator.name
        for o in one.coverage.operators
    }
    for wave in ("year0", "year1", "year2", "year3"):
        chosen = [names[o.operator.id] for o in one.coverage.operators if o.wave == wave and o.stage != "candidate"]
        if chosen:
            head = words("waves.state", state=words.choice("wave", wave), count=len(chosen))
            lines.append(f"{head}{words('list.comma').join(chosen)}")
    return lines
