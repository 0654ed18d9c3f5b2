"""Text from a file, a form or the store, made safe to show: never markup, never a control code."""

from rich.text import Text
from textual.content import Content

_CONTROL_PICTURES = 0x2400
_UNREADABLE = "\ufffd"
#: Characters that reorder or hide what stands beside them.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(value: object, *, one_line: bool = True) -> str:
    """The value as text in which every control character is seen instead of obeyed."""
    text = str(value)
    if text.isprintable():
        return text
    return "".join(_shown(character, one_line) for character in text)


def _shown(character: str, one_line: bool) -> str:
    if character == "\n":
        return " " if one_line else "\n"
    if character == "\t":
        return " "
    point = ord(character)
    if point < 0x20:
        return chr(_CONTROL_PICTURES + point)
    if 0x7F <= point < 0xA0 or 0xD800 <= point < 0xE000 or character in _DIRECTION:
        return _UNREADABLE
    return character


def cell(value: object, style: str = "", *, right: bool = False) -> Text:
    """A cell of a table or a label of a tree; what does not fit ends in an ellipsis."""
    return Text(visible(value), style=style, overflow="ellipsis", no_wrap=True, justify="right" if right else "left")


def content(value: object, *, one_line: bool = False) -> Content:
    """What a Static or a Label shows."""
    return Content(visible(value, one_line=one_line))


def styled(*parts: "str | tuple[object, str]") -> Content:
    """One text out of parts; a part is text or (text, style)."""
    return Content.assemble(
        *(
            visible(part, one_line=False) if isinstance(part, str) else (visible(part[0], one_line=False), part[1])
            for part in parts
        )
    )
