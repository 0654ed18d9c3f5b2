"""One party: who it is, and its dated facts with their age against the filing day."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.attaching import For
from hospital_onboard.screens.outlined import Entry, OutlinedScreen
from hospital_onboard.screens.party_entries import make_party_entries
from hospital_onboard.widgets.keys import key


class PartyScreen(OutlinedScreen):
    """Snapshots stand under the party, holders, officers and sales under their snapshot."""

    name_key = "party"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+r", "ask_vendor", "ask-vendor"),
        key("ctrl+o", "attach", "attach", show=False),
    ]

    def __init__(self, party_id: str) -> None:
        super().__init__()
        self.party_id = party_id

    def path(self) -> tuple[str, ...]:
        """The party, the part of it."""
        first = self.entries.get("party")
        entry = self.entry if self.is_mounted and self.query("Outline") else None
        name = first.title if first else ""
        part = entry.title if entry and entry is not first else ""
        return tuple(text for text in (self.words("screen.party"), name, part) if text)

    def make_entries(self, unfolded: str) -> Sequence[Entry]:
        """Everything is unfolded: a party has few facts."""
        return make_party_entries(self.app, self.operator_id, self.party_id)

    def _put_entries(self, entries: Sequence[Entry], wanted: str) -> None:
        if not entries:
            self.tell(self.words("party.gone"))
            self._leave()
            return
        super()._put_entries(entries, wanted)

    def action_ask_vendor(self) -> None:
        """The workbook for this party, once what is being typed is saved."""
        self.before_leaving(lambda: self.app.go("write", thing="vendor", about=self.party_id))

    def line_of(self, record: Record) -> str:
        """Lines are named by the record they show."""
        return "party" if isinstance(record, Party) else record.id

    def action_attach(self) -> None:
        """Attach papers about the party: registry certificates, identity papers, receipts."""
        first = self.entries.get("party")
        target = For(about=self.party_id, label=first.title if first else "")
        self.before_leaving(lambda: self.app.go("evidence", shown_for=target))

    def refresh_outline(self, wanted: str = "") -> None:
        """Read the facts again."""
        self.ask(partial(self.make_entries, ""), lambda entries: self._put_entries(entries, wanted), group="outline")
