"""packet and dossier as a script sees them: exit codes, what is on stdout, an office's own template."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from hospital_onboard import places
from hospital_onboard.cli.run import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert call("demo", "--components", "40")[0] == 0
    return call


def test_a_draft_dossier_is_written_told_and_ends_with_one(call: Call, tmp_path: Path) -> None:
    code, out, err = call("dossier", "電子カルテの更新", str(tmp_path / "d"))
    lines = out.splitlines()
    assert code == 1 and len(lines) > 10 and any("構成設備" in line for line in lines)
    assert f"足りない項目が {len(lines)} 件あります" in err
    assert (tmp_path / "d" / "01_dossier.docx").is_file()
    code, out, err = call("--lang", "en", "dossier", "電子カルテの更新", str(tmp_path / "u.zip"), "--urgent")
    assert code == 1 and len(out.splitlines()) == len(lines) + 12 and "marked as a draft" in err


def test_a_packet_in_ones_own_layout(call: Call, tmp_path: Path) -> None:
    word = docx.Document(str(places.templates() / "packet.ja.docx"))
    word.paragraphs[0].runs[0].text = "第1号様式"
    word.save(str(tmp_path / "自院.docx"))
    out = tmp_path / "p"
    assert call("packet", "電子カルテの更新", str(out), "--template", str(tmp_path / "自院.docx"))[0] == 0
    assert docx.Document(str(out / "01_packet.docx")).paragraphs[0].text == "第1号様式"


def test_a_broken_layout_is_refused_and_nothing_is_written(call: Call, tmp_path: Path) -> None:
    word = docx.Document(str(places.templates() / "packet.ja.docx"))
    word.paragraphs[0].runs[0].text = "{{ titel }}"
    broken = io.BytesIO()
    word.save(broken)
    (tmp_path / "壊れた.docx").write_bytes(broken.getvalue())
    code, _, err = call("packet", "電子カルテの更新", str(tmp_path / "p"), "--template", str(tmp_path / "壊れた.docx"))
    assert code == 3 and "壊れた.docx：本文の 1 番目の段落「{{ titel }}」" in err and "title" in err
    assert not (tmp_path / "p").exists()
