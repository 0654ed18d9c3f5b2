"""Who was asked for what and when, what came, and what is still owed; and the mail that asks again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from hospital_onboard.domain.party import Party
from hospital_onboard.domain.readiness import OPEN_STATES
from hospital_onboard.domain.vendor import Request
from hospital_onboard.reference.measures import measure
from hospital_onboard.store import lookup, receipts, records
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.wording import LANGUAGES, Lang, Words, words
from hospital_onboard.work import asking
from hospital_onboard.work.asking import Ask
from hospital_onboard.work.check import OperatorReadiness
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/chase/1"
_JAPAN: Final = ZoneInfo("Asia/Tokyo")
#: Facts of one kind are listed one by one up to so many.
_ONE_BY_ONE: Final = 3
_MOST_RECEIPTS: Final = 100_000
_BETWEEN: Final[Mapping[Lang, str]] = {"ja": "、", "en": ", "}


@dataclass(frozen=True)
class Chased:
    """One vendor. ``asked`` and ``came`` are newest first; ``operators`` are ids."""

    party: Party
    operators: tuple[str, ...]
    asked: tuple[Request, ...]
    came: tuple[Receipt, ...]
    owed: tuple[Ask, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many facts are open, by state."""
        return {state: sum(1 for ask in self.owed if ask.line.state == state) for state in _STATES}


@dataclass(frozen=True)
class Chase:
    """Every vendor that was asked or owes something, the longest list first."""

    vendors: tuple[Chased, ...]
    results: tuple[OperatorReadiness, ...]
    #: Open facts of vendors whom nobody has named.
    nameless: int
    on: date

    @property
    def operators(self) -> Mapping[str, str]:
        """Operator id -> name."""
        return asking.names_of(self.results)


_STATES: Final = tuple(sorted(OPEN_STATES))


def chase(desk: Desk, operator_ids: Sequence[str], parties: Sequence[str] = ()) -> Chase:
    """Where every vendor of these operators stands, or only these parties.

    Raises:
        Refusal: ``no-such-operator``.
    """
    results = asking.load(desk, operator_ids)
    asked = _by_party(desk, set(operator_ids))
    came = _receipts(desk)
    found = [
        Chased(
            one.party,
            one.operators,
            tuple(asked.get(one.party.id, ())),
            tuple(came.get(one.party.id, ())),
            one.owed,
        )
        for one in asking.asking(results, parties or None)
    ]
    wanted = [one for one in found if parties or one.owed or one.asked or one.came]
    nameless = sum(
        1 for r in results for x in r.lines if x.state in OPEN_STATES and x.actor == "vendor" and not x.party
    )
    return Chase(
        tuple(sorted(wanted, key=lambda one: (-len(one.owed), one.party.name))), tuple(results), nameless, desk.on
    )


def _by_party(desk: Desk, operators: set[str]) -> Mapping[str, list[Request]]:
    found: dict[str, list[Request]] = defaultdict(list)
    for request in sorted(records.select(desk.store, Request), key=lambda r: r.asked_on, reverse=True):
        if request.operator in operators:
            found[request.party].append(request)
    return found


def _receipts(desk: Desk) -> Mapping[str, list[Receipt]]:
    """What came in for each party, without what was taken back."""
    found: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts.receipts(desk.store, limit=_MOST_RECEIPTS):
        if receipt.parties and receipt.seq is not None and not lookup.is_undone(desk.store, receipt.seq):
            for party in receipt.parties:
                found[party].append(receipt)
    return found


def to_json(found: Chase, lang: Lang) -> dict[str, Any]:
    """The documented shape ``SCHEMA``; only sentences and titles depend on the language."""
    title_of = asking.titles_of(found.results)
    return {
        "schema": SCHEMA,
        "on": found.on.isoformat(),
        "nameless": found.nameless,
        "vendors": [
            {
                "party": one.party.id,
                "name": one.party.name,
                "contact": one.party.contact,
                "operators": [{"id": name, "name": found.operators[name]} for name in one.operators],
                "asked": [_request(request) for request in one.asked],
                "came": [_receipt(receipt) for receipt in one.came],
                "counts": one.counts,
                "owed": [{**_owed(ask, words(lang)), "subject_title": title_of(ask.line.subject)} for ask in one.owed],
            }
            for one in found.vendors
        ],
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "on": request.asked_on.isoformat(),
        "operator": request.operator,
        "facts": request.facts,
        "file": request.file_name,
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    counts = {name: receipt.counts.get(name, 0) for name in ("new", "changed", "refused")}
    return {"on": _day(receipt).isoformat(), "file": receipt.file, "receipt": receipt.id, **counts}


def _owed(ask: Ask, say: Words) -> dict[str, Any]:
    line = ask.line
    return {
        "id": line.id,
        "subject": line.subject,
        "field": line.field,
        "state": line.state,
        "operators": list(ask.operators),
        "why": say(f"requirement.{line.id}", **line.params),
        "detail": say(f"detail.{line.detail}", **line.params) if line.detail else "",
        "source": {
            "document": line.source.document,
            "article": line.source.article,
            "confidence": line.source.confidence,
            "standing": line.source.standing,
        },
    }


def to_text(found: Chase, lang: Lang) -> list[str]:
    """Line by line for a terminal."""
    say = words(lang)
    if not found.vendors:
        return [say("chase.none")]
    title_of = asking.titles_of(found.results)
    lines = []
    for one in found.vendors:
        lines.append(say("chase.line", name=one.party.name, **one.counts))
        lines += [
            say("chase.asked", day=r.asked_on.isoformat(), file=r.file_name or "", facts=r.facts or 0)
            for r in one.asked[:3]
        ] or [say("chase.asked_never")]
        lines += [
            say(
                "chase.came",
                day=_day(r).isoformat(),
                file=r.file,
                **{n: r.counts.get(n, 0) for n in ("new", "changed")},
            )
            for r in one.came[:3]
        ] or [say("chase.came_nothing")]
        for ask in one.owed:
            subject, state = title_of(ask.line.subject), say(f"state.{ask.line.state}")
            lines.append(say("chase.owed", item=_item(ask, say), subject=subject, state=state))
    if found.nameless:
        lines.append(say("chase.nameless", count=found.nameless))
    return lines


def to_mail(found: Chase) -> str:
    """One letter to each vendor that owes something, Japanese then English, ready to paste; a line between letters."""
    letters = [_letter(found, one) for one in found.vendors if one.owed]
    return f"\n\n{'=' * 60}\n\n".join(letters) or words("ja")("chase.none")


def _letter(found: Chase, one: Chased) -> str:
    return f"\n\n{'-' * 40}\n\n".join(_in_language(found, one, lang) for lang in LANGUAGES)


def _in_language(found: Chase, one: Chased, lang: Lang) -> str:
    say = words(lang)
    names = _names(found, one.operators, lang)
    name = (one.party.name_en if lang == "en" else None) or one.party.name
    person = one.party.form == "individual"
    paragraphs = [
        [say("mail.subject", operators=names)],
        [say("mail.to_person" if person else "mail.to", name=name)],
        [say("mail.hello", operators=names), say("mail.purpose")],
        [*_came(one, say), _asked(one, say), *_items(found, one, say)],
        [say("mail.request"), say("mail.direct")],
        [say("mail.closing")],
        [names],
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in lines) for lines in paragraphs)


def _names(found: Chase, operators: Iterable[str], lang: Lang) -> str:
    known = {result.inventory.operator.id: result.inventory.operator for result in found.results}
    names = [(known[one].name_en if lang == "en" else None) or known[one].name for one in operators]
    return _BETWEEN[lang].join(names)


def _came(one: Chased, say: Words) -> list[str]:
    return [say("mail.partly", day=_said(_day(one.came[0]), say))] if one.came else []


def _asked(one: Chased, say: Words) -> str:
    if not one.asked:
        return say("mail.not_sent", count=len(one.owed))
    latest = one.asked[0]
    return say("mail.sent", day=_said(latest.asked_on, say), file=latest.file_name or "", count=len(one.owed))


def _items(found: Chase, one: Chased, say: Words) -> Iterable[str]:
    """Numbered; many of one kind are one line."""
    titles = asking.titles_of(found.results)
    several = len(one.operators) > 1

    def subject_of(ask: Ask) -> str:
        """What it is about; with several operators also whose."""
        title = titles(ask.line.subject)
        whose = _names(found, ask.operators, say.lang) if several and ask.line.section != "parties" else ""
        return f"{title}{_BETWEEN[say.lang]}{whose}" if whose else title

    groups: dict[tuple[str, str], list[Ask]] = defaultdict(list)
    for ask in one.owed:
        groups[ask.line.id, ask.line.state].append(ask)
    number = 0
    for (_, state), asks in groups.items():
        told = {"state": "" if state == "missing" else say("mail.state", state=say(f"vendor.state_{state}"))}
        if len(asks) <= _ONE_BY_ONE:
            for ask in asks:
                number += 1
                item, subject = _item(ask, say), subject_of(ask)
                yield say("mail.item", number=number, item=item, subject=subject, **told)
            continue
        number += 1
        subjects = list(dict.fromkeys(titles(ask.line.subject) for ask in asks))
        shown = _BETWEEN[say.lang].join(subjects[:_ONE_BY_ONE]) + (
            f" {say('mail.and_more')}" if len(subjects) > _ONE_BY_ONE else ""
        )
        item = say(f"owed.{asks[0].line.id}")
        yield say("mail.item_many", number=number, item=item, count=len(asks), subjects=shown, **told)


def _item(ask: Ask, say: Words) -> str:
    text = say(f"owed.{ask.line.id}")
    if not ask.line.id.startswith("measure."):
        return text
    return f"{text} {measure(ask.line.field).id}"


def _day(receipt: Receipt) -> date:
    return datetime.fromisoformat(receipt.at).astimezone(_JAPAN).date()


def _said(day: date, say: Words) -> str:
    return write_date(day, "ja" if say.lang == "ja" else "iso")
