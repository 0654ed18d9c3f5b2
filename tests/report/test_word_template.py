"""An office's own Word template: moved and renamed parts work, a broken one is refused with the place."""

import io
import re
from collections.abc import Callable
from datetime import date

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from hospital_onboard import places
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.report.document import Block, Heading, Note, Paragraph
from hospital_onboard.report.packet.parts import PARTS, REQUIRED
from hospital_onboard.report.word.fill import Filling, Template, fill
from hospital_onboard.text.wording import words

SHIPPED = (places.templates() / "packet.ja.docx").read_bytes()
TEXTS = {"title": "相談資料", "plan": "更新", "owner": "病院", "day": "2027-11-23", "footer": "-", "mark": ""}
PART_TEXTS: dict[str, tuple[Block, ...]] = {key: (Paragraph(f"<{key}>"),) for key in PARTS}


def _filled(content: bytes, texts: dict[str, str] | None = None, mark: str = "") -> WordDocument:
    filling = Filling({**TEXTS, **(texts or {})}, PART_TEXTS, REQUIRED, date(2027, 11, 23), mark)
    return docx.Document(io.BytesIO(fill(Template("自院.docx", content, SHIPPED), filling, words("ja"))))


def _made(change: Callable[[WordDocument], object]) -> bytes:
    word = docx.Document(io.BytesIO(SHIPPED))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _texts(word: WordDocument) -> list[str]:
    return [line.text for line in word.paragraphs if line.text.strip()]


def _tag(word: WordDocument, key: str) -> docx.text.paragraph.Paragraph:
    return next(line for line in word.paragraphs if f"parts.{key} " in line.text)


def test_shipped_template_places_every_part_under_its_heading() -> None:
    said = _texts(_filled(SHIPPED))
    assert [text for text in said if text.startswith("<")] == [f"<{key}>" for key in PARTS]
    assert not any("{{" in text or "{%" in text for text in said)
    assert said[said.index("<equipment>") - 1] == "特定重要設備"


def test_parts_may_be_moved_renamed_and_left_out() -> None:
    def change(word: WordDocument) -> None:
        data, plan = _tag(word, "data"), _tag(word, "plan")
        heading = data._p.getprevious()
        plan._p.getprevious().addprevious(heading)
        plan._p.getprevious().addprevious(data._p)
        docx.text.paragraph.Paragraph(heading, word).runs[0].text = "データの扱い"
        for part in ("grounds", "questions"):
            line = _tag(word, part)
            line._p.getparent().remove(line._p)

    said = _texts(_filled(_made(change)))
    parts = [text[1:-1] for text in said if text.startswith("<")]
    assert parts[:4] == ["standing", "summary", "data", "plan"] and "grounds" not in parts
    assert said[said.index("<data>") - 1] == "データの扱い"
    contents = [text for text in said if "\t" in text]
    assert contents[:2] == ["1. データの扱い\t…", "2. 何を、なぜ計画しているか\t…"]


def test_a_template_written_by_a_japanese_word_keeps_its_own_styles() -> None:
    """Such a Word numbers its styles, and knows none of ours; tags come in several runs."""

    def change(word: WordDocument) -> None:
        for name, key in (("Heading 2", "21"), ("List Bullet", "22")):
            word.styles[name].element.set(qn("w:styleId"), key)
        for name in ("Remark", "Cell Text", "Draft Mark"):
            word.styles[name].delete()
        line = _tag(word, "plan")
        text = line.text
        line.runs[0].text = text[:4]
        line.add_run(text[4:9])
        line.add_run(text[9:])

    content = _made(change)
    blocks: dict[str, tuple[Block, ...]] = {**PART_TEXTS, "plan": (Heading("見出し", 2), Note("注意"))}
    filling = Filling(TEXTS, blocks, REQUIRED, date(2027, 11, 23))
    word = docx.Document(io.BytesIO(fill(Template("自院.docx", content, SHIPPED), filling, words("ja"))))
    styles = {line.text: (line.style.name, line.style.style_id) for line in word.paragraphs if line.style}
    assert styles["見出し"] == ("Heading 2", "21")
    assert styles["注意"] == ("Remark", "Remark")


def test_data_is_never_markup() -> None:
    evil = "{{ 7*7 }} {% raw %} {_{ <w:t>&amp;\n二行目"
    word = _filled(SHIPPED, {"plan": evil, "owner": evil})
    assert evil in [line.text for line in word.paragraphs]
    assert word.tables[0].rows[0].cells[1].text == evil


def test_conditions_show_what_is_for_drafts_only() -> None:
    def change(word: WordDocument) -> None:
        tag = _tag(word, "plan")
        for text in ("{%p if draft %}", "内部確認用: {{ mark }}", "{%p endif %}"):
            tag.insert_paragraph_before(text)

    assert "内部確認用: 下書き" in _texts(_filled(_made(change), {"mark": "下書き"}, mark="下書き"))
    assert not any("内部" in text for text in _texts(_filled(_made(change))))


def test_a_draft_says_so_at_the_head_of_every_page_whatever_the_template() -> None:
    def change(word: WordDocument) -> None:
        word.sections[0].different_first_page_header_footer = True
        word.settings.odd_and_even_pages_header_footer = True
        section = word.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "第二部"

    word = _filled(_made(change), mark="下書きです")
    for section in word.sections:
        heads = [section.header, section.first_page_header, section.even_page_header]
        own = [head for head in heads if not head.is_linked_to_previous]
        assert own and all(head.paragraphs[0].text == "下書きです" for head in own)
    assert len(word.sections) == 2
    assert not any("下書き" in line.text for line in _filled(SHIPPED).sections[0].header.paragraphs)


def _add(text: str) -> Callable[[WordDocument], object]:
    return lambda word: _tag(word, "plan").insert_paragraph_before(text)


def _header(text: str) -> Callable[[WordDocument], object]:
    return lambda word: word.sections[0].header.add_paragraph(text)


def _without(key: str) -> Callable[[WordDocument], object]:
    return lambda word: _tag(word, key)._p.getparent().remove(_tag(word, key)._p)


BROKEN = {
    "unknown text": (_add("様 {{ ownr }}"), "template-unknown-name", ("本文", "様 {{ ownr }}")),
    "unknown part": (_add("{{p parts.componets }}"), "template-unknown-name", ("本文", "componets")),
    "unclosed": (_add("病院 {{ owner です"), "template-broken-tag", ("本文", "病院 {{ owner です")),
    "not an expression": (_add("{{ owner owner }}"), "template-broken-tag", ("本文",)),
    "part in a sentence": (_add("ここに {{ parts.plan }} を"), "template-part-misplaced", ("本文", "ここに")),
    "part in a header": (_header("{{ parts.plan }}"), "template-part-misplaced", ("ヘッダー",)),
    "nothing missing told": (_without("missing"), "template-lacks-part", ("自院.docx",)),
    "unended condition": (_add("{%p if draft %}"), "template-fault", ("本文", "if draft")),
    "unknown in a condition": (_add("{%p if drft %}"), "template-unknown-name", ("本文", "drft")),
    "reaching out": (_add("{{ title.__class__.__mro__ }}"), "template-unknown-name", ("本文", "__class__")),
    "another file": (_add('{% include "x" %}'), "template-broken-tag", ("本文", "include")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_with_the_place(name: str) -> None:
    change, code, places_named = BROKEN[name]
    with pytest.raises(Refusal) as refused:
        _filled(_made(change))
    assert refused.value.code == code
    assert all(text in refused.value.where for text in places_named), refused.value.where
    say = words("ja")
    assert "⟦" not in say(f"refusal.{code}", where=refused.value.where, **refused.value.params)


def test_the_place_counts_paragraphs_as_a_person_does() -> None:
    def change(word: WordDocument) -> None:
        word.paragraphs[2].insert_paragraph_before("{{ ownr }}")

    with pytest.raises(Refusal) as refused:
        _filled(_made(change))
    number = re.search(r"の (\d+) 番目", refused.value.where)
    # The table of the cover stands between: its cells are paragraphs as well.
    assert number is not None and int(number[1]) == 9


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"x" * 5000])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        _filled(content)
    assert refused.value.code == "template-unreadable"


def test_shipped_templates_and_schemas_are_those_that_the_makers_make(tmp_path: object) -> None:
    import importlib.util
    import sys
    from pathlib import Path

    data = Path(__file__).parents[1] / "data"
    for name in ("make_templates", "make_schemas"):
        spec = importlib.util.spec_from_file_location(name, data / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        for file, content in module.made().items():
            assert (places.templates() / file).read_bytes() == content, file
