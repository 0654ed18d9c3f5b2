"""A drawing made of boxes, lines and words, told once and written as SVG here and as a picture in ``drawing_png``.

Units are those of the SVG's view box; a text's ``size`` is its em. Words are broken by the caller: a terminal cell is
taken for half an em, a little more than most Latin letters need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from hospital_onboard.report.visible import visible

Anchor = Literal["start", "middle", "end"]
#: Fonts with Japanese glyphs on Windows, on a Mac, elsewhere.
_FONTS: Final = "'Yu Gothic','Hiragino Sans','Noto Sans CJK JP','Noto Sans JP',sans-serif"
INK: Final = "#1f2933"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``dashed`` for what is not part of the equipment."""

    x: int
    y: int
    width: int
    height: int
    fill: str = "#ffffff"
    line: str = INK
    dashed: bool = False
    thick: int = 1


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through these points with a head at its end; dashed where there is no connection but a visit."""

    points: tuple[tuple[int, int], ...]
    colour: str = INK
    dashed: bool = False
    thick: int = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One line of text; ``y`` is its base line."""

    x: int
    y: int
    text: str
    size: int = 14
    bold: bool = False
    colour: str = INK
    anchor: Anchor = "start"


Shape = Box | Arrow | Word


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order in which they are painted, on white."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    #: What can be seen, for those who cannot.
    alt: str


def svg(drawing: Drawing) -> str:
    """The drawing as a self-contained SVG file; texts are texts, nothing in it runs or loads."""
    inside = "\n".join(_svg(shape) for shape in drawing.shapes)
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FONTS}">\n'
        f"<title>{escape(visible(drawing.alt))}</title>\n"
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def _svg(shape: Shape) -> str:
    match shape:
        case Box():
            dash = ' stroke-dasharray="6 4"' if shape.dashed else ""
            place = f'x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}"'
            return f'<rect {place} fill="{shape.fill}" stroke="{shape.line}" stroke-width="{shape.thick}"{dash}/>'
        case Arrow():
            dash = ' stroke-dasharray="6 4"' if shape.dashed else ""
            points = " ".join(f"{x},{y}" for x, y in shape.points)
            head = " ".join(f"{x},{y}" for x, y in arrow_head(shape.points))
            look = f'fill="none" stroke="{shape.colour}" stroke-width="{shape.thick}"{dash}'
            return f'<polyline points="{points}" {look}/><polygon points="{head}" fill="{shape.colour}"/>'
        case Word():
            weight = ' font-weight="bold"' if shape.bold else ""
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            place = f'x="{shape.x}" y="{shape.y}" font-size="{shape.size}"'
            text = escape(visible(shape.text), quote=False)
            return f'<text {place} fill="{shape.colour}"{weight}{anchor}>{text}</text>'


def arrow_head(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The triangle at the end of a line whose last piece is level or upright."""
    (x1, y1), (x2, y2) = points[-2:]
    if y1 == y2:
        back = 9 if x2 > x1 else -9
        return ((x2, y2), (x2 - back, y2 - 5), (x2 - back, y2 + 5))
    back = 9 if y2 > y1 else -9
    return ((x2, y2), (x2 - 5, y2 - back), (x2 + 5, y2 - back))
