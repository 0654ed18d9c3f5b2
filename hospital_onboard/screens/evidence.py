"""The papers at hand: whether each has its file, until when it can be used, and what it is shown for."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from hospital_onboard.domain.plan import Evidence
from hospital_onboard.screens.attaching import Attaching, For
from hospital_onboard.screens.papers_shown import cells_of, detail_of
from hospital_onboard.screens.paths import in_short, path_of, writing_folder
from hospital_onboard.screens.record import RecordScreen
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.widgets.dialogs import AskText, Choose, Confirm, Tell
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import evidence, paper_check, papers, viewer
from hospital_onboard.work.evidence import Paper
from hospital_onboard.work.shown_for import measures_to_choose

_FIELDS = ("title", "evidence_kind", "about", "issued_on", "valid_until", "direct_to_minister", "sent_on", "receipt")


class EvidenceScreen(Attaching):
    """A table of papers over all there is to say about the one under the cursor."""

    name_key = "evidence"
    DEFAULT_CSS = """
    EvidenceScreen #counts { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    EvidenceScreen #detail { display: block; height: 35%; min-height: 7; padding: 0 1; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "use", "use-paper"),
        key("f3", "check", "check-files", show=False),
        key("f4", "care", "only-care"),
        key("f5,ctrl+n", "attach", "attach"),
        key("f6", "take_out", "open-paper", show=False),
        key("f7", "details", "details"),
        key("f8", "remove", "remove"),
    ]

    def __init__(self, shown_for: For | None = None) -> None:
        """``shown_for``: what papers attached from now on are about; the path is asked for at once."""
        super().__init__()
        self.shown_for = shown_for or For()
        self._begin = shown_for is not None
        self._papers: tuple[Paper, ...] = ()
        self._care = False

    def parts(self) -> Iterator[Widget]:
        """Counts, table, detail."""
        words = self.words
        columns = (
            Column("title", words("field.evidence.title"), 4, flexible=True),
            Column("kind", words("field.evidence.evidence_kind"), 20, from_width=110),
            Column("about", words("field.evidence.about"), 3, flexible=True, from_width=110),
            Column("file", words("papers.file"), 15),
            Column("age", words("papers.age"), 18),
            Column("until", words("papers.until"), 17, from_width=110),
            Column("uses", words("papers.uses"), 6, right=True),
        )
        yield Prose(id="counts")
        yield ProgressLine()
        yield Pager(words, columns, empty=words("papers.empty"))
        yield Prose(id="detail", classes="pane")

    def path(self) -> tuple[str, ...]:
        """What papers are attached for, when it is something in particular."""
        return (self.words("screen.evidence"), *((self.shown_for.label,) if self.shown_for.label else ()))

    def load(self) -> None:
        """The papers of this operator."""
        self.query_one("#detail").border_title = self.words("papers.detail")
        self.query_one(Pager).table.focus()
        job = partial(evidence.all_papers, self.app.desk, self.operator_id, self.app.lang)
        self.ask(job, self._show)

    def _show(self, found: tuple[Paper, ...]) -> None:
        self._papers = found
        care = sum(paper.needs_care for paper in found)
        self.query_one("#counts", Prose).say(self.words("evidence.total", count=f"{len(found):,}", care=f"{care:,}"))
        self._page(0, keep=True)
        if not self._listed:
            self.query_one("#detail", Prose).say(self.words("papers.how"))
        if self._begin:
            self._begin = False
            self.action_attach()

    @property
    def _listed(self) -> tuple[Paper, ...]:
        return tuple(paper for paper in self._papers if paper.needs_care or not self._care)

    def _page(self, offset: int, *, keep: bool = False) -> None:
        shown = self._listed[offset : offset + PAGE]
        cells = tuple(cells_of(paper, self.words) for paper in shown)
        self.query_one(Pager).show(Rows(shown, cells, len(self._listed), offset), keep=keep)

    @on(Pager.Needs)
    def _needs(self, event: Pager.Needs) -> None:
        self._page(event.offset)

    @on(Pager.At)
    def _at(self, event: Pager.At) -> None:
        if isinstance(event.item, Paper):
            self.query_one("#detail", Prose).say(*detail_of(event.item, self.words))

    @on(Pager.Opened)
    def _opened(self, _: Pager.Opened) -> None:
        self.action_take_out()

    @property
    def _paper(self) -> Paper | None:
        item = self.query_one(Pager).item if self.is_mounted else None
        return item if isinstance(item, Paper) else None

    def attached(self) -> None:
        """New papers are there."""
        self.load()

    def action_care(self) -> None:
        """Only what somebody has to do something about; or all again."""
        self._care = not self._care
        self._page(0)

    def action_details(self) -> None:
        """Title, kind, days and the rest, to be typed."""
        paper = self._paper
        if paper is not None:
            self.app.push_screen(RecordScreen(Sheet(Evidence, paper.evidence, _FIELDS)))

    # Uses --------------------------------------------------------------------------

    def action_use(self) -> None:
        """Show the paper for a measure of some equipment or contract."""
        if self._paper is not None:
            self.ask(
                partial(measures_to_choose, self.app.desk, self.operator_id, self.app.lang), self._choose, group="use"
            )

    def _choose(self, options: list[tuple[str, str]]) -> None:
        paper = self._paper
        if paper is not None and options:
            dialog = Choose(self.words, self.words("papers.use_for", title=paper.evidence.title), options)
            self.app.push_screen(dialog, lambda chosen: self._use(paper, chosen) if chosen else None)

    def _use(self, paper: Paper, chosen: str) -> None:
        subject, _, item = chosen.partition(" ")
        job = partial(
            evidence.show_for, self.app.desk, paper.evidence, (subject,), (item,) if item else (), self.operator_id
        )
        self.ask(job, self._used, group="use")

    def _used(self, count: int) -> None:
        self.tell(self.words("evidence.shown", count=count))
        self.load()

    # Files -------------------------------------------------------------------------

    def action_take_out(self) -> None:
        """Look at the paper: a copy is opened, or written where the person says."""
        paper = self._paper
        if paper is None:
            return
        if paper.file not in ("kept", "sealed", "unsealed"):
            self.tell(self.words("refusal.no-file", where=paper.evidence.title), severity="error")
            return
        name = Path(paper.evidence.file_name or paper.evidence.title).name
        warning = f"\n{self.words('evidence.plain_copy')}" if papers.is_personal(paper.evidence) else ""
        title = self.words("papers.take_out", title=paper.evidence.title) + warning

        def ask(folder: Path) -> None:
            dialog = AskText(self.words, title, value=in_short(folder / name))
            self.app.push_screen(dialog, lambda typed: self._take_out(paper, path_of(typed, folder)) if typed else None)

        self.ask(partial(writing_folder, self.app), ask, group="folder")

    def _take_out(self, paper: Paper, out: Path | None) -> None:
        if out is not None:
            self.with_passphrase(
                paper.file == "sealed",
                lambda ask: self.ask(
                    partial(evidence.take_out, self.app.desk, paper.evidence, out, ask), self._taken_out, group="out"
                ),
            )

    def _taken_out(self, path: Path) -> None:
        opened = viewer.show(path)
        self.tell(self.words("evidence.opened" if opened else "evidence.written", path=path))

    def action_check(self) -> None:
        """Read every file once and say what is not as it should be."""
        desk = self.app.desk
        self.begin(
            self.words("papers.checking"),
            lambda told, stopped: paper_check.check(desk, told, stopped),
            self._checked,
        )

    def _checked(self, found: paper_check.Checked) -> None:
        words, lines = self.words, []
        for finding in found.findings:
            name = finding.evidence.title if finding.evidence else finding.sha256[:16]
            lines.append(f"{words(f'evidence.finding.{finding.code}')}: {name}\n")
        code = "evidence.check_found" if lines else "evidence.check_whole"
        title = words(code, papers=found.papers, files=found.files, count=len(lines))
        mendable = [finding for finding in found.findings if finding.code == "unsealed"]
        if not mendable:
            self.app.push_screen(Tell(words, title, *lines))
            return
        dialog = Confirm(words, title, *lines, yes=words("papers.mend"))
        job = partial(paper_check.mend, self.app.desk, mendable)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._mended, group="mend") if yes else None)

    def _mended(self, count: int) -> None:
        self.tell(self.words("evidence.mended", count=count))
        self.load()

    def action_remove(self) -> None:
        """Remove the paper and its uses, after asking; the file stays, so that undo brings everything back."""
        paper = self._paper
        if paper is None:
            return
        dialog = Confirm(self.words, self.words("record.remove"), self.words("papers.remove_body"), safe=False)
        job = partial(evidence.remove, self.app.desk, paper.evidence, operator=self.operator_id)
        self.app.push_screen(dialog, lambda yes: self.ask(job, lambda _: self.load(), group="remove") if yes else None)
