import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hospital_onboard.text.width import cells, cut, pad, wrap

# Mostly what our users write, so that marks and wide characters meet often.
JAPANESE = st.text(alphabet="病院血液ガスｶﾞ「」（）、。ー々っabc12.- \u3000\n\u3099\u200d\ufe0f☎👩") | st.text()


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("病院", 4),
        ("カナ", 4),
        ("ｶﾅ", 2),
        ("ｶﾞ", 2),
        ("Ａ１", 4),
        ("か\u3099", 2),
        ("e\u0301", 1),
        ("※①→…―○×℃│", 9),
        ("㈱", 2),
        ("～", 2),
        ("葛\U000e0100", 2),
        ("☎", 1),
        ("☎\ufe0f", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("\u200b\x1b\n", 0),
        ("𠮷", 2),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(JAPANESE)
def test_cells_agree_with_the_screen(text: str) -> None:
    # Characters younger than this Python's tables may differ; nobody types them into a filing.
    known = "".join(c for c in text if unicodedata.category(c) not in ("Cn", "Cs"))
    assert cells(known) == cell_len(known)


def test_every_known_character_agrees_with_the_screen() -> None:
    every = (chr(point) for point in range(0x110000))
    known = (c for c in every if unicodedata.category(c) not in ("Cn", "Cs"))
    assert [hex(ord(c)) for c in known if cells(c) != cell_len(c)] == []


def test_every_emoji_selector_agrees_with_the_screen() -> None:
    every = (chr(point) + "\ufe0f" for point in range(0x20000) if unicodedata.category(chr(point)) not in ("Cn", "Cs"))
    assert [text for text in every if cells(text) != cell_len(text)] == []


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("血液ガス分析装置", 16, "血液ガス分析装置"),
        ("血液ガス分析装置", 7, "血液ガ…"),
        ("血液ガス分析装置", 8, "血液ガ…"),
        ("血液", 1, "…"),
        ("血液", 2, "…"),
        ("血液", 0, ""),
        ("血液", -1, ""),
        ("か\u3099き\u3099く\u3099", 5, "か\u3099き\u3099…"),
        ("ABCDEF", 4, "ABC…"),
    ],
)
def test_cut(text: str, width: int, wanted: str) -> None:
    assert cut(text, width) == wanted


@given(JAPANESE, st.integers(-2, 30))
def test_cut_is_never_too_wide(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= max(width, 0)


@given(JAPANESE, st.integers(1, 30))
def test_cut_says_that_it_cut(text: str, width: int) -> None:
    short = cut(text, width)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(("align", "wanted"), [("left", "病院   "), ("right", "   病院"), ("centre", " 病院  ")])
def test_pad(align, wanted: str) -> None:  # type: ignore[no-untyped-def]
    assert pad("病院", 7, align) == wanted


@given(JAPANESE, st.integers(0, 30), st.sampled_from(["left", "right", "centre"]))
def test_pad_is_exact(text: str, width: int, align) -> None:  # type: ignore[no-untyped-def]
    assert cells(pad(text, width, align)) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("", 10, [""], id="empty"),
        pytest.param("病院です。", 8, ["病院で", "す。"], id="no full stop at the beginning"),
        pytest.param("病院は「特定」です", 8, ["病院は", "「特定」", "です"], id="no bracket at the end"),
        pytest.param("サーバー", 6, ["サー", "バー"], id="no long mark at the beginning"),
        pytest.param("言っちゃった", 8, ["言っ", "ちゃった"], id="small kana"),
        pytest.param("use the screening guide", 10, ["use the", "screening", "guide"], id="words stay whole"),
        pytest.param("製品名ABC-123型", 10, ["製品名", "ABC-123型"], id="a model number stays whole"),
        pytest.param("ABCDEFGHIJ", 4, ["ABCD", "EFGH", "IJ"], id="a word wider than the line"),
        pytest.param("一\n\n二", 10, ["一", "", "二"], id="line breaks stay"),
        pytest.param("　字下げ", 10, ["　字下げ"], id="indent stays"),
        pytest.param("abcd efgh", 4, ["abcd", "efgh"], id="a space may hang over"),
        pytest.param("病院", 1, ["病", "院"], id="narrower than a character"),
        pytest.param("。。。。", 4, ["。。", "。。"], id="nowhere good to break"),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(JAPANESE, st.integers(2, 30))
def test_wrap_fits_and_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)

    def without_spaces(shown: str) -> str:
        return "".join(c for c in shown if c not in " \t\n\u3000")

    assert without_spaces("".join(lines)) == without_spaces(text)


SENTENCES = st.lists(
    st.sampled_from(["病院は、", "「特定」の", "です。", "（第一種）", "サーバー", "ABC-1", "ちょっと"])
)


@given(SENTENCES)
def test_wrap_keeps_kinsoku_where_there_is_room(parts: list[str]) -> None:
    lines = wrap("".join(parts), 20)
    assert [line for line in lines[1:] if line[0] in "、。」）ーょっ"] == []
    assert [line for line in lines[:-1] if line[-1] in "「（"] == []
