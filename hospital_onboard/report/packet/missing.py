"""What is still missing, stale or unclear about one plan: every line for a spreadsheet, and in short for a reader."""

from hospital_onboard.domain.readiness import RequirementLine
from hospital_onboard.report.document import Cell, Column, Table
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.marks import state_badge
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.readiness_report import actor_name, source_cells, source_columns, subject, what
from hospital_onboard.report.telling import Telling
from hospital_onboard.text.wording import Words

#: How many names of one row the short form spells out.
_NAMED = 6


def missing_table(scope: Scope, tell: Telling) -> Table:
    """Every open line, by who must act."""
    say = tell.say
    rows = tuple(
        (
            who,
            what(line, tell),
            subject(line, tell),
            state_badge(line.state, say),
            _detail(line, tell),
            *source_cells(line.source, say),
        )
        for who, lines in _by_actor(scope, tell).items()
        for line in lines
    )
    empty = say("report.packet.nothing-missing")
    return Table("missing", say("report.packet.missing"), missing_columns(say), rows, empty=empty)


def missing_columns(say: Words) -> tuple[Column, ...]:
    """The columns of every open line."""
    return (
        Column("who", say("report.who"), 24),
        Column("what", say("report.what"), 28),
        Column("subject", say("report.subject"), 36),
        Column("state", say("report.state"), 12),
        Column("detail", say("report.detail"), 36),
        *source_columns(say),
    )


def missing_in_short(scope: Scope, tell: Telling) -> Table:
    """The same fact owed in the same state about several things is one row that names the first of them."""
    say = tell.say
    rows: list[tuple[Cell, ...]] = []
    for who, lines in _by_actor(scope, tell).items():
        alike: dict[tuple[str, str, str], list[RequirementLine]] = {}
        for line in lines:
            alike.setdefault((line.id, line.state, _detail(line, tell)), []).append(line)
        for (_, _, detail), group in alike.items():
            first = group[0]
            standing = source_cells(first.source, say)[1]
            badge = state_badge(first.state, say)
            owed = say(f"owed.{first.id}")
            rows.append((who, owed, len(group), _names(group, tell), badge, detail, standing))
    columns = (
        Column("who", say("report.who"), 20),
        Column("what", say("report.what"), 24),
        Column("count", say("report.packet.count"), 7, number=True),
        Column("subject", say("report.subject"), 40),
        Column("state", say("report.state"), 15),
        Column("detail", say("report.detail"), 26),
        Column("standing", say("report.standing-of"), 16),
    )
    title = say("report.packet.missing")
    return Table("missing", title, columns, tuple(rows), empty=say("report.packet.nothing-missing"), group="who")


def _by_actor(scope: Scope, tell: Telling) -> dict[str, list[RequirementLine]]:
    """Open lines by who must act: the operator first, then the vendors, the longest list first."""
    operator = operator_name(scope.inventory.operator, tell.say)
    found: dict[str, list[RequirementLine]] = {}
    for line in scope.open_lines:
        found.setdefault(actor_name(line, tell, operator), []).append(line)
    return dict(sorted(found.items(), key=lambda item: (item[1][0].actor == "vendor", -len(item[1]), item[0])))


def _names(lines: list[RequirementLine], tell: Telling) -> str:
    """The first few subjects; measures by their numbers."""
    measures = lines[0].id.startswith("measure.")
    names = list(dict.fromkeys(line.field if measures else tell.brief(line.subject) or line.subject for line in lines))
    shown = tell.say("report.comma").join(names if measures else names[:_NAMED])
    more = 0 if measures else len(names) - _NAMED
    return tell.say("report.packet.and-more", names=shown, count=more) if more > 0 else shown


def _detail(line: RequirementLine, tell: Telling) -> str:
    return tell.say(f"detail.{line.detail}", **line.params) if line.detail else ""
