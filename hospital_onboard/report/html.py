"""A document as one HTML file: no outside resource, readable without script, on paper A4, on a phone as cards.

Jinja2 escapes everything; the one inline script (a filter) is named by its digest in the page's own content policy,
so that nothing else in the page can ever run.
"""

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard import places
from hospital_onboard.report.document import (
    Badge,
    Cell,
    Column,
    Document,
    Figure,
    Table,
    groups,
    printed_columns,
    shown,
)
from hospital_onboard.report.svg_chart import chart_svg
from hospital_onboard.report.svg_map import map_svg
from hospital_onboard.report.visible import visible
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: Tables and rows of a page of ours. No text can look like them: quotes and angle brackets in it are escaped.
_MARKS: Final = re.compile(r'<table data-table="(?P<table>[^"]+)"|<tr data-row>')


def write(document: Document) -> bytes:
    """The page's bytes."""
    say = words(document.lang)
    script = _source("document.js")
    page = (
        _environment()
        .get_template("document.html")
        .render(
            document=document,
            tables={table.key: said_once(table, say("report.reason-number")) for table in document.tables()},
            say=say,
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
    environment.filters.update(
        groups=groups,
        printed_columns=printed_columns,
        cell=_cell,
        cells=_cells,
        css_text=_css_text,
        chart=chart_svg,
        tiles=map_svg,
        image=_image,
    )
    environment.tests["of"] = lambda value, name: type(value).__name__ == name
    return environment


def _image(figure: Figure) -> str:
    """A drawing as an image of its own, in which nothing can run or load."""
    return "data:image/svg+xml;base64," + base64.b64encode(figure.svg.encode("utf-8", "backslashreplace")).decode()


def _cell(cell: "Cell | Markup", blank: str) -> "Markup":
    """One value. Here and in ``_cells`` because a macro takes ten times as long, and there are 50,000 of them."""
    from markupsafe import Markup, escape

    if cell is None:
        return Markup('<span class="blank">{}</span>').format(blank)
    if isinstance(cell, Markup):  # made by ``said_once``
        return cell
    if isinstance(cell, Badge):
        shape = Markup('<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>')
        return shape.format(cell.tone, cell.mark, visible(cell.word))
    return escape(visible(shown(cell)))


def _cells(row: "tuple[Cell | Markup, ...]", columns: tuple[Column, ...], blank: str) -> "Markup":
    """A row's cells; the first one names the row. What a phone writes before each stands once, in the style."""
    from markupsafe import Markup

    written = []
    for n, (cell, column) in enumerate(zip(row, columns, strict=True)):
        tag, scope = ("td", "") if n else ("th", ' scope="row"')
        side = ' class="number"' if column.number else ""
        written.append(f"<{tag}{scope}{side}>{_cell(cell, blank)}</{tag}>")
    return Markup("".join(written))  # noqa: S704  every part was escaped above


def said_once(table: Table, title: str) -> tuple[Table, Table | None]:
    """The table with its shared columns behind a number, and the list that the numbers lead to; ``title`` is theirs."""
    from markupsafe import Markup

    if not table.shared:
        return table, None
    shared = [n for n, column in enumerate(table.columns) if column.key in table.shared]
    numbers: dict[tuple[Cell, ...], int] = {}
    links: list[Any] = []
    for row in table.rows:
        number = numbers.setdefault(tuple(row[n] for n in shared), len(numbers) + 1)
        links.append(Markup('<a href="#{}-{}">{}</a>').format(table.key, number, number))
    short = table.without(*table.shared)
    short = replace(
        short,
        columns=(*short.columns, Column("said", title, 8)),
        rows=tuple((*row, link) for row, link in zip(short.rows, links, strict=True)),
    )
    columns = (Column("said", title, 8), *(table.columns[n] for n in shared))
    rows = tuple((str(number), *said) for said, number in numbers.items())
    return short, Table(table.key, title, columns, rows)


def _css_text(text: str) -> "Markup":
    """A text as a string in a style sheet; nothing in it can end the string or the style."""
    from markupsafe import Markup

    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in visible(text))
    return Markup(f'"{safe}"')  # noqa: S704  all but letters, digits and spaces is written by its number


def _final(value: Any) -> Any:
    """Every printed text has its hidden characters made visible; our own style and script hold none."""
    return visible(value) if type(value) is str else value


@cache
def _source(name: str) -> str:
    return (places.templates() / name).read_text(encoding="utf-8")
