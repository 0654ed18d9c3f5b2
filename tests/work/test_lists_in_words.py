"""Lists in a sentence are parted as the language parts them."""

from datetime import date

import pytest

from hospital_onboard.text.wording import Lang
from hospital_onboard.work import lawbook


@pytest.mark.parametrize(("lang", "foreign"), [("en", "、"), ("ja", ", ")])
def test_a_list_is_parted_as_the_language_does(lang: Lang, foreign: str) -> None:
    """The rules' own lists: what a class of change is about, and under which conditions."""
    book = lawbook.book(date(2027, 11, 23), lang)
    said = [text for e in book.entries if e.kind == "change" for text in (book.label(e), *book.conditions(e))]
    assert said
    assert not [text for text in said if foreign in text]
