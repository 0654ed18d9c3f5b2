"""What became of a filed plan: every difference with its class, form and due day (Act Art. 54)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from hospital_onboard import places
from hospital_onboard.domain.codes import PlanKind
from hospital_onboard.domain.readiness import Source
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.rules.change.change_table import CLASSES, Cell, ChangeClass, ChangeTable, Due, Form, Row
from hospital_onboard.rules.change.change_tests import TESTS, Question, stage_of
from hospital_onboard.rules.change.differences import Comparison, Difference, Thresholds
from hospital_onboard.rules.change.filed import Said
from hospital_onboard.rules.regime import NothingInForce, Regime
from hospital_onboard.rules.tables import Table, read_tables
from hospital_onboard.text.dates import add_months

#: Nothing has to be filed or reported for these.
QUIET: tuple[ChangeClass, ...] = ("minor", "nothing")

#: The papers that go with a party's facts: all of them, or who it is only (orders Art. 9(2), 17).
PAPERS: Mapping[str, tuple[str, ...]] = {
    "full": ("registry_certificate", "officer_identity"),
    "identity": ("registry_certificate",),
}


@dataclass(frozen=True)
class Change:
    """One difference, classed on a day.

    ``sure`` is False when the records cannot show the class or the reading is for the ministry to confirm; the
    stricter class stands there then. ``waiting_days`` is the length of the new screening period, if there is one.
    """

    difference: Difference
    change_class: ChangeClass
    #: Id of the row of the change table.
    row: str
    stage: str
    form: Form | None
    urgent_form: Form | None
    #: Of which kind the plan is; a form with variants has one for each, （一） and （二）.
    plan_kind: PlanKind
    due: Due
    waiting_days: int | None
    sure: bool
    note: Bilingual | None
    source: Source

    def code(self, form: Form | None) -> str | None:
        """A form's stable code, its variant included (``report_introduction``)."""
        return None if form is None else f"{form.id}_{self.plan_kind}" if form.variants else form.id


@cache
def shipped_tables(regime_id: str) -> Mapping[str, Table]:
    """The dated tables of the shipped regime, read once. Raises ``SeedError``."""
    return read_tables(places.seed_data() / "regimes" / regime_id)


@dataclass(frozen=True)
class LawOnDay:
    """All that classing needs of one regime on one day."""

    regime: Regime
    table: ChangeTable
    tables: Mapping[str, Table]
    day: date

    def number(self, parameter: str) -> int | None:
        """A parameter's value; None while no rule is in force."""
        value = self.regime.value(parameter, self.day)
        return None if isinstance(value, NothingInForce) else value.value

    def question(self, difference: Difference, before: Said, after: Said) -> Question:
        """The difference with the values its test may need."""
        bands = self.tables["share_bands"].at(self.day)
        fractions = () if isinstance(bands, NothingInForce) else bands.fractions
        return Question(difference, before, after, fractions, self._first_year())

    def _first_year(self) -> int | None:
        """The earliest business year that can still be stated in a filing made on this day."""
        names = ("foreign_sales_cutoff", "foreign_sales_years", "business_year")
        cutoff, years, longest = (self.number(name) for name in names)
        if cutoff is None or years is None or longest is None:
            return None
        return add_months(self.day, -cutoff - years * longest).year - 1


def classify(filed: Said, now: Said, law: LawOnDay) -> tuple[Change, ...]:
    """Every difference between two contents of one plan (``filed.contents``), each with its class on the law's day.

    The same two contents on the same day always give the same changes in the same order; equal contents give none.
    """
    # A share counts from the threshold up; while no threshold is in force, any share does.
    thresholds = Thresholds(law.number("holder_threshold") or 0, law.number("foreign_sales_threshold") or 0)
    stage = stage_of(now, law.day)
    differences = Comparison(filed, now, thresholds).differences()
    return tuple(_classed(law, stage, law.question(difference, filed, now)) for difference in differences)


@dataclass(frozen=True)
class PaperNeed:
    """Whether a paper about a party goes with the change filings and reports, or may be left out."""

    party: str
    paper: str
    needed: bool
    source: Source


def papers(now: Said, changes: Iterable[Change], law: LawOnDay) -> tuple[PaperNeed, ...]:
    """Every paper about a party of the filing; a party whose facts come in brings all of its papers."""
    found = tuple(changes)
    fresh = {party for change in found for party in change.difference.new_parties}
    touched = {(change.difference.party, f"{change.difference.kind}.{change.difference.field}") for change in found}
    return tuple(
        PaperNeed(
            party["id"],
            paper.id,
            party["id"] in fresh or any((party["id"], what) in touched for what in paper.unless),
            law.regime.cited(paper.source, paper.standing),
        )
        for party in now["parties"]
        for paper in law.table.papers.values()
        if paper.id in PAPERS[party["block"]] and party["roles"] != ["involved"]
    )


def counts(changes: Iterable[Change]) -> dict[ChangeClass, int]:
    """How many changes are in each class, every class named."""
    found = [change.change_class for change in changes]
    return {name: found.count(name) for name in CLASSES}


def is_owed(changes: Iterable[Change]) -> bool:
    """Whether anything has to be filed or reported."""
    return any(change.change_class not in QUIET for change in changes)


def _classed(law: LawOnDay, stage: str, asked: Question) -> Change:
    plan_kind: PlanKind = asked.after["plan"]["plan_kind"]
    difference = asked.difference
    what = f"{difference.kind}.{difference.field}"
    cells = (Cell(plan_kind, stage, what, role) for role in difference.roles or ("",))
    row, change_class, known = min(_answers(law.table, cells, asked), key=lambda found: CLASSES.index(found[1]))
    follows = law.table.classes[change_class]
    # Another form than the class's own goes with the row's own class only.
    named = row.form if row.form is not None and change_class == row.class_ else follows.form
    form = None if named is None else law.table.forms[named]
    return Change(
        difference,
        change_class,
        row.id,
        stage,
        form,
        None if follows.urgent_form is None else law.table.forms[follows.urgent_form],
        plan_kind,
        follows.due,
        law.number("waiting_period") if follows.screening else None,
        known and not row.ask,
        row.note,
        law.regime.cited(row.source, row.standing),
    )


def _answers(table: ChangeTable, cells: Iterable[Cell], asked: Question) -> Iterator[tuple[Row, ChangeClass, bool]]:
    """For each role of the party: the row, the class it gives, and whether its test could tell."""
    for cell in cells:
        row = table.cells.get(cell)
        if row is None:  # its facts stand in the filing for another role only
            continue
        answer = TESTS[row.test](asked) if row.test is not None else True
        yield row, row.otherwise if answer is False and row.otherwise else row.class_, answer is not None
