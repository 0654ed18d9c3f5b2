"""Verbs on papers: attaching, listing, taking out, checking. Keys and direct submissions: ``cli.officer_papers``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hospital_onboard.cli import officer_papers
from hospital_onboard.cli.context import Options, give, progress, say
from hospital_onboard.cli.evidence_told import age, attached, finding, line, plain, tell, to_json, use_lines
from hospital_onboard.cli.inventory import Code, Json, table
from hospital_onboard.cli.passphrase import ask_passphrase
from hospital_onboard.domain.refusal import FINDINGS, USAGE, Refusal
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.work.attach import Order
    from hospital_onboard.work.desk import Desk

Papers = Annotated[str, typer.Argument(metavar="PAPER", help="証跡の ID または名称 / id or title of the evidence")]
For = Annotated[
    list[str] | None,
    typer.Option(
        "--for", help="示す対象（設備・委託・相手方の ID か名称） / what it shows: equipment, entrustment, party"
    ),
]
Measures = Annotated[list[str] | None, typer.Option("--measure", help="措置の番号 / measure, e.g. I-1-1")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    evidence = typer.Typer(help="証跡 / Evidence", no_args_is_help=True)
    evidence.command("add")(add)
    evidence.command("list")(list_)
    evidence.command("show")(show)
    evidence.command("use")(use)
    evidence.command("open")(open_)
    evidence.command("remove")(remove)
    evidence.command("check")(check)
    officer_papers.register(evidence)
    root.add_typer(evidence, name="evidence")


def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...")],
    about: Annotated[str, typer.Option("--about", help="何についての書類か（ID か名称） / what it is about")] = "",
    kind: Annotated[str, typer.Option("--kind", help="種類（コードか名称） / kind, as code or label")] = "",
    issued: Annotated[str, typer.Option("--issued", help="作成日・発行日 / issued on")] = "",
    valid_until: Annotated[str, typer.Option("--valid-until", help="有効期限 / valid until")] = "",
    title: Annotated[str, typer.Option("--title", help="名称（既定はファイル名） / title; default: file name")] = "",
    shown_for: For = None,
    measures: Measures = None,
    take_suggestions: Annotated[
        bool, typer.Option("--take-suggestions", help="名前から推測した種類・措置を採る / take what names suggest")
    ] = False,
    operator: Code = "",
    as_json: Json = False,
) -> None:
    """ファイルやフォルダーを証跡として添付する / Attach files or folders as evidence."""
    from hospital_onboard.work import attach

    options: Options = context.obj
    with options.desk() as desk, progress(str(files[0])) as report:
        said = {"about": about, "evidence_kind": kind, "issued_on": issued, "valid_until": valid_until, "title": title}
        order = _order(desk, said, shown_for or [], measures or [], take_suggestions, options.words)
        owner = _owner(desk, operator)
        done = attach.attach(desk, attach.look(files), order, operator=owner, progress=report)
    if as_json:
        give({"schema": "hospital-onboard/evidence-add/1", "files": [attached(one) for one in done]})
    else:
        tell(done, order, options.words)
    raise typer.Exit(FINDINGS if any(one.outcome == "refused" for one in done) else 0)


def list_(
    context: typer.Context,
    operator: Code = "",
    care: Annotated[bool, typer.Option("--care", help="要対応のものだけ / only what needs care")] = False,
    as_json: Json = False,
) -> None:
    """証跡の一覧 / List the evidence."""
    from hospital_onboard.work import evidence, who

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        everything = evidence.all_papers(desk, who.find_operator(desk, operator).id, options.lang)
    found = [paper for paper in everything if paper.needs_care or not care]
    if as_json:
        give({"schema": "hospital-onboard/evidence-list/1", "evidence": [to_json(paper) for paper in found]})
        return
    table([line(paper, words) for paper in found])
    count = sum(paper.needs_care for paper in everything)
    say(words("evidence.total", count=len(everything), care=count) if everything else words("evidence.none"))


def show(context: typer.Context, paper: Papers, operator: Code = "", as_json: Json = False) -> None:
    """一つの証跡の内容と使いみち / Show one paper and what it is shown for."""
    from hospital_onboard.work import evidence, who
    from hospital_onboard.work.show import named_by, shown

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        record = evidence.one(desk, paper)
        named = named_by(desk, record)
        owner = who.find_operator(desk, operator).id
        found = next((p for p in evidence.all_papers(desk, owner, options.lang) if p.evidence.id == record.id), None)
    if as_json:
        said = to_json(found) if found else plain(record)
        give({"schema": "hospital-onboard/evidence-show/1", "evidence": said})
        return
    table([(words(f"field.evidence.{n}"), shown(record, n, options.lang, named.get)) for n in record.says()])
    if found is not None:
        print(f"{words(f'evidence.file.{found.file}')}  {age(found, words)}")
        for line in use_lines(found, words):
            print(f"  {line}")


def use(
    context: typer.Context, paper: Papers, shown_for: For = None, measures: Measures = None, operator: Code = ""
) -> None:
    """同じ証跡をほかの措置・計画にも使う / Show a paper for more measures or subjects."""
    from hospital_onboard.work import evidence

    options: Options = context.obj
    with options.desk() as desk:
        record = evidence.one(desk, paper)
        subjects = tuple(read(desk, "exhibit", "subject", text, "--for", options.words) for text in shown_for or [])
        items = _items(measures or [])
        count = evidence.show_for(desk, record, subjects, items, _owner(desk, operator))
    say(options.words("evidence.shown", count=count))


def open_(
    context: typer.Context,
    paper: Papers,
    out: Annotated[Path | None, typer.Argument(help="書き出す先（既定は一時フォルダー） / where to write it")] = None,
) -> None:
    """添付したファイルを書き出して開く / Write the file out, and open it where there is a viewer."""
    import tempfile

    from hospital_onboard.work import evidence, papers, viewer

    options: Options = context.obj
    with options.desk() as desk:
        record = evidence.one(desk, paper)
        personal = papers.is_personal(record)
        if out is None and personal:
            raise Refusal("needs-out", USAGE, where=record.title)
        folder = out or Path(tempfile.mkdtemp(prefix="hospital_onboard-"))
        written = evidence.take_out(desk, record, folder, ask_passphrase(options.words))
    print(written)
    seen = out is None and viewer.show(written)
    code = "evidence.written" if out is not None else "evidence.opened" if seen else "evidence.not_opened"
    say(options.words(code, path=written))
    if personal:
        say(options.words("evidence.plain_copy"))


def remove(
    context: typer.Context,
    paper: Papers,
    with_file: Annotated[bool, typer.Option("--with-file", help="ファイルも消す / delete the file too")] = False,
    operator: Code = "",
) -> None:
    """証跡を削除する / Remove a paper and its uses."""
    from hospital_onboard.work import evidence

    options: Options = context.obj
    with options.desk() as desk:
        evidence.remove(desk, evidence.one(desk, paper), with_file=with_file, operator=_owner(desk, operator))
    say(options.words("evidence.removed_with_file" if with_file else "evidence.removed"))


def check(
    context: typer.Context,
    mend: Annotated[bool, typer.Option("--mend", help="暗号化すべきものを暗号化する / encrypt what must be")] = False,
    delete_orphans: Annotated[
        bool, typer.Option("--delete-orphans", help="使われていないファイルを消す / delete files nobody names")
    ] = False,
    as_json: Json = False,
) -> None:
    """ファイルがそろい、添付したときのままか確かめる / Check that every file is there and unchanged."""
    from hospital_onboard.work import paper_check

    options: Options = context.obj
    words = options.words
    with options.desk() as desk:
        with progress(words("evidence.total", count="", care="")) as report:
            found = paper_check.check(desk, report)
        mended = 0
        if mend or delete_orphans:
            mended = paper_check.mend(desk, found.findings, delete_orphans=delete_orphans)
            found = paper_check.check(desk)
    if as_json:
        findings = [finding(one) for one in found.findings]
        head = {"schema": "hospital-onboard/evidence-check/1", "papers": found.papers, "files": found.files}
        give({**head, "findings": findings})
    else:
        table(
            [
                (words(f"evidence.finding.{f.code}"), f.evidence.title if f.evidence else f.sha256)
                for f in found.findings
            ]
        )
    if mended:
        say(words("evidence.mended", count=mended))
    code = "evidence.check_found" if found.findings else "evidence.check_whole"
    say(words(code, papers=found.papers, files=found.files, count=len(found.findings)))
    raise typer.Exit(FINDINGS if found.findings else 0)


def read(desk: "Desk", kind: str, field: str, text: str, option: str, words: Words) -> Any:
    """The value of an option that is a field of a record.

    Raises:
        Refusal: ``not-understood`` naming the option.
    """
    from hospital_onboard.domain.kinds import KINDS
    from hospital_onboard.work import edit

    read = edit.read(desk, KINDS[kind], field, text)
    if read.value is None and text:
        wanted = words(f"wanted.{read.code}", **read.params) if words.has(f"wanted.{read.code}") else ""
        raise Refusal("not-understood", USAGE, where=option, seen=text, wanted=wanted)
    return read.value


def _order(
    desk: "Desk", said: dict[str, str], shown_for: Sequence[str], measures: Sequence[str], take: bool, words: Words
) -> "Order":
    from hospital_onboard.work.attach import Order

    options = {"evidence_kind": "--kind", "issued_on": "--issued", "valid_until": "--valid-until"}
    values = {
        name: read(desk, "evidence", name, text, options.get(name, f"--{name}"), words) for name, text in said.items()
    }
    subjects = tuple(read(desk, "exhibit", "subject", text, "--for", words) for text in shown_for)
    if not subjects and values["about"] and str(values["about"]).startswith(("equipment_", "entrustment_")):
        subjects = (values["about"],) if measures or take else ()
    values["kind"] = values.pop("evidence_kind")
    return Order(**values, subjects=subjects, items=_items(measures), take_suggestions=take)


def _items(measures: Sequence[str]) -> tuple[str, ...]:
    from hospital_onboard.reference.measures import measure

    for item in measures:
        try:
            measure(item)
        except KeyError as fault:
            raise Refusal("unknown-measure", USAGE, where=item) from fault
    return tuple(measures)


def _owner(desk: "Desk", said: str) -> str:
    """Whose trail the act belongs to: the operator that was named, else the one worked on last, else nobody's."""
    from hospital_onboard.work import who

    if said:
        return who.find_operator(desk, said).id
    likely = who.likely_operator(desk)
    return "" if likely is None else likely.id
