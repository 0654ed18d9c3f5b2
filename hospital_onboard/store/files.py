"""The file area of a store: the papers themselves, kept under the sha256 of their content and read back verified.

A person's own file name never becomes a path; it is data in the ``Evidence`` record. Nothing here opens, unpacks or
runs a file. ``open/<2 digits>/<sha256>`` holds papers as they are, ``sealed/<2 digits>/<sha256>.<sha256>`` those of
persons: encrypted, the first digest of the paper, the second of the sealed bytes, so that damage shows without a key.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal

_OPEN: Final = "open"
_SEALED: Final = "sealed"
_PART: Final = ".part"
_HEX: Final = frozenset("0123456789abcdef")
#: Disk full, or the person's share of it; the second is not known everywhere.
_NO_ROOM: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


@dataclass(frozen=True)
class Kept:
    """One file of the area, by what its name says; ``size`` in bytes on disk."""

    sha256: str
    sealed: bool
    path: Path
    size: int


def digest(content: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class FileArea:
    """The files under one folder. The folder is made when the first file is kept."""

    root: Path

    def keep(self, content: bytes) -> str:
        """Keep a paper as it is; the same bytes twice are one file. Returns its sha256.

        Raises:
            Refusal: ``files-denied``, ``files-full``.
        """
        sha256 = digest(content)
        self._put(self._open_path(sha256), content)
        return sha256

    def keep_sealed(self, sha256: str, sealed: bytes) -> None:
        """Keep the encrypted bytes of the paper with this digest, in the place of earlier ones.

        Raises:
            Refusal: ``files-denied``, ``files-full``.
        """
        before = self._sealed_path(sha256)
        path = self._folder(_SEALED, sha256) / f"{sha256}.{digest(sealed)}"
        self._put(path, sealed)
        if before is not None and before != path:
            with self._refusing():
                before.unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """A paper, checked against its digest.

        Raises:
            Refusal: ``file-missing``, ``file-damaged``, ``files-denied``.
        """
        content = self._read(self._open_path(sha256), sha256)
        if digest(content) != sha256:
            raise Refusal("file-damaged", STORE_REFUSED, where=str(self._open_path(sha256)))
        return content

    def read_sealed(self, sha256: str) -> bytes:
        """The encrypted bytes of a paper, checked against theirs.

        Raises:
            Refusal: ``file-missing``, ``file-damaged``, ``files-denied``.
        """
        path = self._sealed_path(sha256)
        if path is None:
            raise Refusal("file-missing", STORE_REFUSED, where=sha256)
        content = self._read(path, sha256)
        if path.name != f"{sha256}.{digest(content)}":
            raise Refusal("file-damaged", STORE_REFUSED, where=str(path))
        return content

    def is_open(self, sha256: str) -> bool:
        """Whether the paper is there as it is."""
        return self._open_path(sha256).is_file()

    def is_sealed(self, sha256: str) -> bool:
        """Whether the paper is there encrypted."""
        return self._sealed_path(sha256) is not None

    def drop(self, sha256: str) -> None:
        """Remove a paper, in whichever form it is there.

        Raises:
            Refusal: ``files-denied``.
        """
        with self._refusing():
            self._open_path(sha256).unlink(missing_ok=True)
            if (sealed := self._sealed_path(sha256)) is not None:
                sealed.unlink(missing_ok=True)

    def drop_open(self, sha256: str) -> None:
        """Remove the readable form of a paper, once it is kept encrypted.

        Raises:
            Refusal: ``files-denied``.
        """
        with self._refusing():
            self._open_path(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[Kept]:
        """Every paper in the area in order of its digest; what is not ours is left alone."""
        for part in (_OPEN, _SEALED):
            for path in sorted((self.root / part).glob("*/*")):
                sha256 = path.name.partition(".")[0]
                if path.is_file() and len(sha256) == 64 and set(sha256) <= _HEX and not path.name.endswith(_PART):
                    yield Kept(sha256, part == _SEALED, path, path.stat().st_size)

    def is_sound(self, kept: Kept) -> bool:
        """Whether a file still holds what its name says; needs no key. Raises ``Refusal``: ``files-denied``."""
        try:
            _ = self.read_sealed(kept.sha256) if kept.sealed else self.read(kept.sha256)
        except Refusal as refusal:
            if refusal.code == "files-denied":
                raise
            return False
        return True

    def take_over(self, kept: Kept, root: Path) -> None:
        """The same file as in another area, whatever it holds. Raises ``Refusal``: ``files-denied``, ``files-full``."""
        with self._refusing():
            content = kept.path.read_bytes()
        self._put(self.root / kept.path.relative_to(root), content)

    def _folder(self, part: str, sha256: str) -> Path:
        return self.root / part / sha256[:2]

    def _open_path(self, sha256: str) -> Path:
        return self._folder(_OPEN, sha256) / sha256

    def _sealed_path(self, sha256: str) -> Path | None:
        found = sorted(self._folder(_SEALED, sha256).glob(f"{sha256}.{'[0-9a-f]' * 64}"))
        return found[-1] if found else None

    def _read(self, path: Path, sha256: str) -> bytes:
        with self._refusing():
            try:
                return path.read_bytes()
            except FileNotFoundError as fault:
                raise Refusal("file-missing", STORE_REFUSED, where=sha256) from fault

    def _put(self, path: Path, content: bytes) -> None:
        """Whole or not at all, for its owner only; a file that is there and sound is not written again."""
        with self._refusing():
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return
            for folder in (self.root, path.parent.parent, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = path.with_name(f"{path.name[:64]}.{secrets.token_hex(4)}{_PART}")
            try:
                with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())  # a record that names the file must never be there without it
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            full = fault.errno in _NO_ROOM
            raise Refusal("files-full" if full else "files-denied", STORE_REFUSED, where=str(self.root)) from fault


def beside(store: Path) -> FileArea:
    """The area of a store that is one SQLite file; both move together."""
    return FileArea(store.with_name(f"{store.name}.files"))


@dataclass(frozen=True)
class Copied:
    """How many papers were copied, how many of them encrypted, and which no longer hold what their name says."""

    papers: int
    sealed: int
    damaged: tuple[str, ...]


def copy_area(source: FileArea, target: Path) -> Copied:
    """Copy every paper into another folder, verified on the way; a damaged one is copied as it is and named.

    Raises:
        Refusal: ``files-denied``, ``files-full``; what was copied by then stays.
    """
    area, damaged, count, sealed = FileArea(target), [], 0, 0
    for kept in source.all():
        if not source.is_sound(kept):
            damaged.append(kept.sha256)
        area.take_over(kept, source.root)
        count, sealed = count + 1, sealed + kept.sealed
    return Copied(count, sealed, tuple(damaged))
