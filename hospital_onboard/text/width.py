"""Width in terminal cells, counted as the screen counts it (tests compare with rich, which Textual uses).

Kanji, kana and full-width forms take 2 cells, half-width kana 1, combining marks 0, characters of ambiguous width
(※ … ―) 1. Never measure with `len`.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Final, Literal

Align = Literal["left", "right", "centre"]

ELLIPSIS: Final = "…"

_JOINER: Final = "\u200d"
_EMOJI_SELECTOR: Final = "\ufe0f"

# First code point, last, width: where Unicode's general tables and a terminal part ways.
_EXCEPTIONS: Final = (
    (0xAD, 0xAD, 1),  # soft hyphen
    (0x600, 0x605, 1),  # Arabic signs that enclose digits, and their like
    (0x6DD, 0x6DD, 1),
    (0x70F, 0x70F, 1),
    (0x890, 0x891, 1),
    (0x8E2, 0x8E2, 1),
    (0x1160, 0x11FF, 0),  # Hangul vowels and finals join the consonant before them
    (0x2630, 0x2637, 2),  # trigrams; wide since Unicode 16
    (0x268A, 0x268F, 2),
    (0x3164, 0x3164, 0),  # Hangul filler
    (0x4DC0, 0x4DFF, 2),  # hexagrams
    (0xD7B0, 0xD7C6, 0),
    (0xD7CB, 0xD7FB, 0),
    (0xFFA0, 0xFFA0, 0),
    (0x110BD, 0x110BD, 1),
    (0x110CD, 0x110CD, 1),
    (0x1D300, 0x1D356, 2),
    (0x1D360, 0x1D376, 2),
    (0x1F3FB, 0x1F3FF, 0),  # skin tones
)
_EXCEPTION_STARTS: Final = [first for first, _, _ in _EXCEPTIONS]

# Narrow characters that an emoji selector after them makes wide (☎ 1 cell, ☎️ 2).
_WIDENED = re.compile(
    "[#*0-9©®‼⁉™ℹ↔-↙↩↪⌨⏏⏭-⏯⏱⏲⏸-⏺Ⓜ▪▫▶◀◻◼☀-☄☎☑☘☝☠☢☣☦☪☮☯☸-☺♀♂♟♠♣♥♦♨♻♾⚒⚔-⚗⚙⚛⚜⚠⚧⚰⚱⛈⛏⛑⛓⛩⛰⛱⛴⛷-⛹✂✈✉✌✍✏✒✔✖✝✡✳✴❄❇❣❤➡⤴⤵⬅-⬇"
    "🅰🅱🅾🅿🌡🌤-🌬🌶🍽🎖🎗🎙-🎛🎞🎟🏋-🏎🏔-🏟🏳🏵🏷🐿👁📽🕉🕊🕯🕰🕳-🕹🖇🖊-🖍🖐🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳🗺🛋🛍-🛏🛠-🛥🛩🛰🛳]"
)


def cells(text: str) -> int:
    """How many cells the text takes on one line; control characters, a newline among them, take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(width for _, width in _clusters(text))


def cut(text: str, width: int) -> str:
    """The text if it fits into `width` cells, else its beginning and '…'; never wider than `width` (0 or less: '')."""
    if width <= 0:
        return ""
    if cells(text) <= width:
        return text
    kept: list[str] = []
    room = width - 1
    for cluster, taken in _clusters(text):
        if taken > room:
            break
        room -= taken
        kept.append(cluster)
    return "".join(kept) + ELLIPSIS


def pad(text: str, width: int, align: Align = "left") -> str:
    """The text cut or filled with spaces to exactly `width` cells."""
    # A joiner left at the end would swallow the first space after it.
    fitting = cut(text, width).rstrip(_JOINER)
    room = max(width, 0) - cells(fitting)
    before = {"left": 0, "right": room, "centre": room // 2}[align]
    return " " * before + fitting + " " * (room - before)


# Characters that may not begin a line, and that may not end one (行頭禁則, 行末禁則).
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！」』）］｝】〕〉》”’ー～〜ゝゞヽヾ々〻‐゠–"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ%％‰℃°…‥,.:;?!)]}"
    "｡､｣･ｰﾞﾟｧｨｩｪｫｬｭｮｯ"
)
_NOT_LAST: Final = frozenset("「『（［｛【〔〈《“‘([{｢￥¥$＄№〒＃")
_BREAK_SPACES: Final = frozenset(" \u3000")
_NARROWEST: Final = 2


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells (2 where less is asked), with simple kinsoku; Latin words stay whole if they fit.

    A newline always ends a line; an empty text is one empty line. Spaces at a break are dropped.
    """
    lines: list[str] = []
    for paragraph in text.replace("\t", " ").split("\n"):
        lines.extend(_wrap_paragraph(_clusters(paragraph), max(width, _NARROWEST)))
    return lines


_Cluster = tuple[str, int]


def _wrap_paragraph(clusters: list[_Cluster], width: int) -> list[str]:
    lines: list[str] = []
    start = 0
    while start < len(clusters):
        end = _line_end(clusters, start, width)
        line = "".join(cluster for cluster, _ in clusters[start:end])
        if stripped := line.rstrip("".join(_BREAK_SPACES)):
            lines.append(stripped)
        start = end
        while start < len(clusters) and clusters[start][0] in _BREAK_SPACES:
            start += 1
    return lines or [""]


def _line_end(clusters: list[_Cluster], start: int, width: int) -> int:
    """Where the line that begins at `start` ends: the last good break that fits, else the least bad one."""
    taken = 0
    limit = len(clusters)
    for index in range(start, len(clusters)):
        cluster, size = clusters[index]
        taken += size
        # Spaces may hang over the edge: they are dropped at a break.
        if taken > width and cluster not in _BREAK_SPACES:
            limit = index
            break
    else:
        return limit
    for candidate in range(limit, start, -1):
        if _may_break(clusters, candidate):
            return candidate
    for candidate in range(limit, start, -1):
        if _kinsoku_allows(clusters, candidate):
            return candidate
    return max(limit, start + 1)


def _may_break(clusters: list[_Cluster], index: int) -> bool:
    before, after = clusters[index - 1][0], clusters[index][0]
    if after in _BREAK_SPACES or not _kinsoku_allows(clusters, index):
        return False
    return before in _BREAK_SPACES or not (_is_word_part(clusters[index - 1]) and _is_word_part(clusters[index]))


def _kinsoku_allows(clusters: list[_Cluster], index: int) -> bool:
    """Whether a break before `index` leaves no mark where it may not stand, spaces at the break not counted."""
    after = index
    while after < len(clusters) and clusters[after][0] in _BREAK_SPACES:
        after += 1
    before = index - 1
    while before > 0 and clusters[before][0] in _BREAK_SPACES:
        before -= 1
    starts_badly = after < len(clusters) and clusters[after][0][0] in _NOT_FIRST
    return not starts_badly and clusters[before][0][0] not in _NOT_LAST


def _is_word_part(cluster: _Cluster) -> bool:
    """Part of a Latin word or number. Half-width kana are narrow too, but break like kana."""
    first, width = cluster[0][0], cluster[1]
    return width == 1 and first not in _BREAK_SPACES and not "\uff61" <= first <= "\uff9f"


def _clusters(text: str) -> list[_Cluster]:
    """What must stay together on the screen, with its width: a character, its marks, and what a joiner ties to it."""
    clusters: list[_Cluster] = []
    cluster, width = "", 0
    joined = False
    for character in text:
        own = 0 if joined else _character_width(character)
        if own and cluster:
            clusters.append((cluster, width))
            cluster, width = "", 0
        # A selector at the very beginning, or one after a joiner, has nothing to widen.
        if character == _EMOJI_SELECTOR and width == 1 and not joined and _WIDENED.match(cluster):
            own = 1
        joined = character == _JOINER and not joined
        cluster += character
        width += own
    if cluster:
        clusters.append((cluster, width))
    return clusters


@lru_cache(maxsize=8192)
def _character_width(character: str) -> int:
    point = ord(character)
    place = bisect_right(_EXCEPTION_STARTS, point) - 1
    if place >= 0 and point <= _EXCEPTIONS[place][1]:
        return _EXCEPTIONS[place][2]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Mn", "Me", "Mc", "Zl", "Zp"):
        return 0
    if category == "Cn":
        # Unassigned in this Python's tables; newer ideographs and emoji are wide, everything else is narrow.
        return 2 if 0x20000 <= point <= 0x3FFFD or 0x1F300 <= point <= 0x1FAFF else 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
