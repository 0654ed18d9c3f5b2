"""Whose answers a vendor's file holds, and which of its rows reach beyond that."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.scope import OF_PARTY, Scope
from hospital_onboard.domain.sheets import ASKED_MARK
from hospital_onboard.intake.showing import as_text
from hospital_onboard.intake.workbook import RawSheet
from hospital_onboard.text.wording import words

#: Rows before the heading that may hold the marks; somebody may have put a line above them.
_TOP = 10
_MOST_TITLES = 5
_REMOVABLE = frozenset({"component", "site", "subcontract", "measure", "evidence", "exhibit"})


@dataclass(frozen=True)
class Claim:
    """Whom a workbook was made for, as it says itself: ids of the store it came from, and the parties' names."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    operators: tuple[str, ...]


def claim(sheets: Iterable[RawSheet]) -> Claim | None:
    """What the sheet of what is asked says; None when it is not there."""
    for raw in sheets:
        for n, (_, cells) in enumerate(raw.rows[:_TOP]):
            if cells and as_text(cells[0]).strip() == ASKED_MARK:
                below = [cells for _, cells in raw.rows[n + 1 : n + 3]]
                return Claim(_texts(cells), *(_texts(row) for row in (*below, [], [])[:2]))
    return None


def _texts(cells: list[object]) -> tuple[str, ...]:
    return tuple(text for cell in cells[1:] if (text := as_text(cell).strip()))


def beyond(
    scope: Scope, kind: str, stored: Record | None, values: Mapping[str, object], made: Mapping[str, str]
) -> str:
    """Why a row that would be written is none of these vendors' business; empty when it is.

    Args:
        values: what the row says; of a stored record only what it says differently.
        made: records that the file itself brings, id -> kind.
    """
    if kind == "party":
        return "" if stored is None or stored.id in scope.parties else "not-asked"
    if kind in OF_PARTY:
        party = str(stored.__dict__["party"] if stored else values.get("party", ""))
        moved = stored is not None and values.get("party", party) != party
        return "" if (party in scope.parties or party in made) and not moved else "not-asked"
    if stored is not None:
        return "" if set(values) <= scope.own.get(stored.id, frozenset()) else "not-yours"
    allowed = _NEW.get(kind)
    return "" if allowed is not None and allowed(scope, values, made) else "not-yours"


def may_remove(scope: Scope, stored: Record) -> bool:
    """Whether these vendors may take a record away: their own rows, but not equipment, contracts or companies."""
    if stored.kind in OF_PARTY:
        return stored.__dict__["party"] in scope.parties
    return stored.kind in _REMOVABLE and stored.id in scope.own


def _new_component(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    equipment = values.get("equipment")
    if "listed" in values:  # the operator's to say
        return False
    return equipment in scope.under or (equipment in scope.named and values.get("supplier") in scope.parties)


def _new_site(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    return values.get("product") in scope.under or values.get("product") in made


def _new_entrustment(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    return values.get("equipment") in scope.named and values.get("contractor") in scope.parties


def _new_subcontract(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    entrustment = values.get("entrustment")
    if entrustment in scope.under or entrustment in made:
        return True
    return entrustment in scope.named and (values.get("parent") in scope.under or values.get("parent") in made)


def _new_measure(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    return values.get("item") in scope.items.get(str(values.get("subject")), frozenset())


def _new_evidence(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    about = values.get("about")
    return about is None or about in scope.parties | scope.under or about in scope.items or about in made


def _new_exhibit(scope: Scope, values: Mapping[str, object], made: Mapping[str, str]) -> bool:
    """Evidence of its own, for anything it may name: a part's maker shows measures of the whole equipment (▲)."""
    evidence, subject = values.get("evidence"), values.get("subject")
    return (evidence in scope.own or evidence in made) and (subject in scope.named | scope.parties or subject in made)


_Allowed = Callable[[Scope, Mapping[str, object], Mapping[str, str]], bool]
_NEW: dict[str, _Allowed] = {
    "component": _new_component,
    "site": _new_site,
    "entrustment": _new_entrustment,
    "subcontract": _new_subcontract,
    "measure": _new_measure,
    "evidence": _new_evidence,
    "exhibit": _new_exhibit,
}


def absent_rows(
    expected: Mapping[str, Mapping[str, str]], seen: Mapping[str, set[str]], places: Mapping[str, str], file: str
) -> list[Issue]:
    """One word for each sheet on rows that our template had and that did not come back. Nothing is removed for it.

    Args:
        expected: sheet -> id of a record whose row the template had -> what it is called.
        places: sheet -> its name in the file.
    """
    found = []
    for key, titles in expected.items():
        gone = [title for record_id, title in titles.items() if record_id not in seen.get(key, ())]
        if gone:
            shown_titles = "、".join(gone[:_MOST_TITLES]) + ("…" if len(gone) > _MOST_TITLES else "")
            params = {"count": str(len(gone)), "titles": shown_titles}
            found.append(Issue("rows-absent", Place(file, places.get(key) or words("ja")(f"sheet.{key}")), "", params))
    return found
