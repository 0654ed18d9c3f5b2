"""The parts of the packet: each a key that a template may place, and the blocks that belong there.

Headings of the first level are the template's; a part's own headings begin at the second.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hospital_onboard.report.document import Block, Bullets, Column, Figure, Frame, Heading, Note, Paragraph, Table
from hospital_onboard.report.packet import asked, behind, made_of, planned
from hospital_onboard.report.packet.ruling import Ruling
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.packet.tables import Label
from hospital_onboard.report.telling import Telling


@dataclass(frozen=True)
class Packet:
    """Everything the parts are made from."""

    scope: Scope
    tell: Telling
    frame: Frame
    ruling: Ruling
    figure: Figure
    #: Officers' birth dates and nationalities are in it.
    personal: bool
    #: What the file with the tables is called.
    annex: str
    #: None while no packet was handed over before.
    earlier: "Earlier | None"
    #: The text by which the annex names a record, so that our own import understands it.
    label: Label


@dataclass(frozen=True)
class Earlier:
    """The packet that was handed over last, and what is not as it was then: (what, field, before, now) in words."""

    heading: str
    changed: tuple[tuple[str, str, str, str], ...]
    #: New questions, answers and decisions, and how many lines are still open: one sentence each.
    told: tuple[str, ...]


Build = Callable[[Packet], Iterator[Block]]


def _standing(packet: Packet) -> Iterator[Block]:
    """What must be known before reading on: how the rules stand, what is assumed, whether personal facts are in it."""
    say, frame = packet.tell.say, packet.frame
    yield Note(frame.standing)
    for assumption in frame.assumptions:
        yield Note(f"{say('report.assumption')}: {assumption.text}")
    yield Note(say(f"report.packet.personal-{'in' if packet.personal else 'out'}"))


def _summary(packet: Packet) -> Iterator[Block]:
    scope = packet.scope
    yield Paragraph(
        packet.tell.say(
            "report.packet.in-numbers",
            components=len(scope.components),
            parties=len(scope.parties),
            entrustments=len(scope.entrustments),
            subcontracts=len(scope.subcontracts),
            evidence=len(scope.evidence),
            open=len(scope.open_lines),
        )
    )


def _consultations(packet: Packet) -> Iterator[Block]:
    """What was said before, and what changed since the last packet."""
    yield from asked.consultations(packet.scope, packet.tell)
    earlier, say = packet.earlier, packet.tell.say
    if earlier is None:
        return
    yield Heading(earlier.heading, 2)
    if earlier.told:
        yield Bullets(earlier.told)
    columns = tuple(
        Column(key, say(f"packet.since.{key}"), width)
        for key, width in (("what", 30), ("field", 18), ("old", 28), ("new", 28))
    )
    yield Table("since", earlier.heading, columns, earlier.changed, empty=say("consultation.since_same"))


#: In the order of the packet; what comes before ``plan`` belongs on the cover.
PARTS: Final[Mapping[str, Build]] = {
    "standing": _standing,
    "summary": _summary,
    "plan": lambda p: planned.plan(p.scope, p.tell),
    "milestones": lambda p: planned.milestones(p.scope, p.tell),
    "duties": lambda p: planned.duties(p.ruling, p.tell),
    "equipment": lambda p: planned.equipment(p.scope, p.tell),
    "data": lambda p: planned.data(p.scope, p.tell),
    "diagram": lambda p: made_of.diagram(p.scope, p.tell, p.figure),
    "components": lambda p: made_of.components(p.scope, p.tell),
    "parties": lambda p: behind.parties(p.scope, p.tell, personal=p.personal),
    "maintenance": lambda p: behind.maintenance(p.scope, p.tell),
    "measures": lambda p: asked.measures(p.scope, p.tell),
    "questions": lambda p: asked.questions(p.scope, p.tell),
    "consultations": _consultations,
    "evidence": lambda p: asked.evidence(p.scope, p.tell),
    "missing": lambda p: asked.missing(p.scope, p.tell, p.annex),
    "grounds": lambda p: asked.grounds(p.scope, p.tell),
}
COVER: Final = ("standing", "summary")
#: No template may leave out what is only assumed and what is still missing.
REQUIRED: Final = frozenset({"standing", "missing"})


def packet_parts(packet: Packet) -> dict[str, tuple[Block, ...]]:
    """Every part by its key."""
    return {key: tuple(build(packet)) for key, build in PARTS.items()}
