"""Who changed what, when, from where; whether the trail is whole; taking a step back."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.naming import Lookup, title
from hospital_onboard.domain.record import Record, is_personal
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.steps import act
from hospital_onboard.text.dates import moment
from hospital_onboard.widgets.dialogs import Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import edit, trail
from hospital_onboard.work.trail import AuditEntry

#: Records of one entry that are spelled out.
_MOST_RECORDS = 40
_HIDDEN = "●●●"


class AuditScreen(WorkScreen):
    """The trail, newest first, over the changes of the entry the cursor is on."""

    name_key = "audit"
    DEFAULT_CSS = """
    AuditScreen #detail { display: block; height: 40%; min-height: 7; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "verify", "verify"), key("f8", "undo", "undo-entry")]

    def __init__(self) -> None:
        super().__init__()
        self._offset = 0

    def parts(self) -> Iterator[Widget]:
        """Table and detail."""
        words = self.words
        columns = (
            Column("seq", words("audit.seq"), 6, right=True),
            Column("at", words("audit.at"), 16),
            Column("who", words("audit.who"), 12),
            Column("what", words("audit.what"), 2, flexible=True),
            Column("changes", words("audit.changes"), 6, right=True),
            Column("source", words("audit.source"), 2, flexible=True, from_width=100),
        )
        yield Pager(words, columns, empty=words("audit.empty"))
        yield Prose(id="detail", classes="pane")

    def load(self) -> None:
        """The newest page."""
        self.query_one("#detail").border_title = self.words("audit.detail")
        self.query_one(Pager).table.focus()
        self._fetch(self._offset)

    def _fetch(self, offset: int) -> None:
        self._offset = offset
        self.ask(partial(trail.entries, self.app.desk, offset, PAGE), self._show)

    def _show(self, found: tuple[Sequence[AuditEntry], int]) -> None:
        entries, total = found
        cells = tuple(self._cells(entry) for entry in entries)
        self.query_one(Pager).show(Rows(tuple(entries), cells, total, self._offset))

    def _cells(self, entry: AuditEntry) -> dict[str, str]:
        what = act(self.words, entry.action)
        if entry.undoes is not None:
            what = self.words("audit.undoes", what=what, seq=entry.undoes)
        elif entry.undone:
            what = self.words("audit.undone", what=what)
        return {
            "seq": f"{entry.seq:,}",
            "at": moment(entry.at),
            "who": entry.who,
            "what": what,
            "changes": f"{entry.changes:,}",
            "source": self.source_shown(entry.source),
        }

    def source_shown(self, source: str) -> str:
        """A workbook's digest is shortened; the rest is shown as it is."""
        kind, _, rest = source.partition(":")
        if kind == "workbook":
            return self.words("audit.workbook", sha256=rest[:12])
        if kind == "bundle":
            sha256, _, sender = rest.partition(":")
            return self.words("audit.bundle", sha256=sha256[:12], sender=sender)
        return self.words(f"audit.from_{kind}") if self.words.has(f"audit.from_{kind}") else source

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._fetch(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, AuditEntry):
            job = partial(trail.spelled_out, self.app.desk, event.item, limit=_MOST_RECORDS)
            self.ask(job, self._show_changes, group="changes")

    def _show_changes(self, step: trail.Step) -> None:
        parts: list[Part] = []
        for change in step.changes:
            parts += self._change(change, step.named.get)
        if step.entry.changes > len(step.changes):
            parts.append(self.words("audit.more", count=f"{step.entry.changes - len(step.changes):,}"))
        self.query_one("#detail", Prose).say(*(parts or [self.words("audit.nothing_changed")]))

    def _change(self, change: Change, named: Lookup) -> list[Part]:
        """One record: what it is, then each field old -> new."""
        record = change.record
        mark = "+" if change.before is None else "-" if change.after is None else "*"
        parts: list[Part] = [(f"{mark} {self.words(f'kind.{record.kind}')} {title(record, named)}\n", "bold")]
        for name in change.fields():
            old, new = self._value(change.before, name, named), self._value(change.after, name, named)
            parts.append(f"    {self.words(f'field.{record.kind}.{name}')}: {old} -> {new}\n")
        return parts

    def _value(self, record: Record | None, name: str, named: Lookup) -> str:
        if record is None or getattr(record, name) is None:
            return self.words("audit.blank")
        if is_personal(type(record), name):
            return _HIDDEN
        return edit.shown(record, name, self.app.lang, named)

    def action_verify(self) -> None:
        """Check that nothing in the trail was altered or is missing."""
        self.ask(partial(trail.verify, self.app.desk), self._verified, group="verify")

    def _verified(self, broken: int | None) -> None:
        if broken is None:
            self.tell(self.words("audit.whole"))
        else:
            self.tell(self.words("audit.broken", seq=broken), severity="error")

    def action_undo(self) -> None:
        """Take the entry under the cursor back."""
        entry = self.query_one(Pager).item
        if not isinstance(entry, AuditEntry):
            return
        body = self.words("audit.undo_body", what=act(self.words, entry.action), count=f"{entry.changes:,}")
        dialog = Confirm(self.words, self.words("audit.undo_ask", seq=entry.seq), body, safe=False)
        job = partial(trail.undo, self.app.desk, entry.seq)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._undone, group="undo") if yes else None)

    def _undone(self, _: int) -> None:
        self._fetch(0)
