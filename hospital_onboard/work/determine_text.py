"""A determination as text: printed alone, it can be followed to each article and each cell or form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hospital_onboard.domain.determination import Deadline, Determination
from hospital_onboard.rules.duty.explain import Teller, tone
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.determine import Determined, differences, teller

#: Rules about the plan or the operator are told in full; those about its many parts one line each, with their facts.
_IN_FULL: Final = frozenset({"plan", "operator"})
_CARD: Final = "cyber_incident_report"
#: What can be read of a determination besides each of its rules.
CHAPTERS: Final = ("conclusion", "missing", "assumptions", "cyber_card")


@dataclass(frozen=True)
class Chapter:
    """A part of the text: one of ``CHAPTERS``, or a rule by its id. ``result`` is what it comes to, in a few words."""

    key: str
    label: str
    result: str
    open: bool = False


def lines(desk: Desk, found: Determined, lang: Lang) -> Iterator[str]:
    """The whole determination, line by line."""
    result, tell, say = found.result, teller(desk, found, lang), words(lang)
    yield say("determine.title", plan=found.plan.title, operator=found.inventory.operator.name)
    yield say(
        "determine.day",
        on=result.on.isoformat(),
        law_day=result.law_day.isoformat(),
        view=found.view_label(lang),
        digest=result.digest[:12],
    )
    yield found.law.views.get(result.view).note.of(lang)
    yield from _section(say("determine.conclusion"), _conclusion(found, tell))
    yield from _section(say("determine.warnings"), (tell.caution(one) for one in result.warnings), say)
    yield from _section(say("determine.missing"), dict.fromkeys(tell.missing(result.missing)), say)
    yield from _section(say("determine.deadlines"), _days(result.deadlines, tell), say)
    yield from _section(say("determine.assumptions"), _assumed(found, tell), say)
    yield from _section(say("determine.duties"), _duties(found, tell))
    yield from _section(say("determine.cyber_card"), _card(found, tell))
    yield from _section(say("determine.instruments"), instruments(found, tell))


def instruments(found: Determined, tell: Teller) -> Iterator[str]:
    """Every document cited by its short Japanese title: its whole title, and which wording of it was read when."""
    result, say = found.result, tell.say
    sources = [
        source
        for one in result.determinations
        for source in (one.source, *(exception.source for exception in one.exceptions.values()))
    ]
    sources += [day.source for day in result.deadlines if day.source is not None]
    cited = {source.document for source in sources}
    for document in found.law.regime.instruments.values():
        if document.short in cited:
            title = document.title.of(say.lang)
            yield say("determine.instrument", short=document.short, title=title)
            edition = "—" if document.edition is None else document.edition.isoformat()
            yield "  " + say(
                "determine.instrument_read", edition=edition, on=document.read_on, note=document.note.of(say.lang)
            )


def compared(found: Sequence[Determined], lang: Lang) -> Iterator[str]:
    """Several views of one plan, and what they do not agree on."""
    say, first = words(lang), found[0]
    yield say("determine.compare_title", plan=first.plan.title)
    for one in found:
        main = one.result.of(one.result.main)
        yield f"  {one.result.view}: {say(f'result.{main.outcome}')} [{say(f'tone.{tone(main)}')}]"
        yield f"    {one.law.views.get(one.result.view).note.of(lang)}"
    yield ""
    for difference in differences(found, lang):
        subjects = difference.subjects
        more = say("determine.more_subjects", count=len(subjects) - 1) if len(subjects) > 1 else ""
        yield f"{first.law.rules[difference.rule].label.of(lang)} — {first.name_of(subjects[0])} {more}".rstrip()
        results = {view: (say(f"result.{outcome}"),) for view, outcome in difference.outcomes.items()}
        yield from (f"  {line}" for line in _by_views(results, say))
        shared = set.intersection(*(set(texts) for texts in difference.texts.values())) if difference.texts else set()
        own = {view: tuple(t for t in texts if t not in shared) for view, texts in difference.texts.items()}
        yield from (f"    {line}" for line in _by_views(own, say))
    days: dict[str, dict[str, str]] = {}
    for one in found:
        for day in one.result.deadlines:
            if day.date is not None and day.subject in (one.plan.id, one.inventory.operator.id):
                days.setdefault(day.id, {})[one.result.view] = day.date.isoformat()
    for id, by_view in days.items():
        if len(set(by_view.values())) > 1 or len(by_view) < len(found):
            yield say(f"deadline.{id}")
            told = {view: (day,) for view, day in by_view.items()}
            yield from (f"  {line}" for line in _by_views(told, say))


def _by_views(said: Mapping[str, Sequence[str]], say: Words) -> Iterator[str]:
    """Each text once, with the views that say it before it."""
    views: dict[str, list[str]] = {}
    for view, texts in said.items():
        for text in texts:
            views.setdefault(text, []).append(view)
    for text, names in views.items():
        yield f"{say('list.comma').join(names)}: {text}"


def chapters(found: Determined, tell: Teller) -> tuple[Chapter, ...]:
    """The parts of the text in order: the conclusion, what it rests on, then rule by rule."""
    result, say = found.result, tell.say
    main = result.of(result.main)
    counts = {"missing": len(result.missing), "assumptions": len(result.assumptions)}
    heads = {name: f"{count:,}" for name, count in counts.items()} | {
        "conclusion": _in_short(main, tell),
        "cyber_card": "",
    }
    made = [Chapter(name, say(f"determine.{name}"), heads[name], name == "missing") for name in CHAPTERS]
    for rule in found.law.rules.values():
        several = [one for one in result.determinations if one.rule == rule.id]
        if several:
            outcomes = list(dict.fromkeys(_in_short(one, tell) for one in several))
            said = outcomes[0] if len(outcomes) == 1 else say("determine.several", count=len(several))
            undecided = any(one.otherwise == "undetermined" for one in several)
            made.append(Chapter(rule.id, rule.label.of(say.lang), said, undecided))
    return tuple(made)


def _in_short(one: Determination, tell: Teller) -> str:
    """The outcome in a few words that never pass for the law of today when they are not."""
    if one.barred and one.otherwise != "not_in_force":
        return tell.say("determine.outlook", result=tell.say(f"result.{one.otherwise}"))
    if one.present or one.outcome == "not_in_force":
        return tell.result(one)
    return tell.say("determine.in_short", result=tell.result(one), tone=tell.say(f"tone.{tone(one)}"))


def chapter(found: Determined, tell: Teller, key: str, most: int) -> Iterator[str]:
    """One part of the text; of a rule about many subjects, ``most`` of them."""
    match key:
        case "conclusion":
            yield from _conclusion(found, tell)
            yield ""
            yield found.law.views.get(found.result.view).note.of(tell.say.lang)
        case "missing":
            yield from dict.fromkeys(tell.missing(found.result.missing))
        case "assumptions":
            yield from _assumed(found, tell)
        case "cyber_card":
            yield from _card(found, tell)
        case rule:
            yield from _of_rule(found, [one for one in found.result.determinations if one.rule == rule], tell, most)


def _section(heading: str, content: Iterable[str], say: object = None) -> Iterator[str]:
    yield ""
    yield f"■ {heading}"
    empty = True
    for line in content:
        empty = False
        yield f"  {line}"
    if empty and callable(say):
        yield f"  {say('determine.nothing')}"


def _conclusion(found: Determined, tell: Teller) -> Iterator[str]:
    main = found.result.of(found.result.main)
    yield _head(main, tell)
    yield from tell.conclusion(main, found.view_label(tell.say.lang), found.result.law_day.isoformat())


def _head(one: Determination, tell: Teller) -> str:
    marks = {"applies": "○", "excepted": "◇", "does_not_apply": "×", "undetermined": "？", "not_in_force": "－"}
    return tell.say(
        "determine.line",
        mark=marks[one.outcome],
        label=tell.of(one.label),
        result=tell.result(one),
        tone=tell.say(f"tone.{tone(one)}"),
    )


def _days(deadlines: Sequence[Deadline], tell: Teller) -> Iterator[str]:
    yield tell.say("determine.standing_note")
    for day in deadlines:
        note, source = tell.deadline_note(day), day.source
        yield tell.say(
            "determine.deadline_note" if note else "determine.deadline",
            day=day.date.isoformat() if day.date else "—",
            kind=tell.say(f"deadline_kind.{day.kind}"),
            text=tell.deadline(day),
            note=note,
            source=f"{source.document} {source.article}" if source else "",
        ).rstrip()
    counted = dict.fromkeys(parameter for day in deadlines for parameter in day.parameters)
    for parameter in counted:
        yield tell.say("determine.counting", text=tell.of(parameter.counting), label=tell.of(parameter.label))


def _assumed(found: Determined, tell: Teller) -> Iterator[str]:
    text = found.law.assumables.text
    for id, value in found.result.assumptions.items():
        label = text(id).of(tell.say.lang)
        yield tell.say("determine.assumed_value", label=label, value=value, key=id) if value else label


def _duties(found: Determined, tell: Teller) -> Iterator[str]:
    for rule in found.law.rules.values():
        determinations = [one for one in found.result.determinations if one.rule == rule.id]
        if determinations:
            yield from _of_rule(found, determinations, tell, len(determinations))
            yield ""


def _of_rule(found: Determined, several: Sequence[Determination], tell: Teller, most: int) -> Iterator[str]:
    if found.law.rules[several[0].rule].about in _IN_FULL:
        yield from _in_full(found, several[0], tell)
        return
    yield from _by_subject(found, several[:most], tell)
    if len(several) > most:
        yield "  " + tell.say("determine.more_of_rule", count=len(several) - most)


def _in_full(found: Determined, one: Determination, tell: Teller) -> Iterator[str]:
    yield _head(one, tell)
    for line in tell.conclusion(one, found.view_label(tell.say.lang), found.result.law_day.isoformat()):
        yield f"  {line}"
    yield from (f"  {line}" for line in tell.reasons(one))


def _by_subject(found: Determined, several: Sequence[Determination], tell: Teller) -> Iterator[str]:
    """The rule and its source once, then each subject with the facts that decided it."""
    first = several[0]
    yield tell.of(first.label)
    for source in (first.source, *(exception.source for exception in first.exceptions.values())):
        yield from (f"  {line}" for line in tell.source(source, unread=first.wording_unread))
    for one in several:
        subject = " ".join(part for part in (found.name_of(one.subject), one.item) if part)
        yield "  " + tell.say("determine.line_subject", subject=subject, result=tell.result(one))
        for line in tell.conclusion(one, found.view_label(tell.say.lang), found.result.law_day.isoformat()):
            yield f"    {line}"
        for line in dict.fromkeys(tell.deciding(one)):
            yield f"      {line}"


def _card(found: Determined, tell: Teller) -> Iterator[str]:
    try:
        card = found.result.of(_CARD)
    except KeyError:
        return
    yield from tell.conclusion(card, found.view_label(tell.say.lang), found.result.law_day.isoformat())
    consequence = card.consequence
    if consequence is None or consequence.due_label is None or card.otherwise == "not_in_force":
        return
    yield tell.say("determine.due", due=tell.of(consequence.due_label))
    yield from (tell.say("determine.contents", text=tell.of(text)) for text in consequence.contents)
    if consequence.note is not None:
        yield tell.of(consequence.note)
