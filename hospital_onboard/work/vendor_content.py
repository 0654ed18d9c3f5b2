"""What stands in one vendor workbook: the rows of each sheet, and each open fact with the row it goes to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hospital_onboard.domain.finding import Directory
from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.domain.sheets import Sheet, sheets_of
from hospital_onboard.report.vendor_workbook import Content, Owed
from hospital_onboard.report.workbook_sheet import Line
from hospital_onboard.work.asking import Ask, Asking
from hospital_onboard.work.vendor_view import View

#: A fact that is judged from several records -> the sheet and column in which it is answered.
_WHERE: Final[Mapping[str, tuple[str, str]]] = {
    "equipment.made_at": ("site", "country"),
    "component.made_at": ("site", "country"),
    "party.holders": ("snapshot", "holders"),
    "party.officers": ("snapshot", "officers"),
    "party.foreign_sales": ("snapshot", "foreign_sales"),
    "party.registry_certificate": ("evidence", "title"),
    "party.officer_papers": ("evidence", "title"),
    "subcontract.exemption": ("subcontract", "content_known"),
    "subcontract.exemption_proof": ("evidence", "title"),
    "measure.answer": ("measure", "state"),
    "measure.evidence": ("exhibit", "evidence"),
}
#: Facts whose answer is a new dated row, for which one is laid out.
_DATED: Final = frozenset({"party.holders", "party.officers", "party.foreign_sales"})
#: What a measure's answer lacks -> where it is written.
_CARRIES: Final = {"note_missing": "note", "reason_missing": "note", "planned_day_missing": "planned_on"}
#: Facts for which a row is laid out -> the fields of it that say what it is about.
_LAID_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "equipment.made_at": ("product",),
    "component.made_at": ("product",),
    "measure.answer": ("subject", "item"),
    "measure.evidence": ("subject", "item"),
}
#: People and owners are not named in a workbook for several vendors, not even in the list of what is missing.
_PEOPLE: Final[Mapping[str, str]] = {"officer": "party.officers", "holder": "party.holders"}
#: Sheets that only those get who have something on them, or something below which they may add to them.
_WHEN_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "equipment": (),
    "component": ("equipment",),
    "site": ("equipment", "component"),
    "entrustment": (),
    "subcontract": ("entrustment", "subcontract"),
    "measure": (),
    "opinion": (),
}


def content(
    askings: Sequence[Asking],
    seen: View,
    operators: Mapping[str, str],
    directory: Directory,
    title_of: Callable[[str], str],
    day: date,
) -> Content:
    """The content of a workbook for these vendors; ``operators``: id -> name, ``title_of``: what a record is called."""
    several = len(askings) > 1
    asks = [ask for asking in askings for ask in _named(asking.asks, several=several)]
    answered = _answered(seen)
    lines = _known(seen, asks, answered)
    _laid_out(lines, seen, asks, answered)
    kept = {key: rows for key, rows in lines.items() if rows or _may_grow(seen, key)}
    names = {asking.party.id: asking.party.name for asking in askings}
    places = (_place(ask.line, answered) for ask in asks)
    owed = [
        _owed(ask, place, names[ask.party], operators, title_of(ask.line.subject))
        for ask, place in zip(asks, places, strict=True)
    ]
    shown = {name: operators[name] for asking in askings for name in asking.operators}
    return Content(names, shown, [o for o in owed if o.sheet in kept], kept, directory, day)


def _may_grow(seen: View, key: str) -> bool:
    above = _WHEN_NEEDED.get(key)
    return above is None or any(one.open for kind in above for one in seen.rows[kind].values())


def _named(asks: Iterable[Ask], *, several: bool) -> Iterable[Ask]:
    """The asks; in a workbook for several vendors those about one person become one about all of them."""
    told: set[str] = set()
    for ask in asks:
        whole = _PEOPLE.get(ask.line.id.partition(".")[0]) if several else None
        if several and ask.line.id.startswith("foreign_sale."):
            whole = "party.foreign_sales"
        if whole is None:
            told.add(ask.line.id)
            yield ask
        elif whole not in told:
            told.add(whole)
            yield replace(ask, line=ask.line._replace(id=whole, subject=ask.party, field="", detail=""))


def _answered(seen: View) -> dict[str, str]:
    """Key of a measure's row -> id of the answer that is shown already, in whose row more is asked."""
    shown = (one.record.__dict__ for one in seen.rows["measure"].values())
    return {f"{said['subject']} {said['item']}": str(said["id"]) for said in shown}


def _known(seen: View, asks: Iterable[Ask], answered: Mapping[str, str]) -> dict[str, list[tuple[str, Line]]]:
    """What is known, sheet by sheet, with the cells marked that are asked for."""
    wanted: dict[str, set[str]] = {}
    for ask in asks:
        _, row, column = _place(ask.line, answered)
        if not ask.helps:
            wanted.setdefault(row, set()).add(column)
    found: dict[str, list[tuple[str, Line]]] = {}
    for sheet in sheets_of("vendor"):
        found[sheet.key] = [
            (
                record_id,
                Line(
                    {name: getattr(one.record, name) for name in sheet.fields if name in one.visible},
                    record_id,
                    one.open,
                    frozenset(wanted.get(record_id, ())),
                ),
            )
            for record_id, one in sorted(seen.rows[sheet.key].items(), key=lambda item: not item[1].open)
        ]
    return found


def _laid_out(
    lines: dict[str, list[tuple[str, Line]]], seen: View, asks: Iterable[Ask], answered: Mapping[str, str]
) -> None:
    """Rows that only wait for an answer: a dated one for each vendor, a place, a measure, a paper, an opinion."""
    columns = {sheet.key: sheet for sheet in sheets_of("vendor")}
    known = {(key, row) for key, rows in lines.items() for row, _ in rows}
    dated: dict[str, set[str]] = {}
    for ask in asks:
        key, row, column = _place(ask.line, answered)
        if ask.line.id in _DATED:
            dated.setdefault(ask.party, set()).add(ask.line.id.partition(".")[2])
        elif ask.line.id in _LAID_OUT and (key, row) not in known:
            known.add((key, row))
            said = (ask.line.subject, ask.line.field)
            values = dict(zip(_LAID_OUT[ask.line.id], said, strict=False))
            lines[key].append((row, _waiting(columns[key], values, {column} if not ask.helps else set())))
    for party, facts in dated.items():
        line = _waiting(columns["snapshot"], {"party": party}, {"as_of", *facts})
        lines["snapshot"].append((_dated(party), line))
    for party in sorted(seen.parties):
        for group in dict.fromkeys(equipment.group for equipment in seen.equipment.values()):
            line = _waiting(columns["opinion"], {"party": party, "group": group}, set())
            lines["opinion"].append((f"{party} {group}", line))


def _waiting(sheet: Sheet, values: Mapping[str, object], asked: set[str]) -> Line:
    return Line(values, "", frozenset(sheet.fields) - set(values), frozenset(asked))


def _dated(party: str) -> str:
    return f"{party} new answer"


def _place(line: RequirementLine, answered: Mapping[str, str]) -> tuple[str, str, str]:
    """Sheet, key of the row, column."""
    sheet, column = _WHERE.get(line.id, ("", ""))
    if not sheet:
        return line.id.partition(".")[0], line.subject, line.field
    if line.id in _DATED:
        return sheet, _dated(line.subject), column
    if line.id in _LAID_OUT:
        row = f"{line.subject} {line.field}"
        if sheet == "measure" and row in answered:
            return sheet, answered[row], _CARRIES.get(line.detail, column)
        return sheet, row, column
    return sheet, line.subject if sheet == "subcontract" else "", column


def _owed(ask: Ask, place: tuple[str, str, str], party: str, operators: Mapping[str, str], subject: str) -> Owed:
    sheet, row, column = place
    names = [operators[name] for name in ask.operators]
    return Owed(ask.line, party, subject, names, sheet, row, column, ask.helps)
