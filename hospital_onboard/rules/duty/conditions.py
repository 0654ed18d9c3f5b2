"""The closed set of conditions a rule may be written in, and their three-valued truth.

On a fact: ``is`` · ``is_known`` · ``one_of`` · ``at_least`` · ``at_most`` · ``on_or_after`` · ``before``. Else ``rule``
(another rule applies) and ``test`` (a named function, see ``tests_of_fact``). Joined by ``all`` · ``any`` · ``none``.

An unanswered fact is a question, not a no: truth is True, False or None, and more answers only ever turn None into one
of the others.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from hospital_onboard.reference.bilingual import Frozen, NonEmpty

OPERATORS: Final = ("is", "is_known", "one_of", "at_least", "at_most", "on_or_after", "before")
JOINS: Final = ("all", "any", "none")


class Operand(Frozen):
    """A value that stands elsewhere: a parameter of the law or another fact."""

    parameter: str | None = None
    fact: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.parameter is None) == (self.fact is None):
            raise ValueError("give either a parameter or a fact")
        return self


class Condition(Frozen):
    """One condition: a join of conditions, or one operator on one fact, or a rule, or a named test."""

    model_config = ConfigDict(populate_by_name=False)

    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    none: tuple["Condition", ...] | None = None
    rule: str | None = None
    test: str | None = None
    values: tuple[NonEmpty, ...] = ()
    fact: str | None = None
    is_: Annotated[NonEmpty | None, Field(alias="is")] = None
    is_known: Literal[True] | None = None
    one_of: Annotated[tuple[NonEmpty, ...], Field(min_length=1)] | None = None
    at_least: int | Operand | None = None
    at_most: int | Operand | None = None
    on_or_after: date | Operand | None = None
    before: date | Operand | None = None

    @model_validator(mode="after")
    def _closed(self) -> Self:
        heads = [name for name in (*JOINS, "rule", "test", "fact") if getattr(self, name) is not None]
        if len(heads) != 1:
            raise ValueError("a condition is exactly one of all, any, none, rule, test, fact")
        said = [name for name in OPERATORS if self.comparison(name) is not None]
        if len(said) != (1 if heads == ["fact"] else 0):
            raise ValueError(f"a fact needs exactly one of {', '.join(OPERATORS)}")
        if self.values and heads != ["test"]:
            raise ValueError("values belong to a test")
        if any(getattr(self, name) == () for name in JOINS):
            raise ValueError("an empty list decides nothing")
        return self

    def comparison(self, operator: str) -> object:
        """What the fact is compared with by this operator; None when it is not the one used."""
        return getattr(self, "is_" if operator == "is" else operator)

    @property
    def operator(self) -> str:
        """The operator used on the fact."""
        return next(name for name in OPERATORS if self.comparison(name) is not None)

    @property
    def join(self) -> str:
        """``all``, ``any`` or ``none``; empty for a single condition."""
        return next((name for name in JOINS if getattr(self, name) is not None), "")

    @property
    def parts(self) -> tuple["Condition", ...]:
        """The joined conditions."""
        found: tuple[Condition, ...] = getattr(self, self.join)
        return found

    def walk(self) -> Iterator["Condition"]:
        """This condition and every one inside it."""
        yield self
        for part in self.parts if self.join else ():
            yield from part.walk()


def joined(join: str, truths: Iterable[bool | None]) -> bool | None:
    """Kleene's all, any and none."""
    found = list(truths)
    if join == "all":
        return False if False in found else None if None in found else True
    some = True if True in found else None if None in found else False
    return some if join == "any" or some is None else not some
