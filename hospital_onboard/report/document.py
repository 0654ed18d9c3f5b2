"""A neutral document: what is said, without a word about fonts, sheets or tags. Every writer prints the same one.

A cell holds the value itself (a date is a date), so that a spreadsheet can sort it and JSON can carry the code.
``None`` is "not answered", an empty text is "nothing to say". Text is text: no writer reads
markup, a formula or a path in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from hospital_onboard.text.wording import Lang

Tone = Literal["good", "owed", "doubt", "quiet"]


@dataclass(frozen=True, slots=True)
class Coded:
    """One code of a vocabulary and its label in the document's language."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: word and shape say it, the tone only repeats it in colour."""

    code: str
    word: str
    mark: str
    tone: Tone

    @property
    def text(self) -> str:
        """Shape and word, as shown."""
        return f"{self.mark} {self.word}"


Cell = str | int | Decimal | date | Coded | Badge | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: stable ``key``, title as read, and its share of the page in terminal cells (a kanji takes 2)."""

    key: str
    title: str
    width: int = 16
    #: Holds numbers, which stand to the right.
    number: bool = False


@dataclass(frozen=True)
class Heading:
    """``level`` 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short items without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A remark that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One named value: stable ``key``, label as read."""

    key: str
    label: str
    value: Cell


@dataclass(frozen=True)
class Fields:
    """Names and values, one under the other. ``key`` names the group in files."""

    key: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """Rows of typed cells. ``key`` names the table in files; ``title`` is its sheet.

    ``group`` is the key of a column whose equal neighbours are printed as one group under its value.
    ``empty`` is said when there are no rows. ``folded`` is for a long table to look things up in: a page shows it
    closed, and neither page nor sheet prints it unasked. ``shared`` are keys of columns that say the same in many
    rows: a page says each combination once, in a list under the table, and its number in the rows.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    note: str = ""
    group: str = ""
    folded: bool = False
    shared: tuple[str, ...] = ()

    def index(self, key: str) -> int:
        """The place of a column. Raises ``StopIteration`` when there is none of that key."""
        return next(n for n, column in enumerate(self.columns) if column.key == key)

    def without(self, *keys: str) -> "Table":
        """The same table without these columns."""
        kept = [n for n, column in enumerate(self.columns) if column.key not in keys]
        return replace(
            self,
            columns=tuple(self.columns[n] for n in kept),
            rows=tuple(tuple(row[n] for n in kept) for row in self.rows),
            group="" if self.group in keys else self.group,
            shared=tuple(key for key in self.shared if key not in keys),
        )


@dataclass(frozen=True)
class Chart:
    """Columns of one of the document's tables, drawn: it shows nothing that the table does not say.

    ``x`` is the column along the bottom, each of ``series`` one line or one set of bars. Rows where a series has no
    number are left out of that series.
    """

    table: str
    title: str
    kind: Literal["line", "bar"]
    x: str
    series: tuple[str, ...]


@dataclass(frozen=True)
class TileMap:
    """Rows of one of the document's tables, each placed on the tile of its prefecture.

    ``place`` is the column with the prefecture (code and name), ``state`` the one with its badge, ``number`` the one
    whose value stands on the tile. ``details`` + code is the key of the table to go to, if the document has it.
    """

    table: str
    title: str
    place: str
    state: str
    number: str
    details: str


@dataclass(frozen=True)
class Figure:
    """A drawing: as SVG, and as a picture where one could be made. ``size`` is width and height in drawing units.

    ``alt`` says what can be seen; ``instead`` is said where the picture is not there.
    """

    key: str
    title: str
    svg: str
    png: bytes | None
    size: tuple[int, int]
    alt: str
    instead: str


Block = Heading | Paragraph | Bullets | Note | Fields | Figure | Table | Chart | TileMap


@dataclass(frozen=True, slots=True)
class Assumed:
    """Something the document rests on without its being law: stable id, and a sentence."""

    id: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What every page must say: whose data, which day, how the rules stand, what is only assumed."""

    owner: str
    day: date
    #: One sentence that goes on every page or sheet.
    standing: str
    assumptions: tuple[Assumed, ...]


@dataclass(frozen=True)
class Document:
    """A document in one language. ``schema`` names its JSON form."""

    schema: str
    title: str
    lang: Lang
    frame: Frame
    blocks: tuple[Block, ...]
    subtitle: str = ""

    def table(self, key: str) -> Table:
        """The table of that key. Raises ``StopIteration`` when the document has none."""
        return next(table for table in self.tables() if table.key == key)

    def tables(self) -> Iterator[Table]:
        """The tables in order."""
        return (block for block in self.blocks if isinstance(block, Table))


def shown(cell: Cell, blank: str = "") -> str:
    """A cell as a person reads it; dates are ISO in every language, as the forms of this tool take them."""
    if cell is None:
        return blank
    if isinstance(cell, Badge):
        return cell.text
    if isinstance(cell, Coded):
        return cell.label
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def raw(cell: Cell) -> str | int | float | None:
    """A cell as a machine reads it: codes instead of labels, ISO dates, numbers as numbers."""
    if isinstance(cell, Badge | Coded):
        return cell.code
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    return None if cell == "" else cell


def groups(table: Table) -> list[tuple[str, list[tuple[Cell, ...]]]]:
    """The rows in their groups, each under the shown value of the group column; one nameless group without one."""
    if not table.group:
        return [("", list(table.rows))]
    place = next(n for n, column in enumerate(table.columns) if column.key == table.group)
    found: list[tuple[str, list[tuple[Cell, ...]]]] = []
    for row in table.rows:
        name = shown(row[place])
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(row[:place] + row[place + 1 :])
    return found


def printed_columns(table: Table) -> tuple[Column, ...]:
    """The columns where groups are printed: without the group column."""
    return tuple(column for column in table.columns if column.key != table.group)
