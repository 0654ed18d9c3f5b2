"""The map of the phase-in: 47 prefectures, each with the phase it has come to; the first screen of its place."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.worker import get_current_worker

from hospital_onboard.domain.coverage import Rule
from hospital_onboard.reference.areas import bureaus, region_of
from hospital_onboard.reference.prefectures import all_prefectures, prefecture
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.phase_words import (
    RANK,
    due,
    furthest,
    hospital_line,
    needs_action,
    style_of,
    target_line,
)
from hospital_onboard.widgets.dialogs import Choose
from hospital_onboard.widgets.indented import Indented, Line
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.region_map import Face, Part, RegionMap, Tile
from hospital_onboard.work import phase, phase_record, phase_text
from hospital_onboard.work.phase import EVERYWHERE, Status
from hospital_onboard.work.phase_ready import Readies

_RULES: tuple[Rule, ...] = ("at_commencement", "third_year")


class RegionScreen(WorkScreen):
    """The map over what there is to say about the prefecture under the cursor."""

    name_key = "region"
    DEFAULT_CSS = """
    RegionScreen #detail { display: block; height: 1fr; min-height: 4; overflow-y: auto; margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "bureau", "bureau"),
        key("f3", "go('gaps')", "gaps"),
        key("f4", "assumptions", "assumptions", show=False),
        key("f5", "register_listed", "register-listed", show=False),
        key("f6", "go('compare')", "compare-candidates"),
        key("f7", "go('what_ifs')", "what-ifs"),
        key("f10", "go('waves')", "waves"),
        key("ctrl+z", "undo", "undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.add_class("-root")
        self.view: Status | None = None
        self._readies = Readies()
        self._bureau = ""

    def parts(self) -> Iterator[Widget]:
        """Map and detail."""
        yield RegionMap(self._tiles())
        with VerticalScroll(id="detail", classes="pane", can_focus=False):
            yield Indented()

    def owner(self) -> str:
        """Not about an operator: where the person looks, on which day."""
        return self.words("region.within", area=self._area_name(), on=self.app.desk.on)

    def _area_name(self) -> str:
        found = next((one for one in bureaus() if one.id == self._bureau), None)
        return self.words("region.everywhere") if found is None else found.name(self.app.lang)

    def _tiles(self) -> list[Tile]:
        ja = self.app.lang == "ja"
        return [
            Tile(
                p.code,
                p.tile_row,
                p.tile_col,
                p.name_short_ja if ja else p.name_en,
                p.name_short_ja[0] if ja else p.code,
            )
            for p in all_prefectures()
        ]

    @property
    def _where(self) -> phase.Within:
        return phase.within(self._bureau) if self._bureau else EVERYWHERE

    # Facts ------------------------------------------------------------------------

    def load(self) -> None:
        """First what the records say, at once; then who is ready to file, hospital by hospital."""
        self.query_one(RegionMap).focus()
        self.ask(partial(phase.at_once, self.app.desk, self._where, self._readies), self._first)

    def resumed(self) -> None:
        """Something may have been written down."""
        self.ask(partial(phase.at_once, self.app.desk, self._where, self._readies), self._first)

    def _first(self, found: Status) -> None:
        self._show(found)
        if any(one.operator.operator_kind == "hospital" for one in found.operators):
            self.say_where(note=self.words("phase.working_out"))
            self.ask(self._work_out, self._worked_out, group="ready")

    def _work_out(self) -> Status:
        worker = get_current_worker()
        return phase.status(self.app.desk, self._where, self._readies, cancelled=lambda: worker.is_cancelled)

    def _worked_out(self, found: Status) -> None:
        self.say_where(note="")
        self._show(found)

    def _show(self, found: Status) -> None:
        self.view = found
        faces = {p.code: self._face(found, p.code) for p in all_prefectures()}
        self.query_one(RegionMap).put(faces, self._corner(found), self._legend())
        self._tell(self.query_one(RegionMap).at)

    def _face(self, found: Status, code: str) -> Face:
        words = self.words
        hospitals = [
            one for one in found.whole.operators if one.prefecture == code and one.operator.operator_kind == "hospital"
        ]
        reached = furthest(hospitals)
        target = found.whole.target("third_year", code)
        state = words(f"phase_letter.{reached or 'nothing'}")
        ready = sum(bool(one.file_ready) for one in hospitals)
        line = words(
            "region.tile",
            designated=0 if target is None else target.designated,
            required=0 if target is None else target.required,
            ready="?" if any(one.file_ready is None for one in hospitals) else ready,
        )
        flag = "!" if needs_action(target) else " "
        return Face(state, flag, line, style_of(reached), faint=code not in found.within)

    def _corner(self, found: Status) -> list[list[Part]]:
        words, whole = self.words, found.whole
        lines: list[list[Part]] = []
        for rule in _RULES:
            targets = [target for target in found.targets if target.rule == rule]
            if not targets:
                continue
            met = sum(target.met for target in targets)
            said = words("region.rule", rule=words(f"phase.rule_short.{rule}"), met=met, of=len(targets))
            lines.append([(said, "bold"), (f"  {due(targets[0], words)}", "")])
        counts = phase.summary(found)
        ready = "?" if counts["file_ready"] is None else counts["file_ready"]
        lines.append([(words("region.counts", **{**counts, "file_ready": ready}), "")])
        scheme = words(f"region.scheme_{whole.scheme}")
        lines.append([(words("region.scheme", scheme=scheme), "$text-muted")])
        if whole.missing:
            lines.append([(words("region.missing"), "$text-warning")])
        return lines

    def _legend(self) -> list[list[Part]]:
        words = self.words
        parts: list[Part] = []
        for name in ("file_ready", "duty", "transition", "designated", "proposed", "candidate"):
            letter = words(f"phase_letter.{name}")
            known = next(phase_ for phase_ in RANK if phase_ == name)
            parts += [(letter, style_of(known)), (f" {words(f'phase_short.{name}')}  ", "")]
        last = [(words("phase_letter.nothing"), style_of(None)), (f" {words('phase_short.nothing')}  ", "")]
        return [parts[:6], parts[6:], [*last, ("!", "bold"), (f" {words('region.flag')}  ", "")]]

    # One prefecture ---------------------------------------------------------------

    @on(RegionMap.At)
    def _at(self, event: RegionMap.At) -> None:
        self._tell(event.id)

    def _tell(self, code: str) -> None:
        found = self.view
        if found is None:
            return
        place = prefecture(code)
        detail = self.query_one("#detail")
        detail.border_title = content(f"{place.name(self.app.lang)}  {place.bureau(self.app.lang)}", one_line=True)
        self.query_one(Indented).say(self._lines(found, code))
        detail.scroll_home(animate=False)

    def _lines(self, found: Status, code: str) -> list[Line]:
        words, lang, whole = self.words, self.app.lang, found.whole
        region = region_of(code, "bureau" if whole.scheme == "bureau" else "eight").id
        both = (whole.target("third_year", code), whole.target("at_commencement", region))
        targets = [target for target in both if target is not None]
        lines: list[Line] = [target_line(target, whole, words, lang) for target in targets]
        asked = {target.id for target in targets}
        gaps = [gap for gap in whole.gaps if gap.target.id in asked and gap.lack != "not_designated"]
        lines += [(f"! {text}", "$text-warning") for text in phase_text.gap_lines(gaps, whole.scheme, lang)]
        there = [one for one in whole.operators if one.prefecture == code]
        there.sort(key=lambda one: (-RANK.index(one.phase), one.operator.name))
        lines += [f"  {hospital_line(one, words, lang)}" for one in there]
        return lines if there else [*lines, words("region.nobody")]

    @on(RegionMap.Opened)
    def _opened(self, event: RegionMap.Opened) -> None:
        self.app.go("area", readies=self._readies, prefecture_code=event.id)

    # Going on ---------------------------------------------------------------------

    def action_go(self, name: str) -> None:
        """Another screen about the same area."""
        self.app.go(name, readies=self._readies, bureau=self._bureau)

    def action_assumptions(self) -> None:
        """What is taken for granted."""
        self.app.go("assumptions")

    def action_bureau(self) -> None:
        """Look at one bureau's prefectures only."""
        options = [("*", self.words("region.everywhere")), *((one.id, one.name(self.app.lang)) for one in bureaus())]
        dialog = Choose(self.words, self.words("key.bureau"), options, chosen=self._bureau or "*")
        self.app.push_screen(dialog, self._choose_bureau)

    def _choose_bureau(self, chosen: str | None) -> None:
        if not chosen:
            return
        self._bureau = chosen.removeprefix("*")
        self.say_where()
        first = min(self._where.prefectures, default="")
        if first and self.query_one(RegionMap).at not in self._where:
            self.query_one(RegionMap).go(first)
        self.load()

    def action_register_listed(self) -> None:
        """Put the hospitals of the shipped list here as candidates."""
        job = partial(phase_record.register_listed, self.app.desk, self._where)
        self.ask(job, self._registered, group="register")

    def _registered(self, made: tuple[object, ...]) -> None:
        self.tell(self.words("phase.registered", count=len(made)))
        self.load()

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()

    def action_back(self) -> None:
        """To the operator's place."""
        self.app.visit("home")
