"""The lines of a party's outline, made in a worker."""

from collections.abc import Iterator, Sequence
from datetime import date

from hospital_onboard.domain.naming import title
from hospital_onboard.domain.party import ForeignSale, Holder, Officer, Party, Snapshot
from hospital_onboard.domain.readiness import counts
from hospital_onboard.domain.record import Record
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.outlined import Entry
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.screens.states import all_shown, progress_shown, tone_of
from hospital_onboard.widgets.outline import Line
from hospital_onboard.work import browse, check
from hospital_onboard.work.browse import PartyDetail

_ANSWERS = ("as_of", "holders", "officers", "foreign_sales", "declared_on")
#: The lists of a snapshot: the answer that says there is one -> the kind of its records and the fields asked.
_LISTS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "holders": (Holder, ("name", "country", "share")),
    "officers": (Officer, ("name", "title", "birth_date", "nationality")),
    "foreign_sales": (ForeignSale, ("year", "country", "body", "share")),
}
_MOST_USES = 3


def make_party_entries(host: Host, operator_id: str, party_id: str) -> Sequence[Entry]:
    """The party, then each snapshot with its lists, newest first; nothing when the party is gone."""
    detail = browse.party_detail(host.desk, party_id)
    if detail is None:
        return ()
    readiness = check.readiness(host.desk, operator_id)
    lines = [line for line in readiness.lines if line.party == party_id]
    found = counts(lines)
    party = detail.party
    about = [_used(host, detail)]
    if lines:
        about.insert(0, all_shown(host.words, found))
    first = Entry(
        Line("party", party.name, progress_shown(host.words, found), tone=tone_of(found) if lines else ""),
        party.name,
        "\n".join(about),
        Sheet(Party, party, Party.asked()),
        adds=_new_snapshot(host, party_id),
    )
    made = [first]
    for snapshot in detail.snapshots:
        made += _snapshot(host, detail, snapshot, readiness.filing)
    text = host.words("party.new_snapshot")
    made.append(
        Entry(
            Line("new", f"+ {text}", level=1, tone="empty"),
            text,
            host.words("party.snapshot_hint"),
            first.adds,
            adds=first.adds,
        )
    )
    return made


def _used(host: Host, detail: PartyDetail) -> str:
    if not detail.used_by:
        return host.words("party.unused")
    names = [f"{host.words(f'kind.{r.kind}')} {title(r, lambda _: None)}" for r in detail.used_by[:_MOST_USES]]
    rest = len(detail.used_by) - _MOST_USES
    more = host.words("home.and_more", count=f"{rest:,}") if rest > 0 else ""
    return host.words(
        "party.used", count=len(detail.used_by), list=host.words("list.comma").join([*names, more] if more else names)
    )


def _new_snapshot(host: Host, party_id: str) -> Sheet:
    today = host.desk.on.isoformat()
    return Sheet(Snapshot, None, _ANSWERS, {"party": party_id}, suggested={"as_of": (today, today)})


def _snapshot(host: Host, detail: PartyDetail, snapshot: Snapshot, filing: date) -> Iterator[Entry]:
    words = host.words
    age = (filing - snapshot.as_of).days
    about = words("party.age", days=age, filing=filing) if age >= 0 else words("party.age_after", filing=filing)
    label = words("party.snapshot", on=snapshot.as_of)
    line = Line(snapshot.id, label, words("party.days", days=max(age, 0)), level=1)
    yield Entry(line, label, about, Sheet(Snapshot, snapshot, _ANSWERS))
    listed: dict[str, Sequence[Holder | Officer | ForeignSale]] = {
        "holders": detail.holders,
        "officers": detail.officers,
        "foreign_sales": detail.foreign_sales,
    }
    for answer, (kind, fields) in _LISTS.items():
        mine = [record for record in listed[answer] if record.as_of == snapshot.as_of]
        yield from _list(host, snapshot, answer, kind, fields, mine)


def _list(
    host: Host,
    snapshot: Snapshot,
    answer: str,
    kind: type[Record],
    fields: tuple[str, ...],
    records: Sequence[Holder | Officer | ForeignSale],
) -> Iterator[Entry]:
    words = host.words
    said = getattr(snapshot, answer)
    heading = words(f"kind.{kind.kind}")
    new = Sheet(kind, None, fields, {"party": snapshot.party, "as_of": snapshot.as_of})
    state = words.choice("answer", said) if said else words("state.missing")
    tone = "done" if said in ("none", "declared_direct") or records else "open"
    about = words("party.list_hint", answer=words(f"field.snapshot.{answer}"))
    shown = words("party.count", count=len(records)) if records else state
    yield Entry(Line(f"{snapshot.id}/{answer}", heading, shown, level=2, tone=tone), heading, about, adds=new)
    for record in records:
        name = record.body or record.country if isinstance(record, ForeignSale) else record.name
        yield Entry(Line(record.id, name, level=3), name, sheet=Sheet(kind, record, fields), adds=new)
