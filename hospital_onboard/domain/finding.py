"""From what a person writes for a record (its name, its number, its id) to the record; and the way back.

Reading a workbook and writing one use the same directory, so that a reference we wrote is one we understand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hospital_onboard.domain.naming import Lookup, title
from hospital_onboard.domain.record import Record
from hospital_onboard.text.normalise import clean, company_key, digits, fold

_ID_AT_END = re.compile(r"\[([a-z]+_[0-9A-Za-z_-]{4,40})\]\s*$")
_FORMS = {
    "株": re.compile(r"株式会社|[(\[【]\s*株\s*[)\]】]|\bk\.?\s?k\.?(?![a-z])|kabushiki", re.IGNORECASE),
    "有": re.compile(r"有限会社|[(\[【]\s*有\s*[)\]】]", re.IGNORECASE),
    "同": re.compile(r"合同会社|[(\[【]\s*[同合]\s*[)\]】]|\bg\.?\s?k\.?(?![a-z])|godo\s", re.IGNORECASE),
    "資": re.compile(r"合資会社|[(\[【]\s*資\s*[)\]】]"),
    "名": re.compile(r"合名会社|[(\[【]\s*名\s*[)\]】]"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Records that a text may mean: none = unknown, one = it, more = ambiguous."""

    ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one record is called; ``numbers`` are official numbers in identifier form."""

    id: str
    kind: str
    title: str
    also: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def entry_of(record: Record, lookup: Lookup) -> Entry:
    """A record's entry: a product is also known by its name without the model, a party by its English name."""
    named = (getattr(record, name, None) for name in ("product", "name_en") if record.kind != "site")
    numbers = (getattr(record, name, None) for name in ("code", "corporate_number", "lei", "other_id"))
    return Entry(
        record.id,
        record.kind,
        title(record, lookup),
        tuple(name for name in named if name),
        tuple(compact for number in numbers if number and (compact := _compact(number))),
    )


class Directory:
    """Finds records of any kind by id, then official number, then title, then (parties) company key."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._by_id: dict[str, Entry] = {}
        self._by_number: dict[str, list[Entry]] = {}
        self._by_title: dict[str, list[Entry]] = {}
        self._by_other_name: dict[str, list[Entry]] = {}
        self._by_company: dict[str, list[Entry]] = {}
        self._answers: dict[tuple[tuple[str, ...], str], Found] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make a record findable; an entry already there under this id is replaced by nothing, the first stays."""
        if entry.id in self._by_id:
            return
        self._answers.clear()
        self._by_id[entry.id] = entry
        for number in entry.numbers:
            self._by_number.setdefault(number, []).append(entry)
        self._by_title.setdefault(name_key(entry.title), []).append(entry)
        for name in entry.also:
            self._by_other_name.setdefault(name_key(name), []).append(entry)
        if entry.kind == "party":
            for key in {company_key(name) for name in (entry.title, *entry.also)}:
                self._by_company.setdefault(key, []).append(entry)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    def find(self, kinds: tuple[str, ...], text: str) -> Found:
        """All records of these kinds that the text names best."""
        asked = (kinds, text)
        if asked not in self._answers:
            found = {entry.id: entry for entry in self._find(kinds, text)}
            self._answers[asked] = Found(tuple(found), tuple(entry.title for entry in found.values()))
        return self._answers[asked]

    def title_of(self, record_id: str) -> str:
        """The record's title; the id itself when it is not here."""
        entry = self._by_id.get(record_id)
        return entry.title if entry else record_id

    def label(self, kinds: tuple[str, ...], record_id: str) -> str:
        """The shortest text that ``find`` understands as this record and no other."""
        entry = self._by_id.get(record_id)
        if entry is None:
            return record_id
        for name in (entry.title, *entry.also):
            label = " ".join(name.split())
            if self.find(kinds, label).ids == (record_id,):
                return label
        return f"{entry.title.strip()} [{record_id}]"

    def _find(self, kinds: tuple[str, ...], text: str) -> list[Entry]:
        marked = _ID_AT_END.search(text)
        for record_id in (text.strip(), marked[1] if marked else ""):
            entry = self._by_id.get(record_id)
            if entry and entry.kind in kinds:
                return [entry]
        by_number = _of(kinds, self._by_number.get(_compact(text)))
        return by_number or self._named(kinds, text)

    def _named(self, kinds: tuple[str, ...], text: str) -> list[Entry]:
        key = name_key(text)
        if not key:
            return []
        titled = _of(kinds, self._by_title.get(key))
        if titled:
            return [entry for entry in titled if entry.title == text] or titled
        other = _of(kinds, self._by_other_name.get(key))
        if other or "party" not in kinds:
            return other
        return [e for e in self._by_company.get(company_key(text), ()) if same_form(e.title, text)]


def name_key(text: str) -> str:
    """``fold``, but a text of nothing but punctuation is compared as it stands."""
    return fold(text) or clean(text)


def same_form(one: str, other: str) -> bool:
    """Whether two company names can belong to one company by their corporate forms (株式会社 is not 有限会社)."""
    first, second = _forms(one), _forms(other)
    return not first or not second or bool(first & second)


def _forms(name: str) -> set[str]:
    plain = clean(name)
    return {form for form, pattern in _FORMS.items() if pattern.search(plain)}


def _compact(number: str) -> str:
    compact = digits(number).replace("-", "").upper()
    return compact.removeprefix("T") if len(compact) == 14 else compact


def _of(kinds: tuple[str, ...], entries: list[Entry] | None) -> list[Entry]:
    return [entry for entry in entries or () if entry.kind in kinds]
