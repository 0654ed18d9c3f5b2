"""Reading a vendor's workbook: whose answers it holds, what they may touch, and which known rows did not come back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.finding import Directory, name_key
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.scope import Scope
from hospital_onboard.domain.vendor import Alias, Opinion
from hospital_onboard.intake.scoping import Claim, claim
from hospital_onboard.intake.workbook import RawBook
from hospital_onboard.store import inventory as stored
from hospital_onboard.store import records
from hospital_onboard.text.wording import Lang
from hospital_onboard.work import stock
from hospital_onboard.work.asking import operators_of
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.vendor_view import View, view

#: Sheet -> id of a record that our template had a row for -> what it is called.
Expected = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Vendor:
    """The vendors whose answers a file holds."""

    scope: Scope
    directory: Directory
    expected: Expected
    #: Everything below which rows of theirs may hang, to be asked of the store at once.
    owners: frozenset[str]


def vendor_of(
    desk: Desk, book: RawBook, file: str, operator_id: str | None, said: Sequence[str] = ()
) -> tuple[Vendor | None, list[Issue]]:
    """Whose answers the file holds; None for a file that is no vendor's.

    Args:
        operator_id: whose it is when the workbook names no operator of this store.
        said: ids of the parties as a person says; otherwise the workbook says it itself.
    """
    found = claim(book.sheets)
    if not said and not book.template.startswith("vendor/"):
        return None, []
    if not said and (found is None or not found.ids):
        return None, [Issue("scope-unknown", Place(file))]
    parties = frozenset(said or _parties(desk, found or Claim((), (), ())))
    ours = _ours(desk, found.operators if found else ())
    operators = ours or ((operator_id,) if operator_id else operators_of(desk, parties))
    inventories = [stored.load(desk.store, name) for name in operators]
    opinions = records.select(desk.store, Opinion, party=list(parties))
    seen = view(inventories, parties, opinions)
    scope = seen.scope(_called(desk, parties))
    written = view(inventories, parties, opinions, private=len(parties) == 1) if ours and not said else View(parties)
    directory = stock.vendor_directory(desk.store, scope)
    owners = scope.named | scope.parties
    return Vendor(scope, directory, _expected(written, directory), owners), []


def _parties(desk: Desk, found: Claim) -> Iterable[str]:
    """The parties of this store that a workbook means; one that is not here yet keeps the id it came with."""
    names = stock.directory(desk.store, ("party",), None)
    for n, party in enumerate(found.ids):
        by_name = names.find(("party",), found.names[n]).ids if n < len(found.names) else ()
        yield party if party in names or len(by_name) != 1 else by_name[0]


def _ours(desk: Desk, operators: Sequence[str]) -> tuple[str, ...]:
    """Those operators that this store knows: a workbook may come from another hospital's."""
    known = {operator.id for operator in records.select(desk.store, Operator)}
    return tuple(name for name in operators if name in known)


def _called(desk: Desk, parties: Iterable[str]) -> str:
    found = records.select(desk.store, Party, id=sorted(parties))
    return "、".join(party.name for party in found) or "、".join(sorted(parties))


def _expected(seen: View, directory: Directory) -> Expected:
    return {
        key: {one.record.id: titled(one.record, directory) for one in rows.values() if one.open}
        for key, rows in seen.rows.items()
    }


def expected_of_operator(
    known: Mapping[str, Mapping[str, Record]], whole: Mapping[str, frozenset[str]], directory: Directory
) -> Expected:
    """What an operator's own template had rows for: all that hangs on what it owns."""
    owner = {key: _OWNER[key] for key in whole}
    return {
        key: {i: titled(r, directory) for i, r in known.get(key, {}).items() if r.__dict__[owner[key]] in whole[key]}
        for key in whole
    }


_OWNER = {
    "equipment": "operator",
    "component": "equipment",
    "entrustment": "equipment",
    "plan": "equipment",
    "subcontract": "entrustment",
    "measure": "subject",
}


def titled(record: Record, directory: Directory) -> str:
    """What a record is called, in a message."""
    return named(record.kind, record.__dict__, directory.known_title) or directory.title_of(record.id)


def aliases(desk: Desk, spelled: Iterable[tuple[str, str]], directory: Directory, source: str) -> tuple[Change, ...]:
    """New spellings to remember: (party id, name as written)."""
    known = {name_key(alias.name) for alias in records.select(desk.store, Alias)}
    found: dict[str, Change] = {}
    for party, name in spelled:
        key = name_key(name)
        if key not in known and key != name_key(directory.title_of(party)):
            made = Alias(id=new_id("alias"), name=name, party=party, origin={"*": source})
            found.setdefault(key, Change(None, made))
    return tuple(found.values())


def language_of(desk: Desk, parties: Iterable[str], otherwise: Lang) -> Lang:
    """The language in which vendors are answered: English when all of them are abroad."""
    countries = {party.country for party in records.select(desk.store, Party, id=sorted(parties))}
    return "en" if countries and not countries & {"JP", None} else otherwise
