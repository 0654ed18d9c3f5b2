"""A document as one HTML file: no outside resource, readable without script, on paper A4, on a phone as cards.

Jinja2 escapes everything; the one inline script (a filter) is named by its digest in the page's own content policy,
so that nothing else in the page can ever run.
"""

import base64
import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard import places
from hospital_onboard.report.document import Badge, Cell, Column, Document, Figure, groups, printed_columns, shown
from hospital_onboard.report.visible import visible
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: Tables and rows of a page of ours. No text can look like them: quotes and angle brackets in it are escaped.
_MARKS: Final = re.compile(r'<table role="table" data-table="(?P<table>[^"]+)"|<tr role="row" data-row>')


def write(document: Document) -> bytes:
    """The page's bytes."""
    script = _source("document.js")
    page = (
        _environment()
        .get_template("document.html")
        .render(
            document=document,
            say=words(document.lang),
            style=_source("document.css"),
            script=script,
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )
    return page.encode("utf-8")


def count_rows(content: bytes) -> dict[str, int]:
    """How many rows each table has in a written page, read back from its bytes."""
    counts: dict[str, int] = {}
    table = ""
    for mark in _MARKS.finditer(content.decode("utf-8")):
        if mark["table"]:
            table = mark["table"]
            counts[table] = 0
        else:
            counts[table] += 1
    return counts


@cache
def _environment() -> "Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_final,
    )
    environment.filters.update(groups=groups, printed_columns=printed_columns, cell=_cell, cells=_cells, image=_image)
    environment.tests["of"] = lambda value, name: type(value).__name__ == name
    return environment


def _image(figure: Figure) -> str:
    """A drawing as an image of its own, in which nothing can run or load."""
    return "data:image/svg+xml;base64," + base64.b64encode(figure.svg.encode("utf-8", "backslashreplace")).decode()


def _cell(cell: Cell, blank: str) -> "Markup":
    """One value. Here and in ``_cells`` because a macro takes ten times as long, and there are 50,000 of them."""
    from markupsafe import Markup, escape

    if cell is None:
        return Markup('<span class="blank">{}</span>').format(blank)
    if isinstance(cell, Badge):
        shape = Markup('<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>')
        return shape.format(cell.tone, cell.mark, visible(cell.word))
    return escape(visible(shown(cell)))


def _cells(row: tuple[Cell, ...], columns: tuple[Column, ...], blank: str) -> "Markup":
    """A row's cells; the first one names the row."""
    from markupsafe import Markup, escape

    written = []
    for n, (cell, column) in enumerate(zip(row, columns, strict=True)):
        tag, role = ("td", "cell") if n else ("th", 'rowheader" scope="row')
        side = ' class="number"' if column.number else ""
        value = f'<span class="value">{_cell(cell, blank)}</span>'
        written.append(f'<{tag} role="{role}" data-label="{escape(column.title)}"{side}>{value}</{tag}>')
    return Markup("\n".join(written))  # noqa: S704  every part was escaped above


def _final(value: Any) -> Any:
    """Every printed text has its hidden characters made visible; our own style and script hold none."""
    return visible(value) if type(value) is str else value


@cache
def _source(name: str) -> str:
    return (places.templates() / name).read_text(encoding="utf-8")
