"""Verbs that exchange workbooks: writing the template, importing what came back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hospital_onboard.cli.context import Options, give, progress, say
from hospital_onboard.cli.inventory import Code, Json
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import FINDINGS, INPUT_REFUSED
from hospital_onboard.text.wording import Words


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    template = typer.Typer(help="記入用のひな型 / Workbooks to fill in", no_args_is_help=True)
    template.command("inventory")(template_inventory)
    template.callback()(_template)
    root.add_typer(template, name="template")
    root.command("import")(import_files)


def _template() -> None:
    """記入用のひな型 / Workbooks to fill in."""


def template_inventory(
    context: typer.Context, out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")], operator: Code = ""
) -> None:
    """自院の一覧のひな型を書く（分かっていることは記入済み） / Write the inventory workbook, pre-filled."""
    from hospital_onboard.work import who, write_template

    options: Options = context.obj
    with options.desk() as desk:
        count = write_template.inventory(desk, out, who.find_operator(desk, operator).id)
    say(options.words("cli.template_written", out=out, count=count))


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確認だけ / only check")] = False,
    operator: Code = "",
    issues: Annotated[Path | None, typer.Option(help="指摘つきの写し / a copy with the cells marked")] = None,
    sheet: Annotated[str, typer.Option(help="CSV がどのシートか（例 component） / which sheet a CSV is")] = "",
    equipment: Annotated[str, typer.Option(help="SBOM・開示書の対象の設備 / what an SBOM is about (ID|name)")] = "",
    every: Annotated[bool, typer.Option("--all", help="SBOM のライブラリーも / also an SBOM's libraries")] = False,
    as_json: Json = False,
) -> None:
    """記入済みのファイルを取り込む / Import filled-in workbooks."""
    from hospital_onboard.work import attach_questionnaire, import_workbook, who
    from hospital_onboard.work.other_formats import Hints

    options: Options = context.obj
    hints = Hints(sheet, equipment, every)
    shapes: list[dict[str, Any]] = []
    code = 0
    with options.desk() as desk:
        mine = who.find_operator(desk, operator) if operator else who.likely_operator(desk)
        owner = mine.id if mine else None
        for file in files:
            with progress(options.words("cli.reading")) as report:
                preview = import_workbook.preview(desk, file, owner, progress=report, hints=hints)
            receipt = None
            if not dry_run and not preview.refused and preview.changes:
                receipt = import_workbook.commit(desk, preview, operator_id=owner or "")
            _tell(preview, options.words)
            if issues is not None and preview.issues and not preview.refused:
                import_workbook.write_issue_copy(desk, file, preview, issues, options.lang)
                say(options.words("cli.issue_copy", out=issues))
            _tell_end(preview, receipt, dry_run, options.words)
            for line in attach_questionnaire.told(desk, preview, options.lang):
                say(line)
            shapes.append(import_workbook.to_json(preview, receipt, options.lang))
            code = max(code, _exit_code(preview))
    if as_json:
        give({"schema": import_workbook.SCHEMA, "files": shapes})
    raise typer.Exit(code)


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
        if issue.also:
            say(words("cli.issue_also", places="、".join(str(also) for also in issue.also[:20]), count=len(issue.also)))


def _tell_end(preview: Preview, receipt: Any, dry_run: bool, words: Words) -> None:
    if preview.refused:
        return
    if preview.counts["refused"]:
        say(words("cli.import_left", count=preview.counts["refused"]))
    if dry_run:
        say(words("cli.import_previewed"))
    elif receipt is None:
        say(words("cli.import_unchanged" if not preview.counts["refused"] else "cli.nothing_changed"))
    else:
        count = sum(receipt.counts.get(name, 0) for name in ("new", "changed"))
        say(words("cli.import_done", count=count, receipt=receipt.id, seq=receipt.seq))
