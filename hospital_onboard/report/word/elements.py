"""The pieces of a word-processor file as XML: paragraphs, tables, fields, pictures. Texts come in visible already.

Styles are written by their English names without spaces (``Heading2``, ``CellText``); ``styles.named`` turns them into
what the template at hand calls them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

#: One level of a tree, in twentieths of a point.
_INDENT: Final = 170
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def paragraph(text: str, style: str = "Normal") -> Any:
    """A paragraph; a newline in the text is a line break in it."""
    found = _element("w:p")
    properties = _child(found, "w:pPr")
    _child(properties, "w:pStyle", val=style_key(style))
    if text:
        _run(found, text)
    return found


def style_key(name: str) -> str:
    """How a style is written here: its name without spaces."""
    return name.replace(" ", "")


def add_bookmark(line: Any, number: int) -> str:
    """Put a bookmark around a heading's text; its name."""
    name = f"_Toc_{number}"
    start = _element("w:bookmarkStart", id=str(1000 + number), name=name)
    first = next((n for n, child in enumerate(line) if child.tag != _name("w:pPr")), len(line))
    line.insert(first, start)
    _child(line, "w:bookmarkEnd", id=str(1000 + number))
    return name


def contents(headings: Sequence[tuple[str, int, str]]) -> Iterator[Any]:
    """A line for each (heading, level, bookmark), linked, with a page reference that is marked as out of date.

    Not one field over all lines: Word would make it anew by itself, but LibreOffice shows such a field as it was
    written and knows no pages in it. Page references are brought up to date by both.
    """
    for text, level, mark in headings:
        line = paragraph("", f"toc {level}")
        link = _child(line, "w:hyperlink", anchor=mark, history="1")
        _run(link, text)
        _child(_child(link, "w:r"), "w:tab")
        _field_part(link, "begin", dirty=True)
        _instruction(link, rf" PAGEREF {mark} \h ")
        _field_part(link, "separate")
        _run(link, "…")
        _field_part(link, "end")
        yield line


def table(widths: Sequence[int], rows: Sequence[Any]) -> Any:
    """A table with fixed column widths, in twentieths of a point."""
    found = _element("w:tbl")
    properties = _child(found, "w:tblPr")
    _child(properties, "w:tblStyle", val=style_key("Table Grid"))
    _child(properties, "w:tblW", w=str(sum(widths)), type="dxa")
    borders = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz="4", space="0", color="B0B7BF")
    _child(properties, "w:tblLayout", type="fixed")
    grid = _child(found, "w:tblGrid")
    for width in widths:
        _child(grid, "w:gridCol", w=str(width))
    found.extend(rows)
    return found


def row(cells: Sequence[Any], *, head: bool = False) -> Any:
    """A row that no page break splits; a head row is repeated on every page."""
    found = _element("w:tr")
    properties = _child(found, "w:trPr")
    _child(properties, "w:cantSplit")
    if head:
        _child(properties, "w:tblHeader")
    found.extend(cells)
    return found


def cell(
    text: str,
    width: int,
    fill: str = "",
    *,
    bold: bool = False,
    right: bool = False,
    colour: str = "",
    span: int = 1,
    keep: bool = False,
    indent: int = 0,
) -> Any:
    """A table cell with one paragraph. ``keep``: its row stays on one page with the next; ``indent`` in levels."""
    found = _element("w:tc")
    properties = _child(found, "w:tcPr")
    _child(properties, "w:tcW", w=str(width), type="dxa")
    if span > 1:
        _child(properties, "w:gridSpan", val=str(span))
    if fill:
        _child(properties, "w:shd", val="clear", color="auto", fill=fill)
    line = _child(found, "w:p")
    style = _child(line, "w:pPr")
    _child(style, "w:pStyle", val=style_key("Cell Text"))
    if keep:
        _child(style, "w:keepNext")
    if indent:
        _child(style, "w:ind", left=str(indent * _INDENT))
    if right:
        _child(style, "w:jc", val="right")
    _run(line, text, bold=bold, colour=colour)
    return found


def boxed_mark(text: str) -> Any:
    """A line in a box that stands on every page: this is a draft."""
    found = paragraph("", "Draft Mark")
    _run(found, text, bold=True, colour="B00020")
    return found


def picture(inline: Any) -> Any:
    """A paragraph with an inline drawing."""
    found = paragraph("", "Figure")
    _child(_child(found, "w:r"), "w:drawing").append(inline)
    return found


def _run(parent: Any, text: str, *, bold: bool = False, colour: str = "") -> None:
    run = _child(parent, "w:r")
    if bold or colour:
        properties = _child(run, "w:rPr")
        if bold:
            _child(properties, "w:b")
        if colour:
            _child(properties, "w:color", val=colour)
    for number, line in enumerate(text.split("\n")):
        if number:
            _child(run, "w:br")
        part = _child(run, "w:t")
        part.text = line
        part.set(_XML_SPACE, "preserve")


def _field_part(parent: Any, kind: str, *, dirty: bool = False) -> None:
    part = _child(_child(parent, "w:r"), "w:fldChar", fldCharType=kind)
    if dirty:
        part.set(_name("w:dirty"), "true")


def _instruction(parent: Any, code: str) -> None:
    part = _child(_child(parent, "w:r"), "w:instrText")
    part.text = code
    part.set(_XML_SPACE, "preserve")


@cache
def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag, attrs={_name(f"w:{key}"): value for key, value in attributes.items()})


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    from lxml.etree import SubElement  # a third of the time of making and appending one

    return SubElement(parent, _name(tag), {_name(f"w:{key}"): value for key, value in attributes.items()})
