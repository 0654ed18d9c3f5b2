"""Verbs that hand data on: keys, writing a bundle, merging what came, where senders disagree."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Options, give, progress, say
from hospital_onboard.cli.exchange import Codes
from hospital_onboard.cli.inventory import Json
from hospital_onboard.domain.refusal import FINDINGS, Refusal
from hospital_onboard.text.dates import moment
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.store.receipts import Receipt
    from hospital_onboard.work.bundle_conflicts import Conflict
    from hospital_onboard.work.export_bundle import Leaving
    from hospital_onboard.work.merge_bundle import Merging


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    bundle = typer.Typer(help="病院から局へ、局から省へ渡す束 / Bundles to hand on", no_args_is_help=True)
    bundle.command("keys")(bundle_keys)
    bundle.command("export")(bundle_export)
    bundle.command("merge")(bundle_merge)
    bundle.command("conflicts")(bundle_conflicts)
    root.add_typer(bundle, name="bundle")


def bundle_keys(context: typer.Context, as_json: Json = False) -> None:
    """受け取り用の公開鍵と、送り手としての指紋（なければ作る） / This office's public key and fingerprint."""
    from hospital_onboard.work import bundle_keys as work

    options: Options = context.obj
    with options.desk(create=True) as desk:
        found = work.keys(desk)
    words = options.words
    if found.made:
        say(words("bundle.keys_made"))
    if as_json:
        shape = {"recipient": found.recipient, "fingerprint": found.fingerprint, "folder": str(found.folder)}
        give({"schema": "hospital-onboard/bundle-keys/1", **shape})
    else:
        print(words("bundle.keys_recipient", recipient=found.recipient))
        print(words("bundle.fingerprint", fingerprint=found.fingerprint))
    say(words("bundle.keys_place", folder=found.folder))


def bundle_export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.hob")],
    operator: Codes = [],  # noqa: B006 - typer reads the default
    to: Annotated[
        list[str], typer.Option("--to", help="受け取る側の公開鍵 age1… かファイル / recipient's public key or file")
    ] = [],  # noqa: B006
    without_personal: Annotated[
        bool, typer.Option("--without-personal", help="役員の生年月日・国籍を伏せる / withhold birth dates")
    ] = False,
    sender: Annotated[str, typer.Option(help="送る役所の名前 / name of the office that sends")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何が出ていくかだけ / only what would leave")] = False,
    as_json: Json = False,
) -> None:
    """暗号化した束を書く（書く前に、何が出ていくかを示す） / Write an encrypted bundle, after saying what leaves."""
    from hospital_onboard.work import export_bundle as work
    from hospital_onboard.work import who

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        ids = [who.find_operator(desk, one).id for one in operator]
        leaving = work.preview(desk, work.operators_of(desk, ids), without_personal=without_personal, sender=sender)
        for line in leaving_lines(leaving, words):
            say(line)
        if dry_run:
            fingerprint = ""
            say(words("bundle.leaving_preview"))
        else:
            fingerprint = work.write(desk, leaving, out, to).fingerprint
            say(words("bundle.exported", out=out, size=f"{out.stat().st_size:,}"))
            say(words("bundle.fingerprint", fingerprint=fingerprint))
            say(words("bundle.fingerprint_hint"))
    if as_json:
        give(work.to_json(leaving, out, fingerprint))


def leaving_lines(leaving: "Leaving", words: Words) -> list[str]:
    """What leaves, in counts."""
    names = words("list.comma").join(operator.name for operator in leaving.operators[:5])
    more = f" … ({len(leaving.operators)})" if len(leaving.operators) > 5 else ""
    lines = [words("bundle.leaving", name=names + more)]
    for kind, count in leaving.counts.items():
        lines.append(words("bundle.leaving_line", kind=words(f"kind.{kind}"), count=f"{count:,}"))
    if leaving.removed:
        lines.append(words("bundle.removed_line", count=f"{leaving.removed:,}"))
    if leaving.without_personal:
        return [*lines, words("bundle.without_personal", count=f"{leaving.withheld:,}")]
    return [*lines, words("bundle.with_personal", count=f"{leaving.personal:,}")]


def bundle_merge(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    identity: Annotated[Path | None, typer.Option(help="開く鍵のファイル / file of the key to open with")] = None,
    accept_key: Annotated[
        str, typer.Option(help="確かめた新しい指紋 SHA256:… / a new fingerprint you have checked")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確認だけ / only check")] = False,
    as_json: Json = False,
) -> None:
    """届いた束を取り込む（何度でも、どの順でも） / Merge bundles, again and in any order."""
    from hospital_onboard.work import merge_bundle as work

    options: Options = context.obj
    words = options.words
    shapes, code = [], 0
    with options.desk(create=True) as desk, progress(words("cli.reading")) as report:
        for number, file in enumerate(files):
            merging = receipt = refusal = None
            try:
                merging = work.look(desk, file, options.lang, identity=identity, accept_key=accept_key)
                receipt = None if dry_run or merging.unchanged else work.commit(desk, merging)
            except Refusal as fault:
                if len(files) == 1:
                    raise
                merging, refusal, code = None, fault, max(code, fault.exit_code)
                say(words(f"refusal.{fault.code}", where=fault.where, **fault.params))
            if merging is not None:
                _tell(merging, receipt, dry_run, words)
                code = max(code, FINDINGS if merging.conflicts else 0)
            shapes.append(work.to_json(file.name, merging, receipt, refusal))
            report(number + 1, len(files))
    if as_json:
        give({"schema": work.SCHEMA, "files": shapes})
    raise typer.Exit(code)


def _tell(merging: "Merging", receipt: "Receipt | None", dry_run: bool, words: Words) -> None:
    """Counts, who it is from, what is to be checked, where sources disagree, how it ended."""
    bundle, counts = merging.bundle, merging.preview.counts
    say(words("bundle.counts", file=bundle.file, **counts))
    personal = words("bundle.has_personal" if bundle.personal else "bundle.no_personal")
    made = moment(bundle.made_at)
    say(words("bundle.from", name=bundle.sender.name, fingerprint=merging.fingerprint, made=made, personal=personal))
    for issue in merging.preview.file_issues:
        said = (words(f"{part}.{issue.code}", **issue.params) for part in ("issue", "wanted"))
        say(f"  {' → '.join(said)}")
    titles = {row.change.record.id: row.title for row in merging.preview.rows if row.change is not None}
    for one in merging.conflicts:
        say(_conflict_line(one, titles.get(one.target, one.target), words))
    if merging.conflicts:
        say(words("bundle.conflicts_merged", count=len(merging.conflicts)))
    if merging.unchanged:
        say(words("bundle.unchanged"))
    elif receipt is None or dry_run:
        say(words("cli.import_previewed"))
    else:
        count = sum(receipt.counts.get(name, 0) for name in ("new", "changed", "removed"))
        done = "bundle.merged" if count else "bundle.kept_only"
        say(words(done, count=count, receipt=receipt.id, seq=receipt.seq))


def bundle_conflicts(context: typer.Context, as_json: Json = False) -> None:
    """送り手どうしの食い違い（あれば終了コード 1） / Where senders disagree; exit 1 while there is any."""
    from hospital_onboard.work import bundle_conflicts as work

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        found = work.conflicts(desk, options.lang)
    if as_json:
        give(work.to_json(found))
    for one in [] if as_json else found:
        print(_conflict_line(one.conflict, one.title, words))
    say(words("bundle.conflicts_total", count=len(found)) if found else words("bundle.conflicts_none"))
    raise typer.Exit(FINDINGS if found else 0)


def _conflict_line(one: "Conflict", title: str, words: Words) -> str:
    kept, other = (one.labelled(value, words) for value in (one.kept, one.other))
    kind, field = words(f"kind.{one.kind}"), words(f"field.{one.kind}.{one.field}")
    return words("bundle.conflict", kind=kind, title=title, field=field, kept=kept, other=other, who=one.who)
