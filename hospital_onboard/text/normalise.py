"""What people typed, made comparable. The raw text is never changed here: callers keep it beside the result.

Numbers that cannot be read raise `ValueError` with one of `NUMBER_CODES` as its only argument:

    empty          nothing was written
    not-a-number   no number could be seen
    not-whole      a number, but not a whole one
    unknown-unit   a number, followed by a unit we do not count in
    too-large      more digits than any count or amount has
"""

import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Final

NUMBER_CODES: Final = frozenset({"empty", "not-a-number", "not-whole", "unknown-unit", "too-large"})

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls; tab and the line breaks are dealt with apart
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
#: What a terminal obeys instead of showing it, what turns the direction of the text around it, and half characters.
_OBEYED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_SPACE_AT_LINE_END = re.compile(r" ?\n ?")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_DASHES: Final = "ー−‐‑‒–—―⁃─━－ｰ﹣﹘"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))

_SMALL_TO_FULL_SIZE = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ",
    "あいうえおつやゆよわかけアイウエオツヤユヨワカケ",
)
_KANA: Final = "ぁ-ゖァ-ヺ"
# Between kana ー is a letter. Elsewhere it ends a word (サーバ/サーバー) or stands for a dash.
_LOOSE_LONG_MARK = re.compile(f"(?<![{_KANA}ー])ー+|ー+(?![{_KANA}ー])")
# Punctuation to the eye, though Unicode files them under symbols; ～ becomes ~ while 〜 is a dash.
_PUNCTUATION_LIKE: Final = frozenset("~|`^")


def clean(text: str) -> str:
    """What was typed, in one spelling: NFKC, single spaces, nothing invisible, no space at the ends of a line.

    Line breaks inside the text stay, each as a newline. Variation selectors stay: a person's name may need them.
    """
    text = _LINE_BREAK.sub("\n", text)
    # Before NFKC, so that a letter and its accent meet even when something invisible stood between them.
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _SPACE_AT_LINE_END.sub("\n", _SPACES.sub(" ", text))
    return text.strip()


def without_controls(text: str) -> str:
    """What was typed, to be kept: every letter as it is, a newline for each line break, a space for a tab.

    Control characters, changes of direction and halves of characters are no part of any name; they go.
    """
    if text.isprintable():
        return text
    return _OBEYED.sub("", _LINE_BREAK.sub("\n", text).replace("\t", " "))


def digits(text: str) -> str:
    """Identifier form: ASCII digits and letters, every kind of dash as '-', no spaces at all.

    For numbers and codes only: ー becomes '-' too, which would spoil a product name.
    """
    return "".join(clean(text).translate(_TO_HYPHEN).split())


def fold(text: str) -> str:
    """Key for comparing labels and headers: never shown, never stored.

    Case, spaces, punctuation, small kana, variation selectors and a long mark at the end of a word make no
    difference. A text of nothing but punctuation gives ''.
    """
    text = _VARIATION_SELECTORS.sub("", clean(text))
    # Case folding can leave decomposed letters behind.
    text = unicodedata.normalize("NFKC", text.casefold())
    kept = "".join(c for c in text if not _is_punctuation(c))
    return _LOOSE_LONG_MARK.sub("", kept).translate(_SMALL_TO_FULL_SIZE)


def _is_punctuation(character: str) -> bool:
    return (
        character.isspace() or character in _PUNCTUATION_LIKE or unicodedata.category(character).startswith(("P", "Z"))
    )


_COMPANY: Final = "(?:特定目的|特例有限|株式|有限|合同|合資|合名|相互)会社"
_CORPORATION: Final = (
    "(?:(?:一般|公益|特例)?(?:社団|財団)法人"
    "|(?:社会|特定|特別)?医療法人(?:社団|財団)?"
    "|(?:国立|公立)大学法人|国立研究開発法人|(?:地方)?独立行政法人|社会福祉法人|学校法人|宗教法人"
    "|(?:認定)?特定非営利活動法人|NPO法人)"
)
_SHORT: Final = "株|有|同|合|資|名|相|医|医社|医財|社医|社|財|一社|一財|公社|公財|学|福|社福|宗|独|地独|特非|国大"
_BRACKETED: Final = rf"[(\[【〔〈<]\s*(?:{_SHORT})\s*[)\]】〕〉>]"
_LATIN: Final = (
    r"(?:co(?:mpany|\.)?[\s,.]*(?:ltd|limited|inc|llc)|(?:pte|pty|pvt)[\s,.]*(?:ltd|limited)|ltd|limited|inc|incorporated"
    r"|corporation|corp|company|co|gmbh(?:\s*&\s*co\.?\s*kg)?|l\.?l\.?c|l\.?l\.?p|plc|k\.?k|g\.?k|y\.?k|kabushiki\s+(?:kaisha|gaisha)"
    r"|godo\s+(?:kaisha|gaisha)|a\.?g|a\.?b|a/s|oyj?|s\.?a\.?s?|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|sdn[\s.]*bhd)"
)
_FORM_ANYWHERE = re.compile(f"{_COMPANY}|{_BRACKETED}")
_FORM_AT_END = re.compile(
    rf"^\s*{_CORPORATION}|{_CORPORATION}\s*$"
    rf"|(?<![a-z0-9.&À-ɏ]){_LATIN}[\s.,]*$"
    r"|^\s*(?:k\.\s?k\.?|kk|kabushiki\s+(?:kaisha|gaisha))(?=[\s,])",
    re.IGNORECASE,
)
# NFKC would leave the bare kanji, which is a letter of many names.
_CIRCLED_FORMS = str.maketrans({"㊑": "(株)", "㊒": "(有)"})


@lru_cache(maxsize=16384)
def company_key(name: str) -> str:
    """Key for suggesting that two party names are one party: `fold` without the corporate form, before or after.

    Equal keys are a reason to ask, never to merge. A name that is nothing but a corporate form keeps it.
    """
    rest = _FORM_ANYWHERE.sub(" ", clean(name.translate(_CIRCLED_FORMS)))
    while (shorter := _FORM_AT_END.sub("", rest, count=1).strip(" ,")) != rest:
        if not fold(shorter):
            break
        rest = shorter
    return fold(rest) or fold(name)


_LONGEST_NUMBER: Final = 30
_NUMBER = re.compile(r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?)(.*)")
_UNIT = re.compile(
    "台|式|床|本|個|件|名|人|社|回|枚|基|組|室|棟|つ|施設|拠点|セット|ライセンス|[箇個かカヵヶケ]所|[ヶケコ]"
)


def number(text: str) -> int:
    """A count: '１，２００台' -> 1200. '12.0' is whole. Raises `ValueError(code)`, see the module."""
    value, unit = _number_and_rest(text)
    if unit and not _UNIT.fullmatch(unit):
        raise ValueError("unknown-unit")
    if value != int(value):
        raise ValueError("not-whole")
    return int(value)


def decimal_number(text: str) -> Decimal:
    """A number without a unit, exactly as written: '1,234.50' -> Decimal('1234.50'). Raises `ValueError(code)`."""
    value, rest = _number_and_rest(text)
    if rest:
        raise ValueError("unknown-unit")
    return value


def percent(text: str, as_number: float | None = None, *, is_fraction: bool = False) -> Decimal:
    """Percentage points: '12.5%', '１２．５％' and '12.5' -> Decimal('12.5'). Whether 120 makes sense is not judged.

    as_number: the number stored in the cell, if it held one; it is taken instead of the text.
    is_fraction: the cell's format was percent, so the stored 0.125 means 12.5 (a '%' in the text wins over this).
    """
    if as_number is not None:
        if not math.isfinite(as_number):
            raise ValueError("not-a-number")
        # Fifteen digits are what a spreadsheet keeps; the rest is the noise of binary fractions.
        return _plain(Decimal(f"{as_number:.15g}") * (100 if is_fraction else 1))
    value, rest = _number_and_rest(text)
    if rest.casefold() in ("%", "パーセント", "percent"):
        return value
    if rest:
        raise ValueError("unknown-unit")
    return _plain(value * 100) if is_fraction else value


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent, so that it prints as a person would write it."""
    return Decimal(f"{value.normalize():f}")


def _number_and_rest(text: str) -> tuple[Decimal, str]:
    compact = "".join(clean(text).split())
    if not compact:
        raise ValueError("empty")
    if compact[0] in _DASHES:
        compact = "-" + compact[1:]
    match = _NUMBER.fullmatch(compact)
    if match is None or not match[2] or (match[3] and match[3][0] in ",.0123456789"):
        raise ValueError("not-a-number")
    if len(match[2]) > _LONGEST_NUMBER:
        raise ValueError("too-large")
    return Decimal(match[1] + match[2].replace(",", "")), match[3]
