"""Word-processor files and workbooks opened by a real office program."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from hospital_onboard.report import docx, xlsx
from hospital_onboard.report.document import Document
from hospital_onboard.text.wording import LANGUAGES, Lang

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="needs LibreOffice and poppler"
)


WRITERS = {
    "cover.docx": ("cover", docx.write),
    "tables.xlsx": ("tables", xlsx.write),
    "readiness.xlsx": ("readiness", xlsx.write),
}


def test_office_opens_every_file_and_shows_what_was_typed(
    documents: Callable[[str, Lang], Document], sample: ModuleType, tmp_path: Path
) -> None:
    for lang in LANGUAGES:
        for name, (document, write) in WRITERS.items():
            (tmp_path / f"{lang}-{name}").write_bytes(write(documents(document, lang)))
    texts = _printed(tmp_path, [f"{lang}-{name}" for lang in LANGUAGES for name in WRITERS])
    assert len(texts) == 6
    for name, text in texts.items():
        standing = "未施行" if name.startswith("ja") else "not in force"
        for wanted in ("青葉大学病院（架空）", "2027-11-23", standing, *sample.HOSTILE[:2], sample.HOSTILE[3]):
            assert _unbroken(wanted) in text, (name, wanted)
        assert "#NAME?" not in text and "Err:5" not in text, name
        assert "1961" not in text, name
        assert _unbroken(sample.HOSTILE[2]) in text or "readiness" in name, name


def _unbroken(text: str) -> str:
    """Without spaces and line breaks: a narrow column breaks words."""
    return "".join(text.split())


def _printed(folder: Path, names: list[str]) -> dict[str, str]:
    """The text of the files once printed."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *(str(folder / name) for name in names)], check=True, capture_output=True, timeout=180)
    texts = {}
    for name in names:
        pdf = (folder / name).with_suffix(".pdf")
        text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
        texts[name] = _unbroken(text)
    return texts
