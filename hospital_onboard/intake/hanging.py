"""Rows that name a refused row: they are refused with it, and nobody is told that its name is unknown."""

from dataclasses import dataclass, field, replace

from hospital_onboard.domain.finding import Directory, Entry
from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.intake.columns import Layout
from hospital_onboard.intake.matching import Match
from hospital_onboard.intake.rows import ReadRow


@dataclass
class Pending:
    """A row on its way: read, matched, not decided."""

    read: ReadRow
    values: dict[str, object]
    #: A question of ours that nobody answered.
    unanswered: bool = False
    match: Match | None = None


@dataclass
class Hanging:
    """The refused rows of a file, and what hangs on them."""

    file: str
    _refused: Directory = field(default_factory=Directory)
    #: Id of a refused row's record -> where the row is.
    _dead: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry, layout: Layout, read: ReadRow) -> None:
        """Make a refused row findable, by what it says and by what its cells show."""
        self._refused.add(replace(entry, also=(*entry.also, read.shown)))
        self._dead[entry.id] = f"{layout.raw.name}!{read.number}"

    def refuse(self, layout: Layout, pending: list[Pending]) -> None:
        """A row that names a refused row cannot be taken; and so on down to the last that names it."""
        for one in pending:
            if any(issue.code == "unknown-reference" for issue in one.read.issues):
                one.read.issues = [self._explained(layout, issue) for issue in one.read.issues]
            self._note(layout, one)
        references = [n for n in layout.sheet.fields if isinstance(shape_of(layout.sheet.record, n), Ref)]
        again = bool(self._dead)
        while again:
            again = False
            for one in pending:
                cause = next((n for n in references if one.values.get(n) in self._dead), None)
                if cause is None or one.read.refused:
                    continue
                row = self._dead[str(one.values[cause])]
                place = layout.place(self.file, one.read.number, cause)
                one.read.issues.append(Issue("refused-reference", place, row, {"row": row}, follows=True))
                again = self._note(layout, one) or again

    def _note(self, layout: Layout, one: Pending) -> bool:
        match = one.match
        if match is None or match.stored is not None or match.earlier is not None or not one.read.refused:
            return False
        self._dead.setdefault(match.record_id, f"{layout.raw.name}!{one.read.number}")
        return True

    def _explained(self, layout: Layout, issue: Issue) -> Issue:
        """ "Refused above" in the place of "unknown" when a refused row has that name."""
        name = next((n for n in layout.columns if layout.place("", 1, n).column == issue.place.column), "")
        shape = shape_of(layout.sheet.record, name) if name else None
        if issue.code != "unknown-reference" or not isinstance(shape, Ref):
            return issue
        found = self._refused.find(shape.kinds, issue.seen)
        if not found.ids:
            return issue
        return Issue("refused-reference", issue.place, issue.seen, {"row": self._dead[found.ids[0]]}, follows=True)
