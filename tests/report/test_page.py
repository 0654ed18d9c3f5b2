"""The page in a real browser: nothing is fetched, nothing runs but our filter, everybody can read it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hospital_onboard.report import html
from hospital_onboard.report.document import Document, shown
from hospital_onboard.text.wording import LANGUAGES, Lang

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=list(quiet))
        yield opened
        opened.close()


@pytest.fixture
def opened(
    browser: Any, documents: Callable[[str, Lang], Document], tmp_path: Path
) -> Iterator[Callable[..., tuple[Any, list[str], list[str]]]]:
    """Opens the readiness page; returns it with everything it asked for and everything it complained about."""
    contexts = []

    def open_page(lang: Lang, **options: Any) -> tuple[Any, list[str], list[str]]:
        file = tmp_path / "readiness.html"
        file.write_bytes(html.write(documents("readiness", lang)))
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(file.as_uri())
        return page, asked, said

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_asks_for_nothing_and_complains_of_nothing(opened: Callable[..., Any], lang: Lang) -> None:
    page, asked, said = opened(lang)
    assert [url.split(":")[0] for url in asked] == ["file"]
    assert said == []
    assert page.evaluate("document.documentElement.lang") == lang


def test_page_shows_hostile_texts_as_typed(opened: Callable[..., Any], sample: ModuleType) -> None:
    page, _, _ = opened("ja")
    page.locator("summary").click()
    text = page.inner_text("main")
    for hostile in (*sample.HOSTILE_SHOWN[:2], *sample.HOSTILE_SHOWN[3:]):
        assert hostile in text
    assert page.locator("script").count() == 1


def test_filter_leaves_the_rows_that_hold_every_word(opened: Callable[..., Any]) -> None:
    page, _, _ = opened("ja")
    everything = page.locator("tr[data-row]").count()
    page.fill("#filter input", "ＨＸ-ＤＢ 機能")
    visible = "[...document.querySelectorAll('tr[data-row]')].filter(row => row.offsetParent).map(row => row.innerText)"
    seen = page.evaluate(visible)
    assert 0 < len(seen) < everything
    assert all("HX-DB" in row and "機能" in row for row in seen)
    assert page.inner_text("#filter output") == f"{everything} 行のうち {len(seen)} 行"


def test_without_script_every_row_is_there_and_no_filter_is_offered(opened: Callable[..., Any]) -> None:
    page, _, _ = opened("ja", java_script_enabled=False)
    rows = page.locator("tr[data-row]")
    assert not page.locator("[data-table=lines] tr[data-row]").first.is_visible()
    page.locator("summary").click()
    assert rows.first.is_visible() and rows.last.is_visible()
    assert not page.locator("#filter").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_page_fits_the_width_in_both_schemes(opened: Callable[..., Any], width: int, scheme: str) -> None:
    page, _, _ = opened("ja", viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert (_brightness(ink) < _brightness(paper)) is (scheme == "light")


def test_tables_are_tables_to_a_screen_reader_also_as_cards(opened: Callable[..., Any]) -> None:
    page, _, _ = opened("ja", viewport={"width": 390, "height": 800})
    page.locator("summary").click()
    table = page.get_by_role("table", name="全項目")
    assert table.count() == 1
    assert table.get_by_role("row").count() > 100
    first = table.locator("tr[data-row]").first
    assert first.get_by_role("rowheader").count() == 1
    assert first.get_by_role("cell").count() > 5


def test_a_reason_said_once_is_found_by_its_number(
    opened: Callable[..., Any], documents: Callable[[str, Lang], Document]
) -> None:
    page, _, _ = opened("ja")
    table = next(table for table in documents("readiness", "ja").tables() if table.key == "lines")
    keys = [column.key for column in table.columns]
    shared = [keys.index(key) for key in table.shared]
    linked = page.evaluate(
        "[...document.querySelectorAll('[data-table=lines] tr[data-row]')].map(row => {"
        "  const said = document.querySelector(row.querySelector('a').getAttribute('href'));"
        "  return [row.querySelector('td:nth-last-child(2)').textContent,"
        "          ...[...said.querySelectorAll('td')].map(cell => cell.textContent)]; })"
    )
    assert linked == [[row[keys.index("id")], *(shown(row[n]) for n in shared)] for row in table.rows]
    different = {tuple(row[n] for n in shared) for row in table.rows}
    assert page.locator("[data-said=lines] tbody tr").count() == len(different) < len(table.rows)


def test_a_phone_says_before_each_value_what_it_is(opened: Callable[..., Any]) -> None:
    page, _, _ = opened("ja", viewport={"width": 390, "height": 800})
    label = "cell => getComputedStyle(cell, '::before').content"
    first = page.locator("[data-table=operators] tr[data-row]").first
    heads = page.locator("[data-table=operators] thead th").all_text_contents()
    assert [cell.evaluate(label).strip('"') for cell in first.locator("th, td").all()] == heads
    wide, _, _ = opened("ja")
    assert wide.locator("[data-table=operators] tr[data-row] td").first.evaluate(label) in ("none", "normal")


def test_page_prints_on_a4(opened: Callable[..., Any]) -> None:
    page, _, said = opened("ja")
    pdf = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(842, 595)}
    assert said == []


def _brightness(colour: str) -> float:
    return sum(float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3])
