"""A document as plain text, to be read where no browser is: on a server, over a slow line, by a screen reader."""

from collections.abc import Iterator

from hospital_onboard.report.document import (
    Block,
    Bullets,
    Cell,
    Coded,
    Document,
    Fields,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
)

_MARKS = {1: "■ ", 2: "□ ", 3: "・"}


def write(document: Document) -> str:
    """The whole text: title, then block after block, an empty line between them."""
    blocks = ["\n".join(_lines(block)) for block in document.blocks]
    head = "  ".join(part for part in (document.title, document.subtitle) if part)
    return "\n\n".join([head, *(block for block in blocks if block)])


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield _MARKS.get(level, "") + text
        case Paragraph(text) | Note(text):
            yield text
        case Bullets(items):
            yield from (f"・{item}" for item in items)
        case Fields(_, facts):
            yield from (f"{fact.label}: {_text(fact.value)}" for fact in facts)
        case Table():
            yield from _table(block)
        case Figure():
            yield f"［{block.title}］ {block.alt}"


def _table(table: Table) -> Iterator[str]:
    """Row by row: a table as wide as the paper would not fit a terminal."""
    if not table.rows and table.empty:
        yield table.empty
    titles = [column.title for column in table.columns]
    for row in table.rows:
        said = [f"{title}: {_text(cell)}" for title, cell in zip(titles, row, strict=True) if cell not in (None, "")]
        yield "・" + "　".join(said)
    if table.note:
        yield table.note


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.label if isinstance(cell, Coded) else getattr(cell, "text", str(cell))
