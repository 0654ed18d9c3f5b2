"""Parties that may be one and the same, side by side. Nothing is joined before a person says so."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hospital_onboard.domain.party import Party
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.text.width import pad
from hospital_onboard.widgets.dialogs import Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import styled, visible
from hospital_onboard.work import edit, merge
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.merge import Pair


class DuplicatesScreen(WorkScreen):
    """The pairs over the two parties of the pair the cursor is on."""

    name_key = "duplicates"
    DEFAULT_CSS = """
    DuplicatesScreen #sides { height: 11; }
    DuplicatesScreen #sides Static { width: 1fr; height: 100%; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "keep_first", "keep-first"),
        key("f3", "keep_second", "keep-second"),
        key("ctrl+z", "undo", "undo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[Pair] = []

    def parts(self) -> Iterator[Widget]:
        """Table of pairs, two panes."""
        words = self.words
        columns = (
            Column("first", words("duplicates.first"), 1, flexible=True),
            Column("second", words("duplicates.second"), 1, flexible=True),
            Column("reason", words("duplicates.reason"), 18),
        )
        yield Pager(words, columns, empty=words("duplicates.empty"))
        with Horizontal(id="sides"):
            for name in ("first", "second"):
                side = Static("", id=name, classes="pane", markup=False)
                side.border_title = Content(words(f"duplicates.{name}"))
                yield side

    def load(self) -> None:
        """Look for pairs."""
        self.query_one(Pager).table.focus()
        self.ask(partial(_pairs, self.app.desk), self._found)

    def _found(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self._page(0)

    def _page(self, offset: int) -> None:
        shown = tuple(self._pairs[offset : offset + PAGE])
        cells = tuple(
            {
                "first": p.first.name,
                "second": p.second.name,
                "reason": self.words(f"duplicates.by_{p.reason.replace('-', '_')}", score=p.score),
            }
            for p in shown
        )
        self.query_one(Pager).show(Rows(shown, cells, len(self._pairs), offset))
        if not shown:
            for side in self.query("#sides Static").results(Static):
                side.update("")

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, Pair):
            self.query_one("#first", Static).update(self._side(event.item.first, event.item.second))
            self.query_one("#second", Static).update(self._side(event.item.second, event.item.first))

    def _side(self, party: Party, other: Party) -> Content:
        parts: list[str | tuple[object, str]] = []
        for name in Party.asked():
            value = edit.shown(party, name, self.app.lang, lambda _: None)
            if value or getattr(other, name):
                same = getattr(party, name) == getattr(other, name)
                parts.append((pad(self.words(f"field.party.{name}"), 20), "$text-muted"))
                parts += [(visible(value), "" if same else "bold"), "\n"]
        return styled(*parts)

    def action_keep_first(self) -> None:
        """Join the second into the first."""
        pair = self.query_one(Pager).item
        if isinstance(pair, Pair):
            self._confirm(pair.first, pair.second)

    def action_keep_second(self) -> None:
        """Join the first into the second."""
        pair = self.query_one(Pager).item
        if isinstance(pair, Pair):
            self._confirm(pair.second, pair.first)

    def _confirm(self, keep: Party, drop: Party) -> None:
        body = self.words("duplicates.confirm_body", keep=keep.name, drop=drop.name)
        dialog = Confirm(
            self.words, self.words("duplicates.confirm"), body, yes=self.words("duplicates.join"), safe=False
        )
        job = partial(merge.merge, self.app.desk, keep, drop, self.operator_id)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._merged, group="merge") if yes else None)

    def _merged(self, _: int) -> None:
        self.tell(self.words("duplicates.done"))
        self.load()

    def action_undo(self) -> None:
        """Take the last step back."""
        self.take_back()


def _pairs(desk: Desk) -> list[Pair]:
    return merge.duplicates(desk)
