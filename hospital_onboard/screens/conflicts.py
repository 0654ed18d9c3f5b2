"""Where senders of bundles disagree. Both values are kept; whoever corrects the record settles it."""

from collections.abc import Iterator
from functools import partial

from textual import on
from textual.widget import Widget

from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.work import bundle_conflicts
from hospital_onboard.work.bundle_conflicts import Open


class ConflictsScreen(WorkScreen):
    """One line for each field that two sources fill differently."""

    name_key = "conflicts"

    def parts(self) -> Iterator[Widget]:
        """The table."""
        words = self.words
        columns = (
            Column("record", words("conflicts.record"), 2, flexible=True),
            Column("field", words("conflicts.field"), 14),
            Column("kept", words("conflicts.kept"), 1, flexible=True),
            Column("other", words("conflicts.other"), 1, flexible=True),
            Column("who", words("conflicts.who"), 1, flexible=True),
            Column("at", words("conflicts.at"), 10, from_width=100),
        )
        yield Pager(words, columns, empty=words("conflicts.empty"))

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Open] = []

    def load(self) -> None:
        """Look for them."""
        self.query_one(Pager).table.focus()
        self.ask(partial(bundle_conflicts.conflicts, self.app.desk, self.app.lang), self._show)

    def _show(self, found: list[Open]) -> None:
        self._found = found
        self._page(0)

    def _page(self, offset: int) -> None:
        shown = tuple(self._found[offset : offset + PAGE])
        self.query_one(Pager).show(Rows(shown, tuple(map(self._cells, shown)), len(self._found), offset))

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    def _cells(self, one: Open) -> dict[str, str]:
        conflict, words = one.conflict, self.words
        return {
            "record": f"{words(f'kind.{conflict.kind}')} {one.title}",
            "field": words(f"field.{conflict.kind}.{conflict.field}"),
            "kept": conflict.labelled(conflict.kept, words),
            "other": conflict.labelled(conflict.other, words),
            "who": conflict.who,
            "at": conflict.at[:10],
        }
