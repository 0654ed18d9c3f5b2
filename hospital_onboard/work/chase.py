"""Who was asked for what and when, what came, and what is still owed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work import asking
from hospital_onboard.work.asking import Ask
from hospital_onboard.work.check import OperatorReadiness
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/chase/1"
_JAPAN: Final = ZoneInfo("Asia/Tokyo")
#: So many askings and receipts of a vendor are told.
_MOST_TOLD: Final = 3
_MOST_RECEIPTS: Final = 100_000


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
    return {"on": day_of(receipt).isoformat(), "file": receipt.file, "receipt": receipt.id, **counts}


def _owed(ask: Ask, say: Words) -> dict[str, Any]:
    line = ask.line
    return {
        "id": line.id,
        "subject": line.subject,
        "field": line.field,
        "state": line.state,
        "operators": list(ask.operators),
        "why": say(f"requirement.{line.id}"),
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
    lines = [line for one in found.vendors for line in (head(one, say), *told(found, one, say))]
    if found.nameless:
        lines.append(say("chase.nameless", count=found.nameless))
    return lines


def head(one: Chased, say: Words) -> str:
    """Who, and how many facts are open."""
    return say("chase.line", name=one.party.name, **one.counts)


def told(found: Chase, one: Chased, say: Words) -> list[str]:
    """What this vendor was asked, what came, what is owed."""
    titles, names = asking.titles_of(found.results), found.operators
    asked = [
        say(
            "chase.asked_for" if len(one.operators) > 1 else "chase.asked",
            day=r.asked_on.isoformat(),
            file=r.file_name or "",
            facts=r.facts or 0,
            operator=names.get(r.operator, r.operator),
        )
        for r in one.asked[:_MOST_TOLD]
    ]
    came = [
        say("chase.came", day=day_of(r).isoformat(), file=r.file, **{n: r.counts.get(n, 0) for n in ("new", "changed")})
        for r in one.came[:_MOST_TOLD]
    ]
    owed = [
        say(
            "chase.owed",
            item=item_of(ask, say),
            subject=titles(ask.line.subject),
            state=say(f"state.{ask.line.state}"),
        )
        for ask in one.owed
    ]
    return [*(asked or [say("chase.asked_never")]), *(came or [say("chase.came_nothing")]), *owed]


def item_of(ask: Ask, say: Words) -> str:
    """What is asked, in a few words."""
    text = say(f"owed.{ask.line.id}")
    if not ask.line.id.startswith("measure."):
        return text
    return f"{text} {measure(ask.line.field).id}"


def day_of(receipt: Receipt) -> date:
    """The day in Japan on which a file came in."""
    return datetime.fromisoformat(receipt.at).astimezone(_JAPAN).date()
