"""Commits one import again and again, each time in a process of its own that is killed at another moment.

    python kill_commits.py STORE.db BOOK.xlsx TIMES

Prints one line for each death: how far the writing was (in thousandths), how many records the store then holds, and
whether its audit chain verifies. The last process dies right after the transaction, before it can say so.
"""

import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import event

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.preview import Preview
from hospital_onboard.store import audit, records
from hospital_onboard.store.engine import open_store, sqlite_url
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk, open_desk

#: SQLite's own steps between two looks at the clock of death.
STEPS = 200
AFTERWARDS = -1


def main(store: Path, book: Path, times: int) -> None:
    desk = open_desk(sqlite_url(store))
    found = import_workbook.preview(desk, book)
    desk.store.close()
    length = _length(store, found)
    for n in range(1, times + 1):
        moment = length * n // (times + 1)
        _in_a_child(store, found, moment)
        print(moment * 1000 // length, *_state(store), flush=True)
    _in_a_child(store, found, AFTERWARDS)
    print("afterwards", *_state(store), flush=True)


def _length(store: Path, found: Preview) -> int:
    """How many looks the transaction takes, counted on a copy."""
    copy = store.with_suffix(".copy")
    shutil.copy(store, copy)
    desk = open_desk(sqlite_url(copy))
    looks, at_the_end = _dying(desk, AFTERWARDS), 0

    def read_back(*_: object) -> dict[str, int]:
        nonlocal at_the_end
        at_the_end = looks[0]
        return {}

    import_workbook.lookup.written = read_back  # type: ignore[assignment]
    import_workbook.commit(desk, found)
    desk.store.close()
    return at_the_end


def _in_a_child(store: Path, found: Preview, moment: int) -> None:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, status
        return
    desk = open_desk(sqlite_url(store))
    _dying(desk, moment)
    if moment == AFTERWARDS:
        import_workbook.lookup.written = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    import_workbook.commit(desk, found)
    os._exit(0)


def _dying(desk: Desk, moment: int) -> list[int]:
    """Counts the looks; at the chosen one the process is killed as by a power cut."""
    looks = [0]

    def look() -> int:
        looks[0] += 1
        if looks[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(look, STEPS)

    desk.store.engine.dispose()
    event.listen(desk.store.engine, "connect", connected)
    return looks


def _state(path: Path) -> tuple[int, str]:
    store = open_store(sqlite_url(path))
    try:
        held = sum(records.count(store, kind) for kind in KINDS.values())
        return held, "broken" if audit.verify(store) else "whole"
    finally:
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
