"""Attaching papers: files and folders a person points at become evidence, kept in the store's file area.

Files are copied byte for byte and never looked into. The same bytes again are recognised and only get further uses;
a paper that was announced without a file (a vendor's list names it) gets the file. All records are saved in one
transaction, or none; what cannot be taken is said file by file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import EvidenceKind
from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.plan import Evidence, Exhibit
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.measures import measure
from hospital_onboard.report.written import Progress, silent
from hospital_onboard.store import files, records, saving
from hospital_onboard.text.normalise import clean
from hospital_onboard.work import papers
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.paper_files import LARGEST, LONGEST_NAME, Candidate, look, read_file

__all__ = ["Attached", "Candidate", "Order", "Outcome", "attach", "look"]

#: What became of a file. ``known``: the same bytes are there already; ``filled``: an announced paper has its file now.
Outcome = Literal["new", "known", "filled", "refused"]


@dataclass(frozen=True)
class Order:
    """What the person says of the files, the same for all of them."""

    about: str | None = None
    kind: EvidenceKind | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    #: For one file only; otherwise a paper is called after its file.
    title: str | None = None
    #: What the papers show: ids of equipment, contracts, parties; with the measures, if they show any.
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    #: Take kinds and measures from the file names where nothing else is said.
    take_suggestions: bool = False


@dataclass(frozen=True)
class Attached:
    """What became of one file."""

    candidate: Candidate
    outcome: Outcome
    evidence: Evidence | None = None
    uses: int = 0
    problem: str = ""


def attach(
    desk: Desk,
    found: Sequence[Candidate],
    order: Order,
    *,
    operator: str = "",
    progress: Progress = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Attached, ...]:
    """Keep the files and their records.

    Raises:
        Refusal: ``measure-elsewhere`` when a measure does not belong to a subject; ``one-title`` for several files
            under one title; ``stopped``; what ``papers.keep`` raises. Nothing is kept then.
    """
    if order.title and len(found) > 1:
        raise Refusal("one-title", USAGE)
    uses = () if order.take_suggestions and not order.items else uses_of(desk, order.subjects, order.items)
    batch = _Batch(desk, order, uses)
    try:
        for n, candidate in enumerate(found):
            progress(n, len(found))
            if cancelled():
                raise Refusal("stopped")
            batch.take(candidate)
        if batch.changes:
            stamp = desk.stamp("attach", source=batch.source, operator=operator)
            saving.save(desk.store, [*batch.changes.values()], stamp)
    except BaseException:
        batch.forget_files()
        raise
    progress(len(found), len(found))
    return tuple(batch.done)


@dataclass
class _Batch:
    """The files of one go: what is to be saved, and which files were put into the area for it."""

    desk: Desk
    order: Order
    uses: tuple[tuple[str, str | None], ...]
    done: list[Attached] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    _fresh: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """What the audit trail says of it: the file, or how many."""
        taken = [one.candidate.name for one in self.done if one.outcome != "refused"]
        return taken[0] if len(taken) == 1 else f"{len(taken)} files"

    def take(self, candidate: Candidate) -> None:
        """One file."""
        problem = candidate.problem or self._unsure(candidate)
        if problem:
            self.done.append(Attached(candidate, "refused", problem=problem))
            return
        content = read_file(candidate.path)
        if not content or len(content) > LARGEST:
            problem = "too-large" if content else "empty" if content == b"" else "cannot-read"
            self.done.append(Attached(candidate, "refused", problem=problem))
            return
        self._take(candidate, content)

    def _unsure(self, candidate: Candidate) -> str:
        """A file that looks like a person's paper is taken only once somebody said what it is."""
        said = self.order.kind is not None or (self.order.take_suggestions and candidate.suggestion.kind)
        return "looks-personal" if candidate.suggestion.personal and not said else ""

    def _take(self, candidate: Candidate, content: bytes) -> None:
        sha256 = files.digest(content)
        title = self.order.title or clean(Path(candidate.name).stem)[:LONGEST_NAME] or candidate.name
        same = self._pending(lambda e: e.file_sha256 == sha256) or self._stored(file_sha256=sha256)
        announced = None
        if same is None:
            announced = self._pending(lambda e: (e.title, e.about) == (title, self.order.about))
            announced = announced or self._stored(title=title, about=self.order.about)
        if announced is not None and announced.file_sha256 is not None:
            self.done.append(Attached(candidate, "refused", announced, problem="title-taken"))
            return
        before = same or announced
        said = self._said(candidate)
        after = (
            _filled(before, {**said, "file_name": candidate.name, "file_sha256": sha256})
            if before
            else _new({**said, "title": title, "file_name": candidate.name, "file_sha256": sha256})
        )
        self._keep(content, sha256, after)
        if before is None or after.says() != before.says():
            self._change(before, after)
        uses = [self._use(after.id, *use) for use in self._uses_of(candidate)]
        outcome: Outcome = "known" if same else "filled" if announced else "new"
        self.done.append(Attached(candidate, outcome, after, sum(uses)))

    def _said(self, candidate: Candidate) -> dict[str, object]:
        suggested = candidate.suggestion.kind if self.order.take_suggestions else None
        return {
            "evidence_kind": self.order.kind or suggested,
            "about": self.order.about,
            "issued_on": self.order.issued_on,
            "valid_until": self.order.valid_until,
        }

    def _uses_of(self, candidate: Candidate) -> Iterator[tuple[str, str | None]]:
        yield from self.uses
        if self.order.take_suggestions and not self.order.items:
            for item in candidate.suggestion.measures:
                yield from ((s, item) for s in self.order.subjects if _fits(self.desk, s, item))

    def _keep(self, content: bytes, sha256: str, evidence: Evidence) -> None:
        area = papers.area(self.desk)
        there = area.is_open(sha256) or area.is_sealed(sha256)
        if not there:
            self._fresh.append(sha256)
        papers.keep(self.desk, content, personal=papers.is_personal(evidence))

    def _use(self, evidence: str, subject: str, item: str | None) -> bool:
        """Show the paper for something; False when it is shown for it already."""
        if any(
            isinstance(e := change.after, Exhibit) and (e.evidence, e.subject, e.item) == (evidence, subject, item)
            for change in self.changes.values()
        ) or records.select(self.desk.store, Exhibit, evidence=evidence, subject=subject, item=item):
            return False
        self._change(None, exhibit(evidence, subject, item))
        return True

    def _change(self, before: Evidence | None, after: Evidence | Exhibit) -> None:
        earlier = self.changes.get(after.id)
        self.changes[after.id] = Change(earlier.before if earlier else before, after)

    def _pending(self, fits: Callable[[Evidence], bool]) -> Evidence | None:
        made = (change.after for change in self.changes.values())
        return next((e for e in made if isinstance(e, Evidence) and fits(e)), None)

    def _stored(self, **where: object) -> Evidence | None:
        return next(iter(records.select(self.desk.store, Evidence, **where)), None)

    def forget_files(self) -> None:
        """Take back what was put into the area for records that were not saved."""
        for sha256 in self._fresh:
            papers.area(self.desk).drop(sha256)


def uses_of(desk: Desk, subjects: Sequence[str], items: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """(subject, measure) for each measure and each subject it can be about; the subjects alone without a measure.

    Raises:
        Refusal: ``measure-elsewhere`` when none of the subjects can have a measure.
    """
    if not items:
        return tuple((subject, None) for subject in subjects)
    uses = []
    for item in items:
        fitting = [subject for subject in subjects if _fits(desk, subject, item)]
        if not fitting:
            raise Refusal("measure-elsewhere", USAGE, where=item)
        uses += [(subject, item) for subject in fitting]
    return tuple(uses)


def _fits(desk: Desk, subject: str, item: str) -> bool:
    """Measures of an introduction are about equipment, those of an entrustment about contracts."""
    kind = Equipment if measure(item).applies_to == "introduction" else Entrustment
    return records.get(desk.store, kind, subject) is not None


def _filled(before: Evidence, said: dict[str, object]) -> Evidence:
    """The record with what it left open; what it says already stays."""
    new = {name: value for name, value in said.items() if value is not None and getattr(before, name) is None}
    return before.changed(**new, origin={**before.origin, **dict.fromkeys(new, "form")}) if new else before


def _new(said: dict[str, object]) -> Evidence:
    return Evidence.model_validate({"id": new_id("evidence"), "origin": {"*": "form"}, **said})


def exhibit(evidence: str, subject: str, item: str | None) -> Exhibit:
    """A new use of a paper."""
    return Exhibit(id=new_id("exhibit"), origin={"*": "form"}, evidence=evidence, subject=subject, item=item)
