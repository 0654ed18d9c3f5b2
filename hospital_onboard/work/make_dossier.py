"""Writing the filing dossier of one plan: fields, attachments and evidence, marked a draft while incomplete."""

import dataclasses
import json as json_module
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.plan import Plan, UrgentCase
from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.domain.record import is_personal
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.report.dossier.filed import for_filing, reduced
from hospital_onboard.report.dossier.files import MACHINE, dossier_files
from hospital_onboard.report.dossier.form import LIMBS
from hospital_onboard.report.dossier.parts import Dossier
from hospital_onboard.report.frame import frame_of, operator_name
from hospital_onboard.report.packet.files import TABLES
from hospital_onboard.report.packet.machine import line_told
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling
from hospital_onboard.report.written import Progress, Written, either_must_be_new, silent, write_either
from hospital_onboard.rules.change.filed import contents
from hospital_onboard.rules.owed.uses import exemption
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import exports, filing, plans, stock
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.layouts import layouts
from hospital_onboard.work.make_report import assumptions

SCHEMA: Final = "hospital-onboard/dossier/1"


@dataclass(frozen=True)
class MadeDossier:
    """What was written, and what is still open in it: while anything is, every page says that it is a draft."""

    written: Written
    open: tuple[RequirementLine, ...]
    #: The open lines in words: what, and about which record.
    told: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Nothing is missing, stale or unclear."""
        return not self.open


def write_dossier(
    desk: Desk,
    plan_id: str,
    out: Path,
    lang: Lang,
    *,
    personal: bool = False,
    urgent: bool = False,
    templates: Sequence[Path] = (),
    sealed_for: Sequence[str] = (),
    replace: bool = False,
    progress: Progress = silent,
) -> MadeDossier:
    """Write the dossier to ``out``: a zip when the name ends so, else a new or empty folder.

    Args:
        plan_id: id or title of the plan.
        personal: put officers' birth dates and nationalities in, which the form wants; who did so is kept in the audit.
        urgent: the notice of something done already (Act Art. 52(11)), with the four limbs.
        templates: an office's own layouts; else the site's, else the shipped ones.
        sealed_for: public age keys; the dossier is then one encrypted zip, which only their owners can open.
        replace: an older zip there may be replaced; a folder with something in it never is.

    Raises:
        Refusal: ``no-such-plan``, ``bad-packet-name``, ``file-exists``, ``folder-not-empty``, ``out-is-folder``,
            ``out-is-file``, ``cannot-write``, ``template-…``.
    """
    seal = exports.seal(sealed_for)
    either_must_be_new(out, sealed=seal is not None, replace=replace)
    dossier, content = dossier_of(desk, plan_id, lang, personal=personal, urgent=urgent)
    progress(1, 3)
    files, counts = dossier_files(dossier, layouts(lang, templates, "dossier"), content)
    progress(2, 3)
    names, read = write_either(out, files, desk.on, seal, replace=replace)
    exports.handed_out(desk, out, dossier.scope.officers, personal=personal, keys=sealed_for)
    progress(3, 3)
    still_open = json_module.loads(read[MACHINE])["open"]
    written = Written(out, {**counts, "open": len(still_open)}, names)
    return MadeDossier(written, tuple(dossier.open), told(dossier))


def told(dossier: Dossier) -> tuple[str, ...]:
    """The open lines in words."""
    say, tell = dossier.tell.say, dossier.tell
    return tuple(
        say(
            "dossier.line",
            what=say(f"owed.{line.id}"),
            item=line.field if line.id.startswith("measure.") else "",
            subject=tell.name(line.subject) or line.subject,
            state=say(f"state.{line.state}"),
            detail=say(f"detail.{line.detail}", **line.params) if line.detail else "",
        ).strip()
        for line in dossier.open
    )


def dossier_of(
    desk: Desk, plan_id: str, lang: Lang, *, personal: bool = False, urgent: bool = False
) -> tuple[Dossier, dict[str, Any]]:
    """Everything a dossier is made from, and its data.

    Raises:
        Refusal: ``no-such-plan``.
    """
    plan, _ = plans.one(desk, plan_id)
    equipment = records.get(desk.store, Equipment, plan.equipment)
    assert equipment is not None  # the store's foreign key
    inventory = inventories.load(desk.store, equipment.operator)
    day = filing_day(plan, desk.on)
    case = _case(desk, plan) if urgent else None
    content = contents(inventory, plan, day)
    lines = filing.all_lines(inventory, plan, content, day) + _urgent_lines(case)
    kept, equipment = for_filing(inventory, plan, day)
    tested = {subcontract.id: exemption(subcontract) for subcontract in kept.subcontracts}
    scope = Scope(kept, plan, equipment, desk.on, lines, tested)
    say, checked_on = words(lang), regime(REGIME).checked_on
    frame = frame_of(operator_name(inventory.operator, say), desk.on, checked_on, assumptions(desk, lang), say)
    label = stock.directory(desk.store, SHEETS, equipment.operator).label
    tell = Telling(kept, say)
    dossier = Dossier(scope, tell, frame, reduced(scope), case, personal, TABLES, label)
    return dossier, _data(dossier, content, day)


def filing_day(plan: Plan, on: date) -> date:
    """The day the dossier is for: the planned filing, or today when that is over or nobody planned it."""
    return plan.filing_on if plan.filing_on and plan.filing_on >= on else on


def _case(desk: Desk, plan: Plan) -> UrgentCase:
    """The plan's urgent case; an empty one when nobody wrote it yet, so that all of it is asked for."""
    found = records.select(desk.store, UrgentCase, plan=plan.id)
    return found[0] if found else UrgentCase(id=new_id("urgent_case"), plan=plan.id, origin={})


def _urgent_lines(case: UrgentCase | None) -> list[RequirementLine]:
    """What the four limbs still lack."""
    if case is None:
        return []
    base = regime(REGIME).sources["plan.purpose"]
    source = dataclasses.replace(base, article="第52条第1項ただし書・第11項", note="")
    return [
        RequirementLine(
            f"urgent_case.{name}",
            case.plan,
            "missing" if getattr(case, name) is None else "satisfied",
            "operator",
            "plans",
            "",
            source,
            name,
        )
        for fields in LIMBS.values()
        for name in fields
    ]


def _data(dossier: Dossier, content: dict[str, Any], day: date) -> dict[str, Any]:
    """Shape: ``{schema, on, filing_on, personal, urgent, complete, content{}, evidence_numbers{}, party_numbers{},
    open[]}``; ``content`` as ``rules.change.filed`` has it, codes and ISO dates."""
    scope = dossier.scope
    return {
        "schema": SCHEMA,
        "on": scope.day.isoformat(),
        "filing_on": day.isoformat(),
        "personal": dossier.personal,
        "urgent": None if dossier.urgent is None else _urgent(dossier.urgent),
        "complete": not dossier.open,
        "assumptions": [item.id for item in dossier.frame.assumptions],
        "content": content if dossier.personal else filing.without_personal(content),
        "evidence_numbers": {paper.id: scope.paper_number(paper.id) for paper in scope.evidence},
        "party_numbers": {party.id: scope.party_number(party.id) for party in scope.parties},
        "open": [line_told(line) for line in dossier.open],
    }


def _urgent(case: UrgentCase) -> dict[str, Any]:
    assert not any(is_personal(UrgentCase, name) for name in UrgentCase.asked())
    return case.model_dump(mode="json", exclude_none=True, exclude={"id", "revision", "origin"})
