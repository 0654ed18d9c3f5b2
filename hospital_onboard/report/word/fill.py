"""Filling a template: texts by docxtpl, parts as elements, then the contents and the mark of a draft.

Parts never pass through the template language: where one belongs a marker is rendered, and the marker's paragraph is
replaced by the part's own elements afterwards.
"""

import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.report.document import Block, Figure
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.visible import visible
from hospital_onboard.report.word import elements, layout
from hospital_onboard.report.word.body import Body
from hospital_onboard.report.word.contents import fill_contents
from hospital_onboard.report.word.styles import adopt
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

#: What a template can ask besides the texts and parts of the document.
_ALWAYS: Final = frozenset({"toc", "draft"})
_EMU_PER_TWIP: Final = 635


@dataclass(frozen=True)
class Template:
    """A template's bytes and what it is called; ``shipped`` is the one of the program, whose styles help out."""

    name: str
    content: bytes
    shipped: bytes


@dataclass(frozen=True)
class Filling:
    """What goes into a template. ``texts`` must have ``title`` and ``owner``; ``mark`` is said on every page."""

    texts: Mapping[str, str]
    parts: Mapping[str, Sequence[Block]]
    required: frozenset[str]
    day: date
    mark: str = ""


def fill(template: Template, filling: Filling, say: Words) -> bytes:
    """The document's bytes; the same template and filling give the same bytes.

    Raises:
        Refusal: ``template-…``, see ``layout.opened`` and ``layout.check``; ``template-fault`` for what only shows when
            the template runs.
    """
    names = layout.Names(filling.texts.keys() | _ALWAYS, filling.parts.keys(), filling.required)
    layout.check(layout.opened(template.content, template.name), names, template.name, say)
    nonce = secrets.token_hex(8)
    word = _rendered(template, filling, nonce, say)
    ids = adopt(word, template.shipped)
    body = Body(say, _text_width(word), _Artist(word).draw)
    markers = {f"{nonce}:{key}": key for key in (*filling.parts, "toc")}
    toc = None
    for line in list(word.element.body.iter(layout._qn("w:p"))):
        key = markers.get("".join(piece.text or "" for piece in line.iter(layout._qn("w:t"))).strip())
        if key == "toc":
            toc = line
        elif key is not None:
            _replace(line, list(body.of(filling.parts[key])))
    if toc is not None:
        fill_contents(word, toc)
    if filling.mark:
        _mark_every_page(word, visible(filling.mark))
    _name_styles(word, ids)
    _properties(word, filling, say)
    out = io.BytesIO()
    word.save(out)
    return steady(out.getvalue(), filling.day)


def _rendered(template: Template, filling: Filling, nonce: str, say: Words) -> "WordDocument":
    import docx
    import jinja2
    from docxtpl import DocxTemplate

    texts = {name: visible(text) for name, text in filling.texts.items()}
    parts = {key: f"{nonce}:{key}" for key in filling.parts}
    extra = {"draft": bool(filling.mark), "toc": _as_paragraph(f"{nonce}:toc")}
    tpl = DocxTemplate(io.BytesIO(template.content))
    context = {**texts, **extra, "parts": {key: _as_paragraph(marker) for key, marker in parts.items()}}
    try:
        tpl.render(context, layout.environment(), autoescape=True)
    except jinja2.TemplateError as fault:
        raise _fault(fault, template, say) from fault
    except Exception as fault:  # a template can ask for anything; whatever comes of it is the template's
        raise Refusal("template-fault", INPUT_REFUSED, where=template.name, reason=type(fault).__name__) from fault
    out = io.BytesIO()
    tpl.save(out)
    return docx.Document(out)  # opened anew: docxtpl exchanges headers behind python-docx's back


class _as_paragraph:  # noqa: N801 - reads as what it does
    """A marker that is a paragraph of its own where the whole paragraph is the tag."""

    def __init__(self, marker: str) -> None:
        self._marker = marker

    def __html__(self) -> str:
        return f"<w:p><w:r><w:t>{self._marker}</w:t></w:r></w:p>"


def _fault(fault: Exception, template: Template, say: Words) -> Refusal:
    """What only the whole shows: a condition without an end. Its place as near as the renderer tells it."""
    near = [line for line in getattr(fault, "docx_context", ()) if "{%" in line]
    spots = [spot for spot in layout.spots(layout.opened(template.content, template.name)) if "{%" in spot.text]
    found = [spot for spot in spots if any(tag.replace("{%p", "{%") in line for tag in spot.tags for line in near)]
    where = layout.place((found or spots)[-1], template.name, say) if spots else template.name
    return Refusal("template-fault", INPUT_REFUSED, where=where, reason=str(fault)[:200])


def _replace(line: Any, made: Sequence[Any]) -> None:
    for element in made:
        line.addprevious(element)
    parent = line.getparent()
    if parent.tag != layout._qn("w:tc"):  # a cell must end with a paragraph
        parent.remove(line)
        return
    for child in list(line):
        line.remove(child)


def _text_width(word: "WordDocument") -> int:
    """Width of the text of the first section, in twentieths of a point."""
    section = word.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        return 9860  # A4 with 18 mm margins
    return int((page - left - right) / _EMU_PER_TWIP)


class _Artist:
    """Puts the pictures of figures into the file."""

    def __init__(self, word: "WordDocument") -> None:
        self._word = word
        self._count = 0

    def draw(self, figure: Figure, width: int) -> Any | None:
        """The inline drawing over the whole width (twentieths of a point), or None without a picture."""
        if figure.png is None:
            return None
        from docx.oxml.shape import CT_Inline
        from docx.shared import Length

        self._count += 1
        relation, _ = self._word.part.get_or_add_image(io.BytesIO(figure.png))
        wide = Length(width * _EMU_PER_TWIP)
        tall = Length(wide * figure.size[1] // figure.size[0])
        inline = CT_Inline.new_pic_inline(5000 + self._count, relation, f"{figure.key}.png", wide, tall)
        inline.docPr.set("descr", visible(figure.alt))
        return inline


def _mark_every_page(word: "WordDocument", mark: str) -> None:
    """Not a matter of the template: a draft says so at the head of each page of each section."""
    for section in word.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if word.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            if not head.is_linked_to_previous or section is word.sections[0]:
                head.paragraphs[0]._p.addprevious(elements.boxed_mark(mark))


def _name_styles(word: "WordDocument", ids: Mapping[str, str]) -> None:
    roots = [word.element.body, *(s.header._element for s in word.sections if not s.header.is_linked_to_previous)]
    for root in roots:
        for tag in ("w:pStyle", "w:tblStyle"):
            for style in root.iter(layout._qn(tag)):
                key = style.get(layout._qn("w:val"))
                if key in ids:
                    style.set(layout._qn("w:val"), ids[key])


def _properties(word: "WordDocument", filling: Filling, say: Words) -> None:
    day = filling.day
    core = word.core_properties
    core.title = visible(filling.texts["title"])[:255]
    core.author = core.last_modified_by = visible(filling.texts["owner"])[:255]
    core.comments = ""
    core.language = say.lang
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    core.revision = 1
