"""Choosing a workbook to take in, and what was taken in before."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text, TextType
from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import DirectoryTree, Input

from hospital_onboard import places
from hospital_onboard.domain.preview import Preview
from hospital_onboard.screens.issues import form_issue_text
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.screens.paths import in_short, path_of
from hospital_onboard.screens.reading import Reading, choices, question_of
from hospital_onboard.text.dates import moment
from hospital_onboard.widgets.dialogs import Choose, Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import visible
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import import_workbook, trail, who
from hospital_onboard.work.trail import Imported

_PLACE = "import.folder"
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".json", ".xml", ".spdx", ".cdx"})


class Workbooks(DirectoryTree):
    """Folders and files that may be workbooks."""

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Hidden ones are left out."""
        return [p for p in paths if not p.name.startswith(".") and (p.suffix.lower() in _SUFFIXES or _is_folder(p))]

    def process_label(self, label: TextType) -> Text:
        """File names come from outside too."""
        return super().process_label(visible(label))


class ImportScreen(LongWorkScreen):
    """A path to paste, files to choose from, past imports to take back."""

    name_key = "import"
    DEFAULT_CSS = """
    ImportScreen #hint { height: auto; padding: 0 2; color: $text-muted; }
    ImportScreen #path { height: auto; padding: 1 2; }
    ImportScreen Input { width: 1fr; background: $surface; }
    ImportScreen #problem { padding: 0 2 1 2; color: $text-error; }
    ImportScreen #files { width: 1fr; }
    ImportScreen #past { width: 1fr; }
    ImportScreen.-narrow #body { layout: vertical; }
    ImportScreen.-narrow #body > Vertical { width: 100%; }
    ImportScreen #body { height: 1fr; }
    ImportScreen DirectoryTree { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f8", "undo_import", "undo-import"),
        key("f6", "to_files", "to-files", show=False),
    ]

    def parts(self) -> Iterator[Widget]:
        """Path, files, past imports."""
        words = self.words
        yield Prose(words("import.hint"), id="hint")
        with Vertical(id="path"):
            yield LineInput(placeholder=words("import.path"), compact=True)
        yield Prose(id="problem")
        yield ProgressLine()
        with Horizontal(id="body"):
            with Vertical(id="files", classes="pane"):
                yield Workbooks(places.documents())
            with Vertical(id="past", classes="pane"):
                columns = (
                    Column("at", words("audit.at"), 16),
                    Column("file", words("import.file"), 3, flexible=True),
                    Column("rows", words("import.rows"), 30),
                )
                yield Pager(words, columns, empty=words("import.no_past"))

    def on_mount(self) -> None:
        """Begin in the path line."""
        self.query_one("#files").border_title = self.words("import.files")
        self.query_one("#past").border_title = self.words("import.past")
        self.query_one(Input).focus()
        self.ask(partial(who.place, self.app.desk, _PLACE), self._open_folder, group="folder")
        super().on_mount()

    def load(self) -> None:
        """What was taken in before."""
        self.ask(partial(trail.imports, self.app.desk, PAGE), self._show)

    def _show(self, found: Sequence[Imported]) -> None:
        cells = tuple(self._cells(one) for one in found)
        self.query_one(Pager).show(Rows(tuple(found), cells, len(found)), keep=True)

    def _cells(self, one: Imported) -> dict[str, str]:
        counts = one.receipt.counts
        rows = self.words("import.counts", new=counts.get("new", 0), changed=counts.get("changed", 0))
        return {
            "at": moment(one.receipt.at),
            "file": one.receipt.file,
            "rows": self.words("audit.undone", what=rows) if one.undone else rows,
        }

    def _open_folder(self, folder: str) -> None:
        if folder and _is_folder(Path(folder)):
            self.query_one(Workbooks).path = Path(folder)

    def action_to_files(self) -> None:
        """Into the list of files."""
        self.query_one(Workbooks).focus()

    @on(Input.Submitted)
    def _path_given(self, event: Input.Submitted) -> None:
        path = path_of(event.value, Path(self.query_one(Workbooks).path))
        if path is not None:
            self._read(Reading(path))

    @on(DirectoryTree.FileSelected)
    def _file_chosen(self, event: DirectoryTree.FileSelected) -> None:
        event.stop()
        self._read(Reading(event.path))

    def _read(self, reading: Reading) -> None:
        host, operator_id = self.app, self.operator_id
        self.query_one("#problem", Prose).say("")
        self.begin(
            self.words("import.reading", file=reading.path.name),
            lambda told, stopped: reading.preview(host, operator_id, told, stopped),
            lambda found: self._ask_or_show(reading, found),
        )

    def _ask_or_show(self, reading: Reading, found: Preview) -> None:
        """What the file does not say of itself is asked; without an answer it is shown as it was understood."""
        question = question_of(reading, found)
        if not question:
            self._preview(reading, found)
            return

        def answered(answer: str | None) -> None:
            if answer:
                self._read(reading.answered(question, answer))
            else:
                self._preview(reading, found)

        def asked(options: list[tuple[str, str]]) -> None:
            title = self.words(f"import.which_{question}", file=reading.path.name)
            self.app.push_screen(Choose(self.words, title, options), answered)

        self.ask(partial(choices, self.app, question), asked, group="question")

    def _preview(self, reading: Reading, found: Preview) -> None:
        from hospital_onboard.screens.preview import PreviewScreen

        if found.refused and not found.rows:
            said = "\n".join(form_issue_text(self.words, issue) for issue in found.file_issues)
            self.query_one("#problem", Prose).say((f"{in_short(reading.path)}\n", "bold"), said)
            return
        self.keep_place(_PLACE, str(reading.path.parent.absolute()))
        self.app.push_screen(PreviewScreen(reading, found))

    def action_undo_import(self) -> None:
        """Take the import under the cursor back."""
        one = self.query_one(Pager).item
        if not isinstance(one, Imported) or one.undone or one.receipt.seq is None:
            self.tell(self.words("import.nothing_to_undo"))
            return
        body = self.words("import.undo_body", file=one.receipt.file)
        dialog = Confirm(self.words, self.words("import.undo_ask"), body, safe=False)
        job = partial(import_workbook.undo_import, self.app.desk, one.receipt.id)
        self.app.push_screen(dialog, lambda yes: self.ask(job, self._undone, group="undo") if yes else None)

    def _undone(self, _: int) -> None:
        self.tell(self.words("import.undone"))
        self.load()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
