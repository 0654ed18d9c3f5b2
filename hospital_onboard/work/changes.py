"""What changed since each plan was filed, and what has to be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.record import Record, is_personal
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.rules.change.change_table import CLASSES, ChangeClass, change_table
from hospital_onboard.rules.change.change_tests import stage_of
from hospital_onboard.rules.change.changes import (
    Change,
    LawOnDay,
    PaperNeed,
    classify,
    counts,
    is_owed,
    papers,
    shipped_tables,
)
from hospital_onboard.rules.change.differences import ADDED, REMOVED
from hospital_onboard.rules.change.filed import FACTS, LISTS, contents
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.store import inventory as inventories
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import filing
from hospital_onboard.work.assume import resting_on
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.filing import Filed
from hospital_onboard.work.show import shown

__all__ = ["CLASSES", "SCHEMA", "Change", "PlanChanges", "by_class", "changes", "lines", "owed", "to_json"]

SCHEMA: Final = "hospital-onboard/changes/1"
#: What stands for a birth date or a nationality that nobody asked to see.
MASKED: Final = "***"


@dataclass(frozen=True)
class PlanChanges:
    """One plan's newest filing, and all that differs from it on the desk's day."""

    filed: Filed
    #: How far the plan has come, see ``rules.change.change_tests.stage_of``.
    stage: str
    changes: tuple[Change, ...]
    #: Record id -> what a person calls it, as filed and now.
    titles: Mapping[str, str]
    #: Which papers about the parties go with what has to be filed or reported; none when nothing has.
    papers: tuple[PaperNeed, ...] = ()

    @property
    def counts(self) -> dict[ChangeClass, int]:
        """How many changes are in each class, the strictest first."""
        return counts(self.changes)

    def title_of(self, record_id: str) -> str:
        """What a person calls the record; the id itself when it is nowhere."""
        return self.titles.get(record_id, record_id)


def changes(desk: Desk, operator: str = "") -> tuple[PlanChanges, ...]:
    """The newest filing of each plan by the desk's day against the inventory as it is now; the newest filing first.

    Raises:
        Refusal: ``no-such-operator``.
    """
    newest: dict[str, Filed] = {}
    for filed in filing.filings(desk, operator):
        if filed.filing.filed_on <= desk.on:
            newest.setdefault(filed.plan.id, filed)
    inventories_of: dict[str, Inventory] = {}
    found = []
    for filed in newest.values():
        owner = filing.operator_of(desk, filed.plan)
        if owner not in inventories_of:
            inventories_of[owner] = inventories.load(desk.store, owner)
        found.append(compared(desk, filed, inventories_of[owner]))
    return tuple(found)


def owed(found: Iterable[PlanChanges]) -> bool:
    """Whether anything has to be filed or reported."""
    return any(is_owed(plan.changes) for plan in found)


def to_json(desk: Desk, found: Iterable[PlanChanges], lang: Lang, *, personal: bool = False) -> dict[str, Any]:
    """The documented shape ``hospital-onboard/changes/1``; only titles, labels and notes depend on the language.

    ``filing`` is the newest filing looked at, and each change names its own. ``old`` and ``new`` are as they are kept
    (codes, ids, ISO days, shares as text); birth dates and nationalities are ``***`` unless asked for.
    """
    plans = tuple(found)
    return {
        "schema": SCHEMA,
        "on": desk.on.isoformat(),
        "regime": {"id": REGIME, "digest": regime(REGIME).digest},
        "assumptions": [{"id": key, "text": text} for key, text in resting_on(desk, lang)],
        "filing": plans[0].filed.filing.id if plans else None,
        "filings": [
            {
                **filing.to_json(plan.filed),
                "stage": plan.stage,
                "classes": plan.counts,
                "owed": is_owed(plan.changes),
                "papers": [{"party": p.party, "paper": p.paper, "needed": p.needed} for p in plan.papers],
            }
            for plan in plans
        ],
        "changes": [_change(plan, change, lang, personal) for plan in plans for change in plan.changes],
    }


def by_class(plan: PlanChanges) -> dict[ChangeClass, tuple[Change, ...]]:
    """The changes of each class that has any, the strictest first."""
    groups = {name: tuple(c for c in plan.changes if c.change_class == name) for name in CLASSES}
    return {name: group for name, group in groups.items() if group}


def lines(plan: PlanChanges, change: Change, lang: Lang, *, personal: bool = False) -> tuple[str, ...]:
    """One change for people: what differs; then what to do about it, and what is new in the filing or to confirm."""
    say, difference = words(lang), change.difference
    old, new = in_words(plan, change, lang, personal=personal)
    title = plan.title_of(difference.subject)
    if difference.party and difference.party != difference.subject:
        title = f"{plan.title_of(difference.party)} {title}"
    found = [f"{say(f'kind.{difference.kind}')} {title} / {field_label(change, lang)}: {old or '—'} → {new or '—'}"]
    if change.form is not None:
        days = "—" if change.waiting_days is None else change.waiting_days
        due = say(f"change_due.{change.due}", days=days)
        found.append(f"  {form_label(change, lang)} / {due}")
    if difference.new_parties:
        names = say("list.comma").join(plan.title_of(party) for party in difference.new_parties)
        found.append("  " + say("changes.new_party", names=names))
    if not change.sure:
        reason = "" if change.note is None else change.note.of(lang)
        found.append("  " + say("changes.to_confirm", reason=reason))
    source = change.source
    found.append(f"  {source.document} {source.article} [{say(f'standing.{source.standing}')}]")
    return tuple(found)


def paper_lines(plan: PlanChanges, lang: Lang) -> tuple[str, ...]:
    """For people: whose papers go with the filings, and that the others may be left out."""
    say = words(lang)
    needed = [f"{say.choice('evidence_kind', p.paper)} {plan.title_of(p.party)}" for p in plan.papers if p.needed]
    spared = [p for p in plan.papers if not p.needed]
    found = [say("changes.papers_needed", papers=say("list.comma").join(needed))] if needed else []
    if spared:
        source = spared[0].source
        found.append(say("changes.papers_spared", count=len(spared), document=source.document, article=source.article))
    return tuple(found)


def field_label(change: Change, lang: Lang) -> str:
    """What the field is called; a record that came or went is called so."""
    difference, say = change.difference, words(lang)
    own = difference.field in KINDS[difference.kind].model_fields
    return say(f"field.{difference.kind}.{difference.field}" if own else f"change_field.{difference.field}")


def form_label(change: Change, lang: Lang) -> str:
    """The form with its number, its variant, and the number that other orders give it; empty without a form."""
    if change.form is None:
        return ""
    form, say = change.form, words(lang)
    others = "".join(
        say("change_form.elsewhere", ministry=other.ministry.of(lang), number=other.number) for other in form.elsewhere
    )
    mark = say(f"change_form.variant_{change.plan_kind}") if form.variants else ""
    return say("change_form.label", number=form.number, variant=mark, label=form.label.of(lang), elsewhere=others)


def in_words(plan: PlanChanges, change: Change, lang: Lang, *, personal: bool = False) -> tuple[str, str]:
    """The value as filed and now, as a person reads them; empty when there was no answer."""
    difference = change.difference
    if difference.field in (ADDED, REMOVED):
        title = plan.title_of(difference.subject)
        return ("", title) if difference.field == ADDED else (title, "")
    old, new = (_word(plan, change, value, lang, personal) for value in (difference.old, difference.new))
    return old, new


def compared(desk: Desk, filed: Filed, inventory: Inventory) -> PlanChanges:
    """One frozen content against the inventory as it is now."""
    now = contents(inventory, filed.plan, desk.on)
    law = LawOnDay(regime(REGIME), change_table(REGIME), shipped_tables(REGIME), desk.on)
    found = classify(filed.content, now, law)
    attached = papers(now, found, law) if is_owed(found) else ()
    return PlanChanges(filed, stage_of(now, desk.on), found, _titles(filed.content, now), attached)


def _titles(*contents: Mapping[str, Any]) -> dict[str, str]:
    """What every record is called; the later content wins."""
    said: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for content in contents:
        for kind in ("plan", "equipment"):
            said[content[kind]["id"]] = (kind, content[kind])
        for part, kind in (("parties", "party"), *LISTS.items()):
            said.update({item["id"]: (kind, item) for item in content[part]})
        for party in content["parties"]:
            for fact, answer in party["facts"].items():
                said.update({item["id"]: (FACTS[fact], item) for item in answer["listed"]})

    def called(record_id: str) -> str | None:
        kind, values = said.get(record_id, ("", {}))
        return (named(kind, values, called) or record_id) if kind else None

    return {record_id: called(record_id) or record_id for record_id in said}


def _change(plan: PlanChanges, change: Change, lang: Lang, personal: bool) -> dict[str, Any]:
    difference = change.difference
    hidden = not personal and _is_personal(change)
    old, new = ((MASKED if hidden and value is not None else value) for value in (difference.old, difference.new))
    return {
        "filing": plan.filed.filing.id,
        "plan": plan.filed.plan.id,
        "kind": difference.kind,
        "subject": difference.subject,
        "subject_title": plan.title_of(difference.subject),
        "party": difference.party or None,
        "field": difference.field,
        "old": old,
        "new": new,
        "class": change.change_class,
        "form": change.code(change.form),
        "form_label": form_label(change, lang),
        "urgent_form": change.code(change.urgent_form),
        "due": change.due,
        "waiting_days": change.waiting_days,
        "stage": change.stage,
        "sure": change.sure,
        "note": _in(change.note, lang),
        "new_parties": [{"id": party, "name": plan.title_of(party)} for party in difference.new_parties],
        "row": change.row,
        "source": {
            "document": change.source.document,
            "article": change.source.article,
            "confidence": change.source.confidence,
            "standing": change.source.standing,
        },
    }


def _word(plan: PlanChanges, change: Change, value: Any, lang: Lang, personal: bool) -> str:
    difference = change.difference
    if value is None:
        return ""
    if not personal and _is_personal(change):
        return MASKED
    kind: type[Record] = KINDS[difference.kind]
    if difference.field not in kind.model_fields:
        return words(lang)(f"change_exemption.{value}")
    record = kind.model_construct(**{difference.field: value})
    return shown(record, difference.field, lang, lambda _id: None) if not _names(plan, value) else plan.title_of(value)


def _names(plan: PlanChanges, value: Any) -> bool:
    return isinstance(value, str) and value in plan.titles


def _is_personal(change: Change) -> bool:
    kind, field = KINDS[change.difference.kind], change.difference.field
    return field in kind.model_fields and is_personal(kind, field)


def _in(text: Bilingual | None, lang: Lang) -> str:
    return "" if text is None else text.of(lang)
