"""Opening a file that came from outside: plain checks here, everything else in a child process with limits.

Whatever is wrong with the file ends as one ``Issue`` of severity ``refuse``; nothing a file contains can end us.
"""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.intake import process
from hospital_onboard.intake.sbom import Part, Sbom
from hospital_onboard.intake.understand import Faulty

#: How far (rows done, of all known so far).
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: How a bundle begins, which has a verb of its own.
_BUNDLE = b"age-encryption.org/"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Limits:
    """How much a file may cost. ``memory`` counts the child process's address space."""

    file_megabytes: int = 200
    memory_megabytes: int = 2048
    seconds: int = 300
    rows: int = 500_000


class Unreadable(Exception):
    """The file cannot be used; ``code`` is one of ``domain.issue`` with severity ``refuse``."""

    def __init__(
        self,
        code: str,
        row: int | None = None,
        column: int | None = None,
        seen: str = "",
        params: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.row, self.column, self.seen, self.params = code, row, column, seen, params or {}

    def issue(self, file: str) -> Issue:
        """The same for the person, with the place as far as it is known."""
        from hospital_onboard.intake.columns import column_letter

        letter = "" if self.column is None or self.row is None else column_letter(self.column)
        sheet = Path(file).stem if self.row is not None else ""
        return Issue(self.code, Place(file, sheet, self.row, letter), self.seen, self.params)


@dataclass
class RawSheet:
    """A sheet's rows that show anything: number as the person sees it, and the cells from column A on."""

    name: str
    hidden: bool
    #: First row, first column, last row, last column; rows from 1, columns from 0.
    merges: list[list[int]]
    rows: list[tuple[int, list[object]]] = field(default_factory=list)
    #: Numbers of the rows that the spreadsheet program does not show.
    hidden_rows: list[int] = field(default_factory=list)


@dataclass
class RawBook:
    """What stands in a file, not understood yet: sheets, one table, or an SBOM."""

    sha256: str
    template: str
    date1904: bool
    linked: bool
    sheets: list[RawSheet] = field(default_factory=list)
    #: One table without a sheet's name (CSV); its sheet is called as the file.
    table: bool = False
    sbom: Sbom | None = None


def read_workbook(
    path: Path, limits: Limits, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> RawBook:
    """All sheets of a workbook, the table of a CSV file, the parts of an SBOM: what it is, the content says.

    Raises:
        Unreadable: with the code of the reason.
        Refusal: ``import-cancelled``.
    """
    _look_at(path, limits)
    was_on = gc.isenabled()
    gc.disable()  # millions of cells come in, none of them garbage
    try:
        return _read(path, limits, progress, cancelled or (lambda: False))
    finally:
        if was_on:
            gc.enable()


def _read(path: Path, limits: Limits, progress: Progress | None, cancelled: Cancelled) -> RawBook:
    book: RawBook | None = None
    done = total = 0
    for message in _messages(path, limits, cancelled):
        match message["k"]:
            case "fail":
                raise Unreadable(*(message[name] for name in ("code", "row", "column", "seen", "params")))
            case "book":
                book = _book(message)
            case "end":
                assert book is not None
                return book
            case _:
                assert book is not None
                more, announced = _add(book, message, path)
                done, total = done + more, total + announced
                if done > limits.rows:
                    raise Unreadable("too-big")
                if progress and more:
                    progress(done, max(done, total))
    raise Unreadable("damaged")


def _book(message: dict[str, Any]) -> RawBook:
    sha256, template = message["sha256"], message["template"]
    return RawBook(sha256, template, message["date1904"], message["linked"], table=message.get("table", False))


def _add(book: RawBook, message: dict[str, Any], path: Path) -> tuple[int, int]:
    """Put more of the file into the book; how many rows that were, and how many are to come."""
    match message["k"]:
        case "sheet":
            name = path.stem if book.table else message["name"]
            book.sheets.append(RawSheet(name, message["hidden"], message["merges"], hidden_rows=message["hidden_rows"]))
            return 0, int(message["rows"])
        case "rows":
            book.sheets[-1].rows.extend((number, cells) for number, cells in message["rows"])
            return len(message["rows"]), 0
        case "sbom":
            names = ("format", "name", "version", "made_on", "has_tree")
            book.sbom = Sbom(*(message[name] for name in names))
            return 0, int(message["count"])
        case "parts":
            assert book.sbom is not None
            book.sbom.parts.extend(Part(**part) for part in message["parts"])
            return len(message["parts"]), 0
    raise Unreadable("damaged")


def _look_at(path: Path, limits: Limits) -> None:
    """What can be told without reading the file."""
    try:
        if path.is_dir():
            raise Unreadable("is-a-folder")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
            file.seek(0)
            if start[:8] == _OLE:
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
    if b"\0" in start and start[:2] not in (b"PK", *_WIDE):
        raise Unreadable("bundle-file" if start.startswith(_BUNDLE) else "not-a-workbook")


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    carried = b""
    while read := file.read(1 << 20):
        if wanted in carried + read:
            return True
        carried = read[-len(wanted) :]
    return False


def _messages(path: Path, limits: Limits, cancelled: Cancelled) -> Iterator[dict[str, Any]]:
    """The child's messages; its death without an ``end`` is an ``Unreadable``."""
    decode = json.JSONDecoder(object_hook=_value).decode
    try:
        for line in process.lines_of(path, limits.memory_megabytes, limits.seconds, cancelled):
            if isinstance(line, int):
                raise Unreadable(process.cause_of_death(line))
            message: dict[str, Any] = decode(line.decode())
            yield message
            if message["k"] in ("end", "fail"):
                return
    except process.TooSlow as fault:
        raise Unreadable("too-slow") from fault
    except process.Stopped as fault:
        raise Refusal("import-cancelled", USAGE, where=path.name) from fault


def _value(found: dict[str, Any]) -> object:
    """Tagged cells back to values; our own messages as they are."""
    if "d" in found:
        return date.fromisoformat(found["d"])
    if "t" in found:
        return datetime.fromisoformat(found["t"])
    if "x" in found:
        return Faulty(*found["x"])
    return found
