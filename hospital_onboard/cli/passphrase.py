"""Asking for a passphrase at the terminal; it is never an option, where others could read it."""

import sys
from collections.abc import Callable

import typer

from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.text.wording import Words


def ask_passphrase(words: Words) -> Callable[[], str]:
    """What asks for it when it is needed. Raises ``Refusal``: ``no-passphrase-here`` without a terminal."""

    def ask() -> str:
        if not sys.stdin.isatty():
            raise Refusal("no-passphrase-here", USAGE)
        return str(typer.prompt(words("evidence.ask_passphrase"), hide_input=True, err=True))

    return ask


def new_passphrase(words: Words) -> str:
    """A new passphrase, asked for twice. Raises ``Refusal``: ``no-passphrase-here``, ``passphrase-mismatch``."""
    first = ask_passphrase(words)()
    if first != typer.prompt(words("evidence.ask_passphrase_again"), hide_input=True, err=True):
        raise Refusal("passphrase-mismatch", USAGE)
    return first
