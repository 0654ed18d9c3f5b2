"""Verbs that ask the law: what is owed and why, what is assumed, and the deadlines as a calendar."""

from pathlib import Path
from typing import Annotated

import typer

from hospital_onboard.cli.context import Force, Options, give, say
from hospital_onboard.cli.inventory import Code, Json, table
from hospital_onboard.domain.refusal import USAGE, Refusal

Regimes = Annotated[
    list[str] | None,
    typer.Option("--regime", help="法の見方（複数で比較、all ですべて） / view of the law; several or all compare"),
]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    root.command("determine")(determine)
    root.command("assume")(assume)
    root.command("calendar")(calendar)


def determine(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(help="計画の ID または名称 / id or title of the plan")],
    regime: Regimes = None,
    as_json: Json = False,
) -> None:
    """計画について、要る手続・期限・理由を判定する / What a plan owes, by when, and why."""
    from hospital_onboard.work import determine as work
    from hospital_onboard.work import determine_text, plans

    options: Options = context.obj
    chosen = list(work.views()) if regime == ["all"] else regime or [""]
    with options.desk() as desk:
        found, _ = plans.one(desk, plan)
        several = work.compare(desk, found.id, chosen)
        if as_json:
            single = work.to_json(desk, several[0], options.lang)
            give(single if len(several) == 1 else work.compare_to_json(desk, several, options.lang))
            return
        if len(several) == 1:
            lines = determine_text.lines(desk, several[0], options.lang)
        else:
            lines = determine_text.compared(several, options.lang)
        for line in lines:
            print(line)


def assume(
    context: typer.Context,
    settings: Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...")] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="KEY", help="仮定を取り消す / take back")
    ] = None,
    as_json: Json = False,
) -> None:
    """仮定を見る・置く・取り消す / List, set or clear assumptions."""
    from hospital_onboard.work import assume as work

    options: Options = context.obj
    if settings and clear:
        raise Refusal("assume-or-clear", USAGE)
    with options.desk() as desk:
        labels = {one.key: one.label for one in work.listed(desk, options.lang)}
        for key, value in work.assume(desk, settings or []).items():
            say(options.words("assume.set", label=labels[key], value=value))
        for key in work.clear(desk, clear or []):
            say(options.words("assume.cleared", label=labels[key]))
        if as_json:
            give(work.to_json(desk, options.lang))
            return
        if settings or clear:
            return
        shown = work.listed(desk, options.lang)
    table([(one.key, one.said, one.label) for one in shown])
    if not any(one.value for one in shown):
        say(options.words("assume.none", known=", ".join(labels)))


def calendar(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.ics")],
    operator: Code = "",
    regime: Annotated[str, typer.Option("--regime", help="法の見方 / view of the law")] = "",
    force: Force = False,
) -> None:
    """期限を手元のカレンダーへ（.ics） / Deadlines for your own calendar."""
    from hospital_onboard.work import calendar as work

    options: Options = context.obj
    with options.desk() as desk:
        count = work.write(desk, out, operator, options.lang, regime, replace=force)
    say(options.words("calendar.written", count=count, out=out))
