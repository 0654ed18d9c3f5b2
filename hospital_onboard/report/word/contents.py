"""The table of contents of a filled template: from the headings as they came out, numbered as Word will number them."""

import re
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.report.word import elements
from hospital_onboard.report.word.layout import _qn

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LEVELS: Final = 2


def fill_contents(word: "WordDocument", at: Any) -> None:
    """Replace the paragraph ``at`` by the contents."""
    levels = _heading_styles(word)
    numbers = _Numbers(word)
    found: list[tuple[str, int, str]] = []
    for line in word.element.body.iter(_qn("w:p")):
        style = line.find(f"{_qn('w:pPr')}/{_qn('w:pStyle')}")
        level = 0 if style is None else levels.get(style.get(_qn("w:val")), 0)
        if not level:
            continue
        text = "".join(piece.text or "" for piece in line.iter(_qn("w:t"))).strip()
        number = numbers.next(level)
        mark = elements.add_bookmark(line, len(found) + 1)
        found.append((f"{number} {text}".strip(), level, mark))
    for element in elements.contents(found):
        at.addprevious(element)
    at.getparent().remove(at)


def _heading_styles(word: "WordDocument") -> dict[str, int]:
    """Style id -> level, also of what is written in our own keys and not named after the template yet."""
    ours = {f"Heading{level}": level for level in range(1, _LEVELS + 1)}
    named = {f"heading {level}": level for level in range(1, _LEVELS + 1)}
    own = {s.style_id: named[s.name.casefold()] for s in word.styles if (s.name or "").casefold() in named}
    return {**ours, **own}


class _Numbers:
    """Counts headings the way the numbering of their styles says; nothing where they are not numbered."""

    def __init__(self, word: "WordDocument") -> None:
        self._patterns = {level: self._pattern(word, level) for level in range(1, _LEVELS + 1)}
        self._counts = [0] * (_LEVELS + 1)

    def next(self, level: int) -> str:
        """The number of the next heading of this level."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (_LEVELS - level)
        return re.sub(r"%(\d)", lambda match: str(self._counts[int(match[1])]), self._patterns[level])

    def _pattern(self, word: "WordDocument", level: int) -> str:
        style = next((s for s in word.styles if (s.name or "").casefold() == f"heading {level}"), None)
        found = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val") if style is not None else []
        if not found:
            return ""
        try:
            numbering = word.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return ""
        abstract = numbering.xpath(f"./w:num[@w:numId='{int(found[0])}']/w:abstractNumId/@w:val")
        if not abstract:
            return ""
        ours = f"./w:abstractNum[@w:abstractNumId='{int(abstract[0])}']/w:lvl[@w:ilvl='{level - 1}']"
        decimal = numbering.xpath(f"{ours}/w:numFmt[@w:val='decimal']")
        texts = numbering.xpath(f"{ours}/w:lvlText/@w:val")
        return str(texts[0]) if decimal and texts else ""
