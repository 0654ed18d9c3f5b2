"""Verbs of the phase-in: where it stands, and candidates compared criterion by criterion."""

from typing import TYPE_CHECKING, Annotated

import typer

from hospital_onboard.cli import phase_plans, phase_records
from hospital_onboard.cli.context import Options, give, progress, say
from hospital_onboard.cli.inventory import Json, table
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.coverage import Candidate, Target
    from hospital_onboard.work.phase import Status
    from hospital_onboard.work.phase_compare import Comparison

Bureau = Annotated[str, typer.Option("--bureau", help="地方厚生（支）局: 四国 | shikoku / regional bureau")]
Prefecture = Annotated[str, typer.Option("--prefecture", help="都道府県: 36 | 徳島 / prefecture")]


def register(root: typer.Typer) -> None:
    """Hang the verbs on the root."""
    phase = typer.Typer(help="段階的な指定（地域） / The phase-in by region", no_args_is_help=True)
    phase.command("status")(phase_status)
    phase.command("compare")(phase_compare)
    phase_records.register(phase)
    phase_plans.register(phase)
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
    from hospital_onboard.work import phase_areas, phase_text

    words = options.words
    for rule in ("at_commencement", "third_year"):
        targets = [target for target in found.targets if target.rule == rule]
        if not targets:
            continue
        due = targets[0].due
        met = sum(target.met for target in targets)
        print(words("phase.heading", rule=words(f"phase.rule.{rule}"), due=due or "—", met=met, of=len(targets)))
        table(
            [
                _target(target, phase_areas.area_name(target, found.whole.scheme, options.lang), words)
                for target in targets
            ]
        )
        print()
    for line in phase_text.gap_lines(found.gaps, found.whole.scheme, options.lang):
        print(line)
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


def phase_compare(
    context: typer.Context,
    bureau: Bureau = "",
    prefecture: Prefecture = "",
    operator: Annotated[list[str] | None, typer.Option("--operator", help="比べる病院 / hospitals to compare")] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="CRITERION=N", help="自分の重み、0 で取り消し / your weight, 0 takes it away"),
    ] = None,
    as_json: Json = False,
) -> None:
    """候補を観点ごとに比べる（重みは保存し、結果に示す） / Candidates by criterion; weights are kept and shown"""
    from hospital_onboard.work import phase as work
    from hospital_onboard.work import phase_compare as comparing
    from hospital_onboard.work import phase_record

    options: Options = context.obj
    where, given = work.within(bureau, prefecture), comparing.read_weights(weight or [])
    with options.desk() as desk:
        named = [phase_record.hospital(desk, code).id for code in operator or []]
        if given:
            comparing.keep_weights(desk, given)
        found = comparing.compare(desk, options.lang, where, named)
    if as_json:
        give(comparing.to_json(found, options.lang))
        return
    _tell_comparison(found, options.words)


def _tell_comparison(found: "Comparison", words: Words) -> None:
    from hospital_onboard.work import phase_compare as comparing

    weighs = any(found.weights.values())
    heads = ("", words("compare.points") if weighs else "", *(words.choice("criterion", c) for c in comparing.CRITERIA))
    table([heads, *(_candidate(one, words) for one in found.candidates)])
    print()
    for one in found.candidates:
        print(one.phase.operator.name)
        for given in one.answers:
            label = words.choice("criterion", given.criterion)
            text = comparing.said_of(given.criterion, given.said, words)
            print(f"  {label}: {text}{_from(given.source, given.as_of, words)}")
            for other in given.differing:
                text = f"{words('compare.differs')}: {comparing.said_of(given.criterion, other.said, words)}"
                print(f"    {text}{_from(other.source, other.as_of, words)}")
        for added in one.contributions:
            name = words.choice("criterion", added.criterion)
            print(f"  {words('compare.adds', criterion=name, points=comparing.span(added))}")
    say(comparing.weights_text(found, words))
    if weighs:
        for criterion, given_weight in found.weights.items():
            if given_weight:
                say(f"  {comparing.rule_said(criterion, words)}")
    say(words("compare.total", count=len(found.candidates), unknown=found.unknown))


def _candidate(one: "Candidate", words: Words) -> tuple[str, ...]:
    from hospital_onboard.work import phase_compare as comparing

    said = (comparing.said_of(given.criterion, given.said, words) for given in one.answers)
    return (one.phase.operator.name, comparing.points(one), *said)


def _from(source: str, as_of: str, words: Words) -> str:
    if not source:
        return ""
    return f"  {words('compare.from', source=source, as_of=as_of or words('compare.as_of_unknown'))}"
