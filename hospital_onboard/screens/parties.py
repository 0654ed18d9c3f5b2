"""All parties: suppliers, contractors, and everyone else who is named; each entered once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.readiness import State, counts
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.base import WorkScreen
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.screens.states import progress_shown
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.work import browse, check, edit


@dataclass(frozen=True)
class Standing:
    """How the facts of each party stand for this operator: party id -> state -> number of lines."""

    counts: Mapping[str, Mapping[State, int]]


class PartiesScreen(WorkScreen):
    """A searchable table; Enter opens a party."""

    name_key = "parties"
    DEFAULT_CSS = """
    PartiesScreen Input { margin: 0 1; width: 1fr; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f3", "chase", "chase"),
        key("f5,ctrl+n", "new", "new"),
        key("f6", "duplicates", "duplicates"),
        key("ctrl+r", "ask_vendor", "ask-vendor"),
        key("slash", "search", "search", show=False),
        key("down", "table", "to-table", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._offset = 0

    def parts(self) -> Iterator[Widget]:
        """Search line and table."""
        words = self.words
        yield LineInput(placeholder=words("parties.search"), compact=True)
        columns = (
            Column("name", words("field.party.name"), 3, flexible=True),
            Column("state", words("parties.state"), 18),
            Column("corporate_number", words("field.party.corporate_number"), 14),
            Column("country", words("field.party.country"), 14, from_width=100),
            Column("contact", words("field.party.contact"), 2, flexible=True, from_width=100),
        )
        yield Pager(words, columns, empty=words("parties.empty"))

    def load(self) -> None:
        """The first page, and how the facts stand."""
        self.query_one(Pager).table.focus()
        self._standing = None
        self._fetch(0)

    def resumed(self) -> None:
        """Facts may have changed."""
        self._standing = None
        self._fetch(self._offset, keep=True)

    def _fetch(self, offset: int, *, keep: bool = False) -> None:
        self._offset = offset
        text = self.query_one(Input).value
        job = partial(_page, self.app, self.operator_id, text, offset, self._standing)
        self.ask(job, lambda found: self._show(*found, keep=keep))

    def _show(self, standing: Standing, rows: Rows, *, keep: bool) -> None:
        self._standing = standing
        self.query_one(Pager).show(rows, keep=keep)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._fetch(0)

    @on(Input.Submitted)
    def action_table(self) -> None:
        """From the search line into the table."""
        self.query_one(Pager).table.focus()

    def action_search(self) -> None:
        """Into the search line."""
        self.query_one(Input).focus()

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._fetch(event.offset)

    @on(Pager.Opened)
    def _opened(self, event: Pager.Opened) -> None:
        if isinstance(event.item, Party):
            self.app.go("party", party_id=event.item.id)

    def action_new(self) -> None:
        """Register a party."""
        from hospital_onboard.screens.record import RecordScreen

        kind = KINDS["party"]
        self.app.push_screen(RecordScreen(Sheet(kind, None, kind.asked()), finished=self._registered))

    def _registered(self, record: Record | None) -> None:
        if record is not None:
            self.app.go("party", party_id=record.id)

    def action_ask_vendor(self) -> None:
        """The workbook for the party under the cursor."""
        party = self.query_one(Pager).item
        if isinstance(party, Party):
            self.app.go("write", thing="vendor", about=party.id)

    def action_chase(self) -> None:
        """Who was asked, what came, what is still owed."""
        self.app.go("chase")

    def action_duplicates(self) -> None:
        """Parties that may be one and the same."""
        self.app.go("duplicates")


def _page(host: Host, operator_id: str, text: str, offset: int, standing: Standing | None) -> tuple[Standing, Rows]:
    standing = standing or _standing(host, operator_id)
    view = browse.parties(host.desk, text=text, offset=offset, limit=PAGE)
    cells = tuple(_cells(host, record, standing) for record in view.rows)
    return standing, Rows(view.rows, cells, view.total, offset)


def _standing(host: Host, operator_id: str) -> Standing:
    groups: dict[str, list[object]] = {}
    for line in check.readiness(host.desk, operator_id).lines:
        if line.party:
            groups.setdefault(line.party, []).append(line)
    return Standing({party: counts(lines) for party, lines in groups.items()})  # type: ignore[arg-type]


def _cells(host: Host, record: Record, standing: Standing) -> dict[str, str]:
    cells = {
        name: edit.shown(record, name, host.lang, lambda _: None)
        for name in ("name", "corporate_number", "country", "contact")
    }
    found = standing.counts.get(record.id)
    return {**cells, "state": host.words("parties.unused") if found is None else progress_shown(host.words, found)}
