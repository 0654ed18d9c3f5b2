"""Importing a workbook: look first, then take all or some of it in one piece, and take it back if need be."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.preview import Outcome, Preview, Row
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.domain.scope import OF_PARTY
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import TEMPLATE_VERSION
from hospital_onboard.intake import answers
from hospital_onboard.intake.columns import Layout, column_letter
from hospital_onboard.intake.workbook import Cancelled, Limits, Progress, RawBook, Unreadable, read_workbook
from hospital_onboard.store import audit, lookup, receipts, saving
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import (
    attach_questionnaire,
    compare_rows,
    import_sbom,
    other_formats,
    papers,
    refresh_from_list,
    vendor_import,
)
from hospital_onboard.work.collector import without_collector
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints
from hospital_onboard.work.vendor_import import Vendor

SCHEMA = "hospital-onboard/import/1"
#: A row as a person points at it: sheet name and row number.
Chosen = Collection[tuple[str, int]]


def preview(
    desk: Desk,
    path: Path,
    operator_id: str | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits | None = None,
    same: Mapping[tuple[str, int], str] | None = None,
    hints: Hints | None = None,
    parties: Sequence[str] = (),
) -> Preview:
    """What the file would change. Nothing is written; a file that cannot be used is a preview that is ``refused``.

    Args:
        operator_id: whose file it is: equipment rows that do not say otherwise belong to it, others are refused.
            None asks the file itself, which may name one operator.
        same: (sheet, row) -> id of the stored party that a row means; the answer to ``similar-party``, whose
            ``params["candidate_id"]`` is that id. Without an answer the row is a new party.
        parties: ids of the parties whose answers the file holds; a vendor's own workbook says so itself. Such a file
            may touch only what these have to do with, whichever operator's it is.
        hints: which sheet a CSV file is, which equipment an SBOM or question sheet is about.
        progress: told (rows done, of all); each row counts when read and again when compared.

    Raises:
        Refusal: ``import-cancelled``, ``no-such-sheet``.
    """
    hints = hints or Hints()
    try:
        book = read_workbook(path, limits or Limits(), _half(progress), cancelled)
        if asked := attach_questionnaire.recognised(book, path.name):
            sheets = attach_questionnaire.preview(desk, book, asked, path.name, operator_id, hints.about)
            return replace(sheets, place=path)
        if listed := refresh_from_list.recognised(book, path.name):
            found = refresh_from_list.preview(desk, book, listed, path.name, hints.lang)
            return replace(found, seen_before=_seen_before(desk, book.sha256))
        layouts, issues = other_formats.laid_out(desk, book, path.name, operator_id, hints)
    except Unreadable as fault:
        return Preview(path.name, "", "", None, (), (fault.issue(path.name),))
    vendor, about_scope = vendor_import.vendor_of(desk, book, path.name, operator_id, parties)
    noted = (*about_scope, *_about_file(book, layouts, path.name), *issues)
    found = replace(_of_file(desk, book, layouts, path.name, noted, vendor), place=path)
    if found.refused:
        return replace(found, file_issues=tuple(i for i in found.file_issues if i.severity == "refuse"))
    own_paper = import_sbom.paper(desk, book, layouts, path.name)
    compared = compare_rows.compared(desk, book, layouts, found, operator_id, vendor, same or {}, progress, cancelled)
    return replace(
        found,
        rows=(*compared.rows, *own_paper),
        file_issues=(*found.file_issues, *compared.issues),
        aliases=compared.aliases,
    )


def _half(progress: Progress | None) -> Progress | None:
    return None if progress is None else lambda done, total: progress(done, 2 * total)


def _version(book: RawBook) -> tuple[str, int | None]:
    name, _, number = book.template.partition("/")
    return (name, int(number)) if number.isascii() and number.isdigit() else ("", None)


def _of_file(
    desk: Desk, book: RawBook, layouts: list[Layout], file: str, noted: Sequence[Issue], vendor: Vendor | None
) -> Preview:
    """What is known of the file before any of its rows is looked at."""
    template, version = _version(book)
    about_sheets = (issue for layout in layouts for issue in layout.issues)
    return Preview(
        file,
        book.sha256,
        template,
        version,
        (),
        (*noted, *about_sheets),
        seen_before=_seen_before(desk, book.sha256),
        columns={layout.raw.name: {c: column_letter(n) for c, n in layout.columns.items()} for layout in layouts},
        parties=tuple(sorted(vendor.scope.parties)) if vendor else (),
    )


def _about_file(book: RawBook, layouts: list[Layout], file: str) -> Iterable[Issue]:
    _, version = _version(book)
    if version is not None and version > TEMPLATE_VERSION:
        yield Issue("newer-template", Place(file), str(version), {"version": str(TEMPLATE_VERSION)})
    elif not layouts:
        yield Issue("not-our-template", Place(file))
    if book.linked:
        yield Issue("external-links", Place(file))


def _seen_before(desk: Desk, sha256: str) -> bool:
    found = receipts.receipts(desk.store, sha256=sha256)
    return any(receipt.seq is not None and not lookup.is_undone(desk.store, receipt.seq) for receipt in found)


def acceptable(found: Preview) -> set[tuple[str, int]]:
    """The rows that may be taken without asking: not refused, and with nothing that somebody has to look at first."""
    return {
        (row.sheet, row.number)
        for row in found.rows
        if row.change is not None and not (row.issues and any(issue.held for issue in row.issues))
    }


def commit(
    desk: Desk, found: Preview, *, accept: Chosen | None = None, operator_id: str = "", path: Path | None = None
) -> Receipt:
    """Write the accepted rows in one transaction, and say what was written, counted in the store.

    Args:
        accept: the rows to take; None takes all that are ``acceptable``. A row that names a new record of a row not
            taken is left out with it; ``counts["left_out"]`` says how many rows were not taken though they could be.
        path: the file, to make sure that it still is what was looked at.

    Raises:
        Refusal: ``import-refused`` (the file cannot be used); ``file-changed`` (also when it is gone);
            ``changed-meanwhile``, ``record-in-use``, ``store-…`` when the store has moved on since the preview.
            Nothing is written then.
    """
    if found.refused:
        raise Refusal("import-refused", INPUT_REFUSED, where=found.file)
    if path is not None and _digest(path) != found.sha256:
        raise Refusal("file-changed", INPUT_REFUSED, where=found.file)
    taken = _with_what_they_name(found, acceptable(found) if accept is None else set(accept))
    able = sum(1 for row in found.rows if row.change is not None)
    of_rows = [row.change for row in taken if row.change]
    changes, completed = answers.completed(of_rows, compare_rows.answers_of(desk, of_rows))
    counts: dict[str, int] = {
        **_named(found.counts),
        **_written(changes),
        "left_out": able - len(taken),
        "completed": completed,
    }
    stamp = desk.stamp("import", source=f"workbook:{found.sha256}", operator=operator_id)
    receipt = Receipt(
        new_id("receipt"),
        None,
        found.file,
        found.sha256,
        stamp.at.isoformat(),
        desk.who,
        operator_id,
        counts,
        found.columns,
        sorted(found.parties or _spoken_of(changes)),
    )
    if not taken and not found.aliases:
        return receipt
    row = {name: value for name, value in receipt.__dict__.items() if name != "seq"}
    papers.keep_imported(desk, found, changes)
    with without_collector():
        seq = saving.save(desk.store, [*changes, *found.aliases], stamp, receipt=row)
    return replace(receipt, seq=seq, counts={**counts, **lookup.written(desk.store, seq)})


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _spoken_of(changes: Iterable[Change]) -> set[str]:
    """The parties that a file says something about, when it does not say whose answers it holds."""
    found = {change.record.id for change in changes if change.record.kind == "party"}
    return found | {c.record.__dict__["party"] for c in changes if c.record.kind in OF_PARTY}


def _named(counts: Mapping[Outcome, int]) -> dict[str, int]:
    return {str(outcome): count for outcome, count in counts.items()}


def _written(changes: list[Change]) -> dict[str, int]:
    return {
        "new": sum(1 for change in changes if change.before is None),
        "changed": sum(1 for change in changes if change.before is not None and change.after is not None),
        "removed": sum(1 for change in changes if change.after is None),
    }


def _with_what_they_name(found: Preview, accept: set[tuple[str, int]]) -> list[Row]:
    """The accepted rows, without those that name a new record which is not taken."""
    taken = [row for row in found.rows if row.change is not None and (row.sheet, row.number) in accept]
    new = {row.change.record.id for row in found.rows if row.change is not None and row.change.before is None}
    while True:
        missing = new - {row.change.record.id for row in taken if row.change}
        kept = [row for row in taken if row.change and not (missing and _names(row.change.after, missing))]
        if len(kept) == len(taken):
            return kept
        taken = kept


def _names(record: Record | None, ids: set[str]) -> bool:
    if record is None:
        return False
    kind = type(record)
    return any(getattr(record, name) in ids for name in kind.asked() if isinstance(shape_of(kind, name), Ref))


def undo_import(desk: Desk, receipt_id: str) -> int:
    """Take back what an import wrote; returns the number of the new audit entry.

    Raises:
        Refusal: ``no-such-receipt``; ``nothing-to-undo``; ``undo-changed-since`` when somebody worked on it since.
    """
    found = next((r for r in receipts.receipts(desk.store, limit=100_000) if r.id == receipt_id), None)
    if found is None or found.seq is None:
        raise Refusal("no-such-receipt", USAGE, where=receipt_id)
    entry = audit.entry(desk.store, found.seq)
    source = f"workbook:{found.sha256}" if entry is None else entry.source
    stamp = desk.stamp("undo-import", source=source, operator=found.operator)
    return audit.undo(desk.store, found.seq, stamp)


def write_issue_copy(desk: Desk, path: Path, found: Preview, out: Path, lang: Lang, *, replace: bool = False) -> int:
    """Write a copy of the file with its cells marked; returns how many findings it lists.

    Raises:
        Refusal: ``issues-over-source`` (the copy would overwrite the file itself), ``file-changed``, ``file-exists``,
            ``cannot-write``.
    """
    from hospital_onboard.report import issue_copy

    with without_collector():
        return issue_copy.write(path, found, out, lang, other_formats.tables(path, found), replace=replace)


def to_json(found: Preview, receipt: Receipt | None, lang: Lang) -> dict[str, Any]:
    """One element of ``files`` of the JSON shape ``SCHEMA``. Codes and severities are never translated."""
    return {
        "file": found.file,
        "sha256": found.sha256,
        "outcome": _outcome(found, receipt),
        "rows": dict(found.counts),
        "receipt": None if receipt is None or receipt.seq is None else {"id": receipt.id, "seq": receipt.seq},
        "written": {} if receipt is None else dict(receipt.counts),
        "held": sum(1 for row in found.rows if row.change and any(issue.held for issue in row.issues)),
        "parties": list(found.parties),
        "issues": [_issue(issue, lang) for issue in found.issues],
    }


def _outcome(found: Preview, receipt: Receipt | None) -> str:
    if found.refused:
        return "refused"
    if receipt is not None and receipt.seq is not None:
        return "imported"
    return "previewed" if found.changes else "unchanged"


def _issue(issue: Issue, lang: Lang) -> Mapping[str, Any]:
    place = issue.place
    return {
        "code": issue.code,
        "severity": issue.severity,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "header": place.header,
        "seen": issue.seen,
        "wanted": words(lang)(f"wanted.{issue.code}", **issue.params),
        "also": [{"sheet": p.sheet, "row": p.row, "column": p.column} for p in issue.also],
        **({"held": True} if issue.held else {}),
        **({"candidate": issue.params["candidate_id"]} if "candidate_id" in issue.params else {}),
    }
