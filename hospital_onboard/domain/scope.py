"""Whose answers a vendor's file holds, and how far they reach: what it may change, add to and name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Kinds of records that say something about one party.
OF_PARTY = frozenset({"snapshot", "holder", "officer", "foreign_sale", "opinion"})


@dataclass(frozen=True)
class Scope:
    """What the vendors of one file have to do with. Everything not in here is another's."""

    #: Those whose answers the file holds.
    parties: frozenset[str]
    #: What they are called, for messages.
    called: str = ""
    #: Record id -> the fields that they answer.
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Records below which they may add: equipment they supply, contracts they carry out, their own subcontracts.
    under: frozenset[str] = frozenset()
    #: Everything the file may refer to.
    named: frozenset[str] = frozenset()
    #: Equipment or entrustment -> the measures they can answer.
    items: Mapping[str, frozenset[str]] = field(default_factory=dict)
