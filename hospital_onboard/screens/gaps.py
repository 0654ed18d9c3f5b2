"""What the phase-in lacks, and the next steps that would close it."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.coverage import Gap, NextStep
from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import phase_areas, phase_text
from hospital_onboard.work.phase import Status

_MOST_NAMED = 3


class GapsScreen(PhaseScreen):
    """The steps by day, the gaps they close behind each; Enter goes to the area."""

    name_key = "gaps"
    DEFAULT_CSS = """
    GapsScreen #head { height: auto; padding: 0 1; margin-bottom: 1; }
    GapsScreen Outline { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("f6", "compare", "compare-candidates")]

    def parts(self) -> Iterator[Widget]:
        """How many, then each."""
        yield Prose(id="head")
        yield Outline()

    def load(self) -> None:
        """Ask for the coverage."""
        self.query_one(Outline).focus()
        super().load()

    def show(self, found: Status) -> None:
        """What lacks most first: what nobody works at, then what only waits for its day, then preparations."""
        words = self.words
        lacking = [gap for gap in found.gaps if gap.lack != "not_designated"]
        waiting = [gap for gap in found.gaps if gap.lack == "not_designated"]
        preparing = [step for step in found.steps if step.step == "prepare"]
        counts = {"lacking": len(lacking), "waiting": len(waiting), "preparing": len(preparing)}
        self.query_one("#head", Prose).say(words("gaps.head", **counts))
        lines: list[Line] = []
        if lacking:
            lines.append(Line("head:lacking", words("gaps.lacking"), heading=True))
            lines += [self._gap(gap, found) for gap in lacking]
        if waiting:
            lines.append(Line("head:waiting", words("gaps.waiting"), heading=True))
            lines += [self._gap(gap, found) for gap in waiting]
        if preparing:
            lines.append(Line("head:preparing", words("gaps.preparing"), heading=True))
            lines += [self._preparation(step, found) for step in preparing]
        outline = self.query_one(Outline)
        first = next((line.key for line in lines if not line.heading), "")
        now = outline.key if any(line.key == outline.key and not line.heading for line in lines) else first
        outline.put(lines or [Line("none", words("gaps.none"), heading=True)], key=now)

    def _gap(self, gap: Gap, found: Status) -> Line:
        step = next((one for one in found.steps if one.target == gap.target), None)
        text = phase_text.gap_text(gap, found.whole.scheme, self.app.lang, short=True)
        right = "" if step is None else self._step(step, found)
        return Line(gap.target.id, text, right, level=1, tone="open" if gap.lack != "not_designated" else "")

    def _step(self, step: NextStep, found: Status) -> str:
        """What to do, about whom, by when."""
        words = self.words
        names = [self._called(id, found) for id in step.operators[:_MOST_NAMED]] if self.size.width >= 110 else []
        if len(step.operators) > len(names) > 0:
            names.append("…")
        said = (
            words(f"phase_step.{step.step}", who=words("list.comma").join(names))
            if names
            else words(f"phase_step_short.{step.step}")
        )
        return f"{said}  {step.by}" if step.by else said

    def _preparation(self, step: NextStep, found: Status) -> Line:
        by = self.words("gaps.by", on=step.by) if step.by else ""
        return Line(f"operator:{step.operators[0]}", self._called(step.operators[0], found), by, level=1)

    def _called(self, id: str, found: Status) -> str:
        one = found.operator(id)
        if one is None:
            return id
        return (one.operator.name_en or one.operator.name) if self.app.lang == "en" else one.operator.name

    @on(Outline.Opened)
    def _opened(self, event: Outline.Opened) -> None:
        found = self.view
        if found is None:
            return
        kind, _, id = event.key.partition(":")
        if kind == "at_commencement":
            self.app.go("area", readies=self.readies, inside=phase_areas.area_of(id, found.whole.scheme))
            return
        one = found.operator(id) if kind == "operator" else None
        code = id if one is None else one.prefecture
        if code:
            self.app.go("area", readies=self.readies, prefecture_code=code)

    def action_compare(self) -> None:
        """The candidates of the area, side by side."""
        self.go_on("compare")
