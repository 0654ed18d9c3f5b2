"""Determinations in words, Japanese or English: enough for a lawyer to follow without anything else.

Every sentence about something not in force, or resting on an assumption, says so (``tone``); only ``present`` is worded
as law of today.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from hospital_onboard.domain.determination import (
    DECIDED,
    Caution,
    Deadline,
    Determination,
    FactUse,
    Label,
    ParameterUse,
    Step,
)
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.readiness import Source
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.rules.duty.amounts import amount
from hospital_onboard.rules.duty.facts import ROOTS, vocabulary_of
from hospital_onboard.text.wording import Words

#: The title of a record by id.
NameOf = Callable[[str], str]
#: Where a fact came from, in words; empty for a derived fact.
PlaceOf = Callable[[FactUse], str]

#: So many facts of one condition are told; a "no" may rest on every component there is.
_MOST_FACTS: Final = 12
_TRUTH: Final = {True: "yes", False: "no", None: "open"}


def tone(determination: Determination) -> str:
    """``present`` or why it is not: promulgated, assumed, proposed."""
    if determination.present:
        return "present"
    if determination.standing in ("proposed", "promulgated"):
        return determination.standing
    return "assumed"


def _shown(steps: Iterable[Step]) -> Iterator[Step]:
    """Without what is open, and what stands under it: where the outcome is decided, none of it can change that."""
    part, open_at = "", None
    for step in steps:
        if step.part != part or (open_at is not None and step.depth <= open_at):
            part, open_at = step.part, None
        if open_at is None and step.held is None:
            open_at = step.depth
        if open_at is None:
            yield step


def deadline_note(say: Words, day: Deadline) -> str:
    """What one has to know of a deadline besides its date; may be empty."""
    if day.params.get("by") == "filing_on":
        return say("deadline_note.by_filing")
    if "age" in day.params:
        return say("deadline_note.age", **day.params)
    return say("deadline_note.since", **day.params) if "since" in day.params else ""


class Teller:
    """Puts one language's words to determinations."""

    def __init__(self, say: Words, name_of: NameOf, place_of: PlaceOf, rule_label: Callable[[str], str]) -> None:
        self.say = say
        self.name_of, self._place_of, self._rule_label = name_of, place_of, rule_label

    def of(self, label: Label) -> str:
        """A label in this language."""
        return label.ja if self.say.lang == "ja" else label.en

    def result(self, determination: Determination) -> str:
        """The outcome in one or two words."""
        return self.say(f"result.{determination.outcome}")

    def conclusion(self, determination: Determination, view: str, on: str) -> list[str]:
        """What follows, in sentences; worded by standing."""
        say, lines = self.say, []
        if determination.barred == "medical_part":
            lines.append(say("settled.not_begun"))
        elif determination.barred:
            lines.append(say("settled.not_in_force", day=on, view=view))
        if determination.barred:
            if determination.otherwise == "not_in_force":
                return lines
            lines.append(say("settled.once_begun", result=say(f"result.{determination.otherwise}")))
        lines += self._settled(determination)
        if determination.wording_unread:
            lines.append(say("settled.unread"))
        return lines

    def _settled(self, determination: Determination) -> Iterator[str]:
        say, consequence = self.say, determination.consequence
        assert consequence is not None  # every rule has one
        match determination.otherwise:
            case "applies":
                what = self.of(consequence.what)
                yield say(f"duty.{determination.says}.{tone(determination)}", what=what)
            case "excepted":
                exception = determination.exceptions[determination.exception]
                yield say("settled.excepted", exception=self.of(exception.label))
                if consequence.duty != "none":
                    yield say(f"duty.{determination.says}.{tone(determination)}", what=self.of(consequence.what))
            case "does_not_apply" if determination.says == "finding":
                yield say("settled.not_found", what=self.of(consequence.what))
            case "does_not_apply":
                yield say("settled.does_not_apply", label=self.of(determination.label))
            case _:
                yield say("settled.undetermined")

    def reasons(self, determination: Determination) -> Iterator[str]:
        """Sources, what follows, and every step; two blanks per level."""
        say, consequence = self.say, determination.consequence
        yield from self.source(determination.source, unread=determination.wording_unread)
        if consequence is not None and determination.otherwise in ("applies", "excepted"):
            if consequence.form_label is not None:
                yield say("determine.form", form=self.of(consequence.form_label))
            if consequence.due_label is not None:
                yield say("determine.due", due=self.of(consequence.due_label))
            yield from (say("determine.contents", text=self.of(text)) for text in consequence.contents)
            if consequence.note is not None:
                yield self.of(consequence.note)
        yield from self.steps(determination)

    def source(self, source: Source, *, unread: bool = False) -> Iterator[str]:
        """A source, and the words that carry the rule where they were read.

        ``unread``: the wording now enacted was not available. A quote is then of the wording before it, and without
        one only the day of its commencement was seen.
        """
        say = self.say
        confidence = say("determine.unread" if unread and not source.note else f"confidence.{source.confidence}")
        yield say("determine.source", document=source.document, article=source.article, confidence=confidence)
        if source.note:
            yield say("determine.quote_before" if unread else "determine.quote", text=source.note)

    def steps(self, determination: Determination) -> Iterator[str]:
        """Every condition with its truth, the facts it looked at and the numbers it used."""
        part, decided = "", determination.otherwise in DECIDED
        for step in _shown(determination.steps) if decided else determination.steps:
            if step.part != part:
                part = step.part
                yield self._part(determination, part)
                if part != "when":
                    source = determination.source_of(part)
                    yield from (f"  {line}" for line in self.source(source, unread=determination.wording_unread))
            indent = "  " * (step.depth + 1)
            yield f"{indent}{self.say(f'truth.{_TRUTH[step.held]}')} {self.condition(step)}"
            for line in self._underneath(step):
                yield f"{indent}    {line}"
        if decided and (left := sum(step.held is None for step in determination.steps)):
            yield "  " + self.say("determine.open_steps", count=left)

    def _part(self, determination: Determination, part: str) -> str:
        """The heading over the conditions of a rule or of one of its exceptions."""
        if part == "when":
            return self.say("part.when")
        return self.say("part.exception", label=self.of(determination.exceptions[part].label))

    def condition(self, step: Step) -> str:
        """A condition in words."""
        if step.operator == "rule":
            return self.say("step.rule", rule=self._rule_label(step.name))
        if step.operator == "test":
            return self.say(f"test.{step.name}")
        if not step.name:
            return self.say(f"step.{step.operator}")
        return self.say(f"step.{step.operator}", fact=self.fact_label(step.facts[0]), operand=self._operand(step))

    def _operand(self, step: Step) -> str:
        if len(step.facts) > 1:
            return self.fact_label(step.facts[1])
        if step.parameters:
            return amount(step.parameters[0], self.say.lang)
        vocabulary = vocabulary_of(step.name)
        between = "・" if self.say.lang == "ja" else ", "
        return between.join(self._shown(code, vocabulary) for code in step.operand)

    def _underneath(self, step: Step) -> Iterator[str]:
        for fact in step.facts[:_MOST_FACTS]:
            yield from self.fact_lines(fact)
        if len(step.facts) > _MOST_FACTS:
            yield self.say("determine.more_facts", count=len(step.facts) - _MOST_FACTS)
        yield from (self.parameter(parameter) for parameter in step.parameters)

    def fact_lines(self, fact: FactUse, depth: int = 0) -> Iterator[str]:
        """A fact with its value and place, then what it was derived from."""
        label, value, place = self.fact_label(fact), self.value(fact), self._place_of(fact)
        key = "determine.fact_place" if place else "determine.fact"
        indent = "  " * depth
        yield indent + self.say(key, label=label, value=value, place=place)
        for parameter in fact.parameters:
            yield f"{indent}  {self.parameter(parameter)}"
        for below in fact.of:
            yield from self.fact_lines(below, depth + 1)

    def place(self, fact: FactUse) -> str:
        """Where a fact came from; empty for a derived one."""
        return self._place_of(fact)

    def places(self, fact: FactUse) -> Iterator[str]:
        """The places of a fact and of everything it was derived from."""
        place = self._place_of(fact)
        if place:
            yield place
        for below in fact.of:
            yield from self.places(below)

    def fact_label(self, fact: FactUse) -> str:
        """What a fact is called."""
        if self.say.has(f"fact.{fact.name}"):
            return self.say(f"fact.{fact.name}")
        root, _, field = fact.name.partition(".")
        kind = ROOTS.get(root, root)
        called = self.say(f"root.{root}") if self.say.has(f"root.{root}") else self.say(f"kind.{kind}")
        # Of an operator, a plan and an urgent case there is one each; every other record is named.
        name = self.name_of(fact.record) if fact.record and kind not in ("operator", "plan", "urgent_case") else ""
        asked = fact.asked if fact.value is None and fact.asked and fact.asked != field else ""
        label = self.say(f"field.{kind}.{field}") if not asked else self._link_label(fact.record, asked)
        if not name and label.startswith(called):
            return label
        return self.say("fact.of", root=self.say("fact.named", root=called, name=name) if name else called, field=label)

    def _link_label(self, record: str, field: str) -> str:
        kind = max((k for k in KINDS if record.startswith(f"{k}_")), key=len)
        return self.say(f"field.{kind}.{field}")

    def value(self, fact: FactUse) -> str:
        """A fact's value in words."""
        if fact.value is None:
            return self.say("fact.unanswered")
        root, _, field = fact.name.partition(".")
        kind = KINDS.get(ROOTS.get(root, root))
        if kind is not None and field in kind.asked() and isinstance(shape_of(kind, field), Ref):
            return self.name_of(fact.value)
        return self._shown(fact.value, vocabulary_of(fact.name))

    def _shown(self, value: str, vocabulary: str) -> str:
        return self.say.choice(vocabulary, value) if vocabulary else value

    def deciding(self, determination: Determination) -> Iterator[str]:
        """The told facts of all steps with their places, for a determination that is shown in short."""
        for step in determination.steps:
            for fact in step.facts:
                yield from (line.strip() for line in self._told(fact))
            yield from (self.parameter(parameter) for parameter in step.parameters)

    def _told(self, fact: FactUse) -> Iterator[str]:
        for below in fact.of:
            yield from self._told(below)
        if not fact.of:
            yield from self.fact_lines(fact)

    def parameter(self, parameter: ParameterUse) -> str:
        """A number of the law with its source."""
        return self.say(
            "determine.parameter",
            label=self.of(parameter.label),
            amount=amount(parameter, self.say.lang),
            document=parameter.source.document,
            article=parameter.source.article,
            first_day=parameter.first_day.isoformat(),
        )

    def deadline(self, day: Deadline) -> str:
        """A deadline's name."""
        return self.say(f"deadline.{day.id}", subject=self.name_of(day.subject), **day.params)

    def deadline_note(self, day: Deadline) -> str:
        """What one has to know besides the date."""
        return deadline_note(self.say, day)

    def caution(self, caution: Caution) -> str:
        """A warning in words."""
        labels = {
            f"{side}_label": self.say(f"field.plan.{caution.params[side]}")
            for side in ("earlier", "later")
            if side in caution.params
        }
        return self.say(f"warning.{caution.code}", subject=self.name_of(caution.subject), **caution.params, **labels)

    def missing(self, facts: Iterable[FactUse]) -> Iterator[str]:
        """Facts to be answered, and where."""
        for fact in facts:
            place = self.name_of(fact.record) if fact.record else self.say("place.nowhere")
            yield self.say("determine.needs", label=self.fact_label(fact), place=place)
