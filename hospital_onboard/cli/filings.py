"""Verbs on filings: recording one, looking at them, and what changed since."""

from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Options, day, give, say
from hospital_onboard.cli.inventory import Code, Json, table
from hospital_onboard.domain.refusal import FINDINGS, Refusal
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:  # the rules are read only by those who ask for them
    from hospital_onboard.work.changes import PlanChanges
    from hospital_onboard.work.filing import Filed

Personal = Annotated[
    bool, typer.Option("--personal", help="役員の生年月日・国籍も表示 / show birth dates and nationalities")
]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    filing = typer.Typer(help="届出の控え / Filings", no_args_is_help=True)
    filing.command("record")(filing_record)
    filing.command("list")(filing_list)
    filing.command("show")(filing_show)
    root.add_typer(filing, name="filing")
    root.command("changes")(changes)


def filing_record(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(help="計画の ID または名称 / id or title of the plan")],
    on: Annotated[str | None, typer.Option("--on", help="届出日（既定は基準日） / day of filing")] = None,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="準備が整っていなくても記録 / although lines are open")
    ] = False,
    as_json: Json = False,
) -> None:
    """届け出た内容を控えとして凍結する / Freeze what was filed."""
    from hospital_onboard.work import filing

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        try:
            filed = filing.record(desk, plan, day(on, "--on"), incomplete=incomplete)
        except Refusal as refusal:
            _tell_open(refusal, words)
            raise
    if as_json:
        give({"schema": "hospital-onboard/filing-record/1", "filing": filing.to_json(filed)})
    count = sum(filed.counts.values())
    filed_on = filed.filing.filed_on
    say(words("filing.recorded", id=filed.filing.id, plan=filed.plan.title, filed_on=filed_on, count=count))
    if filed.plan.status is not None:
        status = words.choice("plan_status", filed.plan.status)
        say(words("filing.plan_now", status=status, day=filed.plan.filing_on or "—"))
    if not filed.complete:
        say(words("filing.recorded_incomplete", count=filed.open))


def filing_list(context: typer.Context, operator: Code = "", as_json: Json = False) -> None:
    """届出の控えの一覧 / List the filings."""
    from hospital_onboard.work import filing

    options: Options = context.obj
    with options.desk() as desk:
        found = filing.filings(desk, operator)
    if as_json:
        give({"schema": "hospital-onboard/filing-list/1", "filings": [filing.to_json(filed) for filed in found]})
        return
    table([_line(filed, options.words) for filed in found])
    say(options.words("cli.total", count=len(found)))


def filing_show(
    context: typer.Context,
    filing_id: Annotated[str, typer.Argument(metavar="FILING", help="控えの ID、または計画 / id, or a plan")],
    personal: Personal = False,
    as_json: Json = False,
) -> None:
    """控えの内容 / Show what was filed."""
    from hospital_onboard.work import filing

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        filed = filing.one(desk, filing_id)
        content = filing.shown_content(desk, filed, personal=personal) if as_json else {}
    if as_json:
        head = filing.to_json(filed)
        give({"schema": "hospital-onboard/filing-show/1", "filing": head, "content": content})
        if not personal:
            say(words("filing.masked"))
        return
    table([_line(filed, words)])
    table([(words(f"filing_part.{part}"), str(count)) for part, count in filed.counts.items()])
    say(words("filing.edition", digest=filed.content["regime"]["digest"]))


def changes(
    context: typer.Context,
    operator: Code = "",
    every: Annotated[bool, typer.Option("--all", help="手続のない差異も表示 / also what asks for nothing")] = False,
    personal: Personal = False,
    as_json: Json = False,
) -> None:
    """届出後の変更とその区分（手続が要れば終了コード 1） / What changed since filing; exit 1 when something is owed."""
    from hospital_onboard.work import changes as work
    from hospital_onboard.work import filing
    from hospital_onboard.work.assume import resting_on

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        found = work.changes(desk, operator)
        recorded = bool(filing.filings(desk, operator))
        assumed = [text for _, text in resting_on(desk, options.lang)]
        if as_json:
            give(work.to_json(desk, found, options.lang, personal=personal))
    if not as_json:
        for plan in found:
            _tell(plan, options, every=every, personal=personal)
    if not found:
        say(words("changes.none_before" if recorded else "changes.none_filed"))
    elif any(plan.changes for plan in found):
        for text in (*assumed, words("changes.forms_note")):
            say(text)
    raise typer.Exit(FINDINGS if work.owed(found) else 0)


def _tell(plan: "PlanChanges", options: Options, *, every: bool, personal: bool) -> None:
    """One plan for people: what has to be done about what, the strictest class first."""
    from hospital_onboard.work import changes as work

    words = options.words
    stage = words(f"change_stage.{plan.stage}")
    print(words("changes.heading", plan=plan.filed.plan.title, filed_on=plan.filed.filing.filed_on, stage=stage))
    if not plan.filed.complete:
        print("  " + words("changes.incomplete", count=plan.filed.open))
    if not plan.changes:
        print("  " + words("changes.same"))
        return
    for name, changes in work.by_class(plan).items():
        if name != "nothing" or every:
            print(f"  {words(f'change_class.{name}')} {len(changes)}")
            for change in changes:
                for line in work.lines(plan, change, options.lang, personal=personal):
                    print(f"    {line}")
    for line in work.paper_lines(plan, options.lang):
        print(f"  {line}")
    if plan.counts["nothing"] and not every:
        print("  " + words("changes.hidden", count=plan.counts["nothing"]))


def _tell_open(refusal: Refusal, words: Words) -> None:
    """What the filing lacks, line by line, before the sentence that says how many."""
    lines = refusal.params.get("lines")
    for requirement, count in lines.items() if isinstance(lines, dict) else ():
        say(f"  {words(f'owed.{requirement}')} {count}")


def _line(filed: "Filed", words: Words) -> tuple[str, ...]:
    state = words("filing.complete") if filed.complete else words("filing.incomplete", count=filed.open)
    kind = words.choice("plan_kind", filed.content["plan"]["plan_kind"])
    return (filed.filing.id, filed.filing.filed_on.isoformat(), kind, filed.plan.title, state)
