"""A screen with an outline on the left and the form of one record on the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from hospital_onboard.domain.record import Record
from hospital_onboard.screens.editing import EditingScreen
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.widgets.dialogs import Confirm
from hospital_onboard.widgets.form import Form
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.plain import content
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import edit


@dataclass(frozen=True)
class Entry:
    """One line of the outline and what it opens.

    ``sheet`` is the form shown for it; without one only ``about`` is shown. ``folds`` means that the line
    opens and closes the lines under it; ``adds`` is the form of a new record for the part the line stands in.
    """

    line: Line
    title: str = ""
    about: str = ""
    sheet: Sheet | None = None
    folds: bool = False
    adds: Sheet | None = None
    #: Ids of the records that belong to the line; what a field may name is narrowed down to them.
    ids: frozenset[str] = frozenset()


class OutlinedScreen(EditingScreen):
    """A subclass answers ``entries`` (in a worker) for the part of the outline that is unfolded."""

    DEFAULT_CSS = """
    OutlinedScreen #left { width: 30; border: round $border-blurred; }
    OutlinedScreen #left:focus-within { border: round $border; }
    OutlinedScreen #right { width: 1fr; border: round $border-blurred; }
    OutlinedScreen #right:focus-within { border: round $border; }
    OutlinedScreen #about { height: auto; padding: 0 1; color: $text-muted; }
    OutlinedScreen #why {
        height: auto; max-height: 5; padding: 0 1; color: $text-muted; border-top: solid $border-blurred;
    }
    OutlinedScreen FieldRow .label { width: 18; }
    OutlinedScreen FieldRow .note { margin-left: 18; }
    OutlinedScreen.-en #left { width: 35; }
    OutlinedScreen.-wide #left { width: 46; }
    OutlinedScreen.-wide FieldRow .label { width: 28; }
    OutlinedScreen.-wide FieldRow .note { margin-left: 28; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "move(1)", "next-line"),
        key("f3", "move(-1)", "previous-line"),
        key("f5,ctrl+n", "add", "add"),
        key("f8", "remove", "remove"),
        key("f7", "party", "open-party", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, Entry] = {}
        self.unfolded = ""
        self._wanted = ""
        self._follow = False

    def parts(self) -> Iterator[Widget]:
        """Outline, form, why. English states are longer words."""
        self.set_class(self.app.lang == "en", "-en")
        with Horizontal():
            with Vertical(id="left"):
                yield Outline()
            with Vertical(id="right"):
                yield Prose(id="about")
                yield Form(self.words)
                yield Prose(id="why")

    @property
    def outline(self) -> Outline:
        """The outline."""
        return self.query_one(Outline)

    @property
    def entry(self) -> Entry | None:
        """What the cursor of the outline is on."""
        return self.entries.get(self.outline.key)

    def make_entries(self, unfolded: str) -> Sequence[Entry]:
        """The lines of the outline. Runs in a worker."""
        raise NotImplementedError

    def load(self) -> None:
        """Read the outline again; the cursor stays on its line."""
        self.sheet = None
        self.outline.focus()
        self.refresh_outline(self._wanted)

    def resumed(self) -> None:
        """Facts may have changed elsewhere; what is being typed stays."""
        self.refresh_outline()

    def reread(self) -> None:
        """Show what is stored now, in the outline and in the form."""
        self.sheet = None
        self.refresh_outline()

    def refresh_outline(self, wanted: str = "") -> None:
        """Read the lines again; ``wanted`` is the line to go to."""
        self.ask(
            partial(self.make_entries, self.unfolded),
            lambda entries: self._put_entries(entries, wanted),
            group="outline",
        )

    def _put_entries(self, entries: Sequence[Entry], wanted: str) -> None:
        self.entries = {entry.line.key: entry for entry in entries}
        self.outline.put([entry.line for entry in entries], key=wanted)
        self.say_where()

    # Moving ----------------------------------------------------------------------

    @on(Outline.At)
    def _at(self, event: Outline.At) -> None:
        """Show the line's form beside the outline. Lines are told again after a reload; the form then stays."""
        self.refresh_bindings()
        entry = self.entries.get(event.key)
        if entry is None or self._shows(entry):
            return
        follow, self._follow = self._follow and entry.sheet is not None, False
        # The form is drawn anew when somebody else changed the record; the person stays in the field.
        enter = "" if follow else self.form.focused_field or None
        self.before_leaving(partial(self.show, entry, enter=enter))

    def _shows(self, entry: Entry) -> bool:
        if self.sheet is None or entry.sheet is None:
            return False
        mine, other = self.sheet.record, entry.sheet.record
        if self.sheet.fields != entry.sheet.fields:
            return False
        if mine is None or other is None:
            return mine is other and dict(self.sheet.fixed) == dict(entry.sheet.fixed)
        return mine.id == other.id and mine.revision >= other.revision

    def show(self, entry: Entry, *, enter: str | None = None) -> None:
        """Show an entry's form, or what there is to say about it."""
        self.say_where(note="")
        self.query_one("#right").border_title = content(entry.title, one_line=True)
        about = self.query_one("#about", Prose)
        about.say(entry.about)
        self.remember(entry)
        if entry.sheet is not None:
            self.open_sheet(entry.sheet, enter=enter)
        else:
            self.sheet = None
            self.query_one("#why", Prose).say("")
            self.call_later(self.form.put, ())

    def remember(self, entry: Entry) -> None:
        """Keep the place, to resume there."""

    @on(Outline.Opened)
    def _opened(self, event: Outline.Opened) -> None:
        entry = self.entries.get(event.key)
        if entry is None:
            return
        if entry.folds:
            self.unfolded = "" if self.unfolded == event.key else event.key
            self.refresh_outline(event.key)
        elif entry.sheet is not None and self._shows(entry):
            self.form.enter()
        elif entry.sheet is not None:
            self.before_leaving(lambda: self.show(entry, enter=""))

    def action_back(self) -> None:
        """From the form to the outline, from the outline to the screen before."""
        if self.form.has_focus_within:
            self.outline.focus()
        else:
            super().action_back()

    def action_move(self, by: int) -> None:
        """The next or the previous line, from anywhere on the screen, into its form when one was open."""
        outline = self.outline
        self._follow = self.form.has_focus_within
        outline.focus()
        if by > 0:
            outline.action_cursor_down()
        else:
            outline.action_cursor_up()

    # Records -----------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Add and remove only where the line says so."""
        entry = self.entry if self.is_mounted else None
        if action == "add":
            return entry is not None and entry.adds is not None
        if action == "remove":
            return self.removable is not None
        return True

    @property
    def removable(self) -> Record | None:
        """The record of the line, when it stands in a list."""
        entry = self.entry if self.is_mounted else None
        if entry is None or entry.sheet is None or entry.line.level == 0:
            return None
        return entry.sheet.record

    def action_add(self) -> None:
        """A new record in the part of the outline where the cursor is."""
        entry = self.entry
        if entry is None or entry.adds is None:
            return
        sheet = entry.adds
        title = self.words("record.new_of", kind=self.words(f"kind.{sheet.kind.kind}"))
        shown = Entry(entry.line, title, self.words("record.hint"), sheet)
        self.before_leaving(lambda: self.show(shown, enter=""))

    def action_remove(self) -> None:
        """Remove the record of the line, after asking."""
        record = self.removable
        if record is None:
            return
        dialog = Confirm(self.words, self.words("record.remove"), self.words("record.remove_body"), safe=False)
        job = partial(edit.remove, self.app.desk, record, self.operator_id)

        def answered(yes: bool | None) -> None:
            if yes:
                self.sheet = None
                self.ask(job, lambda _: self.refresh_outline(self.unfolded), group="remove")

        self.app.push_screen(dialog, answered)

    def stored(self, record: Record, *, is_new: bool, changed: bool) -> None:
        """Bring the outline up to date; a new record gets its own line."""
        if is_new:
            self.refresh_outline(self.line_of(record))
        elif changed:
            self.refresh_outline()

    def line_of(self, record: Record) -> str:
        """The key of the line of a record that was just made."""
        return f"{self.unfolded}/{record.id}"

    def action_party(self) -> None:
        """Open the party that the field names."""
        sheet, name = self.sheet, self.form.focused_field
        row = self.form.row(name)
        if sheet is None or row is None or not row.text.startswith("party_"):
            self.tell(self.words("walk.no_party"))
            return
        party_id = row.text
        self.before_leaving(lambda: self.app.go("party", party_id=party_id))
