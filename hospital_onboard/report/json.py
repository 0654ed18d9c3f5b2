"""A document as JSON: tables as lists of objects by column key, codes never translated."""

import json as json_module
from typing import Any

from hospital_onboard.report.document import Document, Fields, Note, Paragraph, Table, raw


def write(document: Document) -> bytes:
    """UTF-8, two spaces of indent, a newline at the end."""
    frame = document.frame
    content = {
        "schema": document.schema,
        "title": document.title,
        "lang": document.lang,
        "on": frame.day.isoformat(),
        "owner": frame.owner,
        "standing_note": frame.standing,
        "assumptions": [{"id": item.id, "text": item.text} for item in frame.assumptions],
        "notes": [block.text for block in document.blocks if isinstance(block, Note | Paragraph)],
        "facts": {
            block.key: {fact.key: raw(fact.value) for fact in block.facts}
            for block in document.blocks
            if isinstance(block, Fields)
        },
        "tables": {table.key: rows(table) for table in document.tables()},
    }
    return dump(content)


def rows(table: Table) -> list[dict[str, Any]]:
    """The table's rows as objects."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(raw, row), strict=True)) for row in table.rows]


def dump(content: object) -> bytes:
    """Steady bytes of plain data; characters as they are, lone surrogates escaped so that UTF-8 can hold them."""
    text = json_module.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", errors="backslashreplace") + b"\n"


def count_rows(content: bytes) -> dict[str, int]:
    """How many rows each table has, read back from the bytes."""
    return {key: len(rows) for key, rows in json_module.loads(content)["tables"].items()}
