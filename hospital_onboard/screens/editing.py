"""A screen with a form in it: what is typed is saved as the person goes from field to field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, is_required
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.shapes import Count, Day, Number, Percent, Ref
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.issues import form_issue_text
from hospital_onboard.screens.sheet import Sheet, asked_fields
from hospital_onboard.screens.why import why_line, why_text
from hospital_onboard.text.dates import in_japan
from hospital_onboard.widgets.dialogs import NEW, Choose, Confirm, Tell
from hospital_onboard.widgets.field import Asked, FieldRow, Masked
from hospital_onboard.widgets.form import Form
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.picker import Picker
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import browse, edit

_READ_BACK = (Day, Count, Percent, Number)


class EditingScreen(WorkScreen):
    """Holds one sheet at a time. A subclass yields a ``Form`` and a Prose with the id ``why``."""

    BINDINGS: ClassVar[list[BindingType]] = [key("ctrl+z", "undo", "undo")]

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._waiting: dict[str, str] = {}
        self._saving = False
        self._after: list[Callable[[], object]] = []

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    # Showing -----------------------------------------------------------------

    def open_sheet(self, sheet: Sheet, *, enter: str | None = None) -> None:
        """Show a record's fields; ``enter`` is the field to go into (empty: the first; None: leave the focus)."""
        self.sheet = sheet
        self.ask(
            partial(asked_fields, self.app, sheet),
            lambda fields: self._put(sheet, fields, enter),
            group="sheet",
        )

    async def _put(self, sheet: Sheet, fields: tuple[Asked, ...], enter: str | None) -> None:
        if sheet is not self.sheet:
            return
        await self.form.put(fields)
        self.query_one("#why", Prose).say("")
        if enter is not None:
            self.form.enter(enter)

    # Saving ------------------------------------------------------------------

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        self.keep({event.row.asked.field: event.row.text})

    def keep(self, texts: Mapping[str, str]) -> None:
        """Save these fields; one save at a time, what comes meanwhile goes with the next."""
        self._waiting.update(texts)
        self._save_next()

    def _save_next(self) -> None:
        sheet = self.sheet
        if self._saving or sheet is None:
            return
        if not self._waiting:
            after, self._after = self._after, []
            for step in after:
                step()
            return
        if sheet.record is None:
            self._waiting = {**self.form.texts(), **self._waiting}
            missing = self._still_missing(sheet)
            if missing:
                self.say_where(note=self.words("form.needs", fields=self.words("list.comma").join(missing)))
                self._waiting = {}
                self._give_up()
                return
        raw, self._waiting = self._waiting, {}
        self._saving = True
        job = partial(
            edit.save, self.app.desk, sheet.kind, sheet.record, raw, fixed=sheet.fixed, operator=self.operator_id
        )
        self.ask(job, lambda saved: self._saved(sheet, raw, saved), group="save", otherwise=self._not_saved)

    def _still_missing(self, sheet: Sheet) -> list[str]:
        names = [n for n in sheet.fields if is_required(sheet.kind, n)]
        return [self.words(f"field.{sheet.kind.kind}.{n}") for n in names if not self._waiting.get(n)]

    def _give_up(self) -> None:
        """What was to happen after the save must ask first, because something stays unsaved."""
        after, self._after = self._after, []
        if after:
            self._ask_to_drop(lambda: [step() for step in after])

    def _saved(self, sheet: Sheet, raw: Mapping[str, str], saved: edit.Saved) -> None:
        self._saving = False
        self._settle(raw, saved)
        if saved.record is None:
            self._say_unsaved()
            self._give_up()
            return
        is_new = sheet.record is None
        if self.sheet is sheet:
            self.sheet = replace(sheet, record=saved.record)
        self.stored(saved.record, is_new=is_new, changed=saved.seq is not None)
        if not self._say_unsaved() and saved.seq is not None:
            self.say_where(note=self.words("form.saved", at=f"{in_japan(self.app.desk.clock()):%H:%M}"))
        self._save_next()

    def _settle(self, raw: Mapping[str, str], saved: edit.Saved) -> None:
        """Each field of the save hears how it went; what stands in no field of this form is said at the first."""
        wrong = {issue.place.column: form_issue_text(self.words, issue) for issue in saved.issues}
        elsewhere = [text for name, text in wrong.items() if self.form.row(name) is None]
        rows = [row for name in dict.fromkeys((*raw, *wrong)) if (row := self.form.row(name)) is not None]
        for row in rows:
            said = [wrong[row.asked.field]] if row.asked.field in wrong else []
            if row is rows[0]:
                said += elsewhere
            if said:
                row.say("\n".join(said), "wrong")
            elif row.is_wrong:
                row.say("")
            if saved.record is not None and row.asked.field in raw:
                row.settle()

    def _say_unsaved(self) -> bool:
        """While something in the form cannot be saved, the first line says which, and not that all is saved."""
        labels = [row.asked.label for row in self.form.rows if row.is_wrong and row.dirty]
        if labels:
            self.say_where(note=self.words("form.unsaved", fields=self.words("list.comma").join(labels)))
        return bool(labels)

    def _not_saved(self, refusal: Refusal) -> None:
        self._saving = False
        self._after = []
        self.refuse(refusal)
        if refusal.code == "changed-meanwhile":
            self.reread()

    def work_failed(self) -> None:
        """The form stays; the next save tries again."""
        self._saving = False
        self._after = []

    def stored(self, record: Record, *, is_new: bool, changed: bool) -> None:
        """A record was stored; the screen may want to show its new state."""

    def before_leaving(self, then: Callable[[], object]) -> None:
        """Save what is still in the form; ask when it cannot be saved."""
        dirty = self.form.dirty() if self.sheet is not None and self.form.rows else {}
        if not dirty and not self._saving:
            then()
            return
        self._after.append(then)
        self.keep(dirty)

    def _ask_to_drop(self, then: Callable[[], object]) -> None:
        dialog = Confirm(
            self.words,
            self.words("form.drop"),
            self.words("form.drop_body"),
            yes=self.words("form.drop_yes"),
            safe=False,
        )

        def answered(yes: bool | None) -> None:
            if yes:
                then()

        self.app.push_screen(dialog, answered)

    # Undo ----------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last step back; what is in the form is saved first, so it is the last step."""
        self.before_leaving(self.take_back)

    # Fields ----------------------------------------------------------------------

    @on(FieldRow.Typing)
    def _typing(self, event: FieldRow.Typing) -> None:
        """Say how a day, a number or a share would be understood, while it is typed."""
        sheet, row = self.sheet, event.row
        if not row.dirty:  # what was wrong is not there any more
            row.say("")
            if not self._say_unsaved():
                self.say_where(note="")
            return
        if sheet is None or not isinstance(row.asked.shape, _READ_BACK):
            return
        self.ask(
            partial(edit.read, self.app.desk, sheet.kind, row.asked.field, row.text),
            lambda found: self._read_back(row, found),
            group="read",
        )

    def _read_back(self, row: FieldRow, found: edit.Understood) -> None:
        if not row.is_attached:
            return
        if found.value is not None and str(found.value) != row.text:
            row.say(self.words("form.understood", value=str(found.value)), "understood")
        else:
            row.say("")

    @on(FieldRow.Entered)
    def _entered(self, event: FieldRow.Entered) -> None:
        sheet = self.sheet
        if sheet is not None:
            self.query_one("#why", Prose).say(
                *why_line(self.words, sheet.kind, event.row.asked.field, self.app.desk.on)
            )

    @on(Picker.Opened)
    def _offer(self, event: Picker.Opened) -> None:
        event.stop()
        row = next(row for row in self.form.rows if row.editor is event.picker)
        sheet = self.sheet
        if sheet is None:
            return
        job = partial(edit.options, self.app.desk, sheet.kind, row.asked.field, self.app.lang, self.app.operator)
        self.ask(job, lambda options: self._choose(sheet, row, options), group="options")

    def _choose(self, sheet: Sheet, row: FieldRow, options: list[tuple[str, str]]) -> None:
        shape = row.asked.shape
        options = self.narrowed(sheet, row.asked.field, options)
        new = self._new_offer(shape)
        chosen = row.editor.value if isinstance(row.editor, Picker) else ""
        labels = dict(options)

        def take(answer: str | None) -> None:
            if answer == NEW:
                self._register(row)
            elif answer and isinstance(row.editor, Picker):
                row.editor.choose(answer, labels[answer])

        self.app.push_screen(Choose(self.words, row.asked.label, options, chosen=chosen, new=new), take)

    def narrowed(self, sheet: Sheet, name: str, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The options that make sense here; a subclass may know better."""
        own = sheet.record.id if sheet.record is not None else ""
        return [option for option in options if option[0] != own]

    def _new_offer(self, shape: object) -> str:
        if isinstance(shape, Ref) and shape.kinds == ("party",):
            return self.words("form.new", kind=self.words("kind.party"))
        return ""

    def _register(self, row: FieldRow) -> None:
        """Register a party on the spot and put it into the field."""
        from hospital_onboard.screens.record import RecordScreen

        def take(record: Record | None) -> None:
            if record is not None and isinstance(row.editor, Picker):
                row.editor.choose(record.id, str(getattr(record, "name", record.id)))

        self.app.push_screen(RecordScreen(Sheet(KINDS["party"], None, KINDS["party"].asked()), finished=take))

    @on(Masked.Wanted)
    def _reveal(self, event: Masked.Wanted) -> None:
        sheet = self.sheet
        if sheet is None or sheet.record is None:
            return
        job = partial(browse.reveal, self.app.desk, sheet.record, event.field, self.operator_id)
        opened = replace(sheet, revealed=sheet.revealed | {event.field})
        self.ask(job, lambda _: self.open_sheet(opened, enter=event.field), group="reveal")

    def action_help(self) -> None:
        """In a field: why it is asked. Elsewhere: the screen's help."""
        sheet, name = self.sheet, self.form.focused_field
        if sheet is None or not name:
            super().action_help()
            return
        label = self.words(f"field.{sheet.kind.kind}.{name}")
        self.app.push_screen(Tell(self.words, label, *why_text(self.words, sheet, name, self.app.desk.on)))
