"""Which papers there are for a subject, and whether they fit its filing day."""

from collections.abc import Iterable
from datetime import date

from hospital_onboard.domain.codes import EvidenceKind
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.rules.owed.sheet import Judged, Sheet
from hospital_onboard.rules.owed.uses import filing_day
from hospital_onboard.rules.owed.windows import best, evidence_fits, paper_fits


class Papers:
    """The evidence of one inventory."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._by_id = {paper.id: paper for paper in sheet.inventory.evidence}
        self._filing: dict[str, date] = {}

    def filing(self, equipment: str) -> date:
        """The filing day that evidence about this equipment must fit."""
        if equipment not in self._filing:
            self._filing[equipment] = filing_day(self._sheet.inventory, (equipment,), self._sheet.on)
        return self._filing[equipment]

    def about(self, subject: str, kind: EvidenceKind, equipment: str) -> tuple[Judged, Evidence | None]:
        """The best paper of a kind that speaks of the subject or was shown for it."""
        filing = self.filing(equipment)
        return best((evidence_fits(paper, filing), paper) for paper in self._of(subject, kind))

    def official(self, party: str, kind: EvidenceKind, filing: date) -> tuple[Judged, Evidence | None]:
        """The best registry or identity paper of a party; one that the party sends itself is ``declared_direct``."""
        return best((self._official(paper, filing), paper) for paper in self._of(party, kind))

    def for_measure(
        self, subject: str, item: str, equipment: str, *, may_go_direct: bool
    ) -> tuple[Judged, Evidence | None]:
        """The best evidence shown for one measure. Only ▲ measures allow it to go straight to the minister."""
        filing = self.filing(equipment)
        shown = [e for e in self._sheet.inventory.exhibits_of.get(subject, ()) if e.item == item]
        papers = [paper for exhibit in shown if (paper := self._by_id.get(exhibit.evidence)) is not None]
        return best((_measured(paper, filing, may_go_direct), paper) for paper in papers)

    def _official(self, paper: Evidence, filing: date) -> Judged:
        if paper.direct_to_minister == "yes":
            return Judged("declared_direct", "paper_sent_direct")
        return paper_fits(self._sheet, paper, filing)

    def _of(self, subject: str, kind: EvidenceKind) -> Iterable[Evidence]:
        inventory = self._sheet.inventory
        about = inventory.evidence_about.get(subject, [])
        shown = (self._by_id.get(exhibit.evidence) for exhibit in inventory.exhibits_of.get(subject, ()))
        found = {paper.id: paper for paper in (*about, *shown) if paper is not None and paper.evidence_kind == kind}
        return found.values()


def _measured(paper: Evidence, filing: date, may_go_direct: bool) -> Judged:
    if paper.direct_to_minister != "yes":
        return evidence_fits(paper, filing)
    if may_go_direct:
        return Judged("declared_direct", "paper_sent_direct")
    return Judged("unclear", "direct_not_allowed")
