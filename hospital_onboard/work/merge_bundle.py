"""Taking in a bundle: who it is from, what it would change, where sources disagree; then all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hospital_onboard.domain.bundle import Bundle, Version
from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.joining import Clash, newest
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.preview import Outcome, Preview, Row
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.intake import bundle_file
from hospital_onboard.store import deliveries, lookup
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import bundle_keys
from hospital_onboard.work.bundle_conflicts import Conflict
from hospital_onboard.work.bundle_effects import Effects
from hospital_onboard.work.bundle_versions import own_version
from hospital_onboard.work.collector import without_collector
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/bundle-merge/1"


@dataclass(frozen=True)
class Merging:
    """A bundle beside the store. Nothing has been written.

    ``preview`` lists every record of it; ``versions`` are those to keep from now on, and whether they are ours.
    """

    bundle: Bundle
    fingerprint: str
    preview: Preview
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    versions: tuple[tuple[Version, bool], ...]
    #: Audit entry of the last merge this was computed after.
    last: int

    @property
    def unchanged(self) -> bool:
        """Everything in it is here already."""
        return not self.versions


def look(desk: Desk, path: Path, lang: Lang = "ja", *, identity: Path | None = None, accept_key: str = "") -> Merging:
    """Open a bundle and compute what merging it would do.

    Args:
        identity: file of the age identity to open it with; this office's own when nothing is said.
        accept_key: fingerprint of a sender's new key that somebody has checked with the sender.

    Raises:
        Refusal: ``bundle-…``: see ``intake.bundle_file.opened``, ``bundle-key-changed``, ``bundle-older``.
    """
    bundle = bundle_file.opened(path, bundle_keys.identities(identity))
    issues = list(_of_sender(desk, bundle, accept_key))
    last = deliveries.last_merge_of(desk.store)
    effects = Effects(desk.store, _fresh(desk, bundle), bundle.file)
    if not effects.fresh:
        rows = tuple(_rows(bundle, str, {}, (), lang))
        return Merging(bundle, _fingerprint(bundle), _preview(bundle, rows, (), seen=True), (), (), (), last)
    with without_collector():
        changes = effects.changes
        senders = _senders(desk, bundle, effects.clashes, lang)
        conflicts = tuple(Conflict.of(clash, senders[clash.version.mark]) for clash in effects.clashes)
        by_id = {change.record.id: change for change in changes}
        rows = tuple(_rows(bundle, effects.target, by_id, conflicts, lang))
    versions = (*((version, False) for version in effects.fresh), *((version, True) for version in effects.ours))
    preview = _preview(bundle, rows, issues, seen=False)
    return Merging(bundle, _fingerprint(bundle), preview, conflicts, changes, versions, last)


def commit(desk: Desk, merging: Merging) -> Receipt:
    """Write the whole bundle in one transaction; the receipt says what was written, counted in the store.

    Raises:
        Refusal: ``changed-meanwhile``, ``record-in-use``, ``store-…``. Nothing is written then.
    """
    bundle, counts = merging.bundle, {str(name): n for name, n in merging.preview.counts.items()}
    operators = [version.id for version in bundle.versions if version.kind == "operator" and version.said]
    mine = {row.change.record.id for row in merging.preview.rows if row.kind == "operator" and row.change}
    operator = next(iter(mine), operators[0]) if len(set(operators)) == 1 else ""
    stamp = desk.stamp("merge-bundle", source=f"bundle:{bundle.sha256}:{bundle.sender.name}", operator=operator)
    columns: dict[str, dict[str, str]] = {}
    receipt = Receipt(
        new_id("receipt"),
        None,
        bundle.file,
        bundle.sha256,
        stamp.at.isoformat(),
        desk.who,
        operator,
        counts,
        columns,
        [],
    )
    if merging.unchanged:
        return receipt
    delivery = {
        "sender": bundle.sender.label,
        "name": bundle.sender.name,
        "key": bundle.key,
        "made_at": bundle.made_at,
        "sha256": bundle.sha256,
    }
    row = {name: value for name, value in vars(receipt).items() if name != "seq"}
    with without_collector():
        seq = deliveries.save(
            desk.store,
            merging.changes,
            stamp,
            last=merging.last,
            receipt={**row, "counts": {**counts, "conflicts": len(merging.conflicts)}},
            delivery=delivery,
            versions=merging.versions,
        )
    written = lookup.written(desk.store, seq)
    return Receipt(**{**vars(receipt), "seq": seq, "counts": {**counts, **written}})


def to_json(file: str, merging: Merging | None, receipt: Receipt | None, refusal: Refusal | None) -> dict[str, Any]:
    """One element of ``files`` of the JSON shape ``SCHEMA``."""
    if merging is None:
        return {"file": file, "outcome": "refused", "error": refusal.code if refusal else ""}
    bundle = merging.bundle
    outcome = "unchanged" if merging.unchanged else "previewed" if receipt is None else "merged"
    return {
        "file": file,
        "sha256": bundle.sha256,
        "outcome": outcome,
        "sender": {"label": bundle.sender.label, "name": bundle.sender.name, "fingerprint": merging.fingerprint},
        "made_at": bundle.made_at,
        "personal": bundle.personal,
        "rows": dict(merging.preview.counts),
        "conflicts": [conflict.to_json() for conflict in merging.conflicts],
        "notes": [issue.code for issue in merging.preview.file_issues],
        "receipt": None if receipt is None or receipt.seq is None else {"id": receipt.id, "seq": receipt.seq},
        "written": {} if receipt is None or receipt.seq is None else dict(receipt.counts),
    }


def _fingerprint(bundle: Bundle) -> str:
    return bundle_keys.fingerprint(bundle.key)


def _of_sender(desk: Desk, bundle: Bundle, accept_key: str) -> Iterable[Issue]:
    """What is to be said about who sent it: first heard of, new key, or another than before."""
    before = deliveries.deliveries(desk.store, bundle.sender.label)
    shown_key, place = _fingerprint(bundle), Place(bundle.file)
    if not before:
        yield Issue("bundle-first-key", place, shown_key, {"name": bundle.sender.name})
        others = _others(desk, bundle)
        if others:
            yield Issue("bundle-other-sender", place, bundle.sender.name, {"others": "、".join(others)})
        return
    if before[0].key != bundle.key:
        known = bundle_keys.fingerprint(before[0].key)
        if accept_key.strip() != shown_key:
            params = {"name": bundle.sender.name, "known": known, "seen": shown_key}
            raise Refusal("bundle-key-changed", INPUT_REFUSED, where=bundle.file, **params)
        yield Issue("bundle-new-key", place, shown_key, {"name": bundle.sender.name, "known": known})
    newer = max((one for one in before if one.made_at > bundle.made_at), key=lambda one: one.made_at, default=None)
    if newer is not None:
        params = {"name": bundle.sender.name, "made": bundle.made_at[:16], "newer": newer.made_at[:16]}
        raise Refusal("bundle-older", INPUT_REFUSED, where=bundle.file, **params)


def _others(desk: Desk, bundle: Bundle) -> list[str]:
    """Who else has sent data of the operators in it."""
    ids = [version.id for version in bundle.versions if version.kind == "operator"]
    seqs = {kept.seq for kept in deliveries.of_records(desk.store, ids)}
    return sorted({one.name for one in deliveries.deliveries(desk.store) if one.seq in seqs})


def _fresh(desk: Desk, bundle: Bundle) -> tuple[Version, ...]:
    """The versions of the bundle that are not known here in full."""
    ids = list(dict.fromkeys(version.id for version in bundle.versions))
    kept: dict[tuple[str, str], list[set[str]]] = {}
    of_id: dict[str, list[deliveries.Kept]] = {}
    for one in deliveries.of_records(desk.store, ids):
        kept.setdefault((one.version.id, one.version.mark), []).append(set(one.version.withheld))
        of_id.setdefault(one.version.id, []).append(one)
    ours: dict[str, set[str]] = {}
    for record, history in deliveries.histories(desk.store, ids).items():
        own = own_version(history, of_id.get(record, ()))
        ours[record] = {own.mark, *own.past} if own is not None else set()

    def known(version: Version) -> bool:
        if version.mark in ours.get(version.id, ()):
            return True
        return any(withheld <= set(version.withheld) for withheld in kept.get((version.id, version.mark), ()))

    return tuple({(v.id, v.mark, v.withheld): v for v in bundle.versions if not known(v)}.values())


def _preview(bundle: Bundle, rows: tuple[Row, ...], issues: Iterable[Issue], *, seen: bool) -> Preview:
    return Preview(bundle.file, bundle.sha256, "", None, rows, tuple(issues), seen_before=seen)


def _rows(
    bundle: Bundle,
    target_of: Callable[[str], str],
    changes: Mapping[str, Change],
    conflicts: tuple[Conflict, ...],
    lang: Lang,
) -> Iterable[Row]:
    """A row for each record of the bundle, then what else changes with it (names of parties, what follows a party)."""
    say = words(lang)
    latest = newest(bundle.versions)
    numbers: Counter[str] = Counter()
    done: set[str] = set()

    def row(kind: str, target: str, said: Mapping[str, Any], change: Change | None) -> Row:
        numbers[kind] += 1
        sheet = say(f"sheet.{kind}" if say.has(f"sheet.{kind}") else f"kind.{kind}")
        place = Place(bundle.file, sheet, numbers[kind])
        issues = tuple(conflict.issue(place, say) for conflict in conflicts if conflict.target == target)
        return Row(sheet, numbers[kind], kind, _outcome(change), title(kind, said) or target, change, issues)

    def title(kind: str, said: Mapping[str, Any]) -> str:
        return named(kind, said, linked)

    def linked(record: str) -> str | None:
        found = latest.get(record)
        return None if found is None or found.said is None else title(found.kind, found.said)

    for kind in KINDS:
        for version in (one for one in latest.values() if one.kind == kind):
            target = target_of(version.id)
            if target not in done and (version.said is not None or target in changes):
                done.add(target)
                yield row(kind, target, version.said or _said(changes.get(target)), changes.get(target))
    for target, change in changes.items():
        if target not in done:
            yield row(change.record.kind, target, _said(change), change)


def _said(change: Change | None) -> Mapping[str, Any]:
    return {} if change is None else change.record.says()


def _outcome(change: Change | None) -> Outcome:
    if change is None:
        return "same"
    return "new" if change.before is None else "changed"


def _senders(desk: Desk, bundle: Bundle, clashing: Iterable[Clash], lang: Lang) -> Mapping[str, str]:
    """Mark of a version -> who sent it; ourselves for one of ours."""
    ids = {clash.version.id for clash in clashing}
    by_seq = {one.seq: one.name for one in deliveries.deliveries(desk.store)} if ids else {}
    kept = deliveries.of_records(desk.store, ids)
    names = {one.version.mark: by_seq[one.seq] for one in kept if not one.ours and one.seq in by_seq}
    ours = dict.fromkeys((clash.version.mark for clash in clashing), words(lang)("bundle.ourselves"))
    return {**ours, **names, **{version.mark: bundle.sender.name for version in bundle.versions if version.id in ids}}
