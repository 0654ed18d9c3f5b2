"""Characters that a file cannot hold or an eye cannot see, made visible. Nothing is dropped.

C0 controls become their control pictures (U+2400 block: a bell is ␇), DEL becomes ␡; C1 controls, direction
overrides, lone surrogates and non-characters become ``⟨U+202E⟩``. A tab and a line break stay what they are; every
kind of line break becomes a newline. XML 1.0 can hold the rest.
"""

import re
from typing import Final

_BREAK: Final = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with nothing hidden in it; safe for XML 1.0."""
    return _HIDDEN.sub(_picture, _BREAK.sub("\n", text))


def _picture(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point < 0x20:
        return chr(0x2400 + point)
    return "␡" if point == 0x7F else f"⟨U+{point:04X}⟩"
