"""An operator's deadlines for the person's own calendar (.ics): all-day events that keep their identity."""

import hashlib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hospital_onboard.report.written import must_be_new, suffix_of, write_file
from hospital_onboard.rules.duty.law import law
from hospital_onboard.rules.regime import REGIME
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import who
from hospital_onboard.work.deadlines import Day, of_operator
from hospital_onboard.work.desk import Desk

if TYPE_CHECKING:
    from icalendar import Event

#: Of no use in a calendar once they are over: there is nothing to be done on that day any more.
_PASSES = frozenset({"holders_usable", "sales_usable", "paper_usable", "paper_expires"})


def write(
    desk: Desk, out: Path, operator: str = "", lang: Lang = "ja", view: str = "", *, replace: bool = False
) -> int:
    """Write the calendar; returns the number of entries, counted in what was written.

    The same store and day give the same bytes; an entry keeps its UID when its day moves, so that importing the file
    again moves the entry instead of doubling it. What rests on an assumption, or is counted by a law that does not bind
    yet, says so in its summary.

    Raises:
        Refusal: ``bad-format``, ``out-is-folder``, ``file-exists``, ``cannot-write``, ``no-such-operator``,
            ``no-such-regime``.
    """
    suffix_of(out, (".ics",))
    must_be_new(out, replace=replace)
    chosen = who.find_operator(desk, operator)
    agenda = of_operator(desk, chosen.id, lang, view)
    days = tuple(day for day in agenda.days if day.date >= desk.on or day.deadline.id not in _PASSES)
    content = _calendar(desk, chosen.name, days, lang, view)
    write_file(out, content, replace=replace)
    return out.read_bytes().count(b"BEGIN:VEVENT")


def _calendar(desk: Desk, name: str, days: tuple[Day, ...], lang: Lang, view: str) -> bytes:
    from icalendar import Calendar

    chosen = law(REGIME).views.get(view or law(REGIME).views.default)
    basis = f"{chosen.label.of(lang)}\n{chosen.note.of(lang)}"
    calendar = Calendar()
    calendar.add("prodid", "-//hospital_onboard//calendar 1//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for day in days:
        calendar.add_component(_event(desk, name, day, lang, basis))
    content: bytes = calendar.to_ical()
    return content


def _event(desk: Desk, name: str, day: Day, lang: Lang, basis: str) -> "Event":
    from icalendar import Event

    say = words(lang)
    summary = f"{day.text} {day.plan_title}".strip()
    if day.deadline.assumed:
        summary = say("calendar.assumed", text=summary)
    elif day.outlook:
        summary = say("calendar.outlook", text=summary)
    event = Event()
    event.add("uid", _uid(name, day))
    # The stamp is the day everything was computed for: the clock would make the same data differ.
    event.add("dtstamp", datetime.combine(desk.on, time.min, UTC))
    event.add("dtstart", day.date)
    event.add("dtend", day.date + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", say("calendar.description", operator=name, kind=day.kind, note=day.note, basis=basis))
    event.add("transp", "TRANSPARENT")
    return event


def _uid(name: str, day: Day) -> str:
    said = "\0".join((name, day.plan, day.deadline.id, day.deadline.subject))
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}@hospital-onboard"
