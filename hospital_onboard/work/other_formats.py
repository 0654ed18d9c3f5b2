"""Where the sheets of a file are, whatever it is: a workbook, one table (CSV), an SBOM."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.domain.sheets import SHEETS
from hospital_onboard.intake.columns import Layout, find_layouts
from hospital_onboard.intake.workbook import Limits, RawBook, Unreadable, read_workbook
from hospital_onboard.text.normalise import fold
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.work import import_sbom
from hospital_onboard.work.desk import Desk

_MOST_SHOWN = 10


@dataclass(frozen=True)
class Hints:
    """What a person says about a file that the file does not.

    Attributes:
        sheet: key or title of the sheet that a single table is (``component``, 構成設備).
        about: id or name of the equipment (for a question sheet also of the party) that the file is about.
        everything: of an SBOM, also the libraries inside the parts.
        lang: the language of what is said about a public list.
    """

    sheet: str = ""
    about: str = ""
    everything: bool = False
    lang: Lang = "ja"


def laid_out(
    desk: Desk, book: RawBook, file: str, operator_id: str | None, hints: Hints
) -> tuple[list[Layout], list[Issue]]:
    """Our sheets in the file and what is to be said about the others and about what a person does not see in it.

    Raises:
        Unreadable: what the file is about has to be said first.
        Refusal: ``no-such-sheet``: the sheet that was named is none of ours.
    """
    if book.sbom is not None:
        return import_sbom.laid_out(desk, book.sbom, file, operator_id, hints.about, everything=hints.everything)
    if hints.sheet and book.table:
        book.sheets[0].name = _sheet_title(hints.sheet)
    layouts, issues = find_layouts(book.sheets, file, book.template)
    return layouts, [*issues, *_unseen(layouts, file)]


def tables(path: Path, found: Preview) -> dict[str, list[tuple[int, list[object]]]] | None:
    """What stands in a file that is no workbook, as sheets for a copy of it; None for a workbook.

    Raises:
        Refusal: ``file-changed``: it is not the file that was looked at.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) == b"PK":
                return None
        book = read_workbook(path, Limits())
    except (OSError, Unreadable) as fault:
        raise Refusal("file-changed", INPUT_REFUSED, where=path.name) from fault
    if book.sha256 != found.sha256:
        raise Refusal("file-changed", INPUT_REFUSED, where=path.name)
    if book.table:  # under the name that the findings use
        return {next(iter(found.columns), book.sheets[0].name): book.sheets[0].rows}
    return {sheet.name: sheet.rows for sheet in book.sheets}


def _sheet_title(said: str) -> str:
    titles = {key: words("ja")(f"sheet.{key}") for key in SHEETS}
    for key, title in titles.items():
        if fold(said) in {fold(key), *(fold(words(lang)(f"sheet.{key}")) for lang in LANGUAGES)}:
            return title
    raise Refusal("no-such-sheet", USAGE, where=said, sheets="、".join(f"{k} ({t})" for k, t in titles.items()))


def _unseen(layouts: Iterable[Layout], file: str) -> Iterable[Issue]:
    """Rows and sheets that are read though the spreadsheet program does not show them."""
    for layout in layouts:
        raw = layout.raw
        if raw.hidden:
            yield Issue("hidden-sheet-read", Place(file, raw.name), raw.name)
        filled = {number for number, _ in raw.rows}
        hidden = [number for number in raw.hidden_rows if number >= layout.first_row and number in filled]
        if hidden:
            yield Issue("hidden-rows", Place(file, raw.name, hidden[0]), _ranges(hidden), {"count": str(len(hidden))})


def _ranges(numbers: list[int]) -> str:
    """``4-6, 9``."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(sorted(numbers)), key=lambda item: item[1] - item[0])]
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_MOST_SHOWN]]
    return ", ".join(shown) + (" …" if len(runs) > _MOST_SHOWN else "")
