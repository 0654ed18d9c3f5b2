"""What stands at the foot of the home screen: the next days, how the facts came in, the last import."""

from textual.content import Content

from hospital_onboard.domain.readiness import Burden
from hospital_onboard.text.dates import in_japan
from hospital_onboard.text.width import cells, cut, pad
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.plain import content, styled, visible
from hospital_onboard.widgets.prose import Part
from hospital_onboard.work.trail import Receipt
from hospital_onboard.work.walk import Milestone

_MOST_DAYS = 3
#: Cells that a day may always take, however narrow the window, and the title of its plan.
_LEAST_ROOM, _TITLE_WIDTH = 40, 22
#: Cells of the line that are neither heading nor day: the padding, and the gap between the two.
_AROUND = 7


def days_shown(words: Words, days: list[tuple[str, str]], width: int) -> tuple[Part, ...]:
    """The nearest days, each on a line of its own; of what is too long, day and plan keep their beginnings."""
    heading = words("home.days")
    if not days:
        return ((heading, "bold"), f"  {words('home.no_days')}")
    parts: list[Part] = []
    room = max(_LEAST_ROOM, width - cells(heading) - _AROUND)
    for number, (what, of) in enumerate(days[:_MOST_DAYS]):
        parts.append((pad("" if number else heading, cells(heading)), "bold"))
        title = cut(of, max(room - cells(what) - 2, _TITLE_WIDTH))
        parts.append(f"  {cut(what, room - cells(title) - 2)}  {title}\n")
    return tuple(parts)


def entered(words: Words, day: Milestone) -> tuple[str, str]:
    """A day somebody wrote into a plan, and which plan."""
    kind, what = words("deadline_kind.entered"), words(f"field.plan.{day.field}")
    return words("home.day", on=day.on, kind=kind, what=what), visible(day.plan.title)


def burden_shown(words: Words, burden: Burden) -> Content:
    """How many facts there are, and how they came in."""
    known = burden.typed + burden.from_workbook + burden.reused
    if not known:
        return styled((words("home.burden_none"), "$text-muted"))
    shares = {name: f"{getattr(burden, name) * 100 // known}" for name in ("typed", "from_workbook", "reused")}
    return content(words("home.burden", required=f"{burden.required:,}", known=f"{known:,}", **shares))


def import_shown(words: Words, last: Receipt | None) -> Content:
    """The last import that still stands, and what it changed."""
    if last is None:
        return styled((words("home.no_imports"), "$text-muted"))
    rows = sum(last.counts.get(name, 0) for name in ("new", "changed"))
    return content(words("home.last_import", on=in_japan(last.at).date(), file=last.file, rows=f"{rows:,}"))
