"""No number of the law stands in Python, nor in a text that would outlive it: they are in the regime's folder."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import hospital_onboard
from hospital_onboard import places
from hospital_onboard.rules.regime import regime

PACKAGE = Path(hospital_onboard.__file__).parent
#: What counts days, months and shares. 0 and 1 are steps of counting (the day after), not numbers of the law.
COUNTING = {
    "timedelta",
    "add_months",
    "period_months_after",
    "period_months_counting_first",
    "nth_day_counting_first",
    "last_day_before",
    "last_filing",
    "Decimal",
    "Fraction",
}
#: Numbers that are not of the law, by file: what they are.
NOT_OF_THE_LAW = {
    ("rules/change/change_tests.py", 100): "percent",
    ("rules/duty/explain.py", 12): "facts of one condition that are told",
    ("rules/owed/party_lines.py", 2): "place in a tuple of field names",
    ("rules/owed/party_lines.py", 3): "place in a tuple of field names",
    ("rules/change/addresses.py", 3): "letters of a country's name",
    ("rules/duty/derived.py", 2): "place in a tuple of facts",
    ("rules/duty/tests_of_fact.py", 4096): "names kept in memory",
    ("rules/edition/editions.py", 2): "parts of a path",
    ("intake/amounts.py", 100): "percent",
    ("text/normalise.py", 2): "group of a match",
    ("work/evidence.py", 60): "days ahead at which this tool mentions a paper's end",
    ("text/dates.py", 9): "hours by which Japan is ahead",
    ("rules/nation/concentration.py", 2): "operators that have something in common",
    ("rules/phase/years.py", 4): "April, in which a Japanese fiscal year begins",
    ("rules/phase/years.py", 12): "months of a year",
    ("rules/phase/years.py", 3): "March, in which it ends",
    ("rules/phase/years.py", 31): "the last day of March",
}
#: Rooms whose every number is looked at; in the others only those that count or compare.
LAW = ("rules/",)

_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")


def _numbers(tree: ast.AST, *, every: bool) -> Iterator[tuple[int, int | float]]:
    """Line and value of each number that could be one of the law."""
    for node in ast.walk(tree):
        if every and isinstance(node, ast.Constant):
            yield from _of(node)
        elif isinstance(node, ast.Call) and _name(node.func) in COUNTING:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from (found for inner in ast.walk(argument) for found in _of(inner))
        elif isinstance(node, ast.Compare) and any(map(_is_day_or_share, (node.left, *node.comparators))):
            for side in (node.left, *node.comparators):
                yield from _of(side)


def _of(node: ast.AST) -> Iterator[tuple[int, int | float]]:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return
    value = node.value
    if isinstance(value, str) and re.fullmatch(_DIGITS, value):
        value = float(value)
    if isinstance(value, int | float) and value not in (0, 1):
        yield node.lineno, value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_day_or_share(side: ast.expr) -> bool:
    return any(
        word in _name(node) or word in getattr(node, "attr", "")
        for node in ast.walk(side)
        if isinstance(node, ast.Name | ast.Attribute)
        for word in ("days", "months", "share", "beds", "percent", "age")
    )


def _violations(source: str, file: str) -> list[str]:
    every = file.startswith(LAW)
    found = dict.fromkeys(_numbers(ast.parse(source), every=every))
    return [f"{file}:{line}: {value}" for line, value in found if (file, value) not in NOT_OF_THE_LAW]


def test_no_number_of_the_law_stands_in_python() -> None:
    found: list[str] = []
    used: set[tuple[str, int | float]] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        file, source = path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        if file.startswith("work/demo/"):  # made-up shares
            continue
        found += _violations(source, file)
        used |= {(file, value) for _, value in _numbers(ast.parse(source), every=file.startswith(LAW))}
    assert found == []
    assert set(NOT_OF_THE_LAW) - used == set(), "allowed, but nowhere"


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("free = day + timedelta(days=30)", "work/deadlines.py"),
        ("last = add_months(day, -6)", "screens/plans.py"),
        ("threshold = Decimal('25')", "domain/party.py"),
        ("named = holder.share >= 5", "work/check.py"),
        ("late = plan.days > 10", "report/packet/cover.py"),
        ("large = operator.beds >= 300", "work/check.py"),
        ("LIMIT = 4", "rules/duty/deadlines.py"),
        ("bands = ('0.25', '0.5')", "rules/change/changes.py"),
    ],
)
def test_one_that_did_would_be_found(source: str, file: str) -> None:
    assert _violations(source, file)


#: A number with its unit, in figures or in English words.
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "thirty": 30}
_SAID = re.compile(
    rf"(?<![0-9.年月])([0-9]+|{'|'.join(_WORDS)})[ -]?"
    r"(日(?!目)|週間|か月|月(?![0-9])|事業年度|年(?!度|目)|%|％|days?|weeks?|months?|(?:business )?years?|percent)",
    re.IGNORECASE,
)
_UNITS = {"日": "day", "週間": "week", "か月": "month", "月": "month"}
_UNITS |= {"事業年度": "year", "年": "year", "％": "percent"}
#: Words of the law itself, and places in it.
_QUOTED = {"quote", "article", "document", "example"}


def _said(text: str) -> Iterator[tuple[int, str]]:
    """Every number with a unit in a text."""
    for number, unit in _SAID.findall(text):
        value = _WORDS.get(number.lower()) or int(number)
        plain = unit.lower().removeprefix("business ").rstrip("s")
        yield value, _UNITS.get(unit, "percent" if plain == "%" else plain)


def _texts(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _QUOTED:
                yield from _texts(inner, f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{at}.{number}")
    elif isinstance(value, str):
        yield at, value


def _written() -> Iterator[tuple[str, str]]:
    """Place and text of everything that is shown: wording, rules, questions, measures."""
    for path in sorted((PACKAGE / "text" / "wording").rglob("*.toml")):
        for at, text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield f"{path.name}{at}", text
    seed = places.seed_data()
    for path in (*sorted((seed / "regimes").rglob("*.yaml")), seed / "questions.yaml", seed / "measures.yaml"):
        for at, text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield f"{path.name}{at}", text


def test_no_text_repeats_a_number_of_the_law() -> None:
    """A text names it ({waiting_period}); written out, it would stay behind when the value changes."""
    numbers = {(v.value, p.unit) for p in regime("espa").parameters.values() for v in p.values}
    numbers |= {(r.value, p.unit) for p in regime("espa").parameters.values() for r in p.recommended}
    found = [(at, text) for at, text in _written() for said in _said(text) if said in numbers]
    assert [pair for pair in found if not pair[0].startswith(EXCEPTED)] == []


#: The unit itself, and measures of the Cabinet Office's list that have a number of their own.
EXCEPTED = ("duties.toml.unit.", "measures.yaml.groups")


@pytest.mark.parametrize(
    "text",
    [
        "受理から30日",
        "指定から6か月",
        "届出前2月以内",
        "5 %以上",
        "within six months",
        "30 days",
        "10-day",
        "3事業年度",
    ],
)
def test_a_number_in_a_text_would_be_found(text: str) -> None:
    numbers = {(v.value, p.unit) for p in regime("espa").parameters.values() for v in p.values}
    assert set(_said(text)) & numbers
