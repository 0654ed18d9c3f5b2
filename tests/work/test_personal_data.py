"""Birth dates and nationalities leave the store only when asked for, and then that is written down.

Every file the program writes is opened to its last entry and searched for one officer's birth date, in every spelling a
file can hold it in, and for a nationality that nobody else has.
"""

import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from hospital_onboard.cli.run import run
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.party import Officer, Party
from hospital_onboard.store import audit, records, saving
from hospital_onboard.work import age_keys, exports, import_workbook
from hospital_onboard.work.desk import open_desk

BORN, SERIAL = date(1961, 2, 3), "22315"
#: ISO, Japanese, of an era, and as a spreadsheet counts days.
SPELLINGS = (b"1961-02-03", "1961年2月3日".encode(), "昭和36年".encode(), b"S36.2.3", b"1961/2/3", b"1961/02/03")
CELL = f"<v>{SERIAL}</v>".encode()
NATION = ("VU", "バヌアツ", "Vanuatu")
#: A list that holds this one is a list of all countries.
ALL = ("ウズベキスタン".encode(), b"Uzbekistan")
PLAN = "電子カルテの更新"
ON = "2027-11-23"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store in which every officer is born on one day in one country."""
    path = tmp_path_factory.mktemp("made") / "inventory.db"
    assert run(["--db", str(path), "--on", ON, "demo", "--components", "12"]) == 0
    desk = open_desk(str(path), date(2027, 11, 23), lambda: datetime(2027, 11, 23, tzinfo=UTC), "hanako")
    changed = [
        Change(officer, officer.changed(birth_date=BORN, nationality=NATION[0]))
        for officer in records.select(desk.store, Officer)
    ]
    assert changed
    saving.save(desk.store, changed, desk.stamp("edit"))
    desk.store.close()
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(made, tmp_path / "inventory.db"))


def everything_in(path: Path) -> dict[str, bytes]:
    """All contents: of the files of a folder, and of what is packed inside them."""
    if path.is_dir():
        found: dict[str, bytes] = {}
        for file in sorted(path.rglob("*")):
            if file.is_file():
                found |= {f"{file.name}/{name}": content for name, content in everything_in(file).items()}
        return found
    return unpacked(path.name, path.read_bytes())


def births(contents: dict[str, bytes]) -> list[str]:
    return [name for name, c in contents.items() if CELL in c or any(spelling in c for spelling in SPELLINGS)]


def nations(contents: dict[str, bytes]) -> list[str]:
    """Where a country is named that only officers have; lists of all countries to choose from are none of theirs."""
    wanted = [text.encode() for text in NATION[1:]] + [b'"VU"']
    return [name for name, c in contents.items() if any(w in c for w in wanted) and not any(a in c for a in ALL)]


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """Everything in a packed file; of a spreadsheet also what its cells show, sheet by sheet."""
    if not content.startswith(b"PK"):
        return {name: content}
    found = cells(name, content) if name.endswith(".xlsx") else {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.namelist():
            found |= unpacked(f"{name}/{entry}", archive.read(entry))
    return found


def cells(name: str, content: bytes) -> dict[str, bytes]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = {sheet.title: sheet.iter_rows(values_only=True) for sheet in book.worksheets}
    shown = {
        title: "\n".join(str(value) for row in found for value in row if value is not None)
        for title, found in rows.items()
    }
    return {f"{name}[{title}]": text.encode() for title, text in shown.items()}


def operator(db: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["--db", str(db), "operator", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["operators"]
    return str(next(one["id"] for one in listed if one["kind"] == "hospital"))


#: What is written -> the words of the command line, {o} the operator, {out} where to.
WRITTEN = {
    "readiness.xlsx": "report readiness {out} --operator {o}",
    "readiness.html": "report readiness {out} --operator {o}",
    "readiness.csv": "report readiness {out} --operator {o}",
    "readiness.json": "report readiness {out} --operator {o}",
    "packet": "packet {plan} {out}",
    "packet.zip": "packet {plan} {out}",
    "dossier.zip": "dossier {plan} {out}",
    "inventory.xlsx": "template inventory {out} --operator {o}",
    "vendors": "template vendor {out} --operator {o}",
    "deadlines.ics": "calendar {out} --operator {o}",
}
ASKED = {
    name: f"{words} --with-personal"
    for name, words in WRITTEN.items()
    if name.split(".")[0] in ("packet", "dossier", "inventory", "vendors")
}


def write(db: Path, out: Path, line: str, code: str, lang: str = "ja") -> dict[str, bytes]:
    words = [word.format(out=out, o=code, plan=PLAN) for word in line.split()]
    assert run(["--db", str(db), "--on", ON, "--lang", lang, *words]) in (0, 1), words
    return everything_in(out)


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_file_holds_a_birth_date_or_nationality(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, lang: str
) -> None:
    contents = write(db, tmp_path / name, WRITTEN[name], operator(db, capsys), lang)
    assert contents
    assert births(contents) == []
    assert nations(contents) == []
    assert not any(entry.startswith("export") for entry in actions(db))


@pytest.mark.parametrize("name", ASKED)
def test_they_are_in_it_when_asked_for_and_the_trail_says_how_many_persons(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    contents = write(db, tmp_path / name, ASKED[name], operator(db, capsys))
    assert births(contents)
    assert nations(contents)
    assert "export_personal" in actions(db)
    desk = open_desk(str(db))
    entries, _ = audit.entries(desk.store)
    desk.store.close()
    source = next(entry.source for entry in entries if entry.action == "export_personal")
    count = int(source.partition("(")[2].partition(")")[0])
    assert count > 0


def actions(db: Path) -> list[str]:
    desk = open_desk(str(db))
    found, _ = audit.entries(desk.store)
    desk.store.close()
    return [entry.action for entry in found]


DATA = {
    "check": "check --operator {o} --json",
    "determine": "determine {plan} --json",
    "changes": "changes --json",
    "filing show": "filing show {plan} --json",
    "consultation since": "consultation since {plan} --json",
    "evidence list": "evidence list --operator {o} --json",
    "audit": "audit list --json",
    "operator show": "operator show {o} --json",
}


@pytest.mark.parametrize("name", DATA)
def test_nothing_that_is_printed_holds_them(db: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    code = operator(db, capsys)
    for words in (
        ["filing", "record", PLAN, "--incomplete"],
        ["consultation", "handed", PLAN],
    ):
        assert run(["--db", str(db), "--on", ON, *words]) == 0
    desk = open_desk(str(db))
    officer = records.select(desk.store, Officer)[0]
    saving.save(desk.store, [Change(officer, officer.changed(nationality="JP"))], desk.stamp("edit"))
    desk.store.close()
    capsys.readouterr()
    run(["--db", str(db), "--on", ON, *(w.format(o=code, plan=PLAN) for w in DATA[name].split())])
    out = capsys.readouterr().out.encode()
    assert out
    assert births({name: out}) == []
    assert nations({name: out}) == []


def test_an_issues_copy_holds_what_its_file_held_and_nothing_of_the_store(db: Path, tmp_path: Path) -> None:
    """The store knows the officer's birth date; the file that came in has a bad one, and none of the store's."""
    desk = open_desk(str(db), date(2027, 11, 23))
    officer = next(o for o in records.select(desk.store, Officer))
    party = records.get(desk.store, Party, officer.party)
    assert party is not None
    file = tmp_path / "officers.csv"
    rows = ["相手方,基準日,氏名,生年月日,国籍", f"{party.name},{officer.as_of},{officer.name},1961-02-31,どこか"]
    file.write_text("\n".join(rows), encoding="utf-8-sig")
    found = import_workbook.preview(desk, file, hints=import_workbook.Hints(sheet="officer"))
    assert found.issues
    out = tmp_path / "issues.xlsx"
    import_workbook.write_issue_copy(desk, file, found, out, "ja")
    desk.store.close()
    contents = everything_in(out)
    assert any(b"1961-02-31" in content for content in contents.values())
    assert births(contents) == []
    assert nations(contents) == []


def test_a_blank_cell_in_a_returned_workbook_clears_no_birth_date(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = operator(db, capsys)
    write(db, tmp_path / "inventory.xlsx", WRITTEN["inventory.xlsx"], code)
    assert run(["--db", str(db), "--on", ON, "import", str(tmp_path / "inventory.xlsx"), "--operator", code]) == 0
    desk = open_desk(str(db))
    assert {officer.birth_date for officer in records.select(desk.store, Officer)} == {BORN}
    desk.store.close()


# Encrypted -------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["packet", "dossier"])
def test_an_encrypted_packet_opens_for_its_recipient_only_and_leaves_nothing_readable(
    db: Path, tmp_path: Path, verb: str
) -> None:
    key, other = tmp_path / "bureau.key", tmp_path / "other.key"
    public = age_keys.new_identity(key, datetime(2027, 11, 23, tzinfo=UTC))
    age_keys.new_identity(other, datetime(2027, 11, 23, tzinfo=UTC))
    (tmp_path / "bureau.txt").write_text(public, encoding="utf-8")
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / f"{verb}.zip"
    words = [verb, PLAN, str(out), "--with-personal", "--encrypt-to", str(tmp_path / "bureau.txt")]
    assert run(["--db", str(db), "--on", ON, *words]) in (0, 1)
    [written] = (tmp_path / "out").iterdir()
    assert written.name == f"{verb}.zip.age"
    assert births({"": written.read_bytes()}) == []
    opened = age_keys.unseal(written.read_bytes(), key, lambda: "")
    assert births(unpacked("packet", opened))
    with pytest.raises(Exception, match="sealed-for-others"):
        age_keys.unseal(written.read_bytes(), other, lambda: "")
    desk = open_desk(str(db))
    entry = audit.entries(desk.store)[0][0]
    desk.store.close()
    assert entry.action == "export_personal"
    assert entry.source.startswith(f"{verb}.zip.age (")
    assert entry.source.endswith(f"-> {public}")


def test_an_encrypted_packet_without_personal_facts_is_written_down_too(db: Path, tmp_path: Path) -> None:
    public = age_keys.new_identity(tmp_path / "bureau.key", datetime(2027, 11, 23, tzinfo=UTC))
    words = ["packet", PLAN, str(tmp_path / "p"), "--encrypt-to", public]
    assert run(["--db", str(db), "--on", ON, *words]) == 0
    assert (tmp_path / "p.zip.age").is_file()
    assert actions(db)[0] == "export_sealed"


def test_a_wrong_key_is_refused_before_anything_is_written(db: Path, tmp_path: Path) -> None:
    words = ["packet", PLAN, str(tmp_path / "p.zip"), "--encrypt-to", "age1wrong"]
    assert run(["--db", str(db), "--on", ON, *words]) == 3
    assert not list(tmp_path.glob("p.zip*"))


def test_names_of_encrypted_files() -> None:
    assert [exports.sealed_name(Path(name)).name for name in ("a.zip", "a", "a.zip.age", "a.docx")] == [
        "a.zip.age",
        "a.zip.age",
        "a.zip.age",
        "a.docx.zip.age",
    ]


def test_the_search_itself_finds_what_it_looks_for() -> None:
    """A search that finds nothing anywhere would pass every test above."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append([BORN, NATION[1]])
    book.save(out)
    contents = unpacked("x.xlsx", out.getvalue())
    assert "x.xlsx/xl/worksheets/sheet1.xml" in births(contents)
    assert nations(contents) == ["x.xlsx[Sheet]"]
