"""What stands on a plan's line of time: today, the days somebody entered, those the rules give, and the windows."""

from datetime import date

from hospital_onboard.domain.plan import MILESTONES
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.timeline import Mark, Span
from hospital_onboard.work.plan_board import ON_THE_LINE, Board, Window

#: The milestones that are the last to be left out.
_FIRST = ("in_service_on", "filing_on", "receipt_on")
_STYLES = {"law": "bold $text-primary", "computed": "$text-primary", "assumed": "$text-warning", "entered": ""}


def marks(words: Words, board: Board, today: date) -> list[Mark]:
    """Today, the milestones from the most important on, then the days that the rules give with their kind."""
    found = [Mark(today, words("plan.today", day=f"{today:%m-%d}"), True, "reverse")]
    for name in dict.fromkeys((*_FIRST, *MILESTONES)):
        day = getattr(board.plan, name)
        if day is not None:
            found.append(Mark(day, _label(words, name, day), True, "bold"))
    own = [mark.on for mark in found] + [window.last for window in board.windows]
    for id in ON_THE_LINE:
        given = board.day(id)
        # What lies outside the plan's own time would only make everything else narrower; it is in the list.
        if given is None or given.on is None or not (id.startswith("file_") or min(own) <= given.on <= max(own)):
            continue
        label = words("plan.day", on=_label(words, id, given.on), kind=given.kind)
        found.append(Mark(given.on, label, False, _STYLES[given.deadline.kind]))
    return found


def spans(words: Words, board: Board) -> list[Span]:
    """The waiting period, and as long as it may be made."""
    return [_span(words, window) for window in board.windows]


def _label(words: Words, name: str, day: date) -> str:
    return f"{words(f'milestone.{name}')} {day:%m-%d}"


def _span(words: Words, window: Window) -> Span:
    days = {"first": f"{window.first:%m-%d}", "last": f"{window.last:%m-%d}"}
    said = words("plan.longest" if window.longest else "plan.waiting", **days)
    label = words("plan.day", on=said, kind=words(f"deadline_kind.{window.kind}"))
    return Span(window.first, window.last, "░" if window.longest else "▓", label, _STYLES[window.kind])
