"""Early consultations (提言 IV.3(3)): the log of questions and answers, and the packets that were handed over.

A packet that was handed over is frozen, so that the next one can say what changed since (``since``).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.plan import Consequence, Consultation, Filing, Handover, Plan
from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.rules.change.filed import contents, frozen
from hospital_onboard.store import inventory as inventories
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import changes, check, plans
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.filing import Filed

#: Schema of ``Handover.content``: ``filed.contents`` with ``{schema, handed_on, open[], consultations{id: answer|null},
#: consequences[id]}``.
CONTENT_SCHEMA: Final = "hospital-onboard/handover/1"
_FORM: Final = {"*": "form"}
_MOST: Final = 4000


@dataclass(frozen=True)
class Exchange:
    """One question with its answer and what follows from it."""

    consultation: Consultation
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True)
class Changed:
    """One thing that is not as it was handed over, in words; empty texts where there was or is nothing."""

    what: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Since:
    """What changed since a packet was handed over."""

    handover: Handover
    changes: tuple[Changed, ...]
    #: Questions asked, answers received and decisions taken since.
    asked: tuple[Consultation, ...]
    answered: tuple[Consultation, ...]
    decided: tuple[Consequence, ...]
    #: Open lines of the plan then and now.
    open_then: int
    open_now: int


def ask(
    desk: Desk, plan_id: str, question: str, *, on: date | None = None, who: str | None = None, answer: str = ""
) -> Consultation:
    """Log a question (on the desk's day unless said otherwise), with its answer where it came at once.

    Raises:
        Refusal: ``no-such-plan``, ``text-needed``, ``text-too-long``, ``asked-already``.
    """
    plan, _ = plans.one(desk, plan_id)
    text, held = text_of(question), on or desk.on
    if records.count(desk.store, Consultation, plan=plan.id, question=text):
        raise Refusal("asked-already", USAGE, where=plan.title)
    last = last_handover(desk, plan.id, held)
    asked = Consultation(
        id=new_id("consultation"),
        origin=_FORM,
        plan=plan.id,
        question=text,
        held_on=held,
        who=who or None,
        answer=text_of(answer) if answer else None,
        answered_on=held if answer else None,
        handover=None if last is None else last.id,
    )
    saving.save(desk.store, [Change(None, asked)], desk.stamp("consult", source=plan.id, operator=_owner(desk, plan)))
    return asked


def answer(desk: Desk, said: str, text: str, *, on: date | None = None, who: str | None = None) -> Consultation:
    """Log the answer to a question.

    Raises:
        Refusal: ``no-such-consultation``, ``text-needed``, ``text-too-long``; ``answered-already`` (an answer is not
            written over; a second one is a question of its own), ``answered-before-asked``.
    """
    asked = one(desk, said)
    day = on or desk.on
    if asked.answer is not None:
        raise Refusal("answered-already", USAGE, where=asked.question[:60], day=str(asked.answered_on or ""))
    if asked.held_on is not None and day < asked.held_on:
        raise Refusal("answered-before-asked", USAGE, where=day.isoformat(), asked=asked.held_on.isoformat())
    values: dict[str, Any] = {"answer": text_of(text), "answered_on": day, **({"who": who} if who else {})}
    answered = asked.changed(**values, origin={**asked.origin, **dict.fromkeys(values, "form")})
    plan = records.get(desk.store, Plan, asked.plan)
    owner = _owner(desk, plan) if plan else ""
    saving.save(desk.store, [Change(asked, answered)], desk.stamp("answer", source=asked.plan, operator=owner))
    return answered


def one(desk: Desk, said: str) -> Consultation:
    """A question by its id. Raises ``Refusal``: ``no-such-consultation``."""
    found = records.get(desk.store, Consultation, said)
    if found is None:
        raise Refusal("no-such-consultation", USAGE, where=said)
    return found


def exchanges(desk: Desk, plan_id: str) -> tuple[Exchange, ...]:
    """All questions of a plan, the oldest first, with what follows from each.

    Raises:
        Refusal: ``no-such-plan``.
    """
    plan, _ = plans.one(desk, plan_id)
    asked = sorted(records.select(desk.store, Consultation, plan=plan.id), key=lambda c: (c.held_on or date.max, c.id))
    follow = records.select(desk.store, Consequence, consultation=[c.id for c in asked]) if asked else ()
    return tuple(Exchange(c, tuple(f for f in follow if f.consultation == c.id)) for c in asked)


# Handing over ---------------------------------------------------------------------


def hand_over(
    desk: Desk, plan_id: str, file: Path | None = None, *, to: str | None = None, on: date | None = None
) -> Handover:
    """Freeze what the plan's packet says now, as the one that was handed over on a day.

    The content is that of the store; the file is named and known by its sha256 only, it is not kept.

    Raises:
        Refusal: ``no-such-plan``, ``not-found``, ``handed-already`` for a second packet of one day.
    """
    plan, _ = plans.one(desk, plan_id)
    day = on or desk.on
    if records.count(desk.store, Handover, plan=plan.id, handed_on=day):
        raise Refusal("handed-already", USAGE, where=plan.title, day=day.isoformat())
    kept = Handover(
        id=new_id("handover"),
        origin=_FORM,
        plan=plan.id,
        handed_on=day,
        handed_to=to or None,
        file_name=file.name[-300:] if file else None,
        file_sha256=_digest(file) if file else None,
        content=frozen(_content(desk, plan, day)),
    )
    saving.save(desk.store, [Change(None, kept)], desk.stamp("hand_over", source=plan.id, operator=_owner(desk, plan)))
    return kept


def handovers(desk: Desk, plan_id: str) -> tuple[Handover, ...]:
    """Every packet of a plan that was handed over, the newest first."""
    found = records.select(desk.store, Handover, plan=plan_id)
    return tuple(sorted(found, key=lambda h: h.handed_on, reverse=True))


def last_handover(desk: Desk, plan_id: str, on: date) -> Handover | None:
    """The newest one by a day."""
    return next((h for h in handovers(desk, plan_id) if h.handed_on <= on), None)


def since(desk: Desk, plan_id: str, lang: Lang) -> Since | None:
    """What changed since the newest packet that was handed over; None while none was. Personal values are masked.

    Raises:
        Refusal: ``no-such-plan``.
    """
    plan, _ = plans.one(desk, plan_id)
    last = last_handover(desk, plan.id, desk.on)
    if last is None:
        return None
    frozen_as = Filing(id=last.id, origin=_FORM, plan=plan.id, filed_on=last.handed_on, content=last.content)
    filed = Filed(frozen_as, plan)
    if filed.content.get("schema") != CONTENT_SCHEMA:
        return None  # kept by another program; what it says cannot be compared
    found = changes.compared(desk, filed, inventories.load(desk.store, _owner(desk, plan)))
    then: Mapping[str, str | None] = filed.content["consultations"]
    log = exchanges(desk, plan.id)
    asked = [e.consultation for e in log if e.consultation.id not in then]
    answered = [e.consultation for e in log if e.consultation.answer and not then.get(e.consultation.id)]
    known = frozenset(filed.content["consequences"])
    return Since(
        last,
        tuple(_changed(found, change, lang) for change in found.changes),
        tuple(asked),
        tuple(answered),
        tuple(f for e in log for f in e.consequences if f.id not in known),
        len(filed.content["open"]),
        len(_open(desk, plan)),
    )


def _changed(found: changes.PlanChanges, change: changes.Change, lang: Lang) -> Changed:
    difference = change.difference
    old, new = changes.in_words(found, change, lang)
    what = f"{words(lang)(f'kind.{difference.kind}')} {found.title_of(difference.subject)}"
    return Changed(what, changes.field_label(change, lang), old, new)


def _content(desk: Desk, plan: Plan, day: date) -> dict[str, Any]:
    log = exchanges(desk, plan.id)
    return {
        **contents(inventories.load(desk.store, _owner(desk, plan)), plan, day),
        "schema": CONTENT_SCHEMA,
        "handed_on": day.isoformat(),
        "open": _open(desk, plan),
        "consultations": {e.consultation.id: e.consultation.answer for e in log},
        "consequences": [f.id for e in log for f in e.consequences],
    }


def _open(desk: Desk, plan: Plan) -> Sequence[dict[str, str]]:
    """The open lines of the plan's equipment, as the packet lists them."""
    lines = check.readiness(desk, _owner(desk, plan)).by_equipment.get(plan.equipment, ())
    return [
        {"id": line.id, "subject": line.subject, "field": line.field} for line in lines if line.state in OPEN_STATES
    ]


def _digest(file: Path) -> str:
    if not file.is_file():
        raise Refusal("not-found", INPUT_REFUSED, where=str(file))
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as fault:
        raise Refusal("cannot-read", INPUT_REFUSED, where=str(file)) from fault


def text_of(text: str) -> str:
    """A text as it is kept. Raises ``Refusal``: ``text-needed``, ``text-too-long``."""
    kept = text.strip()
    if not kept:
        raise Refusal("text-needed", USAGE)
    if len(kept) > _MOST:
        raise Refusal("text-too-long", USAGE, where=f"{kept[:30]}…", most=_MOST)
    return kept


def _owner(desk: Desk, plan: Plan) -> str:
    equipment = records.get(desk.store, Equipment, plan.equipment)
    return "" if equipment is None else equipment.operator
