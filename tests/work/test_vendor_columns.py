"""However a vendor rearranges the columns, the answers are the same; also through another spreadsheet program."""

import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import answer_workbook as vendor
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.record import STAMPS
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.store import records
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.text.wording import words
from hospital_onboard.work import import_workbook, write_template
from hospital_onboard.work.demo.fill import fill
from hospital_onboard.work.desk import Desk

SOFFICE = shutil.which("soffice")
REARRANGED = ("officer", "component", "party", "measure")


def make(path: Path) -> Desk:
    """A desk at a store whose file outlives the test that made it."""
    noon = datetime(2027, 11, 23, 3, tzinfo=UTC)
    return Desk(open_store(sqlite_url(path)), "hanako", date(2027, 11, 23), lambda: noon)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One vendor's answers, beside what it was sent (``sent.xlsx``) and the store (``demo.db``)."""
    folder = tmp_path_factory.mktemp("answered")
    desk = make(folder / "demo.db")
    fill(desk, 1, 60)
    operators = [operator.id for operator in records.select(desk.store, Operator)]
    hokuto = next(party.id for party in records.select(desk.store, Party) if "北斗" in party.name)
    write_template.vendors(desk, folder / "sent.xlsx", operators, [hokuto])
    parts = {"電子カルテシステム ほくと（架空）": [("追加の部品A", "新しい供給者（架空）")]}
    desk.store.close()
    return vendor.answer(folder / "sent.xlsx", folder / "back.xlsx", parts=parts)


def told(found: Preview) -> list[tuple[Any, ...]]:
    """What every row says, without where it stood and with names in the place of new records' ids."""
    new = {r.change.record.id: r.title for r in found.rows if r.change and r.change.before is None}
    rows = []
    for row in found.rows:
        after = row.change.after if row.change else None
        values = after and {k: new.get(str(v), v) for k, v in after.__dict__.items() if k not in STAMPS}
        rows.append((row.kind, row.outcome, row.title, values, tuple(issue.code for issue in row.issues)))
    return rows


def shown(key: str, field: str, how: str) -> str:
    """A header as somebody may have it."""
    names = [
        words(lang)(f"field.{key}.{field}" if field in SHEETS[key].fields else f"column.{field}") for lang in LANGS
    ]
    ja, en = names
    return {"ja": ja, "en": en, "both": f"{en}\n{ja}", "marked": f"※{ja}【必須】"}[how]


LANGS = ("ja", "en")


def rearrange(page: Worksheet, key: str, order: list[int], how: list[str], extra: int, *, with_keys: bool) -> None:
    """Columns in another order under other names, one of the vendor's own between them; the hidden keys may go.

    Whole cells move, as when a person cuts and inserts a column: a number left in a date's format shows a day, and is
    refused as one (``bad_files.dated_number``).
    """
    rows = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows()]
    fields = [str(value).partition(".")[2] for value, _ in rows[0]]
    columns = []
    for n in (n for n in order if n < len(fields) and fields[n]):
        column = [row[n] for row in rows]
        column[1], column[2] = (shown(key, fields[n], how[n % len(how)]), "General"), NOTHING
        columns.append(column)
    assert len(columns) == len(SHEETS[key].columns)
    columns.insert(min(extra, len(columns)), [NOTHING, ("社内メモ", "General"), *[NOTHING] * (len(rows) - 2)])
    for n, column in enumerate(columns, start=1):
        for number, (value, shape) in enumerate(column, start=1):
            cell = page.cell(number, n)
            cell.value, cell.number_format = value if number > 1 or with_keys else None, shape


NOTHING = (None, "General")


# An example opens, rewrites and reads a workbook: few of them.
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@example(order=list(range(20)), how=["ja"], extra=0, with_keys=False)
@given(
    order=st.permutations(range(20)),
    how=st.lists(st.sampled_from(["ja", "en", "both", "marked"]), min_size=3, max_size=5),
    extra=st.integers(0, 12),
    with_keys=st.booleans(),
)
def test_shuffled_renamed_and_added_columns_say_the_same(
    answered: Path, order: list[int], how: list[str], extra: int, with_keys: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(answered.with_name("demo.db"), Path(folder) / "demo.db")
        desk = make(Path(folder) / "demo.db")
        plain = import_workbook.preview(desk, answered)
        book = load_workbook(answered)
        for key in REARRANGED:
            page = book[vendor.TITLES[key]]
            assert isinstance(page, Worksheet)
            rearrange(page, key, order, how, extra, with_keys=with_keys)
        book.save(Path(folder) / "moved.xlsx")
        moved = import_workbook.preview(desk, Path(folder) / "moved.xlsx")
        desk.store.close()
    assert {issue.code for issue in moved.file_issues} == {"unknown-column"}
    assert told(moved) == told(plain)
    assert sum(1 for row in plain.rows if row.change) > 30


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_answers_survive_another_program(answered: Path, tmp_path: Path) -> None:
    shutil.copy(answered.with_name("demo.db"), tmp_path / "demo.db")
    desk = make(tmp_path / "demo.db")
    there = tmp_path / "converted"
    for name in ("sent.xlsx", "back.xlsx"):
        command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(there), str(answered.with_name(name))]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    untouched = import_workbook.preview(desk, there / "sent.xlsx")
    assert (untouched.issues, {row.outcome for row in untouched.rows}) == ((), {"same"})
    plain = import_workbook.preview(desk, answered)
    converted = import_workbook.preview(desk, there / "back.xlsx")
    assert converted.parties == plain.parties and told(converted) == told(plain)
    book = load_workbook(there / "sent.xlsx")
    assert all(page.protection.sheet for page in book if page.title != "lists")
    sent = vendor.Book(there / "sent.xlsx")
    row = sent.rows("equipment")[0]["#"]
    assert sent.may_write("equipment", row, "functions") and not sent.may_write("equipment", row, "group")
    desk.store.close()
