"""Parts that say who is behind the equipment: each party with what it answered and when, and who maintains it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party
from hospital_onboard.report.document import Block, Cell, Column, Fact, Fields, Heading, Note, Paragraph, Table, shown
from hospital_onboard.report.marks import flag
from hospital_onboard.report.packet.scope import FACTS, FactName, Scope
from hospital_onboard.report.telling import Telling

_IDENTITY: Final = (
    "corporate_number",
    "lei",
    "other_id",
    "form",
    "representative",
    "address",
    "country",
    "registered_in_japan",
)
#: Numbers of which a party needs one at most.
_NUMBERS: Final = ("corporate_number", "lei", "other_id")


def parties(scope: Scope, tell: Telling, *, personal: bool) -> Iterator[Block]:
    """Who is behind it: all in one table, then a block each, with the day of every answer."""
    say = tell.say
    yield Paragraph(say("report.packet.parties-note"))
    yield overview(scope, tell)
    for number, party in enumerate(scope.parties, start=1):
        yield Heading(say("packet.party-heading", number=number, name=tell.name(party.id)), 3)
        yield from block(scope, tell, party, personal=personal)


def overview(scope: Scope, tell: Telling) -> Table:
    """Every party in one line."""
    say = tell.say
    rows: list[tuple[Cell, ...]] = []
    for number, party in enumerate(scope.parties, start=1):
        answers: list[Cell] = []
        for fact in FACTS:
            snapshot = scope.snapshot(party.id, fact)
            answers.append(None if snapshot is None else snapshot.as_of)
        role = roles(scope, party.id, tell)
        rows.append((number, tell.name(party.id), role, tell.cell(party, "country"), *answers))
    columns = (
        Column("number", say("packet.number"), 6, number=True),
        Column("party", say("kind.party"), 30),
        Column("role", say("report.packet.role"), 20),
        Column("country", tell.label(Party, "country"), 14),
        *(Column(f, say("report.packet.as-of", fact=say(f"report.packet.fact.{f}")), 14) for f in FACTS),
    )
    return Table("parties", say("packet.part.parties"), columns, tuple(rows), empty=say("report.packet.no-parties"))


def block(scope: Scope, tell: Telling, party: Party, *, personal: bool, identity_only: bool = False) -> Iterator[Block]:
    """One party: identity, then holders, officers and sales as it answered them, with the day of each answer."""
    facts = [Fact("role", tell.say("report.packet.role"), roles(scope, party.id, tell))]
    numbered = [name for name in _NUMBERS if getattr(party, name) is not None] or ["corporate_number"]
    facts += [tell.fact(party, name) for name in _IDENTITY if name not in _NUMBERS or name in numbered]
    if identity_only or set(scope.roles[party.id]) == {"involved"}:
        yield Fields(f"party-{party.id}", tuple(facts))  # the form asks no more of them
        return
    facts += [
        Fact(fact, tell.say(f"report.packet.fact.{fact}"), answer(scope, tell, party, fact, personal=personal))
        for fact in FACTS
    ]
    yield Fields(f"party-{party.id}", tuple(facts))


def answer(scope: Scope, tell: Telling, party: Party, fact: FactName, *, personal: bool) -> Cell:
    """What the party answered: the day, then line by line what it listed."""
    snapshot = scope.snapshot(party.id, fact)
    if snapshot is None:
        return None
    say, said = tell.say, getattr(snapshot, fact)
    day = say("report.packet.as-of-day", day=snapshot.as_of.isoformat())
    if said != "listed":
        sent = say("packet.declared-on", day=snapshot.declared_on.isoformat()) if snapshot.declared_on else ""
        return say("packet.answered", answer=say.choice("answer", said), day=day, sent=sent)
    match fact:
        case "holders":
            lines = [_holder(tell, one) for one in scope.holders if one.party == party.id]
        case "officers":
            lines = [_officer(tell, one, personal=personal) for one in scope.officers if one.party == party.id]
        case _:
            lines = [_sale(tell, one) for one in scope.foreign_sales if one.party == party.id]
    return "\n".join([day, *(lines or [say("packet.nobody-listed")])])


def _holder(tell: Telling, holder: Holder) -> str:
    share = shown(holder.share, tell.say("report.blank"))
    return f"{holder.name}  {shown(tell.cell(holder, 'country'), tell.say('report.blank'))}  {share}%"


def _officer(tell: Telling, officer: Officer, *, personal: bool) -> str:
    blank = tell.say("report.blank")
    line = f"{officer.name}  {officer.title or ''}".rstrip()
    if not personal:
        return line
    return f"{line}  {shown(officer.birth_date, blank)}  {shown(tell.cell(officer, 'nationality'), blank)}"


def _sale(tell: Telling, sale: ForeignSale) -> str:
    blank = tell.say("report.blank")
    country = shown(tell.cell(sale, "country"), blank)
    return f"{sale.year}  {country}  {sale.body or ''}  {shown(sale.share, blank)}%"


def roles(scope: Scope, party: str, tell: Telling) -> str:
    """The party's roles in this plan, in one text."""
    return tell.say("report.comma").join(tell.say(f"report.packet.role-of.{role}") for role in scope.roles[party])


def maintenance(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Each entrustment with its subcontracts to the last tier and the exemption test."""
    say = tell.say
    if not scope.entrustments:
        yield Paragraph(say("report.packet.no-entrustments"))
        return
    yield Note(say("report.packet.exemption-note"))
    tiers: dict[str, list[tuple[int, Subcontract]]] = defaultdict(list)
    for tier, subcontract in scope.subcontracts:
        tiers[subcontract.entrustment].append((tier, subcontract))
    for entrustment in scope.entrustments:
        yield Heading(entrustment.title, 2)
        names = [name for name in Entrustment.asked() if name not in ("equipment", "title")]
        if entrustment.remote == "no":
            names = [name for name in names if not name.startswith("remote_")]
        yield Fields(f"entrustment-{entrustment.id}", tuple(tell.fact(entrustment, name) for name in names))
        yield subcontracts(scope, tell, entrustment.id, tiers[entrustment.id])


def subcontracts(scope: Scope, tell: Telling, entrustment: str, tiers: Sequence[tuple[int, Subcontract]]) -> Table:
    """The subcontracts of one contract, tier by tier, each with the exemption test."""
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
        for tier, subcontract in tiers
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
