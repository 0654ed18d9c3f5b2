"""A drawing as a PNG picture, painted with a Japanese font that this machine has.

Which font is found decides the glyphs and nothing else: where the shapes and words stand is the drawing's. Without any
such font there is no picture; the caller then points to the SVG, whose viewer brings its own fonts.
"""

import io
import os
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hospital_onboard.report.drawing import Arrow, Box, Drawing, Word, arrow_head
from hospital_onboard.report.visible import visible

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

#: Names a font file for the pictures, for machines whose fonts stand elsewhere.
FONT_SETTING: Final = "HOSPITAL_ONBOARD_FONT"
#: Pixels per unit: 900 units over 174 mm of a page give about 260 dots per inch.
_SCALE: Final = 2
#: Files by name, the best first: (regular, bold).
_KNOWN: Final = (
    ("YuGothM.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("BIZ-UDGothicR.ttc", "BIZ-UDGothicB.ttc"),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("NotoSansJP-VF.ttf", "NotoSansJP-VF.ttf"),
    ("ipaexg.ttf", "ipaexg.ttf"),
    ("ipag.ttf", "ipag.ttf"),
    ("TakaoGothic.ttf", "TakaoGothic.ttf"),
    ("VL-Gothic-Regular.ttf", "VL-Gothic-Regular.ttf"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
    ("msgothic.ttc", "msgothic.ttc"),
)
#: A Japanese font draws this differently from the box it draws for what it does not have.
_PROBE: Final = ("院", "\U000fffff")
_FOLDERS: Final = (
    "/System/Library/Fonts",
    "/Library/Fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/opt/X11/share/fonts",
)


def png(drawing: Drawing) -> bytes | None:
    """The picture's bytes, or None when this machine has no font with Japanese glyphs.

    The same drawing and font always give the same bytes.
    """
    fonts = japanese_fonts()
    if fonts is None:
        return None
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (drawing.width * _SCALE, drawing.height * _SCALE), "white")
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        match shape:
            case Box():
                _box(pen, shape)
            case Arrow():
                _arrow(pen, shape)
            case Word():
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
                font = _font(fonts[shape.bold], shape.size * _SCALE)
                at = (shape.x * _SCALE, shape.y * _SCALE)
                pen.text(at, visible(shape.text), fill=shape.colour, font=font, anchor=anchor)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@cache
def japanese_fonts() -> tuple[str, str] | None:
    """Files of a regular and a bold font with Japanese glyphs, or None."""
    named = os.environ.get(FONT_SETTING)
    if named and _is_japanese(named):
        return named, named
    files = {path.name: path for folder in _folders() for path in _files(folder)}
    for regular, bold in _KNOWN:
        found = files.get(regular)
        if found is not None and _is_japanese(str(found)):
            return str(found), str(files.get(bold, found))
    return None


def _folders() -> Iterator[Path]:
    windows = os.environ.get("WINDIR")
    if windows:
        yield Path(windows) / "Fonts"
    local = os.environ.get("LOCALAPPDATA")
    if local:
        yield Path(local) / "Microsoft" / "Windows" / "Fonts"
    yield from (Path(folder) for folder in _FOLDERS)
    for own in ("Library/Fonts", ".fonts", ".local/share/fonts"):
        yield Path.home() / own


def _files(folder: Path) -> Iterator[Path]:
    """Font files in a folder and below; folders nobody may read are passed over."""
    for where, _, names in os.walk(folder):
        yield from (Path(where) / name for name in names if name.lower().endswith((".ttc", ".ttf", ".otf")))


def _is_japanese(file: str) -> bool:
    """Whether the font can be used and draws a kanji as something else than its sign for what it lacks."""
    try:
        font = _font(file, 24)
        drawn, lacking = (bytes(font.getmask(text)) for text in _PROBE)
    except (OSError, ImportError, ValueError):
        return False
    return drawn != lacking and any(drawn)


@cache
def _font(file: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(file, size)


def _box(pen: "ImageDraw", box: Box) -> None:
    left, top = box.x * _SCALE, box.y * _SCALE
    right, bottom = (box.x + box.width) * _SCALE, (box.y + box.height) * _SCALE
    if not box.dashed:
        pen.rectangle((left, top, right, bottom), box.fill, box.line, box.thick * _SCALE)
        return
    pen.rectangle((left, top, right, bottom), box.fill)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    for start, end in pairwise(corners):
        _dashes(pen, start, end, box.line, box.thick * _SCALE)


def _arrow(pen: "ImageDraw", arrow: Arrow) -> None:
    points = [(x * _SCALE, y * _SCALE) for x, y in arrow.points]
    for start, end in pairwise(points):
        if arrow.dashed:
            _dashes(pen, start, end, arrow.colour, arrow.thick * _SCALE)
        else:
            pen.line((start, end), arrow.colour, arrow.thick * _SCALE)
    pen.polygon([(x * _SCALE, y * _SCALE) for x, y in arrow_head(arrow.points)], arrow.colour)


def _dashes(pen: "ImageDraw", start: tuple[int, int], end: tuple[int, int], colour: str, width: int) -> None:
    """A dashed line, level or upright."""
    on, off = 6 * _SCALE, 4 * _SCALE
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    step = tuple((b > a) - (b < a) for a, b in zip(start, end, strict=True))
    for at in range(0, length, on + off):
        to = min(at + on, length)
        first = (start[0] + step[0] * at, start[1] + step[1] * at)
        pen.line((first, (start[0] + step[0] * to, start[1] + step[1] * to)), colour, width)
