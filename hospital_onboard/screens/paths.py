"""Paths as people paste them, and as they are shown."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from hospital_onboard import places
from hospital_onboard.screens.host import Host
from hospital_onboard.work import who

#: The remembered folder in which this person wrote last.
WRITING = "write.folder"


def path_of(typed: str, folder: Path) -> Path | None:
    """A path as people paste it: in quotes, as a file address, with ~ for the own folder; None for nothing.

    A mere name, or a path that does not begin at the top, is looked for in ``folder``.
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    if not text or "\0" in text:
        return None
    return folder / (Path(text).expanduser() if text.startswith("~/") else Path(text))


def in_short(path: Path) -> str:
    """The path with ~ for the own home, as ``path_of`` reads it back."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) and path != home else str(path)


def writing_folder(host: Host) -> Path:
    """Where this person wrote last, as long as it is there; else the folder of documents. Runs in a worker."""
    last = who.place(host.desk, WRITING)
    return Path(last) if last and Path(last).is_dir() else places.documents()
