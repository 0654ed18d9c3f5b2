"""Verbs with which a bureau writes down what it has in mind: proposals, needs, facts, candidates of the list."""

from typing import Annotated

import typer

from hospital_onboard.cli.context import Options, say

Code = Annotated[str, typer.Argument(help="保険医療機関コード・ID・名称 / institution code, id or name")]
Reason = Annotated[str, typer.Option("--reason", help="理由 / why")]


def register(phase: typer.Typer) -> None:
    """Hang the verbs on ``phase``."""
    phase.command("register")(register_listed)
    phase.command("propose")(propose)
    phase.command("withdraw")(withdraw)
    phase.command("need")(need)
    phase.command("fact")(fact)


def register_listed(
    context: typer.Context,
    bureau: Annotated[str, typer.Option("--bureau", help="地方厚生（支）局 / regional bureau")] = "",
    prefecture: Annotated[str, typer.Option("--prefecture", help="都道府県 / prefecture")] = "",
) -> None:
    """付属の一覧（特定機能病院）を候補として登録する / Register the hospitals of the shipped list as candidates."""
    from hospital_onboard.work import phase, phase_record

    options: Options = context.obj
    where = phase.within(bureau, prefecture)
    with options.desk() as desk:
        made = phase_record.register_listed(desk, where)
    say(options.words("phase.registered", count=len(made)))


def propose(
    context: typer.Context,
    code: Code,
    wave: Annotated[str, typer.Option("--wave", help="year0 | year1 | year2 | year3")],
    on: Annotated[str, typer.Option("--on", help="提案日（既定は基準日） / day of the proposal")] = "",
    reason: Reason = "",
) -> None:
    """病院の指定を提案する / Propose a hospital for designation."""
    from hospital_onboard.work import phase_record

    options: Options = context.obj
    with options.desk() as desk:
        made = phase_record.propose(desk, code, wave, on, reason)
        name = phase_record.hospital(desk, code).name
    say(options.words("phase.was_proposed", name=name, wave=options.words.choice("wave", made.wave)))


def withdraw(context: typer.Context, code: Code) -> None:
    """提案を取り下げる / Take a proposal back."""
    from hospital_onboard.work import phase_record

    options: Options = context.obj
    with options.desk() as desk:
        phase_record.withdraw(desk, code)
        name = phase_record.hospital(desk, code).name
    say(options.words("phase.was_withdrawn", name=name))


def need(
    context: typer.Context,
    prefecture: Annotated[str, typer.Argument(help="都道府県: 13 | 東京 / prefecture")],
    hospitals: Annotated[str, typer.Argument(help="必要な病院数 / hospitals needed")],
    reason: Reason = "",
) -> None:
    """都道府県に必要な病院数を記録する / Say how many hospitals a prefecture needs."""
    from hospital_onboard.work import phase_record

    options: Options = context.obj
    with options.desk() as desk:
        made = phase_record.need(desk, prefecture, hospitals, reason)
    say(options.words("phase.need_kept", prefecture=made.prefecture, hospitals=made.hospitals))


def fact(
    context: typer.Context,
    code: Code,
    criterion: Annotated[str, typer.Argument(help="beds | last_resort | wide_area | emergency | disaster | back_up")],
    value: Annotated[str, typer.Argument(help="内容（例: 894、高度救命救急センター、はい） / what it says")],
    source: Annotated[str, typer.Option("--source", help="出典 / where it is said")],
    as_of: Annotated[str, typer.Option("--as-of", help="時点（例: 2025-10） / as of")] = "",
) -> None:
    """選定の観点の事実を、出典と時点とともに記録する / Write down a fact on a criterion with its source."""
    from hospital_onboard.work import phase_compare, phase_record

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        made = phase_record.state(desk, code, criterion, value, source, as_of)
    said = phase_compare.said_of(made.criterion, made.said, words)
    say(words("phase.fact_kept", criterion=words.choice("criterion", made.criterion), said=said))
