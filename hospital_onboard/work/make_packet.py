"""Writing the early-consultation packet of one plan, as a zip or into a folder."""

import io
import json as json_module
import re
import zipfile
from pathlib import Path
from typing import Final

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.report import xlsx
from hospital_onboard.report.document import Document
from hospital_onboard.report.frame import frame_of, operator_name
from hospital_onboard.report.packet.files import MACHINE, TABLES, packet_files
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.steady_zip import pack
from hospital_onboard.report.telling import Telling
from hospital_onboard.report.written import (
    Progress,
    Written,
    folder_must_be_new,
    must_be_new,
    silent,
    write_file,
    write_folder,
)
from hospital_onboard.rules.owed.uses import exemption
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import check, plans
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_report import assumptions

#: ``.pdf`` or ``.7z`` name a kind of file; ``.2`` or ``.資料`` may well end the name of a folder.
_KIND_OF_FILE: Final = re.compile(r"\.[0-9]?[a-z][a-z0-9]{0,4}")


def write_packet(
    desk: Desk,
    plan_id: str,
    out: Path,
    lang: Lang,
    *,
    personal: bool = False,
    replace: bool = False,
    progress: Progress = silent,
) -> Written:
    """Write the packet to ``out``: a zip when the name ends so, else a new or empty folder.

    Args:
        plan_id: id or title of the plan.
        replace: an older zip there may be replaced; a folder with something in it never is.
        personal: put officers' birth dates and nationalities in; they are left out unless asked for.

    Raises:
        Refusal: ``no-such-plan``, ``bad-packet-name``, ``file-exists``, ``folder-not-empty``, ``out-is-folder``,
            ``out-is-file``, ``cannot-write``.
    """
    packed = _is_zip(out)
    if packed:
        must_be_new(out, replace=replace)
    else:
        folder_must_be_new(out)
    scope = scope_of(desk, plan_id)
    say = words(lang)
    checked_on = regime(REGIME).checked_on
    frame = frame_of(operator_name(scope.inventory.operator, say), desk.on, checked_on, assumptions(desk, lang), say)
    tell = Telling(scope.inventory, say)
    progress(1, 3)
    files, tables = packet_files(scope, tell, frame, checked_on, personal=personal)
    progress(2, 3)
    if packed:
        write_file(out, pack(files, desk.on), replace=replace)
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            written = {name: archive.read(name) for name in archive.namelist()}
    else:
        write_folder(out, files)
        written = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    progress(3, 3)
    return Written(out, _counted(written, tables), tuple(written))


def scope_of(desk: Desk, plan_id: str) -> Scope:
    """The plan and all it touches, on the desk's day.

    Raises:
        Refusal: ``no-such-plan``.
    """
    plan, _ = plans.one(desk, plan_id)
    equipment = records.get(desk.store, Equipment, plan.equipment)
    if equipment is None:  # the store's own rules forbid it; a plan without equipment has nothing to show
        raise Refusal("no-such-plan", where=plan_id)
    found = check.readiness(desk, equipment.operator)
    lines = (*found.by_equipment.get("", ()), *found.by_equipment.get(equipment.id, ()))
    tested = {subcontract.id: exemption(subcontract) for subcontract in found.inventory.subcontracts}
    return Scope(found.inventory, plan, equipment, desk.on, lines, tested)


def _is_zip(out: Path) -> bool:
    """Whether the name asks for a zip; a name that asks for another kind of file is not taken for a folder's."""
    suffix = out.suffix.lower()
    if suffix != ".zip" and _KIND_OF_FILE.fullmatch(suffix) and not out.is_dir():
        raise Refusal("bad-packet-name", USAGE, where=out.name)
    return suffix == ".zip"


def _counted(files: dict[str, bytes], tables: Document) -> dict[str, int]:
    """Rows per table of the workbook and open lines of the data, read back."""
    open_lines = len(json_module.loads(files[MACHINE])["open"])
    return {**xlsx.count_rows(files[TABLES], tables), "open": open_lines}
