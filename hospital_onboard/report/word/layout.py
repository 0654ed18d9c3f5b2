"""An office's template for the word processor: opened with care, and looked over before anything is put into it.

A template is an ordinary ``.docx``. ``{{ owner }}`` stands for a text, ``{{p parts.components }}`` alone in a paragraph
for a part of the document, ``{{p toc }}`` for the table of contents; ``{%p if draft %}`` … ``{%p endif %}`` shows what
is between them in a draft only. Names are a closed set: what is not in it is refused with its place.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from jinja2.sandbox import SandboxedEnvironment

#: More than this is no page layout.
_MOST_BYTES: Final = 40 << 20
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPEN: Final = re.compile(r"\{[{%#]|[}%#]\}")
_SCOPE: Final = re.compile(r"^\{([{%])(?:p|tr|tc|r)\s")
_CONDITION: Final = re.compile(r"\{%-?\s*(?:if|elif)\s(.*?)-?%\}", re.DOTALL)
_ENDING: Final = re.compile(r"\{%-?\s*(?:else|endif)\s*-?%\}")
_SHOWN: Final = 40


@dataclass(frozen=True)
class Names:
    """What a template may speak of: texts, and parts by their keys. ``required`` parts must not be left out."""

    texts: Set[str]
    parts: Set[str]
    required: Set[str]


@dataclass(frozen=True)
class Spot:
    """A paragraph that holds a tag: in which region, which paragraph there (from 1), and its text."""

    region: str
    number: int
    text: str

    @property
    def tags(self) -> list[str]:
        """The tags in it."""
        return _TAG.findall(self.text)


def opened(template: bytes, file: str) -> "WordDocument":
    """The template as a document.

    Raises:
        Refusal: ``template-unreadable``, ``template-too-big``.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise Refusal("template-too-big", INPUT_REFUSED, where=file)
        found = docx.Document(io.BytesIO(template))
    except (zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, NotImplementedError, OSError) as fault:
        raise Refusal("template-unreadable", INPUT_REFUSED, where=file, wanted=".docx") from fault
    if not found.sections:
        raise Refusal("template-unreadable", INPUT_REFUSED, where=file, wanted=".docx")
    return found


def spots(word: "WordDocument") -> Iterator[Spot]:
    """Every paragraph with a tag, the body's first, then those of headers and footers."""
    for region, root in _regions(word):
        for number, line in enumerate(root.iter(_qn("w:p")), start=1):
            text = "".join(piece.text or "" for piece in line.iter(_qn("w:t")))
            if _OPEN.search(text):
                yield Spot(region, number, text)


def check(word: "WordDocument", names: Names, file: str, say: Words) -> None:
    """Look the template over.

    Raises:
        Refusal: ``template-broken-tag``, ``template-unknown-name``, ``template-part-misplaced``,
            ``template-lacks-part``; ``where`` is the file and the place in it.
    """
    used: set[str] = set()
    for spot in spots(word):
        where = place(spot, file, say)
        if _OPEN.search(_TAG.sub("", spot.text)):
            raise Refusal("template-broken-tag", INPUT_REFUSED, where=where, seen=spot.text.strip()[:_SHOWN])
        for tag in spot.tags:
            parts = _names_in(tag, names, where)
            if parts and (spot.region != "body" or spot.text.strip() != tag):
                raise Refusal("template-part-misplaced", INPUT_REFUSED, where=where, seen=tag)
            used |= parts
    lacking = sorted(names.required - used)
    if lacking:
        missing = " ".join(f"{{{{p parts.{key} }}}}" for key in lacking)
        raise Refusal("template-lacks-part", INPUT_REFUSED, where=file, missing=missing)


def place(spot: Spot, file: str, say: Words) -> str:
    """Where the paragraph is, in words."""
    region = say(f"template.region.{spot.region}")
    text = " ".join(spot.text.split())[:_SHOWN]
    return say("template.place", file=file, region=region, number=spot.number, text=text)


def environment() -> "SandboxedEnvironment":
    """What runs a template: nothing reaches outside the texts it is given, and every text is escaped."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup, escape

    def final(value: Any) -> Any:
        # Braces as references: docxtpl turns some runs of braces in what was filled in into others.
        return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped

    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=final)


def _names_in(tag: str, names: Names, where: str) -> set[str]:
    """The parts that a tag stands for, after a look at every name in it."""
    import jinja2
    from jinja2 import meta, nodes

    if tag.startswith("{#"):
        return set()
    try:
        tree = environment().parse(_alone(_SCOPE.sub(r"{\1 ", tag)))
    except jinja2.TemplateError as fault:
        raise Refusal("template-broken-tag", INPUT_REFUSED, where=where, seen=tag) from fault
    reached = {node.attr for node in tree.find_all(nodes.Getattr) if getattr(node.node, "name", "") != "parts"}
    found = {node.attr for node in tree.find_all(nodes.Getattr)} - reached
    unknown = (meta.find_undeclared_variables(tree) - names.texts - {"parts"}) | (found - names.parts) | reached
    if unknown:
        known = ", ".join(sorted(names.parts if found else names.texts))
        raise Refusal("template-unknown-name", INPUT_REFUSED, where=where, seen=tag, known=known)
    return found


def _alone(tag: str) -> str:
    """A tag that can be read by itself. Conditions are all that a template needs besides what it shows."""
    condition = _CONDITION.fullmatch(tag)
    if condition is not None:
        return f"{{% if {condition[1]} %}}{{% endif %}}"
    if _ENDING.fullmatch(tag):
        return ""
    return "{% broken" if tag.startswith("{%") else tag


def _regions(word: "WordDocument") -> Iterator[tuple[str, Any]]:
    yield "body", word.element.body
    for relation in word.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in ("header", "footer"):
            from docx.oxml import parse_xml

            yield kind, parse_xml(relation.target_part.blob)


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))
