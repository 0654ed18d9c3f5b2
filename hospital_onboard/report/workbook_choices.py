"""The drop-downs and hints of a sheet that people fill in, and the lists that a reference chooses from.

Choices only warn: what people write instead is understood, or asked about, at the import.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Choice, Country, Day, MeasureItem, Number, Percent, Prefecture, Ref, Shape
from hospital_onboard.domain.sheets import FIRST_DATA_ROW, ID, REMOVE, SHEETS, Sheet
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from hospital_onboard.report.workbook_sheet import Style

#: Rows that have drop-downs and belong to a reference's list, beyond what is filled in.
_SPARE_ROWS: Final = 2000
#: The column of a sheet in which its records' names stand.
_NAMING: Final = ("name", "product", "title", "subcontractor")
#: Shape -> its list of choices, its hint.
_HELP: Final[dict[type[Shape], tuple[str, str]]] = {
    Country: ("country", ""),
    Prefecture: ("prefecture", ""),
    MeasureItem: ("measure", ""),
    Day: ("", "date_prompt"),
    Percent: ("", "share_prompt"),
    Number: ("", "number_prompt"),
}


def choices(page: "Worksheet", sheet: Sheet, rows: int, style: "Style") -> None:
    """Drop-downs for every column that takes one of a few answers; hints for those that want a form."""
    from openpyxl.utils import get_column_letter

    last = FIRST_DATA_ROW + rows + _SPARE_ROWS
    for n, column in enumerate(sheet.columns, start=1):
        validation = _validation(sheet, column, style)
        if validation is not None:
            validation.add(f"{get_column_letter(n)}{FIRST_DATA_ROW}:{get_column_letter(n)}{last}")
            page.add_data_validation(validation)


def _validation(sheet: Sheet, column: str, style: "Style") -> "DataValidation | None":
    if column == ID:
        return None
    if column == REMOVE:
        return _drop_down(style, style.lists["yes_no"], "remove_prompt")
    shape = shape_of(sheet.record, column)
    if isinstance(shape, Ref):
        named = "・".join(words("ja")(f"sheet.{kind}") for kind in shape.kinds)
        single = len(shape.kinds) == 1 and shape.kinds[0] in style.present
        return _drop_down(style, f"ref_{shape.kinds[0]}" if single else "", "reference_prompt", sheets=named)
    if isinstance(shape, Choice):
        return _drop_down(style, style.lists[shape.vocabulary])
    list_key, prompt = _HELP.get(type(shape), ("", ""))
    return _drop_down(style, style.lists.get(list_key, ""), prompt) if list_key or prompt else None


def _drop_down(style: "Style", list_name: str, prompt: str = "", **params: str) -> "DataValidation":
    from openpyxl.worksheet.datavalidation import DataValidation

    def said(key: str, longest: int) -> str:
        texts = [words(lang)(f"template.{key}", **params) for lang in ("ja", *(("en",) if style.bilingual else ()))]
        return "\n".join(dict.fromkeys(texts))[:longest]

    settings: dict[str, Any] = {"type": "list", "formula1": list_name} if list_name else {}
    validation = DataValidation(allow_blank=True, **settings)
    if list_name:
        validation.errorStyle = "warning"
        validation.showErrorMessage = True
        validation.errorTitle = words("ja")("template.choose_title")
        validation.error = said("choose_text", 225)
    if prompt:
        validation.showInputMessage = True
        validation.prompt = said(prompt, 255)
    return validation


def reference_lists(sheets: Sequence[Sheet], rows: Mapping[str, int]) -> dict[str, str]:
    """Name -> range that grows with what is written in the naming column of each sheet."""
    from openpyxl.utils import get_column_letter

    found: dict[str, str] = {}
    for sheet in sheets:
        naming = next((name for name in _NAMING if name in sheet.fields), None)
        if naming is None or not _is_named(sheet.record.kind):
            continue
        column = get_column_letter(sheet.columns.index(naming) + 1)
        last = FIRST_DATA_ROW + rows.get(sheet.key, 0) + _SPARE_ROWS
        title = words("ja")(f"sheet.{sheet.key}")
        whole = f"'{title}'!${column}${FIRST_DATA_ROW}:${column}${last}"
        found[f"ref_{sheet.record.kind}"] = (
            f"'{title}'!${column}${FIRST_DATA_ROW}:INDEX({whole},MAX(1,COUNTA({whole})))"
        )
    return found


def _is_named(kind: str) -> bool:
    """Whether a column of some sheet refers to this kind alone."""
    shapes = (shape_of(sheet.record, name) for sheet in SHEETS.values() for name in sheet.fields)
    return any(isinstance(shape, Ref) and shape.kinds == (kind,) for shape in shapes)
