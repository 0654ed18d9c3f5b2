"""Running a verb and turning however it ends into a sentence and an exit code."""

import json
import logging
import os
import sys
import traceback

import typer

from hospital_onboard import places
from hospital_onboard.cli.usage import problem
from hospital_onboard.cli.verbs import app
from hospital_onboard.domain.refusal import OUR_FAULT, USAGE, Refusal
from hospital_onboard.text.wording import Lang, words

#: As shells count a program that Ctrl+C ended.
STOPPED = 130


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit code."""
    lang = _language(arguments)
    try:
        result = app()(arguments, prog_name="hospital-onboard", standalone_mode=False)
    except Refusal as refusal:
        return _say_refusal(refusal, lang, as_json="--json" in arguments)
    except typer.TyperException as fault:
        _say_usage(fault, lang, as_json="--json" in arguments)
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        return _say_stopped(lang)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); silence Python's own complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        return _say_fault(lang)
    if result == STOPPED:  # what the toolkit makes of Ctrl+C in the middle of a verb
        return _say_stopped(lang)
    return result if isinstance(result, int) else 0


def _say_stopped(lang: Lang) -> int:
    print("\n" + words(lang)("cli.stopped"), file=sys.stderr)
    return STOPPED


def _language(arguments: list[str]) -> Lang:
    """The language of messages, needed before the arguments are parsed (they may be what is wrong)."""
    said = os.environ.get("HOSPITAL_ONBOARD_LANG", "ja")
    for n, argument in enumerate(arguments):
        if argument == "--lang" and n + 1 < len(arguments):
            said = arguments[n + 1]
        elif argument.startswith("--lang="):
            said = argument.removeprefix("--lang=")
    return "en" if said == "en" else "ja"


def _say_refusal(refusal: Refusal, lang: Lang, *, as_json: bool) -> int:
    sentence = words(lang)(f"refusal.{refusal.code}", where=refusal.where, **refusal.params)
    if as_json:
        error = {"code": refusal.code, "message": sentence, "where": refusal.where}
        print(json.dumps({"schema": "hospital-onboard/error/1", "error": error}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return refusal.exit_code


def _say_usage(fault: typer.TyperException, lang: Lang, *, as_json: bool) -> None:
    context = getattr(fault, "ctx", None)
    where = "hospital-onboard" if context is None else str(context.command_path)
    sentence = words(lang)("cli.usage", problem=problem(fault, words(lang)), command=where)
    if as_json:
        error = {"code": "usage", "message": sentence, "where": where}
        print(json.dumps({"schema": "hospital-onboard/error/1", "error": error}, ensure_ascii=False))
    print(sentence, file=sys.stderr)


def _say_fault(lang: Lang) -> int:
    log = places.user_log()
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(traceback.format_exc() + "\n")
    except OSError:
        logging.getLogger(__name__).exception("the log cannot be written")
    print(words(lang)("cli.fault", log=str(log)), file=sys.stderr)
    return OUR_FAULT
