"""Writing the phase-in report of the country, a bureau or a prefecture."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hospital_onboard.domain.nation import Nation
from hospital_onboard.reference.areas import region_of
from hospital_onboard.reference.prefectures import all_prefectures, prefecture
from hospital_onboard.report.document import Assumed
from hospital_onboard.report.frame import frame_of
from hospital_onboard.report.phase_in.content import PhaseIn
from hospital_onboard.report.phase_in.document import phase_in_document
from hospital_onboard.report.written import Progress, Written, must_be_new, silent, suffix_of
from hospital_onboard.rules.nation.workload import workload
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import inventory, lookup, nation
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work import phase, phase_areas, phase_text
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_report import FORMATS, assumptions, write_document
from hospital_onboard.work.phase_ready import Readies


def write_phase_in(
    desk: Desk, out: Path, where: phase.Within, lang: Lang, *, replace: bool = False, progress: Progress = silent
) -> Written:
    """Write the report; CSV holds the targets by prefecture only.

    Raises:
        Refusal: ``bad-format``, ``out-is-folder``, ``file-exists``, ``cannot-write``.
    """
    suffix = suffix_of(out, FORMATS)
    must_be_new(out, replace=replace)
    say = words(lang)
    found = content(desk, where, lang, progress)
    resting = [Assumed(id, text) for id, _, text in phase.resting_on(desk, found.coverage, lang)]
    known = {item.id for item in resting}
    resting += [item for item in assumptions(desk, lang) if item.id not in known]
    frame = frame_of(_owner(where, say), desk.on, regime(REGIME).checked_on, tuple(resting), say)
    return write_document(out, suffix, phase_in_document(found, frame, lang), "prefectures", replace=replace)


def content(desk: Desk, where: phase.Within, lang: Lang, progress: Progress = silent) -> PhaseIn:
    """Everything the report tells, the same numbers as ``phase status``."""
    readies = Readies()
    status = phase.status(desk, where, readies, progress)
    scheme = status.whole.scheme
    seen = nation.load(desk.store, [one.operator.id for one in status.operators])
    return PhaseIn(
        coverage=status.whole,
        targets=status.targets,
        operators=status.operators,
        prefectures=tuple(place.code for place in all_prefectures() if place.code in where),
        names={target.id: phase_areas.area_name(target, scheme, lang) for target in status.whole.targets},
        gaps=tuple(phase_text.gap_text(gap, scheme, lang) for gap in status.gaps),
        steps=status.steps,
        open_lines={id: ready.open_lines for id, ready in readies.known().items()},
        ready_since=_ready_since(desk, status),
        workload=_per_bureau(seen, desk.on, lang),
        nation=seen,
    )


def _ready_since(desk: Desk, status: phase.Status) -> Mapping[str, date]:
    """For those ready to file: the day of the last change to any record their readiness rests on."""
    ready = [one.operator.id for one in status.operators if one.file_ready]
    found = {id: lookup.last_changed(desk.store, inventory.load(desk.store, id).by_id) for id in ready}
    return {id: day for id, day in found.items() if day is not None}


def _per_bureau(seen: Nation, since: date, lang: Lang) -> Mapping[tuple[str, date | None], Mapping[str, int]]:
    """The workload of the prefectures of each bureau together."""
    sums: dict[tuple[str, date | None], dict[str, int]] = {}
    for (code, month), counts in workload(seen, since).items():
        bureau = region_of(code, "bureau").short(lang) if code else words(lang)("report.phase.no-prefecture")
        group = sums.setdefault((bureau, month), {})
        for step, count in counts.items():
            group[step] = group.get(step, 0) + count
    return sums


def _owner(where: phase.Within, say: Words) -> str:
    """The bureau's name, the prefecture's, or the whole country."""
    if not where.prefectures:
        return say("report.phase.country")
    first = min(where.prefectures)
    return region_of(first, "bureau").name(say.lang) if where.bureau else prefecture(first).name(say.lang)
