"""The workbook that a hospital fills in about itself, from the declaration in ``domain.sheets``.

First a sheet to read, then one sheet per kind of record (hidden keys, Japanese and English headers, what is known),
last a hidden sheet of choices. References have drop-downs from the other sheets, so a supplier added on its sheet can
be chosen at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from hospital_onboard.domain.finding import Directory
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.sheets import TEMPLATE_VERSION, VERSION_NAME, Template, sheets_of
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.workbook_choices import reference_lists
from hospital_onboard.report.workbook_guide import write_guide
from hospital_onboard.report.workbook_lists import write_lists
from hospital_onboard.report.workbook_sheet import Line, Style, write_sheet
from hospital_onboard.text.wording import words

_TEMPLATE: Template = "inventory"


@dataclass(frozen=True)
class Content:
    """What is written. ``records``: sheet key -> its records; ``directory`` must know whatever they refer to."""

    records: Mapping[str, Sequence[Record]]
    directory: Directory
    operators: Sequence[str]
    day: date
    #: Officers' birth dates and nationalities are filled in too.
    personal: bool = False


def write(content: Content) -> bytes:
    """The workbook's bytes; the same content gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    sheets = sheets_of(_TEMPLATE)
    present = frozenset(sheet.key for sheet in sheets)
    style = Style(content.directory, write_lists(book), present, personal=content.personal)
    counts = {sheet.key: len(content.records.get(sheet.key, ())) for sheet in sheets}
    write_guide(book.worksheets[0], _TEMPLATE, content.operators, content.day, counts, left_out=not content.personal)
    for sheet in sheets:
        page = book.create_sheet(words("ja")(f"sheet.{sheet.key}"), index=len(book.worksheets) - 1)
        lines = [Line(record.__dict__, record.id) for record in content.records.get(sheet.key, ())]
        write_sheet(page, sheet, lines, style)
    for name, place in reference_lists(sheets, counts).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.defined_names[VERSION_NAME] = DefinedName(VERSION_NAME, attr_text=f'"{_TEMPLATE}/{TEMPLATE_VERSION}"')
    book.properties.creator = "hospital_onboard"
    book.properties.title = words("ja")(f"template.title_{_TEMPLATE}")
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), content.day)
