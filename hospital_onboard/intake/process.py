"""The child process that reads a file, its limits, and how it died.

The parent takes line by line, so that nothing piles up on either side; when it stops asking, the child is ended.
"""

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_POLL = 0.1


class TooSlow(Exception):
    """The child did not end in time."""


class Stopped(Exception):
    """The person does not want to wait for it."""


def lines_of(path: Path, megabytes: int, seconds: int, stopped: Callable[[], bool]) -> Iterator[bytes | int]:
    """What ``intake.child`` writes about a file, line by line; then, if it ended by itself, its exit status.

    Raises:
        TooSlow, Stopped: it was ended.
    """
    until = time.monotonic() + seconds
    with _child(path, megabytes, seconds) as (process, lines):
        while True:
            if stopped():
                raise Stopped
            if time.monotonic() > until:
                raise TooSlow
            try:
                line = lines.get(timeout=_POLL)
            except queue.Empty:
                continue
            if line is None:
                break
            yield line
        yield process.wait()


def cause_of_death(status: int) -> str:
    """Aborted by its allocator or killed: too big. Out of processor time: too slow. Anything else: a broken file."""
    signal_number = -status
    if signal_number in (6, 9):  # SIGABRT, SIGKILL
        return "too-big"
    return "too-slow" if signal_number == 24 else "damaged"  # SIGXCPU


@contextmanager
def _child(
    path: Path, megabytes: int, seconds: int
) -> Iterator[tuple["subprocess.Popen[bytes]", "queue.Queue[bytes | None]"]]:
    command = [sys.executable, "-X", "utf8", "-m", "hospital_onboard.intake.child"]
    command += [str(megabytes), str(seconds), str(path.absolute())]
    package_parent = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(part for part in (package_parent, os.environ.get("PYTHONPATH", "")) if part)
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module; the path is one argument, never a shell's
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search},
    )
    assert process.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=8)
    stopped = threading.Event()
    reader = threading.Thread(target=_pump, args=(process.stdout, lines, stopped), daemon=True)
    reader.start()
    try:
        yield process, lines
    finally:
        stopped.set()
        process.kill()
        process.wait()
        reader.join(timeout=5)
        process.stdout.close()


def _pump(stream: IO[bytes], lines: "queue.Queue[bytes | None]", stopped: threading.Event) -> None:
    """Hand on line by line; a full queue makes the child wait."""
    for line in _with_end(stream):
        while not stopped.is_set():
            try:
                lines.put(line, timeout=_POLL)
                break
            except queue.Full:
                continue
        if stopped.is_set():
            return


def _with_end(stream: IO[bytes]) -> Iterator[bytes | None]:
    yield from stream
    yield None
