"""A document as one HTML file: no outside resource, readable without script, on paper A4, on a phone as cards.

Jinja2 escapes everything; the one inline script (a filter) is named by its digest in the page's own content policy,
so that nothing else in the page can ever run.
"""

import base64
import hashlib
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from hospital_onboard import places
from hospital_onboard.report.document import Document, groups, printed_columns, shown
from hospital_onboard.report.visible import visible
from hospital_onboard.text.wording import words

if TYPE_CHECKING:
    from jinja2 import Environment


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
    counter = _RowCounter()
    counter.feed(content.decode("utf-8"))
    return counter.counts


class _RowCounter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self._table = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and (key := given.get("data-table")):
            self._table = key
            self.counts.setdefault(key, 0)
        elif tag == "tr" and "data-row" in given and self._table:
            self.counts[self._table] += 1


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
    environment.filters.update(shown=shown, groups=groups, printed_columns=printed_columns)
    environment.tests["of"] = lambda value, name: type(value).__name__ == name
    return environment


def _final(value: Any) -> Any:
    """Every printed text has its hidden characters made visible; our own style and script hold none."""
    return visible(value) if type(value) is str else value


@cache
def _source(name: str) -> str:
    return (places.templates() / name).read_text(encoding="utf-8")
