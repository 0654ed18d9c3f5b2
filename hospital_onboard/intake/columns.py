"""Finding our sheets and columns in a workbook that somebody has worked in.

A sheet is known by the hidden row of keys, else by its name, else by its headers. A column is known by the header a
person sees, in either language and wherever it moved, else by its key: a header that was moved without the hidden row
is right, the key over it is not. Title rows above, rows in between and extra columns do no harm.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.record import is_required
from hospital_onboard.domain.sheets import ASKED, ID, REMOVE, SHEETS, Sheet, Template, sheets_of
from hospital_onboard.intake.understand import Faulty
from hospital_onboard.intake.workbook import RawSheet
from hospital_onboard.text.normalise import fold
from hospital_onboard.text.wording import LANGUAGES, words

#: Headers are looked for in this many rows that show anything.
_HEADER_ROWS = 40
#: A row is a header when it has this many known headers.
_LEAST_HEADERS = 2
#: With so many known headers it is one however many columns of their own people have added.
_PLAINLY_HEADERS = 4
#: An unknown sheet name is passed over when the headers are plainly ours.
_LEAST_BY_HEADERS = 3
#: A longer text is no header of ours, and looking at it closely takes time.
_LONGEST_HEADER = 200
_MARK = re.compile(r"【[^】]*】|\((?:required|必須)\)|[*＊※]", re.IGNORECASE)
_COPY = re.compile(r"\s*[(（]\d+[)）]\s*$")


@dataclass(frozen=True)
class Layout:
    """Where the columns of one of our sheets are. Indexes count from 0; ``first_row`` is as the person sees it."""

    sheet: Sheet
    raw: RawSheet
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    first_row: int
    #: Column -> further columns with the same header.
    repeated: Mapping[str, list[int]] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    def place(self, file: str, row: int, column: str) -> Place:
        """Where a cell is, in the person's words; a column that is not there gives the row."""
        index = self.columns.get(column)
        letter = "" if index is None else column_letter(index)
        return Place(file, self.raw.name, row, letter, self.headers.get(column, ""))


def find_layouts(sheets: Iterable[RawSheet], file: str, template: str = "") -> tuple[list[Layout], list[Issue]]:
    """Our sheets among these, and what is to be said about the others.

    Args:
        template: what the file says it is (``vendor/1``): a column that this template does not have is not missed.
    """
    layouts: list[Layout] = []
    issues: list[Issue] = []
    expected = _expected("vendor" if template.startswith("vendor/") else "inventory")
    for raw in sheets:
        if is_our_own(raw.name):
            continue
        found = _find(raw, file, expected)
        if found is not None:
            layouts.append(found)
        elif raw.rows:
            code = "hidden-sheet" if raw.hidden else "unknown-sheet"
            issues.append(Issue(code, Place(file, raw.name), raw.name))
    return layouts, issues


def is_our_own(name: str) -> bool:
    """Sheets that we write and that hold no rows to read: instructions, lists, findings, what is still missing."""
    own = (words(lang)(f"sheet.{key}") for lang in LANGUAGES for key in ("guide", "lists", "issues", "missing", ASKED))
    return _sheet_name(name) in {fold(title) for title in own} | {"lists"}


@cache
def _expected(template: Template) -> Mapping[str, frozenset[str]]:
    return {sheet.key: frozenset(sheet.fields) for sheet in sheets_of(template)}


def column_letter(index: int) -> str:
    """0 -> ``A``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_title(sheet: Sheet, column: str, lang: str) -> str:
    """The header of a column."""
    said = words("ja" if lang == "ja" else "en")
    key = f"column.{column}" if column in (ID, REMOVE) else f"field.{sheet.record.kind}.{column}"
    return said(key)


def _find(raw: RawSheet, file: str, expected: Mapping[str, frozenset[str]]) -> Layout | None:
    top = raw.rows[:_HEADER_ROWS]
    keyed = _key_row(top)
    if keyed is not None:
        sheet, key_row, keys = keyed
    else:
        named = _by_name(raw.name) or _by_headers(top)
        if named is None or not raw.rows:
            return None
        sheet, key_row, keys = named, 0, {}
    header_rows = _header_rows(sheet, [(n, cells) for n, cells in top if n > key_row])
    if not header_rows and not keys:
        return _without_headers(sheet, raw, file)
    wanted = expected.get(sheet.key, frozenset(sheet.fields))
    return _laid_out(sheet, raw, file, header_rows, keys, key_row, wanted)


def _key_row(top: list[tuple[int, list[object]]]) -> tuple[Sheet, int, dict[int, str]] | None:
    for number, cells in top:
        parts = [(n, str(cell).strip().partition(".")) for n, cell in enumerate(cells) if isinstance(cell, str)]
        ours = [(n, a, c) for n, (a, _, c) in parts if a in SHEETS and c in SHEETS[a].columns]
        if len(ours) >= _LEAST_HEADERS:
            return SHEETS[ours[0][1]], number, {n: c for n, a, c in ours if a == ours[0][1]}
    return None


def _by_name(name: str) -> Sheet | None:
    return _sheet_names().get(_sheet_name(name))


@cache
def _sheet_names() -> dict[str, Sheet]:
    titles = {fold(words(lang)(f"sheet.{key}")): sheet for key, sheet in SHEETS.items() for lang in LANGUAGES}
    return {**titles, **{fold(key): sheet for key, sheet in SHEETS.items()}}


def _sheet_name(name: str) -> str:
    return fold(_COPY.sub("", name))


def _by_headers(top: list[tuple[int, list[object]]]) -> Sheet | None:
    scored = [
        (len(matched), sheet)
        for sheet in SHEETS.values()
        for _, cells in top
        if len(matched := set(_matches(sheet, cells).values())) >= _LEAST_BY_HEADERS
        and all(f in matched for f in sheet.fields if is_required(sheet.record, f))
    ]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    sheets = {sheet.key: sheet for score, sheet in scored if score == best}
    return next(iter(sheets.values())) if len(sheets) == 1 else None


def _header_rows(sheet: Sheet, top: list[tuple[int, list[object]]]) -> list[tuple[int, list[object]]]:
    """The first header and those right under it; headers repeated further down are rows like others."""
    for least in (_LEAST_HEADERS, 1):  # a list of names alone has one header
        for n, (_, cells) in enumerate(top):
            if _is_header(sheet, cells, least):
                below = takewhile(lambda row: _is_header(sheet, row[1], _LEAST_HEADERS), top[n + 1 :])
                return [top[n], *below]
    return []


def _is_header(sheet: Sheet, cells: list[object], least: int) -> bool:
    matched = len(set(_matches(sheet, cells).values()))
    filled = sum(1 for cell in cells if cell != "")
    return matched >= least and (matched >= _PLAINLY_HEADERS or matched * 2 >= filled)


def _matches(sheet: Sheet, cells: list[object]) -> dict[int, str]:
    """Index -> column, for the cells that are headers of this sheet."""
    titles = _titles(sheet.key)
    found = ((n, _header(titles, cell)) for n, cell in enumerate(cells) if isinstance(cell, str) and cell)
    return {n: column for n, column in found if column}


@cache
def _titles(key: str) -> dict[str, str]:
    sheet = SHEETS[key]
    titles = {fold(column_title(sheet, column, lang)): column for column in sheet.columns for lang in LANGUAGES}
    return {**{fold(column): column for column in sheet.columns}, **titles}


def _header(titles: Mapping[str, str], cell: str) -> str | None:
    """The column a header means; also when it carries our mark, or both languages."""
    if len(cell) > _LONGEST_HEADER:
        return None
    plain = _MARK.sub("", cell)
    pieces = (plain, *re.split(r"[\n/／]", plain))
    return next((titles[folded] for piece in pieces if (folded := fold(piece)) in titles), None)


def _laid_out(
    sheet: Sheet,
    raw: RawSheet,
    file: str,
    header_rows: list[tuple[int, list[object]]],
    keys: dict[int, str],
    key_row: int,
    wanted: frozenset[str],
) -> Layout:
    seen = dict(keys)
    shown: dict[int, str] = {}
    for _, cells in header_rows:
        seen.update(_matches(sheet, cells))
        shown.update({n: _tidy(cell) for n, cell in enumerate(cells) if cell != "" and n not in shown})
    columns: dict[str, int] = {}
    repeated: dict[str, list[int]] = {}
    for index in sorted(seen):
        if seen[index] in columns:
            repeated.setdefault(seen[index], []).append(index)
        else:
            columns[seen[index]] = index
    first = max([key_row, *(n for n, _ in header_rows)]) + 1
    header_row = header_rows[0][0] if header_rows else key_row
    headers = {c: shown.get(n) or column_title(sheet, c, "ja") for c, n in columns.items()}
    layout = Layout(sheet, raw, columns, headers, first, repeated)
    unknown = {n: text for n, text in shown.items() if n not in seen}
    issues = (
        *_repeated_issues(layout, file, header_row),
        *_unknown_issues(layout, file, header_row, unknown),
        *_missing_issues(layout, file, header_row, wanted),
    )
    return Layout(sheet, raw, columns, headers, first, repeated, issues)


def _without_headers(sheet: Sheet, raw: RawSheet, file: str) -> Layout:
    layout = Layout(sheet, raw, {}, {}, raw.rows[-1][0] + 1)
    return Layout(
        sheet, raw, {}, {}, layout.first_row, issues=tuple(_missing_issues(layout, file, 1, frozenset(sheet.fields)))
    )


def _repeated_issues(layout: Layout, file: str, row: int) -> Iterable[Issue]:
    for column, others in layout.repeated.items():
        for index in others:
            place = Place(file, layout.raw.name, row, column_letter(index), layout.headers[column])
            first = column_letter(layout.columns[column])
            yield Issue("duplicate-column", place, layout.headers[column], {"first": first})


def _unknown_issues(layout: Layout, file: str, row: int, unknown: Mapping[int, str]) -> Iterable[Issue]:
    for index, text in unknown.items():
        if fold(text) not in _reading_columns():
            yield Issue("unknown-column", Place(file, layout.raw.name, row, column_letter(index), text), text)


@cache
def _reading_columns() -> frozenset[str]:
    """Headers of columns that we write for the reader and never read."""
    known = words("ja").keys()
    keys = [key for key in known if key.startswith("packet.column.")]
    return frozenset(fold(words(lang)(key)) for lang in LANGUAGES for key in keys)


def _missing_issues(layout: Layout, file: str, row: int, wanted: frozenset[str]) -> Iterable[Issue]:
    """One finding for all columns that are only not answered; one for each without which no row can be new."""
    sheet = layout.sheet
    missing = [f for f in sheet.fields if f not in layout.columns and f in wanted]
    needed = [f for f in missing if is_required(sheet.record, f) and (sheet.key, f) != ("equipment", "operator")]
    place = Place(file, layout.raw.name, row)
    if ID not in layout.columns:
        for name in needed:
            yield Issue("missing-key-column", place, "", {"column": _both(sheet, name)})
    others = [f for f in missing if f not in needed]
    if others:
        yield Issue("missing-column", place, "", {"columns": "、".join(column_title(sheet, f, "ja") for f in others)})


def _both(sheet: Sheet, column: str) -> str:
    return f"{column_title(sheet, column, 'ja')} ({column_title(sheet, column, 'en')})"


def _tidy(cell: object) -> str:
    text = cell.text if isinstance(cell, Faulty) else str(cell)
    return " ".join(_MARK.sub("", text).split())
