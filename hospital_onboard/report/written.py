"""Putting finished bytes where a person wants them, whole or not at all."""

import io
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.report.steady_zip import pack


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


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there; an older file of that name is replaced in one step.

    Raises:
        Refusal: ``out-is-folder``, ``cannot-write``.
    """
    if path.is_dir():
        raise Refusal("out-is-folder", USAGE, where=str(path))
    with _refusing(path):
        temporary = _beside(path)
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder, or fill an empty one, all files at once.

    Raises:
        Refusal: ``folder-not-empty``, ``cannot-write``.
    """
    with _refusing(path):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise Refusal("folder-not-empty", USAGE, where=str(path))
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


def write_either(
    out: Path, files: Mapping[str, bytes], seal: Seal | None = None
) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Write a zip when ``out`` is called so, else a folder; the names and contents as they were read back.

    Args:
        seal: write one encrypted zip instead, whatever ``out`` is called; nothing readable touches the disk, so the
            contents are those that were sealed.

    Raises:
        Refusal: ``folder-not-empty``, ``out-is-folder``, ``cannot-write``.
    """
    if seal is not None:
        write_file(out, seal(pack(files)))
        return tuple(files), dict(files)
    if out.suffix.lower() == ".zip":
        write_file(out, pack(files))
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
            read = {name: archive.read(name) for name in archive.namelist()}
    else:
        write_folder(out, files)
        read = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    return tuple(read), read


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
