"""Keeping a copy of the store, and putting one back."""

import shutil
from pathlib import Path

from hospital_onboard.domain.refusal import INPUT_REFUSED, STORE_REFUSED, USAGE, Refusal
from hospital_onboard.report.written import must_be_new
from hospital_onboard.store import engine, schema
from hospital_onboard.work.desk import Clock, Desk, utc_now


def back_up(desk: Desk, out: Path, *, replace: bool = False) -> int:
    """Copy the store, also while it is in use; returns the size of the copy in bytes.

    Raises:
        Refusal: ``backup-not-here`` for a shared database, ``backup-over-store``, ``out-is-folder``, ``file-exists``,
            ``cannot-write``.
    """
    source = engine.sqlite_path(desk.store.engine)
    if source is None:
        raise Refusal("backup-not-here", STORE_REFUSED, where=desk.store.place)
    if out.exists() and out.samefile(source):
        raise Refusal("backup-over-store", USAGE, where=str(out))
    must_be_new(out, replace=replace)
    incoming = out.with_name(f"{out.name}.incoming")
    try:
        schema.copy_sqlite(source, incoming)
        incoming.replace(out)
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(out)) from fault
    finally:
        _clear(incoming)
    return out.stat().st_size


def restore(url: str, backup: Path, clock: Clock = utc_now) -> Path | None:
    """Put a backup in the place of the store; the store that was there is kept beside it and its path returned.

    Raises:
        Refusal: ``not-found``, ``not-a-store``, ``backup-not-here``; nothing was changed.
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
        shutil.copyfile(backup, incoming)
        incoming.chmod(0o600)
        engine.open_store(engine.sqlite_url(incoming)).close()  # proves that it is a store we can use
    except Refusal as refusal:
        _clear(incoming)
        raise Refusal("not-a-store", INPUT_REFUSED, where=str(backup)) from refusal
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(target)) from fault
    try:
        kept = _set_aside(clock, target)
        incoming.replace(target)
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(target)) from fault
    finally:
        _clear(incoming)
    return kept


def _clear(incoming: Path) -> None:
    for end in ("", "-wal", "-shm"):
        incoming.with_name(incoming.name + end).unlink(missing_ok=True)


def _set_aside(clock: Clock, target: Path) -> Path | None:
    """Move the present store out of the way, its log with it, whatever state it is in."""
    if not target.exists() or target.stat().st_size == 0:
        return None
    kept = target.with_name(f"{target.name}.before-restore.{clock():%Y%m%dT%H%M%SZ}.bak")
    for end in ("", "-wal", "-shm"):
        part = target.with_name(target.name + end)
        if part.exists():
            part.replace(kept.with_name(kept.name + end))
    return kept
