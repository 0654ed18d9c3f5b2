"""What the rules make of a plan, for the packet and the dossier."""

from hospital_onboard.domain.determination import Deadline
from hospital_onboard.report.packet.ruling import DatedLine, Ruling
from hospital_onboard.rules.duty.explain import Teller
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import determine, determine_text
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.determine import Determined


def ruling_of(desk: Desk, plan_id: str, lang: Lang) -> Ruling:
    """The determination of a plan under the default view, on the desk's day.

    The days are those of the plan and the operator; when each answer of sixty parties grows too old is a warning.

    Raises:
        Refusal: ``no-such-plan``.
    """
    found = determine.determine(desk, plan_id)
    tell = determine.teller(desk, found, lang)
    chapters = determine_text.chapters(found, tell)
    own = (found.plan.id, found.inventory.operator.id)
    days = (day for day in found.result.deadlines if day.subject in own)
    return Ruling(
        in_force=found.result.of(found.result.main).present,
        conclusion=tuple(line for line in determine_text.chapter(found, tell, "conclusion", 1) if line),
        rules=tuple((chapter.label, chapter.result) for chapter in chapters if chapter.key in found.law.rules),
        days=tuple(_dated(day, tell) for day in days),
        warnings=_warnings(found, tell, lang),
        missing=tuple(dict.fromkeys(tell.missing(found.result.missing))),
    )


def _dated(day: Deadline, tell: Teller) -> DatedLine:
    kind = tell.say(f"deadline_kind.{day.kind}")
    source = f"{day.source.document} {day.source.article}" if day.source else ""
    return DatedLine(day.id, day.date, day.kind, kind, tell.deadline(day), source)


def _warnings(found: Determined, tell: Teller, lang: Lang) -> tuple[tuple[str, str], ...]:
    say = words(lang)
    return tuple((tell.caution(one), say(f"way_out.{one.code}", **one.params)) for one in found.result.warnings)
