"""What one cell or one form field means: the raw value in, the record's value or a named problem out.

Texts are kept as they were typed, because a registered name may need its full-width letters; only the
spaces around them go, and control characters, which no name has. Everything else (numbers, days, codes,
references) is normalised first.

A bare share between 0 and 1 (``0.12``) may be 12 % or 0.12 %, and is reported as ``maybe-fraction``. In a form, where
the sign % stands beside it, it is taken as it stands; in a sheet it is taken as 12 %, since nobody lists a holder of a
thousandth. A cell whose own number format shows ``12%`` reaches us as that text and is not doubted.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Protocol

from hospital_onboard.domain import identifiers
from hospital_onboard.domain.finding import Found as Found
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Line,
    Lines,
    MeasureItem,
    Number,
    Percent,
    Prefecture,
    Ref,
    Shape,
)
from hospital_onboard.intake.amounts import MOST_COUNT, bounds, count, share, share_in_sheet, year
from hospital_onboard.intake.showing import as_text, choices_shown, kinds_shown
from hospital_onboard.intake.understood import BLANK
from hospital_onboard.intake.understood import Faulty as Faulty
from hospital_onboard.intake.understood import Understood as Understood
from hospital_onboard.reference.countries import find_country
from hospital_onboard.reference.measures import measure
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.reference.vocabulary import find_code
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import clean, digits, without_controls
from hospital_onboard.text.wording import LANGUAGES, words

_LINE_LENGTH, _LINES_LENGTH = 300, 4000
_NUMBER_LENGTHS = {"institution": 10, "corporate": 13, "lei": 20}
_MEASURE = re.compile(r"([IM])-?([1-9][0-9]?)(?:-([12]))?")


class Resolver(Protocol):
    """Finds what a reference means: by id, then official number, then title; parties also by company key."""

    def find(self, kinds: tuple[str, ...], text: str) -> Found:
        """All records of these kinds that the text names best."""


Reader = Callable[[object], Understood]


def understand(
    kind: type[Record], field: str, raw: object, resolver: Resolver, *, date1904: bool = False
) -> Understood:
    """What ``raw`` (text, number, bool, day, nothing) means for this field of this kind of record.

    Args:
        date1904: bare numbers in a day's place are counted from 1904 (workbooks of old Macs).
    """
    return reader_of(kind, field, resolver, date1904=date1904)(raw)


def reader_of(
    kind: type[Record], field: str, resolver: Resolver, *, date1904: bool = False, in_sheet: bool = False
) -> Reader:
    """The same for a whole column: what depends on the field only is worked out once."""
    shape = shape_of(kind, field)
    read = share_in_sheet if in_sheet and isinstance(shape, Percent) else _reader(shape, field, resolver, date1904)

    def read_any(raw: object) -> Understood:
        if raw is None:
            return BLANK
        if isinstance(raw, Faulty):
            return Understood(None, raw.code)
        if isinstance(raw, str) and is_blank(raw):
            return BLANK
        return read(raw)

    return read_any


def plain_length(kind: type[Record], field: str) -> int:
    """How long a text of this field may be when it needs no other look; 0 when the field holds no text."""
    shape = shape_of(kind, field)
    return _LINE_LENGTH if isinstance(shape, Line) else _LINES_LENGTH if isinstance(shape, Lines) else 0


def understand_yes(raw: object) -> Understood:
    """Yes or no, as in the column that asks for a removal."""
    return Understood(None, raw.code) if isinstance(raw, Faulty) else _choice("yes_no", as_text(raw).strip())


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: empty, spaces, or only invisible characters."""
    return not text or (not text[0].isalnum() and not clean(text))


def _reader(shape: Shape, name: str, resolver: Resolver, date1904: bool) -> Reader:
    match shape:
        case Line():
            return lambda raw: _text(raw, _LINE_LENGTH, one_line=True)
        case Lines():
            return lambda raw: _text(raw, _LINES_LENGTH, one_line=False)
        case Choice(vocabulary):
            return lambda raw: _choice(vocabulary, as_text(raw))
        case Day():
            return lambda raw: _day(raw, date1904)
        case Count():
            return year if name == "year" else count
        case Percent():
            return share
        case Number(scheme):
            return lambda raw: _official(scheme, as_text(raw))
        case Ref(kinds):
            return lambda raw: _reference(resolver, kinds, as_text(raw).strip())
        case _:
            return _BY_TEXT[type(shape)]


def _text(raw: object, longest: int, *, one_line: bool) -> Understood:
    text = without_controls(as_text(raw)).strip()
    if one_line and "\n" in text:
        text = " ".join(part.strip() for part in text.split("\n") if part.strip())
    if len(text) > longest:
        return Understood(None, "too-long", {"longest": str(longest), "length": str(len(text))})
    # The spreadsheet program made a day of what somebody typed ("3-4" as a model number): the text is gone.
    return Understood(text, "became-a-date" if isinstance(raw, date) else "")


@lru_cache(maxsize=8192)
def _choice(vocabulary: str, text: str) -> Understood:
    codes = Choice(vocabulary).codes
    for part in _either(text):
        for lang in LANGUAGES:
            labels = {code: words(lang).choice(vocabulary, code) for code in codes}
            code = find_code(vocabulary, part, labels)
            if code in codes:
                return Understood(code)
    return Understood(None, "not-in-list", {"choices": choices_shown(vocabulary)})


def _either(text: str) -> tuple[str, ...]:
    """The text; of one in both languages, as our own lists show it (``はい / Yes``), also its first half."""
    first, parted, _ = text.partition(" / ")
    return (text, first) if parted else (text,)


def _day(raw: object, date1904: bool) -> Understood:
    if not isinstance(raw, (str, int, float, date)):
        return Understood(None, "not-a-date")
    try:
        return Understood(read_date(raw, date1904=date1904))
    except DateError as fault:
        return Understood(None, fault.code)


def _official(scheme: str, text: str) -> Understood:
    compact = digits(text).replace("-", "").upper()
    if scheme == "corporate" and len(compact) == 14:
        compact = compact.removeprefix("T")  # as it stands on an invoice
    wanted = _NUMBER_LENGTHS[scheme]
    params = {"length": str(wanted), "seen_length": str(len(compact))}
    if identifiers.number_is_valid(scheme, compact):
        return Understood(compact)
    if scheme == "institution" and len(compact) == wanted - 1 and identifiers.number_is_valid(scheme, f"0{compact}"):
        return Understood(f"0{compact}", "leading-zero-lost", {"repaired": f"0{compact}"})
    if not compact.isascii() or not (compact.isalnum() if scheme == "lei" else compact.isdigit()):
        return Understood(None, "not-a-number", bounds(0, MOST_COUNT))
    return Understood(None, "wrong-length" if len(compact) != wanted else "wrong-check-digit", params)


def _reference(resolver: Resolver, kinds: tuple[str, ...], text: str) -> Understood:
    found = resolver.find(kinds, text)
    if len(found.ids) == 1:
        return Understood(found.ids[0])
    if found.ids:
        return Understood(
            None, "ambiguous-reference", {"titles": " / ".join(found.titles), "count": str(len(found.ids))}
        )
    return Understood(None, "unknown-reference", {"kinds": kinds_shown(kinds)})


def _country(raw: object) -> Understood:
    code = next((code for part in _either(as_text(raw)) if (code := find_country(part))), None)
    return Understood(code) if code else Understood(None, "unknown-country")


def _prefecture(raw: object) -> Understood:
    found = find_prefecture(as_text(raw))
    return Understood(found.code) if found else Understood(None, "unknown-prefecture")


def _measure(raw: object) -> Understood:
    """``I-1-1``, also without dashes in between, or with the item's words after it as the drop-down shows it."""
    written = clean(as_text(raw))
    first = digits(re.split(r"[\s:]", written, maxsplit=1)[0]).upper() if written else ""
    match = _MEASURE.fullmatch(first)
    item = "-".join(part for part in match.groups() if part) if match else ""
    try:
        return Understood(measure(item).id)
    except KeyError:
        return Understood(None, "not-a-measure")


def _digest(raw: object) -> Understood:
    text = digits(as_text(raw)).lower()
    if re.fullmatch("[0-9a-f]{64}", text):
        return Understood(text)
    return Understood(None, "wrong-length", {"length": "64", "seen_length": str(len(text))})


_BY_TEXT: dict[type[Shape], Reader] = {
    Country: _country,
    Prefecture: _prefecture,
    MeasureItem: _measure,
    Digest: _digest,
}
