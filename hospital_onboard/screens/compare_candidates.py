"""Candidates side by side, criterion by criterion, with the person's own weights or none."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.domain.coverage import Candidate
from hospital_onboard.reference.areas import Area
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.screens.area import known_lines
from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.widgets.dialogs import AskText, Choose, Tell
from hospital_onboard.widgets.indented import Indented
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import phase_compare
from hospital_onboard.work.phase_compare import CRITERIA, Comparison
from hospital_onboard.work.phase_ready import Readies


class CompareScreen(PhaseScreen):
    """The table, the weights it rests on, and the sources of the row under the cursor."""

    name_key = "compare"
    DEFAULT_CSS = """
    CompareScreen #weights { height: auto; padding: 0 1; color: $text-muted; }
    CompareScreen #detail { display: block; height: 45%; min-height: 7; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "weigh", "weigh"),
        key("f3", "rules", "weight-rules"),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(
        self, readies: Readies, bureau: str = "", prefecture_code: str = "", inside: Area | None = None
    ) -> None:
        super().__init__(readies, bureau, prefecture_code, inside)
        self._found: Comparison | None = None

    def parts(self) -> Iterator[Widget]:
        """Weights, table, detail."""
        words = self.words
        columns = (
            Column("name", words("region.hospital"), 3, flexible=True),
            Column("prefecture", words("region.prefecture"), 10, from_width=130),
            Column("points", words("compare.points"), 10, right=True),
            Column("beds", words("choice.criterion.beds"), 7, right=True),
            Column("emergency", words("choice.criterion.emergency"), 2, flexible=True),
            Column("disaster", words("choice.criterion.disaster"), 2, flexible=True, from_width=100),
            Column("last_resort", words("choice.criterion.last_resort"), 15, from_width=130),
            Column("wide_area", words("choice.criterion.wide_area"), 15, from_width=130),
            Column("back_up", words("choice.criterion.back_up"), 13, from_width=130),
        )
        yield Prose(id="weights")
        yield Pager(words, columns, empty=words("compare.empty"))
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented()

    def load(self) -> None:
        """Ask for the comparison."""
        self.query_one(Pager).table.focus()
        self.ask(partial(phase_compare.compare, self.app.desk, self.app.lang, self.where), self._compared)

    def _compared(self, found: Comparison) -> None:
        self._found = found
        text = phase_compare.weights_text(found, self.words)
        total = self.words("compare.total", count=len(found.candidates), unknown=found.unknown)
        self.query_one("#weights", Prose).say(f"{text}\n{total}")
        self._page(0, keep=True)

    def _page(self, offset: int, *, keep: bool = False) -> None:
        every = () if self._found is None else self._found.candidates
        shown = every[offset : offset + PAGE]
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(every), offset), keep=keep)

    def _cells(self, one: Candidate) -> dict[str, str]:
        words, operator, lang = self.words, one.phase.operator, self.app.lang
        answers = {str(a.criterion): phase_compare.said_of(a.criterion, a.said, words) for a in one.answers}
        return {
            "name": (operator.name_en or operator.name) if lang == "en" else operator.name,
            "prefecture": prefecture(one.phase.prefecture).name(lang) if one.phase.prefecture else "",
            "points": phase_compare.points(one),
            **answers,
        }

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if self._found is None or not isinstance(event.item, Candidate):
            return
        operator = event.item.phase.operator
        detail = self.query_one("#detail")
        detail.border_title = content(
            (operator.name_en or operator.name) if self.app.lang == "en" else operator.name, one_line=True
        )
        self.query_one(Indented).say(known_lines(self._found, operator.id, self.words))
        detail.scroll_home(animate=False)

    def action_weigh(self) -> None:
        """Give a criterion a weight of one's own, or take it away."""
        words, weights = self.words, {} if self._found is None else self._found.weights
        options = [
            (name, words("compare.weight_of", criterion=words.choice("criterion", name), weight=weights.get(name, 0)))
            for name in CRITERIA
        ]
        dialog = Choose(words, words("compare.ask_criterion"), options)
        self.app.push_screen(dialog, lambda name: self._ask_weight(name) if name else None)

    def _ask_weight(self, name: str) -> None:
        words = self.words
        title = f"{words.choice('criterion', name)}\n{words('compare.ask_weight')}"
        dialog = AskText(words, title, hint="0 – 100")

        def answered(typed: str | None) -> None:
            if typed is not None:
                self.ask(partial(self._keep, f"{name}={typed}"), lambda _: self.load(), group="weigh")

        self.app.push_screen(dialog, answered)

    def _keep(self, setting: str) -> None:
        phase_compare.keep_weights(self.app.desk, phase_compare.read_weights([setting]))

    def action_rules(self) -> None:
        """How each criterion is turned into points."""
        words = self.words
        lines = "\n".join(phase_compare.rule_said(name, words) for name in CRITERIA)
        self.app.push_screen(Tell(words, words("key.weight-rules"), f"{lines}\n\n{words('compare.no_score')}"))

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()
