import ast
from pathlib import Path

import pytest

from hospital_onboard.text.wording import LANGUAGES, WordingError, Words, read_folder, words

JA, EN = words("ja"), words("en")


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(JA.keys() - EN.keys()) == []
    assert sorted(EN.keys() - JA.keys()) == []


def test_both_languages_have_the_same_placeholders() -> None:
    both = JA.keys() & EN.keys()
    assert [key for key in sorted(both) if JA.placeholders(key) != EN.placeholders(key)] == []


def test_every_kind_of_step_in_the_trail_has_a_name() -> None:
    package = Path(__file__).parents[2] / "hospital_onboard"
    signed = {
        constant.value
        for file in package.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "stamp"
        for argument in call.args[:1]
        for constant in ast.walk(argument)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    assert {"add", "edit", "import", "undo", "demo", "reveal"} <= signed
    nameless = [action for action in sorted(signed) if not (JA.has(f"action.{action}") and EN.has(f"action.{action}"))]
    assert nameless == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty(lang) -> None:  # type: ignore[no-untyped-def]
    said = words(lang)
    empty = [key for key in said.keys() if not said(key).strip()]  # noqa: SIM118
    assert empty == []


@pytest.mark.parametrize(
    ("key", "ja"),
    [
        ("state.satisfied", "済"),
        ("state.missing", "未"),
        ("state.stale", "古い"),
        ("state.unclear", "要確認"),
        ("state.exempt", "免除"),
        ("state.declared_direct", "直接提出"),
        ("state.not_applicable", "対象外"),
        ("standing.in_force", "施行中"),
        ("standing.promulgated", "公布済（未施行）"),
        ("standing.proposed", "提言（未施行）"),
        ("standing.assumed", "仮定"),
        ("confidence.C", "一次資料で確認"),
        ("app.fictional", "架空"),
    ],
)
def test_fixed_words(key: str, ja: str) -> None:
    assert JA(key) == ja


def test_words_are_read_once() -> None:
    assert words("ja") is words("ja")
    assert words("ja").lang == "ja"


def test_a_missing_key_is_seen_and_stops_nothing() -> None:
    assert JA("no.such.key", name="x") == "⟦no.such.key⟧"
    assert not JA.has("no.such.key")
    assert JA.has("state.missing")
    assert JA.choice("no_vocabulary", "x") == "⟦choice.no_vocabulary.x⟧"


def test_placeholders() -> None:
    said = Words("ja", {"a": "{count}件（{key}）", "choice.kind.x": "種類"})
    assert said("a", count=3, key="{not_read_again}") == "3件（{not_read_again}）"
    assert said("a", count=3) == "3件（⟦key⟧）"
    assert said.placeholders("a") == {"count", "key"}
    assert said.choice("kind", "x") == "種類"


def test_files_of_a_folder_are_merged(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[field.component]\nproduct = "製品"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[field.party]\nname = "名称"\n', encoding="utf-8")
    assert read_folder(tmp_path) == {"field.component.product": "製品", "field.party.name": "名称"}


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        pytest.param('x.y = "1"', '[x]\ny = "2"', "x.y: in a.toml and in b.toml", id="same key twice"),
        pytest.param("x = 1", "", "a.toml: x: not a text", id="a number"),
        pytest.param('x = "{a.b}"', "", "a.toml: x: placeholder {a.b}", id="reaching into a value"),
        pytest.param('x = "{a!r}"', "", "a.toml: x: placeholder {a}", id="conversion"),
        pytest.param('x = "{}"', "", "a.toml: x: placeholder {}", id="without a name"),
        pytest.param('x = "{a"', "", "a.toml: x: ", id="unclosed brace"),
        pytest.param("x = ", "", "a.toml: ", id="not TOML"),
        pytest.param("", "", "no wording files", id="nothing"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, first: str, second: str, said: str) -> None:
    (tmp_path / "a.toml").write_text(first, encoding="utf-8")
    (tmp_path / "b.toml").write_text(second, encoding="utf-8")
    with pytest.raises(WordingError) as refused:
        read_folder(tmp_path)
    assert said in str(refused.value)
