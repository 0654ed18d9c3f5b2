"""Bringing hospitals up to date from a public list: what it says beside what is recorded, each with its source and day.

A hospital is matched by its institution code. Where that does not match, name and prefecture only suggest: the row
waits until somebody chooses it. A flag that no field holds is shown and changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.preview import Preview, Row
from hospital_onboard.domain.public_list import ALL_BEDS, Listed, PublicList
from hospital_onboard.intake import compare
from hospital_onboard.intake.public_list import recognised as recognised_list
from hospital_onboard.intake.workbook import RawBook
from hospital_onboard.store import records
from hospital_onboard.text.normalise import fold
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.desk import Desk

#: How much a centre is; a list that only says less does not lower it.
_CENTRES = ("advanced", "centre")


def recognised(book: RawBook, file: str) -> PublicList | None:
    """The public list that a file is, if it is one."""
    return None if book.sbom is not None else recognised_list(book, file)


def preview(desk: Desk, book: RawBook, found: PublicList, file: str, lang: Lang) -> Preview:
    """A row for each recorded hospital that the list speaks of, and for each it should speak of and does not."""
    by_code = {one.code: one for one in found.hospitals if one.code}
    by_name: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for one in found.hospitals:
        by_name[one.prefecture, fold(one.name)].append(one)
    covered = {one.prefecture for one in found.hospitals}
    rows: list[Row] = []
    matched = 0
    hospitals = records.select(desk.store, Operator, operator_kind="hospital")
    for operator in hospitals:
        same_name = by_name.get((operator.prefecture or "", fold(operator.name)), [])
        if operator.code in by_code:
            rows.append(_row(book, found, operator, by_code[operator.code], file, lang, sure=True))
        elif len(same_name) == 1:
            rows.append(_row(book, found, operator, same_name[0], file, lang, sure=False))
        elif operator.prefecture in covered:
            rows.append(_absent(operator, len(rows) + 1, file))
            continue
        else:
            continue
        matched += 1
    params = {
        "listed": str(len(found.hospitals)),
        "matched": str(matched),
        "hospitals": str(len(hospitals)),
        "as_of": found.as_of or "?",
    }
    issues = [Issue(f"list-read-{found.kind.replace('_', '-')}", Place(file), "", params)]
    if not found.as_of:
        issues.append(Issue("list-no-day", Place(file), file))
    return Preview(file, book.sha256, "", None, tuple(rows), tuple(issues))


def source_of(book: RawBook, found: PublicList, listed: Listed) -> str:
    """Where a value of a list came from: ``list:accepted:2025-10-01:<sha256>:<sheet>!<row>``."""
    return f"list:{found.kind}:{found.as_of}:{book.sha256}:{listed.sheet}!{listed.row}"


def origin_told(origin: str | None, lang: Lang) -> str:
    """An origin in words, short: the list and its day, the shipped list, a form."""
    say = words(lang)
    kind, _, rest = (origin or "").partition(":")
    if kind == "list":
        name, day, *_ = rest.split(":")
        return say(f"public_list.{name}", as_of=day or say("public_list.no_day"))
    return say(f"public_list.from_{kind}") if say.has(f"public_list.from_{kind}") else say("public_list.from_other")


def _row(
    book: RawBook, found: PublicList, operator: Operator, listed: Listed, file: str, lang: Lang, *, sure: bool
) -> Row:
    place = Place(file, listed.sheet, listed.row)
    says = _says(found, operator, listed)
    issues: list[Issue] = []
    if not sure:
        issues.append(Issue("list-by-name", place, listed.name, {"name": operator.name, "code": listed.code or "—"}))
    changes = compare.differences(operator, says, by_key=False)
    issues += _notes(found, operator, listed, place)
    source = source_of(book, found, listed)
    for name, value in changes.items():
        older = _day_of(operator.origin_of(name))
        if older and found.as_of and older > found.as_of:
            issues.append(Issue("list-older", _cell(place, name, lang), str(value), {"stored": older}))
    issues += compare.conflicts(operator, changes, lambda name: _cell(place, name, lang), str)
    for name, value in changes.items():
        params = {
            "stored": compare.as_shown(Operator, name, getattr(operator, name), str) or "—",
            "from": origin_told(operator.origin_of(name) if getattr(operator, name) is not None else None, lang),
            "source": origin_told(source, lang),
        }
        issues.append(
            Issue("list-refresh", _cell(place, name, lang), compare.as_shown(Operator, name, value, str), params)
        )
    change = compare.changed_record(operator, changes, source) if changes else None
    outcome = "changed" if change else "same"
    return Row(listed.sheet, listed.row, "operator", outcome, operator.name, change, tuple(issues))  # type: ignore[arg-type]


def _cell(place: Place, name: str, lang: Lang) -> Place:
    return Place(place.file, place.sheet, place.row, "", words(lang)(f"field.operator.{name}"))


def _says(found: PublicList, operator: Operator, listed: Listed) -> Mapping[str, Any]:
    """What the list says in fields of ours."""
    says: dict[str, Any] = {}
    if listed.code and listed.code != operator.code:
        says["code"] = listed.code
    if listed.beds is not None and (found.kind in ALL_BEDS):
        says["beds"] = listed.beds
    if operator.emergency not in _CENTRES:
        if "emergency_fee" in listed.says:  # only a centre may file it; to file none proves nothing
            says["emergency"] = "centre"
        elif "tertiary" in listed.says:
            says["emergency"] = "tertiary"
    return says


def _notes(found: PublicList, operator: Operator, listed: Listed, place: Place) -> Iterable[Issue]:
    """What the list says besides: flags that no field holds, beds that are not all beds."""
    for word in ("advanced_treatment", "regional_support"):
        if word in listed.says:
            yield Issue(f"list-says-{word.replace('_', '-')}", place, listed.says[word])
    if listed.beds is not None and found.kind not in ALL_BEDS and listed.beds != operator.beds:
        stored = "—" if operator.beds is None else str(operator.beds)
        yield Issue("list-partial-beds", place, str(listed.beds), {"stored": stored})


def _absent(operator: Operator, number: int, file: str) -> Row:
    """A hospital of a prefecture that the list covers, and not in it: moved, renamed, closed, or left out."""
    issue = Issue("list-absent", Place(file), operator.code or operator.name, {"name": operator.name})
    return Row("—", number, "operator", "same", operator.name, None, (issue,))


def _day_of(origin: str | None) -> str:
    """The day of a value that came from a list; empty for any other."""
    parts = (origin or "").split(":")
    return parts[2] if parts[0] == "list" and len(parts) > 3 else ""
