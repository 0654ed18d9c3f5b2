"""Word-processor files and workbooks opened by a real office program."""

import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work import make_dossier, make_packet, make_report
from hospital_onboard.work.desk import Desk

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="needs LibreOffice and poppler"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_office_opens_every_file_and_shows_what_was_typed(
    filled: Desk, sample: ModuleType, tmp_path: Path, lang: Lang
) -> None:
    packet = make_packet.write_packet(filled, sample.PLAN, tmp_path / "packet", lang).path
    dossier = make_dossier.write_dossier(filled, sample.PLAN, tmp_path / "dossier", lang).written.path
    make_report.write_readiness(filled, tmp_path / "readiness.xlsx", [sample.OPERATOR], lang)
    files = [
        packet / "01_packet.docx",
        packet / "02_annex.xlsx",
        dossier / "01_dossier.docx",
        dossier / "02_annex.xlsx",
    ]
    texts = _printed(tmp_path, [*files, tmp_path / "readiness.xlsx"])
    standing = "未施行" if lang == "ja" else "notinforce"
    for name, text in texts.items():
        for wanted in ("青葉大学病院（架空）", "2027-11-23", standing, *sample.HOSTILE[:2], sample.HOSTILE[3]):
            assert _unbroken(wanted) in text, (name, wanted)
        assert "#NAME?" not in text and "Err:5" not in text, name
        assert "1961" not in text, name
        assert "{{" not in text.replace(_unbroken(sample.HOSTILE[2]), ""), name
        if name.startswith("dossier"):
            assert ("下書き" if lang == "ja" else "DRAFT") in text


def _unbroken(text: str) -> str:
    """Without spaces and line breaks: a narrow column breaks words."""
    return "".join(text.split())


def _printed(folder: Path, files: list[Path]) -> dict[str, str]:
    """The text of the files once printed, by folder and name."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    texts = {}
    for file in files:
        out = folder / f"pdf-{file.parent.name}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        pdf = str(out / f"{file.stem}.pdf")
        text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout
        texts[f"{file.parent.name}/{file.name}"] = _unbroken(text)
    return texts
