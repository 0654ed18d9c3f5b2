"""What every verb shares: the options before the verb, the desk they open, and how a verb talks."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.wording import Lang, Words, words

if TYPE_CHECKING:
    from hospital_onboard.work.desk import Desk

#: Every verb that writes a file has it; without it no file that is there is ever replaced.
Force = Annotated[bool, typer.Option("--force", help="すでにあるファイルを置き換える / replace a file that is there")]


@dataclass(frozen=True)
class Options:
    """The options that stand before the verb."""

    db: str | None
    lang: Lang
    #: Whether the language was said here; if not, the screens use the person's own setting.
    lang_said: bool
    on: date | None

    @property
    def words(self) -> Words:
        """Sentences in the person's language."""
        return words(self.lang)

    @contextmanager
    def desk(self, *, create: bool = False, quiet: bool = False) -> Iterator["Desk"]:
        """Open the store for one verb.

        Args:
            create: for a verb that begins something; elsewhere a slip in ``--db`` must not pass for an empty store.
            quiet: do not talk on stderr while the store is waited for; screens are drawn there.
        """
        from hospital_onboard.work.desk import open_desk  # with all of the store behind it: not before it is needed

        desk = open_desk(self.db, self.on, create=create, waiting=_silent if quiet else self._waiting)
        try:
            yield desk
        finally:
            desk.store.close()

    def _waiting(self) -> None:
        say(self.words("cli.waiting"))


def _silent() -> None:
    """Nothing is said."""


def say(text: str) -> None:
    """Talk, on stderr."""
    print(text, file=sys.stderr)


def give(data: Any) -> None:
    """Data as JSON, on stdout."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def day(text: str | None, option: str) -> date | None:
    """A date option as people write it (2027-10-01, R9.10.1).

    Raises:
        Refusal: ``bad-date`` naming the option.
    """
    if text is None:
        return None
    try:
        return read_date(text)
    except DateError as fault:
        raise Refusal("bad-date", where=option, seen=text, reason=fault.code) from fault


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, silence elsewhere; the callback takes (done, of)."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _done, _of: None
        return
    with typer.progressbar(length=100, label=label, file=sys.stderr) as bar:

        def report(done: int, of: int) -> None:
            reached = 100 if of <= 0 else min(100, done * 100 // of)
            bar.update(reached - bar.pos)

        yield report
