"""Sections of the reading copy that say what the equipment is made of and who is behind it."""

from collections import Counter
from collections.abc import Iterator

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.party import Party, Snapshot
from hospital_onboard.report.document import Block, Cell, Column, Fields, Heading, Note, Paragraph, Table
from hospital_onboard.report.marks import flag
from hospital_onboard.report.packet.scope import FACTS, Scope
from hospital_onboard.report.packet.tables import roles
from hospital_onboard.report.telling import Telling


def components(scope: Scope, tell: Telling) -> Iterator[Block]:
    """The component tree, with who supplies each part and where it is made."""
    say = tell.say
    yield Heading(say("report.packet.section.components"))
    listed = Counter(part.listed or "unknown" for _, part in scope.components)
    yield Paragraph(
        say("report.packet.listed", yes=listed["yes"], no=listed["no"], unknown=listed["unknown"])
        if scope.components
        else say("report.packet.no-components")
    )
    made = {part.id: _countries(scope, tell, part) for _, part in scope.components}
    rows = tuple(
        (
            "　" * depth + ("└ " if depth else "") + part_name(part),
            tell.cell(part, "layer"),
            part.version,
            tell.cell(part, "supplier"),
            made[part.id],
            tell.cell(part, "listed"),
        )
        for depth, part in scope.components
    )
    columns = (
        Column("component", say("kind.component"), 40),
        Column("layer", tell.label(Component, "layer"), 18),
        Column("version", tell.label(Component, "version"), 13),
        Column("supplier", tell.label(Component, "supplier"), 28),
        Column("made", say("report.packet.made-in"), 14),
        Column("listed", say("report.packet.is-listed"), 14),
    )
    if rows:
        yield Table("components", say("report.packet.tree"), columns, rows)


def part_name(part: Component) -> str:
    """Product and model."""
    return f"{part.product} {part.model}" if part.model else part.product


def _countries(scope: Scope, tell: Telling, part: Component) -> str | None:
    codes = dict.fromkeys(site.country for site in scope.inventory.sites_of.get(part.id, []))
    return tell.say("report.comma").join(tell.country(code).label for code in codes) or None


def parties(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Who is behind it, and how old what they said is."""
    say = tell.say
    yield Heading(say("report.packet.section.parties"))
    yield Paragraph(say("report.packet.parties-note"))
    counted = {
        "holders": Counter(fact.party for fact in scope.holders),
        "officers": Counter(fact.party for fact in scope.officers),
        "foreign_sales": Counter(fact.party for fact in scope.foreign_sales),
    }
    rows: list[tuple[Cell, ...]] = []
    for party in scope.parties:
        answers: list[Cell] = []
        for fact in FACTS:
            snapshot = scope.snapshot(party.id, fact)
            count = counted[fact][party.id]
            answers.append(None if snapshot is None else _answer(tell, snapshot, fact, count))
        rows.append((tell.name(party.id), roles(scope, party.id, tell), tell.cell(party, "country"), *answers))
    columns = (
        Column("party", tell.say("kind.party"), 30),
        Column("role", say("report.packet.role"), 20),
        Column("country", tell.label(Party, "country"), 14),
        *(Column(fact, say(f"report.packet.fact.{fact}"), 18) for fact in FACTS),
    )
    yield Table(
        "parties", say("report.packet.section.parties"), columns, tuple(rows), empty=say("report.packet.no-parties")
    )


def _answer(tell: Telling, snapshot: Snapshot, fact: str, count: int) -> str:
    answer = getattr(snapshot, fact)
    label = tell.say("report.packet.entries", count=count) if answer == "listed" else tell.say.choice("answer", answer)
    return f"{label}\n{tell.say('report.packet.as-of-day', day=snapshot.as_of.isoformat())}"


def maintenance(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Each entrustment with its subcontracts to the last tier and the exemption test."""
    say = tell.say
    yield Heading(say("report.packet.section.maintenance"))
    if not scope.entrustments:
        yield Paragraph(say("report.packet.no-entrustments"))
        return
    yield Note(say("report.packet.exemption-note"))
    for entrustment in scope.entrustments:
        yield Heading(entrustment.title, 2)
        names = [name for name in Entrustment.asked() if name not in ("equipment", "title")]
        yield Fields(f"entrustment-{entrustment.id}", tuple(tell.fact(entrustment, name) for name in names))
        yield _subcontracts(scope, tell, entrustment.id)


def _subcontracts(scope: Scope, tell: Telling, entrustment: str) -> Table:
    say = tell.say
    limbs = ("content_known", "entry_restricted", "records_audited")
    rows = tuple(
        (
            tier,
            tell.cell(subcontract, "subcontractor"),
            subcontract.purpose,
            subcontract.scope,
            *(tell.cell(subcontract, limb) for limb in limbs),
            flag(scope.exemptions[subcontract.id], say),
        )
        for tier, subcontract in scope.subcontracts
        if subcontract.entrustment == entrustment
    )
    columns = (
        Column("tier", say("report.packet.tier"), 7, number=True),
        Column("subcontractor", tell.label(Subcontract, "subcontractor"), 24),
        *(tell.column(Subcontract, name, 20) for name in ("purpose", "scope")),
        *(Column(limb, say(f"report.packet.limb.{limb}"), 13) for limb in limbs),
        Column("exemption", say("report.packet.exemption"), 17),
    )
    key = f"subcontracts-{entrustment}"
    return Table(key, say("kind.subcontract"), columns, rows, empty=say("report.packet.no-subcontracts"))
