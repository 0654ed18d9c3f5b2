"""The hidden sheet of choices behind the drop-downs of the workbook that people fill in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.report.workbook_cells import put_text
from hospital_onboard.text.width import cut
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl import Workbook

_MEASURE_WIDTH = 70


def write_lists(book: "Workbook") -> dict[str, str]:
    """Write the sheet at the end; returns what each list is called in a formula: ``layer`` -> ``list_layer``."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    title = words("ja")("sheet.lists")
    page = book.create_sheet(title)
    page.sheet_state = "hidden"
    names: dict[str, str] = {}
    for n, (key, labels) in enumerate(_lists(), start=1):
        put_text(page.cell(1, n), key)
        for row, label in enumerate(labels, start=2):
            put_text(page.cell(row, n), label)
        letter = get_column_letter(n)
        names[key] = f"list_{key}"
        place = f"'{title}'!${letter}$2:${letter}${len(labels) + 1}"
        book.defined_names[names[key]] = DefinedName(names[key], attr_text=place)
    return names


def _lists() -> Iterator[tuple[str, list[str]]]:
    from hospital_onboard.reference.countries import all_countries
    from hospital_onboard.reference.measures import all_measures
    from hospital_onboard.reference.prefectures import all_prefectures

    said = words("ja")
    for vocabulary, codes in VOCABULARIES.items():
        yield vocabulary, [said.choice(vocabulary, code) for code in codes]
    yield "country", [name for _, name in all_countries("ja")]
    yield "prefecture", [prefecture.name_ja for prefecture in all_prefectures()]
    yield "measure", [cut(f"{m.id}: {m.text.ja}", _MEASURE_WIDTH) for m in all_measures()]
