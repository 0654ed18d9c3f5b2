"""Charts as inline SVG: no outside resource, told apart without colour (by dash and by the name at the line's end).

Every number drawn stands in a table of the same document as well. A plotting library would bring 50 MB for two shapes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hospital_onboard.report.document import Cell, Chart, Document, shown
from hospital_onboard.report.visible import visible

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDTH, _HEIGHT = 760, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 170, 16, 46
#: At most so many labels along the bottom, or they run into each other.
_MOST_LABELS: Final = 9
_LINE_HEIGHT: Final = 15
_DASHES: Final = ("", "7 4", "2 3", "10 3 2 3", "1 5")


def chart_svg(chart: Chart, document: Document) -> "Markup":
    """The chart; empty when the table has no rows."""
    from markupsafe import Markup

    table = document.table(chart.table)
    if not table.rows:
        return Markup("")
    labels = [visible(shown(row[table.index(chart.x)])) for row in table.rows]
    series = [
        _Series(visible(table.columns[at].title), [_number(row[at]) for row in table.rows], n)
        for n, at in enumerate(map(table.index, chart.series))
    ]
    most = float(max((value for one in series for value in one.values if value is not None), default=0) or 1)
    parts = [*_grid(most), *_bottom(labels, chart.kind)]
    if chart.kind == "line":
        ends: list[float] = []
        for one in series:
            parts += _line(one, labels, most, ends)
    else:
        for one in series:
            parts += _bars(one, labels, most, len(series))
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    opened = head.format(_WIDTH, _HEIGHT, visible(chart.title))
    return opened + Markup("").join(parts) + Markup("</svg>")


@dataclass(frozen=True)
class _Series:
    name: str
    values: list[int | Decimal | None]
    #: Its place among the series, from 0; chooses dash and tone.
    n: int


def _grid(most: float) -> "list[Markup]":
    from markupsafe import Markup

    line = Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" class="grid"/>')
    text = Markup('<text x="{}" y="{:.1f}" class="y">{}</text>')
    step = max(1, -(-int(most) // 4))
    parts: list[Markup] = []
    for level in range(0, int(most) + 1, step):
        y = _y(level, most)
        parts += [line.format(_LEFT, _WIDTH - _RIGHT, y, y), text.format(_LEFT - 6, y + 4, level)]
    return parts


def _bottom(labels: Sequence[str], kind: str) -> "list[Markup]":
    from markupsafe import Markup

    every = -(-len(labels) // _MOST_LABELS)
    text = Markup('<text x="{:.1f}" y="{}" class="x">{}</text>')
    shown_at = range(0, len(labels), every)
    return [text.format(_x(n, len(labels), kind), _HEIGHT - _BOTTOM + 20, labels[n]) for n in shown_at]


def _line(one: _Series, labels: Sequence[str], most: float, ends: list[float]) -> "list[Markup]":
    """The line with a dot per number; its name stands at its end, moved down where another one stands already."""
    from markupsafe import Markup

    known = [(n, value) for n, value in enumerate(one.values) if value is not None]
    if not known:
        return []
    places = [(_x(n, len(labels), "line"), _y(value, most)) for n, value in known]
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.2" class="s{}"><title>{} {}: {}</title></circle>')
    dots = [
        dot.format(x, y, one.n, labels[n], one.name, value) for (x, y), (n, value) in zip(places, known, strict=True)
    ]
    at = places[-1][1]
    while any(abs(at - other) < _LINE_HEIGHT for other in ends):
        at += _LINE_HEIGHT
    ends.append(at)
    line = Markup('<polyline points="{}" class="line s{}" stroke-dasharray="{}"/>')
    name = Markup('<text x="{}" y="{:.1f}" class="series s{}">{}</text>')
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    drawn = line.format(points, one.n, _DASHES[one.n % len(_DASHES)])
    return [drawn, *dots, name.format(_WIDTH - _RIGHT + 12, at + 4, one.n, one.name)]


def _bars(one: _Series, labels: Sequence[str], most: float, of: int) -> "list[Markup]":
    """The bars of one series beside those of the others, and its name at the side."""
    from markupsafe import Markup

    wide = (_WIDTH - _LEFT - _RIGHT) / max(len(labels), 1) * 0.8 / of
    bar = Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="bar s{}"><title>{} {}: {}</title></rect>'
    )
    bars = []
    for n, value in enumerate(one.values):
        if value is not None:
            left = _x(n, len(labels), "bar") + wide * (one.n - of / 2)
            top = _y(value, most)
            bars.append(bar.format(left, top, wide, _y(0, most) - top, one.n, labels[n], one.name, value))
    y = _TOP + 10 + 20 * one.n
    box = Markup('<rect x="{}" y="{}" width="12" height="12" class="bar s{}"/>')
    name = Markup('<text x="{}" y="{}" class="series s{}">{}</text>')
    side = _WIDTH - _RIGHT
    return [*bars, box.format(side + 12, y - 10, one.n), name.format(side + 30, y, one.n, one.name)]


def _x(n: int, of: int, kind: str) -> float:
    room = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (room * (n + 0.5) / of if kind == "bar" else room * n / max(of - 1, 1))


def _y(value: float | Decimal, most: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - float(value) / most)


def _number(cell: Cell) -> int | Decimal | None:
    return cell if isinstance(cell, int | Decimal) else None
