"""Parts that say what the equipment is made of: the drawing, the ways in from afar, the component tree."""

from collections import Counter
from collections.abc import Iterator

from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Component
from hospital_onboard.report.document import Block, Cell, Column, Figure, Heading, Paragraph, Table
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.telling import Telling


def diagram(scope: Scope, tell: Telling, figure: Figure) -> Iterator[Block]:
    """The drawing, and the ways in from afar once more as a table: a picture alone cannot be searched."""
    say = tell.say
    yield figure
    rows: list[tuple[Cell, ...]] = []
    for contract in scope.entrustments:
        rows.append(_way_in(tell, contract, contract.contractor, say("packet.tier-contractor")))
        for tier, subcontract in scope.subcontracts:
            if subcontract.entrustment == contract.id and subcontract.remote != "no":
                who = tell.cell(subcontract, "subcontractor")
                way = (tell.cell(subcontract, "remote"), subcontract.remote_path, "", "")
                rows.append((contract.title, say("packet.tier-sub", tier=tier), who, *way))
    columns = (
        Column("contract", tell.say("kind.entrustment"), 22),
        Column("tier", say("report.packet.tier"), 12),
        Column("party", say("kind.party"), 24),
        Column("remote", tell.label(Entrustment, "remote"), 12),
        Column("path", tell.label(Entrustment, "remote_path"), 28),
        Column("owner", tell.label(Entrustment, "remote_owner"), 16),
        Column("patched", tell.label(Entrustment, "remote_patched_on"), 14),
    )
    yield Heading(say("packet.remote-paths"), 2)
    yield Table("remote", say("packet.remote-paths"), columns, tuple(rows), empty=say("report.packet.no-entrustments"))


def _way_in(tell: Telling, contract: Entrustment, party: str | None, tier: str) -> tuple[Cell, ...]:
    """A contract without remote maintenance has no path to tell; one that did not say so has an open question."""
    names = ("remote_path", "remote_owner", "remote_patched_on")
    way = ("", "", "") if contract.remote == "no" else tuple(tell.cell(contract, name) for name in names)
    return (contract.title, tier, tell.brief(party), tell.cell(contract, "remote"), *way)


def components(scope: Scope, tell: Telling) -> Iterator[Block]:
    """The component tree, with who supplies each part and where it is made."""
    say = tell.say
    listed = Counter(part.listed or "unknown" for _, part in scope.components)
    yield Paragraph(
        say("report.packet.listed", yes=listed["yes"], no=listed["no"], unknown=listed["unknown"])
        if scope.components
        else say("report.packet.no-components")
    )
    rows = tuple(
        (
            "　" * depth + ("└ " if depth else "") + part_name(part),
            tell.cell(part, "layer"),
            part.version,
            tell.cell(part, "supplier"),
            _countries(scope, tell, part),
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
