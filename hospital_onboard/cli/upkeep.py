"""Verbs that keep the store: demo data, the audit trail, backups, migration."""

from pathlib import Path
from typing import Annotated

import typer

from hospital_onboard.cli.context import Force, Options, give, progress, say
from hospital_onboard.cli.inventory import Json, table
from hospital_onboard.domain.refusal import FINDINGS, Refusal
from hospital_onboard.text.dates import moment


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    root.command("demo")(demo)
    root.command("audit")(audit)
    root.command("undo")(undo)
    root.command("backup")(backup)
    root.command("restore")(restore)
    root.command("migrate")(migrate)


def demo(
    context: typer.Context,
    hospitals: Annotated[int, typer.Option(min=1, max=200, help="病院の数 / hospitals")] = 1,
    components: Annotated[int, typer.Option(min=0, max=1_000_000, help="構成設備の総数 / components in all")] = 120,
) -> None:
    """空の保存先に架空のデータを入れる / Fill an EMPTY store with fictional data."""
    from hospital_onboard.work import demo as work

    options: Options = context.obj
    with options.desk(create=True) as desk, progress(options.words("cli.demo_filling")) as report:
        counts = work.fill(desk, hospitals=hospitals, components=components, progress=report)
    for kind, count in counts.items():
        say(f"{options.words(f'kind.{kind}')}: {count:,}")


def audit(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="list | verify")] = "list",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: Json = False,
) -> None:
    """記録の一覧と検証 / List or verify the audit trail."""
    from hospital_onboard.work import trail

    options: Options = context.obj
    if what not in ("list", "verify"):
        raise Refusal("bad-audit", where=what)
    with options.desk() as desk:
        if what == "verify":
            broken = trail.verify(desk)
            _, total = trail.entries(desk, limit=1)
            if as_json:
                give({"schema": "hospital-onboard/audit-verify/1", "entries": total, "broken_at": broken})
            code = "cli.audit_whole" if broken is None else "cli.audit_broken"
            say(options.words(code, total=total, seq=broken))
            raise typer.Exit(0 if broken is None else FINDINGS)
        found, total = trail.entries(desk, limit=limit)
    if as_json:
        give({"schema": "hospital-onboard/audit/1", "total": total, "entries": [vars(entry) for entry in found]})
        return
    words = options.words
    table([(str(e.seq), moment(e.at), e.who, words(f"action.{e.action}"), str(e.changes), e.source) for e in found])
    say(words("cli.shown_of", shown=len(found), total=total))


def undo(context: typer.Context, seq: Annotated[int, typer.Argument(help="記録の番号 / entry; 0 = last")] = 0) -> None:
    """自分の最後の操作（または番号の操作）を取り消す / Take the last step, or an entry, back."""
    from hospital_onboard.work import trail

    options: Options = context.obj
    with options.desk() as desk:
        if seq:
            trail.undo(desk, seq)
            say(options.words("cli.undone", seq=seq))
            return
        undone = trail.undo_last(desk)
    if undone is None:
        raise Refusal("nothing-to-undo", where="")
    say(options.words("cli.undone", seq=undone.seq))


def backup(context: typer.Context, out: Annotated[Path, typer.Argument()], force: Force = False) -> None:
    """保存先の写しを作る / Copy the store."""
    from hospital_onboard.work import back_up

    options: Options = context.obj
    with options.desk() as desk:
        copied = back_up.back_up(desk, out, replace=force)
    say(options.words("cli.backed_up", out=out, size=f"{copied.size:,}"))
    papers = copied.papers
    if papers.papers:
        say(options.words("evidence.backed_up", folder=copied.folder, count=papers.papers))
    if papers.sealed:
        say(options.words("evidence.key_apart", count=papers.sealed, key=copied.key))
    if papers.damaged:
        say(options.words("evidence.copied_damaged", count=len(papers.damaged)))
        raise typer.Exit(FINDINGS)


def restore(context: typer.Context, file: Annotated[Path, typer.Argument()]) -> None:
    """写しから戻す / Put a backup in the store's place; what was there is kept beside it."""
    from hospital_onboard.work import back_up
    from hospital_onboard.work.desk import url_of

    options: Options = context.obj
    kept = back_up.restore(url_of(options.db), file)
    say(options.words("cli.restored", file=file))
    if kept is not None:
        say(options.words("cli.kept_beside", kept=kept))


def migrate(context: typer.Context) -> None:
    """保存先を新しい形にする / Bring the store up to date (also done by every other verb)."""
    options: Options = context.obj
    with options.desk(create=True) as desk:
        say(options.words("cli.up_to_date", place=desk.store.place))
