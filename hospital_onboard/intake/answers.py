"""Dated answers (基準日の回答) and the rows that list their holders, officers and sales."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.party import Snapshot
from hospital_onboard.domain.preview import Row
from hospital_onboard.domain.record import Record, with_origin
from hospital_onboard.intake.showing import shown

#: Kind of the rows -> the field of the answer that says whether there are any.
LISTED = {"holder": "holders", "officer": "officers", "foreign_sale": "foreign_sales"}

#: Party and day.
Key = tuple[str, date]


def completed(changes: Iterable[Change], stored: Iterable[Snapshot]) -> tuple[list[Change], int]:
    """The changes, with every answer that the listed rows imply; and how many answers were completed.

    A row that lists an officer on a day says that there are officers on that day: without it, the list would hang on
    nothing and count for nothing. An answer that the file itself gives otherwise is left as it is.
    """
    found = list(changes)
    answers = {_key(s): s for s in stored}
    given = {_key(c.after): n for n, c in enumerate(found) if isinstance(c.after, Snapshot)}
    count = 0
    for key, facts in _listed(found).items():
        place = given.get(key)
        change = found[place] if place is not None else Change(answers.get(key), answers.get(key))
        wider = _with(change, key, facts, said_here=place is not None)
        if wider is None:
            continue
        count += 1
        if place is not None:
            found[place] = wider
        else:
            found.append(wider)
    return found, count


def _listed(changes: Iterable[Change]) -> Mapping[Key, dict[str, str]]:
    """Party and day -> the facts that rows list, each with where its first row came from."""
    found: dict[Key, dict[str, str]] = defaultdict(dict)
    for change in changes:
        after = change.after
        if after is not None and after.kind in LISTED:
            found[_key(after)].setdefault(LISTED[after.kind], after.origin_of("name") or "form")
    return found


def _with(change: Change, key: Key, facts: Mapping[str, str], *, said_here: bool) -> Change | None:
    """The answer with these facts listed; None when it says so already."""
    after = change.after
    if after is None:
        said = {"id": new_id("snapshot"), "party": key[0], "as_of": key[1], "origin": dict(facts)}
        return Change(None, Snapshot.model_validate({**said, **dict.fromkeys(facts, "listed")}))
    known = after.__dict__
    wanted = {f: s for f, s in facts.items() if known[f] is None or (known[f] != "listed" and not said_here)}
    if not wanted:
        return None
    origin = with_origin(after, wanted)
    return Change(change.before, after.changed(**dict.fromkeys(wanted, "listed"), origin=origin))


def doubted(rows: list[Row], stored: Iterable[Snapshot], place: Callable[[Row, str], Place]) -> list[Row]:
    """The rows, with a word on answers older than a stored one and on lists that the answer of their day denies."""
    said: dict[Key, Snapshot] = {_key(s): s for s in stored}
    newest: dict[str, date] = {}
    for snapshot in said.values():
        newest[snapshot.party] = max(snapshot.as_of, newest.get(snapshot.party, snapshot.as_of))
    said |= {_key(r.change.after): r.change.after for r in rows if r.change and isinstance(r.change.after, Snapshot)}
    told: set[Key] = set()
    found = []
    for row in rows:
        after = row.change.after if row.change else None
        if after is None or not (after.kind in LISTED or isinstance(after, Snapshot)):
            found.append(row)
            continue
        issues = [*_older(row, after, newest, told, place), *_denied(row, after, said, place)]
        found.append(replace(row, issues=(*row.issues, *issues)) if issues else row)
    return found


def _older(
    row: Row, after: Record, newest: Mapping[str, date], told: set[Key], place: Callable[[Row, str], Place]
) -> Iterable[Issue]:
    party, day = key = _key(after)
    latest = newest.get(party)
    if latest is not None and day < latest and key not in told and row.outcome == "new":
        told.add(key)
        yield Issue("older-answer", place(row, "as_of"), day.isoformat(), {"stored": latest.isoformat()})


def _denied(
    row: Row, after: Record, said: Mapping[Key, Snapshot], place: Callable[[Row, str], Place]
) -> Iterable[Issue]:
    fact = LISTED.get(after.kind)
    answer = said.get(_key(after))
    value = None if fact is None or answer is None else getattr(answer, fact)
    if fact is not None and value is not None and value != "listed":
        text = shown(Snapshot, fact, value, str)
        yield Issue("answer-contradicts", place(row, "as_of"), row.title, {"answer": text})


def _key(record: Record) -> Key:
    return record.__dict__["party"], record.__dict__["as_of"]
