"""What-if plans: sets of hospitals and waves kept side by side; a record only once somebody adopts one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import Wave
from hospital_onboard.domain.coverage import Coverage, Target
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import PhaseProposal, WhatIf, WhatIfChoice
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import Lang
from hospital_onboard.work import phase
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.phase_record import as_typed, hospital, read_wave, status_change

LIST_SCHEMA: Final = "hospital-onboard/phase-plan-list/1"
SHOW_SCHEMA: Final = "hospital-onboard/phase-plan-show/1"
COMPARE_SCHEMA: Final = "hospital-onboard/phase-plan-compare/1"


@dataclass(frozen=True)
class Plan:
    """A what-if with its hospitals."""

    what_if: WhatIf
    choices: tuple[WhatIfChoice, ...]

    @property
    def waves(self) -> dict[str, Wave]:
        """Operator id -> wave."""
        return {one.operator: one.wave for one in self.choices}


@dataclass(frozen=True)
class Tried:
    """What the targets would be under a plan; ``plan`` is None for what is recorded."""

    plan: Plan | None
    coverage: Coverage

    @property
    def covered(self) -> tuple[Target, ...]:
        """Targets that are met, or would be."""
        return tuple(t for t in self.coverage.targets if t.met or t.planned >= t.required)


@dataclass(frozen=True)
class Adopted:
    """What adopting a plan wrote down."""

    proposed: tuple[Operator, ...]
    #: Already as the plan has it, or designated: nothing written.
    unchanged: tuple[Operator, ...]
    #: Proposed before and not part of the plan: left as they are.
    left: tuple[Operator, ...]


def plans(desk: Desk) -> tuple[Plan, ...]:
    """All what-ifs by name."""
    chosen: dict[str, list[WhatIfChoice]] = {}
    for one in records.select(desk.store, WhatIfChoice):
        chosen.setdefault(one.what_if, []).append(one)
    return tuple(Plan(one, tuple(chosen.get(one.id, ()))) for one in records.select(desk.store, WhatIf))


def find(desk: Desk, said: str) -> Plan:
    """A what-if by its name or id.

    Raises:
        Refusal: ``no-such-what-if``.
    """
    for plan in plans(desk):
        if said in (plan.what_if.name, plan.what_if.id):
            return plan
    raise Refusal("no-such-what-if", USAGE, where=said)


def read_choices(desk: Desk, settings: Sequence[str]) -> dict[str, Wave]:
    """``CODE=year0`` and the like: operator id -> wave.

    Raises:
        Refusal: ``bad-choice``, ``no-such-operator``, ``not-a-hospital``, ``no-such-wave``.
    """
    found: dict[str, Wave] = {}
    for setting in settings:
        code, equals, wave = setting.rpartition("=")
        if not equals or not code:
            raise Refusal("bad-choice", USAGE, where=setting)
        found[hospital(desk, code.strip()).id] = read_wave(wave)
    return found


def add(desk: Desk, name: str, waves: Mapping[str, Wave], note: str = "") -> Plan:
    """Make a what-if, or put more hospitals into the one of this name (another wave replaces the first).

    Raises:
        Refusal: ``what-if-name-needed``; ``changed-meanwhile``.
    """
    called, more = as_typed(desk, WhatIf, "name", name), as_typed(desk, WhatIf, "note", note)
    if called is None:
        raise Refusal("what-if-name-needed", INPUT_REFUSED)
    known = next((plan for plan in plans(desk) if called in (plan.what_if.name, plan.what_if.id)), None)
    changes: list[Change] = []
    if known is None:
        made = WhatIf(id=new_id("what_if"), name=called, note=more, origin={"*": "form"})
        changes.append(Change(None, made))
        known = Plan(made, ())
    elif more and more != known.what_if.note:
        changes.append(Change(known.what_if, known.what_if.changed(note=more)))
    chosen = {one.operator: one for one in known.choices}
    for operator, wave in waves.items():
        before = chosen.get(operator)
        if before is None:
            id = new_id("what_if_choice")
            after = WhatIfChoice(id=id, what_if=known.what_if.id, operator=operator, wave=wave, origin={"*": "form"})
            changes.append(Change(None, after))
        elif before.wave != wave:
            changes.append(Change(before, before.changed(wave=wave)))
    if changes:
        saving.save(desk.store, changes, desk.stamp("what-if"))
    return find(desk, known.what_if.id)


def drop(desk: Desk, plan: Plan, operators: Sequence[str]) -> Plan:
    """Take hospitals out of a what-if."""
    gone = [Change(one, None) for one in plan.choices if one.operator in operators]
    if gone:
        saving.save(desk.store, gone, desk.stamp("what-if"))
    return find(desk, plan.what_if.id)


def remove(desk: Desk, plan: Plan) -> None:
    """Remove a what-if with its choices; proposals made from it stay."""
    gone = [Change(one, None) for one in (*plan.choices, plan.what_if)]
    saving.save(desk.store, gone, desk.stamp("what-if"))


def try_out(desk: Desk, plan: Plan | None, ready: Mapping[str, bool] | None = None) -> Tried:
    """The coverage if exactly this plan were proposed; designations stay. None: what is recorded."""
    operators = records.select(desk.store, Operator)
    return Tried(plan, phase.coverage(desk, operators, ready or {}, None if plan is None else plan.waves))


def compare(desk: Desk, names: Sequence[str] = ()) -> tuple[Tried, ...]:
    """What is recorded, then each plan (all when none is named).

    Raises:
        Refusal: ``no-such-what-if``.
    """
    chosen = [find(desk, name) for name in names] if names else plans(desk)
    return tuple(try_out(desk, plan) for plan in (None, *chosen))


def adopt(desk: Desk, plan: Plan) -> Adopted:
    """Turn a what-if into proposals, all in one step of the trail (which can be undone).

    Raises:
        Refusal: ``what-if-empty``; ``changed-meanwhile``.
    """
    if not plan.choices:
        raise Refusal("what-if-empty", where=plan.what_if.name)
    operators = {one.id: one for one in records.select(desk.store, Operator)}
    known = {one.operator: one for one in records.select(desk.store, PhaseProposal)}
    changes: list[Change] = []
    proposed, unchanged = [], []
    for id, wave in plan.waves.items():
        operator, before = operators[id], known.get(id)
        if operator.designation_status == "designated" or (before is not None and before.wave == wave):
            unchanged.append(operator)
            continue
        changes += [Change(before, _proposal(desk, id, wave, before)), *status_change(operator, "proposed")]
        proposed.append(operator)
    if plan.what_if.adopted_on != desk.on:
        changes.append(Change(plan.what_if, plan.what_if.changed(adopted_on=desk.on)))
    if changes:
        saving.save(desk.store, changes, desk.stamp("adopt"))
    left = tuple(operators[id] for id in known if id not in plan.waves)
    return Adopted(tuple(proposed), tuple(unchanged), left)


def _proposal(desk: Desk, operator: str, wave: Wave, before: PhaseProposal | None) -> PhaseProposal:
    if before is not None:
        return before.changed(wave=wave, proposed_on=desk.on)
    id = new_id("phase_proposal")
    return PhaseProposal(id=id, operator=operator, wave=wave, proposed_on=desk.on, origin={"*": "form"})


# JSON --------------------------------------------------------------------------------


def list_json(found: Sequence[Plan]) -> dict[str, Any]:
    """The shape ``hospital-onboard/phase-plan-list/1``."""
    return {"schema": LIST_SCHEMA, "plans": [_plan(one) for one in found]}


def show_json(desk: Desk, tried: Tried, lang: Lang) -> dict[str, Any]:
    """A plan with the coverage it would give, in the shape of ``phase status``."""
    status = phase.narrowed(tried.coverage, phase.EVERYWHERE)
    plan = None if tried.plan is None else _plan(tried.plan)
    return {**phase.to_json(desk, status, lang), "schema": SHOW_SCHEMA, "plan": plan}


def compare_json(desk: Desk, several: Sequence[Tried], lang: Lang) -> dict[str, Any]:
    """Each plan's targets side by side; the first is what is recorded."""
    first = several[0].coverage
    resting = phase.resting_on(desk, first, lang)
    return {
        "schema": COMPARE_SCHEMA,
        "on": desk.on.isoformat(),
        "assumptions": [{"id": id, "value": value, "text": text} for id, value, text in resting],
        "plans": [
            {
                "plan": None if one.plan is None else _plan(one.plan),
                "covered": {
                    rule: sum(t.rule == rule for t in one.covered) for rule in ("at_commencement", "third_year")
                },
                "targets": [
                    {"id": t.id, "state": t.state, "planned": t.planned, "required": t.required, "met": t.met}
                    for t in one.coverage.targets
                ],
            }
            for one in several
        ],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.what_if.id,
        "name": plan.what_if.name,
        "note": plan.what_if.note,
        "adopted_on": None if plan.what_if.adopted_on is None else plan.what_if.adopted_on.isoformat(),
        "choices": [{"operator": one.operator, "wave": one.wave} for one in plan.choices],
    }
