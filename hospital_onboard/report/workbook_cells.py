"""Values into cells of a workbook that people fill in: text stays text, and what was typed comes back as typed.

A character that XML cannot hold is written the workbook's own way (``_x001B_``; ECMA-376 22.9.2.19), which spreadsheet
programs and our reader turn back. So is a text that only looks like such an escape. Code points that no XML escape can
carry (lone surrogates, U+FFFE, U+FFFF) cannot be in a store either and become U+FFFD.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Count, Country, Day, MeasureItem, Percent, Prefecture, Ref, Shape
from hospital_onboard.text.wording import LANGUAGES, words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

TEXT_FORMAT: Final = "@"
DATE_FORMAT: Final = "yyyy-mm-dd"
#: Shows 12.5 as 12.5%, so that nobody has to guess; the number in the cell stays 12.5.
SHARE_FORMAT: Final = '0.##########"%"'
COUNT_FORMAT: Final = "0"
#: Before it the calendar of spreadsheet programs is a day off.
_FIRST_DATE: Final = date(1900, 3, 1)
_ESCAPE_LIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]")
_NOWHERE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LOOKS_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "'")

#: (kinds, id) -> the text that the reader understands as this record.
Label = Callable[[tuple[str, ...], str], str]


def put_text(cell: "Cell | MergedCell", text: str) -> None:
    """Write a text as a text, never as a formula, a number or an error."""
    written = _NOWHERE.sub("\ufffd", _ESCAPE_LIKE.sub("_x005F_", text))
    cell.value = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", written)
    cell.data_type = "s"
    if text.startswith(_LOOKS_ACTIVE):
        cell.quotePrefix = True  # also when somebody edits the cell


def put_value(
    cell: "Cell | MergedCell", kind: type[Record], field: str, value: object, label: Label, *, bilingual: bool = False
) -> None:
    """Write one answered field the way a person would, and so that it is read back the same."""
    shape = shape_of(kind, field)
    if (
        (isinstance(value, date) and value >= _FIRST_DATE)
        or isinstance(value, int)
        or (isinstance(value, Decimal) and _fits(value))
    ):
        cell.value = value
    else:
        put_text(cell, in_both(shape, str(value)) if bilingual and is_coded(shape) else _said(shape, value, label))
    cell.number_format = number_format(shape) if cell.data_type != "s" else TEXT_FORMAT


def is_coded(shape: Shape) -> bool:
    """Whether a value of this shape is a code whose words differ by language."""
    return isinstance(shape, (Choice, Country, MeasureItem))


def in_both(shape: Shape, code: str) -> str:
    """A code's words in both languages: ``はい / Yes``. The reader understands either half, and both."""
    if isinstance(shape, MeasureItem):
        from hospital_onboard.reference.measures import measure

        text = measure(code).text
        return f"{code}: {text.ja}\n{text.en}"
    if isinstance(shape, Country):
        from hospital_onboard.reference.countries import country_name

        return " / ".join(country_name(code, lang) for lang in LANGUAGES)
    assert isinstance(shape, Choice)
    return " / ".join(dict.fromkeys(words(lang).choice(shape.vocabulary, code) for lang in LANGUAGES))


def number_format(shape: Shape) -> str:
    """The format of a column; everything that is not counted or dated is text, so that no zero is lost."""
    match shape:
        case Day():
            return DATE_FORMAT
        case Percent():
            return SHARE_FORMAT
        case Count():
            return COUNT_FORMAT
        case _:
            return TEXT_FORMAT


def _is_plain(value: object) -> bool:
    """Whether a spreadsheet's own number or day says the same."""
    if isinstance(value, date):
        return value >= _FIRST_DATE
    return isinstance(value, int) or (isinstance(value, Decimal) and _fits(value))


def _fits(value: Decimal) -> bool:
    """Whether the binary number of the cell and its format show all digits."""
    return Decimal(f"{float(value):.15g}") == value and -value.normalize().as_tuple().exponent <= 10  # type: ignore[operator]


def _said(shape: Shape, value: object, label: Label) -> str:
    match shape:
        case Choice(vocabulary):
            return words("ja").choice(vocabulary, str(value))
        case Country():
            from hospital_onboard.reference.countries import country_name

            return country_name(str(value), "ja")
        case Prefecture():
            from hospital_onboard.reference.prefectures import prefecture

            return prefecture(str(value)).name_ja
        case Ref(kinds):
            return label(kinds, str(value))
        case Percent():
            return f"{value:f}%"
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)
