"""What the fast reader does not tell: template name, 1904 days, merged ranges, and cells that show no plain value.

Runs in the child process. Parts are scanned in portions of a few megabytes, so a long sheet never stands in memory
as a whole, and a portion without anything of interest costs one search.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from hospital_onboard.intake.unusable import Unusable

TEMPLATE_NAME = "hospital_onboard_template"
_PORTION = 4 << 20
_MOST_SMALL_PART = 30 << 20
_MOST_CARRIED = 64 << 20

_CELL = re.compile(rb"<(?:\w+:)?(?:row\b([^>]*)>|c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>))", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true|on)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["']([0-9]{1,6})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</", re.DOTALL)
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)["']""")
_CLAIM = re.compile(rb"""<(?:\w+:)?dimension\b[^>]*?\bref=["'](?:[A-Za-z]+[0-9]+:)?[A-Za-z]+([0-9]+)["']""")
#: The last row a sheet can have (ECMA-376); a file that claims more was not written by a spreadsheet program.
_LAST_ROW = 1_048_576
_QUOTED = re.compile(r'"[^"]*"|\\.')

Better = Callable[[Any], Any]


@dataclass(frozen=True)
class Book:
    """What the workbook's own parts say. ``template`` is e.g. ``inventory/1``; ``sheets`` maps name -> part."""

    template: str
    date1904: bool
    linked: bool
    sheets: dict[str, str]
    base: str


@dataclass
class Peeked:
    """``merges``: first row, first column, last row, last column (rows from 1, columns from 0).

    ``cells``: row -> (column, what to put in the place of what the reader gave). ``hidden``: numbers of hidden rows.
    """

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    cells: dict[int, list[tuple[int, Better]]] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    #: Where the scan stands: a row or cell that does not say where it is follows the one before.
    row: int = 0
    column: int = -1


def read_book(archive: zipfile.ZipFile) -> Book:
    """The workbook part and its relations; whatever is not there is left empty.

    Raises:
        ValueError: a part declares entities, which no spreadsheet program writes.
    """
    part = _main_part(archive)
    root = _xml(archive, part)
    base = posixpath.dirname(part)
    targets = _targets(archive, part)
    sheets: dict[str, str] = {}
    template, date1904 = "", False
    for element in root.iter() if root is not None else ():
        name = _local(element.tag)
        if name == "sheet":
            target = next((targets.get(v, "") for k, v in element.attrib.items() if k.endswith("}id")), "")
            sheets[element.get("name", "")] = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        elif name == "definedName" and element.get("name") == TEMPLATE_NAME:
            template = (element.text or "").strip().strip('"')
        elif name == "workbookPr":
            date1904 = element.get("date1904", "0") in ("1", "true")
    linked = any("/externallinks/" in n.lower() for n in archive.namelist())
    return Book(template, date1904, linked, sheets, base)


def styles_of(archive: zipfile.ZipFile, book: Book) -> dict[int, str]:
    """Cell style -> ``fraction`` (shows 0.12 as 12%) or ``points`` (shows 12 as 12%), for those that show a percent."""
    root = _xml(archive, posixpath.join(book.base, "styles.xml"))
    if root is None:
        return {}
    codes = {9: "0%", 10: "0.00%"}
    codes.update(
        (int(e.get("numFmtId", "0")), e.get("formatCode", "")) for e in root.iter() if _local(e.tag) == "numFmt"
    )
    used = next((e for e in root.iter() if _local(e.tag) == "cellXfs"), ())
    found = {}
    for n, element in enumerate(used):
        code = codes.get(int(element.get("numFmtId", "0")), "")
        if "%" in _QUOTED.sub("", code):
            found[n] = "fraction"
        elif "%" in code:
            found[n] = "points"
    return found


def peek(archive: zipfile.ZipFile, part: str, styles: dict[int, str]) -> Peeked:
    """Look over one sheet's part.

    Raises:
        KeyError: it is not there, so that nothing can be said about its cells.
        Unusable: ``too-big``: it claims rows that no sheet can have. A claim that is merely wrong is passed over.
    """
    peeked = Peeked()
    part = _real_name(archive, part)
    needles = [b't="e"', b"t='e'", b"<f", b":f"]
    needles += [quote + b"%d" % n + quote for n in styles for quote in (b'"', b"'")]
    for portion in _portions(archive, part):
        if peeked.row == 0 and (claim := _CLAIM.search(portion)) and int(claim[1]) > _LAST_ROW:
            raise Unusable("too-big", seen=_text(claim[1]))
        if b"mergeCell" in portion:
            peeked.merges.extend(
                (int(r1), column_number(c1), int(r2), column_number(c2)) for c1, r1, c2, r2 in _MERGE.findall(portion)
            )
        if any(needle in portion for needle in needles):
            for match in _CELL.finditer(portion):
                if match[2] is None:
                    _next_row(match[1], peeked)
                else:
                    _next_cell(match[2], match[3] or b"", styles, peeked)
        else:
            _pass_over(portion, peeked)
    return peeked


def _real_name(archive: zipfile.ZipFile, part: str) -> str:
    """Part names differ in no more than case (and in how some programs write the slash)."""
    wanted = part.lower()
    if part in archive.NameToInfo:
        return part
    found = [name for name in archive.namelist() if _plain_name(name) == wanted]
    if not found:
        raise KeyError(part)
    return found[0]


def _plain_name(name: str) -> str:
    return name.lower().replace("\\", "/")


def column_number(letters: bytes | str) -> int:
    """``A`` -> 0."""
    text = letters.decode() if isinstance(letters, bytes) else letters
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _next_row(attributes: bytes, peeked: Peeked) -> None:
    number = _NUMBER.search(attributes)
    peeked.row = int(number[1]) if number else peeked.row + 1
    peeked.column = -1
    if _HIDDEN.search(attributes):
        peeked.hidden.append(peeked.row)


def _pass_over(portion: bytes, peeked: Peeked) -> None:
    """Nothing but the rows: the last one's number, or all of them where some are hidden or do not say theirs."""
    last = portion.rfind(b"<row ")
    number = _NUMBER.search(portion, last, portion.find(b">", last)) if last >= 0 else None
    if number and b"hidden=" not in portion:
        peeked.row, peeked.column = int(number[1]), -1
        return
    for match in _ROW.finditer(portion):
        _next_row(match[1], peeked)


def _next_cell(attributes: bytes, inside: bytes, styles: dict[int, str], peeked: Peeked) -> None:
    place = _PLACE.search(attributes)
    peeked.column = column_number(place[1].upper()) if place else peeked.column + 1
    kind = _TYPE.search(attributes)
    style = _STYLE.search(attributes)
    percent = styles.get(int(style[1])) if style and styles else None
    better = _better(kind[1] if kind else b"n", inside, percent)
    if better:
        row = int(place[2]) if place else peeked.row
        peeked.cells.setdefault(row, []).append((peeked.column, better))


def _better(kind: bytes, inside: bytes, percent: str | None) -> Better | None:
    value = _VALUE.search(inside)
    if kind == b"e":
        return _constant({"x": ["error-value", _text(value[1]) if value else "#ERROR"]})
    formula = _FORMULA.search(inside)
    if formula and not (value and value[1]) and kind != b"str":
        return _constant({"x": ["formula-without-value", "=" + _text(formula[1] or b"")[:200]]})
    if percent and kind == b"n":
        return lambda seen: _as_percent(seen, percent)
    return None


def _constant(value: object) -> Better:
    return lambda _seen: value


def _as_percent(seen: object, percent: str) -> object:
    """The text the person sees: a stored 0.12 in a percent format is 12%."""
    if isinstance(seen, bool) or not isinstance(seen, (int, float)):
        return seen
    points = Decimal(f"{seen:.15g}") * (100 if percent == "fraction" else 1)
    return f"{points.normalize():f}%"


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _portions(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    carried = b""
    with archive.open(part) as file:
        while read := file.read(_PORTION):
            whole = carried + read
            end = whole.rfind(b"row>") + 4
            if end < 4:
                if len(whole) > _MOST_CARRIED:
                    raise MemoryError
                carried = whole
                continue
            yield whole[:end]
            carried = whole[end:]
    yield carried


def _main_part(archive: zipfile.ZipFile) -> str:
    root = _xml(archive, "_rels/.rels")
    for element in root if root is not None else ():
        if element.get("Type", "").endswith("/officeDocument"):
            return element.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    root = _xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {e.get("Id", ""): e.get("Target", "") for e in (root if root is not None else ())}


def _xml(archive: zipfile.ZipFile, part: str) -> Element | None:
    from defusedxml.ElementTree import fromstring

    info = archive.NameToInfo.get(part)
    if info is None or info.file_size > _MOST_SMALL_PART:
        return None
    try:
        root: Element = fromstring(archive.read(part))
    except ParseError:
        return None  # the reader proper will say what is wrong with it
    return root


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
