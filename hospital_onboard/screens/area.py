"""One prefecture or a bureau's area: its targets, its hospitals, what is known of each, and what a bureau decides."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.domain.coverage import OperatorPhase
from hospital_onboard.reference.areas import Area
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.screens.phase_words import ready, target_line
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.dialogs import AskText, Choose
from hospital_onboard.widgets.indented import Indented, Line
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import content
from hospital_onboard.work import phase_compare, phase_plan, phase_record, who
from hospital_onboard.work.phase import Status
from hospital_onboard.work.phase_compare import Comparison
from hospital_onboard.work.phase_plan import Plan
from hospital_onboard.work.phase_ready import Readies


def choose_wave(words: Words, title: str, chosen: str = "", also: tuple[tuple[str, str], ...] = ()) -> Choose:
    """Which wave?"""
    options = [(wave, words.choice("wave", wave)) for wave in phase_record.WAVES]
    return Choose(words, title, [*options, *also], chosen=chosen)


class AreaScreen(PhaseScreen):
    """The targets over the hospitals over what is known of the hospital under the cursor."""

    name_key = "area"
    DEFAULT_CSS = """
    AreaScreen #targets { height: auto; max-height: 6; }
    AreaScreen #detail { display: block; height: 45%; min-height: 7; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "propose", "propose"),
        key("f3", "try_out", "into-what-if"),
        key("f4", "need", "hospitals-needed"),
        key("f5", "fact", "state-fact"),
        key("f6", "compare", "compare-candidates"),
        key("f7", "open_operator", "open-operator", show=False),
        key("f8", "withdraw", "withdraw"),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(
        self, readies: Readies, bureau: str = "", prefecture_code: str = "", inside: Area | None = None
    ) -> None:
        super().__init__(readies, bureau, prefecture_code, inside)
        #: Operator id -> what sources say of it.
        self._known: dict[str, list[Line]] = {}

    def parts(self) -> Iterator[Widget]:
        """Targets, hospitals, detail."""
        words = self.words
        yield Indented(id="targets")
        columns = (
            Column("prefecture", words("region.prefecture"), 10, from_width=110),
            Column("name", words("region.hospital"), 3, flexible=True),
            Column("phase", words("region.phase"), 16),
            Column("wave", words("field.phase_proposal.wave"), 16),
            Column("beds", words("choice.criterion.beds"), 7, right=True),
            Column("designated", words("field.operator.designated_on"), 12, from_width=110),
            Column("ready", words("region.readiness"), 18, from_width=110),
        )
        yield Pager(words, columns, empty=words("region.nobody"))
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented(id="known")

    def path(self) -> tuple[str, ...]:
        """The map, then the area."""
        return (self.words("screen.region"), self.area_name())

    def owner(self) -> str:
        """The bureau in charge, and the day."""
        if not self.prefecture_code:
            return super().owner()
        bureau = prefecture(self.prefecture_code).bureau(self.app.lang)
        return self.words("region.within", area=bureau, on=self.app.desk.on)

    def load(self) -> None:
        """The coverage first."""
        self.query_one(Pager).table.focus()
        super().load()

    def show(self, found: Status) -> None:
        """Targets and hospitals; then what sources say of them."""
        words, lang = self.words, self.app.lang
        wanted = [t for t in found.targets if t.scope == "region" or self.prefecture_code or not t.met]
        lines = [target_line(target, found.whole, words, lang) for target in wanted]
        self.query_one("#targets", Indented).say(lines)
        self._page(0, keep=True)
        ids = [one.operator.id for one in self._hospitals]
        if ids:
            job = partial(phase_compare.compare, self.app.desk, lang, self.where, ids, {})
            self.ask(job, self._compared, group="known")

    @property
    def _hospitals(self) -> tuple[OperatorPhase, ...]:
        found = () if self.view is None else self.view.operators
        return tuple(sorted(found, key=lambda one: (one.prefecture, one.operator.name)))

    def _page(self, offset: int, *, keep: bool = False) -> None:
        shown, total = self._hospitals[offset : offset + PAGE], len(self._hospitals)
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), total, offset), keep=keep)

    def _cells(self, one: OperatorPhase) -> dict[str, str]:
        words, operator, lang = self.words, one.operator, self.app.lang
        return {
            "prefecture": prefecture(one.prefecture).name(lang) if one.prefecture else "",
            "name": (operator.name_en or operator.name) if lang == "en" else operator.name,
            "phase": words(f"phase.{one.phase}"),
            "wave": words.choice("wave", one.wave) if one.wave else "",
            "beds": "" if operator.beds is None else f"{operator.beds:,}",
            "designated": str(operator.designated_on or ""),
            "ready": ready(one, words),
        }

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    # What is known of one -----------------------------------------------------------

    def _compared(self, found: Comparison) -> None:
        self._known = {
            one.phase.operator.id: known_lines(found, one.phase.operator.id, self.words) for one in found.candidates
        }
        self._tell()

    @on(Pager.At)
    def _at(self) -> None:
        self._tell()

    def _tell(self) -> None:
        one = self._one
        if one is None:
            return
        detail = self.query_one("#detail")
        detail.border_title = content(
            ((one.operator.name_en or one.operator.name) if self.app.lang == "en" else one.operator.name), one_line=True
        )
        self.query_one("#known", Indented).say(self._known.get(one.operator.id, ()))
        detail.scroll_home(animate=False)

    @property
    def _one(self) -> OperatorPhase | None:
        item = self.query_one(Pager).item
        return item if isinstance(item, OperatorPhase) else None

    # What a bureau decides ------------------------------------------------------------

    def _write(self, job: Callable[[], object]) -> None:
        """Write something down, then show what is stored."""
        self.ask(job, lambda _: self.load(), group="write")

    @on(Pager.Opened)
    def action_propose(self) -> None:
        """Propose the hospital under the cursor for a wave."""
        one = self._one
        if one is None:
            return
        dialog = choose_wave(self.words, self.words("region.ask_wave", name=one.operator.name), one.wave or "")
        job = partial(phase_record.propose, self.app.desk, one.operator.id)
        self.app.push_screen(dialog, lambda wave: self._write(partial(job, wave)) if wave else None)

    def action_withdraw(self) -> None:
        """Take the proposal under the cursor back."""
        if self._one is not None:
            self._write(partial(phase_record.withdraw, self.app.desk, self._one.operator.id))

    def action_compare(self) -> None:
        """The candidates here, side by side."""
        self.go_on("compare")

    def action_need(self) -> None:
        """Say how many hospitals the prefecture needs."""
        code = self.prefecture_code or (self._one.prefecture if self._one else "")
        if not code:
            return
        dialog = AskText(self.words, self.words("region.ask_need", area=prefecture(code).name(self.app.lang)))
        job = partial(phase_record.need, self.app.desk, code)
        self.app.push_screen(dialog, lambda said: self._write(partial(job, said)) if said else None)

    def action_fact(self) -> None:
        """Write down what a source says: which criterion, what, where, as of when."""
        one, words = self._one, self.words
        if one is None:
            return
        options = [(name, words.choice("criterion", name)) for name in phase_compare.CRITERIA]
        dialog = Choose(words, words("region.ask_criterion"), options)
        self.app.push_screen(dialog, lambda name: self._ask_fact(one.operator.id, name) if name else None)

    def _ask_fact(self, operator: str, criterion: str) -> None:
        words = self.words
        title = f"{words.choice('criterion', criterion)}\n{words('region.ask_fact')}"
        dialog = AskText(words, title, hint=words("region.fact_hint"))

        def answered(typed: str | None) -> None:
            if typed:
                said, source, as_of, *_ = (*(part.strip() for part in typed.split("|")), "", "")
                self._write(partial(phase_record.state, self.app.desk, operator, criterion, said, source, as_of))

        self.app.push_screen(dialog, answered)

    def action_try_out(self) -> None:
        """Put the hospital under the cursor into a what-if."""
        if self._one is not None:
            self.ask(partial(phase_plan.plans, self.app.desk), self._choose_plan, group="plans")

    def _choose_plan(self, plans: tuple[Plan, ...]) -> None:
        one, words = self._one, self.words
        if one is None:
            return
        if not plans:
            self.tell(words("what_if.none_yet"))
            return
        options = [(plan.what_if.name, plan.what_if.name) for plan in plans]
        dialog = Choose(words, words("what_if.which"), options)
        self.app.push_screen(dialog, lambda name: self._ask_wave(name, one.operator.id) if name else None)

    def _ask_wave(self, name: str, operator: str) -> None:
        def answered(wave: str | None) -> None:
            if wave:
                waves = {operator: phase_record.read_wave(wave)}
                self._write(partial(phase_plan.add, self.app.desk, name, waves))

        self.app.push_screen(choose_wave(self.words, name), answered)

    def action_open_operator(self) -> None:
        """Go to the inventory of the hospital under the cursor."""
        one = self._one
        if one is not None:
            self.ask(partial(who.choose, self.app.desk, one.operator.id), lambda _: self._go_to(one), group="choose")

    def _go_to(self, one: OperatorPhase) -> None:
        self.app.switch_operator(one.operator)
        self.app.visit("home")

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()


def known_lines(found: Comparison, operator: str, words: Words) -> list[Line]:
    """Every criterion of one hospital: the answer, its source and as-of, others that differ, what it adds."""
    lines: list[Line] = []
    one = next(candidate for candidate in found.candidates if candidate.phase.operator.id == operator)
    added = {c.criterion: c for c in one.contributions}
    for given in one.answers:
        said = phase_compare.said_of(given.criterion, given.said, words)
        head = f"{words.choice('criterion', given.criterion)}: {said}"
        if given.criterion in added:
            head += f"  {words('compare.points_short', points=phase_compare.span(added[given.criterion]))}"
        lines.append((head, "" if given.said is not None else "$text-warning"))
        if given.source:
            as_of = given.as_of or words("compare.as_of_unknown")
            lines.append((f"  {words('compare.from', source=given.source, as_of=as_of)}", "$text-muted"))
        for other in given.differing:
            text = phase_compare.said_of(given.criterion, other.said, words)
            as_of = other.as_of or words("compare.as_of_unknown")
            where = words("compare.from", source=other.source, as_of=as_of)
            lines.append((f"  {words('compare.differs')}: {text} {where}", "$text-warning"))
    return lines
