"""The fields of 導入等計画書, in the form's order and by its words. A party's fields stand once and are referred to by
its number: the form repeats them for every component the party supplies.
"""

from collections.abc import Iterator
from typing import Final

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Involvement, MeasureAnswer, UrgentCase
from hospital_onboard.reference.measures import measures_edition
from hospital_onboard.report.document import (
    Badge,
    Block,
    Cell,
    Column,
    Fact,
    Fields,
    Heading,
    Note,
    Paragraph,
    Table,
    Tone,
)
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import flag
from hospital_onboard.report.packet.behind import block
from hospital_onboard.report.packet.made_of import part_name
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling

_EQUIPMENT: Final = ("type", "product", "model", "functions", "place_installed", "place_used")
_IDENTITY: Final = ("representative", "address", "country")
#: The four limbs of an urgent case (regime-facts §1.3), each with its fields.
LIMBS: Final[dict[str, tuple[str, ...]]] = {
    "urgent": ("difficulty", "difficulty_since", "difficulty_effect", "needed_by", "why_not_filed"),
    "unintentional": ("cause", "found_on", "why_unavoidable"),
    "necessary": ("link_to_equipment", "link_to_introduction"),
    "no-alternative": ("alternatives_weighed", "alternatives_unusable"),
}


def applicant(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Who files: the corporation that runs the hospital."""
    say, operator = tell.say, scope.inventory.operator
    facts = [tell.fact(operator, name) for name in ("corporation", "corporate_number")]
    facts.append(Fact("operator", say("kind.operator"), operator_name(operator, say)))
    facts += [tell.fact(operator, name) for name in ("code", "designated_on")]
    facts += [tell.fact(scope.plan, name) for name in ("title", "plan_kind", "filing_on")]
    yield Fields("applicant", tuple(facts))


def equipment(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Type, name with model, functions, places (regime-facts §3.1)."""
    yield Fields("equipment", tuple(tell.fact(scope.equipment, name) for name in _EQUIPMENT))


def introduction(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Purpose, parties involved, date (regime-facts §3.2)."""
    if scope.plan.plan_kind != "introduction":
        return
    say = tell.say
    yield Fields("purpose", (tell.fact(scope.plan, "purpose"),))
    rows: list[tuple[Cell, ...]] = []
    for involvement in scope.involvements:
        party = scope.inventory.by_id.get(involvement.party)
        about = [tell.cell(party, name) if isinstance(party, Party) else None for name in _IDENTITY]
        number = scope.party_number(involvement.party)
        rows.append((number, tell.name(involvement.party), *about, tell.cell(involvement, "role")))
    columns = (
        Column("number", say("packet.number"), 6, number=True),
        Column("party", tell.label(Involvement, "party"), 26),
        *(tell.column(Party, name, 18) for name in _IDENTITY),
        tell.column(Involvement, "role", 20),
    )
    yield Heading(say("packet.table.involved"), 2)
    yield Table("involved", say("packet.table.involved"), columns, tuple(rows), empty=say("dossier.nobody-involved"))
    yield Fields("date", (tell.fact(scope.plan, "in_service_on"),))


def supplier(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Who supplies the equipment, and where it is made."""
    if scope.plan.plan_kind != "introduction":
        return
    say = tell.say
    yield Fields(
        "supplier",
        (
            Fact("supplier", tell.label(Equipment, "supplier"), _party(scope, tell, scope.equipment.supplier)),
            Fact("made_at", say("kind.site"), _made_at(scope, tell, scope.equipment.id)),
        ),
    )


def components(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Each listed component: which one of the list, name and model, functions, supplier by number, where it is made."""
    if scope.plan.plan_kind != "introduction":
        return
    say = tell.say
    unsettled = sum(part.listed in (None, "unknown") for _, part in scope.components)
    if unsettled:
        yield Note(say("dossier.listed-open", count=unsettled))
    rows = tuple(
        (
            n,
            tell.cell(part, "layer"),
            part_name(part),
            part.functions,
            _party(scope, tell, part.supplier),
            _made_at(scope, tell, part.id),
        )
        for n, part in enumerate(scope.by_layer, start=1)
    )
    columns = (
        Column("number", say("packet.number"), 6, number=True),
        Column("layer", tell.label(Component, "layer"), 18),
        Column("component", say("dossier.name-model"), 28),
        Column("functions", tell.label(Component, "functions"), 26),
        Column("supplier", tell.label(Component, "supplier"), 26),
        Column("made_at", say("kind.site"), 24),
    )
    yield Table("components", say("kind.component"), columns, rows, empty=say("report.packet.no-components"))


def entrustment(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Purpose, scope, place, date or period, and who does it (regime-facts §3.3)."""
    if scope.plan.plan_kind != "entrustment":
        return
    say = tell.say
    yield Fields("purpose", (tell.fact(scope.plan, "purpose"),))
    if not scope.entrustments:
        yield Paragraph(say("report.packet.no-entrustments"))
    for contract in scope.entrustments:
        yield Heading(contract.title, 2)
        facts = [tell.fact(contract, name) for name in ("purpose", "scope", "place")]
        facts.append(Fact("period", say("dossier.period"), _period(contract, tell)))
        facts.append(
            Fact("contractor", tell.label(Entrustment, "contractor"), _party(scope, tell, contract.contractor))
        )
        yield Fields(f"entrustment-{contract.id}", tuple(facts))


def subcontracts(scope: Scope, tell: Telling) -> Iterator[Block]:
    """Every tier. Where the exemption test is passed, content and period drop (orders Art. 17)."""
    if scope.plan.plan_kind != "entrustment":
        return
    say = tell.say
    rows: list[tuple[Cell, ...]] = []
    for tier, one in scope.subcontracts:
        passed = scope.exemptions[one.id] == "passed"
        told = ["", "", "", ""] if passed else [one.purpose, one.scope, one.place, _period(one, tell)]
        who = _party(scope, tell, one.subcontractor)
        rows.append((tier, who, *told, flag(scope.exemptions[one.id], say)))
    columns = (
        Column("tier", say("report.packet.tier"), 7, number=True),
        Column("subcontractor", tell.label(Subcontract, "subcontractor"), 24),
        *(tell.column(Subcontract, name, 18) for name in ("purpose", "scope", "place")),
        Column("period", say("dossier.period"), 14),
        Column("exemption", say("report.packet.exemption"), 16),
    )
    if scope.subcontracts:
        yield Note(say("report.packet.exemption-note"))
    title, empty = say("kind.subcontract"), say("report.packet.no-subcontracts")
    yield Table("subcontracts", title, columns, tuple(rows), empty=empty)


def parties(scope: Scope, tell: Telling, reduced: frozenset[str], *, personal: bool) -> Iterator[Block]:
    """The block of each party under its number (regime-facts §3.4)."""
    say = tell.say
    yield Paragraph(say("dossier.parties-note"))
    if not scope.parties:
        yield Paragraph(say("report.packet.no-parties"))
    for party in scope.parties:
        number = scope.party_number(party.id)
        yield Heading(say("packet.party-heading", number=number, name=tell.name(party.id)), 3)
        yield from block(scope, tell, party, personal=personal, identity_only=party.id in reduced)


def measures(scope: Scope, tell: Telling) -> Iterator[Block]:
    """The check boxes: ticked is what has been done or replaced by an equivalent; the rest says why it is not."""
    say, edition = tell.say, measures_edition()
    yield Note(say("report.packet.measures-note", note=edition.note.of(say.lang), edition=edition.source.edition))
    several = len({subject for _, subject, _ in scope.measures}) > 1
    rows: list[tuple[Cell, ...]] = []
    for measure, subject, answer in scope.measures:
        papers = (scope.paper_number(paper.id) for paper in scope.evidence_for(subject, measure.id))
        papers_told = say("report.comma").join(papers)
        text = measure.text.of(say.lang)
        rows.append((_box(answer, tell), measure.id, tell.name(subject), text, _remark(answer, tell), papers_told))
    columns = (
        Column("box", say("dossier.box"), 15),
        Column("item", say("report.packet.measure-item"), 9),
        Column("subject", say("report.subject"), 20),
        Column("text", say("report.packet.measure-text"), 52),
        Column("note", say("dossier.remark"), 30),
        Column("evidence", say("kind.evidence"), 14),
    )
    table = Table("measures", say("kind.measure"), columns, tuple(rows))
    yield table if several else table.without("subject")


def _box(answer: MeasureAnswer | None, tell: Telling) -> Badge:
    """Ticked or not, with the answer in a word. Both boxes are in JIS X 0208, so every Japanese font has them."""
    state = answer.state if answer else "undecided"
    ticked = state in ("done", "equivalent")
    tone: Tone = "good" if ticked else "owed" if state == "undecided" else "quiet"
    return Badge(state, tell.say.choice("measure_state", state), "■" if ticked else "□", tone)


def _remark(answer: MeasureAnswer | None, tell: Telling) -> str:
    """The day of what is planned, and the reason or the equivalent."""
    if answer is None:
        return ""
    planned = tell.say("packet.planned", day=answer.planned_on.isoformat()) if answer.planned_on else ""
    return "\n".join(text for text in (planned, answer.note or "") if text)


def urgent(case: UrgentCase | None, tell: Telling) -> Iterator[Block]:
    """Why it could not be filed before: the four limbs (Act Art. 52(1) proviso, 52(11))."""
    if case is None:
        return
    for limb, fields in LIMBS.items():
        yield Heading(tell.say(f"dossier.limb.{limb}"), 2)
        yield Fields(f"urgent-{limb}", tuple(tell.fact(case, name) for name in fields))


def _party(scope: Scope, tell: Telling, party: str | None) -> Cell:
    if party is None:
        return None
    return tell.say("dossier.party-ref", number=scope.party_number(party), name=tell.brief(party))


def _made_at(scope: Scope, tell: Telling, product: str) -> Cell:
    sites = scope.inventory.sites_of.get(product, [])
    if not sites:
        return None
    return "\n".join(f"{tell.country(site.country).label} {site.address or tell.say('report.blank')}" for site in sites)


def _period(one: Entrustment | Subcontract, tell: Telling) -> Cell:
    if one.starts_on is None:
        return None
    end = one.ends_on.isoformat() if one.ends_on else ""
    return one.starts_on.isoformat() if not end else tell.say("dossier.from-to", start=one.starts_on, end=end)
