"""Starting: the first frame waits for nothing heavy, and a store that cannot be opened is said outside."""

import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext

import pytest

from hospital_onboard.app import HospitalApp, run
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.work.desk import Desk

_HEAVY = "openpyxl babel docx alembic jinja2 yaml rapidfuzz python_calamine sqlalchemy pydantic"
_FIRST_FRAME = f"""
import sys
from hospital_onboard.app import HospitalApp
class Started(HospitalApp):
    def open_the_desk(self):
        print([name for name in "{_HEAVY}".split() if name in sys.modules])
        self.exit()
Started(lambda: None).run(headless=True)
"""


def test_the_first_frame_waits_for_nothing_heavy() -> None:
    """The store, the records and everything that makes files are imported after it."""
    done = subprocess.run([sys.executable, "-c", _FIRST_FRAME], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_store_that_cannot_be_opened_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the refusal, so that the command line can say it and end with its code."""

    def refused() -> AbstractContextManager[Desk]:
        raise Refusal("store-newer", STORE_REFUSED, where="x.db")

    original = HospitalApp.run
    monkeypatch.setattr(HospitalApp, "run", lambda self: original(self, headless=True))
    with pytest.raises(Refusal, match="store-newer"):
        run(refused)


async def test_what_was_opened_is_closed(desk: Desk) -> None:
    """The store is let go of when the person leaves."""
    closed: list[bool] = []

    class Closing(nullcontext[Desk]):
        def __exit__(self, *_: object) -> None:
            closed.append(True)

    app = HospitalApp(lambda: Closing(desk))
    with app.closing:
        async with app.run_test() as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
    assert closed == [True]
