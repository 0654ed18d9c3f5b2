"""Carrying an answer of the ministry into the plan: the fields that follow from it are set and marked, in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.plan import Consequence, Consultation, MeasureAnswer, Plan
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.measures import measure
from hospital_onboard.store import records, saving
from hospital_onboard.work import consult, edit, filing
from hospital_onboard.work.desk import Desk


@dataclass(frozen=True)
class Carried:
    """How it ended: the decisions that were marked, or the issues for which nothing was saved."""

    consequences: tuple[Consequence, ...]
    issues: tuple[Issue, ...] = ()


def carry(desk: Desk, said: str, decision: str, settings: Mapping[str, str] | None = None, about: str = "") -> Carried:
    """Write down what follows from an answer, and set the fields it decides.

    Args:
        said: id of the consultation, which must have its answer.
        decision: what was decided, in words.
        settings: field -> text as typed; without any, the decision stands for the record as a whole.
        about: id of the record it is about, or a measure (``I-6``) of the plan; the plan itself when empty.

    Raises:
        Refusal: ``no-such-consultation``, ``not-answered``, ``text-needed``, ``no-such-subject``, ``unknown-field``,
            ``changed-meanwhile``.
    """
    asked = consult.one(desk, said)
    if asked.answer is None:
        raise Refusal("not-answered", USAGE, where=asked.question[:60])
    plan = records.get(desk.store, Plan, asked.plan)
    assert plan is not None  # the store's foreign key
    before, wanted = _subject(desk, plan, about)
    after, issues = _set(desk, wanted, settings or {})
    if issues:
        return Carried((), issues)
    marked = _marked(desk, asked, after, tuple(settings or ()), consult.text_of(decision))
    changes = [Change(before, after)] if before is None or after.says() != before.says() else []
    owner = filing.operator_of(desk, plan)
    stamp = desk.stamp("carry", source=asked.id, operator=owner)
    saving.save(desk.store, [*changes, *marked], stamp)
    return Carried(tuple(c.after for c in marked if isinstance(c.after, Consequence)))


def _subject(desk: Desk, plan: Plan, about: str) -> tuple[Record | None, Record]:
    """The record as it is stored (None: not yet), and as it is to be changed."""
    if not about or about == plan.id:
        return plan, plan
    if about.startswith(("I-", "M-")):
        return _measure(desk, plan, about)
    kind = KINDS.get(about.partition("_")[0])
    found = None if kind is None else records.get(desk.store, kind, about)
    if found is None:
        raise Refusal("no-such-subject", USAGE, where=about)
    return found, found


def _measure(desk: Desk, plan: Plan, item: str) -> tuple[Record | None, Record]:
    """The plan's answer on a measure; one that nobody answered yet begins undecided."""
    try:
        introduced = measure(item).applies_to == "introduction"
    except KeyError as fault:
        raise Refusal("unknown-measure", USAGE, where=item) from fault
    subject = plan.equipment if introduced else plan.entrustment
    if subject is None:
        raise Refusal("measure-elsewhere", USAGE, where=item)
    found = next(iter(records.select(desk.store, MeasureAnswer, subject=subject, item=item)), None)
    if found is not None:
        return found, found
    return None, MeasureAnswer(id=new_id("measure"), origin={"*": "form"}, subject=subject, item=item)


def _set(desk: Desk, record: Record, settings: Mapping[str, str]) -> tuple[Record, tuple[Issue, ...]]:
    kind = type(record)
    for name in settings:
        if name not in kind.asked():
            raise Refusal("unknown-field", USAGE, where=name, known=" ".join(kind.asked()))
    if not settings:
        return record, ()
    return edit.filled_in(desk, record, settings)


def _marked(desk: Desk, asked: Consultation, record: Record, fields: tuple[str, ...], decision: str) -> list[Change]:
    """One mark for each field; a field that was decided by this answer before gets the new words."""
    marked = []
    for field in fields or (None,):
        there = records.select(desk.store, Consequence, consultation=asked.id, about=record.id, field=field)
        if there:
            marked.append(Change(there[0], there[0].changed(decision=decision, decided_on=desk.on)))
            continue
        new = Consequence(
            id=new_id("consequence"),
            origin={"*": "form"},
            consultation=asked.id,
            about=record.id,
            field=field,
            decision=decision,
            decided_on=desk.on,
        )
        marked.append(Change(None, new))
    return marked
