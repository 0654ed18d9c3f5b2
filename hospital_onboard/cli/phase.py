"""Verbs of the phase-in: where it stands, candidates compared, what-if plans, what a bureau writes down."""

from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli.context import Options, give, progress, say
from hospital_onboard.cli.inventory import Json, table
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.coverage import Target
    from hospital_onboard.work.phase import Status

Bureau = Annotated[str, typer.Option("--bureau", help="地方厚生（支）局: 四国 | shikoku / regional bureau")]
Prefecture = Annotated[str, typer.Option("--prefecture", help="都道府県: 36 | 徳島 / prefecture")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    phase = typer.Typer(help="段階的な指定（地域） / The phase-in by region", no_args_is_help=True)
    phase.command("status")(phase_status)
    root.add_typer(phase, name="phase")


def phase_status(
    context: typer.Context, bureau: Bureau = "", prefecture: Prefecture = "", as_json: Json = False
) -> None:
    """目標に対する指定と届出準備の状況 / Coverage against the targets."""
    from hospital_onboard.work import phase as work

    options: Options = context.obj
    where = work.within(bureau, prefecture)
    with options.desk() as desk:
        with progress(options.words("phase.working_out")) as told:
            found = work.status(desk, where, progress=told)
        if as_json:
            give(work.to_json(desk, found, options.lang))
            return
        resting = work.resting_on(desk, found.whole, options.lang)
    _tell_status(found, options)
    for _, _, text in resting:
        say(text)
    for key in found.whole.missing:
        say(options.words(f"phase.missing.{key}"))


def _tell_status(found: "Status", options: Options) -> None:
    from hospital_onboard.work import phase as work

    words = options.words
    for rule in ("at_commencement", "third_year"):
        targets = [target for target in found.targets if target.rule == rule]
        if not targets:
            continue
        due = targets[0].due
        met = sum(target.met for target in targets)
        print(words("phase.heading", rule=words(f"phase.rule.{rule}"), due=due or "—", met=met, of=len(targets)))
        table([_target(target, work.area_name(target, found.whole.scheme, options.lang), words) for target in targets])
        print()
    for gap in found.gaps:
        print(work.gap_text(gap, found.whole.scheme, options.lang))
    say(words("phase.note"))


def _target(target: "Target", name: str, words: Words) -> tuple[str, ...]:
    ready = "—" if target.file_ready is None else str(target.file_ready)
    return (
        f"  {name}",
        words(f"target_state.{target.state}"),
        words("phase.designated_of", designated=target.designated, required=target.required),
        words("phase.proposed_count", count=target.proposed),
        words("phase.candidate_count", count=target.candidates),
        words("phase.ready_count", count=ready),
    )
