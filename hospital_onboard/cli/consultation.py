"""Verbs on early consultations: the log, what follows from an answer, what was handed over and what changed since."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hospital_onboard.cli.context import Options, day, give, say
from hospital_onboard.cli.inventory import Json
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.plan import Consequence
    from hospital_onboard.work.consult import Exchange, Since

Plan = Annotated[str, typer.Argument(help="計画の ID または名称 / id or title of the plan")]
Entry = Annotated[str, typer.Argument(metavar="ID", help="質問の ID / id of the question")]
Who = Annotated[str, typer.Option("--who", help="相手方・担当 / with whom")]
On = Annotated[str | None, typer.Option("--on", help="日付（既定は基準日） / day; default: the law day")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    consultation = typer.Typer(help="事前相談 / Early consultation", no_args_is_help=True)
    consultation.command("add")(add)
    consultation.command("answer")(answer)
    consultation.command("carry")(carry)
    consultation.command("list")(list_)
    consultation.command("handed")(handed)
    consultation.command("since")(since)
    root.add_typer(consultation, name="consultation")


def add(
    context: typer.Context,
    plan: Plan,
    question: Annotated[str, typer.Argument(help="質問 / the question")],
    on: On = None,
    who: Who = "",
    answered: Annotated[str, typer.Option("--answer", help="その場で受けた回答 / an answer given at once")] = "",
    as_json: Json = False,
) -> None:
    """質問を記録する / Log a question."""
    from hospital_onboard.work import consult

    options: Options = context.obj
    with options.desk() as desk:
        asked = consult.ask(desk, plan, question, on=day(on, "--on"), who=who, answer=answered)
    if as_json:
        said = {"id": asked.id, **asked.says()}
        give({"schema": "hospital-onboard/consultation-add/1", "consultation": said})
    else:
        print(asked.id)
    say(options.words("consultation.added", id=asked.id))


def answer(
    context: typer.Context,
    entry: Entry,
    text: Annotated[str, typer.Argument(help="回答 / the answer")],
    on: On = None,
    who: Who = "",
) -> None:
    """回答を記録する / Log the answer to a question."""
    from hospital_onboard.work import consult

    options: Options = context.obj
    with options.desk() as desk:
        consult.answer(desk, entry, text, on=day(on, "--on"), who=who)
    say(options.words("consultation.answer_added"))


def carry(
    context: typer.Context,
    entry: Entry,
    decision: Annotated[str, typer.Argument(help="決めたこと / what was decided")],
    settings: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE...")] = None,
    about: Annotated[
        str, typer.Option("--about", help="対象の ID か措置の番号（既定は計画） / id, or a measure; default: the plan")
    ] = "",
) -> None:
    """回答から決まった項目を計画に反映する / Carry an answer into the plan: set and mark what follows from it."""
    from hospital_onboard.work import carry as work

    options: Options = context.obj
    words = options.words
    pairs = dict(_setting(setting) for setting in settings or ())
    with options.desk() as desk:
        done = work.carry(desk, entry, decision, pairs, about)
    if done.issues:
        lines = [f"{i.place.column}: {words(f'issue.{i.code}', seen=i.seen, **i.params)}" for i in done.issues]
        raise Refusal("bad-values", INPUT_REFUSED, where="\n  ".join(lines))
    say(words("consultation.carried", count=len(done.consequences)))


def list_(context: typer.Context, plan: Plan, as_json: Json = False) -> None:
    """質問と回答の一覧 / List questions, answers and what follows from them."""
    from hospital_onboard.work import consult

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        found = consult.exchanges(desk, plan)
    if as_json:
        log = [_exchange(one) for one in found]
        give({"schema": "hospital-onboard/consultation-list/1", "consultations": log})
        return
    for one in found:
        for line in _lines(one, words):
            print(line)
    waiting = sum(one.consultation.answer is None for one in found)
    say(words("consultation.total", count=len(found), waiting=waiting))


def handed(
    context: typer.Context,
    plan: Plan,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="渡したファイル / the file")] = None,
    on: On = None,
    to: Annotated[str, typer.Option("--to", help="渡した相手 / to whom")] = "",
) -> None:
    """渡した資料の控えを残す / Record that a packet was handed over."""
    from hospital_onboard.work import consult

    options: Options = context.obj
    with options.desk() as desk:
        kept = consult.hand_over(desk, plan, file, to=to, on=day(on, "--on"))
    code = "consultation.handed_file" if kept.file_name else "consultation.handed"
    say(options.words(code, on=kept.handed_on, file=kept.file_name))


def since(context: typer.Context, plan: Plan, as_json: Json = False) -> None:
    """前に渡した資料からの変更 / What changed since the packet that was handed over last."""
    from hospital_onboard.work import consult

    options: Options = context.obj
    with options.desk() as desk:
        found = consult.since(desk, plan, options.lang)
    if as_json:
        give({"schema": "hospital-onboard/consultation-since/1", "since": None if found is None else to_json(found)})
    elif found is None:
        say(options.words("consultation.since_none"))
    else:
        for line in since_lines(found, options.words):
            print(line)


def since_lines(found: "Since", words: Words) -> list[str]:
    """What changed, for people."""
    handed = found.handover
    code = "consultation.since_to" if handed.handed_to else "consultation.since"
    lines = [words(code, on=handed.handed_on, to=handed.handed_to)]
    lines.append(words("consultation.since_open", then=found.open_then, now=found.open_now))
    for name, texts in (
        ("asked", [c.question for c in found.asked]),
        ("answered", [f"{c.question} → {c.answer}" for c in found.answered]),
        ("decided", [c.decision for c in found.decided]),
    ):
        if texts:
            lines += [words(f"consultation.since_{name}"), *(f"  {text}" for text in texts)]
    if not found.changes:
        return [*lines, words("consultation.since_same")]
    nothing = words("consultation.nothing")
    said = [{**vars(c), "old": c.old or nothing, "new": c.new or nothing} for c in found.changes]
    changes = [f"  {words('consultation.change', **one)}" for one in said]
    return [*lines, words("consultation.since_changes", count=len(found.changes)), *changes]


def to_json(found: "Since") -> dict[str, Any]:
    """Version 1: ``{handed_on, to, file, sha256, open_then, open_now, asked[], answered[], decided[], changes[]}``."""
    handed = found.handover
    return {
        "handed_on": handed.handed_on,
        "to": handed.handed_to,
        "file": handed.file_name,
        "sha256": handed.file_sha256,
        "open_then": found.open_then,
        "open_now": found.open_now,
        "asked": [c.id for c in found.asked],
        "answered": [c.id for c in found.answered],
        "decided": [_consequence(c) for c in found.decided],
        "changes": [vars(change) for change in found.changes],
    }


def _setting(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise Refusal("bad-setting", USAGE, where=text, known="FIELD=VALUE")
    return name.strip(), value


def _lines(one: "Exchange", words: Words) -> list[str]:
    asked, none = one.consultation, words("consultation.no_day")
    code = "consultation.asked" if asked.who else "consultation.asked_no_who"
    lines = [f"{asked.id}  {words(code, on=asked.held_on or none, who=asked.who)}"]
    lines += [f"  {line}" for line in asked.question.splitlines()]
    if asked.answer is None:
        lines.append(f"  {words('consultation.waiting')}")
    else:
        lines.append(f"  {words('consultation.answered', on=asked.answered_on or none)}")
        lines += [f"    {line}" for line in asked.answer.splitlines()]
    for follows in one.consequences:
        kind = follows.about.partition("_")[0]
        field = words(f"field.{kind}.{follows.field}") if follows.field else ""
        code = "consultation.follows_field" if field else "consultation.follows"
        lines.append(f"  {words(code, on=follows.decided_on or none, field=field)}  {follows.decision}")
    return lines


def _exchange(one: "Exchange") -> dict[str, Any]:
    said = {"id": one.consultation.id, **one.consultation.says()}
    return {**said, "consequences": [_consequence(c) for c in one.consequences]}


def _consequence(one: "Consequence") -> dict[str, Any]:
    return {"id": one.id, **one.says()}
