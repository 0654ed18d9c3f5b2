"""The change table of a regime (``changes.yaml``): which class a change has, with which form and by when.

Every field of every record in a filing has exactly one row in each stage of each kind of plan: a row that names the
field, else the one that names its kind (``evidence.*``), else the stage's row for all the rest (``*``). A field
without a row, or with two, is refused when the file is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar, get_args

from pydantic import AfterValidator, Field, model_validator

from hospital_onboard import places
from hospital_onboard.domain.codes import EvidenceKind, PlanKind
from hospital_onboard.domain.readiness import Standing
from hospital_onboard.reference.bilingual import Bilingual, Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.change.change_tests import STAGES, TESTS
from hospital_onboard.rules.change.differences import ADDED, EXEMPTION, REMOVED, compared
from hospital_onboard.rules.change.filed import FACTS, LISTS, ROLES
from hospital_onboard.rules.edition.entry_lines import placed
from hospital_onboard.rules.regime import Citation, Instrument, Name

#: The strictest first.
ChangeClass = Literal["new_plan", "material", "report", "minor", "nothing"]
CLASSES: Final[tuple[ChangeClass, ...]] = get_args(ChangeClass)
T = TypeVar("T", "Form", "Paper", "Row")
Due = Literal["before_change", "without_delay", "none"]
#: Kinds of record that the filing of a plan of each kind holds besides its parties' facts.
_HELD: Final[Mapping[PlanKind, tuple[str, ...]]] = {
    "introduction": ("plan", "equipment", "component", "site", "involvement", "measure", "evidence", "exhibit"),
    "entrustment": ("plan", "equipment", "entrustment", "subcontract", "measure", "evidence", "exhibit"),
}
_OF_A_PARTY: Final = ("party", "snapshot", *FACTS.values())


def _known_test(name: str) -> str:
    if name not in TESTS:
        raise ValueError(f"there is no test {name!r}")
    return name


class OtherNumber(Frozen):
    """The number of the same form in one ministry's order."""

    ministry: Bilingual
    number: Annotated[int, Field(ge=1)]


class Form(Frozen):
    """A form by its number in most orders; ``elsewhere`` are ministries that number it differently."""

    id: Name
    label: Bilingual
    number: Annotated[int, Field(ge=1)]
    elsewhere: tuple[OtherNumber, ...]
    #: There is one for introductions, （一）, and one for entrustments, （二）.
    variants: bool
    source: Citation


class Consequence(Frozen):
    """What follows from a class: the form, when it is due, and whether a new screening period runs."""

    id: ChangeClass
    label: Bilingual
    form: Name | None
    urgent_form: Name | None
    due: Due
    screening: bool
    standing: Standing
    source: Citation


class Paper(Frozen):
    """A paper about a party, needed again unless none of these facts changed."""

    id: EvidenceKind
    label: Bilingual
    unless: Annotated[tuple[str, ...], Field(min_length=1)]
    standing: Standing
    elsewhere: Standing
    source: Citation


class Row(Frozen):
    """One row. With a ``test`` the class counts when it says yes or cannot tell, ``otherwise`` when it says no."""

    id: Name
    of: Annotated[tuple[str, ...], Field(min_length=1)]
    plans: Annotated[tuple[PlanKind, ...], Field(min_length=1)]
    stages: Annotated[tuple[str, ...], Field(min_length=1)]
    #: Only for parties in one of these roles; empty: whatever the role.
    roles: tuple[str, ...] = ()
    class_: Annotated[ChangeClass, Field(alias="class")]
    test: Annotated[str, AfterValidator(_known_test)] | None = None
    otherwise: ChangeClass | None = None
    #: Another form than the class has.
    form: Name | None = None
    #: Whether it is really of this class is for the ministry to say.
    ask: bool = False
    note: Bilingual | None = None
    #: For medical care; ``elsewhere`` in the sectors already covered.
    standing: Standing
    elsewhere: Standing
    source: Citation

    @model_validator(mode="after")
    def _two_ways(self) -> Self:
        if (self.test is None) != (self.otherwise is None):
            raise ValueError("a test needs an otherwise, and an otherwise a test")
        known = {stage for plan in self.plans for stage in STAGES[plan]}
        if strange := [stage for stage in self.stages if stage not in known]:
            raise ValueError(f"such a plan has no stage {', '.join(strange)}")
        return self


class _File(Frozen):
    checked_on: date
    forms: tuple[Form, ...]
    classes: tuple[Consequence, ...]
    papers: tuple[Paper, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, order=True)
class Cell:
    """A place of the table. ``role`` is empty for what is no fact of a party."""

    plan: PlanKind
    stage: str
    what: str
    role: str


@dataclass(frozen=True)
class ChangeTable:
    """All rows, and for each place the one that counts there."""

    checked_on: date
    forms: Mapping[str, Form]
    classes: Mapping[ChangeClass, Consequence]
    papers: Mapping[str, Paper]
    rows: Mapping[str, Row]
    cells: Mapping[Cell, Row]


def all_cells() -> Iterator[Cell]:
    """Every place a difference can have."""
    for plan, stages in STAGES.items():
        for stage in stages:
            for kind in _HELD[plan]:
                for what in _fields(kind):
                    yield Cell(plan, stage, what, "")
            for role in ROLES[plan]:
                # Of a party involved in the introduction only who it is stands in the filing.
                for kind in ("party",) if role == "involved" else _OF_A_PARTY:
                    for what in _fields(kind):
                        yield Cell(plan, stage, what, role)


def read_change_table(folder: Path, instruments: Mapping[str, Instrument]) -> ChangeTable:
    """Read and check ``changes.yaml`` of a regime's folder.

    Raises:
        SeedError: the file is broken, an id is written twice, something named does not exist, or a field has no row.
    """
    path = folder / "changes.yaml"
    file = load(path, _File)
    forms, papers, rows = _once(path, file.forms), _once(path, file.papers), _once(path, file.rows)
    classes = {consequence.id: consequence for consequence in file.classes}
    if set(classes) != set(CLASSES) or len(file.classes) != len(CLASSES):
        raise SeedError(path, 0, "classes", f"each of {', '.join(CLASSES)} must be there once")
    for id, instrument, *named in _references(file):
        if instrument not in instruments:
            raise placed(SeedError(path, 0, id, f"no instrument {instrument!r}"))
        if missing := [form for form in named if form is not None and form not in forms]:
            raise placed(SeedError(path, 0, id, f"no form {missing[0]!r}"))
    facts = {cell.what for cell in all_cells()}
    for paper in file.papers:
        if strange := [what for what in paper.unless if what not in facts]:
            raise placed(SeedError(path, 0, paper.id, f"nothing is called {strange[0]!r}"))
    return ChangeTable(file.checked_on, forms, classes, papers, rows, _laid_out(path, file.rows))


def _references(file: _File) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Id of an entry, the instrument it cites, the forms it names."""
    yield from ((form.id, form.source.instrument, None, None) for form in file.forms)
    yield from ((c.id, c.source.instrument, c.form, c.urgent_form) for c in file.classes)
    yield from ((row.id, row.source.instrument, row.form, None) for row in file.rows)
    yield from ((paper.id, paper.source.instrument, None, None) for paper in file.papers)


@cache
def change_table(regime_id: str) -> ChangeTable:
    """The shipped regime's table, read once. Raises ``SeedError``."""
    from hospital_onboard.rules.regime import regime

    return read_change_table(places.seed_data() / "regimes" / regime_id, regime(regime_id).instruments)


def _laid_out(path: Path, rows: Iterable[Row]) -> dict[Cell, Row]:
    by_place: dict[Cell, list[Row]] = {}
    for row in rows:
        for place in _places(row):
            by_place.setdefault(place, []).append(row)
    cells: dict[Cell, Row] = {}
    used: set[Cell] = set()
    for cell in all_cells():
        spoken_of = next((place for place in _candidates(cell) if place in by_place), None)
        if spoken_of is None:
            raise SeedError(path, 0, cell.what, f"no row for it ({cell.plan}, {cell.stage}, {cell.role or 'any role'})")
        used.add(spoken_of)
        cells[cell] = by_place[spoken_of][0]
    for place, found in by_place.items():
        if len(found) > 1:
            raise placed(SeedError(path, 0, found[1].id, f"{found[0].id} already speaks of {place.what} {place.stage}"))
        if place not in used:
            raise placed(SeedError(path, 0, found[0].id, f"nothing is left to it of {place.what} {place.stage}"))
    return cells


def _places(row: Row) -> Iterator[Cell]:
    for plan in row.plans:
        for stage in (stage for stage in row.stages if stage in STAGES[plan]):
            for what in row.of:
                for role in row.roles or ("",):
                    yield Cell(plan, stage, what, role)


def _candidates(cell: Cell) -> Iterator[Cell]:
    """The most particular first: the field, then its kind, then all the rest; a role before every role."""
    for what in (cell.what, f"{cell.what.split('.')[0]}.*", "*"):
        for role in dict.fromkeys((cell.role, "")):
            yield Cell(cell.plan, cell.stage, what, role)


def _fields(kind: str) -> tuple[str, ...]:
    """Everything that can differ in a record of this kind, as ``kind.field``."""
    own = (EXEMPTION,) if kind == "subcontract" else ()
    listed = (ADDED, REMOVED) if kind in (*LISTS.values(), *FACTS.values()) else ()
    return tuple(f"{kind}.{name}" for name in (*compared(kind), *own, *listed))


def _once(path: Path, entries: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for entry in entries:
        if entry.id in found:
            raise placed(SeedError(path, 0, entry.id, "written twice"))
        found[entry.id] = entry
    return found
