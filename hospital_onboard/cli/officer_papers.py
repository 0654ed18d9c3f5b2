"""Verbs on what concerns persons: the keys of officers' papers, and what a party sent to the minister itself."""

from pathlib import Path
from typing import Annotated

import typer

from hospital_onboard.cli.context import Options, day, give, say
from hospital_onboard.cli.inventory import Json
from hospital_onboard.cli.passphrase import ask_passphrase, new_passphrase
from hospital_onboard.domain.refusal import USAGE, Refusal


def register(evidence: typer.Typer) -> None:
    """Hang the verbs under ``evidence``."""
    evidence.command("sent")(sent)
    keys = typer.Typer(help="本人確認書類の鍵 / Keys of officers' papers", no_args_is_help=True)
    keys.command("show")(key_show)
    keys.command("new")(key_new)
    keys.command("add")(key_add)
    keys.command("drop")(key_drop)
    evidence.add_typer(keys, name="key")


def sent(
    context: typer.Context,
    party: Annotated[str, typer.Argument(help="相手方の ID または名称 / id or name of the party")],
    things: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...", help="holders officers foreign_sales registry_certificate officer_identity …"
        ),
    ],
    on: Annotated[str, typer.Option("--on", help="提出した日 / the day it was sent")],
    receipt: Annotated[str, typer.Option("--receipt", help="何で確かめたか / how we know")],
    file: Annotated[Path | None, typer.Option("--file", help="控えのファイル / a file that shows it")] = None,
    operator: Annotated[str, typer.Option("--operator", hidden=True)] = "",
) -> None:
    """相手方が主務大臣へ直接提出したことを記録する / Record that a party sent something to the minister itself."""
    from hospital_onboard.cli.evidence import read
    from hospital_onboard.work import sent_directly

    options: Options = context.obj
    words = options.words
    sent_on = day(on, "--on")
    assert sent_on is not None  # the option is required
    with options.desk() as desk:
        party_id = read(desk, "snapshot", "party", party, "PARTY", words)
        if party_id is None:
            raise Refusal("no-such-party", USAGE, where=party)
        told = sent_directly.Sent(str(party_id), tuple(things), sent_on, receipt, file)
        sent_directly.record(desk, told, options.lang, operator)
    named = words("list.comma").join(words(f"thing.{thing}") for thing in things)
    say(words("evidence.sent", party=party, day=sent_on, things=named))


def key_show(context: typer.Context, as_json: Json = False) -> None:
    """鍵の置き場所と、書類を開ける鍵 / Where the key is, and which keys open the papers."""
    from hospital_onboard.work import officer_keys, papers

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        state = officer_keys.state(desk, papers.area(desk))
    if as_json:
        said = {"file": str(state.file), "exists": state.exists, "locked": state.locked}
        keys = {"recipients": list(state.recipients), "sealed": state.sealed}
        give({"schema": "hospital-onboard/evidence-key/1", **said, **keys})
        return
    say(words("evidence.key_file" if state.exists else "evidence.key_file_missing", file=state.file))
    if state.exists:
        say(words("evidence.key_locked" if state.locked else "evidence.key_not_locked"))
    say(words("evidence.key_recipients", count=len(state.recipients)))
    for key in state.recipients:
        print(key)
    say(words("evidence.key_sealed", count=state.sealed))
    if state.exists:
        say(words("evidence.key_lost"))


def key_new(
    context: typer.Context,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="合言葉で守る / lock it with a passphrase")] = False,
) -> None:
    """自分の鍵を作る / Make one's own key."""
    from hospital_onboard.work import officer_keys

    options: Options = context.obj
    secret = new_passphrase(options.words) if passphrase else None
    with options.desk() as desk:
        public = officer_keys.new(desk, secret)
    print(public)
    say(options.words("evidence.key_made", file=officer_keys.identity_file()))
    say(options.words("evidence.key_public", key=public))
    say(options.words("evidence.key_lost"))


def key_add(context: typer.Context, keys: Annotated[list[str], typer.Argument(metavar="AGE1...|FILE")]) -> None:
    """ほかの人も開けるようにする / Let others open the papers too."""
    _change(context, add=keys)


def key_drop(context: typer.Context, keys: Annotated[list[str], typer.Argument(metavar="AGE1...")]) -> None:
    """開けないようにする / Let somebody open them no longer."""
    _change(context, drop=keys)


def _change(context: typer.Context, *, add: list[str] | None = None, drop: list[str] | None = None) -> None:
    from hospital_onboard.work import officer_keys, papers

    options: Options = context.obj
    with options.desk() as desk:
        ask = ask_passphrase(options.words)
        count = officer_keys.change(desk, papers.area(desk), ask, add=add or (), drop=drop or ())
    say(options.words("evidence.key_changed", count=count))
