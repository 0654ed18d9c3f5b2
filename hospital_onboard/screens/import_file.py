"""Choosing a workbook to take in, and what was taken in before."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from rich.text import Text, TextType
from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import DirectoryTree, Input

from hospital_onboard.domain.preview import Preview
from hospital_onboard.screens.long_work import LongWorkScreen
from hospital_onboard.widgets.dialogs import Confirm
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import visible
from hospital_onboard.widgets.progress import ProgressLine
from hospital_onboard.widgets.prose import Prose
from hospital_onboard.work import import_workbook, trail, who
from hospital_onboard.work.other_formats import Hints
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
    ImportScreen Input { margin: 1 2; width: 1fr; background: $surface; }
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
        yield Input(placeholder=words("import.path"), compact=True)
        yield ProgressLine()
        with Horizontal(id="body"):
            with Vertical(id="files", classes="pane"):
                yield Workbooks(Path.cwd())
            with Vertical(id="past", classes="pane"):
                columns = (
                    Column("at", words("audit.at"), 10),
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
            "at": one.receipt.at[:10],
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
        path = path_of(event.value)
        if path is not None:
            self._read(path)

    @on(DirectoryTree.FileSelected)
    def _file_chosen(self, event: DirectoryTree.FileSelected) -> None:
        event.stop()
        self._read(event.path)

    def _read(self, path: Path) -> None:
        desk, operator_id, hints = self.app.desk, self.operator_id, Hints(lang=self.app.lang)
        self.keep_place(_PLACE, str(path.parent))
        self.begin(
            self.words("import.reading", file=path.name),
            lambda told, stopped: import_workbook.preview(
                desk, path, operator_id or None, progress=told, cancelled=stopped, hints=hints
            ),
            lambda found: self._preview(path, found),
        )

    def _preview(self, path: Path, found: Preview) -> None:
        from hospital_onboard.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(path, found))

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


def path_of(typed: str) -> Path | None:
    """A path as people paste it: in quotes, as a file address, with ~ for the own folder; None for nothing."""
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    if not text or "\0" in text:
        return None
    return Path(text).expanduser() if text.startswith("~/") else Path(text)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
