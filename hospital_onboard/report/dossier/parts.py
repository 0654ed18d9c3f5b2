"""The parts of the dossier, in the order of the form (regime-facts §3); a template places them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hospital_onboard.domain.plan import UrgentCase
from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.report.document import Block, Frame, Note, Paragraph
from hospital_onboard.report.dossier import attachments, form
from hospital_onboard.report.packet.asked import evidence_index
from hospital_onboard.report.packet.missing import missing_in_short
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.packet.tables import Label
from hospital_onboard.report.telling import Telling


@dataclass(frozen=True)
class Dossier:
    """Everything the parts are made from. ``scope.lines`` are the lines of this filing, and no others."""

    scope: Scope
    tell: Telling
    frame: Frame
    #: Of these the form asks identity alone.
    reduced: frozenset[str]
    #: Filled for a notice of something done already; None for a plan that is filed before.
    urgent: UrgentCase | None
    personal: bool
    annex: str
    label: Label

    @property
    def open(self) -> Sequence[RequirementLine]:
        """What is missing, stale or unclear in this filing."""
        return self.scope.open_lines

    @property
    def mark(self) -> str:
        """What stands on every page; empty when nothing is missing and nothing is left out."""
        say = self.tell.say
        if self.open:
            return say("dossier.mark-draft", count=len(self.open))
        return "" if self.personal else say("dossier.mark-masked")


Build = Callable[[Dossier], Iterator[Block]]


def _standing(dossier: Dossier) -> Iterator[Block]:
    say, frame = dossier.tell.say, dossier.frame
    yield Note(frame.standing)
    for assumption in frame.assumptions:
        yield Note(f"{say('report.assumption')}: {assumption.text}")
    yield Note(say("dossier.form-note"))
    yield Note(say(f"report.packet.personal-{'in' if dossier.personal else 'out'}"))


def _status(dossier: Dossier) -> Iterator[Block]:
    """Whether it is complete, said on the cover; never more than that nothing is known to be missing."""
    say = dossier.tell.say
    count = len(dossier.open)
    yield Paragraph(say("dossier.draft", count=count) if count else say("dossier.complete"))


def _missing(dossier: Dossier) -> Iterator[Block]:
    say = dossier.tell.say
    yield Paragraph(say("dossier.missing-count", count=len(dossier.open), annex=dossier.annex))
    if dossier.open:
        yield missing_in_short(dossier.scope, dossier.tell)


#: Those of the other kind of plan are empty; the shipped template asks for the kind.
PARTS: Final[Mapping[str, Build]] = {
    "standing": _standing,
    "status": _status,
    "missing": _missing,
    "applicant": lambda d: form.applicant(d.scope, d.tell),
    "equipment": lambda d: form.equipment(d.scope, d.tell),
    "introduction": lambda d: form.introduction(d.scope, d.tell),
    "supplier": lambda d: form.supplier(d.scope, d.tell),
    "components": lambda d: form.components(d.scope, d.tell),
    "entrustment": lambda d: form.entrustment(d.scope, d.tell),
    "subcontracts": lambda d: form.subcontracts(d.scope, d.tell),
    "parties": lambda d: form.parties(d.scope, d.tell, d.reduced, personal=d.personal),
    "measures": lambda d: form.measures(d.scope, d.tell),
    "urgent": lambda d: form.urgent(d.urgent, d.tell),
    "attachments": lambda d: attachments.attachments(d.scope, d.tell, d.reduced),
    "evidence": lambda d: iter((evidence_index(d.scope, d.tell),)),
}
COVER: Final = ("standing", "status", "missing")
REQUIRED: Final = frozenset({"standing", "status", "missing"})


def dossier_parts(dossier: Dossier) -> dict[str, tuple[Block, ...]]:
    """Every part by its key."""
    return {key: tuple(build(dossier)) for key, build in PARTS.items()}


def keys_of(dossier: Dossier) -> tuple[str, ...]:
    """The parts that this filing has, in the order of the form."""
    kind = dossier.scope.plan.plan_kind
    left_out = {"entrustment", "subcontracts"} if kind == "introduction" else {"introduction", "supplier", "components"}
    if dossier.urgent is None:
        left_out.add("urgent")
    return tuple(key for key in PARTS if key not in left_out and key not in COVER)
