"""The readiness report: what is owed, by whom, why, and how far each reason may be trusted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.readiness import (
    OPEN_STATES,
    STATES,
    Readiness,
    RequirementLine,
    Source,
    counts,
)
from hospital_onboard.report.document import (
    Block,
    Bullets,
    Cell,
    Coded,
    Column,
    Document,
    Fact,
    Fields,
    Frame,
    Heading,
    Note,
    Paragraph,
    Table,
)
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import flag, state_badge
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.wording import Lang, Words, words

SCHEMA = "hospital-onboard/readiness-report/1"


@dataclass(frozen=True)
class OperatorPart:
    """One operator's inventory and what is owed about it.

    ``by_equipment``: equipment id ('' for the operator itself) -> the lines its filing needs. A party's lines stand
    under every equipment that names it.
    """

    inventory: Inventory
    readiness: Readiness
    by_equipment: Mapping[str, Sequence[RequirementLine]]


def readiness_document(parts: Sequence[OperatorPart], frame: Frame, lang: Lang) -> Document:
    """The report over these operators."""
    say = words(lang)
    tellers = [Telling(part.inventory, say) for part in parts]
    names = [operator_name(part.inventory.operator, say) for part in parts]
    lines = [line for part in parts for line in part.readiness.lines]
    tables = {
        name: build(parts, tellers, names, say)
        for name, build in (("equipment", _equipment), ("next", _next), ("lines", _lines))
    }
    if len(parts) == 1:
        tables = {name: table.without("operator") for name, table in tables.items()}
    return Document(
        schema=SCHEMA,
        title=say("report.readiness.title"),
        lang=lang,
        frame=frame,
        blocks=(
            Heading(say("report.readiness.result")),
            Paragraph(say("report.readiness.counts-only")),
            _operators(parts, names, say),
            tables["equipment"],
            Heading(say("report.readiness.next")),
            tables["next"],
            Heading(say("report.readiness.burden")),
            *_burden(parts, say),
            Heading(say("report.readiness.lines")),
            tables["lines"],
            Heading(say("report.sources")),
            *sources(lines, say),
        ),
    )


def owner_of(operators: Sequence[Operator], say: Words) -> str:
    """Whose report it is: the operator's name, or how many there are."""
    if len(operators) == 1:
        return operator_name(operators[0], say)
    return say("report.readiness.operators", count=len(operators))


def _operators(parts: Sequence[OperatorPart], names: list[str], say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for part, name in zip(parts, names, strict=True):
        ready = flag("ready" if part.readiness.file_ready else "not-ready", say)
        rows.append((name, ready, *part.readiness.counts.values(), len(part.readiness.lines)))
    return Table(
        key="operators",
        title=say("report.readiness.by-operator"),
        columns=(
            Column("operator", say("kind.operator"), 32),
            Column("ready", say("report.ready"), 14),
            *_counted(say),
        ),
        rows=tuple(rows),
        empty=say("report.readiness.no-operators"),
    )


def _equipment(parts: Sequence[OperatorPart], tellers: list[Telling], names: list[str], say: Words) -> Table:
    """Counts per equipment; facts about the operator itself are a row of their own."""
    rows: list[tuple[Cell, ...]] = []
    for part, tell, name in zip(parts, tellers, names, strict=True):
        for owner, lines in part.by_equipment.items():
            record = part.inventory.by_id.get(owner)
            group = tell.cell(record, "group") if isinstance(record, Equipment) else ""
            rows.append((name, _owner(owner, tell), group, *counts(list(lines)).values(), len(lines)))
    return Table(
        key="equipment",
        title=say("report.readiness.by-equipment"),
        columns=(
            Column("operator", say("kind.operator"), 32),
            Column("equipment", say("kind.equipment"), 32),
            Column("group", say("field.equipment.group"), 16),
            *_counted(say),
        ),
        rows=tuple(rows),
        empty=say("report.readiness.no-equipment"),
        note=say("report.readiness.party-lines-note"),
        group="operator",
    )


def _counted(say: Words) -> tuple[Column, ...]:
    return (
        *(Column(state, say(f"state.{state}"), 9, number=True) for state in STATES),
        Column("all", say("report.all"), 9, number=True),
    )


def _next(parts: Sequence[OperatorPart], tellers: list[Telling], names: list[str], say: Words) -> Table:
    """Open lines by who must act: the operators first, then vendor by vendor, the longest list first."""
    waiting: dict[str, list[tuple[Cell, ...]]] = {}
    vendors: Counter[str] = Counter()
    for part, tell, name in zip(parts, tellers, names, strict=True):
        for line in part.readiness.lines:
            if line.state not in OPEN_STATES:
                continue
            who = actor_name(line, tell, name)
            vendors[who] += line.actor == "vendor"
            row = (who, what(line, tell), subject(line, tell), state_badge(line.state, say), why(line, say))
            end = (*source_cells(line.source, say)[:2], _contact(line, part.inventory), name)
            waiting.setdefault(who, []).append((*row, *end))
    order = sorted(waiting, key=lambda who: (vendors[who] > 0, -vendors[who], who))
    return Table(
        key="next",
        title=say("report.readiness.next"),
        columns=(
            Column("who", say("report.who"), 22),
            Column("what", say("report.what"), 24),
            Column("subject", say("report.subject"), 30),
            Column("state", say("report.state"), 11),
            Column("why", say("report.why"), 36),
            *source_columns(say)[:2],
            Column("contact", say("field.party.contact"), 18),
            Column("operator", say("kind.operator"), 22),
        ),
        rows=tuple(row for who in order for row in waiting[who]),
        empty=say("report.readiness.nothing-open"),
        group="who",
    )


def _lines(parts: Sequence[OperatorPart], tellers: list[Telling], names: list[str], say: Words) -> Table:
    rows = tuple(
        (
            name,
            _owner(line.owner, tell) if line.owner or line.section == "operator" else say("report.readiness.by-party"),
            say(f"section.{line.section}"),
            subject(line, tell),
            what(line, tell),
            state_badge(line.state, say),
            actor_name(line, tell, name),
            why(line, say),
            *source_cells(line.source, say),
            tell.origin(line.origin),
            line.id,
        )
        for part, tell, name in zip(parts, tellers, names, strict=True)
        for line in part.readiness.lines
    )
    return Table(
        key="lines",
        title=say("report.readiness.lines"),
        columns=(
            Column("operator", say("kind.operator"), 24),
            Column("equipment", say("kind.equipment"), 20),
            Column("section", say("report.section"), 12),
            Column("subject", say("report.subject"), 26),
            Column("what", say("report.what"), 22),
            Column("state", say("report.state"), 11),
            Column("actor", say("report.who"), 18),
            Column("why", say("report.why"), 34),
            *source_columns(say),
            Column("origin", say("report.origin.title"), 14),
            Column("id", say("report.id"), 24),
        ),
        rows=rows,
        empty=say("report.readiness.no-lines"),
        group="operator",
        folded=True,
        shared=("why", "source", "standing", "confidence"),
    )


def _owner(owner: str, tell: Telling) -> str | None:
    return tell.name(owner) if owner else tell.say("report.readiness.operator-itself")


def what(line: RequirementLine, tell: Telling) -> str:
    """The fact that is owed, as short as a label; a measure's number stands before it."""
    owed = tell.say(f"owed.{line.id}")
    return f"{line.field} {owed}" if line.id.startswith("measure.") else owed


def why(line: RequirementLine, say: Words) -> str:
    """Why it is asked, and what exactly is amiss when the rules say more than the state does."""
    reason = say(f"requirement.{line.id}", **line.params)
    return f"{say(f'detail.{line.detail}', **line.params)} {reason}" if line.detail else reason


def subject(line: RequirementLine, tell: Telling) -> str:
    """The record that the line is about, with its kind."""
    name = tell.name(line.subject) or line.subject
    kind = tell.kind(line.subject)
    return f"{kind}: {name}" if kind and tell.say.lang == "en" else f"{kind}「{name}」" if kind else name


def actor_name(line: RequirementLine, tell: Telling, operator: str) -> str:
    """Who must act: the vendor by name, the operator by name, else the role."""
    if line.actor == "vendor":
        return tell.name(line.party or None) or tell.say("report.readiness.vendor-unnamed")
    return operator if line.actor == "operator" else tell.say(f"actor.{line.actor}")


def _contact(line: RequirementLine, inventory: Inventory) -> str | None:
    party = inventory.by_id.get(line.party) if line.actor == "vendor" else None
    return party.contact if isinstance(party, Party) else ""


def source_columns(say: Words) -> tuple[Column, ...]:
    """Columns for a source: where it says so, how it stands, how far it may be trusted."""
    return (
        Column("source", say("report.source"), 26),
        Column("standing", say("report.standing-of"), 16),
        Column("confidence", say("report.confidence"), 15),
    )


def source_cells(source: Source, say: Words) -> tuple[Cell, ...]:
    """A source in the three columns. What is not in force says so in its own column."""
    place = " ".join(part for part in (source.document, source.article) if part)
    return (
        f"{place} ({source.note})" if source.note else place,
        Coded(source.standing, say(f"standing.{source.standing}")),
        Coded(source.confidence, say(f"confidence.{source.confidence}")),
    )


def sources(lines: Sequence[RequirementLine], say: Words) -> Iterator[Block]:
    """Every source once, with how many lines rest on it."""
    used = Counter(line.source for line in lines)
    yield Table(
        key="sources",
        title=say("report.sources"),
        columns=(*source_columns(say), Column("lines", say("report.lines-resting"), 10, number=True)),
        rows=tuple((*source_cells(source, say), count) for source, count in used.items()),
        empty=say("report.no-sources"),
    )
    yield Bullets(tuple(say(f"report.explain.{code}") for code in ("promulgated", "proposed", "assumed")))


def _burden(parts: Sequence[OperatorPart], say: Words) -> Iterator[Block]:
    """How the known facts came in; shares are of the required ones, so they need not reach 100 %."""
    burdens = [part.readiness.burden for part in parts]
    required = sum(burden.required for burden in burdens)
    figures = {name: sum(getattr(burden, name) for burden in burdens) for name in ("typed", "from_workbook", "reused")}
    facts = [Fact("required", say("report.burden.required"), required)]
    for name, value in figures.items():
        share = f"{value * 100 / required:.0f}" if required else "0"
        facts.append(Fact(name, say(f"report.burden.{name}"), say("report.burden.figure", value=value, share=share)))
    yield Fields("burden", tuple(facts))
    yield Note(say("report.burden.note"))
