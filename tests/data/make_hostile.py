"""Workbooks as no spreadsheet program writes them, part by part. Made when a test asks; nothing binary is kept."""

import io
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

#: What the good workbook says: one supplier.
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1" t="inlineStr"><is><t>住所</t></is></c></row>'
)
SUPPLIER = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>北斗システム株式会社</t></is></c>'
    '<c r="B2" t="inlineStr"><is><t>東京都</t></is></c></row>'
)


def parts(
    data: str = HEADER + SUPPLIER,
    *,
    head: str = "",
    tail: str = "",
    properties: str = "",
    shared: str = "",
    styles: str = "",
    sheets: str = '<sheet name="相手方" sheetId="1" r:id="rId1"/>',
) -> dict[str, bytes]:
    """The parts of a workbook of one sheet, ``data`` being its rows; the rest goes where its name says."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PKG}/relationships"><Relationship Id="r" Type="{_REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_REL}">{properties}'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PKG}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{_REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId4" Type="{_REL}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{head}<sheetData>{data}</sheetData>{tail}</worksheet>',
    }
    if shared:
        texts["xl/sharedStrings.xml"] = shared
    if styles:
        texts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}


def packed(path: Path, content: Mapping[str, bytes], *again: tuple[str, bytes]) -> Path:
    """The parts as a zip; ``again`` are members under a name that is there already, or a name of any kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a second member of one name is the point
        for name, data in (*content.items(), *again):
            archive.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def book(path: Path, data: str = HEADER + SUPPLIER, **more: str) -> Path:
    """A workbook of one sheet with these rows."""
    return packed(path, parts(data, **more))


def text(place: str, said: str) -> str:
    """A cell that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'
