"""Makes the shipped templates anew: page, fonts and styles; the parts, tables and columns in their order.

``python tests/data/make_templates.py`` writes them into ``templates/``. An office does not need this: it copies a
template, changes it in Word or Excel, and says where it is (``--template``).
"""

import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
import make_annex_template as annex_template

from hospital_onboard import places
from hospital_onboard.report.steady_zip import steady

DAY = date(2026, 11, 24)
#: Fonts that Word has on Windows and on a Mac; elsewhere the next gothic takes their place.
JAPANESE = "Yu Gothic"
LATIN = {"ja": JAPANESE, "en": "Arial"}
SIZES = {"Normal": 10.5, "Title": 22, "Subtitle": 13, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}
MARGIN = 18

PACKET = (
    ("plan", "何を、なぜ計画しているか", "What is planned and why"),
    ("milestones", "時期と、すでに決まっていること", "Dates, and what is already settled"),
    ("duties", "要る手続と期限", "Procedures and deadlines"),
    ("equipment", "特定重要設備", "Critical equipment"),
    ("data", "データとクラウド", "Data and cloud"),
    ("diagram", "システム構成図と遠隔保守の経路", "System diagram and remote-maintenance paths"),
    ("components", "構成設備", "Components"),
    ("parties", "供給者・委託先などの相手方", "Suppliers, contractors and others"),
    ("maintenance", "委託と再委託", "Entrustment and subcontracts"),
    ("measures", "リスク管理措置", "Risk management measures"),
    ("questions", "相談したいこと", "Questions to the ministry"),
    ("consultations", "これまでの事前相談", "Prior consultations so far"),
    ("evidence", "証跡の一覧", "Evidence at hand"),
    ("missing", "まだ足りないもの", "What is still missing"),
    ("grounds", "項目の根拠", "Where the items come from"),
)
#: (part, heading ja, heading en, the condition under which the section is there).
DOSSIER = (
    ("applicant", "届出者", "Who files", ""),
    ("equipment", "特定重要設備の概要", "The critical equipment", ""),
    ("introduction", "導入の内容及び時期", "Content and date of the introduction", 'kind == "introduction"'),
    ("supplier", "特定重要設備の供給者", "Supplier of the critical equipment", 'kind == "introduction"'),
    ("components", "構成設備", "Components", 'kind == "introduction"'),
    (
        "entrustment",
        "重要維持管理等の委託の内容及び時期",
        "Content and period of the entrusted maintenance",
        'kind == "entrustment"',
    ),
    ("subcontracts", "再委託", "Subcontracts", 'kind == "entrustment"'),
    (
        "parties",
        "供給者・委託の相手方・再委託の相手方の事項",
        "Suppliers, contractors and subcontractors",
        "",
    ),
    ("measures", "リスク管理措置", "Risk management measures", ""),
    ("urgent", "緊急やむを得ない事情", "Why it could not wait", "urgent"),
    ("attachments", "添付書類", "Attachments", ""),
    ("evidence", "証跡の一覧", "Evidence index", ""),
)
WORDS = {
    "ja": {"owner": "事業者", "day": "基準日", "plan": "計画", "contents": "目次", "filing": "届出予定日"},
    "en": {
        "owner": "Operator",
        "day": "Date of record",
        "plan": "Plan",
        "contents": "Contents",
        "filing": "Planned filing",
    },
}


def main() -> None:
    for name, content in made().items():
        (places.templates() / name).write_bytes(content)
        print(name, len(content))


def made() -> dict[str, bytes]:
    """Every shipped template by its file name."""
    packet = tuple((*part, "") for part in PACKET)
    found = {
        f"packet.{lang}.docx": _template(lang, packet, ("owner", "day", "plan"), ("standing", "summary"), ())
        for lang in ("ja", "en")
    }
    facts = ("owner", "day", "filing", "plan")
    found |= {
        f"dossier.{lang}.docx": _template(lang, DOSSIER, facts, ("status", "standing"), ("missing",))
        for lang in ("ja", "en")
    }
    return {**found, **{f"annex.{lang}.xlsx": annex_template.made(lang) for lang in ("ja", "en")}}


def _template(
    lang: str,
    parts: tuple[tuple[str, str, str, str], ...],
    facts: tuple[str, ...],
    cover: tuple[str, ...],
    after_contents: tuple[str, ...],
) -> bytes:
    word = docx.Document()
    _page(word, lang)
    _numbering(word)
    said = WORDS[lang]
    word.add_paragraph("{{ title }}", "Title")
    word.add_paragraph("{{ plan }}", "Subtitle")
    _facts(word, [(said[key], f"{{{{ {key} }}}}") for key in facts])
    for key in cover:
        word.add_paragraph(f"{{{{p parts.{key} }}}}")
    heading = word.add_paragraph(said["contents"], "TOC Heading")
    heading.paragraph_format.page_break_before = True
    word.add_paragraph("{{p toc }}")
    for key in after_contents:
        word.add_paragraph(f"{{{{p parts.{key} }}}}")
    for number, (key, ja, en, condition) in enumerate(parts):
        if condition:
            word.add_paragraph(f"{{%p if {condition} %}}")
        heading = word.add_paragraph(ja if lang == "ja" else en, "Heading 1")
        heading.paragraph_format.page_break_before = True if number == 0 else None
        word.add_paragraph(f"{{{{p parts.{key} }}}}")
        if condition:
            word.add_paragraph("{%p endif %}")
    _head_and_foot(word)
    core = word.core_properties
    core.title, core.author, core.comments, core.last_modified_by = "{{ title }}", "", "", ""
    core.created = core.modified = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    core.revision = 1
    out = BytesIO()
    word.save(out)
    return steady(out.getvalue(), DAY)


def _facts(word: Any, facts: list[tuple[str, str]]) -> None:
    table = word.add_table(0, 2, "Table Grid")
    table.autofit = False
    for label, value in facts:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (label, value), (42, 132), strict=True):
            cell.text, cell.width = text, Mm(width)
            cell.paragraphs[0].style = "Cell Text"
        _shade(cells[0], "DCE6F1")
    for column, width in zip(table.columns, (42, 132), strict=True):
        column.width = Mm(width)
    word.add_paragraph("", "After Table")


def _page(word: Any, lang: str) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(9)
    _languages(word, lang)
    _styles(word, lang)


def _head_and_foot(word: Any) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = "{{ title }}\t{{ owner }}"
    footer = section.footer.paragraphs[0]
    footer.text = "{{ footer }}\t{{ day }}　"
    for position, code in enumerate((" PAGE ", " NUMPAGES ")):
        if position:
            footer.add_run(" / ")
        for kind in ("begin", code, "separate", "1", "end"):
            run = footer.add_run()
            if kind in ("begin", "separate", "end"):
                run._r.append(_element("w:fldChar", fldCharType=kind))
            elif kind == code:
                text = _element("w:instrText")
                text.text = code
                text.set(qn("xml:space"), "preserve")
                run._r.append(text)
            else:
                run.text = kind


def _languages(word: Any, lang: str) -> None:
    """Fonts and languages of everything that says nothing else, East Asian text among it."""
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(_fonts(lang))
    defaults.append(_element("w:sz", val="21"))
    defaults.append(_element("w:lang", val="en-US" if lang == "ja" else "en-GB", eastAsia="ja-JP"))


def _styles(word: Any, lang: str) -> None:
    styles = word.styles
    for name in ("After Table", "Cell Text", "Remark", "Figure", "Draft Mark", "TOC Heading", "toc 1", "toc 2"):
        if name not in styles:
            made_style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made_style.base_style = styles["Normal"]
            made_style.quick_style = name == "Remark"
    styles["TOC Heading"].base_style = styles["Normal"]  # else it would be counted as a section
    for name, size in SIZES.items():
        style = styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F) if name.startswith("Heading") else RGBColor(0, 0, 0)
        style.font.bold = name.startswith("Heading") or name == "Title"
        style.font.italic = False
    for name in (*SIZES, "Header", "Footer", "List Bullet", "Caption"):
        _one_font(styles[name], lang)
    _spacing(styles)
    _remark(styles["Remark"])
    _draft(styles["Draft Mark"])
    _tab_stops(styles)


def _one_font(style: Any, lang: str) -> None:
    """Theme fonts of the default template would win over the Japanese one."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _fonts(lang))


def _fonts(lang: str) -> Any:
    return _element("w:rFonts", ascii=LATIN[lang], hAnsi=LATIN[lang], eastAsia=JAPANESE, cs=LATIN[lang])


def _spacing(styles: Any) -> None:
    spaces = {
        "Normal": (0, 5),
        "Title": (60, 10),
        "Subtitle": (0, 14),
        "Heading 1": (20, 6),
        "Heading 2": (12, 4),
        "Heading 3": (10, 3),
        "After Table": (0, 2),
        "Cell Text": (1, 1),
        "Remark": (4, 6),
        "Figure": (4, 2),
        "Caption": (0, 8),
        "TOC Heading": (16, 4),
        "toc 1": (0, 2),
        "toc 2": (0, 1),
    }
    for name, (before, after) in spaces.items():
        shape = styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing = 1.15 if name in ("Normal", "Remark") else 1.05
    styles["Figure"].paragraph_format.line_spacing = None
    styles["Figure"].paragraph_format.keep_with_next = True
    styles["Title"].element.pPr.remove_all("w:pBdr")
    styles["Cell Text"].font.size = Pt(9)
    styles["Caption"].font.size = Pt(9)
    styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    # So low that it finds room under a table that ends at the very foot of a page.
    styles["After Table"].font.size = Pt(1)
    styles["After Table"].paragraph_format.line_spacing = Pt(3)
    styles["After Table"].paragraph_format.space_after = Pt(0)
    styles["Header"].paragraph_format.space_after = Pt(6)
    styles["Remark"].paragraph_format.keep_with_next = True
    styles["Header"].font.size = styles["Footer"].font.size = Pt(8)
    styles["TOC Heading"].font.size = Pt(13)
    styles["TOC Heading"].font.bold = True
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.keep_with_next = True


def _remark(style: Any) -> None:
    """A bar at the left and a tint, so that a remark stands out also in black and white."""
    properties = style.element.get_or_add_pPr()
    border = _element("w:pBdr")
    border.append(_element("w:left", val="single", sz="24", space="6", color="C99700"))
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(border)
    spacing.addprevious(_element("w:shd", val="clear", color="auto", fill="FFF8E1"))


def _draft(style: Any) -> None:
    style.font.size, style.font.bold, style.font.color.rgb = Pt(11), True, RGBColor(0xB0, 0, 0x20)
    style.paragraph_format.alignment = 1
    style.paragraph_format.space_after = Pt(4)
    properties = style.element.get_or_add_pPr()
    border = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border.append(_element(f"w:{side}", val="single", sz="12", space="2", color="B00020"))
    properties.find(qn("w:spacing")).addprevious(border)


def _tab_stops(styles: Any) -> None:
    right = Mm(210 - 2 * MARGIN)
    for name in ("toc 1", "toc 2"):
        styles[name].paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["toc 2"].paragraph_format.left_indent = Mm(5)
    for name in ("Header", "Footer"):
        shape = styles[name].paragraph_format
        for _ in range(len(shape.tab_stops)):
            del shape.tab_stops[0]
        shape.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)


def _numbering(word: Any) -> None:
    """Headings count themselves, so that a section that is moved gets its new number."""
    numbering = word.part.numbering_part.element
    abstract = _element("w:abstractNum", abstractNumId="90")
    abstract.append(_element("w:multiLevelType", val="multilevel"))
    for level, pattern in enumerate(("%1.", "%1.%2")):
        one = _element("w:lvl", ilvl=str(level))
        for tag, value in (("start", "1"), ("numFmt", "decimal"), ("pStyle", f"Heading{level + 1}"), ("suff", "space")):
            one.append(_element(f"w:{tag}", val=value))
        one.append(_element("w:lvlText", val=pattern))
        one.append(_element("w:lvlJc", val="left"))
        layout = _element("w:pPr")
        layout.append(_element("w:ind", left="0", firstLine="0"))
        one.append(layout)
        abstract.append(one)
    first = numbering.find(qn("w:num"))
    first.addprevious(abstract) if first is not None else numbering.append(abstract)
    number = _element("w:num", numId="90")
    number.append(_element("w:abstractNumId", val="90"))
    numbering.append(number)
    for level in (0, 1):
        properties = word.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        counted = _element("w:numPr")
        if level:
            counted.append(_element("w:ilvl", val=str(level)))
        counted.append(_element("w:numId", val="90"))
        properties.insert_element_before(
            counted, "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )


def _shade(cell: Any, fill: str) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))


def _element(tag: str, **attributes: str) -> Any:
    return OxmlElement(tag, attrs={qn(f"w:{key}"): value for key, value in attributes.items()})


if __name__ == "__main__":
    main()
