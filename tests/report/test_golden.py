"""What the documents say, word for word. To accept a change: UPDATE_GOLDEN=1 pytest tests/report/test_golden.py"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hospital_onboard.report.document import Document
from hospital_onboard.text.wording import LANGUAGES, Lang

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["readiness", "cover", "tables"])
def test_document_says_what_the_golden_file_says(
    name: str, lang: Lang, documents: Callable[[str, Lang], Document], as_text: Callable[[Document], str]
) -> None:
    said = as_text(documents(name, lang))
    file = GOLDEN / f"{name}.{lang}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["readiness", "cover", "tables"])
def test_no_sentence_is_missing(
    name: str, lang: Lang, documents: Callable[[str, Lang], Document], as_text: Callable[[Document], str]
) -> None:
    assert "⟦" not in as_text(documents(name, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["readiness", "cover", "tables"])
def test_nothing_reads_as_a_present_duty(name: str, lang: Lang, documents: Callable[[str, Lang], Document]) -> None:
    """The standing note names what is not in force; every source of a line says how it stands."""
    document = documents(name, lang)
    assert ("未施行" if lang == "ja" else "not in force") in document.frame.standing
    assert document.frame.assumptions
    for table in document.tables():
        keys = [column.key for column in table.columns]
        if "source" in keys:
            standing = {row[keys.index("standing")].code for row in table.rows}  # type: ignore[union-attr]
            assert standing and "in_force" not in standing
