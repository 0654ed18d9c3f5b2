"""Verbs on what-if plans: tried out side by side, turned into record only by ``adopt``."""

from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Options, give, say
from hospital_onboard.cli.inventory import Json, table

if TYPE_CHECKING:
    from hospital_onboard.work.phase_plan import Tried

Name = Annotated[str, typer.Argument(help="試算の名称または ID / name or id of the plan")]


def register(phase: typer.Typer) -> None:
    """Hang the verbs on ``phase``."""
    plan = typer.Typer(
        help="指定の試算（記録は変えません） / What-if plans; they change no record", no_args_is_help=True
    )
    plan.command("add")(plan_add)
    plan.command("list")(plan_list)
    plan.command("show")(plan_show)
    plan.command("compare")(plan_compare)
    plan.command("adopt")(plan_adopt)
    plan.command("remove")(plan_remove)
    phase.add_typer(plan, name="plan")


def plan_add(
    context: typer.Context,
    name: Name,
    choices: Annotated[list[str] | None, typer.Argument(metavar="[CODE=year0|year1|year2|year3]...")] = None,
    note: Annotated[str, typer.Option("--note", help="覚え書き / note")] = "",
    as_json: Json = False,
) -> None:
    """試算を作る、または病院を加える / Make a plan, or put hospitals into it."""
    from hospital_onboard.work import phase_plan

    options: Options = context.obj
    with options.desk() as desk:
        plan = phase_plan.add(desk, name, phase_plan.read_choices(desk, choices or []), note)
    if as_json:
        give(phase_plan.list_json([plan]))
    say(options.words("what_if.kept", name=plan.what_if.name, count=len(plan.choices)))


def plan_list(context: typer.Context, as_json: Json = False) -> None:
    """試算の一覧 / List the plans."""
    from hospital_onboard.work import phase_plan

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        found = phase_plan.plans(desk)
    if as_json:
        give(phase_plan.list_json(found))
        return
    table(
        [
            (
                one.what_if.name,
                words("what_if.hospitals", count=len(one.choices)),
                words("what_if.adopted_on", on=one.what_if.adopted_on) if one.what_if.adopted_on else "",
                one.what_if.id,
            )
            for one in found
        ]
    )
    say(words("cli.total", count=len(found)))


def plan_show(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """試算の病院と、その場合の目標の状況 / A plan, and the coverage it would give."""
    from hospital_onboard.work import phase, phase_plan, phase_text

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        tried = phase_plan.try_out(desk, phase_plan.find(desk, name))
        if as_json:
            give(phase_plan.show_json(desk, tried, options.lang))
            return
        resting = phase.resting_on(desk, tried.coverage, options.lang)
    assert tried.plan is not None
    names = {one.operator.id: one.operator.name for one in tried.coverage.operators}
    waves = sorted((wave, names[id]) for id, wave in tried.plan.waves.items())
    table([(words.choice("wave", wave), hospital) for wave, hospital in waves])
    print()
    _tell_covered([tried], options)
    open_ = [gap for gap in tried.coverage.gaps if gap.lack != "not_designated"]
    for line in phase_text.grouped(open_, tried.coverage.scheme, options.lang):
        print(line)
    for text in (*(text for _, _, text in resting), words("what_if.note")):
        say(text)


def plan_compare(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    as_json: Json = False,
) -> None:
    """今の記録と試算を並べて比べる / What is recorded and the plans, side by side."""
    from hospital_onboard.work import phase_plan

    options: Options = context.obj
    with options.desk() as desk:
        several = phase_plan.compare(desk, names or [])
        if as_json:
            give(phase_plan.compare_json(desk, several, options.lang))
            return
    _tell_covered(several, options)
    say(options.words("what_if.note"))


def plan_adopt(context: typer.Context, name: Name) -> None:
    """試算を提案として記録に移す（undo で戻せます） / Turn a plan into proposals; undo takes it back."""
    from hospital_onboard.work import phase_plan

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        adopted = phase_plan.adopt(desk, phase_plan.find(desk, name))
    for one in adopted.proposed:
        print(one.name)
    say(words("what_if.adopted", proposed=len(adopted.proposed), unchanged=len(adopted.unchanged)))
    for one in adopted.left:
        say(words("what_if.left", name=one.name))


def plan_remove(
    context: typer.Context,
    name: Name,
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE]...")] = None,
) -> None:
    """試算を消す、または病院を外す / Remove a plan, or hospitals from it."""
    from hospital_onboard.work import phase_plan, phase_record

    options: Options = context.obj
    with options.desk() as desk:
        plan = phase_plan.find(desk, name)
        if codes:
            left = phase_plan.drop(desk, plan, [phase_record.hospital(desk, code).id for code in codes])
            say(options.words("what_if.kept", name=left.what_if.name, count=len(left.choices)))
            return
        phase_plan.remove(desk, plan)
    say(options.words("what_if.removed", name=plan.what_if.name))


def _tell_covered(several: "tuple[Tried, ...] | list[Tried]", options: Options) -> None:
    """One line for each plan: how many targets are met or would be."""
    words = options.words
    rows = []
    for one in several:
        targets = one.coverage.targets
        cells = []
        for rule in ("at_commencement", "third_year"):
            covered = sum(t.rule == rule for t in one.covered)
            of = sum(t.rule == rule for t in targets)
            cells.append(words("what_if.covered", rule=words(f"phase.when.{rule}"), covered=covered, of=of))
        rows.append((words("what_if.record") if one.plan is None else one.plan.what_if.name, *cells))
    table(rows)
