"""Opening a workbook that came from outside: plain checks here, everything else in a child process with limits.

Whatever is wrong with the file ends as one ``Issue`` of severity ``refuse``; nothing a file contains can end us.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.intake.understand import Faulty

#: How far (rows done, of all known so far).
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_POLL = 0.1


@dataclass(frozen=True)
class Limits:
    """How much a file may cost. ``memory`` counts the child process's address space."""

    file_megabytes: int = 200
    memory_megabytes: int = 2048
    seconds: int = 300
    rows: int = 500_000


class Unreadable(Exception):
    """The file cannot be used; ``code`` is one of ``domain.issue`` with severity ``refuse``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class RawSheet:
    """A sheet's rows that show anything: number as the person sees it, and the cells from column A on."""

    name: str
    hidden: bool
    #: First row, first column, last row, last column; rows from 1, columns from 0.
    merges: list[list[int]]
    rows: list[tuple[int, list[object]]] = field(default_factory=list)


@dataclass
class RawBook:
    """What stands in a workbook, not understood yet."""

    sha256: str
    template: str
    date1904: bool
    linked: bool
    sheets: list[RawSheet] = field(default_factory=list)


def read_workbook(
    path: Path, limits: Limits, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> RawBook:
    """All sheets of a workbook.

    Raises:
        Unreadable: with the code of the reason.
        Refusal: ``import-cancelled``.
    """
    _look_at(path, limits)
    book: RawBook | None = None
    done = total = 0
    for message in _messages(path, limits, cancelled or (lambda: False)):
        match message["k"]:
            case "fail":
                raise Unreadable(str(message["code"]))
            case "book":
                book = RawBook(message["sha256"], message["template"], message["date1904"], message["linked"])
            case "sheet":
                assert book is not None
                book.sheets.append(RawSheet(message["name"], message["hidden"], message["merges"]))
                total += int(message["rows"])
            case "rows":
                assert book is not None
                book.sheets[-1].rows.extend((number, cells) for number, cells in message["rows"])
                done += len(message["rows"])
                if done > limits.rows:
                    raise Unreadable("too-big")
                if progress:
                    progress(done, max(done, total))
            case "end":
                assert book is not None
                return book
    raise Unreadable("damaged")


def _look_at(path: Path, limits: Limits) -> None:
    """What can be told without opening the file as a workbook."""
    try:
        if path.is_dir():
            raise Unreadable("is-a-folder")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            if start == _OLE:
                raise Unreadable("encrypted" if _holds(file, _ENCRYPTED) else "old-format")
    except FileNotFoundError as fault:
        raise Unreadable("not-found") from fault
    except PermissionError as fault:
        raise Unreadable("no-permission") from fault
    except (OSError, ValueError) as fault:
        raise Unreadable("read-failed") from fault
    if not path.is_file():
        raise Unreadable("not-a-workbook")
    if size == 0:
        raise Unreadable("empty-file")
    if size > limits.file_megabytes << 20:
        raise Unreadable("too-big")
    if start[:2] != b"PK":
        raise Unreadable("not-a-workbook")


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    carried = b""
    while read := file.read(1 << 20):
        if wanted in carried + read:
            return True
        carried = read[-len(wanted) :]
    return False


def _messages(path: Path, limits: Limits, cancelled: Cancelled) -> Iterator[dict[str, Any]]:
    """The child's messages; its death without an ``end`` is a ``fail``."""
    until = time.monotonic() + limits.seconds
    with _child(path, limits) as (process, lines):
        while True:
            if cancelled():
                raise Refusal("import-cancelled", USAGE, where=path.name)
            if time.monotonic() > until:
                raise Unreadable("too-slow")
            try:
                line = lines.get(timeout=_POLL)
            except queue.Empty:
                continue
            if line is None:
                break
            message: dict[str, Any] = json.loads(line, object_hook=_value)
            yield message
            if message["k"] in ("end", "fail"):
                return
        yield {"k": "fail", "code": _cause_of_death(process.wait())}


@contextmanager
def _child(path: Path, limits: Limits) -> Iterator[tuple["subprocess.Popen[bytes]", "queue.Queue[bytes | None]"]]:
    command = [sys.executable, "-X", "utf8", "-m", "hospital_onboard.intake.child"]
    command += [str(limits.memory_megabytes), str(limits.seconds), str(path.absolute())]
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
    """Hand on line by line; a full queue makes the child wait, so nothing piles up."""
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


def _cause_of_death(status: int) -> str:
    """Aborted by its allocator or killed: too big. Out of processor time: too slow. Anything else: a broken file."""
    signal_number = -status
    if signal_number in (6, 9):  # SIGABRT, SIGKILL
        return "too-big"
    return "too-slow" if signal_number == 24 else "damaged"  # SIGXCPU


def _value(found: dict[str, Any]) -> object:
    """Tagged cells back to values; our own messages as they are."""
    if "d" in found:
        return date.fromisoformat(found["d"])
    if "t" in found:
        return datetime.fromisoformat(found["t"])
    if "x" in found:
        return Faulty(*found["x"])
    return found
