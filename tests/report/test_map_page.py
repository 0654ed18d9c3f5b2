"""The map and the charts of a page in a real browser: by keyboard, by mouse, on paper, without a single request."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard.reference.prefectures import all_prefectures
from hospital_onboard.report import html
from hospital_onboard.report.document import Chart, Coded, Column, Document, Frame, Table, TileMap
from hospital_onboard.report.marks import STANDINGS, standing_badge
from hospital_onboard.text.wording import words

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
HOSTILE = "<script>alert(1)</script>\"'&"


def document() -> Document:
    """A map of all prefectures, a chart with a gap, a table to go to for Tokyo only."""
    say = words("ja")
    places = tuple(
        (Coded(p.code, p.name_ja), standing_badge(STANDINGS[n % 5], say), f"{n % 3}/1", HOSTILE)
        for n, p in enumerate(all_prefectures())
    )
    columns = (Column("p", "都道府県"), Column("s", "状態"), Column("n", "指定"), Column("x", "備考"))
    months = (("2027-01", 1, 0), ("2027-02", 4, ""), ("2027-03", 8, ""))
    burn_up = (Column("m", "月"), Column("target", HOSTILE, 8, True), Column("ready", "準備", 8, True))
    blocks = (
        TileMap("places", "地図", "p", "s", "n", "pref_"),
        Chart("months", "推移", "line", "m", ("target", "ready")),
        Chart("months", "月別", "bar", "m", ("target", "ready")),
        Table("places", "都道府県", columns, places),
        Table("months", "月", burn_up, months),
        Table("pref_13", "東京都", (Column("o", "病院"),), (("架空病院",),)),
    )
    return Document("test/1", "地図", "ja", Frame("全国", date(2027, 11, 23), "未施行", ()), blocks)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The page, with everything it asked for and complained about as ``asked`` and ``said``."""
    from playwright.sync_api import sync_playwright

    file = tmp_path_factory.mktemp("map") / "map.html"
    file.write_bytes(html.write(document()))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True).new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.goto(Path(file).as_uri())
        yield page
        browser.close()


def test_nothing_is_asked_for_and_nothing_runs(page: Any) -> None:
    assert [url.split(":")[0] for url in page.asked] == ["file"]
    assert page.said == []
    assert page.locator("script").count() == 1


def test_every_prefecture_is_a_tile_told_apart_by_its_mark(page: Any) -> None:
    assert page.locator("svg.tiles [data-col]").count() == 47
    tokyo = page.locator("svg.tiles a", has_text="東京")
    mark = standing_badge(STANDINGS[12 % 5], words("ja")).mark
    assert tokyo.locator("text.said").text_content() == f"{mark} 0/1"


def test_arrow_keys_go_from_tile_to_tile_and_enter_opens_the_table(page: Any) -> None:
    page.locator("svg.tiles [data-col]", has_text="埼玉").focus()
    assert "埼玉県" in page.locator("figure output.said").inner_text()
    page.keyboard.press("ArrowDown")
    assert "東京都" in page.locator("figure output.said").inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#table-pref_13"
    page.locator("svg.tiles [data-col]", has_text="沖縄").focus()
    page.keyboard.press("ArrowLeft")
    assert "沖縄県" in page.locator("figure output.said").inner_text()


def test_hovering_says_all_of_a_tile_with_text_as_text(page: Any) -> None:
    page.locator("svg.tiles [data-col]", has_text="北海道").hover()
    said = page.locator("figure output.said").inner_text()
    assert "北海道" in said and HOSTILE in said


def test_a_chart_draws_only_the_numbers_there_are(page: Any) -> None:
    line, bars = page.locator("svg.chart").all()
    assert line.locator("circle.s0").count() == 3
    assert line.locator("circle.s1").count() == 1
    assert bars.locator("rect.bar.s0 title").count() == 3
    assert line.locator("circle.s0 title").nth(1).text_content() == f"2027-02 {HOSTILE}: 4"
    dashes = {line.locator("polyline").nth(n).get_attribute("stroke-dasharray") for n in range(2)}
    assert len(dashes) == 2


def test_on_paper_the_map_stands_whole_and_without_the_tools(page: Any) -> None:
    page.emulate_media(media="print")
    box = page.locator("svg.tiles").bounding_box()
    assert box["width"] > 300 and box["height"] > 200
    assert box["height"] < 620, "no higher than what is left of a landscape A4 page at 96 dots an inch"
    assert not page.locator("figure output.said").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('figure')).breakInside") == "avoid"
    page.emulate_media(media="screen")
