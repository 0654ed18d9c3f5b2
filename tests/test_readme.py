"""The README says what the program does, and no more."""

import re
from pathlib import Path

import typer

from hospital_onboard.cli.verbs import app

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
CI = (Path(__file__).parents[1] / ".ci" / "run").read_text(encoding="utf-8")


def _documented() -> set[str]:
    block = README.split("VERB\n")[1].split("```")[0]
    found: set[str] = set()
    for line in block.splitlines():
        for part in re.split(r"\s{3,}", line.strip()):
            match = re.match(r"([a-z]+)(?: \[?([a-z|-]+)\]?(?= |$))?", part)
            if match and part.isascii():
                verb, subs = match.groups()
                found |= {f"{verb} {sub}" for sub in subs.split("|")} if subs else {verb}
    return found


def _offered() -> set[str]:
    root = typer.main.get_command(app())
    found: set[str] = set()
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        subs = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in subs} if subs else {name}
    return found


def test_every_verb_is_in_the_readme_and_every_verb_there_exists() -> None:
    choices_of_one_verb = {"audit list", "audit verify"}
    documented = {verb for verb in _documented() if verb not in choices_of_one_verb} | {"audit"}
    assert documented == _offered()


def test_every_verb_explains_itself_in_both_languages() -> None:
    root = typer.main.get_command(app())
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        for sub in getattr(command, "commands", {name: command}).values():
            assert " / " in (sub.help or ""), sub.name


def test_two_commands_for_a_fresh_machine() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [command.split("&&")[-1].strip().split("/")[-1] for command in commands] == [
        "hospital-onboard open",
        "pytest",
    ]


def test_ci_runs_the_readmes_own_test_command() -> None:
    assert "README.md" in CI
    assert 'eval "$test_command"' in CI
