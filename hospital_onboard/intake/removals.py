"""Removals that cannot be: the record is still named by one that stays, or by a row of the same file."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.preview import Row
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.intake.matching import Stock
from hospital_onboard.intake.showing import kinds_shown


def without_impossible(rows: list[Row], stock: Stock, file: str, title_of: Callable[[str], str]) -> list[Row]:
    """The rows, with those refused that would remove what is still in use."""
    going = {row.change.record.id: n for n, row in enumerate(rows) if row.change and row.change.after is None}
    if not going:
        return rows
    users = {name: list(found) for name, found in stock.users_of(going).items()}
    for row in rows:
        after = row.change.after if row.change else None
        for used in _used_by(after) if after else ():
            if used in going and after is not None:
                users.setdefault(used, []).append((after.kind, after.id))
    rows = list(rows)
    while refused := _in_use(going, users):
        for record_id, (kind, user) in refused.items():
            number = going.pop(record_id)
            rows[number] = _refused(rows[number], file, kind, _called(stock, kind, user, title_of))
    return rows


def _called(stock: Stock, kind: str, user: str, title_of: Callable[[str], str]) -> str:
    """What the record that stays is called; it need not be one that the file mentions."""
    stored = stock.by_ids(KINDS[kind], [user]).get(user)
    return (named(kind, stored.__dict__, title_of) if stored else "") or title_of(user)


def _in_use(going: Mapping[str, int], users: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    """Of what is to go, what a record names that stays; refusing one removal may make another impossible."""
    staying = {name: [user for user in users.get(name, ()) if user[1] not in going] for name in going}
    return {name: found[0] for name, found in staying.items() if found}


def _used_by(record: Record) -> list[str]:
    kind = type(record)
    return [
        str(value)
        for name in kind.asked()
        if isinstance(shape_of(kind, name), Ref) and (value := getattr(record, name)) is not None
    ]


def _refused(row: Row, file: str, kind: str, user: str) -> Row:
    params = {"kind": kinds_shown((kind,)), "user": user}
    issue = Issue("in-use", Place(file, row.sheet, row.number), row.title, params)
    return replace(row, outcome="refused", change=None, issues=(*row.issues, issue))
