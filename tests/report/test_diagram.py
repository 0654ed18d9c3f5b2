"""The system diagram: words stand inside their boxes, nothing typed is markup, a machine without fonts says so."""

import io
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from hospital_onboard.report import drawing_png
from hospital_onboard.report.document import Figure
from hospital_onboard.report.drawing import Arrow, Box, Word, svg
from hospital_onboard.report.packet.diagram import draw, figure
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.work import plans
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_packet import scope_of

FONT = drawing_png.japanese_fonts()


@pytest.mark.skipif(FONT is None, reason="needs a Japanese font")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("components", [3, 300])
def test_no_word_leaves_its_box_and_no_box_leaves_the_page(desk: Desk, lang: Lang, components: int) -> None:
    from PIL import ImageFont

    assert FONT is not None
    fill(desk, hospitals=1, components=components, agency=False)
    for plan in plans.all_plans(desk):
        scope = scope_of(desk, plan.id)
        drawing = draw(scope, Telling(scope.inventory, words(lang)))
        boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
        for shape in drawing.shapes:
            if isinstance(shape, Box):
                assert shape.x + shape.width <= drawing.width and shape.y + shape.height <= drawing.height
            if isinstance(shape, Word):
                width = ImageFont.truetype(FONT[shape.bold], shape.size).getlength(shape.text)
                around = [b for b in boxes if b.x <= shape.x <= b.x + b.width and b.y <= shape.y <= b.y + b.height]
                right = min((b.x + b.width for b in around), default=drawing.width)
                assert shape.x + width <= right, (shape.text, width)
        assert drawing.height <= 1300
        rows = [box for box in boxes if box.line == "#9aa5b1"]
        assert len(rows) == len({part.layer for _, part in scope.components})


def test_ways_in_from_afar_are_arrows_into_the_equipment(filled: Desk, sample: ModuleType) -> None:
    scope = scope_of(filled, sample.PLAN)
    drawing = draw(scope, Telling(scope.inventory, words("ja")))
    arrows = [shape for shape in drawing.shapes if isinstance(shape, Arrow)][:-3]
    assert [(arrow.dashed, arrow.points[-1][0]) for arrow in arrows] == [(False, 372)]
    said = " ".join(shape.text for shape in drawing.shapes if isinstance(shape, Word))
    assert "VPN装置 → 保守用中継サーバー" in said.replace("　", "") or "VPN装置" in said
    assert "再委託 3次" in said


def test_svg_holds_texts_as_texts(filled: Desk, sample: ModuleType) -> None:
    scope = scope_of(filled, sample.PLAN)
    root = ElementTree.fromstring(svg(draw(scope, Telling(scope.inventory, words("ja")))))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "rect", "text", "polyline", "polygon"}
    said = "".join(element.text or "" for element in root.iter())
    assert sample.HOSTILE[1] in said  # the <script> of a party's name, as it was typed
    assert not any("href" in name for element in root.iter() for name in element.attrib)


@pytest.mark.skipif(FONT is None, reason="needs a Japanese font")
def test_picture_is_the_same_every_time_and_of_the_drawing(filled: Desk, sample: ModuleType) -> None:
    from PIL import Image

    scope = scope_of(filled, sample.PLAN)
    drawing = draw(scope, Telling(scope.inventory, words("ja")))
    first = drawing_png.png(drawing)
    assert first is not None and first == drawing_png.png(drawing)
    image = Image.open(io.BytesIO(first))
    assert image.size == (drawing.width * 2, drawing.height * 2)
    assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 20


def test_without_a_japanese_font_the_text_says_where_the_drawing_is(
    filled: Desk, sample: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_png, "japanese_fonts", lambda: None)
    scope = scope_of(filled, sample.PLAN)
    made: Figure = figure(scope, Telling(scope.inventory, words("ja")), "05_system_diagram.svg")
    assert made.png is None and "05_system_diagram.svg" in made.instead and made.svg.startswith("<svg")


def test_a_font_that_has_no_kanji_is_not_taken() -> None:
    latin = [str(file) for file in Path("/usr/share/fonts").rglob("*Mono*.ttf") if "CJK" not in file.name]
    if not latin:
        pytest.skip("no Latin font here")
    assert not drawing_png._is_japanese(latin[0])
    assert not drawing_png._is_japanese("/nowhere.ttf")
