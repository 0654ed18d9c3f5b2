"""Writing down that a party sent something to the minister itself, so that it never passes through the operator.

The day and how we know are kept for each fact and paper; a file that shows the sending (a mail, a stamped copy) is kept
as a paper of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import EvidenceKind
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.party import Party, Snapshot
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import papers
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.paper_files import look, read_file

#: What a party can send instead of telling us (orders: holders, officers, sales; papers of Art. 9(1)).
FACTS: Final = ("holders", "officers", "foreign_sales")
PAPERS: Final[tuple[EvidenceKind, ...]] = ("registry_certificate", "officer_identity", "exemption_proof")
THINGS: Final = (*FACTS, *PAPERS)
_FORM: Final = {"*": "form"}


@dataclass(frozen=True)
class Sent:
    """What was sent, when, and how we know."""

    party: str
    things: tuple[str, ...]
    on: date
    receipt: str
    file: Path | None = None


def record(desk: Desk, sent: Sent, lang: Lang, operator: str = "") -> Evidence:
    """Keep it; returns the paper that stands for the receipt.

    Raises:
        Refusal: ``nothing-sent``, ``unknown-thing``, ``sent-later`` for a day to come, ``receipt-needed``,
            ``no-such-party``; or why the file cannot be kept (``attach-one``).
    """
    if not sent.things:
        raise Refusal("nothing-sent", USAGE, known=" ".join(THINGS))
    for thing in sent.things:
        if thing not in THINGS:
            raise Refusal("unknown-thing", USAGE, where=thing, known=" ".join(THINGS))
    if sent.on > desk.on:
        raise Refusal("sent-later", USAGE, where=sent.on.isoformat())
    if not sent.receipt.strip():
        raise Refusal("receipt-needed", USAGE)
    party = records.get(desk.store, Party, sent.party)
    if party is None:
        raise Refusal("no-such-party", USAGE, where=sent.party)
    receipt = _receipt(desk, sent, party, lang)
    changes = [Change(None, receipt), *_facts(desk, sent), *_papers(desk, sent, lang)]
    saving.save(desk.store, changes, desk.stamp("sent_directly", source=party.name, operator=operator))
    return receipt


def _facts(desk: Desk, sent: Sent) -> list[Change]:
    """The answer of that day; one that is there already only gets what it left open or what was sent instead."""
    facts = [fact for fact in FACTS if fact in sent.things]
    if not facts:
        return []
    said: dict[str, Any] = {**dict.fromkeys(facts, "declared_direct"), "declared_on": sent.on}
    there = records.select(desk.store, Snapshot, party=sent.party, as_of=sent.on)
    if there:
        origin = {**there[0].origin, **dict.fromkeys(said, "form")}
        return [Change(there[0], there[0].changed(**said, origin=origin))]
    new = {"id": new_id("snapshot"), "origin": _FORM, "party": sent.party, "as_of": sent.on, **said}
    return [Change(None, Snapshot.model_validate(new))]


def _papers(desk: Desk, sent: Sent, lang: Lang) -> list[Change]:
    """A record for each paper; one that was announced and has no file yet is that record."""
    changes = []
    said = {"direct_to_minister": "yes", "sent_on": sent.on, "receipt": sent.receipt.strip()}
    for kind in (kind for kind in get_args(EvidenceKind) if kind in sent.things):
        known = records.select(desk.store, Evidence, about=sent.party, evidence_kind=kind, file_sha256=None)
        before = next((paper for paper in known if paper.sent_on in (None, sent.on)), None)
        if before is not None:
            origin = {**before.origin, **dict.fromkeys(said, "form")}
            changes.append(Change(before, before.changed(**said, origin=origin)))
            continue
        title = words(lang).choice("evidence_kind", kind)
        new = {"id": new_id("evidence"), "origin": _FORM, "title": title, "evidence_kind": kind, "about": sent.party}
        changes.append(Change(None, Evidence.model_validate({**new, **said})))
    return changes


def _receipt(desk: Desk, sent: Sent, party: Party, lang: Lang) -> Evidence:
    say = words(lang)
    title = f"{say.choice('evidence_kind', 'direct_receipt')} {sent.on.isoformat()} {party.name}"[:300]
    said: dict[str, Any] = {
        "id": new_id("evidence"),
        "origin": _FORM,
        "title": title,
        "evidence_kind": "direct_receipt",
        "about": party.id,
        "issued_on": sent.on,
        "sent_on": sent.on,
        "receipt": sent.receipt.strip(),
    }
    if sent.file is not None:
        said |= _file(desk, sent.file)
    return Evidence.model_validate(said)


def _file(desk: Desk, path: Path) -> dict[str, str]:
    found: Sequence[Any] = look([path])
    if len(found) != 1 or found[0].problem:
        raise Refusal("attach-one", INPUT_REFUSED, where=str(path), problem=found[0].problem if found else "empty")
    content = read_file(path)
    if not content:
        raise Refusal("attach-one", INPUT_REFUSED, where=str(path), problem="cannot-read")
    return {"file_name": found[0].name, "file_sha256": papers.keep(desk, content, personal=False)}
