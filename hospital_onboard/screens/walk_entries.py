"""The lines of the walk's outline, made in a worker from where the sections stand."""

from collections.abc import Iterator, Sequence

from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.plan import MeasureAnswer
from hospital_onboard.domain.record import Record
from hospital_onboard.reference.measures import Measure, measures_for
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.outlined import Entry
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.screens.states import all_shown, progress_shown, tone_of
from hospital_onboard.widgets.outline import Line
from hospital_onboard.work import show, walk
from hospital_onboard.work.walk import Section

#: More records than this are looked at in the table, not in the outline.
_MOST_LISTED = 200
#: Sections that are about the equipment itself.
_OWN = frozenset({"overview", "supplier", "data"})
_FIXED_BY_EQUIPMENT = frozenset({"components", "maintenance", "plans"})
#: Filled by the program.
_NOT_TYPED = frozenset({"file_sha256"})
_ANSWER_FIELDS = ("state", "note", "planned_on")


def make_walk_entries(host: Host, operator_id: str, equipment_id: str, unfolded: str) -> Sequence[Entry]:
    """All sections; the unfolded one with its records under it."""
    sections = walk.outline(host.desk, operator_id, equipment_id)
    by_id = {section.id: section for section in sections}
    made: list[Entry] = []
    for number, section in enumerate(sections, start=1):
        made.append(_section_entry(host, number, section, by_id, equipment_id, is_open=section.id == unfolded))
        if section.id == unfolded:
            made += _inside(host, section, by_id, equipment_id)
    return made


def _section_entry(
    host: Host, number: int, section: Section, sections: dict[str, Section], equipment_id: str, *, is_open: bool
) -> Entry:
    words = host.words
    name = words(f"section.{section.id}")
    mark = "" if section.id in _OWN else "▾" if is_open else "▸"
    line = Line(
        section.id, f"{number:>2} {name} {mark}", progress_shown(words, section.counts), tone=tone_of(section.counts)
    )
    kind, fields = walk.section_fields(section.id)
    if section.id in _OWN:
        return Entry(line, name, sheet=Sheet(kind, section.records[0], fields) if section.records else None)
    about = [words(f"walk.about_{section.id}")]
    if any(section.counts.values()):
        about.append(all_shown(words, section.counts))
    about.append(words("walk.records", count=f"{len(section.records):,}"))
    about.append(words("walk.unfold_measures" if section.id == "measures" else "walk.unfold"))
    return Entry(
        line,
        name,
        about="\n".join(about),
        folds=True,
        adds=_new_sheet(host, section, sections, equipment_id),
        ids=frozenset(record.id for record in section.records),
    )


def _new_sheet(host: Host, section: Section, sections: dict[str, Section], equipment_id: str) -> Sheet | None:
    """The form of a new record of the section; None where none can be added yet."""
    if section.id == "measures" or (section.id == "subcontracts" and not sections["maintenance"].records):
        return None
    kind, fields = walk.section_fields(section.id)
    fields = tuple(name for name in fields if name not in _NOT_TYPED)
    fixed = {"equipment": equipment_id} if section.id in _FIXED_BY_EQUIPMENT else {}
    suggested: dict[str, tuple[str, str]] = {}
    own = sections["overview"].records
    if own and section.id in ("manufacture", "evidence"):
        suggested["product" if section.id == "manufacture" else "about"] = (own[0].id, title(own[0], lambda _: None))
    contracts = sections["maintenance"].records
    if section.id == "subcontracts" and len(contracts) == 1:
        suggested["entrustment"] = (contracts[0].id, title(contracts[0], lambda _: None))
    return Sheet(kind, None, fields, fixed, suggested=suggested)


def _inside(host: Host, section: Section, sections: dict[str, Section], equipment_id: str) -> Iterator[Entry]:
    if section.id == "measures":
        yield from _measures(host, section, sections, equipment_id)
        return
    new = _new_sheet(host, section, sections, equipment_id)
    kind, fields = walk.section_fields(section.id)
    fields = tuple(name for name in fields if name not in _NOT_TYPED)
    for record in section.records[:_MOST_LISTED]:
        called = title(record, show.named_by(host.desk, record).get)
        yield Entry(
            Line(f"{section.id}/{record.id}", called, level=2), called, sheet=Sheet(kind, record, fields), adds=new
        )
    left = len(section.records) - _MOST_LISTED
    if left > 0:
        text = host.words("walk.more", count=f"{left:,}")
        yield Entry(Line(f"{section.id}/more", text, level=2, tone="empty"), about=text, adds=new)
    if new is not None:
        text = host.words("record.new_of", kind=host.words(f"kind.{kind.kind}"))
        yield Entry(
            Line(f"{section.id}/new", f"+ {text}", level=2, tone="empty"),
            text,
            host.words("record.hint"),
            new,
            adds=new,
        )


def _measures(host: Host, section: Section, sections: dict[str, Section], equipment_id: str) -> Iterator[Entry]:
    """Every measure is listed, answered or not: those of the introduction, then those of each contract."""
    answers = {(answer.subject, answer.item): answer for answer in section.records if isinstance(answer, MeasureAnswer)}
    for measure in measures_for("introduction"):
        yield _measure(host, measure, equipment_id, answers.get((equipment_id, measure.id)))
    for contract in sections["maintenance"].records:
        if isinstance(contract, Entrustment):
            yield Entry(Line(f"measures/heading/{contract.id}", contract.title, level=1, heading=True))
            for measure in measures_for("entrustment"):
                yield _measure(host, measure, contract.id, answers.get((contract.id, measure.id)))


def _measure(host: Host, measure: Measure, subject: str, answer: Record | None) -> Entry:
    state = answer.state if isinstance(answer, MeasureAnswer) else "undecided"
    shown = host.words.choice("measure_state", state)
    tone = {"undecided": "empty", "planned": "open", "not_taken": "open"}.get(state, "done")
    text = measure.text.of(host.lang)
    line = Line(f"measures/{subject}/{measure.id}", f"{measure.id} {text}", shown, level=1, tone=tone)
    evidence = host.words(
        "walk.typical_evidence", list=host.words("list.comma").join(measure.typical_evidence.of(host.lang))
    )
    sheet = Sheet(MeasureAnswer, answer, _ANSWER_FIELDS, {"subject": subject, "item": measure.id})
    return Entry(line, measure.id, f"{text}\n{evidence}", sheet)
