"""The verbs around vendors as a script sees them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import answer_workbook as vendor
import pytest

from hospital_onboard.cli.run import run

Call = Callable[..., tuple[int, str, str]]
HOKUTO = "北斗システム株式会社（架空）"
#: Comparing a sheet; the last thing that is written in the transaction.
STEPS = ["hospital_onboard.intake.preview.Comparison.sheet", "hospital_onboard.store.saving._append_audit"]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command on the demonstration; returns exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert call("demo", "--hospitals", "1", "--components", "60")[0] == 0
    return call


def files(call: Call, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(call("import", *arguments, "--json")[1])["files"]
    return found


def test_one_vendor_one_file_and_back(call: Call, tmp_path: Path) -> None:
    code, out, err = call("template", "vendor", str(tmp_path / "h.xlsx"), "--party", HOKUTO)
    assert (code, out) == (0, "") and "h.xlsx" in err and "確認票を 1 通書き" in err
    back = vendor.answer(tmp_path / "h.xlsx", tmp_path / "back.xlsx")
    (found,) = files(call, str(back))
    assert (found["outcome"], found["rows"]["refused"], len(found["parties"])) == ("imported", 0, 1)
    (one,) = json.loads(call("chase", "--party", HOKUTO, "--json")[1])["vendors"]
    assert (len(one["asked"]), one["came"][0]["file"]) == (2, "back.xlsx")


def test_all_vendors_into_a_folder_or_one_file(call: Call, tmp_path: Path) -> None:
    code, _, err = call("template", "vendor", str(tmp_path / "folder"))
    written = sorted((tmp_path / "folder").iterdir())
    assert code == 0 and len(written) > 5 and f"確認票を {len(written)} 通書き" in err
    assert call("template", "vendor", str(tmp_path / "all.xlsx"))[0] == 0
    assert call("template", "vendor", str(tmp_path / "all.xlsx"))[0] == 2
    back = vendor.answer(tmp_path / "all.xlsx", tmp_path / "back.xlsx")
    (found,) = files(call, str(back), "--dry-run")
    assert (found["outcome"], found["rows"]["refused"]) == ("previewed", 0)
    assert len(found["parties"]) == len(written)


def test_a_party_or_operator_nobody_knows(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("chase", "--party", "どこにもない", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "no-such-party")
    assert call("template", "vendor", str(tmp_path / "x.xlsx"), "--operator", "どこにもない")[0] == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_the_same_party_is_said_and_remembered(call: Call, tmp_path: Path) -> None:
    call("template", "vendor", str(tmp_path / "h.xlsx"), "--party", HOKUTO)
    book = vendor.Book(tmp_path / "h.xlsx")
    row = book.add("party", name="彗星ヘルスケアズ株式会社（架空）")
    path = str(book.save(tmp_path / "back.xlsx"))
    place = f"相手方!C{row}"
    code, _, err = call("import", path, "--dry-run")
    assert code == 0 and f'--same "{place}=party_' in err
    (asked,) = files(call, path, "--dry-run")
    party = asked["issues"][0]["candidate"]
    (found,) = files(call, path, "--same", f"{place}={party}")
    assert (found["rows"]["new"], found["issues"], found["outcome"]) == (0, [], "imported")
    (again,) = files(call, path)
    assert (again["rows"]["new"], again["issues"], again["outcome"]) == (0, [], "unchanged")
    for wrong in ("相手方", f"{place}=", "=x"):
        assert call("import", path, "--same", wrong)[0] == 2


def test_rows_to_look_at_are_taken_only_when_named(call: Call, tmp_path: Path) -> None:
    call("template", "vendor", str(tmp_path / "h.xlsx"), "--party", HOKUTO)
    book = vendor.Book(tmp_path / "h.xlsx")
    other = next(row for row in book.rows("party") if "北斗" not in row["name"])
    book.put("party", other["#"], address="架空市別町1")
    path = str(book.save(tmp_path / "back.xlsx"))
    code, _, err = call("import", path)
    assert code == 0 and "取り込みません" in err
    (held,) = files(call, path, "--dry-run")
    assert (held["held"], held["issues"][0]["code"], held["issues"][0]["held"]) == (1, "not-asked", True)
    (taken,) = files(call, path, "--accept", f"相手方!{other['#']}")
    assert (taken["outcome"], taken["written"]["changed"]) == ("imported", 1)


def test_letters(call: Call) -> None:
    code, out, _ = call("chase", "--mail", "--party", HOKUTO)
    assert code == 1 and "御中" in out and "Dear Hokuto" in out
    code, out, err = call("--lang", "en", "chase")
    assert code == 1 and "not asked yet" in out and "parties" in err


def test_each_of_several_files_gets_its_own_copy_with_marks(call: Call, tmp_path: Path) -> None:
    paths = []
    for name, party in (("h", HOKUTO), ("s", "彗星ヘルスケア株式会社（架空）")):
        call("template", "vendor", str(tmp_path / f"{name}.xlsx"), "--party", party)
        book = vendor.Book(tmp_path / f"{name}.xlsx")
        book.add("officer", as_of="2027-11-15", name="役員乙", birth_date="1965-02-31")
        paths.append(str(book.save(tmp_path / f"back-{name}.xlsx")))
    assert call("import", *paths, "--issues", str(tmp_path / "marked.xlsx"))[0] == 1
    assert {path.name for path in tmp_path.glob("marked*")} == {"marked-back-h.xlsx", "marked-back-s.xlsx"}


@pytest.mark.parametrize("place", STEPS)
def test_stopped_in_the_middle_nothing_is_written(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    call("template", "vendor", str(tmp_path / "h.xlsx"), "--party", HOKUTO)
    back = str(vendor.answer(tmp_path / "h.xlsx", tmp_path / "back.xlsx"))

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, stopped)
    code, _, err = call("import", back)
    assert (code, "書き込んでいません" in err) == (130, True)
    monkeypatch.undo()
    (found,) = files(call, back, "--dry-run")
    assert found["rows"]["new"] > 0
