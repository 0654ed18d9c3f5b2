"""Writing one record by hand: reading the form, saving it, taking it back, and what can be chosen in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import groups_of
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import Lookup, title
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Country, MeasureItem, Prefecture, Ref
from hospital_onboard.intake.form import read_form
from hospital_onboard.intake.understand import Found, Understood, understand
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.reference.questions import Question
from hospital_onboard.reference.questions import question as _question
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.show import shown

__all__ = ["Question", "Saved", "Understood", "again", "options", "question", "read", "remove", "save", "shown"]


@dataclass(frozen=True)
class Saved:
    """How a save ended. ``record`` is the stored one; None with issues when nothing was saved."""

    record: Record | None
    issues: tuple[Issue, ...] = ()
    #: Number of the audit entry; None when nothing was written.
    seq: int | None = None


def save(
    desk: Desk,
    kind: type[Record],
    record: Record | None,
    raw: Mapping[str, object],
    *,
    fixed: Mapping[str, object] | None = None,
    operator: str = "",
) -> Saved:
    """Save what was typed in a form; all of it or nothing.

    Args:
        record: the record as it was shown, or None for a new one.
        raw: field -> text as typed (choices and references as code or id); an empty text clears.
        fixed: values that are not asked, such as the equipment a component belongs to.

    Raises:
        Refusal: ``changed-meanwhile`` when somebody else saved the record since it was shown.
    """
    values, issues = read_form(kind, raw, _Resolver(desk))
    if any(issue.severity != "check" for issue in issues):
        return Saved(None, issues)
    values = {**values, **(fixed or {})}
    try:
        wanted = _wanted(kind, record, values)
    except ValidationError as fault:
        return Saved(None, (*issues, *_missing(kind, fault)))
    if record is not None and wanted.says() == record.says():
        return Saved(record, issues)
    if twins := _twins(desk, wanted):
        return Saved(None, (*issues, *twins))
    seq = saving.save(desk.store, [Change(record, wanted)], desk.stamp("edit" if record else "add", operator=operator))
    return Saved(records.get(desk.store, kind, wanted.id), issues, seq)


def filled_in(desk: Desk, record: Record, raw: Mapping[str, object]) -> tuple[Record, tuple[Issue, ...]]:
    """The record with these fields as typed, and what stands against it; nothing is saved."""
    values, issues = read_form(type(record), raw, _Resolver(desk))
    if any(issue.severity != "check" for issue in issues):
        return record, issues
    try:
        return _wanted(type(record), record, values), ()
    except ValidationError as fault:
        return record, (*issues, *_missing(type(record), fault))


def _wanted(kind: type[Record], record: Record | None, values: Mapping[str, object]) -> Record:
    if record is None:
        return kind.model_validate({"id": new_id(kind.kind), "origin": {"*": "form"}, **values})
    differing = {name: value for name, value in values.items() if getattr(record, name) != value}
    typed = dict.fromkeys(differing, "form")
    return record.changed(**differing, origin={**record.origin, **typed})


def _missing(kind: type[Record], fault: ValidationError) -> list[Issue]:
    """Required fields that nobody answered."""
    names = [str(error["loc"][0]) if error["loc"] else kind.kind for error in fault.errors()]
    return [Issue("missing", Place(column=name)) for name in names]


def _twins(desk: Desk, wanted: Record) -> tuple[Issue, ...]:
    """A record of the same name in the same place: a workbook could not tell the two apart."""
    key = {name: getattr(wanted, name) for name in wanted.natural_key}
    twins = [record for record in records.select(desk.store, type(wanted), **key) if record.id != wanted.id]
    if not twins:
        return ()
    return (Issue("duplicate-row", Place(column=wanted.natural_key[-1]), title(wanted, lambda _: None)),)


def read(desk: Desk, kind: type[Record], field: str, text: str) -> Understood:
    """What a text would be understood as, to show beside the field while it is typed."""
    return understand(kind, field, text, _Resolver(desk))


def remove(desk: Desk, record: Record, operator: str = "") -> int:
    """Remove a record; returns the number of the audit entry (which ``undo`` takes back).

    Raises:
        Refusal: ``record-in-use`` while another record names it; ``changed-meanwhile``.
    """
    return saving.save(desk.store, [Change(record, None)], desk.stamp("remove", operator=operator))


def again(desk: Desk, record: Record) -> Record | None:
    """The record as it is stored now; None when it is not there any more."""
    return records.get(desk.store, type(record), record.id)


def question(kind: type[Record], field: str, on: date) -> Question:
    """Why a field is asked, on what basis, with an example; numbers of the law in it are those of the day."""
    asked = _question(kind.kind, field)
    hint = None if asked.hint is None else _with_amounts(asked.hint, on)
    return asked.model_copy(update={"why": _with_amounts(asked.why, on), "hint": hint})


def _with_amounts(text: Bilingual, on: date) -> Bilingual:
    if "{" not in text.ja:
        return text
    from hospital_onboard.rules.duty.amounts import amounts_on
    from hospital_onboard.rules.regime import REGIME, regime

    ja, en = (text.of(lang).format_map(amounts_on(regime(REGIME), on, lang)) for lang in LANGUAGES)
    return Bilingual(ja=ja, en=en)


def options(
    desk: Desk, kind: type[Record], field: str, lang: Lang, operator: Operator | None = None
) -> list[tuple[str, str]]:
    """What can be chosen in a field, as (code or id, label); empty when the field is typed freely."""
    shape = shape_of(kind, field)
    match shape:
        case Choice(vocabulary):
            codes = groups_of(operator.operator_kind) if vocabulary == "group" and operator else shape.codes
            return [(code, words(lang).choice(vocabulary, code)) for code in codes]
        case Country():
            from hospital_onboard.reference.countries import all_countries

            return list(all_countries(lang))
        case Prefecture():
            from hospital_onboard.reference.prefectures import all_prefectures

            return [(p.code, p.name(lang)) for p in all_prefectures()]
        case MeasureItem():
            from hospital_onboard.reference.measures import all_measures

            return [(m.id, f"{m.id} {m.text.of(lang)}") for m in all_measures()]
        case Ref(kinds):
            return _references(desk, kinds, operator)
        case _:
            return []


def _references(desk: Desk, kinds: tuple[str, ...], operator: Operator | None) -> list[tuple[str, str]]:
    """Records that may be named: an operator's own equipment and what hangs on it; every party."""
    from hospital_onboard.store import inventory

    if operator is None or kinds in (("party",), ("operator",)):
        found: list[Record] = [record for name in kinds for record in records.select(desk.store, KINDS[name])]
        lookup: Lookup = {record.id: record for record in found}.get
    else:
        whole = inventory.load(desk.store, operator.id)
        found, lookup = [record for record in whole.all_records() if record.kind in kinds], whole.by_id.get
    return [(record.id, title(record, lookup)) for record in found]


class _Resolver:
    """Finds a record that a form names by its id or, on the command line, by its title."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, kinds: tuple[str, ...], text: str) -> Found:
        """See ``intake.understand.Resolver``."""
        store = self._desk.store
        by_id = [record for name in kinds if (record := records.get(store, KINDS[name], text)) is not None]
        found = by_id or [
            record
            for name in kinds
            for record in records.page(store, KINDS[name], records.Query(text=text)).records
            if title(record, lambda _: None) == text
        ]
        return Found(tuple(r.id for r in found), tuple(title(r, lambda _: None) for r in found))
