"""The phase-in in words: gaps one by one, short, or with the areas of one kind named together."""

from collections.abc import Iterable

from hospital_onboard.domain.coverage import Gap
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.phase_areas import area_name


def gap_text(gap: Gap, scheme: str, lang: Lang, *, short: bool = False) -> str:
    """四国: 施行時の病院がまだ提案されていません。 Or in a few words."""
    say, target = words(lang), gap.target
    when = say(f"phase.when.{target.rule}")
    name = area_name(target, scheme, lang)
    table = "gap_short" if short else "gap"
    return say(f"{table}.{gap.lack}", area=name, when=when, short=gap.short, count=target.candidates)


def gap_lines(gaps: Iterable[Gap], scheme: str, lang: Lang) -> tuple[str, ...]:
    """Every gap in words; areas without any hospital in the store are named in one line for each rule."""
    every = list(gaps)
    lines = [gap_text(gap, scheme, lang) for gap in every if gap.lack != "none_registered"]
    return (*lines, *grouped((gap for gap in every if gap.lack == "none_registered"), scheme, lang))


def grouped(gaps: Iterable[Gap], scheme: str, lang: Lang) -> tuple[str, ...]:
    """One line for each rule and lack, with all its areas."""
    groups: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        groups.setdefault((gap.target.rule, gap.lack), []).append(gap)
    say = words(lang)
    return tuple(
        say(
            f"gap_group.{lack}",
            when=say(f"phase.when.{rule}"),
            areas=say("list.comma").join(area_name(gap.target, scheme, lang) for gap in several),
        )
        for (rule, lack), several in groups.items()
    )
