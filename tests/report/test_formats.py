"""The writers: what was typed comes out as typed, the same input gives the same bytes, the sheets are set up."""

import csv as csv_module
import html as html_module
import io
import json as json_module
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType

import docx as word_files
import openpyxl
import pytest
from docx.oxml.ns import qn

from hospital_onboard import places
from hospital_onboard.report import csv, html, json, xlsx
from hospital_onboard.report.document import (
    Assumed,
    Badge,
    Block,
    Coded,
    Column,
    Document,
    Fact,
    Fields,
    Frame,
    Heading,
    Table,
)
from hospital_onboard.report.packet.parts import PARTS
from hospital_onboard.report.steady_zip import pack
from hospital_onboard.report.word.fill import Filling, Template, fill
from hospital_onboard.text.wording import words

DAY = date(2027, 11, 23)
OPENERS = ("=1+1", "+81-3", "-5", "@SUM(A1)", "'quoted", "＝1+1")


@pytest.fixture
def tricky(sample: ModuleType) -> Document:
    """A document whose every outside text is hostile."""
    texts = (*sample.HOSTILE, *OPENERS, "a\nb")
    columns = (
        Column("text", "文字"),
        Column("day", "日"),
        Column("share", "割合", number=True),
        Column("state", "状態"),
    )
    rows = tuple((text, DAY, Decimal("12.50"), Badge("missing", "未", "○", "owed")) for text in texts)
    table = Table("texts", "文字 [x]/y:*?'", columns, (*rows, (None, None, 0, Coded("JP", "日本"))))
    frame = Frame(sample.HOSTILE[0], DAY, "規定は公布済・未施行です。", (Assumed("one", sample.HOSTILE[1]),))
    blocks = (Heading(sample.HOSTILE[2]), Fields("facts", (Fact("x", sample.HOSTILE[3], sample.HOSTILE[4]),)), table)
    return Document("test/1", "表", "ja", frame, blocks, subtitle="副題 & &D")


@pytest.fixture
def shown_texts(sample: ModuleType) -> tuple[str, ...]:
    return (*sample.HOSTILE_SHOWN, *OPENERS, "a\nb")


def _word(document: Document) -> bytes:
    """The document's blocks as one part of the shipped template."""
    shipped = (places.templates() / "packet.ja.docx").read_bytes()
    texts = {"title": document.title, "plan": document.subtitle, "owner": document.frame.owner}
    texts |= {"day": document.frame.day.isoformat(), "footer": "-"}
    parts: dict[str, tuple[Block, ...]] = dict.fromkeys(PARTS, ())
    filling = Filling(texts, parts | {"plan": document.blocks}, frozenset(), document.frame.day)
    return fill(Template("packet.ja.docx", shipped, shipped), filling, words("ja"))


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "xlsx": xlsx.write,
    "html": html.write,
    "docx": lambda document: _word(document),
    "json": json.write,
    "csv": lambda document: csv.write(document, next(document.tables())),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_document_gives_the_same_bytes(name: str, tricky: Document) -> None:
    first = WRITERS[name](tricky)
    assert first == WRITERS[name](replace(tricky))
    assert first != WRITERS[name](replace(tricky, frame=replace(tricky.frame, day=date(2027, 11, 24))))


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_office_files_carry_no_time_but_the_documents_day(name: str, tricky: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(WRITERS[name](tricky))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2027, 11, 23, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:\w+[^>]*>([^<]+)<", core) == ["2027-11-23T00:00:00Z"] * 2


def test_workbook_holds_texts_as_texts_and_days_as_days(tricky: Document, shown_texts: tuple[str, ...]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.write(tricky))).worksheets[1]
    cells = [row[0] for row in sheet.iter_rows(min_row=5, max_row=4 + len(shown_texts))]
    assert [re.sub(r"_x005F_(?=x)", "_", str(cell.value)) for cell in cells] == list(shown_texts)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix == (str(cell.value)[0] in "=+-@'") for cell in cells)
    assert sheet["B5"].value.date() == DAY and sheet["B5"].number_format == "yyyy-mm-dd"
    assert sheet["C5"].value == 12.5 and sheet["D5"].value == "○ 未"
    assert sheet.cell(5 + len(shown_texts), 1).value is None


def test_no_cell_of_a_workbook_is_a_formula(documents: Callable[[str, str], Document]) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.write(documents("tables", "ja")))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 18
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_sheets_are_ready_to_filter_and_to_print(documents: Callable[[str, str], Document]) -> None:
    document = documents("readiness", "ja")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(document)))
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A5"
        assert sheet.auto_filter.ref.startswith("A4:")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth == 1
        assert sheet.print_title_rows == "$4:$4"
        head = " ".join(str(sheet.cell(row, 1).value) for row in (1, 2, 3))
        assert "青葉大学病院（架空）" in head and "2027-11-23" in head and "未施行" in head
    front = [str(row[0].value) for row in book.worksheets[0].iter_rows()]
    assert all(any(item.text in line for line in front) for item in document.frame.assumptions)


def test_sheet_names_fit_the_rules_and_differ(tricky: Document) -> None:
    table = next(tricky.tables())
    long = replace(table, title="とても長い題名" * 6)
    twice = replace(tricky, blocks=(table, replace(table, key="b"), replace(long, key="c"), replace(long, key="d")))
    names = list(xlsx.sheet_names(twice).values())
    assert len(set(names)) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert xlsx.count_rows(xlsx.write(twice), twice) == dict.fromkeys(("texts", "b", "c", "d"), 13)


def test_word_file_repeats_heads_and_splits_no_row(tricky: Document, shown_texts: tuple[str, ...]) -> None:
    word = word_files.Document(io.BytesIO(_word(tricky)))
    table = word.tables[-1]
    assert [row.cells[0].text for row in table.rows][1:] == [*shown_texts, "未回答"]
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    fonts = word.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert [font.get(qn("w:eastAsia")) for font in fonts] == ["Yu Gothic"]
    assert "PAGE" in word.sections[0].footer._element.xml and "PAGEREF" in word.element.xml


def test_page_shows_texts_as_typed_and_runs_nothing_of_them(tricky: Document, shown_texts: tuple[str, ...]) -> None:
    page = html.write(tricky).decode()
    values = [html_module.unescape(text) for text in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page, re.S)]
    assert values[:-1] == list(shown_texts)
    assert "<script>alert" not in page and page.count("<script>") == 1
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", page)
    assert html.count_rows(page.encode()) == {"texts": len(shown_texts) + 1}


def test_a_column_title_cannot_leave_the_style_sheet(tricky: Document) -> None:
    [table] = tricky.tables()
    title = '"} </style><script>alert(1)</script> \\'
    columns = (replace(table.columns[0], title=title), *table.columns[1:])
    page = html.write(replace(tricky, blocks=(replace(table, columns=columns),))).decode()
    assert page.count("</style>") == page.count("<script>") == 1
    said = re.findall(r'content: "(.*?)"', page.split("</style>")[0])[0]
    assert "script" in said and not {"<", "}", "/"} & set(said)


def test_a_long_table_is_not_printed_unasked_and_says_so(tricky: Document) -> None:
    [table] = tricky.tables()
    document = replace(tricky, blocks=(replace(table, folded=True),))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.write(document))).worksheets[1]
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$D$4"
    assert "印刷範囲" in str(sheet["A2"].value)
    assert sheet.max_row == 4 + len(table.rows)
    assert not openpyxl.load_workbook(io.BytesIO(xlsx.write(tricky))).worksheets[1].print_area


def test_csv_is_a_table_of_its_own_that_no_spreadsheet_computes(tricky: Document, shown_texts: tuple[str, ...]) -> None:
    content = csv.write(tricky, next(tricky.tables()))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv_module.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["text"].removeprefix("'") for row in rows[:-1]] == [text.removeprefix("'") for text in shown_texts]
    assert not any(value[:1] in ("=", "+", "-", "@", "＝") for row in rows for value in row.values())
    assert {row["on"] for row in rows} == {"2027-11-23"} and {row["assumptions"] for row in rows} == {"one"}
    assert csv.count_rows(content) == len(rows) == 13


def test_json_keeps_codes_numbers_and_every_character(tricky: Document, sample: ModuleType) -> None:
    content = json_module.loads(json.write(tricky))
    rows = content["tables"]["texts"]
    assert [row["text"] for row in rows] == [*sample.HOSTILE, *OPENERS, "a\nb", None]
    assert rows[0] == {"text": sample.HOSTILE[0], "day": "2027-11-23", "share": 12.5, "state": "missing"}
    assert rows[-1]["state"] == "JP" and rows[-1]["share"] == 0


def test_zip_holds_its_files_in_order_and_nothing_of_the_machine() -> None:
    content = pack({"b": b"2", "a": b"1"}, DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [(e.filename, e.create_system, e.external_attr >> 16) for e in archive.infolist()] == [
            ("b", 3, 0o644),
            ("a", 3, 0o644),
        ]
