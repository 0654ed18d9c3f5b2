"""A line of time in characters: what somebody planned above it, what the rules give below it, windows under both.

Only characters that every terminal draws as wide as we count them share a row with something that must stand at its
day. The shaded windows have rows of their own, so that a terminal that draws them wide moves nothing but their ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual import events
from textual.content import Content
from textual.widgets import Static

from hospital_onboard.text.width import cells
from hospital_onboard.widgets.plain import styled, visible

#: Months between two marks of the axis; the first that leaves room for the labels is taken.
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
#: Cells a mark of the axis takes with its label: ``|2027-12 ``.
_TICK_WIDTH = 10
_LEADER = "|"
_POINTERS = ("▾", "▴")
#: Places looked at before a mark is left out; a person waits for the drawing.
_MOST_TRIES = 300


@dataclass(frozen=True)
class Mark:
    """A day with its label. ``above``: over the axis; the marks named first are the last to be left out."""

    on: date
    label: str
    above: bool
    style: str = ""


@dataclass(frozen=True)
class Span:
    """A window, both days included, drawn with ``fill``."""

    first: date
    last: date
    fill: str
    label: str
    style: str = ""


class Scale:
    """Which cell a day stands in."""

    def __init__(self, days: Sequence[date], width: int) -> None:
        self.width = max(width, 1)
        self.first = min(days).replace(day=1)
        self._days = max((max(days) - self.first).days, 27) + 1

    def __contains__(self, day: date) -> bool:
        return 0 <= (day - self.first).days < self._days

    def cell(self, day: date) -> int:
        """The cell, counted from 0."""
        return min(max((day - self.first).days * self.width // self._days, 0), self.width - 1)

    def ticks(self) -> Iterator[tuple[int, str]]:
        """Cells of the axis that are marked, with year and month (years alone where the steps are years)."""
        months = self._days / 30.44
        step = next((s for s in _STEPS if s * self.width / months >= _TICK_WIDTH), _STEPS[-1])
        month = self.first.year * 12 + self.first.month - 1
        last = self.first.toordinal() + self._days - 1
        month += -month % step
        while month // 12 <= date.max.year:
            day = date(max(month // 12, 1), month % 12 + 1, 1)
            if day.toordinal() > last:
                return
            yield self.cell(day), f"{day:%Y-%m}" if step < 12 else f"{day:%Y}"
            month += step


class _Row:
    """One line of cells, each with its character (empty: the right half of the one before) and style."""

    def __init__(self, width: int) -> None:
        self._cells: list[tuple[str, str]] = [(" ", "")] * width

    def lead(self, cell: int, style: str) -> None:
        """Draw a leader through this cell."""
        if self._cells[cell][0] == " ":
            self._cells[cell] = (_LEADER, style)

    def write(self, start: int, text: str, style: str) -> None:
        """Put a text there; what reaches over the end is left out."""
        at = start
        for character in text:
            wide = cells(character)
            if not wide or at + wide > len(self._cells):
                continue
            self._cells[at] = (character, style)
            self._cells[at + 1 : at + wide] = [("", style)] * (wide - 1)
            at += wide

    def parts(self) -> list[tuple[str, str]]:
        """The line without its empty end."""
        found: list[tuple[str, str]] = []
        for character, style in self._cells:
            if found and found[-1][1] == style:
                found[-1] = (found[-1][0] + character, style)
            else:
                found.append((character, style))
        while found and not found[-1][0].strip() and not found[-1][1]:
            found.pop()
        return found


def drawn(
    marks: Sequence[Mark], spans: Sequence[Span], width: int, rows: tuple[int, int]
) -> tuple[list[list[tuple[str, str]]], list[Mark]]:
    """The lines as (text, style) parts, and the marks that found no room.

    Args:
        rows: most lines over the axis (one more where a planned day would be left out), and most under it; the
            windows come on top.
    """
    days = [mark.on for mark in marks] + [day for span in spans for day in (span.first, span.last)]
    if not days or width < _TICK_WIDTH:
        return [], list(marks)
    scale = Scale(days, width)
    planned = [mark for mark in marks if mark.above]
    above, no_room = _laid(planned, scale, rows[0], _POINTERS[0])
    if no_room:
        above, no_room = _laid(planned, scale, rows[0] + 1, _POINTERS[0])
    below, neither = _laid([mark for mark in marks if not mark.above], scale, rows[1], _POINTERS[1])
    windows = [_window(span, scale) for span in spans]
    lines = [*reversed(above), _axis(scale), *below, *windows]
    return [row.parts() for row in lines], [*no_room, *neither]


@dataclass(frozen=True)
class _Place:
    """Where a mark stands: its line counted from the axis, the first cell of its label, the cell of its day."""

    mark: Mark
    line: int
    start: int
    at: int

    @property
    def needs(self) -> int:
        """The cells of label and pointer as bits."""
        first, end = min(self.start, self.at), max(self.start + cells(self.mark.label), self.at + 1)
        return ((1 << (end - first)) - 1) << first


def _laid(marks: list[Mark], scale: Scale, rows: int, pointer: str) -> tuple[list[_Row], list[Mark]]:
    """Lines from the axis outwards; a mark for which those before it leave no room is left out."""
    kept: list[Mark] = []
    places: list[_Place] = []
    no_room = []
    for mark in marks:
        found = _placed([*kept, mark], scale, rows)
        if found is None:
            no_room.append(mark)
        else:
            kept.append(mark)
            places = found
    lines = [_Row(scale.width) for _ in range(max((place.line + 1 for place in places), default=0))]
    for place in places:
        lines[place.line].write(place.start, place.mark.label, place.mark.style)
        lines[place.line].write(place.at, pointer, place.mark.style)
    for place in places:
        for line in lines[: place.line]:
            line.lead(place.at, place.mark.style)
    return lines, no_room


def _placed(marks: Sequence[Mark], scale: Scale, rows: int) -> list[_Place] | None:
    """A place for each mark, so that no label touches another and each has a free way to the axis; None: not found.

    The mark with the fewest places left is placed first; a set of places is a number with a bit for each.
    """
    offers = [list(_offers(mark, scale, rows)) for mark in marks]
    every = [place for found in offers for place in found]
    agreeing = [sum(1 << n for n, other in enumerate(every) if _agree(place, other)) for place in every]
    left, first = [], 0
    for found in offers:
        left.append(((1 << len(found)) - 1) << first)
        first += len(found)
    tries = _MOST_TRIES

    def go_on(left: dict[int, int]) -> list[_Place] | None:
        nonlocal tries
        if not left:
            return []
        mark = min(left, key=lambda number: left[number].bit_count())
        for number in (n for n in range(len(every)) if left[mark] >> n & 1):
            tries -= 1
            if tries < 0:
                return None
            others = {other: mask & agreeing[number] for other, mask in left.items() if other != mark}
            found = go_on(others) if all(others.values()) else None
            if found is not None:
                return [every[number], *found]
        return None

    return go_on(dict(enumerate(left)))


def _offers(mark: Mark, scale: Scale, rows: int) -> Iterator[_Place]:
    """Where the mark could stand: near the axis before far from it, right of its day before left of it."""
    at, wide = scale.cell(mark.on), cells(mark.label)
    for line in range(rows):
        if at + 1 + wide <= scale.width:
            yield _Place(mark, line, at + 1, at)
        if wide <= at:
            yield _Place(mark, line, at - wide, at)


def _agree(one: _Place, other: _Place) -> bool:
    """Whether labels of one line, and a label and a leader that passes it, keep a cell between them."""
    near, far = (one, other) if one.line < other.line else (other, one)
    taken = near.needs << 1 | near.needs | near.needs >> 1
    if near.line == far.line:
        return not taken & far.needs
    return near.at == far.at or not taken >> far.at & 1


def _axis(scale: Scale) -> _Row:
    row = _Row(scale.width)
    row.write(0, " " * scale.width, "on $panel")
    for cell, label in scale.ticks():
        if cell + 1 + len(label) <= scale.width:
            row.write(cell, f"{_LEADER}{label}", "bold on $panel")
        else:
            row.write(cell, _LEADER, "bold on $panel")
    return row


def _window(span: Span, scale: Scale) -> _Row:
    row = _Row(scale.width)
    first, last = scale.cell(span.first), scale.cell(span.last)
    wide = cells(span.label)
    if last + 2 + wide <= scale.width:
        row.write(last + 2, span.label, span.style)
    elif wide + 1 <= first:
        row.write(first - 1 - wide, span.label, span.style)
    row.write(first, span.fill * (last - first + 1), span.style)
    return row


class Timeline(Static):
    """Draws itself anew when its width changes."""

    DEFAULT_CSS = """
    Timeline { height: auto; padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._marks: tuple[Mark, ...] = ()
        self._spans: tuple[Span, ...] = ()
        self._rows = (1, 1)
        #: The marks there was no room for when it was last drawn.
        self.left_out: tuple[Mark, ...] = ()

    def put(self, marks: Iterable[Mark], spans: Iterable[Span], rows: tuple[int, int]) -> None:
        """Show these; see ``drawn``."""
        self._marks, self._spans, self._rows = tuple(marks), tuple(spans), rows
        self._draw()

    def on_resize(self, _: events.Resize) -> None:
        """Another width, another scale."""
        self._draw()

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        lines, no_room = drawn(self._marks, self._spans, width, self._rows)
        self.left_out = tuple(no_room)
        content = [styled(*((visible(text), style) for text, style in line)) for line in lines]
        self.update(Content("\n").join(content))
