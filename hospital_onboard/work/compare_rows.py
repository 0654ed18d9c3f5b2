"""The rows of a file beside what is stored: the part of a preview that asks the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.preview import Preview, Row
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.intake import answers, doubts
from hospital_onboard.intake.columns import Layout
from hospital_onboard.intake.order import in_order, kinds_needed, sole_operator
from hospital_onboard.intake.preview import Comparison, Context
from hospital_onboard.intake.removals import without_impossible
from hospital_onboard.intake.scoping import absent_rows
from hospital_onboard.intake.workbook import Cancelled, Progress, RawBook
from hospital_onboard.store import records
from hospital_onboard.work import stock, vendor_import
from hospital_onboard.work.collector import without_collector
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_import import Vendor


@dataclass(frozen=True)
class Compared:
    """The rows of a file, what is to be said about its sheets, and new spellings to remember."""

    rows: list[Row]
    issues: list[Issue]
    aliases: tuple[Change, ...]


def compared(
    desk: Desk,
    book: RawBook,
    layouts: list[Layout],
    found: Preview,
    operator_id: str | None,
    vendor: Vendor | None,
    same: Mapping[tuple[str, int], str],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Compared:
    """Every row of the file beside the store.

    Args:
        found: what is known about the file so far.
        vendor: whose answers it holds, if it is a vendor's.
        same: (sheet, row) -> id of the stored party that the row means.

    Raises:
        Refusal: ``import-cancelled``.
    """
    file = found.file
    needed = kinds_needed(layouts)
    context = _context(desk, book, layouts, found, operator_id, vendor, same)
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

    with without_collector():
        for layout in in_order(layouts):
            rows += comparison.sheet(layout, tick)
            layout.raw.rows = []  # understood; a long sheet need not stand in memory twice
    if progress is not None:
        progress(2 * total, 2 * total)
    source = f"workbook:{book.sha256}"
    made = vendor_import.aliases(desk, comparison.spelled, context.directory, source)
    return Compared(_looked_at(desk, rows, layouts, context), _absent(context, comparison, layouts, vendor), made)


def _context(
    desk: Desk,
    book: RawBook,
    layouts: list[Layout],
    found: Preview,
    operator_id: str | None,
    vendor: Vendor | None,
    same: Mapping[tuple[str, int], str],
) -> Context:
    store_stock = stock.StoreStock(desk.store)
    if vendor is not None:  # whichever operator's its things are, its scope says how far it reaches
        whole = dict.fromkeys(SHEETS, vendor.owners)
        args = (store_stock, vendor.directory, None, same, vendor.scope, whole)
        return Context(found.file, book.sha256, book.date1904, *args)
    operator_id = operator_id or sole_operator(layouts, stock.directory(desk.store, (), None), found.file)
    directory = stock.directory(desk.store, kinds_needed(layouts), operator_id)
    ours = found.template == "inventory" and operator_id is not None
    whole = stock.owners_of(desk.store, operator_id) if ours and operator_id else {}
    return Context(found.file, book.sha256, book.date1904, store_stock, directory, operator_id, same, None, whole)


def _looked_at(desk: Desk, rows: list[Row], layouts: list[Layout], context: Context) -> list[Row]:
    """The rows with what only shows when all of them are known: what cannot go, and what somebody has to look at."""
    store_stock = stock.StoreStock(desk.store)
    by_name = {layout.raw.name: layout for layout in layouts}
    title_of = context.directory.title_of

    def place(row: Row, column: str) -> Place:
        return by_name[row.sheet].place(context.file, row.number, column)

    rows = answers.doubted(rows, answers_of(desk, (row.change for row in rows)), place)
    mine = context.scope.parties if context.scope else frozenset()
    rows = doubts.doubted(rows, store_stock, mine, place, title_of)
    return without_impossible(rows, store_stock, context.file, title_of)


def answers_of(desk: Desk, changes: Iterable[Change | None]) -> tuple[Snapshot, ...]:
    """The stored answers of every party of which a row lists something or answers for."""
    kinds = {"snapshot", *answers.LISTED}
    parties = {change.record.__dict__["party"] for change in changes if change and change.record.kind in kinds}
    return records.select(desk.store, Snapshot, party=sorted(parties)) if parties else ()


def _absent(context: Context, comparison: Comparison, layouts: list[Layout], vendor: Vendor | None) -> list[Issue]:
    expected = (
        vendor.expected
        if vendor is not None
        else vendor_import.expected_of_operator(comparison.known, context.whole, context.directory)
    )
    places = {layout.sheet.key: layout.raw.name for layout in layouts}
    return absent_rows(expected, comparison.seen, places, context.file)
