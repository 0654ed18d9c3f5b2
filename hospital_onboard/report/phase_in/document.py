"""The phase-in report: the map, the targets, what is lacking and what would close it, every prefecture's hospitals."""

from hospital_onboard.report.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Fact,
    Fields,
    Frame,
    Heading,
    Note,
    Paragraph,
    TileMap,
)
from hospital_onboard.report.marks import STANDINGS, standing_badge
from hospital_onboard.report.opinions import opinions_table
from hospital_onboard.report.phase_in import tables
from hospital_onboard.report.phase_in.burn_up import burn_up
from hospital_onboard.report.phase_in.content import PhaseIn
from hospital_onboard.text.wording import Lang, Words, words

SCHEMA = "hospital-onboard/phase-in-report/1"


def phase_in_document(found: PhaseIn, frame: Frame, lang: Lang) -> Document:
    """The report. Targets are a direction of the proposal, and say so on the first page."""
    say = words(lang)
    return Document(
        schema=SCHEMA,
        title=say("report.phase.title"),
        lang=lang,
        frame=frame,
        blocks=(
            Heading(say("report.phase.summary")),
            Note(say("phase.note")),
            *(Note(say(f"phase.missing.{key}")) for key in found.coverage.missing),
            _summary(found, say),
            Paragraph(_legend(say)),
            TileMap("prefectures", say("report.phase.map"), "prefecture", "standing", "covered", "pref_"),
            Heading(say("report.phase.targets")),
            tables.regions(found, say),
            tables.prefectures(found, say),
            Heading(say("report.phase.burn-up")),
            Chart("burn_up", say("report.phase.burn-up"), "line", "month", ("required", "designated", "file_ready")),
            burn_up(found, say),
            Heading(say("report.phase.gaps")),
            Bullets(found.gaps) if found.gaps else Paragraph(say("report.phase.no-gaps")),
            tables.steps(found, say),
            *_workload(found, say),
            Heading(say("report.opinions.title")),
            opinions_table(found.nation, say),
            Heading(say("report.phase.by-prefecture")),
            tables.agency(found, say),
            *(tables.of_prefecture(found, code, say) for code in found.prefectures),
        ),
    )


def _summary(found: PhaseIn, say: Words) -> Fields:
    hospitals = [one for one in found.operators if one.operator.operator_kind == "hospital"]
    ready = [one.file_ready for one in hospitals]
    facts = [
        Fact("hospitals", say("report.phase.hospitals"), len(hospitals)),
        Fact("designated", say("report.phase.designated"), sum(one.is_designated for one in hospitals)),
        Fact("proposed", say("report.phase.proposed"), sum(one.stage == "proposed" for one in hospitals)),
        Fact("candidates", say("report.phase.candidates"), sum(one.stage == "candidate" for one in hospitals)),
        Fact("file_ready", say("report.phase.file-ready"), None if None in ready else sum(map(bool, ready))),
    ]
    for rule in ("at_commencement", "third_year"):
        of_rule = [target for target in found.targets if target.rule == rule]
        met = say("report.phase.met-of", met=sum(target.met for target in of_rule), all=len(of_rule))
        facts.append(Fact(rule, say(f"phase.rule.{rule}"), met))
    return Fields("summary", tuple(facts))


def _legend(say: Words) -> str:
    marks = "  ".join(standing_badge(standing, say).text for standing in STANDINGS)
    return say("report.phase.legend", marks=marks)


def _workload(found: PhaseIn, say: Words) -> tuple[Block, ...]:
    return (Heading(say("report.phase.workload")), tables.workload(found, say))
