"""Verbs on the rules themselves. They need no store."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Options, day, give, say
from hospital_onboard.cli.inventory import Json, table
from hospital_onboard.domain.refusal import FINDINGS, Refusal
from hospital_onboard.text.width import cut
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:  # the rules are read only by those who ask for them
    from hospital_onboard.work.lawbook import Book, Entry, Held

Folder = Annotated[
    str, typer.Option("--folder", help="規則のフォルダー（既定は同梱の espa） / a folder of rules; the shipped one")
]
#: Cells that a list gives to what may be long.
_LABEL, _VALUE, _SOURCE = 44, 44, 56
On = Annotated[str | None, typer.Option("--on", help="基準日 / law day")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    rules = typer.Typer(help="規則（値・根拠・版） / The rules: values, sources, editions", no_args_is_help=True)
    rules.command("list")(rules_list)
    rules.command("show")(rules_show)
    rules.command("check")(rules_check)
    rules.command("diff")(rules_diff)
    rules.command("stale")(rules_stale)
    root.add_typer(rules, name="rules")


def rules_list(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="parameter | table | duty | change | requirement | instrument | view")] = "",
    on: On = None,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """すべての値と根拠の一覧 / Every value with its source and standing."""
    from hospital_onboard.work import lawbook

    options: Options = context.obj
    law_day, words = _law_day(options, on), options.words
    book = lawbook.book(law_day, options.lang, folder)
    found = [entry for entry in book.entries if kind in ("", entry.kind)]
    if as_json:
        shown = [book.to_json(entry) for entry in found]
        head = {"schema": "hospital-onboard/rules-list/1", "on": law_day.isoformat(), "digest": book.edition.digest}
        give({**head, "entries": shown})
        return
    table([_line(book, entry, words) for entry in found])
    say(words("lawbook.listed", count=len(found), on=law_day, digest=book.edition.digest[:12]))
    for text in book.assumptions:
        say(text)


def rules_show(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="ID、または 種類:ID / id, or kind:id")],
    on: On = None,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """一つの規則の履歴と引用 / One entry with its history and quotes."""
    from hospital_onboard.work import lawbook

    options: Options = context.obj
    law_day, words = _law_day(options, on), options.words
    book = lawbook.book(law_day, options.lang, folder)
    entry = lawbook.one(entry_id, folder)
    if as_json:
        shown = book.to_json(entry, whole=True)
        give({"schema": "hospital-onboard/rules-show/1", "on": law_day.isoformat(), "entry": shown})
        return
    print(f"{entry.id}  {book.label(entry)}")
    print(words("lawbook.from_file", file=entry.file, checked_on=entry.checked_on or "—"))
    for line in (*book.conditions(entry), *([entry.note.of(options.lang)] if entry.note is not None else [])):
        print(f"  {line}")
    current = entry.at(law_day)
    for held in (*entry.history, *entry.recommended):
        mark = words("lawbook.current") if held is current else ""
        _tell_held(book, entry, held, mark)


def rules_check(context: typer.Context, folder: Folder = "", as_json: Json = False) -> None:
    """規則のファイルを厳密に読む（誤りがあれば終了コード 3） / Load the rules strictly; exit 3 on a fault."""
    from hospital_onboard.work import lawbook

    options: Options = context.obj
    checked = lawbook.check(folder)
    if as_json:
        give(
            {
                "schema": "hospital-onboard/rules-check/1",
                "folder": str(checked.folder),
                "digest": checked.digest,
                "counts": checked.counts,
            }
        )
        return
    words = options.words
    table([(words(f"lawbook_kind.{kind}"), str(count)) for kind, count in checked.counts.items()])
    say(words("lawbook.sound", folder=checked.folder, digest=checked.digest))


def rules_diff(
    context: typer.Context,
    folders: Annotated[
        list[str] | None, typer.Argument(metavar="[A] [B]", help="フォルダー。一つなら同梱との差 / one: against ours")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="一つ目の基準日 / first law day")] = None,
    other: Annotated[str | None, typer.Option("--and", help="二つ目の基準日 / second law day")] = None,
    as_json: Json = False,
) -> None:
    """版の差、または二つの基準日の差（差があれば終了コード 1） / Differences of editions or law days; exit 1 if any."""
    from hospital_onboard.work import lawbook

    options: Options = context.obj
    first, second = day(on, "--on"), day(other, "--and")
    said = folders or []
    if (first is None) != (second is None) or len(said) > (1 if second else 2) or not (second or said):
        raise Refusal("bad-rules-diff", where=" ".join(said))
    sides: list[dict[str, str]]
    if first is not None and second is not None:
        folder = said[0] if said else ""
        found = lawbook.diff_days(first, second, folder)
        digest = lawbook.edition(folder).digest
        sides = [{"on": each.isoformat(), "digest": digest} for each in (first, second)]
    else:
        pair = said if len(said) == 2 else ["", said[0]]
        found = lawbook.diff(*pair)
        sides = [{"folder": str(lawbook.folder_of(one)), "digest": lawbook.edition(one).digest} for one in pair]
    if as_json:
        a, b = sides
        give({"schema": "hospital-onboard/rules-diff/1", "a": a, "b": b, "differences": lawbook.diff_json(found)})
    else:
        table([(one.file, one.entry, one.field, one.old or "—", "→", one.new or "—") for one in found])
        say(options.words("lawbook.differences", count=len(found)))
    raise typer.Exit(FINDINGS if found else 0)


def rules_stale(
    context: typer.Context,
    months: Annotated[int | None, typer.Option(min=0, max=1200, help="月数 / months")] = None,
    on: On = None,
    folder: Folder = "",
    as_json: Json = False,
) -> None:
    """しばらく確認していない規則（あれば終了コード 1） / What nobody checked for long; exit 1 if any."""
    from hospital_onboard.work import lawbook

    options: Options = context.obj
    law_day, words = _law_day(options, on), options.words
    months = lawbook.STALE_AFTER if months is None else months
    found = lawbook.stale(law_day, months, folder)
    if as_json:
        shown = [{"kind": s.entry.kind, "id": s.entry.id, "checked_on": s.checked_on.isoformat()} for s in found]
        head = {"schema": "hospital-onboard/rules-stale/1", "on": law_day.isoformat(), "months": months}
        give({**head, "entries": shown})
    else:
        kinds = {s.entry.kind: words(f"lawbook_kind.{s.entry.kind}") for s in found}
        table([(s.checked_on.isoformat(), kinds[s.entry.kind], s.entry.id) for s in found])
        say(words("lawbook.stale", count=len(found), months=months, on=law_day))
    raise typer.Exit(FINDINGS if found else 0)


def _law_day(options: Options, on: str | None) -> date:
    from hospital_onboard.work import lawbook

    return lawbook.law_day(day(on, "--on") or options.on)


def _line(book: "Book", entry: "Entry", words: Words) -> tuple[str, ...]:
    """An entry in a list; long texts are cut, ``rules show`` has them whole."""
    held = entry.at(book.on)
    standing = "" if held is None else book.standing(entry, held)
    source = "" if held is None or held.source is None else f"{held.source.document} {held.source.article}"
    texts = (cut(book.label(entry), _LABEL), cut(book.value(entry), _VALUE), standing, cut(source, _SOURCE))
    return (entry.id, *texts, "" if entry.checked_on is None else entry.checked_on.isoformat())


def _tell_held(book: "Book", entry: "Entry", held: "Held", mark: str) -> None:
    since = held.first_day.isoformat() if held.first_day is not None else ""
    until = f"〜{held.last_day.isoformat()}" if held.last_day is not None else ""
    parts = (f"{since}{until}", book.said(entry, held), book.standing(entry, held), mark)
    print("  ".join(part for part in parts if part))
    for line in book.cited(held):
        print(f"    {line}")
