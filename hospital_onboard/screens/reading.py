"""A file to be read, with what the person said about it; and what has to be asked before its rows mean anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.long_work import Told
from hospital_onboard.work import edit, import_workbook
from hospital_onboard.work.other_formats import Hints

#: Finding about the file -> the question that answers it.
_QUESTIONS = {"which-equipment": "equipment", "scope-unknown": "whose", "not-our-template": "sheet"}
#: A single table does not say what it is a list of.
_TABLES = frozenset({".csv", ".tsv"})


@dataclass(frozen=True)
class Reading:
    """What to read and how."""

    path: Path
    hints: Hints = field(default_factory=Hints)
    #: Ids of the parties whose answers it holds.
    parties: tuple[str, ...] = ()
    #: (sheet, row) -> id of the recorded party that the row means.
    same: Mapping[tuple[str, int], str] = field(default_factory=dict)
    #: Questions that were put already: each is put once.
    asked: frozenset[str] = frozenset()

    def preview(self, host: Host, operator_id: str, told: Told, stopped: Callable[[], bool]) -> Preview:
        """What the file would change. Runs in a worker."""
        return import_workbook.preview(
            host.desk,
            self.path,
            operator_id or None,
            progress=told,
            cancelled=stopped,
            same=self.same,
            hints=replace(self.hints, lang=host.lang),
            parties=self.parties,
        )

    def answered(self, question: str, answer: str) -> "Reading":
        """The same file with one more thing said about it."""
        asked = self.asked | {question}
        match question:
            case "equipment":
                return replace(self, hints=replace(self.hints, about=answer), asked=asked)
            case "sheet":
                return replace(self, hints=replace(self.hints, sheet=answer), asked=asked)
            case _:
                return replace(self, parties=(answer,), asked=asked)


def question_of(reading: Reading, found: Preview) -> str:
    """What only the person knows: ``equipment``, ``whose``, ``sheet``; empty when nothing is open."""
    for issue in found.file_issues:
        question = _QUESTIONS.get(issue.code, "")
        if question == "sheet" and reading.path.suffix.lower() not in _TABLES:
            continue
        if question and question not in reading.asked:
            return question
    return ""


def choices(host: Host, question: str) -> list[tuple[str, str]]:
    """The answers to choose from, as (value, label). Runs in a worker."""
    match question:
        case "equipment":
            return edit.options(host.desk, Component, "equipment", host.lang, host.operator)
        case "sheet":
            return [(key, host.words(f"sheet.{key}")) for key in SHEETS]
        case _:
            return edit.options(host.desk, Snapshot, "party", host.lang)
