"""The process that opens a file nobody vouches for: ``python -m hospital_onboard.intake.child MEGABYTES SECONDS PATH``.

A parser may loop, eat all memory or abort on a crafted file; here that ends this process and nothing else. What was
read goes to stdout as JSON lines, never as pickles: ``{"k": "book"|"sheet"|"rows"|"end"|"fail", …}``. Days are
``{"d": "2026-04-01"}``, moments ``{"t": …}``, cells without a usable value ``{"x": [code, what it shows]}``.

This module imports little: its start is part of every import's time.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO

from hospital_onboard.intake.peek import Book, Peeked, peek, read_book, styles_of

ROWS_AT_ONCE = 500
MOST_PARTS = 5_000
MOST_INFLATED = 1_000_000_000
#: No spreadsheet program packs this tightly; only looked at when much comes out.
MOST_RATIO, RATIO_FROM = 300, 50_000_000


class Unusable(Exception):
    """The file cannot be read; the only argument is a code of ``domain.issue``."""


def main(arguments: list[str]) -> int:
    """Read the file and write it to stdout."""
    memory, seconds, path = arguments
    _limit(int(memory), int(seconds))
    out = sys.stdout.buffer
    try:
        for message in read(Path(path)):
            out.write(json.dumps(message, ensure_ascii=False, default=_plain, separators=(",", ":")).encode())
            out.write(b"\n")
        out.flush()
    except Unusable as fault:
        _say(out, fault.args[0])
    except MemoryError:
        _say(out, "too-big")
    except BrokenPipeError:
        return 1
    except BaseException:  # a Rust panic is no Exception; whatever it was, the file is at fault
        _say(out, "damaged")
    return 0


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The messages for one file.

    Raises:
        Unusable: the file cannot be read.
    """
    content = path.read_bytes()
    with _archive(content) as archive:
        book = read_book(archive)
        yield {
            "k": "book",
            "sha256": sha256(content).hexdigest(),
            "template": book.template,
            "date1904": book.date1904,
            "linked": book.linked,
            "sheets": len(book.sheets),
        }
        yield from _sheets(content, archive, book)
    yield {"k": "end"}


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError) as fault:
        raise Unusable("damaged") from fault
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unusable("encrypted")
    _not_a_bomb(parts)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unusable("macros")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unusable("old-format")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unusable("not-a-workbook")
    return archive


def _not_a_bomb(parts: list[zipfile.ZipInfo]) -> None:
    inflated = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or inflated > MOST_INFLATED:
        raise Unusable("too-big")
    if inflated > RATIO_FROM and inflated / packed > MOST_RATIO:
        raise Unusable("too-big")


def _sheets(content: bytes, archive: zipfile.ZipFile, book: Book) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        styles = styles_of(archive, book)
        for n, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            peeked = peek(archive, book.sheets.get(about.name, ""), styles)
            sheet = workbook.get_sheet_by_index(n)
            hidden = about.visible is not SheetVisibleEnum.Visible
            yield {"k": "sheet", "name": about.name, "hidden": hidden, "rows": sheet.height, "merges": peeked.merges}
            yield from _rows(sheet, peeked)
    except PasswordError as fault:
        raise Unusable("encrypted") from fault
    except CalamineError as fault:
        raise Unusable("damaged") from fault


def _rows(sheet: Any, peeked: Peeked) -> Iterator[dict[str, Any]]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    portion: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for column, better in peeked.cells.get(number, ()):
            if left <= column < left + len(cells):
                cells[column - left] = better(cells[column - left])
        if cells.count("") == len(cells):
            continue
        portion.append((number, [""] * left + cells if left else cells))
        if len(portion) == ROWS_AT_ONCE:
            yield {"k": "rows", "rows": portion}
            portion = []
    if portion:
        yield {"k": "rows", "rows": portion}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return str(value)


def _say(out: BinaryIO | IO[bytes], code: str) -> None:
    with suppress(BrokenPipeError):
        out.write(json.dumps({"k": "fail", "code": code}).encode() + b"\n")
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
