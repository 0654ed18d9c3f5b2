"""The keys for officers' papers: who can open them.

Papers are sealed for every public key of the store; each person keeps the secret key that belongs to theirs in a file
outside the store (``places.user_keys``, or ``HOSPITAL_ONBOARD_KEY``). Whoever holds none of the secret keys cannot open
the papers, and neither can we: a lost key is made good by a second key or by asking for the papers again.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hospital_onboard import places
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.store import files, receipts, saving
from hospital_onboard.work import age_keys
from hospital_onboard.work.desk import Desk

if TYPE_CHECKING:
    from hospital_onboard.store.files import FileArea

#: Another place for one's secret key.
KEY_FILE: Final = "HOSPITAL_ONBOARD_KEY"
#: The store's own settings stand under nobody's name.
_STORE: Final = "*"
_SETTING: Final = "officer_papers.recipients"


@dataclass(frozen=True)
class KeyState:
    """Where things stand: the person's key file, and whom the papers of this store are sealed for."""

    file: Path
    exists: bool
    locked: bool
    recipients: tuple[str, ...]
    sealed: int


def identity_file() -> Path:
    """Where this person's secret key is, or would be."""
    said = os.environ.get(KEY_FILE)
    return Path(said).expanduser() if said else places.user_keys()


def recipients(desk: Desk) -> tuple[str, ...]:
    """The public keys that officers' papers of this store are sealed for."""
    return tuple(receipts.preference(desk.store, _STORE, _SETTING).split())


def required_recipients(desk: Desk) -> tuple[str, ...]:
    """The same. Raises ``Refusal``: ``no-officer-key`` when there are none."""
    found = recipients(desk)
    if not found:
        raise Refusal("no-officer-key", STORE_REFUSED)
    return found


def state(desk: Desk, area: "FileArea") -> KeyState:
    """The state of the keys."""
    file = identity_file()
    sealed = sum(kept.sealed for kept in area.all())
    return KeyState(file, file.is_file(), age_keys.is_locked(file), recipients(desk), sealed)


def new(desk: Desk, passphrase: str | None = None) -> str:
    """Make this person's key and seal officers' papers for it from now on; returns the public key.

    Raises:
        Refusal: ``file-exists`` (see ``add_own`` for a key that is there already), ``cannot-write``.
    """
    public = age_keys.new_identity(identity_file(), desk.clock(), passphrase)
    _set(desk, (*recipients(desk), public))
    return public


def change(
    desk: Desk, area: "FileArea", ask: age_keys.Ask, *, add: Iterable[str] = (), drop: Iterable[str] = ()
) -> int:
    """Let others open the papers too, or no longer; every paper is sealed anew. Returns how many were.

    What somebody already copied stays readable for them; dropping a key is for the papers as they are here.

    Args:
        add: public keys, or files of them. drop: public keys.

    Raises:
        Refusal: ``bad-recipient``, ``last-officer-key``; or what opening the papers raises (``age_keys.unseal``):
            then the papers and the list of keys are as before.
    """
    added = age_keys.recipients(add) if (add := tuple(add)) else ()
    dropped = frozenset(age_keys.recipients(drop)) if (drop := tuple(drop)) else frozenset()
    wanted = tuple(key for key in dict.fromkeys((*recipients(desk), *added)) if key not in dropped)
    sealed = [kept.sha256 for kept in area.all() if kept.sealed]
    if not wanted and sealed:
        raise Refusal("last-officer-key", STORE_REFUSED, count=len(sealed))
    opened = [age_keys.unseal(area.read_sealed(sha), identity_file(), ask, where=sha) for sha in sealed]
    _set(desk, wanted)
    for content in opened:
        area.keep_sealed(files.digest(content), age_keys.seal(content, wanted))
    return len(opened)


def _set(desk: Desk, keys: tuple[str, ...]) -> None:
    keys = tuple(dict.fromkeys(keys))
    receipts.set_preference(desk.store, _STORE, _SETTING, "\n".join(keys))
    saving.save(desk.store, [], desk.stamp("officer_keys", source=" ".join(keys)))
