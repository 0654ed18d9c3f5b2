"""Verbs that exchange workbooks: writing the template, importing what came back, asking again."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hospital_onboard.cli.context import Force, Options, give, progress, say
from hospital_onboard.cli.inventory import Code, Json
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import FINDINGS, INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.store.receipts import Receipt
    from hospital_onboard.work.desk import Desk

Codes = Annotated[
    list[str], typer.Option("--operator", help="保険医療機関コード・ID・名称 / institution code, id or name")
]
Parties = Annotated[list[str], typer.Option("--party", help="相手方の ID・番号・名称 / id, number or name of a vendor")]
#: Further places of one cause that are named, of however many.
_MOST_PLACES = 20
Personal = Annotated[
    bool,
    typer.Option(
        "--with-personal", help="役員の生年月日・国籍も記入する（記録に残る） / fill in birth dates; kept in the trail"
    ),
]
_CELL = re.compile(r"(?P<sheet>.+)!\$?[A-Za-z]{0,3}\$?(?P<row>[0-9]{1,7})")


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    template = typer.Typer(help="記入用のひな型 / Workbooks to fill in", no_args_is_help=True)
    template.command("inventory")(template_inventory)
    template.command("vendor")(template_vendor)
    template.callback()(_template)
    root.add_typer(template, name="template")
    root.command("import")(import_files)
    root.command("chase")(chase)


def _template() -> None:
    """記入用のひな型 / Workbooks to fill in."""


def template_inventory(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    operator: Code = "",
    force: Force = False,
    personal: Personal = False,
) -> None:
    """自院の一覧のひな型を書く（分かっていることは記入済み） / Write the inventory workbook, pre-filled."""
    from hospital_onboard.work import who, write_template

    options: Options = context.obj
    with options.desk() as desk:
        owner = who.find_operator(desk, operator).id
        count = write_template.inventory(desk, out, owner, personal=personal, replace=force)
    say(options.words("cli.template_written", out=out, count=count))


def template_vendor(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx|FOLDER")],
    operator: Codes = [],  # noqa: B006 - typer reads the default
    party: Parties = [],  # noqa: B006
    force: Force = False,
    personal: Personal = False,
) -> None:
    """供給者・委託先への確認票を書く（OUT.xlsx は 1 通に、フォルダーは相手方ごとに） / Write the vendor workbooks."""
    from hospital_onboard.work import asking, write_template

    options: Options = context.obj
    with options.desk() as desk:
        parties = [found.id for found in asking.find_parties(desk, party)]
        owners = _operators(desk, operator)
        sent = write_template.vendors(desk, out, owners, parties, personal=personal, replace=force)
    for one in sent:
        owed, names = sum(one.owed.values()), options.words("list.comma").join(one.parties.values())
        say(options.words("cli.vendor_sent", path=one.path, parties=names, owed=owed, filled=one.filled))
    say(options.words("cli.vendor_done", count=len(sent)))


def chase(
    context: typer.Context,
    operator: Codes = [],  # noqa: B006
    party: Parties = [],  # noqa: B006
    mail: Annotated[bool, typer.Option("--mail", help="依頼の文面（日英） / letters to paste into a mail")] = False,
    as_json: Json = False,
) -> None:
    """依頼、受領、未回答の一覧 / What was asked, what came, what is still owed."""
    from hospital_onboard.work import asking, letters
    from hospital_onboard.work import chase as work

    options: Options = context.obj
    with options.desk() as desk:
        parties = [found.id for found in asking.find_parties(desk, party)]
        found = work.chase(desk, _operators(desk, operator), parties)
    if as_json:
        give(work.to_json(found, options.lang))
    elif mail:
        print(letters.to_mail(found))
    else:
        print("\n".join(work.to_text(found, options.lang)))
        say(options.words("chase.total", count=len(found.vendors)))
    raise typer.Exit(FINDINGS if found.nameless or any(one.owed for one in found.vendors) else 0)


def _operators(desk: "Desk", said: Sequence[str]) -> list[str]:
    """Ids of the operators that were named; of all when none was."""
    from hospital_onboard.work import who

    if said:
        return [who.find_operator(desk, one).id for one in said]
    known = [operator.id for operator in who.operators(desk)]
    if not known:
        raise Refusal("no-operator-yet")
    return known


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確認だけ / only check")] = False,
    operator: Code = "",
    issues: Annotated[Path | None, typer.Option(help="指摘つきの写し / a copy with the cells marked")] = None,
    accept: Annotated[
        list[str], typer.Option(help="確認の要る行も取り込む（シート!行、all） / also take rows to be looked at")
    ] = [],  # noqa: B006
    same: Annotated[
        list[str], typer.Option(help="「シート!B3=相手方のID」は同じ相手方 / the row means this recorded party")
    ] = [],  # noqa: B006
    answers_of: Annotated[
        list[str], typer.Option("--from", help="誰の回答か（相手方） / whose answers the file holds")
    ] = [],  # noqa: B006
    sheet: Annotated[str, typer.Option(help="CSV がどのシートか（例 component） / which sheet a CSV is")] = "",
    equipment: Annotated[str, typer.Option(help="SBOM・開示書の対象の設備 / what an SBOM is about (ID|name)")] = "",
    every: Annotated[bool, typer.Option("--all", help="SBOM のライブラリーも / also an SBOM's libraries")] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """記入済みのファイルを取り込む / Import filled-in workbooks."""
    from hospital_onboard.work import asking, attach_questionnaire, import_workbook, who
    from hospital_onboard.work.other_formats import Hints
    from hospital_onboard.work.vendor_import import language_of

    options: Options = context.obj
    hints = Hints(sheet, equipment, every, options.lang)
    copies = _copies(issues, files, force=force)
    shapes: list[dict[str, Any]] = []
    code = 0
    with options.desk() as desk:
        mine = who.find_operator(desk, operator) if operator else who.likely_operator(desk)
        owner = mine.id if mine else None
        parties = [found.id for found in asking.find_parties(desk, answers_of)]
        meant = _same(desk, same)
        for file, copy in zip(files, copies, strict=True):
            with progress(options.words("cli.reading")) as report:
                preview = import_workbook.preview(
                    desk, file, owner, progress=report, same=meant, hints=hints, parties=parties
                )
            receipt = None
            if not dry_run and not preview.refused and (preview.changes or preview.aliases):
                chosen = _accepted(preview, accept)
                receipt = import_workbook.commit(desk, preview, accept=chosen, operator_id=owner or "")
            _tell(preview, options.words)
            if copy is not None and preview.issues and not preview.refused:
                lang = options.lang if options.lang_said else language_of(desk, preview.parties, options.lang)
                listed = import_workbook.write_issue_copy(desk, file, preview, copy, lang, replace=force)
                say(options.words("cli.issue_copy", out=copy, count=listed))
            _tell_end(preview, receipt, dry_run, options.words)
            for line in attach_questionnaire.told(desk, preview, options.lang):
                say(line)
            shapes.append(import_workbook.to_json(preview, receipt, options.lang))
            code = max(code, _exit_code(preview))
    if as_json:
        give({"schema": import_workbook.SCHEMA, "files": shapes})
    raise typer.Exit(code)


def _cell(text: str, said: str) -> tuple[str, int]:
    found = _CELL.fullmatch(text.strip())
    if found is None:
        raise Refusal("bad-same", USAGE, where=said)
    return found["sheet"].strip("'"), int(found["row"])


def _same(desk: "Desk", said: Sequence[str]) -> Mapping[tuple[str, int], str]:
    """``相手方!B3=party_x`` -> the row and the recorded party that it means."""
    from hospital_onboard.work import asking

    found = {}
    for text in said:
        cell, parted, party = text.rpartition("=")
        if not parted or not party.strip():
            raise Refusal("bad-same", USAGE, where=text)
        found[_cell(cell, text)] = asking.find_parties(desk, [party.strip()])[0].id
    return found


def _accepted(preview: Preview, said: Sequence[str]) -> set[tuple[str, int]] | None:
    """The rows to take: what needs no looking at, and what was named; None for the former alone."""
    from hospital_onboard.work import import_workbook

    if not said:
        return None
    if "all" in said:
        return {(row.sheet, row.number) for row in preview.rows if row.change is not None}
    return import_workbook.acceptable(preview) | {_cell(text, text) for text in said}


def _copies(out: Path | None, files: Sequence[Path], *, force: bool) -> list[Path | None]:
    """Where the marked copy of each file goes; each of several files gets its own. Refused before anything is read."""
    from hospital_onboard.report.issue_copy import may_write
    from hospital_onboard.report.written import suffix_of

    if out is None:
        return [None] * len(files)
    suffix_of(out, (".xlsx",))
    names = [file.stem for file in files]
    ends = [stem if names.count(stem) == 1 else f"{n}-{stem}" for n, stem in enumerate(names, start=1)]
    copies = [out] if len(files) == 1 else [out.with_name(f"{out.stem}-{end}{out.suffix}") for end in ends]
    for file, copy in zip(files, copies, strict=True):
        may_write(file, copy, replace=force)
    return list(copies)


def _exit_code(preview: Preview) -> int:
    if preview.refused:
        return INPUT_REFUSED
    return FINDINGS if any(issue.severity == "row" for issue in preview.issues) else 0


def _tell(preview: Preview, words: Words) -> None:
    """Counts, then every finding with its place, what was seen and what is wanted."""
    if not preview.refused:
        say(words("cli.import_counts", file=preview.file, **preview.counts))
    for issue in preview.issues:
        if issue.severity == "refuse":
            where = f"{preview.file}: {issue.place}" if issue.place.row else preview.file
            said = (words(f"{part}.{issue.code}", **issue.params) for part in ("issue", "wanted"))
            say(f"{where}: {' '.join(said)}")
            continue
        wanted = words(f"wanted.{issue.code}", **issue.params)
        place = issue.place
        say(words("cli.issue_line", place=place, header=place.header, seen=issue.seen or "—", wanted=wanted))
        if "candidate_id" in issue.params:
            params = {"party": issue.params["candidate_id"], "candidate": issue.params["candidate"]}
            say(words("cli.similar_same", place=place, **params))
        if issue.also:
            places = [str(also) for also in issue.also[:_MOST_PLACES]] + ["…"] * (len(issue.also) > _MOST_PLACES)
            say(words("cli.issue_also", places=words("list.comma").join(places), count=len(issue.also)))


def _tell_end(preview: Preview, receipt: "Receipt | None", dry_run: bool, words: Words) -> None:
    if preview.refused:
        return
    held = sum(1 for row in preview.rows if row.change and any(issue.held for issue in row.issues))
    if held and (receipt is None or receipt.counts.get("left_out")):
        say(words("cli.import_held", count=held))
    if receipt is not None and receipt.counts.get("completed"):
        say(words("cli.import_completed", count=receipt.counts["completed"]))
    if preview.counts["refused"]:
        say(words("cli.import_left", count=preview.counts["refused"]))
    if dry_run:
        say(words("cli.import_previewed"))
    elif receipt is None:
        say(words("cli.import_unchanged" if not preview.counts["refused"] else "cli.nothing_changed"))
    else:
        count = sum(receipt.counts.get(name, 0) for name in ("new", "changed"))
        say(words("cli.import_done", count=count, receipt=receipt.id, seq=receipt.seq))
