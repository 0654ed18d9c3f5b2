"""From what a person writes for a record (its name, its number, its id) to the record; and the way back.

Reading a workbook and writing one use the same directory, so that a reference we wrote is one we understand.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from hospital_onboard.domain.naming import Lookup, named, title
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.text.normalise import clean, company_key, digits, fold

_ID_AT_END = re.compile(r"\[([a-z]+_[0-9A-Za-z_-]{4,40})\]\s*$")
#: What ``fold`` drops; half of all names are plain letters and digits, and this is ten times as fast.
_NO_ASCII_PUNCTUATION = {n: None for n in range(32, 127) if not fold(chr(n))}
#: Texts in which ``fold`` changes nothing but the case: no marks, no spaces, no small kana.
_PLAIN = re.compile(
    "[0-9A-Za-z一-鿿あいうえおか-ぢつ-もやゆよら-ろわ-んアイウエオカ-ヂツ-モヤユヨラ-ロワ-ン]+"
).fullmatch
#: What is only a link is called by what it links: the company of that name is meant before its subcontracts are.
_LINKS = frozenset({"subcontract", "involvement", "exhibit"})
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
    #: What the record hangs on, if anything: the equipment of a component.
    owner: str = ""


def entry_of(record: Record, lookup: Lookup) -> Entry:
    """A record's entry."""
    return entry_from(type(record), record.id, record.__dict__, lambda _id: title(record, lookup))


def entry_from(
    kind: type[Record], record_id: str, said: Mapping[str, object], linked: Callable[[str], str | None]
) -> Entry:
    """The same from the values alone: a product is also known without its model, a party by its English name."""
    other_names = () if kind.kind == "site" else (said.get("product"), said.get("name_en"))
    numbers = (said.get(name) for name in ("code", "corporate_number", "lei", "other_id"))
    owner = owner_field(kind)
    return Entry(
        record_id,
        kind.kind,
        named(kind.kind, said, linked) or record_id,
        tuple(str(name) for name in other_names if name),
        tuple(compact for number in numbers if number and (compact := compact_number(str(number)))),
        str(said.get(owner) or "") if owner else "",
    )


@cache
def owner_field(kind: type[Record]) -> str:
    """The field by which a record of this kind hangs on another one; empty when it stands alone."""
    first = kind.natural_key[0]
    return first if isinstance(shape_of(kind, first), Ref) else ""


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
        """Make a record findable; one that is here already is found by its old and its new name."""
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

    def known_title(self, record_id: str) -> str | None:
        """The record's title, or None."""
        entry = self._by_id.get(record_id)
        return entry.title if entry else None

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    def find(self, kinds: tuple[str, ...], text: str) -> Found:
        """All records of these kinds that the text names best."""
        asked = (kinds, text)
        if asked not in self._answers:
            found = {entry.id: entry for entry in self._find(kinds, text)}
            self._answers[asked] = Found(tuple(found), tuple(entry.title for entry in found.values()))
        return self._answers[asked]

    def owner_of(self, record_id: str) -> str:
        """What the record hangs on, or empty."""
        entry = self._by_id.get(record_id)
        return entry.owner if entry else ""

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
        by_number = _of(kinds, self._by_number.get(compact_number(text)))
        return by_number or self._named(kinds, text)

    def _named(self, kinds: tuple[str, ...], text: str) -> list[Entry]:
        key = name_key(text)
        if not key:
            return []
        titled = _of(kinds, self._by_title.get(key))
        titled = [entry for entry in titled if entry.kind not in _LINKS] or titled
        if titled:
            return [entry for entry in titled if entry.title == text] or titled
        other = _of(kinds, self._by_other_name.get(key))
        if other or "party" not in kinds:
            return other
        return [e for e in self._by_company.get(company_key(text), ()) if same_form(e.title, text)]


def name_key(text: str) -> str:
    """``fold``, but a text of nothing but punctuation is compared as it stands."""
    if text.isascii() and text.isprintable():
        return text.casefold().translate(_NO_ASCII_PUNCTUATION) or text.strip()
    bare = text.replace(" ", "")
    return bare.casefold() if _PLAIN(bare) else _folded(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return fold(text) or clean(text)


def same_form(one: str, other: str) -> bool:
    """Whether two company names can belong to one company by their corporate forms (株式会社 is not 有限会社)."""
    first, second = _forms(one), _forms(other)
    return not first or not second or bool(first & second)


def _forms(name: str) -> set[str]:
    plain = clean(name)
    return {form for form, pattern in _FORMS.items() if pattern.search(plain)}


def compact_number(number: str) -> str:
    """An official number in identifier form, without the T of an invoice."""
    compact = digits(number).replace("-", "").upper()
    return compact.removeprefix("T") if len(compact) == 14 else compact


def _of(kinds: tuple[str, ...], entries: list[Entry] | None) -> list[Entry]:
    return [entry for entry in entries or () if entry.kind in kinds]
