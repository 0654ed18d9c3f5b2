"""Writing the early-consultation packet of one plan, as a zip or into a folder."""

import json as json_module
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.report.frame import frame_of, operator_name
from hospital_onboard.report.packet.diagram import figure
from hospital_onboard.report.packet.files import DIAGRAM, MACHINE, TABLES, packet_files
from hospital_onboard.report.packet.parts import Earlier, Packet
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling
from hospital_onboard.report.written import Progress, Written, either_must_be_new, silent, write_either
from hospital_onboard.rules.owed.uses import exemption
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work import check, consult, exports, plans, stock
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.layouts import layouts
from hospital_onboard.work.make_report import assumptions
from hospital_onboard.work.ruling import ruling_of


def write_packet(
    desk: Desk,
    plan_id: str,
    out: Path,
    lang: Lang,
    *,
    personal: bool = False,
    templates: Sequence[Path] = (),
    sealed_for: Sequence[str] = (),
    replace: bool = False,
    progress: Progress = silent,
) -> Written:
    """Write the packet to ``out``: a zip when the name ends so, else a new or empty folder.

    Args:
        plan_id: id or title of the plan.
        personal: put officers' birth dates and nationalities in; they are left out unless asked for, and
            who asked is kept in the audit.
        templates: an office's own layouts (``.docx``, ``.xlsx``); else the site's, else the shipped ones.
        sealed_for: public age keys; the packet is then one encrypted zip, which only their owners can open.
        replace: an older zip there may be replaced; a folder with something in it never is.

    Raises:
        Refusal: ``no-such-plan``, ``bad-packet-name``, ``file-exists``, ``folder-not-empty``, ``out-is-folder``,
            ``out-is-file``, ``cannot-write``, ``template-…``.
    """
    seal = exports.seal(sealed_for)
    either_must_be_new(out, sealed=seal is not None, replace=replace)
    packet, checked_on = packet_of(desk, plan_id, lang, personal=personal)
    progress(1, 3)
    files, tables = packet_files(packet, layouts(lang, templates), checked_on)
    progress(2, 3)
    names, read = write_either(out, files, desk.on, seal, replace=replace)
    exports.handed_out(desk, out, packet.scope.officers, personal=personal, keys=sealed_for)
    progress(3, 3)
    return Written(out, _counted(read, tables), names)


def packet_of(desk: Desk, plan_id: str, lang: Lang, *, personal: bool) -> tuple[Packet, date]:
    """Everything a packet is made from, and the day on which the standing of the rules was last looked up.

    Raises:
        Refusal: ``no-such-plan``.
    """
    scope, say = scope_of(desk, plan_id), words(lang)
    checked_on = regime(REGIME).checked_on
    frame = frame_of(operator_name(scope.inventory.operator, say), desk.on, checked_on, assumptions(desk, lang), say)
    tell = Telling(scope.inventory, say)
    drawn = figure(scope, tell, DIAGRAM)
    label = stock.directory(desk.store, SHEETS, scope.inventory.operator.id).label
    ruling = ruling_of(desk, scope.plan.id, lang)
    earlier = earlier_of(desk, scope.plan.id, say)
    return Packet(scope, tell, frame, ruling, drawn, personal, TABLES, earlier, label), checked_on


def earlier_of(desk: Desk, plan_id: str, say: Words) -> Earlier | None:
    """What changed since the packet that was handed over last, in words; None while none was."""
    since = consult.since(desk, plan_id, say.lang)
    if since is None:
        return None
    handed = since.handover
    told = [
        *(f"{say('consultation.since_asked')}: {one.question}" for one in since.asked),
        *(f"{say('consultation.since_answered')}: {one.question} → {one.answer}" for one in since.answered),
        *(f"{say('consultation.since_decided')}: {one.decision}" for one in since.decided),
        say("consultation.since_open", then=since.open_then, now=since.open_now),
    ]
    code = "consultation.since_to" if handed.handed_to else "consultation.since"
    heading = say(code, on=handed.handed_on.isoformat(), to=handed.handed_to or "")
    changed = tuple((one.what, one.field, one.old, one.new) for one in since.changes)
    return Earlier(heading, changed, tuple(told))


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


def _counted(files: dict[str, bytes], tables: dict[str, int]) -> dict[str, int]:
    """Rows per table of the annex and open lines of the data, read back."""
    return {**tables, "open": len(json_module.loads(files[MACHINE])["open"])}
