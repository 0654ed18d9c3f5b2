"""Papers at hand: how each stands, showing one for more than one thing, taking it out, removing it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.plan import Evidence, Exhibit
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records, saving
from hospital_onboard.store.files import FileArea
from hospital_onboard.text.wording import Lang
from hospital_onboard.work import deadlines, papers
from hospital_onboard.work.age_keys import Ask
from hospital_onboard.work.attach import exhibit, uses_of
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.paper_files import safe_name

#: ``unsealed``: a person's paper that is kept readable (its kind was changed later). ``direct``: the party sends it.
FileState = Literal["kept", "sealed", "unsealed", "direct", "missing", "none"]
#: ``before_filing``: no longer usable on the planned filing day. ``lasting``: nothing says that it ever ends.
AgeState = Literal["usable", "lasting", "soon", "before_filing", "expired"]
FILE_STATES: Final[tuple[FileState, ...]] = ("kept", "sealed", "unsealed", "direct", "missing", "none")
AGE_STATES: Final[tuple[AgeState, ...]] = ("usable", "lasting", "soon", "before_filing", "expired")
#: So long before its end a paper is worth renewing.
_SOON: Final = timedelta(days=60)
_ENDS: Final = frozenset({"paper_expires", "paper_usable"})


@dataclass(frozen=True)
class Paper:
    """One paper and how it stands. ``until`` is the last day of its use; ``computed`` when a rule gives that day."""

    evidence: Evidence
    about: str
    #: What it is shown for: (measure or nothing, what that is about).
    uses: tuple[tuple[str, str], ...]
    file: FileState
    age: AgeState
    until: date | None = None
    computed: bool = False
    #: The planned filing day that the age was held against.
    filing: date | None = None

    @property
    def needs_care(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.file in ("unsealed", "missing", "none") or self.age in ("soon", "before_filing", "expired")


def all_papers(desk: Desk, operator_id: str, lang: Lang) -> tuple[Paper, ...]:
    """The papers about one operator's equipment, contracts and parties, and those about nothing yet; by name.

    Raises:
        Refusal: ``no-such-operator``, ``no-file-area``.
    """
    inventory = inventories.load(desk.store, operator_id)
    loose = [e for e in records.select(desk.store, Evidence, about=None) if e.id not in inventory.by_id]
    used = {e.evidence for e in records.select(desk.store, Exhibit, evidence=[e.id for e in loose])} if loose else set()
    ends = _ends(desk, operator_id, lang)
    area, uses = papers.area(desk), _uses(inventory)
    shown = [*inventory.evidence, *(e for e in loose if e.id not in used)]
    found = (
        _paper(desk, inventory, evidence, _file(area, evidence), uses.get(evidence.id, []), ends.get(evidence.id, ()))
        for evidence in shown
    )
    return tuple(sorted(found, key=lambda paper: (paper.evidence.title, paper.about, paper.evidence.id)))


def one(desk: Desk, said: str) -> Evidence:
    """A paper by its id or name.

    Raises:
        Refusal: ``no-such-paper``, ``which-paper`` when several have the name.
    """
    found = [record for record in (records.get(desk.store, Evidence, said),) if record is not None]
    found = found or list(records.select(desk.store, Evidence, title=said))
    if not found:
        raise Refusal("no-such-paper", USAGE, where=said)
    if len(found) > 1:
        raise Refusal("which-paper", USAGE, where=said, ids=" ".join(evidence.id for evidence in found))
    return found[0]


def show_for(desk: Desk, evidence: Evidence, subjects: Sequence[str], items: Sequence[str], operator: str = "") -> int:
    """Show a paper for more: ids of subjects, with measures or without; returns how many uses are new.

    Raises:
        Refusal: ``measure-elsewhere``.
    """
    there = {(e.subject, e.item) for e in records.select(desk.store, Exhibit, evidence=evidence.id)}
    new = [use for use in uses_of(desk, subjects, items) if use not in there]
    changes = [Change(None, exhibit(evidence.id, *use)) for use in new]
    if changes:
        saving.save(desk.store, changes, desk.stamp("show_paper", source=evidence.title, operator=operator))
    return len(changes)


def remove(desk: Desk, evidence: Evidence, *, with_file: bool = False, operator: str = "") -> int:
    """Remove a paper and what it is shown for; returns the number of the audit entry.

    Args:
        with_file: also delete the file, unless another record names it; then ``undo`` brings back the record only.

    Raises:
        Refusal: ``record-in-use`` while answers of a question sheet hang on it; ``changed-meanwhile``.
    """
    uses = records.select(desk.store, Exhibit, evidence=evidence.id)
    stamp = desk.stamp("remove", source=evidence.title, operator=operator)
    seq = saving.save(desk.store, [Change(record, None) for record in (*uses, evidence)], stamp)
    sha256 = evidence.file_sha256
    if with_file and sha256 and not records.count(desk.store, Evidence, file_sha256=sha256):
        papers.area(desk).drop(sha256)
    return seq


def take_out(desk: Desk, evidence: Evidence, out: Path, ask: Ask) -> Path:
    """Write a copy of the paper for its owner only: into a folder under its own name, or to a new file.

    Raises:
        Refusal: ``file-exists``, ``cannot-write``, or what ``papers.content`` raises.
    """
    content = papers.content(desk, evidence, ask)
    path = out / safe_name(evidence.file_name or evidence.title) if out.is_dir() else out
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise Refusal("file-exists", USAGE, where=str(path)) from fault
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(path)) from fault
    return path


def _ends(desk: Desk, operator_id: str, lang: Lang) -> Mapping[str, list[deadlines.Day]]:
    """Paper id -> the days on which it ends for some plan."""
    found: dict[str, list[deadlines.Day]] = {}
    for day in deadlines.of_operator(desk, operator_id, lang).days:
        if day.deadline.id in _ENDS:
            found.setdefault(day.deadline.subject, []).append(day)
    return found


def _paper(
    desk: Desk,
    inventory: Inventory,
    evidence: Evidence,
    file: FileState,
    uses: list[tuple[str, str]],
    ends: Iterable[deadlines.Day],
) -> Paper:
    until, computed = evidence.valid_until, False
    filings: list[date] = []
    for end in ends:
        until, computed = min(until or end.date, end.date), end.deadline.kind == "computed"
        plan = next((plan for plan in inventory.plans if plan.id == end.plan), None)
        if plan is not None and plan.filing_on is not None and plan.filing_on >= desk.on:
            filings.append(plan.filing_on)
    filing = min(filings, default=None)
    late = max(filings, default=None)
    age = _age(desk.on, until, late)
    return Paper(
        evidence,
        _called(inventory, evidence.about),
        tuple(sorted(uses)),
        file,
        age,
        until,
        computed,
        late if age == "before_filing" else filing,
    )


def _age(on: date, until: date | None, filing: date | None) -> AgeState:
    if until is None:
        return "lasting"
    if until < on:
        return "expired"
    if filing is not None and until < filing:
        return "before_filing"
    return "soon" if until - on <= _SOON else "usable"


def _file(area: FileArea, evidence: Evidence) -> FileState:
    sha256 = evidence.file_sha256
    if sha256 is None:
        sent = evidence.direct_to_minister == "yes" or evidence.sent_on is not None
        return "direct" if sent else "none"
    if area.is_open(sha256):
        return "unsealed" if papers.is_personal(evidence) else "kept"
    return "sealed" if area.is_sealed(sha256) else "missing"


def _uses(inventory: Inventory) -> Mapping[str, list[tuple[str, str]]]:
    """Paper id -> (measure, what that is about) of each of its uses."""
    found: dict[str, list[tuple[str, str]]] = {}
    for use in inventory.exhibits:
        found.setdefault(use.evidence, []).append((use.item or "", _called(inventory, use.subject)))
    return found


def _called(inventory: Inventory, record_id: str | None) -> str:
    record: Record | None = inventory.by_id.get(record_id or "")
    return "" if record is None else title(record, inventory.by_id.get)
