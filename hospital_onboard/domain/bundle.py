"""Bundles: what a hospital hands to its bureau and a bureau to the ministry, as versions of records.

A store that takes bundles in keeps every version it ever received. What it shows is computed from them alone, so the
order in which bundles come does not matter, and merging one twice changes nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Final

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import is_personal

FORMAT: Final = "hospital-onboard/bundle"
#: Raised when older programs would misread a bundle.
FORMAT_VERSION: Final = 1
SUFFIX: Final = ".hob"
MANIFEST, SIGNATURE, RECORDS = "manifest.json", "manifest.sig", "records.jsonl"

#: Kind -> the fields by which a record belongs to something that is handed on, from the operator down.
HANGS_ON: Final[Mapping[str, str]] = {
    "role_fact": "operator",
    "phase_proposal": "operator",
    "equipment": "operator",
    "component": "equipment",
    "entrustment": "equipment",
    "subcontract": "entrustment",
    "plan": "equipment",
    "involvement": "plan",
    "handover": "plan",
    "consultation": "plan",
    "consequence": "consultation",
    "urgent_case": "plan",
    "filing": "plan",
    "snapshot": "party",
    "holder": "party",
    "officer": "party",
    "foreign_sale": "party",
    "opinion": "party",
    "site": "product",
    "measure": "subject",
    "exhibit": "subject",
    "evidence": "about",
    "questionnaire_answer": "evidence",
}
#: What stays: a store's own working notes.
STAYS: Final = frozenset(
    {"assumption", "request", "alias", "phase_need", "criterion_weight", "what_if", "what_if_choice"}
)
#: Facts about a party that are one and the same when they have the same natural key.
OF_PARTY: Final = ("snapshot", "holder", "officer", "foreign_sale", "opinion")


@dataclass(frozen=True)
class Version:
    """One version of one record, as plain JSON values. ``said`` None: the record was removed.

    ``revision`` counts the changes of the record where it was made, ``at`` is when (ISO, UTC, milliseconds) the last
    one was made, ``past`` holds the marks of the versions this one was made from, ``withheld`` the fields kept back.
    """

    kind: str
    id: str
    revision: int
    at: str
    said: Mapping[str, Any] | None
    origin: Mapping[str, str] = field(default_factory=dict)
    past: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @cached_property
    def mark(self) -> str:
        """Names the version. The same whether personal data are in it or not: a digest of them could be guessed."""
        open_part = None if self.said is None else _without_personal(self.kind, self.said)
        text = json.dumps([self.kind, self.id, self.revision, self.at, open_part], **_CANONICAL)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    @property
    def order(self) -> tuple[int, str, str, bool]:
        """Newer is greater. Total, so that every store picks the same one of two versions."""
        return (self.revision, self.at, self.mark, not self.withheld)

    @property
    def across(self) -> tuple[str, int, str, str]:
        """The same between two records, whose counts of changes say nothing about each other."""
        return (self.at, self.revision, self.mark, self.id)

    def stripped(self) -> "Version":
        """Without personal data of officers; what was known and is kept back is marked as withheld."""
        if self.said is None:
            return self
        said = _without_personal(self.kind, self.said)
        gone = {name for name in self.said if said.get(name) != self.said[name]}
        if not gone:
            return self
        origin = {name: source for name, source in self.origin.items() if name not in gone}
        return replace(self, said=said, origin=origin, withheld=tuple(sorted({*self.withheld, *gone})))


_CANONICAL: Final[dict[str, Any]] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}


@cache
def personal_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind that hold personal data."""
    record = KINDS[kind]
    return tuple(name for name in record.asked() if is_personal(record, name))


def _without_personal(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    personal = personal_fields(kind)
    kept = {name: value for name, value in said.items() if name not in personal}
    if kind in ("filing", "handover") and isinstance(kept.get("content"), str):
        kept["content"] = json.dumps(_cleared(json.loads(kept["content"])), **_CANONICAL)
    return kept


def _cleared(content: Any) -> Any:
    """A frozen filing without the same facts, at whatever depth they stand."""
    if isinstance(content, dict):
        return {key: _cleared(value) for key, value in content.items() if key not in personal_fields("officer")}
    return [_cleared(value) for value in content] if isinstance(content, list) else content


@dataclass(frozen=True)
class Sender:
    """Who a bundle says it is from: one operator (its institution code, else its id) or an office (its name)."""

    label: str
    name: str


@dataclass(frozen=True)
class Bundle:
    """A bundle that was opened and whose signature fits. ``key`` is the sender's public key in OpenSSH's form."""

    file: str
    sha256: str
    sender: Sender
    key: str
    #: When it was made (ISO, UTC, milliseconds).
    made_at: str
    #: Whether personal data of officers are in it.
    personal: bool
    versions: tuple[Version, ...]
