"""The hidden sheet of choices behind the drop-downs of the workbook that people fill in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hospital_onboard.domain.codes import VOCABULARIES
from hospital_onboard.domain.shapes import Choice, Country
from hospital_onboard.report.workbook_cells import in_both, put_text
from hospital_onboard.text.width import cut
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl import Workbook

_MEASURE_WIDTH = 70


def write_lists(book: "Workbook", *, bilingual: bool = False) -> dict[str, str]:
    """Write the sheet at the end; returns what each list is called in a formula: ``layer`` -> ``list_layer``."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    title = words("ja")("sheet.lists")
    page = book.create_sheet(title)
    page.sheet_state = "hidden"
    names: dict[str, str] = {}
    for n, (key, labels) in enumerate(_lists(bilingual=bilingual), start=1):
        put_text(page.cell(1, n), key)
        for row, label in enumerate(labels, start=2):
            put_text(page.cell(row, n), label)
        letter = get_column_letter(n)
        names[key] = f"list_{key}"
        place = f"'{title}'!${letter}$2:${letter}${len(labels) + 1}"
        book.defined_names[names[key]] = DefinedName(names[key], attr_text=place)
    return names


def _lists(*, bilingual: bool) -> Iterator[tuple[str, list[str]]]:
    from hospital_onboard.reference.countries import all_countries
    from hospital_onboard.reference.measures import all_measures
    from hospital_onboard.reference.prefectures import all_prefectures

    said = words("ja")
    for vocabulary, codes in VOCABULARIES.items():
        choice = Choice(vocabulary)
        yield vocabulary, [in_both(choice, c) if bilingual else said.choice(vocabulary, c) for c in codes]
    yield "country", [in_both(Country(), code) if bilingual else name for code, name in all_countries("ja")]
    yield "prefecture", [prefecture.name_ja for prefecture in all_prefectures()]
    yield "measure", [cut(f"{m.id}: {m.text.ja}", _MEASURE_WIDTH) for m in all_measures()]
