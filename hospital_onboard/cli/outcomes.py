"""Verbs that say how things stand and write it down: check, report, packet, dossier."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Force, Options, give, progress, say
from hospital_onboard.cli.inventory import Code, Json
from hospital_onboard.domain.readiness import OPEN_STATES, STATES
from hospital_onboard.domain.refusal import FINDINGS
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.operator import Operator
    from hospital_onboard.work.check import OperatorReadiness
    from hospital_onboard.work.desk import Desk

#: Parties that are named as next to act, and kinds of facts named for each.
_MOST_ACTIONS, _MOST_NAMED = 10, 4


Bureau = Annotated[str, typer.Option("--bureau", help="地方厚生局 / regional bureau")]
InPrefecture = Annotated[str, typer.Option("--prefecture", help="都道府県 / prefecture")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    root.command("check")(check)
    report = typer.Typer(help="報告を書く / Write a report", no_args_is_help=True)
    report.command("readiness")(report_readiness)
    report.command("phase-in")(report_phase_in)
    report.command("concentration")(report_concentration)
    report.callback()(_report)
    root.add_typer(report, name="report")
    root.command("packet")(packet)
    root.command("dossier")(dossier)


def _report() -> None:
    """報告を書く / Write a report."""


def check(context: typer.Context, operator: Code = "", as_json: Json = False) -> None:
    """届出準備の状況（足りないものがあれば終了コード 1） / Readiness; exit 1 while something is owed."""
    from hospital_onboard.work import check as work

    options: Options = context.obj
    with options.desk() as desk:
        results = list(work.check_all(desk, [one.id for one in _chosen(desk, operator)]))
        if as_json:
            give(work.to_json(desk, results, options.lang))
    for result in [] if as_json else results:
        _tell(result, options.words)
    ready = all(result.readiness.file_ready for result in results)
    raise typer.Exit(0 if ready else FINDINGS)


def report_readiness(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.(xlsx|html|csv|json)")],
    operator: Code = "",
    bureau: Bureau = "",
    prefecture: InPrefecture = "",
    force: Force = False,
) -> None:
    """届出準備の報告 / The readiness report."""
    from hospital_onboard.work import make_report

    options: Options = context.obj
    with options.desk() as desk, progress(str(out)) as report:
        ids = [one.id for one in _chosen(desk, operator, bureau, prefecture)]
        written = make_report.write_readiness(desk, out, ids, options.lang, replace=force, progress=report)
    say(options.words("cli.written", path=written.path))


def report_phase_in(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.(xlsx|html|csv|json)")],
    bureau: Bureau = "",
    prefecture: InPrefecture = "",
    force: Force = False,
) -> None:
    """段階的な指定の報告 / The phase-in by prefecture."""
    from hospital_onboard.work import make_phase_report, phase

    options: Options = context.obj
    where = phase.within(bureau, prefecture)
    with options.desk() as desk, progress(str(out)) as report:
        written = make_phase_report.write_phase_in(desk, out, where, options.lang, replace=force, progress=report)
    say(options.words("cli.written", path=written.path))


def report_concentration(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.(xlsx|html|csv|json)")],
    operator: Code = "",
    bureau: Bureau = "",
    prefecture: InPrefecture = "",
    least: Annotated[
        int,
        typer.Option("--least", min=1, help="これだけの事業者が使うものを挙げる / used by at least so many operators"),
    ] = 2,
    top: Annotated[
        int,
        typer.Option("--top", min=0, help="経路を列挙する上位の件数（0 は全部） / list ways of so many (0: all)"),
    ] = 10,
    force: Force = False,
) -> None:
    """供給者・国・製品・遠隔保守経路への集中 / On whom and what many operators depend."""
    from hospital_onboard.work import make_report

    options: Options = context.obj
    with options.desk() as desk, progress(str(out)) as report:
        ids = [one.id for one in _chosen(desk, operator, bureau, prefecture)]
        written = make_report.write_concentration(
            desk, out, ids, options.lang, least=least, top=top, replace=force, progress=report
        )
    say(options.words("cli.written", path=written.path))


Plan = Annotated[str, typer.Argument(help="計画の ID または名称 / id or title of the plan")]
Out = Annotated[Path, typer.Argument(metavar="OUT.zip|OUT_DIR")]
Personal = Annotated[
    bool,
    typer.Option(
        "--with-personal", help="役員の生年月日・国籍も含める（記録に残る） / with birth dates; kept in the audit trail"
    ),
]
EncryptTo = Annotated[
    list[str],
    typer.Option(
        "--encrypt-to", metavar="AGE1...|FILE", help="宛先の公開鍵で暗号化する（.age） / encrypt for these keys"
    ),
]
Templates = Annotated[
    list[Path], typer.Option("--template", help="自院のひな型 .docx・.xlsx / the office's own layout", metavar="FILE")
]


def packet(
    context: typer.Context,
    plan: Plan,
    out: Out,
    personal: Personal = False,
    template: Templates = [],  # noqa: B006 - typer reads the default
    encrypt_to: EncryptTo = [],  # noqa: B006
    force: Force = False,
) -> None:
    """事前相談の資料 / The early-consultation packet of a plan."""
    from hospital_onboard.work import make_packet, plans

    options: Options = context.obj
    keys, out = _sealed(encrypt_to, out)
    with options.desk() as desk, progress(str(out)) as report:
        found, _ = plans.one(desk, plan)
        written = make_packet.write_packet(
            desk,
            found.id,
            out,
            options.lang,
            personal=personal,
            templates=template,
            sealed_for=keys,
            replace=force,
            progress=report,
        )
    say(options.words("cli.packet_written", path=written.path, count=len(written.files)))


def dossier(
    context: typer.Context,
    plan: Plan,
    out: Out,
    urgent: Annotated[bool, typer.Option("--urgent", help="緊急導入等届出書 / the urgent notice")] = False,
    personal: Personal = False,
    template: Templates = [],  # noqa: B006
    encrypt_to: EncryptTo = [],  # noqa: B006
    force: Force = False,
) -> None:
    """届出書類一式（足りない項目があれば下書きの印を入れ、終了コード 1） / The filing dossier; exit 1 while a draft."""
    from hospital_onboard.work import make_dossier

    options: Options = context.obj
    words = options.words
    keys, out = _sealed(encrypt_to, out)
    with options.desk() as desk, progress(str(out)) as report:
        made = make_dossier.write_dossier(
            desk,
            plan,
            out,
            options.lang,
            personal=personal,
            urgent=urgent,
            templates=template,
            sealed_for=keys,
            replace=force,
            progress=report,
        )
    for line in made.told:
        print(line)
    state = words("dossier.complete") if made.complete else words("dossier.draft", count=len(made.open))
    say(words("cli.packet_written", path=made.written.path, count=len(made.written.files)))
    say(state)
    raise typer.Exit(0 if made.complete else FINDINGS)


def _sealed(said: list[str], out: Path) -> tuple[tuple[str, ...], Path]:
    """The keys to encrypt for, and where to write: an encrypted file is called ``….zip.age``."""
    if not said:
        return (), out
    from hospital_onboard.work import age_keys, exports

    return age_keys.recipients(said), exports.sealed_name(out)


def _chosen(desk: "Desk", said: str, bureau: str = "", prefecture: str = "") -> "tuple[Operator, ...]":
    """The operator that was named, or everyone in this store, bureau or prefecture."""
    from hospital_onboard.work import phase, who

    where = phase.within(bureau, prefecture)
    known = tuple(one for one in who.operators(desk) if (one.prefecture or "") in where)
    return (who.find_operator(desk, said),) if said or not known else known


def _tell(result: "OperatorReadiness", words: Words) -> None:
    """The data of this verb for people: the counts, then who has to act on how many lines; Home says it in the same
    words."""
    from hospital_onboard.work.next_steps import burden_said, owed_said

    counts = "  ".join(f"{words(f'state.{state}')} {result.readiness.counts[state]}" for state in STATES)
    ready = words("cli.ready" if result.readiness.file_ready else "cli.not_ready")
    print(words("cli.check_line", name=result.inventory.operator.name, ready=ready, counts=counts))
    print("  " + burden_said(result.readiness.burden, words))
    if any(line.state in OPEN_STATES for line in result.lines):
        print("  " + words("home.next"))
    for action in result.next_actions[:_MOST_ACTIONS]:
        total = words("home.open", count=f"{len(action.lines):,}")
        print(f"    {action.name or words(f'actor.{action.actor}')}: {total}  {owed_said(action, words, _MOST_NAMED)}")
    left = len(result.next_actions) - _MOST_ACTIONS
    if left > 0:
        print("    " + words("home.more", count=left))
