"""The command line as a script sees it: exit codes, stdout for data, stderr for talk."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hospital_onboard.cli.run import run
from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.text.wording import LANGUAGES, words

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command on a store of this test's own; returns exit code, stdout, stderr."""

    def call(*arguments: str, db: str = "") -> tuple[int, str, str]:
        code = run(["--db", db or str(tmp_path / "inventory.db"), "--on", "2027-11-23", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def data(out: str) -> Any:
    return json.loads(out)


def test_an_operator_is_added_listed_shown_edited_and_designated(call: Call) -> None:
    assert call("operator", "add", "弘前")[0] == 0
    assert call("operator", "edit", "0218010221", "beds=６４４", "wide_area=はい")[0] == 0
    assert call("operator", "designate", "0218010221", "--on", "令和9年12月1日", "--announced", "R9.12.2")[0] == 0
    code, out, _ = call("operator", "list", "--json")
    [listed] = data(out)["operators"]
    assert code == 0
    assert listed["code"] == "0218010221"
    assert (listed["kind"], listed["prefecture"]) == ("hospital", "02")
    assert (listed["beds"], listed["wide_area"]) == (644, "yes")
    assert (listed["designation_status"], listed["designated_on"]) == ("designated", "2027-12-01")
    shown = data(call("operator", "show", "--json")[1])
    assert shown["schema"] == "hospital-onboard/operator-show/1"
    assert shown["operator"]["announced_on"] == "2027-12-02"
    assert shown["equipment"] == []


def test_the_table_for_people_is_on_stdout_and_the_total_on_stderr(call: Call) -> None:
    call("operator", "add", "弘前")
    code, out, err = call("operator", "list")
    assert code == 0
    assert out.startswith("0218010221  弘前大学医学部附属病院  病院")
    assert err == "全 1 件\n"


def test_a_plan_is_added_to_an_equipment_named_by_its_product(call: Call, desk_with_emr: str) -> None:
    code, out, _ = call(
        "plan",
        "add",
        "--equipment",
        "診療録（架空）",
        "--kind",
        "introduction",
        "--in-service",
        "2028-09-01",
        "--purchase",
        "2028/2/10",
        "--json",
        db=desk_with_emr,
    )
    assert code == 0
    added = data(out)["plan"]
    assert added["milestones"] == {"purchase_on": "2028-02-10", "in_service_on": "2028-09-01"}
    [listed] = data(call("plan", "list", "--json", db=desk_with_emr)[1])["plans"]
    assert listed == added
    assert data(call("plan", "show", added["id"], "--json", db=desk_with_emr)[1])["plan"] == added


@pytest.fixture
def desk_with_emr(tmp_path: Path) -> str:
    from hospital_onboard.domain.equipment import Equipment
    from hospital_onboard.work import edit, who
    from hospital_onboard.work.desk import open_desk

    path = str(tmp_path / "emr.db")
    desk = open_desk(path)
    hospital = who.register_other(desk, "青葉（架空）")
    edit.save(desk, Equipment, None, {"group": "emr", "product": "診療録（架空）"}, fixed={"operator": hospital.id})
    desk.store.close()
    return path


USAGE = {
    "no such verb": ["fly"],
    "no such option": ["operator", "list", "--colour"],
    "missing argument": ["operator", "add"],
    "no such language": ["--lang", "fr", "operator", "list"],
    "not a day": ["--on", "令和8年13月1日", "operator", "list"],
    "no such operator": ["operator", "show", "nobody"],
    "no such plan": ["plan", "show", "none"],
    "not a field": ["operator", "edit", "0218010221", "colour=red"],
    "nothing to undo": ["undo", "99"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE.keys())
def test_a_wrong_call_ends_with_2_and_a_sentence_on_stderr(call: Call, arguments: list[str]) -> None:
    call("operator", "add", "弘前")
    code, out, err = call(*arguments)
    assert code == 2
    assert out == ""
    assert err.strip()
    assert "⟦" not in err
    assert "Traceback" not in err


SLIPS = {
    "fly": ["fly"],
    "operator": ["operator", "fly"],
    "designate": ["operator"],
    "--colour": ["operator", "list", "--colour"],
    "--json": ["operator", "list", "--jsn"],
    "FIELD=VALUE": ["operator", "edit", "x"],
    "--equipment": ["plan", "add", "--kind", "introduction"],
    "--hospitals": ["demo", "--hospitals", "x"],
    "200": ["demo", "--hospitals", "900"],
    "1": ["audit", "--limit", "-1"],
    "--operator": ["check", "--operator"],
    "-j": ["operator", "list", "--json=3"],
    "b c": ["operator", "list", "b", "c"],
}


@pytest.mark.parametrize(("named", "arguments"), SLIPS.items(), ids=SLIPS.keys())
def test_a_slip_in_the_call_is_told_in_the_language_of_the_call(call: Call, named: str, arguments: list[str]) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("使い方が違います: ") and named in err
    problem = re.sub(r"--\w+", "", err.split("\n")[0])
    for typed in ("hospital-onboard", "FIELD=VALUE", "list show add edit designate", named, *arguments):
        problem = problem.replace(typed, "")
    assert not re.search("[A-Za-z]{2}", problem), problem
    english = call("--lang", "en", *arguments)[2]
    assert english.startswith("That is not how it is used: ")
    assert not re.search("[ぁ-ん一-龥]", english)


def test_check_says_the_numbers_in_the_words_of_home(call: Call) -> None:
    call("demo", "--components", "60")
    for lang in LANGUAGES:
        shown = call("--lang", lang, "check")[1]
        told = {one["name"]: one for one in data(call("check", "--json")[1])["operators"]}
        for one in told.values():
            burden = one["burden"]
            known = burden["typed"] + burden["from_workbook"] + burden["reused"]
            shares = {name: burden[name] * 100 // known for name in ("typed", "from_workbook", "reused")}
            numbers = {"required": f"{burden['required']:,}", "known": f"{known:,}", **shares}
            assert words(lang)("home.burden", **numbers) in shown
            owed = Counter(line["actor"] == "operator" for line in one["requirements"] if line["state"] in OPEN_STATES)
            assert f"{one['name']}: {words(lang)('home.open', count=owed[True])}" in shown
        lines = [line.split("  ")[-1] for line in shown.splitlines() if line.startswith("    ")]
        assert lines
        assert ("、" in "".join(lines)) is (lang == "ja")


def test_values_that_cannot_be_taken_end_with_3_and_name_the_field(call: Call) -> None:
    call("operator", "add", "弘前")
    code, _, err = call("operator", "edit", "0218010221", "beds=たくさん", "prefecture=青い森")
    assert code == 3
    assert "病床数" in err
    assert "都道府県" in err
    assert data(call("operator", "list", "--json")[1])["operators"][0]["beds"] == 636


def test_a_store_that_cannot_be_used_ends_with_4(call: Call, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("手紙" * 1000)
    code, _, err = call("operator", "list", db=str(tmp_path / "letter.db"))
    assert code == 4
    assert "letter.db" in err


#: Every verb that reads or writes a store, as it is called on one that is there.
ON_A_STORE = [
    *(
        ["operator", *rest]
        for rest in (["list"], ["show"], ["edit", "x", "beds=1"], ["designate", "x", "--on", "R9.1.1"])
    ),
    *(["plan", *rest] for rest in (["list"], ["show", "x"])),
    ["plan", "add", "--equipment", "x", "--kind", "introduction", "--in-service", "R9.1.1"],
    *(["template", kind, "out.xlsx"] for kind in ("inventory", "vendor")),
    ["import", "x.xlsx"],
    ["chase"],
    ["check"],
    *(["report", kind, "out.html"] for kind in ("readiness", "phase-in", "concentration")),
    *([kind, "x", "out.zip"] for kind in ("packet", "dossier")),
    *(["evidence", *rest] for rest in (["list"], ["check"])),
    *(["evidence", verb, "x"] for verb in ("add", "show", "use", "open", "remove")),
    ["evidence", "sent", "x", "holders", "--on", "R9.1.1", "--receipt", "y"],
    *(["consultation", verb, "x"] for verb in ("list", "handed", "since")),
    *(["consultation", verb, "x", "y"] for verb in ("add", "answer", "carry")),
    *(["phase", verb] for verb in ("status", "compare", "register")),
    *(
        ["phase", *rest]
        for rest in (["propose", "x", "--wave", "year0"], ["withdraw", "x"], ["need", "36", "2"], ["plan", "list"])
    ),
    ["phase", "fact", "x", "beds", "600", "--source", "y"],
    ["bundle", "export", "out.hob", "--to", "age1x"],
    ["bundle", "conflicts"],
    ["determine", "x"],
    ["assume"],
    ["calendar", "out.ics"],
    *(["filing", *rest] for rest in (["record", "x"], ["list"], ["show", "x"])),
    ["changes"],
    ["audit"],
    ["undo"],
    ["backup", "out.bak"],
]
#: The verbs that may begin a store, and those that need none.
BEGINNING = {"open", "demo", "operator add", "restore", "migrate", "bundle keys", "bundle merge", "evidence key"}


@pytest.mark.parametrize("arguments", ON_A_STORE, ids=lambda arguments: " ".join(arguments[:2]))
def test_a_slip_in_db_is_refused_and_makes_no_store(call: Call, tmp_path: Path, arguments: list[str]) -> None:
    code, out, err = call(*arguments, db=str(tmp_path / "typo.db"))
    assert (code, out) == (4, "")
    assert "typo.db" in err and "operator add" in err
    assert not list(tmp_path.glob("typo.db*"))


def test_no_verb_is_missing_above() -> None:
    import typer

    from hospital_onboard.cli.verbs import app

    offered = set()
    for name, command in typer.main.get_command(app()).commands.items():  # type: ignore[attr-defined]
        offered |= {f"{name} {sub}" for sub in getattr(command, "commands", {})} or {name}
    tried = {
        " ".join(arguments[:2]) if " ".join(arguments[:2]) in offered else arguments[0] for arguments in ON_A_STORE
    }
    assert tried == {verb for verb in offered - BEGINNING if not verb.startswith("rules")}


@pytest.mark.parametrize("verb", [["demo", "--components", "3"], ["operator", "add", "弘前"], ["migrate"]])
def test_a_verb_that_begins_something_makes_the_store(call: Call, verb: list[str]) -> None:
    assert call(*verb)[0] == 0
    assert call("audit", "verify")[0] == 0


def test_a_folder_is_said_to_be_one(call: Call, tmp_path: Path) -> None:
    code, _, err = call("check", db=str(tmp_path))
    assert code == 4
    assert "フォルダー" in err


def test_waiting_for_a_store_is_said_before_it_is_refused(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from hospital_onboard.store import engine

    monkeypatch.setattr(engine, "_WAIT_MS", 500)
    monkeypatch.setattr(engine, "_SAY_AFTER", 0.1)
    call("operator", "add", "弘前")
    other = sqlite3.connect(tmp_path / "inventory.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    code, out, err = call("operator", "edit", "0218010221", "beds=1")
    other.close()
    assert (code, out) == (4, "")
    assert [line[:10] for line in err.splitlines()] == ["保存先が空くのを待っ", f"保存先 {tmp_path}"[:10]]


def test_with_json_an_error_is_json_too(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("check", "--json")
    assert (code, data(out)["error"]["code"]) == (4, "no-such-store")
    assert data(out)["error"]["where"] == str(tmp_path / "inventory.db")
    call("migrate")
    code, out, _ = call("operator", "show", "nobody", "--json")
    assert code == 2
    assert data(out) == {
        "schema": "hospital-onboard/error/1",
        "error": {"code": "no-operator-yet", "message": data(out)["error"]["message"], "where": ""},
    }


def test_a_fault_of_ours_ends_with_70_and_says_where_the_log_is(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from hospital_onboard.work import who

    def broken(_desk: object) -> None:
        raise ZeroDivisionError("planted")

    call("migrate")
    monkeypatch.setattr(who, "operators", broken)
    code, out, err = call("operator", "list")
    assert (code, out) == (70, "")
    [log] = tmp_path.rglob("hospital_onboard.log")
    assert str(log) in err
    assert "planted" in log.read_text(encoding="utf-8")


def test_the_trail_is_listed_verified_and_undone(call: Call) -> None:
    call("operator", "add", "弘前")
    call("operator", "edit", "0218010221", "beds=1")
    assert data(call("audit", "verify", "--json")[1]) == {
        "schema": "hospital-onboard/audit-verify/1",
        "entries": 2,
        "broken_at": None,
    }
    assert call("undo")[0] == 0
    assert data(call("operator", "list", "--json")[1])["operators"][0]["beds"] == 636
    listed = data(call("audit", "--json")[1])
    assert [entry["action"] for entry in listed["entries"]] == ["undo", "edit", "register"]


def test_english_is_spoken_when_asked_for(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("migrate")
    assert "No operator is registered yet" in call("--lang", "en", "operator", "show")[2]
    monkeypatch.setenv("HOSPITAL_ONBOARD_LANG", "en")
    assert "No operator is registered yet" in call("operator", "show")[2]


def test_the_screens_need_a_terminal(call: Call) -> None:
    code, _, err = call("open")
    assert code == 2
    assert "check" in err


def test_no_verb_replaces_a_file_unless_told_to(call: Call, tmp_path: Path) -> None:
    call("demo", "--components", "30")
    [plan, *_] = data(call("plan", "list", "--json")[1])["plans"]
    hospital = "青葉大学病院（架空）"
    filled = tmp_path / "filled.xlsx"
    assert call("template", "inventory", str(filled), "--operator", hospital)[0] == 0
    writing = {
        "r.xlsx": ["report", "readiness"],
        "r.html": ["report", "readiness"],
        "r.csv": ["report", "readiness"],
        "r.json": ["report", "readiness"],
        "p.zip": ["packet", plan["id"]],
        "t.xlsx": ["template", "inventory", "--operator", hospital],
        "v.xlsx": ["template", "vendor", "--operator", hospital],
        "d.ics": ["calendar", "--operator", hospital],
        "s.bak": ["backup"],
        "i.xlsx": ["import", str(filled), "--issues"],
    }
    for name, verb in writing.items():
        out = tmp_path / name
        out.write_bytes(b"mine")
        code, _, err = call(*verb, str(out))
        assert (code, out.read_bytes()) == (2, b"mine"), name
        assert "--force" in err and name in err
        assert call(*verb, str(out), "--force")[0] == 0, name
        assert (out.read_bytes() == b"mine") is (name == "i.xlsx"), name  # nothing to mark: nothing written


def test_copies_of_files_with_one_name_do_not_meet(call: Call, tmp_path: Path) -> None:
    call("operator", "add", "弘前")
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "部品.csv").write_text("製品名,数量\nサーバー,たくさん\n", encoding="utf-8")
    files = [str(tmp_path / folder / "部品.csv") for folder in ("a", "b")]
    issues = str(tmp_path / "指摘.xlsx")
    code, out, err = call("import", *files, "--sheet", "component", "--dry-run", "--issues", issues, "--json")
    assert code in (1, 3), err
    counts = [len(file["issues"]) for file in data(out)["files"]]
    assert [path.name for path in sorted(tmp_path.glob("指摘*"))] == ["指摘-1-部品.xlsx", "指摘-2-部品.xlsx"]
    assert [f"（指摘 {count} 件）" in err for count in counts] == [True, True]
    assert call("import", *files, "--sheet", "component", "--dry-run", "--issues", str(tmp_path / "指摘.pdf"))[0] == 2


def test_a_backup_is_made_and_put_back(call: Call, tmp_path: Path) -> None:
    call("operator", "add", "弘前")
    assert call("backup", str(tmp_path / "copy.bak"))[0] == 0
    call("operator", "edit", "0218010221", "beds=1")
    assert call("restore", str(tmp_path / "copy.bak"))[0] == 0
    assert data(call("operator", "list", "--json")[1])["operators"][0]["beds"] == 636
    assert call("migrate")[0] == 0
