"""Writing the workbooks that a hospital and its vendors fill in, with what is known already in them."""

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.domain.sheets import SHEETS, sheets_of
from hospital_onboard.domain.vendor import Opinion, Request
from hospital_onboard.report.written import must_be_new, write_file
from hospital_onboard.store import inventory as stored
from hospital_onboard.store import records, saving
from hospital_onboard.work import asking, exports, stock
from hospital_onboard.work.asking import Asking
from hospital_onboard.work.check import OperatorReadiness
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_view import view

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True)
class Sent:
    """One workbook that was written. ``owed``: party id -> how many facts it is asked for."""

    path: Path
    parties: Mapping[str, str]
    owed: Mapping[str, int]
    #: Rows that are filled in already.
    filled: int


def inventory(desk: Desk, out: Path, operator_id: str, *, personal: bool = False, replace: bool = False) -> int:
    """Write the operator's own lists; returns how many rows are filled in already.

    Args:
        personal: fill in officers' birth dates and nationalities too, which is written down; a blank cell changes
            nothing when the workbook comes back.

    Raises:
        Refusal: ``no-such-operator``, ``out-is-folder``, ``file-exists`` (somebody may have filled it in),
            ``cannot-write``.
    """
    from hospital_onboard.report import inventory_workbook

    must_be_new(out, replace=replace)
    found = stored.load(desk.store, operator_id)
    loaded = found.all_records()
    by_sheet = {s.key: [r for r in loaded if r.kind == s.key] for s in sheets_of("inventory")}
    # The same names as the reader will know: a name that is another hospital's too is written with its id.
    directory = stock.directory(desk.store, SHEETS, operator_id)
    content = inventory_workbook.Content(by_sheet, directory, [found.operator.name], desk.on, personal)
    write_file(out, inventory_workbook.write(content), replace=replace)
    if personal:
        exports.written_down(desk, out, found.officers, operator=operator_id)
    return sum(map(len, by_sheet.values()))


def vendor(
    desk: Desk,
    out: Path,
    operator_ids: Sequence[str],
    parties: Sequence[str] = (),
    *,
    personal: bool = False,
    replace: bool = False,
) -> int:
    """Write one workbook for these parties (none: for all vendors); returns how many rows are filled in already.

    Raises:
        Refusal: as for ``vendors``.
    """
    sent = vendors(desk, out, operator_ids, parties, together=True, personal=personal, replace=replace)
    return sum(one.filled for one in sent)


def vendors(
    desk: Desk,
    out: Path,
    operator_ids: Sequence[str],
    parties: Sequence[str] = (),
    *,
    together: bool | None = None,
    personal: bool = False,
    replace: bool = False,
) -> tuple[Sent, ...]:
    """Write what vendors are asked, and write down that they were asked.

    Args:
        operator_ids: for whom; the workbook speaks of these operators only.
        parties: ids of those who are asked, also when they owe nothing; none: every vendor that owes something.
        together: one workbook for all of them, in which nothing stands that one vendor should not read of another.
            None: together when ``out`` is called ``….xlsx``; otherwise ``out`` is a folder and each gets its own file.
        personal: fill in a vendor's own officers' birth dates and nationalities as far as they are known, which is
            written down; a blank cell changes nothing when the workbook comes back.

    Raises:
        Refusal: ``no-such-operator``; ``nothing-owed``; ``out-is-folder``; ``out-is-file``; ``file-exists``;
            ``cannot-write``. Nothing is written when one of several files is there already.
    """
    results = asking.load(desk, operator_ids)
    found = asking.asking(results, parties or None)
    if not parties:
        found = [one for one in found if one.owed]
    if not found:
        raise Refusal("nothing-owed", USAGE, where=str(out))
    one_file = out.suffix.lower() == ".xlsx" if together is None else together
    groups = {out: found} if one_file else _by_file(out, found)
    for path in groups:
        must_be_new(path, replace=replace)
    written = partial(_write, desk, results=results, personal=personal, replace=replace)
    return tuple(written(path, askings=group) for path, group in groups.items())


def _write(
    desk: Desk,
    path: Path,
    *,
    results: Sequence[OperatorReadiness],
    askings: Sequence[Asking],
    personal: bool,
    replace: bool,
) -> Sent:
    from hospital_onboard.report import vendor_workbook
    from hospital_onboard.work.vendor_content import content

    parties = {one.party.id: one.party.name for one in askings}
    dealing = {name for one in askings for name in one.operators}
    inventories = [r.inventory for r in results if r.inventory.operator.id in dealing]
    opinions = records.select(desk.store, Opinion, party=list(parties))
    seen = view(inventories, parties, opinions, private=len(parties) == 1)
    directory = stock.vendor_directory(desk.store, seen.scope(""))
    made = content(askings, seen, asking.names_of(results), directory, asking.titles_of(results), desk.on)
    written = vendor_workbook.write(dataclasses.replace(made, personal=personal))
    write_file(path, written, replace=replace)
    if personal:
        exports.written_down(desk, path, [row.record for row in seen.rows["officer"].values()])
    _write_down(desk, path, written, askings)
    filled = sum(1 for lines in made.lines.values() for _, line in lines if line.record_id)
    return Sent(path, parties, {one.party.id: len(one.owed) for one in askings}, filled)


def _write_down(desk: Desk, path: Path, written: bytes, askings: Sequence[Asking]) -> None:
    """Who was asked today, for whom, with which file; asked again on the same day counts as once."""
    sha256 = hashlib.sha256(written).hexdigest()
    today = records.select(desk.store, Request, asked_on=desk.on)
    before = {(request.operator, request.party): request for request in today}
    changes: list[Change] = []
    for one in askings:
        for operator in one.operators:
            facts = sum(1 for ask in one.owed if operator in ask.operators)
            said = {"facts": facts, "file_name": path.name[:300], "file_sha256": sha256}
            known = before.get((operator, one.party.id))
            key = {"operator": operator, "party": one.party.id, "asked_on": desk.on}
            new = {"id": new_id("request"), "origin": {"*": "form"}, **key, **said}
            after = known.changed(**said) if known else Request.model_validate(new)
            if known is None or known.says() != after.says():
                changes.append(Change(known, after))
    if changes:
        operators = {name for one in askings for name in one.operators}
        whose = operators.pop() if len(operators) == 1 else ""
        saving.save(desk.store, changes, desk.stamp("ask", source=f"workbook:{sha256}", operator=whose))


def _by_file(folder: Path, askings: Sequence[Asking]) -> dict[Path, list[Asking]]:
    """A file for each vendor, called after it; two of one name get their ids."""
    names = [_file_name(one.party.name) for one in askings]
    if folder.exists() and not folder.is_dir():
        raise Refusal("out-is-file", USAGE, where=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(folder), reason=fault.strerror or "") from fault
    found: dict[Path, list[Asking]] = {}
    for one, name in zip(askings, names, strict=True):
        unique = name if [n.casefold() for n in names].count(name.casefold()) == 1 else f"{name} {one.party.id}"
        found[folder / f"{unique}.xlsx"] = [one]
    return found


def _file_name(name: str) -> str:
    """A name that every system takes: nothing that means something in a path, not too long in bytes."""
    safe = _UNSAFE.sub("_", name).strip(" .") or "_"
    while len(safe.encode()) > 180:
        safe = safe[:-1]
    return safe.strip(" .") or "_"
