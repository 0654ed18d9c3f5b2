"""Writing a report as a workbook, a page, a table or data: readiness, concentration."""

from collections.abc import Callable, Sequence
from pathlib import Path

from hospital_onboard.report import csv, html, json, xlsx
from hospital_onboard.report.concentration_report import concentration_document
from hospital_onboard.report.document import Assumed, Document, Table
from hospital_onboard.report.frame import frame_of
from hospital_onboard.report.readiness_report import OperatorPart, owner_of, readiness_document
from hospital_onboard.report.written import Progress, Written, must_be_new, silent, suffix_of, write_file
from hospital_onboard.rules.nation.concentration import concentration
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import nation
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import check
from hospital_onboard.work.assume import resting_on
from hospital_onboard.work.desk import Desk

FORMATS = (".xlsx", ".html", ".csv", ".json")


def write_readiness(
    desk: Desk,
    out: Path,
    operator_ids: Sequence[str],
    lang: Lang,
    *,
    replace: bool = False,
    progress: Progress = silent,
) -> Written:
    """Write the readiness of these operators; the suffix of ``out`` chooses the format. CSV holds the lines only.

    Raises:
        Refusal: ``bad-format``, ``out-is-folder``, ``file-exists``, ``cannot-write``, ``no-such-operator``.
    """
    suffix = suffix_of(out, FORMATS)
    must_be_new(out, replace=replace)
    steps = len(operator_ids) + 1
    document = _document(desk, operator_ids, lang, lambda done: progress(done, steps))
    written = write_document(out, suffix, document, "lines", replace=replace)
    progress(steps, steps)
    return written


def write_concentration(
    desk: Desk,
    out: Path,
    operator_ids: Sequence[str],
    lang: Lang,
    *,
    least: int = 2,
    top: int = 10,
    replace: bool = False,
    progress: Progress = silent,
) -> Written:
    """Write what at least ``least`` of these operators depend on; CSV holds the ways only.

    ``top``: of how many per dimension the ways are listed one by one, 0 for all.

    Raises:
        Refusal: ``bad-format``, ``out-is-folder``, ``file-exists``, ``cannot-write``.
    """
    suffix = suffix_of(out, FORMATS)
    must_be_new(out, replace=replace)
    loaded = nation.load(desk.store, operator_ids)
    progress(1, 3)
    found = concentration(loaded, least)
    progress(2, 3)
    say = words(lang)
    frame = frame_of(owner_of(loaded.operators, say), desk.on, regime(REGIME).checked_on, assumptions(desk, lang), say)
    written = write_document(
        out, suffix, concentration_document(loaded, found, least, top, frame, lang), "ways", replace=replace
    )
    progress(3, 3)
    return written


def write_document(out: Path, suffix: str, document: Document, listed: str, *, replace: bool) -> Written:
    """The document in its place; ``listed`` is the table that a CSV file holds."""
    table = next(table for table in document.tables() if table.key == listed)
    write_file(out, _content(suffix, document, table), replace=replace)
    return Written(out, _counted(suffix, out.read_bytes(), document, table), (out.name,))


def _content(suffix: str, document: Document, lines: Table) -> bytes:
    match suffix:
        case ".xlsx":
            return xlsx.write(document)
        case ".html":
            return html.write(document)
        case ".csv":
            return csv.write(document, lines)
        case _:
            return json.write(document)


def assumptions(desk: Desk, lang: Lang) -> tuple[Assumed, ...]:
    """What every result rests on."""
    return tuple(Assumed(key, text) for key, text in resting_on(desk, lang))


def _document(desk: Desk, operator_ids: Sequence[str], lang: Lang, done: Callable[[int], None]) -> Document:
    parts: list[OperatorPart] = []
    for found in check.check_all(desk, operator_ids):
        parts.append(OperatorPart(found.inventory, found.readiness, found.by_equipment))
        done(len(parts))
    say = words(lang)
    owner = owner_of([part.inventory.operator for part in parts], say)
    frame = frame_of(owner, desk.on, regime(REGIME).checked_on, assumptions(desk, lang), say)
    return readiness_document(parts, frame, lang)


def _counted(suffix: str, content: bytes, document: Document, lines: Table) -> dict[str, int]:
    """Rows per table, read back from what was written."""
    match suffix:
        case ".xlsx":
            return xlsx.count_rows(content, document)
        case ".html":
            return html.count_rows(content)
        case ".csv":
            return {lines.key: csv.count_rows(content)}
        case _:
            return json.count_rows(content)
