"""Files that no spreadsheet program writes: read right or refused by name, never a crash, a hang or a silent loss."""

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import make_hostile as make
import make_workbooks
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_hostile import HEADER, SUPPLIER, row, text

from hospital_onboard.domain.issue import CODES
from hospital_onboard.intake.workbook import Faulty, Limits, RawBook, Unreadable, read_workbook
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk

LIMITS = Limits(seconds=60)
TWO = '<sheet name="相手方" sheetId="1" r:id="rId1"/>'
LAUGHS = "<!DOCTYPE x [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "笑"}">' for n in range(10)) + "]>"


def read(path: Path) -> RawBook:
    return read_workbook(path, LIMITS)


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read(path)
    return refused.value.code


def cells(path: Path) -> list[object]:
    """The second row of the first sheet."""
    return dict(read(path).sheets[0].rows)[2]


def _laughs_in_strings(path: Path) -> Path:
    shared = f'{LAUGHS}<sst xmlns="{make.MAIN}"><si><t>&l9;</t></si></sst>'
    return make.book(path, HEADER + row(2, '<c r="A2" t="s"><v>0</v></c>'), shared=shared)


def _laughs_in_the_sheet(path: Path) -> Path:
    parts = make.parts(HEADER + row(2, text("A2", "&l9;")))
    parts["xl/worksheets/sheet1.xml"] = LAUGHS.encode() + parts["xl/worksheets/sheet1.xml"]
    return make.packed(path, parts)


def _strings_bomb(path: Path) -> Path:
    shared = f'<sst xmlns="{make.MAIN}"><si><t>{"笑" * 30_000_000}</t></si></sst>'
    return make.book(path, HEADER + row(2, '<c r="A2" t="s"><v>0</v></c>'), shared=shared)


def _many_parts(path: Path) -> Path:
    return make.packed(path, make.parts(), *((f"xl/media/{n}.png", b"") for n in range(6000)))


def _member_twice(path: Path) -> Path:
    return make.packed(path, make.parts(), ("xl/worksheets/sheet1.xml", make.parts(HEADER)["xl/worksheets/sheet1.xml"]))


def _leads_elsewhere(path: Path) -> Path:
    return make.packed(path, make.parts(), ("../../etc/cron.d/x", b"x"))


def _absolute_name(path: Path) -> Path:
    return make.packed(path, make.parts(), ("/etc/passwd", b"x"))


def _drive_name(path: Path) -> Path:
    return make.packed(path, make.parts(), ("C:\\windows\\x", b"x"))


def _sheets_of_one_name(path: Path) -> Path:
    parts = make.parts(sheets=f'{TWO}<sheet name="相手方" sheetId="2" r:id="rId4"/>')
    return make.packed(path, {**parts, "xl/worksheets/sheet2.xml": parts["xl/worksheets/sheet1.xml"]})


def _sheet_of_no_relation(path: Path) -> Path:
    return make.packed(path, make.parts(sheets=f'{TWO}<sheet name="役員" sheetId="2" r:id="rId9"/>'))


def _sheet_of_no_part(path: Path) -> Path:
    return make.packed(path, make.parts(sheets=f'{TWO}<sheet name="役員" sheetId="2" r:id="rId4"/>'))


def _half_a_character(path: Path) -> Path:
    return make.book(path, HEADER + row(2, text("A2", "北\ud800斗")))


def _half_a_character_by_number(path: Path) -> Path:
    return make.book(path, HEADER + row(2, text("A2", "北&#xD800;斗")))


def _string_that_is_not_there(path: Path) -> Path:
    shared = f'<sst xmlns="{make.MAIN}"><si><t>x</t></si></sst>'
    return make.book(path, HEADER + row(2, '<c r="A2" t="s"><v>7</v></c>'), shared=shared)


def _unknown_cell_type(path: Path) -> Path:
    return make.book(path, HEADER + row(2, '<c r="A2" t="zz"><v>7</v></c>'))


def _cell_of_no_place(path: Path) -> Path:
    return make.book(path, HEADER + row(2, '<c r="2A"><v>7</v></c>'))


def _nested_deep(path: Path) -> Path:
    return make.book(path, "<a>" * 200_000)


def _no_central_directory(path: Path) -> Path:
    content = make.book(path).read_bytes()
    path.write_bytes(content[: content.rfind(b"PK\x01\x02")])
    return path


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (_laughs_in_strings, "damaged"),
        (_laughs_in_the_sheet, "damaged"),
        (_strings_bomb, "too-big"),
        (_many_parts, "too-big"),
        (_member_twice, "damaged"),
        (_leads_elsewhere, "damaged"),
        (_absolute_name, "damaged"),
        (_drive_name, "damaged"),
        (_sheets_of_one_name, "damaged"),
        (_sheet_of_no_relation, "damaged"),
        (_sheet_of_no_part, "damaged"),
        (_half_a_character, "damaged"),
        (_half_a_character_by_number, "damaged"),
        (_string_that_is_not_there, "damaged"),
        (_unknown_cell_type, "damaged"),
        (_cell_of_no_place, "damaged"),
        (_no_central_directory, "damaged"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_refused_by_name(tmp_path: Path, build: Callable[[Path], Path], code: str) -> None:
    assert code_of(build(tmp_path / "x.xlsx")) == code


def test_elements_nested_without_end_end(tmp_path: Path) -> None:
    try:
        read(_nested_deep(tmp_path / "x.xlsx"))
    except Unreadable as refused:
        assert refused.code in ("damaged", "too-big")


def test_a_dimension_that_is_too_small_hides_nothing(tmp_path: Path) -> None:
    path = make.book(tmp_path / "x.xlsx", head='<dimension ref="A1:A1"/>')
    assert read(path).sheets[0].rows[1:] == [(2, ["北斗システム株式会社", "東京都"])]


def test_content_types_of_nonsense_hide_nothing(tmp_path: Path) -> None:
    parts = {**make.parts(), "[Content_Types].xml": b"nonsense"}
    assert cells(make.packed(tmp_path / "x.xlsx", parts)) == ["北斗システム株式会社", "東京都"]


def test_cells_that_do_not_say_where_they_are(tmp_path: Path) -> None:
    """Some programs leave the places out; an error cell among them is still an error, in its place."""
    data = (
        '<row><c t="inlineStr"><is><t>名称</t></is></c></row>'
        '<row><c t="inlineStr"><is><t>北斗</t></is></c><c t="e"><v>#N/A</v></c><c><f>1+1</f></c></row>'
    )
    assert cells(make.book(tmp_path / "x.xlsx", data)) == [
        "北斗",
        Faulty("error-value", "#N/A"),
        Faulty("formula-without-value", "=1+1"),
    ]


@pytest.mark.parametrize("place", ["C2", "A3", "XFD2"])
def test_a_formula_nobody_calculated_is_seen_wherever_it_is(tmp_path: Path, place: str) -> None:
    """Also outside of everything that has a value, where the fast reader sees no cell at all."""
    number = int(place[-1])
    formula = f'<c r="{place}"><f>VLOOKUP(1,B:B,1)</f></c>'
    data = HEADER + (SUPPLIER[: -len("</row>")] + formula + "</row>" if number == 2 else SUPPLIER + row(3, formula))
    rows = dict(read(make.book(tmp_path / "x.xlsx", data)).sheets[0].rows)
    assert rows[number][-1] == Faulty("formula-without-value", "=VLOOKUP(1,B:B,1)")


def test_a_formula_left_of_all_values(tmp_path: Path) -> None:
    data = row(1, text("B1", "住所")) + row(2, '<c r="A2"><f>1+1</f></c>', text("B2", "東京都"))
    assert cells(make.book(tmp_path / "x.xlsx", data)) == [Faulty("formula-without-value", "=1+1"), "東京都"]


@pytest.mark.parametrize("value", ["NaN", "INF", "-inf", "1e999"])
def test_numbers_that_are_none(tmp_path: Path, value: str) -> None:
    found = cells(make.book(tmp_path / "x.xlsx", HEADER + row(2, text("A2", "x"), f'<c r="B2"><v>{value}</v></c>')))
    assert isinstance(found[1], Faulty) and found[1].code == "error-value"


def test_a_cell_as_long_as_excel_allows(tmp_path: Path) -> None:
    assert cells(make.book(tmp_path / "x.xlsx", HEADER + row(2, text("A2", "長" * 32_767)))) == ["長" * 32_767]


def test_a_text_that_spells_half_a_character_stays_as_it_is(tmp_path: Path) -> None:
    assert cells(make.book(tmp_path / "x.xlsx", HEADER + row(2, text("A2", "_xD800_北_x0041_")))) == ["_xD800_北A"]


def test_every_column_there_is(tmp_path: Path) -> None:
    found = cells(make.book(tmp_path / "x.xlsx", HEADER + row(2, text("A2", "x"), text("XFD2", "y"))))
    assert (len(found), found[0], found[-1]) == (16_384, "x", "y")


def test_rows_in_any_order(tmp_path: Path) -> None:
    path = make.book(tmp_path / "x.xlsx", row(5, text("A5", "e")) + SUPPLIER + HEADER)
    assert [number for number, _ in read(path).sheets[0].rows] == [1, 2, 5]


def test_furigana_are_not_part_of_a_name(tmp_path: Path) -> None:
    shared = (
        f'<sst xmlns="{make.MAIN}"><si><t>北斗</t><rPh sb="0" eb="2"><t>ホクト</t></rPh></si>'
        '<si><r><t>南</t></r><r><t>電子</t></r><rPh sb="0" eb="1"><t>ミナミ</t></rPh></si></sst>'
    )
    data = HEADER + row(2, '<c r="A2" t="s"><v>0</v></c>', '<c r="B2" t="s"><v>1</v></c>')
    assert cells(make.book(tmp_path / "x.xlsx", data, shared=shared)) == ["北斗", "南電子"]


#: Cell styles: General, a built-in day, two built-in days of Japanese Excel, an era format, 年月日 written out.
DAYS = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-411]ge\\.m\\.d;@"/>'
    '<numFmt numFmtId="165" formatCode="[$-ja-JP-x-gannen]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    "</numFmts>"
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="27"/><xf numFmtId="58"/>'
    '<xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("properties", "day"),
    [("", date(2026, 4, 1)), ('<workbookPr date1904="1"/>', date(2030, 4, 2)), ('<workbookPr date1904="true"/>', None)],
)
def test_days_in_every_format_and_from_both_years(tmp_path: Path, properties: str, day: date | None) -> None:
    values = (f'<c r="{c}2" s="{n}"><v>46113</v></c>' for n, c in enumerate("ABCDEF"))
    path = make.book(tmp_path / "x.xlsx", HEADER + row(2, *values), styles=DAYS, properties=properties)
    assert cells(path) == [46113.0, *[day or date(2030, 4, 2)] * 5]
    assert read(path).date1904 is bool(properties)


def test_days_as_strict_workbooks_write_them(tmp_path: Path) -> None:
    values = ('<c r="A2" t="d"><v>2026-04-01</v></c>', '<c r="B2" t="d"><v>2026-04-01T10:30:00</v></c>')
    found = cells(make.book(tmp_path / "x.xlsx", HEADER + row(2, *values)))
    assert found == [date(2026, 4, 1), datetime(2026, 4, 1, 10, 30)]


def test_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    data = HEADER + SUPPLIER.replace("<row ", '<row hidden="1" ') + row(3, text("A3", "x"), attributes='hidden="0"')
    sheet = read(make.book(tmp_path / "x.xlsx", data)).sheets[0]
    assert (sheet.hidden_rows, [number for number, _ in sheet.rows]) == ([2], [1, 2, 3])


def test_what_a_person_does_not_see_is_taken_and_said(desk: Desk, tmp_path: Path) -> None:
    """Rows behind a filter, or a sheet somebody hid: more is taken in than is shown, so that is a finding."""
    hidden = "".join(row(n, text(f"A{n}", f"会社{n}"), attributes='hidden="1"') for n in (3, 4, 6))
    data = HEADER.replace("<row ", '<row hidden="1" ') + SUPPLIER + hidden + row(5, text("A5", "会社5"))
    sheets = '<sheet name="相手方" sheetId="1" state="veryHidden" r:id="rId1"/>'
    found = import_workbook.preview(desk, make.book(tmp_path / "x.xlsx", data, sheets=sheets))
    assert found.counts["new"] == 5
    said = {issue.code: (str(issue.place), issue.seen, dict(issue.params)) for issue in found.issues}
    assert said["hidden-rows"] == ("相手方!3", "3-4, 6", {"count": "3"})
    assert said["hidden-sheet-read"] == ("相手方", "相手方", {})


def test_a_part_whose_name_differs_in_case(tmp_path: Path) -> None:
    """The errors in it are still seen: both readers look at the same part."""
    parts = make.parts(HEADER + row(2, text("A2", "x"), '<c r="B2" t="e"><v>#REF!</v></c>'))
    parts["xl/worksheets/Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    path = make.packed(tmp_path / "x.xlsx", parts)
    try:
        assert cells(path)[1] == Faulty("error-value", "#REF!")
    except Unreadable as refused:
        assert refused.code == "damaged"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 40))
def test_any_bytes_get_an_answer(tmp_path: Path, seed: int, flips: int) -> None:
    """Bytes of a good workbook changed at random, in the packed parts or in its directory: rows or a code, in time."""
    path = make_workbooks.good(tmp_path / "x.xlsx")
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(bytes(content))
    try:
        assert read_workbook(path, Limits(seconds=20)).sha256
    except Unreadable as refused:
        assert refused.code in CODES - {"too-slow"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 20))
def test_any_xml_gets_an_answer(tmp_path: Path, seed: int, flips: int) -> None:
    """The same inside the sheet's own text, which no checksum protects once it is packed again."""
    chance = random.Random(seed)
    parts = make.parts(
        HEADER + SUPPLIER + row(3, text("A3", "x"), '<c r="B3" s="1"><f>1+1</f><v>2</v></c>'), styles=DAYS
    )
    name = chance.choice(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
    content = bytearray(parts[name])
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(32, 256)
    path = make.packed(tmp_path / "x.xlsx", {**parts, name: bytes(content)})
    try:
        assert read_workbook(path, Limits(seconds=20)).sha256
    except Unreadable as refused:
        assert refused.code in CODES - {"too-slow"}
