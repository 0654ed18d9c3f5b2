"""The components screen with a thousand rows and with a million: its first frame, a page, a jump to the end.

CPU is measured, not the clock: the bar is 100 ms of CPU for a page, and a first frame of at most 1.5 times that with
a thousand rows.
"""

import asyncio
import contextvars
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import DAY, NOON
from pytest_benchmark.fixture import BenchmarkFixture

from hospital_onboard.work import who
from hospital_onboard.work.desk import open_desk

sys.path.append(str(Path(__file__).parents[1] / "ui"))
from screen_text import Person, at_the_screen

from hospital_onboard.screens.home import HomeScreen
from hospital_onboard.widgets.page_table import PageTable

Run = Callable[[Coroutine[object, object, None]], None]
ROWS = [1_000, 1_000_000]


@pytest.fixture(autouse=True)
def _an_empty_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The home screen judges every component; what is measured here is the list."""
    monkeypatch.setattr(HomeScreen, "load", lambda _: None)


@contextmanager
def sitting(path: Path) -> Iterator[tuple[Person, Run]]:
    """Somebody at the program, one key at a time; all of it in one context, as in the running program."""
    desk = open_desk(str(path), DAY, lambda: NOON, "bench")
    who.choose(desk, who.operators(desk)[0].id)
    context = contextvars.copy_context()
    with asyncio.Runner() as runner:

        def run(coroutine: Coroutine[object, object, None]) -> None:
            runner.run(coroutine, context=context)

        held = at_the_screen(desk, size="160x45")
        found: list[Person] = []

        async def sit_down() -> None:
            found.append(await held.__aenter__())

        async def get_up() -> None:
            await held.__aexit__(None, None, None)

        run(sit_down())
        yield found[0], run
        run(get_up())
    desk.store.close()


async def rows_in_sight(person: Person) -> None:
    """Until the first rows are in the table; what is counted afterwards is no part of the first frame."""
    person.app.simulate_key("f3")
    while not any(table.row_count for table in person.app.screen.query(PageTable)):
        await asyncio.sleep(0.002)


@pytest.mark.parametrize("count", ROWS)
@pytest.mark.benchmark(group="components screen: first frame", timer=time.process_time)
def test_first_frame(benchmark: BenchmarkFixture, crowded: Callable[[int], Path], count: int) -> None:
    with sitting(crowded(count)) as (person, run):

        def forget() -> None:
            """Back home, and the store is asked anew."""
            run(person.settle())
            if len(person.app.screen_stack) > 1:
                run(person.press("escape"))
            person.app.desk.store.counted.clear()

        benchmark.pedantic(lambda: run(rows_in_sight(person)), setup=forget, rounds=8, warmup_rounds=1)
        run(person.settle())
        assert f"/ {count:,} 件" in person.text


@pytest.mark.parametrize("count", ROWS)
@pytest.mark.parametrize("pressed", [("pagedown",), ("end", "home")], ids=["page", "end and home"])
@pytest.mark.benchmark(group="components screen: a key", timer=time.process_time)
def test_a_key(
    benchmark: BenchmarkFixture, crowded: Callable[[int], Path], count: int, pressed: tuple[str, ...]
) -> None:
    with sitting(crowded(count)) as (person, run):
        run(person.press("f3"))
        benchmark.pedantic(lambda: run(person.press(*pressed)), rounds=12, warmup_rounds=2)
