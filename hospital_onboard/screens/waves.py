"""The waves on a line of time: what is designated and when, the targets' days, and which targets are kept."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from hospital_onboard.domain.coverage import TARGET_STATES, Rule, Target
from hospital_onboard.screens.phase_screen import PhaseScreen
from hospital_onboard.screens.phase_words import due
from hospital_onboard.widgets.indented import Indented, Line
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.timeline import Mark, Timeline
from hospital_onboard.work import phase, phase_areas
from hospital_onboard.work.phase import Status

_RULES: tuple[Rule, ...] = ("at_commencement", "third_year")
_TONE = {"met": "$text-success", "met_late": "$text-success", "at_risk": "$text-warning", "missed": "$text-error"}


class WavesScreen(PhaseScreen):
    """Designations over the line, the targets' days under it; below, the areas by state."""

    name_key = "waves"
    DEFAULT_CSS = """
    WavesScreen Timeline { margin: 1 0; }
    WavesScreen VerticalScroll { height: 1fr; margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("f4", "assumptions", "assumptions")]

    def parts(self) -> Iterator[Widget]:
        """Line and list."""
        yield Timeline()
        with VerticalScroll():
            yield Indented()

    def show(self, found: Status) -> None:
        """Draw the line, list the areas."""
        rows = (3, 2) if self.size.height < 34 else (4, 3)
        self.query_one(Timeline).put(self._marks(found), (), rows)
        self.query_one(Indented).say(self._lines(found))
        self.query_one(VerticalScroll).focus()

    def _marks(self, found: Status) -> list[Mark]:
        words, on = self.words, self.app.desk.on
        marks = [Mark(on, words("waves.today"), above=False, style="bold")]
        for rule in _RULES:
            targets = [t for t in found.targets if t.rule == rule]
            day = targets[0].due if targets else None
            if day is not None:
                met = sum(t.met for t in targets)
                label = words("waves.target", when=words(f"phase.when.{rule}"), met=met, of=len(targets))
                marks.append(Mark(day, label, above=False, style="$text-primary"))
        days: Counter[date] = Counter()
        for one in found.operators:
            if one.operator.designated_on is not None and one.operator.operator_kind == "hospital":
                days[one.operator.designated_on] += 1
        marks += [
            Mark(day, words("waves.designated", count=count), above=True)
            for day, count in sorted(_by_month(days).items())
        ]
        return marks

    def _lines(self, found: Status) -> list[Line]:
        words, lang = self.words, self.app.lang
        lines: list[Line] = []
        for rule in _RULES:
            targets = [t for t in found.targets if t.rule == rule]
            if not targets:
                continue
            lines.append((f"{words(f'phase.rule.{rule}')}  {due(targets[0], words)}", "bold"))
            for state in TARGET_STATES:
                there = [phase_areas.area_name(t, found.whole.scheme, lang) for t in targets if t.state == state]
                if there:
                    head = words("waves.state", state=words(f"target_state.{state}"), count=len(there))
                    lines.append((f"  {head}{words('list.comma').join(there)}", _TONE.get(state, "")))
            lines += self._waves(targets, found)
        lines += [(text, "$text-muted") for text in self._resting(found)]
        return lines

    def _waves(self, targets: list[Target], found: Status) -> list[Line]:
        """For the last target: how many hospitals each wave has."""
        if targets[0].rule != "third_year":
            return []
        words = self.words
        counts = Counter(one.wave for one in found.operators if one.stage != "candidate" and one.wave is not None)
        parts = [words("waves.wave", wave=words.choice("wave", wave), count=counts[wave]) for wave in sorted(counts)]
        return [f"  {words('waves.waves')}{words('list.comma').join(parts)}"] if parts else []

    def _resting(self, found: Status) -> list[str]:
        said = [text for _, _, text in phase.resting_on(self.app.desk, found.whole, self.app.lang)]
        said += [self.words(f"phase.missing.{key}") for key in found.whole.missing]
        return [*said, self.words("phase.note")]

    def action_assumptions(self) -> None:
        """What is taken for granted."""
        self.app.go("assumptions")


def _by_month(days: Counter[date]) -> dict[date, int]:
    """Designations of a month together, on the first of its days."""
    found: dict[date, int] = {}
    first: dict[tuple[int, int], date] = {}
    for day in sorted(days):
        start = first.setdefault((day.year, day.month), day)
        found[start] = found.get(start, 0) + days[day]
    return found
