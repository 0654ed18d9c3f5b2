"""Writing the workbook that a hospital or its vendors fill in, with what is known already in it."""

from collections.abc import Collection, Sequence
from pathlib import Path

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.domain.sheets import SHEETS, Sheet, Template, sheets_of
from hospital_onboard.report.written import write_file
from hospital_onboard.store import inventory as stored
from hospital_onboard.work import stock
from hospital_onboard.work.desk import Desk

#: A vendor sees these facts only of the parties the workbook is made for.
_OF_ONE_PARTY = frozenset({"snapshot", "holder", "officer", "foreign_sale"})


def inventory(desk: Desk, out: Path, operator_id: str) -> int:
    """Write the operator's own lists; returns how many rows are filled in already.

    Raises:
        Refusal: ``no-such-operator``, ``file-exists`` (somebody may have filled it in), ``cannot-write``.
    """
    return _write(desk, out, "inventory", [stored.load(desk.store, operator_id)], None)


def vendor(desk: Desk, out: Path, operator_ids: Sequence[str], parties: Collection[str] = ()) -> int:
    """Write what vendors answer; owners, officers and sales are filled in for ``parties`` only, and for nobody else.

    Raises:
        Refusal: as for ``inventory``.
    """
    return _write(desk, out, "vendor", [stored.load(desk.store, name) for name in operator_ids], frozenset(parties))


def _write(
    desk: Desk, out: Path, template: Template, inventories: Sequence[Inventory], parties: frozenset[str] | None
) -> int:
    from hospital_onboard.report import inventory_workbook

    if out.exists():
        raise Refusal("file-exists", USAGE, where=str(out))
    loaded = {record.id: record for found in inventories for record in found.all_records()}
    by_sheet = {sheet.key: _rows(sheet, loaded, parties) for sheet in sheets_of(template)}
    # The same names as the reader will know: a name that is another hospital's too is written with its id.
    directory = stock.directory(desk.store, SHEETS, inventories[0].operator.id if len(inventories) == 1 else None)
    names = [found.operator.name for found in inventories]
    content = inventory_workbook.Content(template, by_sheet, directory, names, desk.on)
    write_file(out, inventory_workbook.write(content))
    return sum(map(len, by_sheet.values()))


def _rows(sheet: Sheet, loaded: dict[str, Record], parties: frozenset[str] | None) -> list[Record]:
    kind = sheet.record.kind
    rows = [record for record in loaded.values() if record.kind == kind]
    if parties is not None and sheet.key in _OF_ONE_PARTY:
        rows = [record for record in rows if getattr(record, "party", None) in parties]
    return rows
