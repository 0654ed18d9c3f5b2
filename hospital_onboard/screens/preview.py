"""What a workbook would change, row by row. Nothing is written before the person says so."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from hospital_onboard.domain.preview import OUTCOMES, Preview, Row
from hospital_onboard.screens.issues import issue_text
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.screens.paths import in_short, path_of
from hospital_onboard.screens.preview_parts import candidate_of, issue_parts, row_parts, side_by_side
from hospital_onboard.screens.reading import Reading
from hospital_onboard.text.width import cut
from hospital_onboard.widgets.dialogs import AskText, Confirm, Tell
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import styled, visible
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import import_workbook
from hospital_onboard.work.trail import Receipt
from hospital_onboard.work.vendor_import import language_of

#: What can be looked at: everything, one outcome, or the rows with something to say about them.
_FILTERS = ("all", *OUTCOMES, "noted")
_TAKEN, _LEFT = "●", "○"
_PLACE_WIDTH = 16


class PreviewScreen(LongWorkScreen):
    """Counts and filter over the rows, the whole of one row under them."""

    name_key = "preview"
    DEFAULT_CSS = """
    PreviewScreen #counts { height: auto; padding: 0 2; }
    PreviewScreen #detail { display: block; height: 8; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "accept", "accept"),
        key("space", "take", "toggle"),
        key("f3", "same_party", "same-party"),
        key("f4", "filter", "filter"),
        key("f6", "issue_copy", "issue-copy"),
        key("a,ctrl+a", "take_all", "toggle-all", show=False),
    ]

    def __init__(self, reading: Reading, found: Preview) -> None:
        super().__init__()
        self._reading, self._found = reading, found
        self._chosen = import_workbook.acceptable(found)
        self._filter = "all"
        self._rows: tuple[Row, ...] = found.rows
        self._offset = 0

    def parts(self) -> Iterator[Widget]:
        """Counts, rows, one row."""
        words = self.words
        yield Static("", id="counts", markup=False)
        yield ProgressLine()
        columns = (
            Column("taken", words("preview.taken"), 4),
            Column("place", words("preview.place"), _PLACE_WIDTH),
            Column("title", words("preview.title"), 2, flexible=True),
            Column("outcome", words("preview.outcome"), 9),
            Column("said", words("preview.said"), 4, flexible=True),
        )
        yield Pager(words, columns, empty=words("preview.empty"))
        yield Prose(id="detail", classes="pane")

    def path(self) -> tuple[str, ...]:
        """Import, preview, which file."""
        return (self.words("screen.import"), self.words("screen.preview"), self._reading.path.name)

    def load(self) -> None:
        """Show the counts and the first rows; a file that cannot be used says why."""
        self.query_one("#detail").border_title = self.words("preview.detail")
        self._show_counts()
        self._page(0)
        self.query_one(Pager).table.focus()
        if not self._rows:
            self._show_file_issues()

    def resumed(self) -> None:
        """The preview is a value; nothing to read again."""

    def _show_counts(self) -> None:
        found, words = self._found, self.words
        parts: list[str | tuple[object, str]] = []
        for outcome in OUTCOMES:
            parts += [(words(f"outcome.{outcome}"), "bold"), f" {found.counts[outcome]:,}   "]
        parts.append((words("preview.shown", filter=words(f"preview.filter_{self._filter}")), "$text-muted"))
        able = any(row.change is not None for row in found.rows)
        taken = words("preview.take", count=f"{len(self._chosen):,}") if able else words("preview.nothing")
        parts.append(f"\n{taken}  ")
        if found.file_issues:
            parts.append((words("preview.file_issues", count=len(found.file_issues)), "$text-warning"))
        if found.seen_before:
            parts.append((f"  {words('preview.seen_before')}", "$text-warning"))
        self.query_one("#counts", Static).update(styled(*parts))
        self.say_where(note=f"sha256 {found.sha256[:8]}" if found.sha256 else "")

    # Rows ------------------------------------------------------------------------

    def _page(self, offset: int, *, keep: bool = False) -> None:
        shown = self._rows[offset : offset + PAGE]
        cells = tuple(self._cells(row) for row in shown)
        self.query_one(Pager).show(Rows(shown, cells, len(self._rows), offset), keep=keep)
        self._offset = offset

    def _cells(self, row: Row) -> dict[str, str]:
        taken = "" if row.change is None else _TAKEN if _key(row) in self._chosen else _LEFT
        return {
            "taken": taken,
            "place": _place(row),
            "title": row.title,
            "outcome": self.words(f"outcome.{row.outcome}"),
            "said": self._said(row),
        }

    def _said(self, row: Row) -> str:
        if row.issues:
            issue = row.issues[0]
            cell = f"{issue.place.column}{issue.place.row or ''}"
            more = self.words("preview.more_issues", count=len(row.issues) - 1) if len(row.issues) > 1 else ""
            return f"{cell} {issue.place.header} {issue.seen} {issue_text(self.words, issue)}{more}"
        if row.change is not None and row.change.before is not None:
            names = row.change.fields()
            return self.words("list.comma").join(self.words(f"field.{row.kind}.{name}") for name in names)
        return ""

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, Row):
            self.ask(partial(row_parts, self.app, event.item), self._show_row, group="row")

    def _show_row(self, parts: list[Part]) -> None:
        self.query_one("#detail", Prose).say(*parts)

    def _show_file_issues(self) -> None:
        parts: list[Part] = []
        for issue in self._found.file_issues:
            parts += issue_parts(self.app, issue)
        self.query_one("#detail", Prose).say(*(parts or [self.words("preview.nothing")]))

    def action_filter(self) -> None:
        """The next part of the rows: all, new, changed, same, refused, noted."""
        self._filter = _FILTERS[(_FILTERS.index(self._filter) + 1) % len(_FILTERS)]
        self._rows = tuple(row for row in self._found.rows if self._wanted(row))
        self._show_counts()
        self._page(0)
        if not self._rows:
            self._show_file_issues()

    def _wanted(self, row: Row) -> bool:
        if self._filter == "noted":
            return bool(row.issues)
        return self._filter in ("all", row.outcome)

    # Choosing ------------------------------------------------------------------------

    def action_take(self) -> None:
        """Take the row, or leave it."""
        row = self.query_one(Pager).item
        if not isinstance(row, Row) or row.change is None:
            self.tell(self.words("preview.cannot_take"))
            return
        self._chosen ^= {_key(row)}
        self._show_counts()
        self._page(self._offset, keep=True)
        self.query_one(Pager).table.action_cursor_down()

    def action_take_all(self) -> None:
        """Take none of the rows; take all that may be taken without asking."""
        self._chosen = set() if self._chosen else import_workbook.acceptable(self._found)
        self._show_counts()
        self._page(self._offset, keep=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A file that cannot be used, or of which nothing was taken, cannot be written."""
        return not self._found.refused if action in ("accept", "take", "filter", "take_all", "same_party") else True

    def action_accept(self) -> None:
        """Write the chosen rows, after saying how many."""
        if not self._chosen and not self._found.aliases:
            self.tell(self.words("preview.nothing_chosen"))
            return
        able = sum(1 for row in self._found.rows if row.change is not None)
        body = self.words(
            "preview.accept_body",
            count=f"{len(self._chosen):,}",
            left=f"{able - len(self._chosen):,}",
            refused=f"{self._found.counts['refused']:,}",
        )
        if self._found.aliases:
            body += "\n" + self.words("preview.accept_aliases", count=len(self._found.aliases))
        dialog = Confirm(self.words, self.words("preview.accept_ask"), body, yes=self.words("key.accept"))
        self.app.push_screen(dialog, lambda yes: self._commit() if yes else None)

    def _commit(self) -> None:
        desk, found, chosen, operator_id = self.app.desk, self._found, frozenset(self._chosen), self.operator_id
        path = self._reading.path
        self.begin(
            self.words("preview.writing"),
            lambda _told, _stopped: import_workbook.commit(
                desk, found, accept=chosen, operator_id=operator_id, path=path
            ),
            self._committed,
        )

    def _committed(self, receipt: Receipt) -> None:
        counts = receipt.counts
        numbers = {
            name: f"{counts.get(name, 0):,}" for name in ("new", "changed", "removed", "same", "refused", "left_out")
        }
        body = self.words("preview.receipt", file=receipt.file, **numbers)
        dialog = Tell(self.words, self.words("preview.done"), body)
        self.app.push_screen(dialog, lambda _: self.app.go_home())

    # The same party under another name -----------------------------------------------------

    def action_same_party(self) -> None:
        """Say that the row means the recorded party it looks like."""
        row = self.query_one(Pager).item
        if not isinstance(row, Row) or not candidate_of(row):
            self.tell(self.words("preview.no_candidate"))
            return
        self.ask(partial(side_by_side, self.app, row), lambda parts: self._ask_same(row, parts), group="same")

    def _ask_same(self, row: Row, parts: list[Part]) -> None:
        dialog = Confirm(self.words, self.words("preview.same_ask"), *parts, self.words("preview.same_body"))
        self.app.push_screen(dialog, lambda yes: self._read_again(row) if yes else None)

    def _read_again(self, row: Row) -> None:
        same = {**self._reading.same, _key(row): candidate_of(row)}
        reading, host, operator_id = replace(self._reading, same=same), self.app, self.operator_id
        self.begin(
            self.words("import.reading", file=reading.path.name),
            lambda told, stopped: reading.preview(host, operator_id, told, stopped),
            lambda found: self._again(reading, found),
        )

    def _again(self, reading: Reading, found: Preview) -> None:
        """The rows as they are understood now; what was taken or left by hand stays so."""
        before, able = import_workbook.acceptable(self._found), import_workbook.acceptable(found)
        can = {_key(row) for row in found.rows if row.change is not None}
        chosen = (able - (before - self._chosen)) | ((self._chosen - before) & can)
        self._reading, self._found, self._chosen = reading, found, chosen
        self._rows = tuple(row for row in found.rows if self._wanted(row))
        self._show_counts()
        self._page(self._offset if self._offset < len(self._rows) else 0, keep=True)

    # The copy with the findings ----------------------------------------------------------

    def action_issue_copy(self) -> None:
        """Write a copy of the file in which the cells are marked."""
        path = self._reading.path
        out = path.with_name(f"{path.stem}{self.words('preview.copy_suffix')}.xlsx")
        dialog = AskText(self.words, self.words("preview.copy_ask"), value=in_short(out))
        folder = out.parent
        self.app.push_screen(dialog, lambda name: self._may_copy(path_of(name, folder) if name else None))

    def _may_copy(self, out: Path | None) -> None:
        if out is None:
            return
        if not out.is_file():
            self._copy(out)
            return
        shown = in_short(out)
        title, body, yes = (self.words(f"write.{key}", out=shown) for key in ("replace", "replace_body", "replace_yes"))
        dialog = Confirm(self.words, title, body, yes=yes, safe=False)
        self.app.push_screen(dialog, lambda agreed: self._copy(out, replace=True) if agreed else None)

    def _copy(self, out: Path, *, replace: bool = False) -> None:
        desk, path, found = self.app.desk, self._reading.path, self._found
        lang = language_of(desk, found.parties, self.app.lang)
        self.begin(
            self.words("preview.copying"),
            lambda _told, _stopped: import_workbook.write_issue_copy(desk, path, found, out, lang, replace=replace),
            lambda count: self.tell(self.words("preview.copied", count=f"{count:,}", out=in_short(out))),
        )


def _key(row: Row) -> tuple[str, int]:
    return row.sheet, row.number


def _place(row: Row) -> str:
    """Sheet and row; of a long name the end is left out, of the row's number nothing."""
    number = f" {row.number}"
    return cut(visible(row.sheet), _PLACE_WIDTH - len(number)) + number
