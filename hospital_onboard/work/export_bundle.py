"""Handing on what is known about some operators: what would leave first, then the encrypted file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hospital_onboard.domain.bundle import HANGS_ON, SUFFIX, Sender, Version, personal_fields
from hospital_onboard.domain.joining import newest
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.refusal import USAGE, Refusal
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.report import bundle_file
from hospital_onboard.report.written import write_file
from hospital_onboard.store import deliveries, records, saving
from hospital_onboard.store.deliveries import History
from hospital_onboard.work import bundle_keys, bundle_versions
from hospital_onboard.work.bundle_versions import Knowledge
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/bundle-export/1"


@dataclass(frozen=True)
class Leaving:
    """What a bundle would hold. ``counts``: kind -> records, in the order of kinds.

    ``personal`` counts the birth dates and nationalities in it, ``withheld`` those that are kept back, ``removed`` the
    records of which only the removal is told.
    """

    operators: tuple[Operator, ...]
    sender: Sender
    versions: tuple[Version, ...]
    without_personal: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    personal: int = 0
    withheld: int = 0
    removed: int = 0


def preview(desk: Desk, operators: Sequence[Operator], *, without_personal: bool = False, sender: str = "") -> Leaving:
    """What would leave; nothing is written.

    Args:
        sender: name of the office that sends several operators' data; their bureau's name when nothing is said.

    Raises:
        Refusal: ``no-operator-yet``, ``bundle-which-office``.
    """
    if not operators:
        raise Refusal("no-operator-yet")
    versions = _versions(desk, [operator.id for operator in operators])
    sent = [version.stripped() for version in versions] if without_personal else versions
    living = [version for version in newest(sent).values() if version.said is not None]
    counted = Counter(version.kind for version in living)
    return Leaving(
        tuple(operators),
        _sender(operators, sender),
        tuple(sent),
        without_personal,
        {kind: counted[kind] for kind in KINDS if counted[kind]},
        personal=sum(1 for v in sent for name in personal_fields(v.kind) if (v.said or {}).get(name) is not None),
        withheld=sum(len(version.withheld) for version in living),
        removed=sum(1 for version in sent if version.said is None),
    )


def write(desk: Desk, leaving: Leaving, out: Path, to: Sequence[str]) -> bundle_keys.Keys:
    """Sign, encrypt and write; the trail says what left and for whom. Gives back this office's keys.

    Args:
        to: public keys (``age1…``), or files with one on each line.

    Raises:
        Refusal: ``bundle-no-recipient``, ``bundle-bad-recipient``, ``bundle-name``, ``file-exists``, ``cannot-write``.
    """
    recipients = bundle_keys.recipients(to)
    if out.suffix.lower() != SUFFIX:
        raise Refusal("bundle-name", USAGE, where=str(out))
    if out.exists():
        raise Refusal("file-exists", where=str(out))
    signing = bundle_keys.signing_key()
    made_at = desk.clock().isoformat(timespec="milliseconds")
    key = bundle_keys.public_line(signing)
    personal = not leaving.without_personal
    plain = bundle_file.content(leaving.versions, leaving.sender, made_at, key, signing.sign, personal=personal)
    write_file(out, bundle_file.encrypted(plain, recipients))
    told = "personal" if personal else "without-personal"
    names = ",".join(operator.code or operator.id for operator in leaving.operators)
    source = f"{out.name} {told} {len(leaving.versions)} {names}"[:2000]
    operator = leaving.operators[0].id if len(leaving.operators) == 1 else ""
    saving.save(desk.store, [], desk.stamp(deliveries.EXPORT, source=source, operator=operator))
    return bundle_keys.keys(desk)


def to_json(leaving: Leaving, out: Path, fingerprint: str) -> dict[str, Any]:
    """The JSON shape ``SCHEMA``."""
    return {
        "schema": SCHEMA,
        "file": str(out),
        "sender": {"label": leaving.sender.label, "name": leaving.sender.name, "fingerprint": fingerprint},
        "operators": [{"id": o.id, "code": o.code, "name": o.name} for o in leaving.operators],
        "records": dict(leaving.counts),
        "removed": leaving.removed,
        "personal": leaving.personal,
        "withheld": leaving.withheld,
    }


def _sender(operators: Sequence[Operator], said: str) -> Sender:
    """One operator speaks for itself; several are sent by an office."""
    if not said and len(operators) == 1:
        one = operators[0]
        return Sender(f"operator:{one.code or one.id}", one.name)
    bureaus = {prefecture(o.prefecture).bureau_ja for o in operators if o.prefecture}
    if not said and len(bureaus) == 1 and all(o.prefecture for o in operators):
        said = bureaus.pop()
    if not said.strip():
        raise Refusal("bundle-which-office", USAGE)
    return Sender(f"office:{said.strip()}", said.strip())


def _versions(desk: Desk, operators: Sequence[str]) -> list[Version]:
    """The newest version of every source of everything in scope, and what was removed."""
    store = desk.store
    known = Knowledge(store)
    gone = deliveries.removed_histories(store)
    ids = list(bundle_versions.scope(store, operators))
    past = (*deliveries.histories(store, ids).values(), *_hung_on(gone, ids).values())
    also = bundle_versions.handed_on_before(store, past, operators)
    ids = list(bundle_versions.scope(store, operators, also)) if also else ids
    kept = known.kept_at(ids, known.targets)
    histories = deliveries.histories(store, ids)
    found: list[Version] = []
    for target in ids:
        brought = [one.version for one in kept.get(target, ())]
        history = histories.get(target)
        own = history and bundle_versions.own_version(history, kept.get(target, ()))
        found += _best([*brought, own] if own else brought)
    return [*found, *_removed(desk, known, found, gone)]


def _best(versions: Iterable[Version]) -> list[Version]:
    """The newest of each source; where it withholds something, also the newest that does not."""
    every = list(versions)
    latest = newest(every)
    whole = newest(version for version in every if not version.withheld)
    return [*latest.values(), *(v for one, v in whole.items() if latest[one].withheld and v is not latest[one])]


def _hung_on(gone: Mapping[str, History], there: Iterable[str]) -> dict[str, History]:
    """Of what was removed, that which hung on what is sent, or on something removed that did."""
    within, found = set(there), dict[str, History]()
    for _ in HANGS_ON:  # each round goes one step down
        for one, history in gone.items():
            last = next((state.said for state in reversed(history.states) if state.said is not None), {})
            if one not in found and last.get(HANGS_ON.get(history.kind, "")) in within:
                found[one] = history
        within |= found.keys()
    return found


def _removed(desk: Desk, known: Knowledge, sent: Sequence[Version], gone: Mapping[str, History]) -> list[Version]:
    """Removals of what hung on what is sent, and of parties; told by id alone."""
    brought = known.kept_at(gone, known.targets)
    told = {version.id for version in sent}
    found: dict[str, Version] = {}
    parties = {one: history for one, history in gone.items() if history.kind == "party"}
    for one, history in {**_hung_on(gone, told), **parties}.items():
        own = bundle_versions.own_version(history, brought.get(one, ()))
        if own is not None and history.edited:  # a merge that gave it another id did not remove it
            found[one] = own
    ended = newest(kept.version for kept in deliveries.removals(desk.store)).values()
    return [*found.values(), *(version for version in ended if version.id not in told | found.keys())]


def operators_of(desk: Desk, ids: Sequence[str]) -> tuple[Operator, ...]:
    """The operators with these ids, by name; all when none is said."""
    return records.select(desk.store, Operator, id=list(ids)) if ids else records.select(desk.store, Operator)
