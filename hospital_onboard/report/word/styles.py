"""The styles that parts are written in, found in the template at hand or lent to it."""

import io
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from hospital_onboard.report.word.elements import style_key

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

NEEDED: Final = (
    "Normal",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "List Bullet",
    "Table Grid",
    "Caption",
    "toc 1",
    "toc 2",
    "Cell Text",
    "After Table",
    "Remark",
    "Figure",
    "Draft Mark",
)


def adopt(word: "WordDocument", shipped: bytes) -> dict[str, str]:
    """Style key -> what the template calls it (a Japanese Word calls ``heading 1`` simply ``1``).

    A style that the template does not have is lent from the shipped one, without its numbering.
    """
    import docx

    own = {(style.name or "").casefold(): style.style_id for style in word.styles}
    lacking = [name for name in NEEDED if name.casefold() not in own]
    if lacking:
        lender = docx.Document(io.BytesIO(shipped))
        for style in lender.styles:
            if style.name in lacking or (style.name or "").casefold() in {name.casefold() for name in lacking}:
                lent = deepcopy(style.element)
                for numbering in lent.xpath(".//w:numPr"):
                    numbering.getparent().remove(numbering)
                word.styles.element.append(lent)
                own[(style.name or "").casefold()] = style.style_id
    return {style_key(name): own[name.casefold()] for name in NEEDED if name.casefold() in own}
