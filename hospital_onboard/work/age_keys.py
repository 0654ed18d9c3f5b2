"""age keys (age-encryption.org/v1): whom to seal bytes for, and opening what was sealed for us.

A recipient is a public key, ``age1…``; an identity is the secret key that belongs to it, kept in a file that only its
owner may read, and locked with a passphrase where the owner wants that. Files made here open with the ``age`` program
and the other way round. Passphrases are asked for by the caller (``Ask``), never taken from an argument or the store.
"""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal

if TYPE_CHECKING:
    from pyrage import x25519

#: Asks the person for the passphrase of a locked identity file, when one is met.
Ask = Callable[[], str]

_HEADER: Final = b"age-encryption.org/v1"
_ARMOUR: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_SECRET: Final = "AGE-SECRET-KEY-1"  # noqa: S105  the mark of a secret, not one
#: Key files are a few lines; anything longer is another file.
_LONGEST: Final = 64 * 1024
_OTHERS_MAY_READ: Final = 0o077


def recipients(named: Iterable[str]) -> tuple[str, ...]:
    """Public keys from what a person gave: keys themselves, or files with one key a line (``#`` starts a comment).

    Raises:
        Refusal: ``bad-recipient`` naming the key, or the file and line; ``not-found``; ``no-recipient``.
    """
    found: dict[str, None] = {}
    for text in named:
        typed = text.startswith(("age1", _SECRET))
        for place, key in [(text, text)] if typed else _listed(Path(text)):
            found[_checked(key, place)] = None
    if not found:
        raise Refusal("no-recipient", USAGE)
    return tuple(found)


def seal(content: bytes, keys: Iterable[str]) -> bytes:
    """The content encrypted so that the owner of any of these public keys can open it, and nobody else."""
    import pyrage

    sealed: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key) for key in keys])
    return sealed


def is_sealed(content: bytes) -> bool:
    """Whether these are the first bytes of an age file."""
    return content.startswith((_HEADER, _ARMOUR))


def unseal(content: bytes, identity: Path, ask: Ask, *, where: str = "") -> bytes:
    """What was sealed, opened with an identity file.

    Raises:
        Refusal: ``not-sealed``; ``sealed-for-others``; ``sealed-damaged``; or what ``identity_of`` says of the file.
    """
    import pyrage

    if not is_sealed(content):
        raise Refusal("not-sealed", INPUT_REFUSED, where=where)
    keys = _secrets(identity, ask)
    try:
        opened: bytes = pyrage.decrypt(content, keys)
    except pyrage.DecryptError as fault:
        others = "matching keys" in str(fault).lower()
        code = "sealed-for-others" if others else "sealed-damaged"
        raise Refusal(code, INPUT_REFUSED, where=where, identity=str(identity)) from fault
    return opened


def new_identity(path: Path, at: datetime, passphrase: str | None = None) -> str:
    """Make a key pair, keep the secret in a new file (mode 0600), and return the public key.

    Args:
        at: time of making, written into the file as a comment.
        passphrase: lock the file with it; without it there is no second way to open what was sealed.

    Raises:
        Refusal: ``file-exists`` (a key is never written over: what was sealed for it would be lost), ``cannot-write``.
    """
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    content = f"# created: {at:%Y-%m-%dT%H:%M:%SZ}\n# public key: {public}\n{identity}\n".encode()
    if passphrase is not None:
        content = pyrage.passphrase.encrypt(content, passphrase)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as fault:
        raise Refusal("file-exists", USAGE, where=str(path)) from fault
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(path)) from fault
    return public


def public_keys(identity: Path, ask: Ask) -> tuple[str, ...]:
    """The public keys that belong to an identity file.

    Raises:
        Refusal: ``no-identity``, ``identity-open-to-others``, ``bad-identity``, ``wrong-passphrase``.
    """
    return tuple(str(key.to_public()) for key in _secrets(identity, ask))


def is_locked(identity: Path) -> bool:
    """Whether a passphrase is needed for the file; False when there is no such file."""
    return identity.is_file() and is_sealed(_read(identity))


def _secrets(identity: Path, ask: Ask) -> "list[x25519.Identity]":
    import pyrage

    if not identity.is_file():
        raise Refusal("no-identity", INPUT_REFUSED, where=str(identity))
    if os.name == "posix" and identity.stat().st_mode & _OTHERS_MAY_READ:
        raise Refusal("identity-open-to-others", INPUT_REFUSED, where=str(identity))
    content = _read(identity)
    if is_sealed(content):
        try:
            content = pyrage.passphrase.decrypt(content, ask())
        except pyrage.DecryptError as fault:
            raise Refusal("wrong-passphrase", INPUT_REFUSED, where=str(identity)) from fault
    lines = content.decode("utf-8", "replace").splitlines()
    try:
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(_SECRET)]
    except pyrage.IdentityError as fault:
        raise Refusal("bad-identity", INPUT_REFUSED, where=str(identity)) from fault
    if not keys:
        raise Refusal("bad-identity", INPUT_REFUSED, where=str(identity))
    return keys


def _listed(file: Path) -> list[tuple[str, str]]:
    """(place, key) for every key line of a file of recipients."""
    if not file.is_file():
        raise Refusal("not-found", INPUT_REFUSED, where=str(file))
    lines = _read(file).decode("utf-8-sig", "replace").splitlines()
    keys = [(f"{file}:{n}", line.strip()) for n, line in enumerate(lines, 1)]
    return [(place, key) for place, key in keys if key and not key.startswith("#")]


def _checked(key: str, place: str) -> str:
    """Raises ``bad-recipient``. A secret key given by mistake is not repeated in the message."""
    import pyrage

    try:
        return str(pyrage.x25519.Recipient.from_str(key.strip()))
    except pyrage.RecipientError as fault:
        where = place if not place.startswith(_SECRET) else _SECRET + "…"
        raise Refusal("bad-recipient", INPUT_REFUSED, where=where) from fault


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LONGEST + 1)
    except OSError as fault:
        raise Refusal("cannot-read", INPUT_REFUSED, where=str(file)) from fault
    if len(content) > _LONGEST:
        raise Refusal("bad-identity", INPUT_REFUSED, where=str(file))
    return content
