"""Neutral blocks as the XML of a word processor.

The XML elements are made directly: python-docx's table API looks a cell up by walking the table, which takes minutes at
500 components.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from hospital_onboard.report.document import (
    Badge,
    Block,
    Bullets,
    Cell,
    Coded,
    Column,
    Fact,
    Fields,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    groups,
    printed_columns,
    shown,
)
from hospital_onboard.report.visible import visible
from hospital_onboard.report.word import elements
from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import Words

_FILLS: Final = {"good": "DDEFE0", "owed": "FBE3E0", "doubt": "FFF2CC", "quiet": "EEEEEE"}
_HEAD: Final = "DCE6F1"
#: What a Latin letter of the small size and a cell's margins take, in twentieths of a point.
_PER_CELL: Final = 108
_PADDING: Final = 230
_LONGEST_WORD: Final = 14
_SHORT_LABEL: Final = 8
#: Two kanji of a heading and a digit stay on one line in the narrowest column.
_SHORTEST: Final = 5
_LABEL: Final = 2900
#: A column of this width is not made narrower for the sake of others.
_NARROW: Final = 900
#: Names and values of so many lines are kept on one page.
_TOGETHER: Final = 28

#: Makes the drawing of a figure; None where there is no picture of it.
Draw = Callable[[Figure, int], Any | None]


class Body:
    """Turns blocks into elements. ``width``: of the text on the page, in twentieths of a point."""

    def __init__(self, say: Words, width: int, draw: Draw) -> None:
        self._say, self._width, self._draw = say, width, draw

    def of(self, blocks: Sequence[Block]) -> Iterator[Any]:
        """The elements of these blocks, in order."""
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Any]:
        match block:
            case Heading(text=text, level=level):
                yield elements.paragraph(visible(text), f"Heading {level}")
            case Paragraph(text=text):
                yield elements.paragraph(visible(text))
            case Note(text=text):
                yield elements.paragraph(visible(text), "Remark")
            case Bullets(items=items):
                for item in items:
                    yield elements.paragraph(visible(item), "List Bullet")
            case Fields(facts=facts):
                widths = [_LABEL, self._width - _LABEL]
                together = sum(shown(fact.value).count("\n") + 1 for fact in facts) <= _TOGETHER
                rows = [self._fact_row(fact, together and fact is not facts[-1]) for fact in facts]
                yield elements.table(widths, rows)
                yield elements.paragraph("", "After Table")
            case Figure():
                yield from self._figure(block)
            case Table():
                yield from self._table(block)

    def _figure(self, figure: Figure) -> Iterator[Any]:
        drawn = self._draw(figure, self._width)
        if drawn is None:
            yield elements.paragraph(visible(figure.instead), "Remark")
            return
        yield elements.picture(drawn)
        yield elements.paragraph(visible(figure.title), "Caption")

    def _table(self, table: Table) -> Iterator[Any]:
        if not table.rows:
            yield elements.paragraph(visible(table.empty))
            return
        columns = printed_columns(table)
        widths = _widths(columns, table, self._width)
        titles = [
            elements.cell(column.title, width, _HEAD, bold=True, right=column.number)
            for column, width in zip(columns, widths, strict=True)
        ]
        rows = [elements.row(titles, head=True)]
        for name, members in groups(table):
            if name:
                rows.append(elements.row([self._group(visible(name), sum(widths), len(columns))]))
            rows += [elements.row([self._cell(c, w) for c, w in zip(row, widths, strict=True)]) for row in members]
        if table.note:
            yield elements.paragraph(visible(table.note), "Remark")
        yield elements.table(widths, rows)
        yield elements.paragraph("", "After Table")

    def _group(self, name: str, width: int, columns: int) -> Any:
        return elements.cell(name, width, "F2F2F2", bold=True, span=columns, keep=True)

    def _fact_row(self, fact: Fact, keep: bool) -> Any:
        label = elements.cell(visible(fact.label), _LABEL, _HEAD, keep=keep)
        return elements.row([label, self._cell(fact.value, self._width - _LABEL)])

    def _cell(self, value: Cell, width: int) -> Any:
        if value is None:
            return elements.cell(self._say("report.blank"), width, colour="6B6B6B")
        fill = _FILLS[value.tone] if isinstance(value, Badge) else ""
        number = isinstance(value, int)
        text = visible(shown(value))
        indent = len(text) - len(text.lstrip("　"))  # a tree: lines that follow stand under the first
        # A shape alone at the end of a line says nothing.
        told = text.replace(" ", "\u00a0", 1) if fill else text[indent:]
        return elements.cell(told, width, fill, right=number, indent=indent)


def _widths(columns: tuple[Column, ...], table: Table, page: int) -> list[int]:
    """Widths that fill the page by the columns' shares; one that would break a word grows at the others' cost."""
    least = [_least(table, column) for column in columns]
    widths = dict(enumerate(least))
    open_to_share = set(widths)
    while open_to_share:
        free = page - sum(width for n, width in widths.items() if n not in open_to_share)
        shares = sum(columns[n].width for n in open_to_share)
        wanted = {n: free * columns[n].width // shares for n in open_to_share}
        too_narrow = {n for n, width in wanted.items() if width < least[n]}
        if not too_narrow:
            widths.update(wanted)
            break
        widths.update({n: least[n] for n in too_narrow})
        open_to_share -= too_narrow
    excess = sum(widths.values()) - page
    if excess > 0:  # too many long words: the wide columns give way, or numbers would be broken in two
        room = {n: width - _NARROW for n, width in widths.items() if width > _NARROW}
        widths.update({n: widths[n] - excess * room[n] // sum(room.values()) for n in room})
    return [widths[n] for n in range(len(columns))]


def _least(table: Table, column: Column) -> int:
    """Width at which no Latin word, no state, no date and no short label of a code is broken."""
    place = table.columns.index(column)
    whole = [row[place] for row in table.rows if isinstance(row[place], Badge | Coded | date)]
    texts = {column.title, *(shown(row[place]) for row in table.rows)}
    unbroken = {word for text in texts for word in text.split() if word.isascii()}
    badges = [cell for cell in whole if isinstance(cell, Badge)]
    short = [shown(cell) for cell in whole if isinstance(cell, Coded) and cells(shown(cell)) <= _SHORT_LABEL]
    longest = max((_SHORTEST, *map(cells, (*unbroken, *short, *(cell.text for cell in badges)))))
    return min(longest, _LONGEST_WORD) * _PER_CELL + _PADDING
