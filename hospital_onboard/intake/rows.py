"""From the cells of a sheet to what each row says. Every row gets its values and its issues; none is dropped.

References that depend on the row itself (the upper component *of this equipment*) are left for later, see ``later``.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hospital_onboard.domain.finding import owner_field
from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import ID, REMOVE, Sheet
from hospital_onboard.intake.columns import Layout, column_letter
from hospital_onboard.intake.showing import as_text
from hospital_onboard.intake.understand import (
    Faulty,
    Reader,
    Resolver,
    Understood,
    is_blank,
    plain_length,
    reader_of,
    understand_yes,
)


@dataclass(slots=True)
class ReadRow:
    """What one row says. ``values`` holds understood, answered fields only; ``later`` raw texts of references that
    need to know the row's owner first."""

    number: int
    record_id: str = ""
    remove: bool = False
    values: dict[str, object] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    #: Fields whose cell was filled but not understood.
    wrong: set[str] = field(default_factory=set)
    cells: list[object] = field(default_factory=list)
    #: Columns of the fields that name the record.
    naming: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """What stands in the cells that name the record; for messages about rows that name none."""
        texts = (as_text(self.cells[n]) for n in self.naming if n < len(self.cells) and self.cells[n] != "")
        return " ".join(texts)

    @property
    def refused(self) -> bool:
        """Something stops this row."""
        return any(issue.severity == "row" for issue in self.issues)


def read_rows(layout: Layout, resolver: Resolver, file: str, *, date1904: bool) -> Iterator[ReadRow]:
    """The rows under the headers that show anything in one of our columns."""
    reading = _Reading(layout, resolver, file, date1904)
    for number, cells in _filled_down(layout):
        row = reading.row(number, cells)
        if row is not None:
            yield row


def depends_on_owner(kind: type[Record], name: str) -> bool:
    """Whether a reference means a record under the same owner: the parent of a component is in the same equipment."""
    shape = shape_of(kind, name)
    if not isinstance(shape, Ref) or len(shape.kinds) != 1:
        return False
    owner = owner_field(KINDS[shape.kinds[0]])
    return bool(owner) and owner != name and owner in kind.model_fields


def named_kinds(layout: Layout) -> set[str]:
    """Kinds of records that any filled cell of a reference column may mean."""
    found: set[str] = set()
    for name in layout.sheet.fields:
        shape = shape_of(layout.sheet.record, name)
        index = layout.columns.get(name)
        if isinstance(shape, Ref) and index is not None and any(_at(c, index) != "" for n, c in _data(layout)):
            found.update(shape.kinds)
    return found


def _data(layout: Layout) -> Iterator[tuple[int, list[object]]]:
    rows = layout.raw.rows
    start = bisect_left(rows, layout.first_row, key=lambda row: row[0])
    return iter(rows[start:])


def _at(cells: list[object], index: int) -> object:
    return cells[index] if index < len(cells) else ""


def _filled_down(layout: Layout) -> Iterator[tuple[int, list[object]]]:
    """Data rows; a cell merged over several rows says the same on each, where it names or refers."""
    kind = layout.sheet.record
    same_below = {
        index
        for name, index in layout.columns.items()
        if name in layout.sheet.identity or (name in layout.sheet.fields and _is_reference(kind, name))
    }
    merges = sorted(m for m in layout.raw.merges if m[2] > m[0] and m[1] in same_below)
    if not merges:
        yield from _data(layout)
        return
    yield from _with_merges(layout, merges)


def _with_merges(layout: Layout, merges: list[list[int]]) -> Iterator[tuple[int, list[object]]]:
    waiting = iter(merges)
    upcoming = next(waiting, None)
    running: dict[int, tuple[int, object]] = {}  # column -> last row, value
    for number, cells in layout.raw.rows:
        while upcoming is not None and upcoming[0] <= number:
            if upcoming[0] == number:
                running[upcoming[1]] = (upcoming[2], _at(cells, upcoming[1]))
            upcoming = next(waiting, None)
        filled = cells
        for index, (last, value) in running.items():
            if number <= last and _at(filled, index) == "":
                filled = [*filled, *[""] * (index + 1 - len(filled))]
                filled[index] = value
        if number >= layout.first_row:
            yield number, filled


def _is_reference(kind: type[Record], name: str) -> bool:
    return isinstance(shape_of(kind, name), Ref)


@dataclass(slots=True)
class _Column:
    """A column of one of our fields. What is the same for all its cells is worked out once."""

    name: str
    index: int
    read: Reader
    #: Texts that a quick look finds in order are taken as they stand, up to this length; 0: always look closely.
    plain: int
    later: bool
    #: A column of codes, days and names holds few different texts.
    known: dict[str | float, Understood] = field(default_factory=dict)


class _Reading:
    """Reads the rows of one sheet."""

    def __init__(self, layout: Layout, resolver: Resolver, file: str, date1904: bool) -> None:
        sheet = layout.sheet
        self._layout, self._file = layout, file
        self._id = layout.columns.get(ID)
        self._remove = layout.columns.get(REMOVE)
        self._columns = [
            _Column(
                name,
                layout.columns[name],
                reader_of(sheet.record, name, resolver, date1904=date1904, in_sheet=True),
                plain_length(sheet.record, name),
                depends_on_owner(sheet.record, name),
            )
            for name in sheet.fields
            if name in layout.columns
        ]
        self._width = max((column.index + 1 for column in self._columns), default=0)
        self._naming = tuple(layout.columns[name] for name in sheet.identity if name in layout.columns)

    def row(self, number: int, cells: list[object]) -> ReadRow | None:
        """What the row says; None when it shows nothing in our columns."""
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        row = ReadRow(number, cells=cells, naming=self._naming)
        values = row.values
        for column in self._columns:
            raw = cells[column.index]
            if raw == "":
                continue
            if (type(raw) is str or type(raw) is float) and not column.later:
                if column.plain and type(raw) is str and _is_plain(raw, column.plain):
                    values[column.name] = raw
                    continue
                found = column.known.get(raw)
                if found is None:
                    found = column.known[raw] = column.read(raw)
                if not found.code and found.value is not None:
                    values[column.name] = found.value
                    continue
            self._slowly(row, column, raw)
        self._id_and_removal(row, cells)
        self._repeated(row, cells)
        return row if values or row.later or row.wrong or row.record_id or row.remove or row.issues else None

    def _slowly(self, row: ReadRow, column: _Column, raw: object) -> None:
        if column.later and not isinstance(raw, Faulty):
            text = as_text(raw).strip()
            if not is_blank(text):
                row.later[column.name] = text
            return
        found = column.read(raw)
        if found.value is not None:
            row.values[column.name] = found.value
        if found.code:
            place = self._layout.place(self._file, row.number, column.name)
            row.issues.append(Issue(found.code, place, as_text(raw), found.params))
            if found.value is None:
                row.wrong.add(column.name)

    def _id_and_removal(self, row: ReadRow, cells: list[object]) -> None:
        if self._id is not None:
            row.record_id = as_text(_at(cells, self._id)).strip()
        if self._remove is None:
            return
        raw = _at(cells, self._remove)
        if raw == "" or (isinstance(raw, str) and is_blank(raw)):
            return
        wanted = understand_yes(raw)
        if wanted.code:
            place = self._layout.place(self._file, row.number, REMOVE)
            row.issues.append(Issue(wanted.code, place, as_text(raw), wanted.params))
        row.remove = wanted.value == "yes"

    def _repeated(self, row: ReadRow, cells: list[object]) -> None:
        """A column that is there twice: two different answers in one row are no answer."""
        for name, others in self._layout.repeated.items():
            first = _at(cells, self._layout.columns[name])
            for index in others:
                again = _at(cells, index)
                if again not in ("", first):
                    place = self._layout.place(self._file, row.number, name)
                    letters = column_letter(index)
                    row.issues.append(Issue("duplicate-column", place, as_text(again), {"first": letters}))


def _is_plain(text: str, longest: int) -> bool:
    return text.isprintable() and text[0].isalnum() and text[-1] != " " and len(text) <= longest


def whole_key_missing(sheet: Sheet, row: ReadRow) -> bool:
    """Nothing that names the record is filled in."""
    return not any(name in row.values or name in row.later or name in row.wrong for name in sheet.identity)


def is_open_question(sheet: Sheet, row: ReadRow) -> bool:
    """A row that we laid out for an answer which nobody gave: it says nothing."""
    if not sheet.answers or row.record_id or row.remove or row.issues:
        return False
    return not any(name in row.values or name in row.wrong for name in sheet.answers)


def missing_fields(sheet: Sheet, row: ReadRow, values: Mapping[str, object]) -> list[str]:
    """Required fields that are simply blank."""
    required = (name for name in sheet.fields if is_required(sheet.record, name))
    return [name for name in required if name not in values and name not in row.wrong and name not in row.later]
