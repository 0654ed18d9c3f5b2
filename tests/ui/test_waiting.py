"""Whoever has to wait is told why."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from screen_text import at_the_screen
from textual.widgets import Static

from hospital_onboard.app import HospitalApp
from hospital_onboard.screens import base, opening
from hospital_onboard.work.desk import Desk


async def test_a_store_that_opens_slowly_is_explained(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In both languages: which one is spoken stands in the store that does not open."""
    monkeypatch.setattr(opening, "_PATIENCE", 0.05)
    free = threading.Event()

    @contextmanager
    def slowly() -> Iterator[Desk]:
        free.wait(20)
        yield desk

    app = HospitalApp(slowly)
    async with app.run_test() as pilot:
        await asyncio.sleep(0.3)
        await pilot.pause()
        said = str(app.screen.query_one(Static).render())
        free.set()
    assert "保存先を開いています" in said
    assert "Opening the store" in said


async def test_work_that_waits_is_explained(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save that waits for somebody else's does not look like a dead program."""
    monkeypatch.setattr(base, "_PATIENCE", 0.05)
    told: list[str] = []
    monkeypatch.setattr(base.WorkScreen, "tell", lambda _self, text, **_: told.append(text))
    async with at_the_screen(filled) as person:
        screen, free = person.app.work_screen, threading.Event()
        assert screen is not None
        screen.ask(lambda: free.wait(20), lambda _: None, group="test")
        await asyncio.sleep(0.3)
        free.set()
        await person.settle()
    assert any("ほかの人が書き込んでいるとき" in text for text in told), told
