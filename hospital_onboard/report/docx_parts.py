"""The pieces of a word-processor file as XML: paragraphs, tables, fields, styles. Texts come in visible already."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.text.wording import Lang

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

#: Fonts that Word has on Windows and on a Mac; elsewhere the next gothic takes their place.
_JAPANESE: Final = "Yu Gothic"
_LATIN: Final[dict[Lang, str]] = {"ja": _JAPANESE, "en": "Arial"}
_SIZES: Final = {"Normal": 10.5, "Title": 22, "Subtitle": 13, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}
_SMALL: Final = 9
_MARGIN_MM: Final = 18


def set_up(word: "WordDocument", lang: Lang) -> None:
    """Page, fonts and styles."""
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    _languages(word, lang)
    _styles(word, lang)


def paragraph(text: str, style: str = "Normal", *, bookmark: str = "") -> Any:
    """A paragraph; a newline in the text is a line break in it."""
    found = _element("w:p")
    properties = _child(found, "w:pPr")
    _child(properties, "w:pStyle", val=_style_id(style))
    if bookmark:
        number = bookmark.rpartition("_")[2]
        _child(found, "w:bookmarkStart", id=number, name=bookmark)
        _run(found, text)
        _child(found, "w:bookmarkEnd", id=number)
    elif text:
        _run(found, text)
    return found


def bookmark_name(number: int) -> str:
    """Name of the n-th heading's bookmark, counted from 1."""
    return f"_Toc_{number}"


def contents(headings: Sequence[tuple[str, int]]) -> Iterator[Any]:
    """The table-of-contents field with a line for each (heading, level), linked to its bookmark.

    The field is marked as out of date: Word makes it again on opening, with page numbers. Others show the lines.
    """
    for number, (text, level) in enumerate(headings, start=1):
        line = paragraph("", f"toc {level}")
        if number == 1:
            _field_part(line, "begin", dirty=True)
            _instruction(line, r' TOC \o "1-2" \h \z \u ')
            _field_part(line, "separate")
        link = _child(line, "w:hyperlink", anchor=bookmark_name(number), history="1")
        _run(link, text)
        if number == len(headings):
            _field_part(line, "end")
        yield line


def page_break() -> Any:
    """An end of the page."""
    found = _element("w:p")
    _child(_child(found, "w:r"), "w:br", type="page")
    return found


def table(widths: Sequence[int], rows: Sequence[Any]) -> Any:
    """A table with fixed column widths, in twentieths of a point."""
    found = _element("w:tbl")
    properties = _child(found, "w:tblPr")
    _child(properties, "w:tblStyle", val="TableGrid")
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
    text: str, width: int, fill: str = "", *, bold: bool = False, right: bool = False, colour: str = "", span: int = 1
) -> Any:
    """A table cell with one paragraph."""
    found = _element("w:tc")
    properties = _child(found, "w:tcPr")
    _child(properties, "w:tcW", w=str(width), type="dxa")
    if span > 1:
        _child(properties, "w:gridSpan", val=str(span))
    if fill:
        _child(properties, "w:shd", val="clear", color="auto", fill=fill)
    line = _child(found, "w:p")
    style = _child(line, "w:pPr")
    _child(style, "w:pStyle", val="CellText")
    if right:
        _child(style, "w:jc", val="right")
    _run(line, text, bold=bold, colour=colour)
    return found


def page_number(line: "WordParagraph") -> None:
    """Append "page / pages" to a paragraph."""
    for position, code in enumerate((" PAGE ", " NUMPAGES ")):
        if position:
            _run(line._p, " / ")
        _field_part(line._p, "begin")
        _instruction(line._p, code)
        _field_part(line._p, "separate")
        _run(line._p, "1")
        _field_part(line._p, "end")


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
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _field_part(parent: Any, kind: str, *, dirty: bool = False) -> None:
    part = _child(_child(parent, "w:r"), "w:fldChar", fldCharType=kind)
    if dirty:
        part.set(_name("w:dirty"), "true")


def _instruction(parent: Any, code: str) -> None:
    part = _child(_child(parent, "w:r"), "w:instrText")
    part.text = code
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _languages(word: "WordDocument", lang: Lang) -> None:
    """Fonts and languages of everything that says nothing else, East Asian text among it."""
    defaults = word.styles.element.find(f"{_name('w:docDefaults')}/{_name('w:rPrDefault')}/{_name('w:rPr')}")
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(_fonts(lang))
    _child(defaults, "w:sz", val="21")
    _child(defaults, "w:lang", val="ja-JP" if lang == "ja" else "en-GB", eastAsia="ja-JP")


def _styles(word: "WordDocument", lang: Lang) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles = word.styles
    for name in ("After Table", "Cell Text", "Remark", "TOC Heading", "toc 1", "toc 2"):
        if name not in styles:
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
            made.quick_style = name == "Remark"
    for name, size in _SIZES.items():
        style = styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F) if name.startswith("Heading") else RGBColor(0, 0, 0)
        style.font.bold = name.startswith("Heading") or name == "Title"
        style.font.italic = False
    for name in (*_SIZES, "Header", "Footer", "List Bullet"):
        _one_font(styles[name], lang)
    _spacing(styles)
    _remark(styles["Remark"])
    _tab_stops(styles)


def _one_font(style: Any, lang: Lang) -> None:
    """Theme fonts of the default template would win over the Japanese one."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(_name("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _fonts(lang))


def _fonts(lang: Lang) -> Any:
    return _element("w:rFonts", ascii=_LATIN[lang], hAnsi=_LATIN[lang], eastAsia=_JAPANESE, cs=_LATIN[lang])


def _spacing(styles: Any) -> None:
    from docx.shared import Pt

    spaces = {
        "Normal": (0, 5),
        "Title": (60, 10),
        "Subtitle": (0, 14),
        "Heading 1": (20, 6),
        "Heading 2": (12, 4),
        "Heading 3": (8, 3),
        "After Table": (0, 2),
        "Cell Text": (1, 1),
        "Remark": (4, 6),
        "TOC Heading": (16, 4),
        "toc 1": (0, 2),
        "toc 2": (0, 1),
    }
    for name, (before, after) in spaces.items():
        shape = styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing = 1.15 if name in ("Normal", "Remark") else 1.05
    styles["Title"].element.pPr.remove_all("w:pBdr")
    styles["Cell Text"].font.size = Pt(_SMALL)
    styles["After Table"].font.size = Pt(6)
    styles["Header"].font.size = styles["Footer"].font.size = Pt(8)
    styles["TOC Heading"].font.size = Pt(13)
    styles["TOC Heading"].font.bold = True
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.keep_with_next = True


def _remark(style: Any) -> None:
    """A bar at the left and a tint, so that a remark stands out also in black and white."""
    properties = style.element.get_or_add_pPr()
    border = _element("w:pBdr")
    _child(border, "w:left", val="single", sz="24", space="6", color="C99700")
    tint = _element("w:shd", val="clear", color="auto", fill="FFF8E1")
    spacing = properties.find(_name("w:spacing"))
    spacing.addprevious(border)
    spacing.addprevious(tint)


def _tab_stops(styles: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    right = Mm(210 - 2 * _MARGIN_MM)
    for name in ("toc 1", "toc 2"):
        styles[name].paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["toc 2"].paragraph_format.left_indent = Mm(5)
    for name in ("Header", "Footer"):
        shape = styles[name].paragraph_format
        for _ in range(len(shape.tab_stops)):
            del shape.tab_stops[0]
        shape.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)


def _style_id(name: str) -> str:
    return name.replace(" ", "")


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag, attrs={_name(f"w:{key}"): value for key, value in attributes.items()})


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    found = _element(tag, **attributes)
    parent.append(found)
    return found
