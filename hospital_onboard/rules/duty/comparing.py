"""One operator on one fact: what it was compared with, and how that came out."""

from datetime import date
from decimal import Decimal

from hospital_onboard.domain.determination import FactUse, ParameterUse, Step
from hospital_onboard.rules.duty.conditions import Condition, Operand
from hospital_onboard.rules.duty.facts import Facts


def compare(condition: Condition, facts: Facts, part: str, depth: int) -> Step:
    """The condition as a step; open while the fact, or what it is compared with, is not known."""
    operator, name = condition.operator, condition.fact or ""
    fact = facts.get(name)
    operand, others, parameters = _operand(condition.comparison(operator), facts)
    held: bool | None = None
    if fact.value is not None and None not in operand:
        known = tuple(value for value in operand if value is not None)
        held = _holds(operator, fact.value, known)
    shown = tuple(value or "" for value in operand)
    return Step(part, depth, operator, held, name, shown, (fact, *others), parameters)


def _operand(
    said: object, facts: Facts
) -> tuple[tuple[str | None, ...], tuple[FactUse, ...], tuple[ParameterUse, ...]]:
    if isinstance(said, Operand) and said.fact is not None:
        other = facts.get(said.fact)
        return (other.value,), (other,), ()
    if isinstance(said, Operand):
        parameter = facts.parameter(said.parameter or "")
        return (None,) if parameter is None else (str(parameter.value),), (), (parameter,) if parameter else ()
    if isinstance(said, tuple):
        return tuple(str(one) for one in said), (), ()
    if said is True:
        return (), (), ()
    return (said.isoformat() if isinstance(said, date) else str(said),), (), ()


def _holds(operator: str, value: str, operand: tuple[str, ...]) -> bool:
    match operator:
        case "is_known":
            return True
        case "is" | "one_of":
            return value in operand
        case "on_or_after":
            return date.fromisoformat(value) >= date.fromisoformat(operand[0])
        case "before":
            return date.fromisoformat(value) < date.fromisoformat(operand[0])
        case "at_least":
            return Decimal(value) >= Decimal(operand[0])
        case _:
            return Decimal(value) <= Decimal(operand[0])
