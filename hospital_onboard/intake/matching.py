"""Which stored record a row speaks of, and whether an earlier row of the file spoke of it already.

By id; a party or an operator by its official number, then its name (a party also by its company key, unless the
corporate form or the number says that it is another one); everything else by its natural key, folded. A blank in the
row's key matches the one stored record that fits the rest; with several, the row is taken as new.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from hospital_onboard.domain.finding import Directory, compact_number, entry_of, name_key, same_form
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import Line, Lines, Ref
from hospital_onboard.domain.sheets import Sheet
from hospital_onboard.intake.rows import ReadRow
from hospital_onboard.text.normalise import company_key

_NUMBERS = ("corporate_number", "lei", "code")
_NAMED = frozenset({"party", "operator"})
_ID = re.compile(r"^[a-z]+_[0-9A-Za-z_-]{4,40}$")
#: Two names this alike (of 100) are worth a question. 北斗システム and 南斗システム are at 83.
_SIMILAR = 88

Key = tuple[object, ...]


class Stock(Protocol):
    """What matching and comparing ask of the store; each question is asked once for a whole sheet."""

    def by_ids(self, kind: type[Record], ids: Iterable[str]) -> Mapping[str, Record]:
        """Records with these ids."""

    def under(self, kind: type[Record], field: str, values: Iterable[str]) -> Iterable[Record]:
        """Records whose field has one of these values."""

    def all_of(self, kind: type[Record]) -> Iterable[Record]:
        """All records of a kind."""

    def users_of(self, ids: Iterable[str]) -> Mapping[str, list[tuple[str, str]]]:
        """Who names these records: id -> (kind, id) of every record that does."""

    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Party id -> further names that a person said mean it."""


@dataclass
class Match:
    """Where a row belongs: a stored record, or the id a new one gets."""

    record_id: str
    stored: Record | None = None
    #: The number of the earlier row that speaks of the same record.
    earlier: int | None = None
    #: Id and title of a stored party that may be the same one.
    similar: tuple[str, str] | None = None


@dataclass
class Matcher:
    """Matches the rows of one sheet, in order."""

    sheet: Sheet
    stock: Stock
    #: Field of the key, and whether it is compared folded.
    _key_fields: list[tuple[str, bool]] = field(init=False)
    _needed: list[str] = field(init=False)
    _stored: dict[str, Record] = field(default_factory=dict)
    _by_key: dict[Key, list[Record]] = field(default_factory=dict)
    _by_part: dict[tuple[int, ...], dict[Key, list[Record]]] = field(default_factory=dict)
    _taken: dict[object, int] = field(default_factory=dict)
    _names_seen: dict[str, list[tuple[int, Mapping[str, object]]]] = field(default_factory=dict)
    _names: Directory = field(default_factory=Directory)
    _stored_names: dict[str, str] = field(default_factory=dict)
    _spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = self.sheet.record
        self._key_fields = [(name, isinstance(shape_of(kind, name), (Line, Lines))) for name in self.sheet.identity]
        self._needed = [name for name in self.sheet.identity if is_required(kind, name)]

    def prepare(self, rows: list[ReadRow], owners: Collection[str] = ()) -> None:
        """Ask the store, once, for every record the rows may speak of, and for all below these owners."""
        kind = self.sheet.record
        found = list(self.stock.by_ids(kind, {row.record_id for row in rows if _ID.match(row.record_id)}).values())
        scope = self.sheet.identity[0]
        if isinstance(shape_of(kind, scope), Ref):
            owners = {*owners, *(str(row.values[scope]) for row in rows if scope in row.values)}
            found += self.stock.under(kind, scope, owners)
        else:
            found += self.stock.all_of(kind)
        self._stored = {record.id: record for record in found}
        by_key: dict[Key, list[Record]] = defaultdict(list)
        if kind.kind in _NAMED:
            self._spellings = self.stock.spellings()
            for record in self._stored.values():
                self._add_name(record)
        else:
            for record in self._stored.values():
                by_key[self._key(record.__dict__)].append(record)
        self._by_key = dict(by_key)

    def match(self, row: ReadRow, values: Mapping[str, object]) -> Match:
        """Where this row belongs; remembers it, so that a later row cannot belong there too."""
        if self.sheet.record.kind in _NAMED:
            stored = self._stored.get(row.record_id) or self._named(values)
            earlier = self._earlier_name(row.number, values)
        else:
            key = self._key(values)
            stored = self._of_that_day(row.record_id, values) or self._by_whole_or_part(key)
            earlier = self._first(key, row.number) if stored is None and self._is_whole(values) else None
        found = Match(stored.id if stored else self._fresh_id(row), stored)
        found.earlier = self._taken.get(found.record_id)
        if stored is None and found.record_id != row.record_id:  # an id of its own says that it is another one
            found.earlier = found.earlier or earlier
        if stored is None:
            found.similar = self._similar(values)
        if found.earlier is None:
            self._taken[found.record_id] = row.number
        return found

    def is_spelling(self, party_id: str, name: object) -> bool:
        """Whether a person once said that this name means this party."""
        return any(name_key(str(name)) == name_key(known) for known in self._spellings.get(party_id, ()))

    @property
    def known(self) -> Mapping[str, Record]:
        """Everything stored that the rows may speak of."""
        return self._stored

    def _of_that_day(self, record_id: str, values: Mapping[str, object]) -> Record | None:
        """The record with this id; but a new day written over the old one in a dated row begins a new answer."""
        stored = self._stored.get(record_id)
        moved = stored is not None and "as_of" in values and stored.__dict__.get("as_of") != values["as_of"]
        return None if moved else stored

    def _earlier_name(self, number: int, values: Mapping[str, object]) -> int | None:
        """The earlier row that goes by the same number or name."""
        name = str(values.get("name", ""))
        key = company_key(name) if self.sheet.record.kind == "party" else name_key(name)
        numbers = [self._first((field, values[field]), number) for field in _NUMBERS if values.get(field)]
        known = self._names_seen.setdefault(key, [])
        same = (n for n, v in known if not _other_number(v, values) and same_form(str(v.get("name", "")), name))
        earlier = next((n for n in (*numbers, *same) if n is not None), None)
        known.append((number, values))
        return earlier if name else None

    def _first(self, token: object, number: int) -> int | None:
        earlier = self._taken.setdefault(token, number)
        return None if earlier == number else earlier

    def _fresh_id(self, row: ReadRow) -> str:
        """An id from another hospital's template stays what it is, so that bundles can meet later."""
        kind = self.sheet.record.kind
        taken = row.record_id in self._taken or row.record_id in self._stored
        if _ID.match(row.record_id) and row.record_id.startswith(f"{kind}_") and not taken:
            return row.record_id
        return new_id(kind)

    def _is_whole(self, values: Mapping[str, object]) -> bool:
        """Whether nothing is missing that every such record has; half a name is no name to be twice."""
        return all(name in values for name in self._needed)

    def _by_whole_or_part(self, key: Key) -> Record | None:
        exact = self._by_key.get(key)
        if exact:
            return exact[0]
        if not self._by_key or None not in key:
            return None
        known = tuple(n for n, part in enumerate(key) if part is not None)
        fitting = self._part(known).get(tuple(key[n] for n in known), []) if known else []
        return fitting[0] if len(fitting) == 1 else None

    def _part(self, known: tuple[int, ...]) -> dict[Key, list[Record]]:
        """The stored records by the parts of the key that a row does fill in."""
        if known not in self._by_part:
            index: dict[Key, list[Record]] = defaultdict(list)
            for key, records in self._by_key.items():
                index[tuple(key[n] for n in known)] += records
            self._by_part[known] = index
        return self._by_part[known]

    def _key(self, values: Mapping[str, object]) -> Key:
        return tuple(
            [
                name_key(str(value)) if (value := values.get(name)) is not None and text else value
                for name, text in self._key_fields
            ]
        )

    def _named(self, values: Mapping[str, object]) -> Record | None:
        kinds = (self.sheet.record.kind,)
        for number in (str(values[name]) for name in _NUMBERS if values.get(name)):
            ids = self._names.find(kinds, number).ids
            if len(ids) == 1:
                return self._stored[ids[0]]
        ids = self._names.find(kinds, str(values.get("name", ""))).ids
        return (
            self._stored[ids[0]] if len(ids) == 1 and not _other_number(self._stored[ids[0]].__dict__, values) else None
        )

    def _add_name(self, record: Record) -> None:
        entry = entry_of(record, lambda _: None)
        also = self._spellings.get(record.id, ())
        self._names.add(replace(entry, also=(*entry.also, *also)) if also else entry)
        if record.kind == "party":
            self._stored_names[record.id] = company_key(entry.title)

    def _similar(self, values: Mapping[str, object]) -> tuple[str, str] | None:
        """A stored party whose name is nearly or, but for its form or number, wholly the same."""
        if not self._stored_names or "name" not in values:
            return None
        from rapidfuzz import fuzz, process

        key = company_key(str(values["name"]))
        best = process.extractOne(key, self._stored_names, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        return (best[2], self._names.title_of(best[2])) if best else None


def same_name(kind: str, stored: str, written: str) -> bool:
    """Whether a name that matched by its key says the same: (株)北斗 is 株式会社北斗."""
    return kind == "party" and company_key(stored) == company_key(written) and same_form(stored, written)


def _other_number(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    pairs = ((one.get(name), other.get(name)) for name in _NUMBERS)
    return any(a and b and compact_number(str(a)) != compact_number(str(b)) for a, b in pairs)
