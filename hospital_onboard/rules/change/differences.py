"""Every difference between what was filed and what would be filed now, record by record and field by field.

Records are matched by their id, then by what names them: a snapshot of a later day, a record removed and typed again
or two parties merged into one are not differences of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.rules.change.filed import FACTS, LISTS, Said, named_parties
from hospital_onboard.text.normalise import clean, fold

#: What ``Difference.field`` says of a record that is new, or gone.
ADDED: Final = "added"
REMOVED: Final = "removed"
#: The fields of a party's answers, taken together.
ANSWERS: Final = (*FACTS, "as_of", "declared_on")
#: A field of the filing that no record holds: whether the subcontract passes the exemption test.
EXEMPTION: Final = "exemption"
_DATED: Final = ("party", "as_of")
_Key = tuple[str, ...]


@dataclass(frozen=True)
class Thresholds:
    """From which share, in percent, a holder is named and sales are stated."""

    holders: int
    foreign_sales: int


@dataclass(frozen=True)
class Difference:
    """One field of one record, as filed and as it is now; ``before`` and ``after`` are the records themselves."""

    kind: str
    subject: str
    field: str
    before: Said
    after: Said
    #: The party's roles, then and now; empty for what is no fact of a party.
    roles: tuple[str, ...] = ()
    #: Parties that come into the filing by it, with all their facts.
    new_parties: tuple[str, ...] = ()

    @property
    def party(self) -> str:
        """Id of the party it is a fact of; empty for what is no party's."""
        if self.kind in ("party", "snapshot"):
            return self.subject
        return str((self.after or self.before)["party"]) if self.kind in FACTS.values() else ""

    @property
    def old(self) -> Any:
        """The value as filed; None when it was not answered or the record is new."""
        return self.before.get(self.field)

    @property
    def new(self) -> Any:
        """The value now."""
        return self.after.get(self.field)


@cache
def compared(kind: str) -> tuple[str, ...]:
    """The fields of a record that can differ; the party and the day of a dated fact are not the fact."""
    if kind == "snapshot":
        return ANSWERS
    names = KINDS[kind].asked()
    return tuple(name for name in names if name not in _DATED) if kind in FACTS.values() else names


class Comparison:
    """Two contents of ``filed.contents``, made comparable."""

    def __init__(self, before: Said, after: Said, thresholds: Thresholds) -> None:
        self.before, self.after, self._thresholds = before, after, thresholds
        then = {party["id"]: party for party in before["parties"]}
        now = {party["id"]: party for party in after["parties"]}
        self._renamed = _renamed(then, now)
        self._then = {self._renamed.get(id, id): party for id, party in then.items()}
        self._now = now

    def differences(self) -> Iterator[Difference]:
        """All of them; the plan and its equipment first, the parties last."""
        for kind in ("plan", "equipment"):
            yield from self._fields(kind, self.before[kind], self.after[kind])
        if self.before["plan"]["plan_kind"] != self.after["plan"]["plan_kind"]:
            return  # it is another filing altogether, and the plan's own row says so
        for name, kind in LISTS.items():
            yield from self._list(kind, self.before[name], self.after[name])
        for party in self._now:
            if party in self._then:
                yield from self._party(self._then[party], self._now[party])

    def _list(self, kind: str, before: Iterable[Said], after: Iterable[Said], **more: Any) -> Iterator[Difference]:
        for old, new in _matched(before, after, lambda said: self._key(kind, said)):
            if old is not None and new is not None:
                yield from self._fields(kind, old, new, **more)
            elif new is not None:
                yield Difference(kind, new["id"], ADDED, {}, new, new_parties=self._come_in(named_parties(new)), **more)
            elif old is not None:
                yield Difference(kind, old["id"], REMOVED, old, {}, **more)

    def _fields(self, kind: str, old: Said, new: Said, **more: Any) -> Iterator[Difference]:
        whole = kind != "subcontract" or (old[EXEMPTION] == "passed") == (new[EXEMPTION] == "passed")
        # What drops out or comes back with an exemption is no change of its own.
        for name in compared(kind) if whole else ("subcontractor", EXEMPTION):
            if not self._same(kind, name, old.get(name), new.get(name)):
                named = (new[name],) if _names_a_party(kind, name) and name in new else ()
                comes = self._come_in(named or (named_parties(new) if name == EXEMPTION else ()))
                yield Difference(kind, new["id"], name, old, new, new_parties=comes, **more)

    def _party(self, old: Said, new: Said) -> Iterator[Difference]:
        roles = tuple(dict.fromkeys([*new["roles"], *old["roles"]]))
        yield from self._fields("party", old, new, roles=roles)
        if not old["block"] == new["block"] == "full":
            return
        yield from self._answers(old, new, roles)
        for name, kind in FACTS.items():
            lists = [party["facts"].get(name) for party in (old, new)]
            # What goes straight to the minister is not here, so there is nothing to compare.
            if any(fact is None or fact["answer"] == "declared_direct" for fact in lists):
                continue
            filed, now = (self._counting(kind, fact["listed"]) for fact in lists if fact is not None)
            yield from self._list(kind, filed, now, roles=roles)

    def _answers(self, old: Said, new: Said, roles: tuple[str, ...]) -> Iterator[Difference]:
        """How the party answered: the answer, and the newest days it was given for and sent on."""
        before, after = _answered(old), _answered(new)
        for name in ANSWERS:
            if before.get(name) != after.get(name):
                yield Difference("snapshot", new["id"], name, before, after, roles)

    def _counting(self, kind: str, listed: Iterable[Said]) -> list[Said]:
        """Without what lies below the share from which it is named; a share nobody knows counts."""
        found = list(listed)
        if kind == "holder":
            return [h for h in found if "share" not in h or Decimal(h["share"]) >= self._thresholds.holders]
        if kind == "foreign_sale":
            return [s for s in found if _stated(s, found, self._thresholds.foreign_sales)]
        return found

    def _come_in(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Those whose facts were not in the filing, or only their names."""
        now = (self._now.get(party) for party in parties)
        return tuple(p["id"] for p in now if p and not _covers(self._then.get(p["id"]), p))

    def _same(self, kind: str, name: str, old: Any, new: Any) -> bool:
        if isinstance(old, str) and isinstance(new, str):
            return clean(self._renamed.get(old, old)) == clean(new)
        return bool(old == new)

    def _key(self, kind: str, said: Said) -> _Key:
        """What names the record; the day of a party's answer does not, and spelling makes no difference."""
        dated = kind in FACTS.values()
        names = (name for name in KINDS[kind].natural_key if not (dated and name in _DATED))
        values = (str(said.get(name, "")) for name in names)
        return tuple(fold(self._renamed.get(value, value)) for value in values)


def _matched(
    before: Iterable[Said], after: Iterable[Said], key: Callable[[Said], _Key]
) -> Iterator[tuple[Said | None, Said | None]]:
    """Pairs (as filed, now), in the order of now; what is gone comes last."""
    left = {item["id"]: item for item in before}
    pairs: list[tuple[Said | None, Said]] = [(left.pop(item["id"], None), item) for item in after]
    by_key: dict[_Key, list[str]] = {}
    for item in left.values():
        by_key.setdefault(key(item), []).append(item["id"])
    for old, new in pairs:
        alike = by_key.get(key(new), []) if old is None else []
        yield (left.pop(alike.pop(0)) if alike else old), new
    for item in left.values():
        yield item, None


def _renamed(then: Mapping[str, Said], now: Mapping[str, Said]) -> dict[str, str]:
    """Id of a party as filed -> the id under which the same party is kept now."""
    gone = [party for id, party in then.items() if id not in now]
    fresh = [party for id, party in now.items() if id not in then]
    return {old["id"]: same["id"] for old in gone if (same := next((n for n in fresh if _same_party(old, n)), None))}


def _same_party(one: Said, other: Said) -> bool:
    """One official number says that they are one, two say that they are not; without any, the name does."""
    for number in ("corporate_number", "lei"):
        if one.get(number) and other.get(number):
            return bool(one[number] == other[number])
    return clean(one["name"]) == clean(other["name"])


def _covers(filed: Said | None, now: Said) -> bool:
    return filed is not None and (filed["block"] == "full" or now["block"] != "full")


def _names_a_party(kind: str, name: str) -> bool:
    record: type[Record] = KINDS[kind]
    if name not in record.model_fields:
        return False
    shape = shape_of(record, name)
    return isinstance(shape, Ref) and shape.kinds == ("party",)


def _answered(party: Said) -> dict[str, Any]:
    """The answers of a party as one: ``{holders, officers, foreign_sales, as_of, declared_on}``."""
    facts = party["facts"]
    found = {name: fact["answer"] for name, fact in facts.items()}
    for day in ("as_of", "declared_on"):
        days = [fact[day] for fact in facts.values() if day in fact]
        if days:
            found[day] = max(days)
    return found


def _stated(sale: Said, listed: Iterable[Said], threshold: int) -> bool:
    """All bodies of one country count together, year by year (addendum K15)."""
    shares = [s.get("share") for s in listed if (s["year"], s["country"]) == (sale["year"], sale["country"])]
    return None in shares or sum(Decimal(share) for share in shares if share is not None) >= threshold
