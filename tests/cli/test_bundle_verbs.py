"""The verbs that hand data on: what they print, how they end, in both languages."""

import json
from pathlib import Path

import pytest

from hospital_onboard.cli.run import run


@pytest.fixture
def hospital(tmp_path: Path) -> str:
    """A store with one fictional hospital."""
    db = str(tmp_path / "hospital.db")
    assert run(["--db", db, "demo", "--components", "6"]) == 0
    return db


@pytest.fixture
def key(hospital: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The public key of this machine's office."""
    capsys.readouterr()
    assert run(["--db", hospital, "bundle", "keys", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["recipient"])


def _operator(db: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["--db", db, "operator", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["operators"]
    return next(str(one["code"]) for one in listed if one["kind"] == "hospital")


def test_from_hospital_to_bureau(hospital: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, bureau = _operator(hospital, capsys), str(tmp_path / "a.hob"), str(tmp_path / "bureau.db")
    export = ["--db", hospital, "bundle", "export", out, "--operator", code, "--to", key]
    assert run([*export, "--dry-run"]) == 0
    told = capsys.readouterr().err
    assert "構成設備" in told
    assert "確認だけ" in told
    assert not Path(out).exists()
    assert run([*export, "--json"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert shape["schema"] == "hospital-onboard/bundle-export/1"
    assert run(["--db", bureau, "bundle", "merge", out, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["outcome"] == "previewed"
    assert run(["--db", bureau, "bundle", "merge", out, "--json"]) == 0
    merged = json.loads(capsys.readouterr().out)["files"][0]
    assert merged["outcome"] == "merged"
    assert merged["written"]["new"] == sum(shape["records"].values())
    assert merged["sender"]["fingerprint"] == shape["sender"]["fingerprint"]
    assert run(["--db", bureau, "--lang", "en", "bundle", "merge", out]) == 0
    assert "Everything in this bundle is here already" in capsys.readouterr().err
    assert run(["--db", bureau, "bundle", "conflicts"]) == 0
    assert run(["--db", bureau, "undo", str(merged["receipt"]["seq"])]) == 0
    capsys.readouterr()
    assert run(["--db", bureau, "operator", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["operators"] == []


@pytest.mark.parametrize(("lang", "said"), [("ja", "何も変えていません"), ("en", "Nothing was changed")])
def test_a_bad_one_among_good_ones_stops_only_itself(
    hospital: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    code, good, bad = _operator(hospital, capsys), str(tmp_path / "a.hob"), str(tmp_path / "b.hob")
    assert run(["--db", hospital, "bundle", "export", good, "--operator", code, "--to", key]) == 0
    Path(bad).write_bytes(Path(good).read_bytes()[:-40])
    bureau = str(tmp_path / "bureau.db")
    capsys.readouterr()
    assert run(["--db", bureau, "--lang", lang, "bundle", "merge", bad, good, "--json"]) == 3
    told = capsys.readouterr()
    assert [one["outcome"] for one in json.loads(told.out)["files"]] == ["refused", "merged"]
    assert said in told.err


def test_several_hospitals_need_the_name_of_an_office(
    hospital: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "a.hob")
    assert run(["--db", hospital, "bundle", "export", out, "--to", key, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bundle-which-office"
    assert run(["--db", hospital, "bundle", "export", out, "--to", key, "--sender", "架空厚生局"]) == 0


def test_importing_a_bundle_says_which_verb_it_wants(
    hospital: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "a.hob")
    assert run(["--db", hospital, "bundle", "export", out, "--to", key, "--sender", "架空厚生局"]) == 0
    capsys.readouterr()
    assert run(["--db", hospital, "import", out]) == 3
    assert "bundle merge" in capsys.readouterr().err
