"""Tiny workbooks, one for each way of being wrong. Made when a test asks; nothing binary is kept."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]

#: A sheet that can be imported: one supplier.
GOOD: dict[str, Rows] = {"相手方": [["名称", "住所"], ["北斗システム株式会社", "東京都"]]}


def workbook(path: Path, sheets: dict[str, Rows], *, title_rows: int = 0) -> Path:
    """A plain workbook with these sheets; values that begin with ``=`` are formulas nobody calculated."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for _ in range(title_rows):
            page.append([f"{name}のご回答"])
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> Path:
    """The same zip with parts changed, left out (None) or added."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(more or {})}.items():
            archive.writestr(name, content)
    return path


def good(path: Path) -> Path:
    return workbook(path, GOOD)


def renamed_text(path: Path) -> Path:
    """A table in two bytes a letter, without the mark that says so."""
    path.write_text("名称,住所\n北斗,東京\n", encoding="utf-16-le")
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def half(path: Path) -> Path:
    """Cut off in the middle, as by a broken download."""
    content = good(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def broken_sheet(path: Path) -> Path:
    return repacked(good(path), lambda n, c: c[: len(c) // 2] if n.endswith("sheet1.xml") else c)


def encrypted(path: Path) -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(good(path).read_bytes())
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt("secret", file)
    return path


def old_xls(path: Path) -> Path:
    """The head of a compound file with a ``Workbook`` stream, as Excel 97 wrote it."""
    header = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504
    path.write_bytes(header + "Workbook".encode("utf-16-le") + b"\0" * 1024)
    return path


def opendocument(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return path


def binary_workbook(path: Path) -> Path:
    return repacked(good(path), lambda _, c: c, {"xl/workbook.bin": b"\0"})


def document(path: Path) -> Path:
    """A Word document under a workbook's name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return path


def macros(path: Path) -> Path:
    return repacked(good(path), lambda _, c: c, {"xl/vbaProject.bin": b"\0" * 64})


def bomb(path: Path) -> Path:
    """A part that says it unpacks to 300 MB, from a few hundred KB."""
    return repacked(good(path), lambda _, c: c, {"xl/media/image1.png": b"\0" * 300_000_000})


def lying_bomb(path: Path) -> Path:
    """The same part, but the archive's directory claims that it is small."""
    content = bytearray(repacked(good(path), lambda n, c: _flood(c) if n.endswith("sheet1.xml") else c).read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 2000)
    path.write_bytes(bytes(content))
    return path


def _flood(content: bytes) -> bytes:
    start, end = content.split(b"<sheetData>")
    return start + b"<sheetData>" + b" " * 400_000_000 + end


def claims_many_rows(path: Path) -> Path:
    """A small sheet that says it has 999,999,999 rows."""
    return repacked(good(path), lambda _, c: c.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:B999999999"'))


def claims_too_few_rows(path: Path) -> Path:
    """A small sheet that says it has one row."""
    return repacked(good(path), lambda _, c: c.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:B1"'))


def far_cell(path: Path) -> Path:
    """One real cell in the last row of the last column: as a table that is 17 thousand million cells."""
    book = openpyxl.load_workbook(good(path))
    book["相手方"]["XFD1048576"] = "x"
    book.save(path)
    return path


def strict(path: Path) -> Path:
    """The strict flavour of the format, which has other namespaces."""
    old, new = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    return repacked(
        good(path),
        lambda _, c: c.replace(old + b"/spreadsheetml/2006/main", new + b"/spreadsheetml/main").replace(
            old + b"/officeDocument/2006/relationships", new + b"/officeDocument/relationships"
        ),
    )


def entity(path: Path) -> Path:
    """An entity that grows; a parser that follows it eats all memory."""
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    return repacked(good(path), lambda n, c: lol + b"<workbook>&c;</workbook>" if n == "xl/workbook.xml" else c)


def newer(path: Path) -> Path:
    from openpyxl.workbook.defined_name import DefinedName

    book = openpyxl.load_workbook(good(path))
    book.defined_names["hospital_onboard_template"] = DefinedName(
        "hospital_onboard_template", attr_text='"inventory/99"'
    )
    book.save(path)
    return path


def linked(path: Path) -> Path:
    return repacked(good(path), lambda _, c: c, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
