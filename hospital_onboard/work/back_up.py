"""Keeping a copy of the store with its papers, and putting one back.

A copy is a store of its own: an SQLite file with its file area beside it. The secret keys for officers' papers are not
part of the store and never part of a copy.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from hospital_onboard.domain.refusal import INPUT_REFUSED, STORE_REFUSED, USAGE, Refusal
from hospital_onboard.report.written import folder_must_be_new, must_be_new
from hospital_onboard.store import engine, files, schema
from hospital_onboard.store.files import Copied
from hospital_onboard.work import officer_keys
from hospital_onboard.work.desk import Clock, Desk, utc_now


@dataclass(frozen=True)
class BackedUp:
    """What was copied: bytes of the store, its papers and the folder they are in."""

    size: int
    papers: Copied
    folder: Path
    #: The secret key for officers' papers, which the copy does not hold.
    key: Path


def back_up(desk: Desk, out: Path, *, replace: bool = False) -> BackedUp:
    """Copy the store and its papers, also while it is in use.

    Args:
        replace: an older copy there, with its papers, may be replaced; it stays until the new one is whole.

    Raises:
        Refusal: ``backup-not-here`` for a shared database, ``backup-over-store``, ``out-is-folder``, ``file-exists``,
            ``cannot-write``; nothing is left behind.
    """
    source = engine.sqlite_path(desk.store.engine)
    if source is None:
        raise Refusal("backup-not-here", STORE_REFUSED, where=desk.store.place)
    if out.exists() and out.samefile(source):
        raise Refusal("backup-over-store", USAGE, where=str(out))
    must_be_new(out, replace=replace)
    copied, old_papers = files.beside(out), files.beside(out).root
    if not replace:
        folder_must_be_new(old_papers)
    incoming = out.with_name(f"{out.name}.incoming")
    arriving = files.beside(incoming)
    try:
        # The records first: a paper kept meanwhile is one more file, never a record without its file.
        schema.copy_sqlite(source, incoming)
        papers = files.copy_area(files.beside(source), arriving.root)
        incoming.replace(out)
        shutil.rmtree(old_papers, ignore_errors=True)
        if arriving.root.exists():
            arriving.root.rename(copied.root)
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(out)) from fault
    finally:
        _clear(incoming)
        shutil.rmtree(arriving.root, ignore_errors=True)
    return BackedUp(out.stat().st_size, papers, copied.root, officer_keys.identity_file())


def restore(url: str, backup: Path, clock: Clock = utc_now) -> Path | None:
    """Put a backup in the place of the store; the store that was there is kept beside it and its path returned.

    The papers of the backup go with it; where it has none beside it, those that are here stay.

    Raises:
        Refusal: ``not-found``, ``not-a-store``, ``backup-not-here``, ``cannot-write``; nothing was changed.
    """
    if not backup.is_file():
        raise Refusal("not-found", INPUT_REFUSED, where=str(backup))
    if not schema.is_store(backup):
        raise Refusal("not-a-store", INPUT_REFUSED, where=str(backup))
    target = engine.path_of(url)
    if target is None:
        raise Refusal("backup-not-here", STORE_REFUSED, where=url.split("@")[-1])
    incoming = target.with_name(f"{target.name}.incoming")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _clear(incoming)  # what an earlier try may have left behind
        shutil.copyfile(backup, incoming)
        incoming.chmod(0o600)
        engine.open_store(engine.sqlite_url(incoming)).close()  # proves that it is a store we can use
        papers = files.beside(backup if files.beside(backup).root.is_dir() else target)
        files.copy_area(papers, files.beside(incoming).root)
    except Refusal as refusal:
        _clear(incoming)
        if refusal.code.startswith("files-"):
            raise
        raise Refusal("not-a-store", INPUT_REFUSED, where=str(backup)) from refusal
    except OSError as fault:
        _clear(incoming)
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(target)) from fault
    try:
        kept = _set_aside(clock, target)
        incoming.replace(target)
        _move(files.beside(incoming).root, files.beside(target).root)
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(target)) from fault
    finally:
        _clear(incoming)
    return kept


def _clear(incoming: Path) -> None:
    for end in ("", "-wal", "-shm"):
        incoming.with_name(incoming.name + end).unlink(missing_ok=True)
    shutil.rmtree(files.beside(incoming).root, ignore_errors=True)


def _move(area: Path, to: Path) -> None:
    if area.is_dir():
        area.replace(to)


def _set_aside(clock: Clock, target: Path) -> Path | None:
    """Move the present store out of the way, its log with it, whatever state it is in."""
    kept = target.with_name(f"{target.name}.before-restore.{clock():%Y%m%dT%H%M%SZ}.bak")
    _move(files.beside(target).root, files.beside(kept).root)
    if not target.exists() or target.stat().st_size == 0:
        return None
    for end in ("", "-wal", "-shm"):
        part = target.with_name(target.name + end)
        if part.exists():
            part.replace(kept.with_name(kept.name + end))
    return kept
