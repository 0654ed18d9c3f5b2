"""What is wrong with a call, in the person's language; the library that reads the command line speaks English only."""

import re
from typing import Final

import typer

from hospital_onboard.text.wording import Words

#: The library's sentences -> the end of our wording key. The groups are what the sentence is about.
_SENTENCES: Final = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"No such command '(?P<seen>.*)'\.", "no_command"),
        (r"Missing command\.", "missing_command"),
        (r"No such option: (?P<seen>\S+) \(Possible options: (?P<near>.*)\)", "no_option_near"),
        (r"No such option: (?P<seen>.*)", "no_option"),
        (r"Missing (?:argument|option) '(?P<name>.*)'\.", "missing"),
        (r"Invalid value for '(?P<name>.*)': Input should be a valid integer.*", "no_number"),
        (r"Invalid value for '(?P<name>.*)': Input should be greater than or equal to (?P<least>\S+)", "too_small"),
        (r"Invalid value for '(?P<name>.*)': Input should be less than or equal to (?P<most>\S+)", "too_large"),
        (r"Option '(?P<name>.*)' requires an argument\.", "no_value"),
        (r"Option '(?P<name>.*)' does not take a value\.", "takes_no_value"),
        (r"Got unexpected extra argument\(s\) \((?P<seen>.*)\)", "too_many"),
    )
)


def problem(fault: typer.TyperException, words: Words) -> str:
    """One sentence; the library's own where it says something that we do not know."""
    said = fault.format_message()
    context = getattr(fault, "ctx", None)
    below = getattr(getattr(context, "command", None), "commands", None)
    if below and said.startswith("Usage: "):  # a group of verbs without a verb is answered with all of its help
        return words("usage.missing_verb", verbs=" ".join(below))
    for pattern, key in _SENTENCES:
        found = pattern.fullmatch(said)
        if found is not None:
            return words(f"usage.{key}", **found.groupdict())
    return said
