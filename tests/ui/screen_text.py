"""Running the program without a terminal, and reading what stands on the screen."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import DirectoryTree
from textual.worker import WorkerCancelled

from hospital_onboard.app import HospitalApp
from hospital_onboard.text.wording import Lang
from hospital_onboard.work import who
from hospital_onboard.work.desk import Desk

SIZES = {"80x24": (80, 24), "160x45": (160, 45)}
_GOLDEN = Path(__file__).parent / "golden"
#: A workbook's digest depends on when its writer wrote it.
_UNSTEADY = re.compile(r"(?<=sha256 )[0-9a-f]{8}")


class Person:
    """Somebody at the keyboard, who waits until the program is done before the next key."""

    def __init__(self, app: HospitalApp, pilot: Pilot[None], update: bool) -> None:
        self.app, self._pilot, self._update = app, pilot, update

    async def settle(self) -> None:
        """Wait for all work and all messages; work may start work."""
        quiet = 0
        while quiet < 3:
            # The file list's own loader waits for more for ever.
            working = [w for w in self.app.workers if not isinstance(w.node, DirectoryTree)]
            for worker in working:
                with suppress(WorkerCancelled):  # a newer piece of work took its place
                    await worker.wait()
            quiet = 0 if working else quiet + 1
            await self._pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, as an input method commits it: character by character."""
        await self._pilot.press(*text)
        await self.settle()

    @property
    def text(self) -> str:
        """The screen as text. The one place that reaches into the toolkit for it."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def sees(self, name: str, size: str) -> None:
        """Compare with the golden screen of this name; or make it, when asked to."""
        seen = _UNSTEADY.sub("########", self.text) + "\n"
        golden = _GOLDEN / f"{name}.{self.app.lang}.{size}.txt"
        if self._update:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(seen, encoding="utf-8")
        wanted = golden.read_text(encoding="utf-8") if golden.exists() else "(no golden file; see --update-golden)\n"
        assert seen == wanted, f"{golden.name} differs from what is on the screen:\n{seen}"


@asynccontextmanager
async def at_the_screen(
    desk: Desk, lang: Lang = "ja", size: str = "80x24", *, update: bool = False
) -> AsyncIterator[Person]:
    """Sit down at the program, in a terminal of this size."""
    who.set_language(desk, lang)
    app = HospitalApp(lambda: nullcontext(desk))
    app.animation_level = "none"
    async with app.run_test(size=SIZES[size], notifications=False) as pilot:
        person = Person(app, pilot, update)
        await person.settle()
        yield person
