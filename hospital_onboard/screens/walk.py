"""Walking through one equipment, section by section."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from hospital_onboard.domain.plan import MeasureAnswer
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.attaching import For
from hospital_onboard.screens.outlined import Entry, OutlinedScreen
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.screens.walk_entries import make_walk_entries
from hospital_onboard.widgets.dialogs import Choose
from hospital_onboard.widgets.keys import key
from hospital_onboard.work import browse, who
from hospital_onboard.work.desk import Desk

_PLACE = "walk"
_PARTS = ("component_", "entrustment_", "subcontract_", "equipment_")


class WalkScreen(OutlinedScreen):
    """Opens where the person left off, unless it is told where to open."""

    name_key = "walk"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f4", "equipment", "other-equipment"),
        key("ctrl+o", "attach", "attach", show=False),
        key("f10", "components", "all-components", show=False),
    ]

    def __init__(self, equipment_id: str = "", section: str = "", record_id: str = "") -> None:
        super().__init__()
        self.equipment_id = equipment_id
        self._equipment_name = ""
        self._go_to(section, record_id)

    def _go_to(self, section: str, record_id: str) -> None:
        self.unfolded = section if record_id else ""
        self._wanted = f"{section}/{record_id}" if record_id else section

    def load(self) -> None:
        """Find the equipment, then show its outline."""
        job = partial(_find, self.app.desk, self.operator_id, self.equipment_id)
        self.ask(job, self._found, group="equipment")

    def _found(self, found: tuple[str, str, str]) -> None:
        self.equipment_id, self._equipment_name, place = found
        if not self.equipment_id:
            self.tell(self.words("walk.nothing_yet"))
            self._leave()
            return
        if not self._wanted and place:
            section, _, record_id = place.partition("/")
            self._go_to(section, record_id)
        super().load()

    def path(self) -> tuple[str, ...]:
        """Equipment, section."""
        entry = self.entry if self.is_mounted and self.query("Outline") else None
        parts = (self.words("screen.walk"), self._equipment_name, entry.title if entry else "")
        return tuple(part for part in parts if part)

    def make_entries(self, unfolded: str) -> Sequence[Entry]:
        """Sections, and the records of the unfolded one."""
        return make_walk_entries(self.app, self.operator_id, self.equipment_id, unfolded)

    def line_of(self, record: Record) -> str:
        """A measure's line is there before its answer."""
        if isinstance(record, MeasureAnswer):
            return f"measures/{record.subject}/{record.item}"
        return super().line_of(record)

    def remember(self, entry: Entry) -> None:
        """Keep equipment and line."""
        self.keep_place(_PLACE, f"{self.equipment_id}|{entry.line.key}")

    def narrowed(self, sheet: Sheet, name: str, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Only what belongs to this equipment can be named as its part."""
        options = super().narrowed(sheet, name, options)
        inside = {self.equipment_id}.union(*(entry.ids for entry in self.entries.values()))
        return [option for option in options if not option[0].startswith(_PARTS) or option[0] in inside]

    def action_equipment(self) -> None:
        """Go to another equipment."""
        self.ask(partial(browse.equipment, self.app.desk, self.operator_id), self._choose_equipment, group="choose")

    def _choose_equipment(self, found: Sequence[Record]) -> None:
        options = [(e.id, str(getattr(e, "product", e.id))) for e in found]
        dialog = Choose(self.words, self.words("key.other-equipment"), options, chosen=self.equipment_id)
        self.app.push_screen(dialog, self._switch)

    def _switch(self, chosen: str | None) -> None:
        if chosen and chosen != self.equipment_id:
            self.before_leaving(lambda: self._open(chosen))

    def _open(self, equipment_id: str) -> None:
        self.equipment_id = equipment_id
        self._go_to("overview", "")
        self.sheet = None
        self.load()

    def action_attach(self) -> None:
        """Attach papers for the measure of the line, or about the equipment."""
        entry = self.entry
        if entry is None or not self.equipment_id:
            return
        target = For(about=self.equipment_id, subject=self.equipment_id, label=self._equipment_name)
        section, _, rest = entry.line.key.partition("/")
        subject, _, item = rest.partition("/")
        if section == "measures" and item:
            target = For(about=subject, subject=subject, item=item, label=f"{self._equipment_name} {item}")
        self.before_leaving(lambda: self.app.go("evidence", shown_for=target))

    def action_components(self) -> None:
        """All components in a table."""
        self.before_leaving(lambda: self.app.go("components", equipment_id=self.equipment_id))


def _find(desk: Desk, operator_id: str, equipment_id: str) -> tuple[str, str, str]:
    """The equipment to open (empty: there is none), what it is called, and the line that was left."""
    known = {equipment.id: equipment for equipment in browse.equipment(desk, operator_id)}
    left, _, line = who.place(desk, _PLACE).partition("|")
    chosen = equipment_id or (left if left in known else next(iter(known), ""))
    if chosen not in known:
        return "", "", ""
    return chosen, known[chosen].product, line if chosen == left else ""
