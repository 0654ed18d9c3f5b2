"""The workbook that hospitals and vendors fill in, from the declaration in ``domain.sheets``.

First a sheet to read, then one sheet per kind of record (hidden keys, Japanese and English headers, what is known),
last a hidden sheet of choices. References have drop-downs from the other sheets, so a supplier added on its sheet can
be chosen at once. Choices only warn: what people write instead is understood, or asked about, at the import.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.domain.finding import Directory
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import Choice, Country, Day, MeasureItem, Number, Percent, Prefecture, Ref, Shape
from hospital_onboard.domain.sheets import (
    FIRST_DATA_ROW,
    FIRST_HEADER_ROW,
    ID,
    KEY_ROW,
    REMOVE,
    SHEETS,
    TEMPLATE_VERSION,
    VERSION_NAME,
    Sheet,
    Template,
    sheets_of,
)
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.workbook_cells import TEXT_FORMAT, number_format, put_text, put_value
from hospital_onboard.report.workbook_guide import write_guide
from hospital_onboard.report.workbook_lists import write_lists
from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Yu Gothic"
#: Rows that have drop-downs and belong to a reference's list, beyond what is filled in.
SPARE_ROWS: Final = 2000
_HEADER, _REQUIRED, _OURS, _LINE = "DCE6F1", "FFE699", "E7E6E6", "A6A6A6"
_WIDTHS: Final = (10, 32)
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


@dataclass(frozen=True)
class Content:
    """What is written. ``records``: sheet key -> its records; ``directory`` must know whatever they refer to."""

    template: Template
    records: Mapping[str, Sequence[Record]]
    directory: Directory
    operators: Sequence[str]
    day: date


def write(content: Content) -> bytes:
    """The workbook's bytes; the same content gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    sheets = sheets_of(content.template)
    lists = write_lists(book)
    write_guide(book.worksheets[0], content.template, content.operators, content.day, _counts(content))
    for sheet in sheets:
        page = book.create_sheet(words("ja")(f"sheet.{sheet.key}"), index=len(book.worksheets) - 1)
        _write_sheet(page, sheet, content, lists)
    for name, place in _reference_lists(sheets, content).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.defined_names[VERSION_NAME] = DefinedName(VERSION_NAME, attr_text=f'"{content.template}/{TEMPLATE_VERSION}"')
    book.properties.creator = "hospital_onboard"
    book.properties.title = words("ja")(f"template.title_{content.template}")
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), content.day)


def _counts(content: Content) -> dict[str, int]:
    return {sheet.key: len(content.records.get(sheet.key, ())) for sheet in sheets_of(content.template)}


def _write_sheet(page: "Worksheet", sheet: Sheet, content: Content, lists: Mapping[str, str]) -> None:
    records = content.records.get(sheet.key, ())
    _headers(page, sheet)
    for row, record in enumerate(records, start=FIRST_DATA_ROW):
        _record(page, row, sheet, record, content.directory)
    _columns(page, sheet, len(records))
    _choices(page, sheet, len(records), lists, {s.key for s in sheets_of(content.template)})
    page.row_dimensions[KEY_ROW].hidden = True
    page.freeze_panes = f"C{FIRST_DATA_ROW}"
    last = FIRST_DATA_ROW - 1 + max(len(records), 1)
    page.auto_filter.ref = f"A{FIRST_HEADER_ROW + 1}:{_letter(len(sheet.columns))}{last}"
    _printing(page)


def _headers(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color=_LINE)
    for n, column in enumerate(sheet.columns, start=1):
        put_text(page.cell(KEY_ROW, n), sheet.column_key(column))
        for row, lang, size in ((FIRST_HEADER_ROW, "ja", 10), (FIRST_HEADER_ROW + 1, "en", 9)):
            cell = page.cell(row, n)
            put_text(cell, header(sheet, column, lang))
            cell.font = Font(name=FONT, size=size, bold=lang == "ja")
            cell.fill = PatternFill("solid", start_color=_colour(sheet, column))
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    page.row_dimensions[FIRST_HEADER_ROW].height = 34
    page.row_dimensions[FIRST_HEADER_ROW + 1].height = 28


def header(sheet: Sheet, column: str, lang: str) -> str:
    """A column's header, with the word for "required" where it is."""
    said = words("ja" if lang == "ja" else "en")
    if column in (ID, REMOVE):
        return said(f"column.{column}")
    text = said(f"field.{sheet.record.kind}.{column}")
    if not _must(sheet, column):
        return text
    mark = said("template.required_mark")
    return f"{text}{mark}" if lang == "ja" else f"{text} {mark}"


def _must(sheet: Sheet, column: str) -> bool:
    """Whether a row needs it. An equipment that does not say whose it is belongs to the operator of the file."""
    return (
        column in sheet.fields
        and is_required(sheet.record, column)
        and (sheet.key, column) != ("equipment", "operator")
    )


def _colour(sheet: Sheet, column: str) -> str:
    if column in (ID, REMOVE):
        return _OURS
    return _REQUIRED if _must(sheet, column) else _HEADER


def _record(page: "Worksheet", row: int, sheet: Sheet, record: Record, directory: Directory) -> None:
    from openpyxl.styles import Alignment, Font

    put_text(page.cell(row, 1), record.id)
    page.cell(row, 1).font = Font(name=FONT, size=8, color="808080")
    for n, name in enumerate(sheet.fields, start=3):
        value = getattr(record, name)
        if value is None:
            continue
        cell = page.cell(row, n)
        put_value(cell, sheet.record, name, value, directory.label)
        cell.font = Font(name=FONT, size=10)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _columns(page: "Worksheet", sheet: Sheet, rows: int) -> None:
    from openpyxl.styles import Font

    for n, column in enumerate(sheet.columns, start=1):
        shape = None if column in (ID, REMOVE) else shape_of(sheet.record, column)
        dimension = page.column_dimensions[_letter(n)]
        dimension.width = _width(page, n, rows, shape) if column != ID else 13
        dimension.number_format = TEXT_FORMAT if shape is None else number_format(shape)
        dimension.font = Font(name=FONT, size=10)


def _width(page: "Worksheet", n: int, rows: int, shape: Shape | None) -> float:
    shown = [12 if isinstance(shape, Day) else 0, -(-cells(str(page.cell(FIRST_HEADER_ROW, n).value)) // 2) + 4]
    for row in range(FIRST_DATA_ROW, FIRST_DATA_ROW + min(rows, 500)):
        value = page.cell(row, n).value
        shown += [cells(line) for line in str(value).split("\n")] if isinstance(value, str) else []
    return max(_WIDTHS[0], min(_WIDTHS[1], max(shown) + 2))


def _choices(page: "Worksheet", sheet: Sheet, rows: int, lists: Mapping[str, str], present: set[str]) -> None:
    last = FIRST_DATA_ROW + rows + SPARE_ROWS
    for n, column in enumerate(sheet.columns, start=1):
        validation = _validation(sheet, column, lists, present)
        if validation is not None:
            validation.add(f"{_letter(n)}{FIRST_DATA_ROW}:{_letter(n)}{last}")
            page.add_data_validation(validation)


def _validation(sheet: Sheet, column: str, lists: Mapping[str, str], present: set[str]) -> "DataValidation | None":
    if column == ID:
        return None
    if column == REMOVE:
        return _drop_down(lists["yes_no"], "remove_prompt")
    shape = shape_of(sheet.record, column)
    if isinstance(shape, Ref):
        named = "・".join(words("ja")(f"sheet.{kind}") for kind in shape.kinds)
        single = len(shape.kinds) == 1 and shape.kinds[0] in present
        return _drop_down(f"ref_{shape.kinds[0]}" if single else "", "reference_prompt", sheets=named)
    if isinstance(shape, Choice):
        return _drop_down(lists[shape.vocabulary])
    list_key, prompt = _HELP.get(type(shape), ("", ""))
    return _drop_down(lists.get(list_key, ""), prompt) if list_key or prompt else None


def _drop_down(list_name: str, prompt: str = "", **params: str) -> "DataValidation":
    from openpyxl.worksheet.datavalidation import DataValidation

    settings: dict[str, Any] = {"type": "list", "formula1": list_name} if list_name else {}
    validation = DataValidation(allow_blank=True, **settings)
    if list_name:
        validation.errorStyle = "warning"
        validation.showErrorMessage = True
        validation.errorTitle = words("ja")("template.choose_title")
        validation.error = words("ja")("template.choose_text")
    if prompt:
        validation.showInputMessage = True
        validation.prompt = words("ja")(f"template.{prompt}", **params)[:255]
    return validation


def _reference_lists(sheets: Sequence[Sheet], content: Content) -> dict[str, str]:
    """Ranges that grow with what is written in the naming column of each sheet."""
    found: dict[str, str] = {}
    for sheet in sheets:
        naming = next((name for name in _NAMING if name in sheet.fields), None)
        if naming is None or not _is_named(sheet.record.kind):
            continue
        letter = _letter(sheet.columns.index(naming) + 1)
        last = FIRST_DATA_ROW + len(content.records.get(sheet.key, ())) + SPARE_ROWS
        title = words("ja")(f"sheet.{sheet.key}")
        whole = f"'{title}'!${letter}${FIRST_DATA_ROW}:${letter}${last}"
        found[f"ref_{sheet.record.kind}"] = (
            f"'{title}'!${letter}${FIRST_DATA_ROW}:INDEX({whole},MAX(1,COUNTA({whole})))"
        )
    return found


def _is_named(kind: str) -> bool:
    """Whether a column of some sheet refers to this kind alone."""
    shapes = (shape_of(sheet.record, name) for sheet in SHEETS.values() for name in sheet.fields)
    return any(isinstance(shape, Ref) and shape.kinds == (kind,) for shape in shapes)


def _printing(page: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{FIRST_HEADER_ROW}:{FIRST_HEADER_ROW + 1}"
    if page.oddFooter is not None:
        page.oddFooter.right.text = "&A  &P / &N"


def _letter(n: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(n)
