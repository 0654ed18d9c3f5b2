"""Importing a workbook: look first, then take all or some of it in one piece, and take it back if need be."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.preview import Outcome, Preview, Row
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import TEMPLATE_VERSION
from hospital_onboard.intake.columns import Layout, column_letter
from hospital_onboard.intake.preview import Comparison, Context, in_order, kinds_needed, sole_operator
from hospital_onboard.intake.removals import without_impossible
from hospital_onboard.intake.workbook import Cancelled, Limits, Progress, RawBook, Unreadable, read_workbook
from hospital_onboard.store import audit, lookup, receipts, saving
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import attach_questionnaire, import_sbom, other_formats, stock
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints

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
) -> Preview:
    """What the file would change. Nothing is written; a file that cannot be used is a preview that is ``refused``.

    Args:
        operator_id: whose file it is: equipment rows that do not say otherwise belong to it, others are refused.
            None asks the file itself, which may name one operator.
        same: (sheet, row) -> id of the stored party that a row means; the answer to ``similar-party``, whose
            ``params["candidate_id"]`` is that id. Without an answer the row is a new party.
        hints: which sheet a CSV file is, which equipment an SBOM or question sheet is about.
        progress: told (rows done, of all); each row counts when read and again when compared.

    Raises:
        Refusal: ``import-cancelled``, ``no-such-sheet``.
    """
    hints = hints or Hints()
    try:
        book = read_workbook(path, limits or Limits(), _half(progress), cancelled)
        if asked := attach_questionnaire.recognised(book, path.name):
            return attach_questionnaire.preview(desk, book, asked, path.name, operator_id, hints.about)
        layouts, issues = other_formats.laid_out(desk, book, path.name, operator_id, hints)
    except Unreadable as fault:
        return Preview(path.name, "", "", None, (), (fault.issue(path.name),))
    template, version = _version(book)
    file_issues = [*_of_file(book, layouts, version, path.name), *issues, *(i for la in layouts for i in la.issues)]
    found = Preview(
        path.name,
        book.sha256,
        template,
        version,
        (),
        tuple(file_issues),
        seen_before=_seen_before(desk, book.sha256),
        columns={layout.raw.name: {c: column_letter(n) for c, n in layout.columns.items()} for layout in layouts},
    )
    if found.refused:
        return replace(found, file_issues=tuple(i for i in file_issues if i.severity == "refuse"))
    papers = import_sbom.paper(desk, book, layouts, path.name)
    rows = _compared(desk, book, layouts, found, operator_id, same or {}, progress, cancelled)
    return replace(found, rows=(*rows, *papers))


def _compared(
    desk: Desk,
    book: RawBook,
    layouts: list[Layout],
    found: Preview,
    operator_id: str | None,
    same: Mapping[tuple[str, int], str],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Row]:
    file = found.file
    needed = kinds_needed(layouts)
    operator_id = operator_id or sole_operator(layouts, stock.directory(desk.store, (), None), file)
    directory = stock.directory(desk.store, needed, operator_id)
    store_stock = stock.StoreStock(desk.store)
    context = Context(file, book.sha256, book.date1904, store_stock, directory, operator_id, same)
    comparison = Comparison(context, needed)
    total = sum(len(layout.raw.rows) for layout in layouts) or 1
    done = 0
    rows: list[Row] = []

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if cancelled is not None and cancelled():
            raise Refusal("import-cancelled", USAGE, where=file)
        if progress is not None:
            progress(total + min(done, total), 2 * total)

    with _without_collector():
        for layout in in_order(layouts):
            rows += comparison.sheet(layout, tick)
            layout.raw.rows = []  # understood; a long sheet need not stand in memory twice
    if progress is not None:
        progress(2 * total, 2 * total)
    return without_impossible(rows, store_stock, file, directory.title_of)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of new records, none of them garbage: looking for cycles among them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _half(progress: Progress | None) -> Progress | None:
    return None if progress is None else lambda done, total: progress(done, 2 * total)


def _version(book: RawBook) -> tuple[str, int | None]:
    name, _, number = book.template.partition("/")
    return (name, int(number)) if number.isascii() and number.isdigit() else ("", None)


def _of_file(book: RawBook, layouts: list[Layout], version: int | None, file: str) -> Iterable[Issue]:
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
    """The rows that may be taken without asking: not refused, and overwriting nothing that a person typed."""
    return {
        (row.sheet, row.number)
        for row in found.rows
        if row.change is not None and not (row.issues and any(issue.code == "conflict" for issue in row.issues))
    }


def commit(desk: Desk, found: Preview, *, accept: Chosen | None = None, operator_id: str = "") -> Receipt:
    """Write the accepted rows in one transaction, and say what was written, counted in the store.

    Args:
        accept: the rows to take; None takes all that are ``acceptable``. A row that names a new record of a row not
            taken is left out with it; ``counts["left_out"]`` says how many rows were not taken though they could be.

    Raises:
        Refusal: ``import-refused`` (the file cannot be used); ``changed-meanwhile``, ``record-in-use``,
            ``store-…`` when the store has moved on since the preview. Nothing is written then.
    """
    if found.refused:
        raise Refusal("import-refused", INPUT_REFUSED, where=found.file)
    taken = _with_what_they_name(found, acceptable(found) if accept is None else set(accept))
    able = sum(1 for row in found.rows if row.change is not None)
    counts: dict[str, int] = {
        **_named(found.counts),
        **_written([row.change for row in taken if row.change]),
        "left_out": able - len(taken),
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
        _parties(taken),
    )
    if not taken:
        return receipt
    row = {name: value for name, value in receipt.__dict__.items() if name != "seq"}
    with _without_collector():
        seq = saving.save(desk.store, [row.change for row in taken if row.change], stamp, receipt=row)
    return replace(receipt, seq=seq, counts={**counts, **lookup.written(desk.store, seq)})


def _parties(taken: list[Row]) -> list[str]:
    """The parties about which these rows say something."""
    records = [row.change.record for row in taken if row.change is not None]
    named = [record.id if record.kind == "party" else record.says().get("party") for record in records]
    return sorted({party for party in named if party})


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
    stamp = desk.stamp("undo-import", source=f"workbook:{found.sha256}", operator=found.operator)
    return audit.undo(desk.store, found.seq, stamp)


def write_issue_copy(desk: Desk, path: Path, found: Preview, out: Path, lang: Lang) -> int:
    """Write a copy of the file with its cells marked; returns how many findings it lists.

    Raises:
        Refusal: ``issues-over-source`` (the copy would overwrite the file itself), ``file-changed``, ``cannot-write``.
    """
    from hospital_onboard.report import issue_copy

    with _without_collector():
        return issue_copy.write(path, found, out, lang, other_formats.tables(path, found))


def to_json(found: Preview, receipt: Receipt | None, lang: Lang) -> dict[str, Any]:
    """One element of ``files`` of the JSON shape ``SCHEMA``. Codes and severities are never translated."""
    return {
        "file": found.file,
        "sha256": found.sha256,
        "outcome": _outcome(found, receipt),
        "rows": dict(found.counts),
        "receipt": None if receipt is None or receipt.seq is None else {"id": receipt.id, "seq": receipt.seq},
        "written": {} if receipt is None else dict(receipt.counts),
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
    }
