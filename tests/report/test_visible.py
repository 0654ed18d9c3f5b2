"""Hidden characters come out visible, and everything that comes out fits into XML."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hospital_onboard.report.visible import visible


def test_controls_become_pictures_and_line_breaks_become_newlines() -> None:
    assert visible("\x00a\x07b\x1b\x7f") == "␀a␇b␛␡"
    assert visible("一\r\n二\r三\x85四\u2028五") == "一\n二\n三\n四\n五"
    assert visible("\x9f\u202e\ud800\uffff") == "⟨U+009F⟩⟨U+202E⟩⟨U+D800⟩⟨U+FFFF⟩"
    assert visible("髙﨑\t（架空） 🏥") == "髙﨑\t（架空） 🏥"


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_can_be_written_as_xml_and_read_back(text: str) -> None:
    element = etree.Element("t")
    element.text = visible(text)
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == visible(text)
    assert visible(visible(text)) == visible(text)
