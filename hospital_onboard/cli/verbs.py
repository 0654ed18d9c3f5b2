"""All verbs in one place; each group of verbs has its own module."""

from functools import partial
from typing import Annotated

import typer

from hospital_onboard import __version__
from hospital_onboard.cli import (
    bundles,
    consultation,
    evidence,
    exchange,
    filings,
    inventory,
    law,
    outcomes,
    phase,
    rules,
    upkeep,
)
from hospital_onboard.cli.context import Options, day
from hospital_onboard.domain.refusal import USAGE, Refusal


def app() -> typer.Typer:
    """The whole command line."""
    root = typer.Typer(
        name="hospital-onboard",
        help="特定重要設備の届出準備 / Prepare the filings of a hospital's critical equipment.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    root.callback(invoke_without_command=True)(_options)
    root.command("open")(open_screens)
    for group in (inventory, exchange, outcomes, evidence, consultation, law, upkeep, filings, phase, bundles, rules):
        group.register(root)
    return root


def _options(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(envvar="HOSPITAL_ONBOARD_DB", help="保存先 / the store: a file or URL"),
    ] = None,
    lang: Annotated[str, typer.Option(envvar="HOSPITAL_ONBOARD_LANG", help="ja | en")] = "",
    on: Annotated[str | None, typer.Option(help="基準日（既定は今日） / the day everything is computed for")] = None,
    version: Annotated[bool, typer.Option("--version", help="版 / print the version")] = False,
) -> None:
    if version:
        print(f"hospital-onboard {__version__}")
        raise typer.Exit
    if lang not in ("", "ja", "en"):
        raise Refusal("bad-language", USAGE, where=lang)
    context.obj = Options(db, "en" if lang == "en" else "ja", bool(lang), day(on, "--on"))
    if context.invoked_subcommand is None:
        open_screens(context)


def open_screens(context: typer.Context) -> None:
    """画面を開く / Open the terminal screens."""
    import os
    import sys

    options: Options = context.obj
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refusal("not-a-terminal", USAGE)
    # iTerm2 loses Japanese text that is confirmed in the input method when this protocol is on; the constant
    # is read when textual is first imported.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from hospital_onboard.app import run

    run(partial(options.desk, create=True, quiet=True), options.lang if options.lang_said else None)
