"""Putting finished bytes where a person wants them, whole or not at all."""

import io
import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.report.steady_zip import pack

#: ``.pdf`` or ``.7z`` name a kind of file; ``.2`` or ``.資料`` may well end the name of a folder.
_KIND_OF_FILE: Final = re.compile(r"\.[0-9]?[a-z][a-z0-9]{0,4}")


@dataclass(frozen=True)
class Written:
    """What was written, counted from what was read back: a table's key -> its rows, and the names of the files."""

    path: Path
    counts: Mapping[str, int]
    files: tuple[str, ...]


#: Told (done, of) while something long is written.
Progress = Callable[[int, int], None]


def silent(_done: int, _of: int) -> None:
    """Progress that nobody watches."""


def must_be_new(path: Path, *, replace: bool = False) -> None:
    """Refuse a place where a file must not be written; asked before long work begins.

    Args:
        replace: the person said that a file there may be replaced.

    Raises:
        Refusal: ``out-is-folder``, ``file-exists``.
    """
    if path.is_dir():
        raise Refusal("out-is-folder", USAGE, where=str(path))
    if not replace and path.exists():
        raise Refusal("file-exists", USAGE, where=str(path))


def write_file(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file beside its place and move it there, in one step also over an older file.

    Raises:
        Refusal: ``out-is-folder``, ``file-exists``, ``cannot-write``.
    """
    must_be_new(path, replace=replace)
    with _refusing(path):
        temporary = _beside(path)
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def folder_must_be_new(path: Path) -> None:
    """Refuse a place where a folder must not be written. A folder with something in it is never replaced.

    Raises:
        Refusal: ``out-is-file``, ``folder-not-empty``, ``cannot-write``.
    """
    with _refusing(path):
        if path.exists() and not path.is_dir():
            raise Refusal("out-is-file", USAGE, where=str(path))
        if path.exists() and any(path.iterdir()):
            raise Refusal("folder-not-empty", USAGE, where=str(path))


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder, or fill an empty one, all files at once.

    Raises:
        Refusal: ``out-is-file``, ``folder-not-empty``, ``cannot-write``.
    """
    folder_must_be_new(path)
    with _refusing(path):
        temporary = _beside(path)
        try:
            temporary.mkdir()
            for name, content in files.items():
                (temporary / name).write_bytes(content)
            if path.exists():
                path.rmdir()  # empty; where a folder is mounted or somebody's current one, the move alone would fail
            temporary.rename(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


#: Encrypts a finished file.
Seal = Callable[[bytes], bytes]


def either_must_be_new(out: Path, *, sealed: bool, replace: bool = False) -> None:
    """Refuse a place where neither a zip nor a folder must be written; asked before long work begins.

    Raises:
        Refusal: ``bad-packet-name``, ``file-exists``, ``out-is-folder``, ``out-is-file``, ``folder-not-empty``.
    """
    if sealed or _is_zip(out):
        must_be_new(out, replace=replace)
    else:
        folder_must_be_new(out)


def write_either(
    out: Path, files: Mapping[str, bytes], day: date, seal: Seal | None = None, *, replace: bool = False
) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Write a zip when ``out`` is called so, else a folder; the names and contents as they were read back.

    Args:
        day: the day that the zip's entries carry.
        seal: write one encrypted zip instead, whatever ``out`` is called; nothing readable touches the disk, so the
            contents are those that were sealed.

    Raises:
        Refusal: as ``either_must_be_new``; ``cannot-write``.
    """
    if seal is not None:
        write_file(out, seal(pack(files, day)), replace=replace)
        return tuple(files), dict(files)
    if _is_zip(out):
        write_file(out, pack(files, day), replace=replace)
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            read = {name: archive.read(name) for name in archive.namelist()}
    else:
        write_folder(out, files)
        read = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    return tuple(read), read


def _is_zip(out: Path) -> bool:
    """Whether the name asks for a zip; a name that asks for another kind of file is not taken for a folder's."""
    suffix = out.suffix.lower()
    if suffix != ".zip" and _KIND_OF_FILE.fullmatch(suffix) and not out.is_dir():
        raise Refusal("bad-packet-name", USAGE, where=out.name)
    return suffix == ".zip"


def suffix_of(path: Path, known: Sequence[str]) -> str:
    """The file's suffix in small letters.

    Raises:
        Refusal: ``bad-format`` naming the known suffixes.
    """
    suffix = path.suffix.lower()
    if suffix not in known:
        raise Refusal("bad-format", USAGE, where=path.name, known=" ".join(known))
    return suffix


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}.part")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = os.strerror(fault.errno) if fault.errno else type(fault).__name__
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(path), reason=reason) from fault
