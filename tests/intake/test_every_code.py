"""Every code there is has a file that gets it, a sentence in each language, and a place a person can go to."""

from pathlib import Path

import bad_files
import pytest
from every_bad_file import CASES

from hospital_onboard.domain.issue import CODES, Issue
from hospital_onboard.store import records
from hospital_onboard.store.audit import entries
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk

#: What the file as a whole is told; everything else names a sheet, and mostly a cell.
ABOUT_THE_FILE = {"external-links", "parts-left-out", "parts-repeated", "scope-unknown"}


#: What a bundle or a public list gets is tried where those are read: test_bundles and test_refresh_from_list.
ELSEWHERE = {code for code in CODES if code.startswith(("bundle-", "list-"))}


def test_every_code_has_its_file() -> None:
    assert set(CASES) == CODES - ELSEWHERE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_codes_of_bundles_and_lists_have_their_words(lang: Lang) -> None:
    for code in sorted(ELSEWHERE):
        assert words(lang).has(f"issue.{code}"), code
        assert words(lang).has(f"wanted.{code}"), code


@pytest.fixture
def at(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bad_files.Bench:
    folder = tmp_path / "in"
    folder.mkdir()
    bench = bad_files.Bench(desk, folder, monkeypatch)
    bench.put(*bad_files.STOCK)
    return bench


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_code_its_place_and_its_words(at: bad_files.Bench, code: str) -> None:
    made = CASES[code](at)
    path, said = made if isinstance(made, tuple) else (made, {})
    before = entries(at.desk.store)[1]
    found = import_workbook.preview(at.desk, path, **{"operator_id": bad_files.AOBA.id, **said})
    every = [*found.file_issues, *(issue for row in found.rows for issue in row.issues)]
    ours = [issue for issue in every if issue.code == code]
    assert ours, [issue.code for issue in every]
    assert {issue.code for issue in found.issues if issue.severity != "check"} <= {code, "wrong-length"}
    assert all(_has_a_place(issue) for issue in ours)
    for lang in LANGUAGES:
        for issue in ours:
            for part in ("issue", "wanted"):
                sentence = words(lang)(f"{part}.{code}", **issue.params)
                assert sentence and "⟦" not in sentence and "{" not in sentence
    assert found.refused is (ours[0].severity == "refuse")
    assert entries(at.desk.store)[1] == before
    assert (ours[0].severity != "row") or any(row.outcome == "refused" for row in found.rows)


def _has_a_place(issue: Issue) -> bool:
    place = issue.place
    if issue.severity == "refuse" or issue.code in ABOUT_THE_FILE:
        return bool(place.file)
    return bool(place.sheet)


@pytest.mark.parametrize("code", ["conflict", "disagrees", "superseded", "not-asked", "answer-contradicts"])
def test_what_has_to_be_looked_at_waits(at: bad_files.Bench, code: str) -> None:
    made = CASES[code](at)
    assert isinstance(made, Path)
    found = import_workbook.preview(at.desk, made, bad_files.AOBA.id)
    held = [row for row in found.rows if any(issue.code == code for issue in row.issues)]
    assert held and all(row.change is not None for row in held)
    import_workbook.commit(at.desk, found)
    waiting = [row.change for row in held if row.change]
    kept = {change.record.id: records.get(at.desk.store, type(change.record), change.record.id) for change in waiting}
    assert kept == {change.record.id: change.before for change in waiting}
