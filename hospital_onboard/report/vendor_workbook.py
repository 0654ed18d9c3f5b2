"""The workbook that a vendor answers: what is asked comes first, then how to fill it in, then what is known already.

Works like a hospital's own workbook (``workbook_sheet``), in both languages, with cells locked in which nothing
belongs. What a vendor is not to see is not in ``Content``; nothing here looks anything up but names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from hospital_onboard.domain.finding import Directory
from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.domain.sheets import FIRST_DATA_ROW, TEMPLATE_VERSION, VERSION_NAME, Sheet, Template, sheets_of
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.workbook_asked import Asked, write_asked
from hospital_onboard.report.workbook_choices import reference_lists
from hospital_onboard.report.workbook_guide import write_guide
from hospital_onboard.report.workbook_lists import write_lists
from hospital_onboard.report.workbook_sheet import Line, Style, letter, lock, write_sheet
from hospital_onboard.text.wording import words

_TEMPLATE: Final[Template] = "vendor"
#: Vendors add rows to all sheets but these: equipment is the operator's to name.
_FIXED: Final = frozenset({"equipment"})
#: Whether a part is a listed component is the operator's to say.
_CLOSED: Final = frozenset({"component.listed"})


@dataclass(frozen=True)
class Owed:
    """A fact that is asked. ``row`` is the key of the line in ``sheet`` that it is about; empty: the first free one."""

    line: RequirementLine
    party: str
    subject: str
    operators: Sequence[str]
    sheet: str
    row: str
    column: str
    helps: bool = False


@dataclass(frozen=True)
class Content:
    """What is written. ``lines``: sheet key -> (key of the line, line); sheets that are not in it are left out."""

    parties: Mapping[str, str]
    operators: Mapping[str, str]
    owed: Sequence[Owed]
    lines: Mapping[str, Sequence[tuple[str, Line]]]
    directory: Directory
    day: date
    #: Officers' birth dates and nationalities are filled in too.
    personal: bool = False


def write(content: Content) -> bytes:
    """The workbook's bytes; the same content gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    sheets = [sheet for sheet in sheets_of(_TEMPLATE) if sheet.key in content.lines]
    lists = write_lists(book, bilingual=True)
    growing: Collection[str] = {sheet.key for sheet in sheets} - _FIXED
    present = frozenset(sheet.key for sheet in sheets)
    style = Style(
        content.directory,
        lists,
        present,
        locked=True,
        bilingual=True,
        growing=growing,
        closed=_CLOSED,
        personal=content.personal,
    )
    counts = {sheet.key: len(content.lines[sheet.key]) for sheet in sheets}
    guide = book.create_sheet(index=1)
    names = list(content.operators.values())
    write_guide(guide, _TEMPLATE, names, content.day, counts, left_out=not content.personal)
    lock(guide)
    for sheet in sheets:
        page = book.create_sheet(words("ja")(f"sheet.{sheet.key}"), index=len(book.worksheets) - 1)
        write_sheet(page, sheet, [line for _, line in content.lines[sheet.key]], style)
    asked = _placed(content, {sheet.key: sheet for sheet in sheets})
    write_asked(book.worksheets[0], content.parties, content.operators, content.day, asked)
    for name, place in reference_lists(sheets, counts).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.defined_names[VERSION_NAME] = DefinedName(VERSION_NAME, attr_text=f'"{_TEMPLATE}/{TEMPLATE_VERSION}"')
    book.properties.creator = "hospital_onboard"
    book.properties.title = words("ja")(f"template.title_{_TEMPLATE}")
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), content.day)


def _placed(content: Content, sheets: Mapping[str, Sheet]) -> list[Asked]:
    """Each fact with the cell in which its answer goes."""
    rows = {
        (key, row): number
        for key, lines in content.lines.items()
        for number, (row, _) in enumerate(lines, start=FIRST_DATA_ROW)
    }
    found = []
    for owed in content.owed:
        sheet = sheets[owed.sheet]
        column = letter(sheet.columns.index(owed.column) + 1)
        row = rows.get((owed.sheet, owed.row), FIRST_DATA_ROW + len(content.lines[owed.sheet]))
        place = f"{column}{row}"
        found.append(Asked(owed.line, owed.party, owed.subject, owed.operators, owed.sheet, place, owed.helps))
    return found
