"""The process that opens a file nobody vouches for: ``python -m hospital_onboard.intake.child MEGABYTES SECONDS PATH``.

A parser may loop, eat all memory or abort on a crafted file; here that ends this process and nothing else. What was
read goes to stdout as JSON lines, never as pickles: ``{"k": "book"|"sheet"|"rows"|"sbom"|"parts"|"end"|"fail", …}``.
Days are ``{"d": "2026-04-01"}``, moments ``{"t": …}``, cells without a usable value ``{"x": [code, what it shows]}``.

What the file is, its content says, not its name. This module imports little: its start is part of every import's time.
"""

import gc
import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO

from hospital_onboard.intake.unusable import Unusable

_BEGINNING = 4096


def main(arguments: list[str]) -> int:
    """Read the file and write it to stdout."""
    memory, seconds, path = arguments
    gc.disable()  # rows hold no rings, and looking for some in millions of cells takes as long as reading them
    _limit(int(memory), int(seconds))
    out = sys.stdout.buffer
    try:
        for message in read(Path(path)):
            out.write(_line(message))
        out.flush()
    except Unusable as fault:
        _say(out, fault)
    except MemoryError:
        _say(out, Unusable("too-big"))
    except BrokenPipeError:
        return 1
    except BaseException:  # a Rust panic is no Exception; whatever it was, the file is at fault
        _say(out, Unusable("damaged"))
    return 0


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The messages for one file.

    Raises:
        Unusable: the file cannot be read.
    """
    content = path.read_bytes()
    for message in _reader(content, path.suffix.lower()):
        if message["k"] == "book":
            message["sha256"] = sha256(content).hexdigest()
        yield message
    yield {"k": "end"}


def _reader(content: bytes, suffix: str) -> Iterator[dict[str, Any]]:
    """The reader for what the content is; a file called a workbook is told when it is none."""
    start = content[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    called_workbook = suffix in (".xlsx", ".xlsm", ".xls")
    if called_workbook and content and content[:2] not in (b"PK", b"\xd0\xcf"):
        raise Unusable("not-a-workbook")
    if content[:2] == b"PK" and suffix == ".zip":
        from hospital_onboard.intake import archive, csv_file

        return csv_file.read(archive.sole_table(content))
    if content[:2] == b"PK" or called_workbook:
        from hospital_onboard.intake import xlsx_file

        return xlsx_file.read(content)
    if start[:1] in (b"{", b"<") or start.startswith((b"SPDXVersion:", b"#")):
        from hospital_onboard.intake import sbom_file

        if sbom_file.may_be(start):
            return sbom_file.read(content)
    from hospital_onboard.intake import csv_file

    return csv_file.read(content)


def _line(message: dict[str, Any]) -> bytes:
    """One message; a number that is none (JSON has no word for it) becomes a cell that shows it."""
    try:
        return _ENCODE(message).encode() + b"\n"
    except ValueError as fault:
        if isinstance(fault, UnicodeError) or "rows" not in message:
            raise
        rows = [(number, [_finite(cell) for cell in cells]) for number, cells in message["rows"]]
        return _ENCODE({**message, "rows": rows}).encode() + b"\n"


def _finite(cell: object) -> object:
    if isinstance(cell, float) and not math.isfinite(cell):
        return {"x": ["error-value", str(cell)]}
    return cell


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return str(value)


_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain, separators=(",", ":")).encode


def _say(out: BinaryIO | IO[bytes], fault: Unusable) -> None:
    with suppress(BrokenPipeError):
        out.write(_ENCODE({"k": "fail", **fault.told()}).encode("utf-8", "replace") + b"\n")
        out.flush()


def _limit(megabytes: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    limits = {
        resource.RLIMIT_AS: megabytes << 20,
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in limits.items():
        hard = resource.getrlimit(name)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
