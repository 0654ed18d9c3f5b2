"""The files a person points at, before anything is kept: which there are, and which cannot be taken."""

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.work.guess_paper import Suggestion, suggest

#: Bytes of one paper, and files at once; more is hardly a set of papers.
LARGEST: Final = 100 * 1024 * 1024
MOST_FILES: Final = 2000
LONGEST_NAME: Final = 300
#: What file managers leave in a folder.
_LITTER: Final = frozenset({"thumbs.db", "desktop.ini"})
_FORBIDDEN: Final = frozenset('/\\:*?"<>|`$')
#: Windows takes these for devices, whatever their suffix.
_RESERVED: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)
#: The longest name that file systems take, less what a number in front of it needs.
_MOST_BYTES: Final = 200


@dataclass(frozen=True)
class Candidate:
    """A file that may become a paper. ``problem`` says why not (wording ``attach.problem.<problem>``)."""

    path: Path
    name: str
    size: int
    suggestion: Suggestion
    problem: str = ""


def look(given: Iterable[Path]) -> tuple[Candidate, ...]:
    """The files that were named, and all in the folders that were; hidden ones and links in folders are left out.

    Raises:
        Refusal: ``not-found``, ``too-many-files``.
    """
    found: list[Candidate] = []
    for path in given:
        if not path.exists():
            raise Refusal("not-found", INPUT_REFUSED, where=str(path))
        for file in _inside(path) if path.is_dir() else [path]:
            found.append(_candidate(file))
            if len(found) > MOST_FILES:
                raise Refusal("too-many-files", INPUT_REFUSED, where=str(path), most=MOST_FILES)
    return tuple(found)


def _inside(folder: Path) -> Iterator[Path]:
    """Every file under a folder, in order."""
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not (name.startswith((".", "~$")) or name.lower() in _LITTER):
                yield Path(at) / name


def _candidate(path: Path) -> Candidate:
    name = _as_data(path.name)
    try:
        is_link, status = path.is_symlink(), path.stat()
    except OSError:
        return Candidate(path, name, 0, suggest(name), "cannot-read")
    problem = ""
    if is_link:
        problem = "link"  # it may lead anywhere; the file itself can be named
    elif not stat.S_ISREG(status.st_mode):
        problem = "not-a-file"
    elif status.st_size == 0:
        problem = "empty"
    elif status.st_size > LARGEST:
        problem = "too-large"
    return Candidate(path, name, status.st_size, suggest(name), problem)


def _as_data(name: str) -> str:
    """A file's own name as text to keep: composed letters, nothing invisible, no bytes that are no letters."""
    readable = os.fsencode(name).decode("utf-8", "replace")
    kept = "".join(c for c in unicodedata.normalize("NFC", readable) if unicodedata.category(c)[0] != "C")
    return kept[-LONGEST_NAME:] or "_"


def safe_name(name: str) -> str:
    """A kept file name that can be written on any system: no path, no reserved name, nothing a shell would read."""
    kept = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in name).strip(" .")
    stem, dot, suffix = kept.rpartition(".") if "." in kept else (kept, "", "")
    if stem.upper() in _RESERVED or not stem:
        stem = f"_{stem}"
    return _cut(stem, _MOST_BYTES - len((dot + suffix).encode())) + dot + suffix


def _cut(text: str, size: int) -> str:
    """As many whole letters as fit into so many bytes."""
    return text.encode()[:size].decode("utf-8", "ignore")


def read_file(path: Path) -> bytes | None:
    """The file; None when it cannot be read. Not more than a byte over what is taken, should it grow meanwhile."""
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError:
        return None
