"""Rules as files: ``seed_data/regimes/<regime>/duties/*.yaml``, one rule each, in dated versions.

Texts may name a parameter in braces (``{waiting_period}``); it is replaced by the value of the law day with its unit.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal, Protocol, Self

from pydantic import Field, model_validator

from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.domain.determination import Says
from hospital_onboard.domain.readiness import Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.duty.conditions import Condition, Operand
from hospital_onboard.rules.regime import Name, ReadCitation, Regime

#: What a rule is asked about; a rule about parties is asked once for every party the filing names.
About = Literal["plan", "operator", "product", "component", "party", "involved", "subcontract", "measure"]


class Known(Protocol):
    """Answers whether a condition may name a fact."""

    def __contains__(self, name: object, /) -> bool: ...


class Named(Frozen):
    """A form or a due time: a stable code and its words."""

    code: Name
    ja: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class ByFact(Frozen):
    """A text that depends on a code: who the officers are, by form of the company."""

    fact: str
    texts: dict[str, Bilingual]
    otherwise: Bilingual


class Then(Frozen):
    """What follows."""

    duty: Name
    what: Bilingual
    form: Named | None = None
    due: Named | None = None
    contents: tuple[Bilingual, ...] = ()
    note: Bilingual | None = None
    by: ByFact | None = None


class RuleException(Frozen):
    """A labelled exception with its own source. Two that fire with different results are a fault of the rule.

    ``yields_to``: exceptions before it that go first where both would fire (its text presupposes that they do not).
    """

    id: Name
    label: Bilingual
    source: ReadCitation
    yields_to: tuple[Name, ...] = ()
    when: Condition
    then: Then


class Version(Frozen):
    """The rule as worded between two days. ``standing`` is for medical care, ``elsewhere`` for the sectors covered."""

    first_day: Annotated[date, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="until")]
    standing: Standing
    elsewhere: Standing
    source: ReadCitation
    wording_read: bool
    #: Ids of assumptions built into this encoding (``assumptions.yaml`` or ``regime.yaml``).
    assumes: tuple[Name, ...] = ()
    when: Condition
    then: Then
    exceptions: Annotated[tuple[RuleException, ...], Field(alias="except")] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [exception.id for exception in self.exceptions]
        if len(set(ids)) != len(ids) or "when" in ids:
            raise ValueError("each exception needs an id of its own")
        for number, exception in enumerate(self.exceptions):
            if not set(exception.yields_to) <= set(ids[:number]):
                raise ValueError(f"{exception.id} yields to an exception that does not stand before it")
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("until lies before from")
        return self

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the rule and its exceptions."""
        yield from self.when.walk()
        for exception in self.exceptions:
            yield from exception.when.walk()

    def consequences(self) -> Iterator[Then]:
        """What can follow, exceptions included."""
        yield self.then
        yield from (exception.then for exception in self.exceptions)


class Rule(Frozen):
    """One rule. ``gated``: for a hospital or the agency it cannot bind before the medical part is in force."""

    id: Name
    #: Place among the rules when they are shown; no two are the same.
    order: int
    label: Bilingual
    says: Says
    about: About
    plans: Annotated[tuple[PlanKind, ...], Field(min_length=1)]
    gated: bool
    checked_on: date
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in pairwise(self.versions):
            if earlier.last_day is None or earlier.last_day >= later.first_day:
                raise ValueError("versions must follow one another, oldest first, without overlap")
        return self

    def at(self, day: date) -> Version | None:
        """The wording in force on a day."""
        return next(
            (v for v in self.versions if v.first_day <= day and (v.last_day is None or day <= v.last_day)), None
        )

    def nearest(self, day: date) -> Version:
        """The wording in force on a day, else the first one to come, else the last there was."""
        return self.at(day) or next((v for v in self.versions if v.first_day > day), self.versions[-1])


def read_rules(folder: Path, regime: Regime, known_facts: Known, tests: Mapping[str, object]) -> dict[str, Rule]:
    """All rules of a regime by id, in the order in which they are shown.

    Args:
        known_facts: answers ``name in known_facts`` for every fact a condition may name.

    Raises:
        SeedError: a broken file; an unknown fact, test, parameter, instrument, assumption or rule; a rule that
            depends on itself.
    """
    found: dict[int, Rule] = {}
    for path in sorted(folder.glob("*.yaml")):
        rule = load(path, Rule)
        if rule.id != path.stem:
            raise SeedError(path, 0, "id", f"the file is named {path.stem}, the rule {rule.id}")
        if rule.order in found:
            raise SeedError(path, 0, "order", f"{found[rule.order].id} has the same")
        found[rule.order] = rule
    rules = {found[order].id: found[order] for order in sorted(found)}
    for rule in rules.values():
        path = folder / f"{rule.id}.yaml"
        for problem in _problems(rule, rules, regime, known_facts, tests):
            raise SeedError(path, 0, rule.id, problem)
    _refuse_circles(folder, rules)
    return rules


def _problems(
    rule: Rule, rules: Mapping[str, Rule], regime: Regime, known_facts: Known, tests: Mapping[str, object]
) -> Iterator[str]:
    for version in rule.versions:
        for source in (version.source, *(exception.source for exception in version.exceptions)):
            if source.instrument not in regime.instruments:
                yield f"no instrument {source.instrument!r} in instruments.yaml"
        for condition in version.conditions():
            yield from _unknown(condition, rules, regime, known_facts, tests)
        for then in version.consequences():
            for name in _placeholders(then):
                if name not in regime.parameters:
                    yield f"no parameter {name!r} for a text"
            if then.by is not None and then.by.fact not in known_facts:
                yield f"no fact {then.by.fact!r}"


def _unknown(
    condition: Condition, rules: Mapping[str, Rule], regime: Regime, known_facts: Known, tests: Mapping[str, object]
) -> Iterator[str]:
    if condition.rule is not None and condition.rule not in rules:
        yield f"no rule {condition.rule!r}"
    if condition.test is not None and condition.test not in tests:
        yield f"no test {condition.test!r} in tests_of_fact"
    compared = [condition.comparison(name) for name in ("at_least", "at_most", "on_or_after", "before")]
    operands = [operand for operand in compared if isinstance(operand, Operand)]
    for fact in (condition.fact, *(operand.fact for operand in operands)):
        if fact is not None and fact not in known_facts:
            yield f"no fact {fact!r}"
    for operand in operands:
        if operand.parameter is not None and operand.parameter not in regime.parameters:
            yield f"no parameter {operand.parameter!r}"


def _placeholders(then: Then) -> Iterator[str]:
    for text in texts(then):
        for language in (text.ja, text.en):
            yield from (name for _, name, _, _ in Formatter().parse(language) if name is not None)


def texts(then: Then) -> Iterator[Bilingual]:
    """Every text of a consequence."""
    yield then.what
    yield from then.contents
    if then.note is not None:
        yield then.note
    for named in (then.form, then.due):
        if named is not None:
            yield Bilingual(ja=named.ja, en=named.en)
    if then.by is not None:
        yield from then.by.texts.values()
        yield then.by.otherwise


def _refuse_circles(folder: Path, rules: Mapping[str, Rule]) -> None:
    done: set[str] = set()

    def visit(id: str, above: tuple[str, ...]) -> None:
        if id in above:
            raise SeedError(folder / f"{id}.yaml", 0, id, f"depends on itself: {' > '.join((*above, id))}")
        if id in done:
            return
        for version in rules[id].versions:
            for condition in version.conditions():
                if condition.rule is not None:
                    visit(condition.rule, (*above, id))
        done.add(id)

    for id in rules:
        visit(id, ())
