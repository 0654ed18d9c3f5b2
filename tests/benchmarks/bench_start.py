"""How long until the program answers: ``--version`` beside bare Python, the first frame beside an empty app."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

VERSION = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "hospital-onboard --version": [str(Path(sys.executable).parent / "hospital-onboard"), "--version"],
}
EMPTY = """
from textual.app import App

class Empty(App):
    def on_mount(self):
        self.call_after_refresh(self.exit)

Empty().run()
"""
OURS = """
import sys
from contextlib import contextmanager
from hospital_onboard.app import HospitalApp

@contextmanager
def desk():
    from hospital_onboard.work.desk import open_desk
    opened = open_desk(sys.argv[1])
    yield opened
    opened.store.close()

class Once(HospitalApp):
    def on_mount(self):
        super().on_mount()
        self.call_after_refresh(self.exit)

app = Once(desk, None)
with app.closing:
    app.run()
"""


@pytest.mark.parametrize("command", VERSION.values(), ids=VERSION.keys())
@pytest.mark.benchmark(group="--version")
def test_version(benchmark: BenchmarkFixture, command: list[str]) -> None:
    benchmark.pedantic(subprocess.run, args=(command,), kwargs={"check": True, "capture_output": True}, rounds=15)


@pytest.mark.parametrize("which", ["empty app", "hospital-onboard open"])
@pytest.mark.benchmark(group="first frame")
def test_first_frame(benchmark: BenchmarkFixture, demo: Callable[[int, int], Path], which: str) -> None:
    program = EMPTY if which == "empty app" else OURS
    benchmark.pedantic(
        _on_a_terminal, args=([sys.executable, "-c", program, str(demo(1, 300))],), rounds=9, warmup_rounds=1
    )


def _on_a_terminal(command: list[str]) -> None:
    """Run on a pseudo-terminal of 120x40 until it ends."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execv(command[0], command)
    while True:
        try:
            if not os.read(terminal, 65536):
                break
        except OSError:
            break
    os.close(terminal)
    assert os.waitpid(child, 0)[1] == 0
