"""A document for a word processor: A4, real styles and table of contents, headers, footers, page numbers.

The body is written as XML elements directly: python-docx's table API looks a cell up by walking the table, which
takes minutes at 500 components.
"""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard.report import docx_parts as parts
from hospital_onboard.report.document import (
    Badge,
    Block,
    Bullets,
    Cell,
    Chart,
    Coded,
    Column,
    Document,
    Fact,
    Fields,
    Heading,
    Note,
    Paragraph,
    Table,
    TileMap,
    groups,
    printed_columns,
    shown,
)
from hospital_onboard.report.steady_zip import steady
from hospital_onboard.report.visible import visible
from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import Words, words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_FILLS: Final = {"good": "DDEFE0", "owed": "FBE3E0", "doubt": "FFF2CC", "quiet": "EEEEEE"}
_HEAD: Final = "DCE6F1"
#: Width of the text on an A4 page with 18 mm margins, in twentieths of a point.
_PAGE: Final = 9860
#: What a Latin letter of the small size and a cell's margins take, in the same unit.
_PER_CELL: Final = 108
_PADDING: Final = 230
_LONGEST_WORD: Final = 14


def write(document: Document) -> bytes:
    """The file's bytes; the same document gives the same bytes."""
    import docx

    word = docx.Document()
    parts.set_up(word, document.lang)
    _properties(word, document)
    _header_and_footer(word, document)
    body = _Body(word, document)
    body.cover()
    first = next((n for n, block in enumerate(document.blocks) if isinstance(block, Heading)), len(document.blocks))
    for block in document.blocks[:first]:
        body.add(block)
    body.contents()
    for block in document.blocks[first:]:
        body.add(block)
    out = BytesIO()
    word.save(out)
    return steady(out.getvalue(), document.frame.day)


class _Body:
    """Blocks put before the section's properties, one after the other."""

    def __init__(self, word: "WordDocument", document: Document) -> None:
        self._document = document
        self._say: Words = words(document.lang)
        self._body = word.element.body
        self._headings = 0

    def cover(self) -> None:
        """Title, whose it is, the day, and what the reader must know before reading on."""
        frame = self._document.frame
        self._put(parts.paragraph(visible(self._document.title), "Title"))
        if self._document.subtitle:
            self._put(parts.paragraph(visible(self._document.subtitle), "Subtitle"))
        whose = (Fact("owner", self._say("report.owner"), frame.owner), Fact("on", self._say("report.day"), frame.day))
        self.add(Fields("frame", whose))
        self.add(Note(frame.standing))
        for assumption in frame.assumptions:
            self.add(Note(f"{self._say('report.assumption')}: {assumption.text}"))

    def contents(self) -> None:
        """A table of contents, filled in already, on the first page; the word processor adds the page numbers."""
        named = [block for block in self._document.blocks if isinstance(block, Heading) and block.level <= 2]
        self._put(parts.paragraph(self._say("report.contents"), "TOC Heading"))
        for element in parts.contents([(visible(heading.text), heading.level) for heading in named]):
            self._put(element)
        self._put(parts.page_break())

    def add(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading(text=text, level=level):
                self._headings += level <= 2
                mark = parts.bookmark_name(self._headings) if level <= 2 else ""
                self._put(parts.paragraph(visible(text), f"Heading {level}", bookmark=mark))
            case Paragraph(text=text):
                self._put(parts.paragraph(visible(text)))
            case Note(text=text):
                self._put(parts.paragraph(visible(text), "Remark"))
            case Bullets(items=items):
                for item in items:
                    self._put(parts.paragraph(visible(item), "List Bullet"))
            case Fields(facts=facts):
                rows = [(fact.label, fact.value) for fact in facts]
                self._put(parts.table([2900, _PAGE - 2900], [self._fact_row(*row) for row in rows]))
                self._put(parts.paragraph("", "After Table"))
            case Table():
                self._table(block)
            case Chart() | TileMap():
                pass  # says nothing that its table does not say

    def _table(self, table: Table) -> None:
        if not table.rows:
            self._put(parts.paragraph(visible(table.empty)))
            return
        columns = printed_columns(table)
        widths = _widths(columns, table)
        titles = [
            parts.cell(column.title, width, _HEAD, bold=True, right=column.number)
            for column, width in zip(columns, widths, strict=True)
        ]
        rows = [parts.row(titles, head=True)]
        for name, members in groups(table):
            if name:
                rows.append(parts.row([parts.cell(visible(name), sum(widths), "F2F2F2", bold=True, span=len(columns))]))
            rows += [parts.row([self._cell(c, w) for c, w in zip(row, widths, strict=True)]) for row in members]
        if table.note:
            self._put(parts.paragraph(visible(table.note), "Remark"))
        self._put(parts.table(widths, rows))
        self._put(parts.paragraph("", "After Table"))

    def _fact_row(self, label: str, value: Cell) -> Any:
        return parts.row([parts.cell(visible(label), 2900, _HEAD), self._cell(value, _PAGE - 2900)])

    def _cell(self, value: Cell, width: int) -> Any:
        if value is None:
            return parts.cell(self._say("report.blank"), width, colour="6B6B6B")
        fill = _FILLS[value.tone] if isinstance(value, Badge) else ""
        number = isinstance(value, int)
        text = visible(shown(value))
        # A shape alone at the end of a line says nothing.
        return parts.cell(text.replace(" ", "\u00a0", 1) if fill else text, width, fill, right=number)

    def _put(self, element: Any) -> None:
        self._body.insert(len(self._body) - 1, element)  # the last child holds the section's properties


def _widths(columns: tuple[Column, ...], table: Table) -> list[int]:
    """Widths that fill the page by the columns' shares; one that would break a word grows at the others' cost."""
    least = [_least(table, column) for column in columns]
    widths = dict(enumerate(least))
    open_to_share = set(widths)
    while open_to_share:
        free = _PAGE - sum(width for n, width in widths.items() if n not in open_to_share)
        shares = sum(columns[n].width for n in open_to_share)
        wanted = {n: free * columns[n].width // shares for n in open_to_share}
        too_narrow = {n for n, width in wanted.items() if width < least[n]}
        if not too_narrow:
            widths.update(wanted)
            break
        widths.update({n: least[n] for n in too_narrow})
        open_to_share -= too_narrow
    whole = max(sum(widths.values()), _PAGE)
    return [widths[n] * _PAGE // whole for n in range(len(columns))]


def _least(table: Table, column: Column) -> int:
    """Width at which no word of the title, no state, no code's label and no date is broken."""
    place = table.columns.index(column)
    whole = [row[place] for row in table.rows if isinstance(row[place], Badge | Coded | date)]
    unbroken = {word for text in (column.title, *map(shown, whole)) for word in text.split() if word.isascii()}
    badges = [cell for cell in whole if isinstance(cell, Badge)]
    longest = max((cells(text) for text in (*unbroken, *(cell.text for cell in badges))), default=4)
    return min(longest, _LONGEST_WORD) * _PER_CELL + _PADDING


def _header_and_footer(word: "WordDocument", document: Document) -> None:
    say = words(document.lang)
    frame = document.frame
    section = word.sections[0]
    section.header.paragraphs[0].text = visible(f"{document.title}\t{frame.owner}")
    footer = section.footer.paragraphs[0]
    footer.text = f"{say('report.footer')}\t{frame.day.isoformat()}　"
    parts.page_number(footer)


def _properties(word: "WordDocument", document: Document) -> None:
    day = document.frame.day
    core = word.core_properties
    core.title = visible(document.title)[:255]
    core.author = core.last_modified_by = visible(document.frame.owner)[:255]
    core.comments = ""
    core.language = document.lang
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    core.revision = 1
