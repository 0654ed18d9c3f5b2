"""The packet and the dossier of a plan: what is in them, what is missing and where, preview, writing."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from hospital_onboard.domain.operator import Operator
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.screens.packet_written import How, Made, make
from hospital_onboard.screens.paths import in_short, path_of, writing_folder
from hospital_onboard.widgets.dialogs import AskText, Choose, Confirm, Tell
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.outline import Line, Outline
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Part, Prose
from hospital_onboard.work import age_keys, consult, exports, viewer
from hospital_onboard.work.consult import Since
from hospital_onboard.work.packet_contents import GoTo, PacketContents, dossier_contents, packet_contents
from hospital_onboard.work.packet_contents import Part as Portion
from hospital_onboard.work.preview_packet import Preview, preview

_MOODS = {"complete": "done", "open": "open", "empty": "empty"}


class PacketScreen(LongWorkScreen):
    """Parts on the left with the places where something is missing under each; what was written on the right."""

    name_key = "packet"
    DEFAULT_CSS = """
    PacketScreen #summary { height: auto; max-height: 3; padding: 0 1; }
    PacketScreen #left { width: 3fr; border: round $border-blurred; }
    PacketScreen #left:focus-within { border: round $border; }
    PacketScreen #right { width: 2fr; }
    PacketScreen #how { height: auto; padding: 0 1; }
    PacketScreen #written { display: block; height: 1fr; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "preview", "preview"),
        key("f3", "folder", "open-folder", show=False),
        key("f4", "options", "options"),
        key("f5", "handed", "handed"),
        key("f6", "write", "write-packet"),
        key("f7", "consultations", "consultations"),
    ]

    def __init__(self, plan_id: str) -> None:
        super().__init__()
        self._plan_id = plan_id
        self._contents: PacketContents | None = None
        self._how: How | None = None
        self._places: dict[str, GoTo] = {}
        self._written: list[Part] = []
        self._last: Path | None = None

    def parts(self) -> Iterator[Widget]:
        """Summary, contents, options and what was written."""
        words = self.words
        yield Prose(id="summary")
        yield ProgressLine()
        with Horizontal():
            with Vertical(id="left") as left:
                left.border_title = words("packet_screen.contents")
                yield Outline()
            with Vertical(id="right"):
                yield Prose(id="how", classes="pane")
                yield Prose(id="written", classes="pane")

    @property
    def how(self) -> How:
        """How it is written; in the language of the screen until somebody says otherwise."""
        return self._how or How(lang=self.app.lang)

    def path(self) -> tuple[str, ...]:
        """The screen, the plan."""
        title = self._contents.plan.title if self._contents else ""
        return tuple(part for part in (self.words("screen.packet"), title) if part)

    def load(self) -> None:
        """What is in it today."""
        self.query_one("#how").border_title = self.words("packet_screen.options")
        self.query_one("#written").border_title = self.words("packet_screen.written")
        self.query_one(Outline).focus()
        self.ask(partial(_read, self.app, self._plan_id, self.how), lambda found: self._show(*found))

    def _show(self, contents: PacketContents, since: Since | None) -> None:
        self._contents = contents
        self._places = {}
        lines = [line for part in contents.parts for line in self._lines(part)]
        outline = self.query_one(Outline)
        outline.put(lines, key=outline.key)
        self.query_one("#summary", Prose).say(*self._summary(contents, since))
        self._say_how()
        self.say_where()

    def _summary(self, contents: PacketContents, since: Since | None) -> list[Part]:
        words = self.words
        what = words(f"packet_screen.kind_{self.how.kind}")
        parts: list[Part] = [(words("packet_screen.summary", what=what, owed=f"{contents.owed:,}"), "bold")]
        if since is not None:
            count = f"{len(since.changes):,}"
            parts.append(f"\n{words('packet_screen.since', on=since.handover.handed_on, count=count)}")
        return parts

    def _lines(self, part: Portion) -> Iterator[Line]:
        words = self.words
        owed = words("packet_screen.owed", count=f"{part.owed:,}")
        state = owed if part.owed else words(f"packet_screen.{part.mood}")
        title = f"{part.title}  {words('packet_screen.items', count=f'{part.items:,}')}" if part.items else part.title
        yield Line(part.key, title, state, tone=_MOODS[part.mood])
        for n, place in enumerate(part.places):
            key_ = f"{part.key}/{n}"
            self._places[key_] = place
            yield Line(key_, f"→ {place.label}", f"{place.owed:,}", level=1, tone="open")

    def _say_how(self) -> None:
        self.query_one("#how", Prose).say("\n".join(line for _, line in self.how.named(self.words)))
        self.query_one("#written", Prose).say(*(self._written or [self.words("packet_screen.not_yet")]))

    # Going where something is missing ------------------------------------------------

    @on(Outline.Opened)
    def _opened(self, event: Outline.Opened) -> None:
        place = self._places.get(event.key) or self._places.get(f"{event.key}/0")
        if place is None:
            self.tell(self.words("packet_screen.nothing_owed"))
        elif place.screen == "operator":
            self._open_operator(self.app.operator)
        else:
            self.app.go(place.screen, **place.arguments)

    def _open_operator(self, operator: Operator | None) -> None:
        from hospital_onboard.screens.record import RecordScreen
        from hospital_onboard.screens.sheet import Sheet
        from hospital_onboard.work import walk

        if operator is not None:
            kind, fields = walk.section_fields("operator")
            self.app.push_screen(RecordScreen(Sheet(kind, operator, fields)))

    # Preview ---------------------------------------------------------------------------

    def action_preview(self) -> None:
        """Open the page in a browser, or show the text here."""
        desk, how = self.app.desk, self.how
        self.begin(
            self.words("packet_screen.previewing"),
            lambda told, stopped: preview(desk, how.kind, self._plan_id, how.lang),
            self._previewed,
        )

    def _previewed(self, made: Preview) -> None:
        if viewer.show(made.page, ours=True):
            self.tell(self.words("packet_screen.preview_opened", path=made.page))
        else:
            self.app.push_screen(Tell(self.words, self.words("key.preview"), made.text))

    # Options ---------------------------------------------------------------------------

    def action_options(self) -> None:
        """Turn one option after the other; Esc ends it."""
        dialog = Choose(self.words, self.words("packet_screen.options"), self.how.named(self.words))
        self.app.push_screen(dialog, self._turn)

    def _turn(self, name: str | None) -> None:
        if name == "sealed":
            dialog = AskText(self.words, self.words("packet_screen.ask_key"), value=" ".join(self.how.keys))
            self.app.push_screen(dialog, self._seal_for)
        elif name:
            self._how = self.how.turned(name)
            self.load()
            self.action_options()

    def _seal_for(self, typed: str | None) -> None:
        if typed is None:
            return
        if not typed.strip():
            self._keys(())
            return
        self.ask(partial(age_keys.recipients, typed.split()), self._keys, group="keys")

    def _keys(self, keys: tuple[str, ...]) -> None:
        self._how = replace(self.how, keys=keys)
        self._say_how()

    # Writing ---------------------------------------------------------------------------

    def action_write(self) -> None:
        """Ask where to, then write."""
        how = self.how
        suffix = ".zip.age" if how.keys else "" if how.folder else ".zip"
        name = f"{how.kind}-{self.app.desk.on:%Y%m%d}{suffix}"

        def ask(folder: Path) -> None:
            dialog = AskText(self.words, self.words("packet_screen.where"), value=in_short(folder / name))
            self.app.push_screen(dialog, lambda typed: self._check(path_of(typed, folder)) if typed else None)

        self.ask(partial(writing_folder, self.app), ask, group="folder")

    def _check(self, out: Path | None) -> None:
        if out is None:
            return
        out = exports.sealed_name(out) if self.how.keys else out
        if out.is_file():
            words = self.words
            dialog = Confirm(
                words,
                words("write.replace"),
                words("write.replace_body", out=in_short(out)),
                yes=words("write.replace_yes"),
                safe=False,
            )
            self.app.push_screen(dialog, lambda yes: self._write(out) if yes else None)
        else:
            self._write(out)

    def _write(self, out: Path) -> None:
        host, plan_id, how = self.app, self._plan_id, self.how
        self.begin(
            self.words("packet_screen.writing", file=out.name),
            lambda told, _stopped: make(host, plan_id, out, how, told),
            self._done_writing,
        )

    def _done_writing(self, made: Made) -> None:
        words = self.words
        self._last = made.out
        said: list[Part] = [(f"{made.out}\n", "bold")]
        if made.open:
            said.append((f"{words('packet_screen.draft', count=f'{made.open:,}')}\n", "$text-warning"))
        self._written = [*said, *self._written]
        self.tell(words("packet_screen.done", path=made.out, files=made.files))
        self.load()

    def action_folder(self) -> None:
        """Open the folder of what was written last, or say where it is."""
        if self._last is None:
            self.tell(self.words("packet_screen.no_folder"))
            return
        folder = self._last if self._last.is_dir() else self._last.parent
        if not viewer.show(folder):
            self.tell(self.words("packet_screen.folder", path=folder))

    # Consultation ------------------------------------------------------------------------

    def action_consultations(self) -> None:
        """The log of questions and answers."""
        self.app.go("consultations", plan_id=self._plan_id)

    def action_handed(self) -> None:
        """Keep the present content as the one that was handed over today."""
        dialog = AskText(self.words, self.words("packet_screen.handed_to"))
        self.app.push_screen(dialog, lambda to: self._handed(to) if to is not None else None)

    def _handed(self, to: str) -> None:
        file = self._last if self._last is not None and self._last.is_file() else None
        job = partial(consult.hand_over, self.app.desk, self._plan_id, file, to=to.strip())
        self.ask(job, lambda kept: self._kept(str(kept.handed_on)), group="handed")

    def _kept(self, on_day: str) -> None:
        self.tell(self.words("packet_screen.handed_done", on=on_day))
        self.load()


def _read(host: Host, plan_id: str, how: How) -> tuple[PacketContents, Since | None]:
    """Reads the store: call it in a worker."""
    contents = packet_contents if how.kind == "packet" else dossier_contents
    return contents(host.desk, plan_id, host.lang), consult.since(host.desk, plan_id, host.lang)
