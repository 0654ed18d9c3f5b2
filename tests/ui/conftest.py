"""Screens are tested at a fixed day, with ids that come in the same order every time."""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

from hospital_onboard.work import who
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest tests/ui --update-golden`` writes the golden screens anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden screens anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden screens are written instead of compared."""
    return bool(request.config.getoption("--update-golden", default=False))


@pytest.fixture(autouse=True)
def _steady_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hospital_onboard.domain.identifiers.secrets.choice", random.Random(20271123).choice)


@pytest.fixture(autouse=True)
def _inbox(_empty_home: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's documents, where files are looked for and written; the program was started somewhere else."""
    inbox = tmp_path / "home" / "Documents"
    inbox.mkdir()
    monkeypatch.chdir(tmp_path)
    return inbox


@pytest.fixture
def filled(make_desk: Callable[..., Desk]) -> Desk:
    """A desk at a store with one fictional hospital."""
    desk = make_desk("filled")
    fill(desk, hospitals=1, components=40, agency=False)
    who.choose(desk, who.operators(desk)[0].id)
    return desk
