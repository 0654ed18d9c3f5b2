"""The two keys of an office: one with which bundles for it are opened, one with which it signs its own.

Both are files in the person's data folder, readable by their owner only (mode 0600), without a passphrase: what they
protect on the way stands open in the store beside them, and a forgotten passphrase would lose every bundle under way.
Whoever wants more encrypts the disk, which covers the store as well. The first is an age identity, so that the age
programs can open a bundle too; the second an Ed25519 key in OpenSSH's form, whose fingerprint ``ssh-keygen -l`` shows.
"""

import base64
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hospital_onboard import places
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.work.desk import Desk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_RECEIVING: Final = "bundle-receiving.txt"
_SENDING: Final = "bundle-sending"
_LARGEST: Final = 100_000


@dataclass(frozen=True)
class Keys:
    """What an office tells others: the key that bundles for it are encrypted to, and the fingerprint of its own.

    ``made`` says whether either was made just now.
    """

    recipient: str
    fingerprint: str
    folder: Path
    made: bool


def keys(desk: Desk) -> Keys:
    """Both keys, made on first use.

    Raises:
        Refusal: ``cannot-write``, ``bundle-key-damaged``.
    """
    folder = _folder()
    made = [_make(folder / _RECEIVING, _new_identity(desk)), _make(folder / _SENDING, _new_signing_key())]
    signing = signing_key(make=False)
    recipient = str(_identities(folder / _RECEIVING)[0].to_public())
    return Keys(recipient, fingerprint(public_line(signing)), folder, any(made))


def _folder() -> Path:
    return places.user_data() / "keys"


def _new_identity(desk: Desk) -> bytes:
    from pyrage import x25519

    identity = x25519.Identity.generate()
    made = desk.clock().isoformat(timespec="seconds")
    return f"# created: {made}\n# public key: {identity.to_public()}\n{identity}\n".encode()


def _new_signing_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    return Ed25519PrivateKey.generate().private_bytes(*form)


def _make(path: Path, content: bytes) -> bool:
    """Write a key unless there is one; it is never readable by others, not even while it is written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as fault:
        raise Refusal("cannot-write", INPUT_REFUSED, where=str(path)) from fault
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return True


def signing_key(*, make: bool = True) -> "Ed25519PrivateKey":
    """The key this office signs with; made on the first export.

    Raises:
        Refusal: ``cannot-write``, ``bundle-key-damaged``.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = _folder() / _SENDING
    if make:
        _make(path, _new_signing_key())
    try:
        found = serialization.load_ssh_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as fault:
        raise Refusal("bundle-key-damaged", INPUT_REFUSED, where=str(path)) from fault
    if not isinstance(found, Ed25519PrivateKey):
        raise Refusal("bundle-key-damaged", INPUT_REFUSED, where=str(path))
    return found


def public_line(key: "Ed25519PrivateKey") -> str:
    """The public half as OpenSSH writes it: ``ssh-ed25519 AAAA…``."""
    from cryptography.hazmat.primitives import serialization

    form = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return key.public_key().public_bytes(*form).decode()


def fingerprint(public: str) -> str:
    """``SHA256:…`` as ``ssh-keygen -l`` shows it, short enough to read out on the telephone."""
    blob = base64.b64decode(public.split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def identities(path: Path | None = None) -> list[Any]:
    """The age identities that bundles are opened with: those of a file, or this office's own.

    Raises:
        Refusal: ``bundle-no-identity`` when this office has none yet; ``bundle-key-damaged``; ``not-found``.
    """
    if path is None:
        path = _folder() / _RECEIVING
        if not path.exists():
            raise Refusal("bundle-no-identity", USAGE)
    elif not path.is_file():
        raise Refusal("not-found", INPUT_REFUSED, where=str(path))
    return _identities(path)


def _identities(path: Path) -> list[Any]:
    from pyrage import IdentityError, x25519

    try:
        found = [x25519.Identity.from_str(line) for line in _lines(path)]
    except (IdentityError, OSError, UnicodeDecodeError) as fault:
        raise Refusal("bundle-key-damaged", INPUT_REFUSED, where=str(path)) from fault
    if not found:
        raise Refusal("bundle-key-damaged", INPUT_REFUSED, where=str(path))
    return found


def recipients(said: Sequence[str]) -> list[Any]:
    """Public keys to encrypt to: ``age1…`` itself, or a file with one on each line.

    Raises:
        Refusal: ``bundle-no-recipient``, ``bundle-bad-recipient``.
    """
    from pyrage import RecipientError, x25519

    found = []
    for text in (part.strip() for part in said):
        if text.startswith("AGE-SECRET-KEY-"):
            raise Refusal("bundle-secret-recipient", USAGE)
        try:
            lines = [text] if text.startswith("age1") else _lines(Path(text).expanduser())
            if any(line.startswith("AGE-SECRET-KEY-") for line in lines):
                raise Refusal("bundle-secret-recipient", USAGE)
            found += [x25519.Recipient.from_str(line) for line in lines]
        except (RecipientError, OSError, UnicodeDecodeError, ValueError) as fault:
            raise Refusal("bundle-bad-recipient", USAGE, where=text) from fault
    if not found:
        raise Refusal("bundle-no-recipient", USAGE, where="、".join(said))
    return found


def _lines(path: Path) -> list[str]:
    with path.open("rb") as file:
        text = file.read(_LARGEST).decode("utf-8-sig")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
