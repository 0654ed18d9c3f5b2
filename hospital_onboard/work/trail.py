"""Looking at who changed what, checking that the trail is whole, and taking a step back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.record import Record
from hospital_onboard.store import audit, lookup, receipts
from hospital_onboard.store.audit import AuditEntry
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.work import show
from hospital_onboard.work.desk import Desk

__all__ = [
    "AuditEntry",
    "Imported",
    "Receipt",
    "Step",
    "changes",
    "entries",
    "imports",
    "last_import",
    "last_step",
    "spelled_out",
    "undo",
    "undo_last",
    "verify",
]

#: Changes that are looked at to say what a step was.
_MOST_TOLD = 3


def entries(desk: Desk, offset: int = 0, limit: int = 200) -> tuple[Sequence[AuditEntry], int]:
    """A page of the trail, newest first, and the number of all entries."""
    return audit.entries(desk.store, offset=offset, limit=limit)


def changes(desk: Desk, seq: int) -> tuple[Change, ...]:
    """What one entry changed, at most 500 records."""
    return audit.changes_of(desk.store, seq)


def verify(desk: Desk) -> int | None:
    """The first entry that was tampered with or is missing; None when the chain is whole."""
    return audit.verify(desk.store)


def undo(desk: Desk, seq: int) -> int:
    """Take one entry back; returns the number of the new entry.

    Raises:
        Refusal: ``nothing-to-undo``, ``undo-changed-since``.
    """
    return audit.undo(desk.store, seq, desk.stamp("undo"))


@dataclass(frozen=True)
class Step:
    """A step that can be taken back, and what it changed."""

    entry: AuditEntry
    #: The first few changes; ``entry.changes`` says how many there are.
    changes: tuple[Change, ...]
    #: The records the changes name, by id, to call them by their titles.
    named: Mapping[str, Record]


def last_step(desk: Desk) -> Step | None:
    """This person's last step that can still be taken back; None when nothing is left."""
    seq = audit.last_undoable(desk.store, desk.who)
    entry = None if seq is None else audit.entry(desk.store, seq)
    return None if entry is None else spelled_out(desk, entry, limit=_MOST_TOLD)


def spelled_out(desk: Desk, entry: AuditEntry, *, limit: int = 500) -> Step:
    """An entry of the trail with its changes, at most so many, and the records these name."""
    found = audit.changes_of(desk.store, entry.seq, limit=limit)
    named: dict[str, Record] = {}
    for change in found:
        named |= show.named_by(desk, change.record)
    # What the step itself made or removed may not be in the store.
    named |= {change.record.id: change.record for change in found if change.record.id not in named}
    return Step(entry, found, named)


def undo_last(desk: Desk) -> AuditEntry | None:
    """Take this person's last step back; returns what was undone, None when nothing is left.

    Raises:
        Refusal: ``undo-changed-since`` when somebody changed the same records later.
    """
    seq = audit.last_undoable(desk.store, desk.who)
    if seq is None:
        return None
    undone = audit.entry(desk.store, seq)
    undo(desk, seq)
    return undone


@dataclass(frozen=True)
class Imported:
    """One import of the past, and whether it was taken back."""

    receipt: Receipt
    undone: bool


def imports(desk: Desk, limit: int = 100) -> tuple[Imported, ...]:
    """Past imports that changed something, newest first."""
    found = [receipt for receipt in receipts.receipts(desk.store, limit=limit) if receipt.seq is not None]
    return tuple(Imported(receipt, lookup.is_undone(desk.store, receipt.seq or 0)) for receipt in found)


def last_import(desk: Desk) -> Receipt | None:
    """The newest import whose changes still stand."""
    return next((one.receipt for one in imports(desk) if not one.undone), None)
