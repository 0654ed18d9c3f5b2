"""One record by itself: a party, a plan, the operator. Also the place where a new one is registered."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.naming import title as called
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.editing import EditingScreen
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.widgets.dialogs import Confirm
from hospital_onboard.widgets.form import Form
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import edit

Finished = Callable[[Record | None], object]


class RecordScreen(EditingScreen):
    """The form of one record. ``finished`` hears the record that was stored last, when the person goes back."""

    name_key = "record"
    DEFAULT_CSS = """
    RecordScreen #needs { height: auto; padding: 0 2; color: $text-muted; }
    RecordScreen Form { margin: 1 1 0 1; }
    RecordScreen #why { height: auto; max-height: 4; padding: 0 2; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("f8", "remove", "remove"), key("ctrl+s", "back", "done")]

    def __init__(self, sheet: Sheet, *, title: str = "", finished: Finished | None = None) -> None:
        super().__init__()
        self._first, self._title, self._finished = sheet, title, finished

    def parts(self) -> Iterator[Widget]:
        """What must be filled in, the form, why."""
        yield Prose(self.words("record.hint"), id="needs")
        yield Form(self.words)
        yield Prose(id="why")

    def path(self) -> tuple[str, ...]:
        """The kind of record, and which one."""
        sheet = self.sheet or self._first
        name = "" if sheet.record is None else called(sheet.record, lambda _: None)
        title = self._title or self.words(f"kind.{sheet.kind.kind}")
        return (title, name or self.words("record.new")) if sheet.record is None or name else (title,)

    def load(self) -> None:
        """Show the form."""
        self.open_sheet(self.sheet or self._first, enter="")

    def resumed(self) -> None:
        """What is being typed here stays."""

    def reread(self) -> None:
        """Show what is stored now; a record that is not there any more closes its form and says so."""
        record = self.sheet.record if self.sheet is not None else None
        if record is not None:
            self.ask(partial(edit.again, self.app.desk, record), self._read_again, group="again")

    def _read_again(self, record: Record | None) -> None:
        if self.sheet is None:
            return
        if record is None:
            self.tell(self.words("record.gone"))
            self.sheet = None
            self._leave()
            return
        self.open_sheet(replace(self.sheet, record=record), enter=self.form.focused_field)
        self.say_where(note="")

    def stored(self, record: Record, *, is_new: bool, changed: bool) -> None:
        """The first line names the record now."""
        self.say_where()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is stored can be removed, and an operator not at all."""
        if action == "remove":
            sheet = self.sheet
            return sheet is not None and sheet.record is not None and sheet.kind.kind != "operator"
        return True

    def action_remove(self) -> None:
        """Remove the record, after asking."""
        sheet = self.sheet
        if sheet is None or sheet.record is None:
            return
        record = sheet.record
        body = self.words("record.remove_body")
        dialog = Confirm(self.words, self.words("record.remove"), body, safe=False)
        job = partial(edit.remove, self.app.desk, record, self.operator_id)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._removed, group="remove") if yes else None)

    def _removed(self, _: int) -> None:
        self.sheet = None
        self._leave()

    def _leave(self) -> None:
        super()._leave()
        if self._finished is not None:
            self._finished(self.sheet.record if self.sheet is not None else None)
