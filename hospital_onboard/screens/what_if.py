"""One what-if plan: every hospital of the area with the wave the plan gives it."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.domain.coverage import OperatorPhase
from hospital_onboard.reference.areas import Area
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.screens.area import choose_wave
from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.screens.what_ifs import tried_lines
from hospital_onboard.widgets.indented import Indented
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import content
from hospital_onboard.work import phase_plan, phase_record
from hospital_onboard.work.phase_plan import Tried
from hospital_onboard.work.phase_ready import Readies

_OUT = "out"


class WhatIfScreen(PhaseScreen):
    """Enter gives a hospital a wave or takes it out; the coverage below follows at once."""

    name_key = "what_if"
    DEFAULT_CSS = """
    WhatIfScreen #detail { display: block; height: 45%; min-height: 7; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "choose", "choose-wave"),
        key("f8,delete", "take_out", "take-out"),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(
        self,
        readies: Readies,
        plan_id: str,
        bureau: str = "",
        prefecture_code: str = "",
        inside: Area | None = None,
    ) -> None:
        super().__init__(readies, bureau, prefecture_code, inside)
        self._plan_id = plan_id
        self._tried: Tried | None = None

    def parts(self) -> Iterator[Widget]:
        """Hospitals and what the plan leaves open."""
        words = self.words
        columns = (
            Column("prefecture", words("region.prefecture"), 10),
            Column("name", words("region.hospital"), 3, flexible=True),
            Column("wave", words("what_if.column_wave"), 16),
            Column("beds", words("choice.criterion.beds"), 7, right=True, from_width=100),
            Column("now", words("what_if.column_now"), 18),
        )
        yield Pager(words, columns, empty=words("region.nobody"))
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented()

    def path(self) -> tuple[str, ...]:
        """The map, the plans, this one."""
        name = "" if self._tried is None or self._tried.plan is None else self._tried.plan.what_if.name
        return (self.words("screen.region"), self.words("screen.what_ifs"), name)

    def load(self) -> None:
        """Try the plan out."""
        self.query_one(Pager).table.focus()
        self.ask(self._try, self._take_tried)

    def _try(self) -> Tried:
        return phase_plan.try_out(self.app.desk, phase_plan.find(self.app.desk, self._plan_id))

    def _take_tried(self, tried: Tried) -> None:
        self._tried = tried
        self.say_where()
        self._page(0, keep=True)
        detail = self.query_one("#detail")
        detail.border_title = content(self.words("what_if.outcome"), one_line=True)
        self.query_one(Indented).say(tried_lines(tried, self.words))

    @property
    def _hospitals(self) -> tuple[OperatorPhase, ...]:
        if self._tried is None:
            return ()
        there = self.where
        found = (o for o in self._tried.coverage.operators if o.prefecture in there)
        return tuple(
            sorted(
                (o for o in found if o.operator.operator_kind == "hospital"),
                key=lambda o: (o.prefecture, o.operator.name),
            )
        )

    def _page(self, offset: int, *, keep: bool = False) -> None:
        every = self._hospitals
        shown = every[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(every), offset), keep=keep)

    def _cells(self, one: OperatorPhase) -> dict[str, str]:
        words, operator, lang = self.words, one.operator, self.app.lang
        plan = None if self._tried is None else self._tried.plan
        wave = None if plan is None else plan.waves.get(operator.id)
        status = operator.designation_status or "candidate"
        return {
            "prefecture": prefecture(one.prefecture).name(lang) if one.prefecture else "",
            "name": (operator.name_en or operator.name) if lang == "en" else operator.name,
            "wave": words.choice("wave", wave) if wave else "",
            "beds": "" if operator.beds is None else f"{operator.beds:,}",
            "now": words.choice("designation_status", status),
        }

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @property
    def _one(self) -> OperatorPhase | None:
        item = self.query_one(Pager).item
        return item if isinstance(item, OperatorPhase) else None

    @on(Pager.Opened)
    def action_choose(self) -> None:
        """Give the hospital under the cursor a wave of this plan, or none."""
        one, plan = self._one, None if self._tried is None else self._tried.plan
        if one is None or plan is None:
            return
        words = self.words
        if one.is_designated:
            self.tell(words("refusal.already-designated", where=one.operator.name))
            return
        now = plan.waves.get(one.operator.id, "")
        dialog = choose_wave(words, one.operator.name, now, ((_OUT, words("key.take-out")),) if now else ())
        self.app.push_screen(dialog, lambda wave: self._keep(one.operator.id, wave) if wave else None)

    def _keep(self, operator: str, wave: str) -> None:
        if wave == _OUT:
            self._drop(operator)
            return
        waves = {operator: phase_record.read_wave(wave)}
        self.ask(partial(phase_plan.add, self.app.desk, self._plan_id, waves), lambda _: self.load(), group="write")

    def action_take_out(self) -> None:
        """Take the hospital under the cursor out of the plan."""
        if self._one is not None:
            self._drop(self._one.operator.id)

    def _drop(self, operator: str) -> None:
        def job() -> object:
            return phase_plan.drop(self.app.desk, phase_plan.find(self.app.desk, self._plan_id), [operator])

        self.ask(job, lambda _: self.load(), group="write")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()
