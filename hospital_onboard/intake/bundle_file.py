"""Opens a bundle that somebody sent. Nothing in it is believed before its signature fits its own key; whose key that
is, the caller knows.

Everything is read with limits and by parsers that are safe on hostile bytes (age, zip, JSON), so no child process.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from hospital_onboard.domain.bundle import FORMAT, FORMAT_VERSION, MANIFEST, RECORDS, SIGNATURE, Bundle, Sender, Version
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.domain.shapes import ID_PATTERN

_AGE: Final = b"age-encryption.org/v1\n"
_LARGEST_FILE: Final = 300 << 20
_LARGEST_PART: Final = 1 << 30
_LARGEST_MANIFEST: Final = 1 << 20
_MOST_RECORDS: Final = 2_000_000
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")
_MARK: Final = re.compile(r"[0-9a-f]{20}")
_ID: Final = re.compile(ID_PATTERN)


def opened(path: Path, identities: Sequence[Any]) -> Bundle:
    """The bundle in a file.

    Raises:
        Refusal: ``not-found``, ``bundle-foreign`` (none of ours), ``bundle-wrong-key`` (not encrypted to these keys),
            ``bundle-damaged``, ``bundle-newer``, ``bundle-forged`` (the signature does not fit), ``bundle-too-big``.
    """
    content = _content(path)
    archive = _unpacked(_decrypted(content, identities, path), path)
    with archive:
        signed = _read(archive, MANIFEST, _LARGEST_MANIFEST, path)
        manifest = _manifest(signed, path)
        _verify(signed, _read(archive, SIGNATURE, 64, path), manifest, path)
        records = _checked(archive, manifest, path)
    sender = manifest["sender"]
    return Bundle(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        sender=Sender(sender["label"][:100], sender["name"][:300]),
        key=sender["key"],
        made_at=manifest["made_at"],
        personal=manifest["personal"] is True,
        versions=tuple(_versions(records, path)),
    )


def _refuse(code: str, path: Path, **params: object) -> Refusal:
    return Refusal(code, INPUT_REFUSED, where=path.name, **params)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _refuse("bundle-too-big", path)
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        raise Refusal("not-found", INPUT_REFUSED, where=str(path)) from fault


def _decrypted(content: bytes, identities: Sequence[Any], path: Path) -> bytes:
    import pyrage

    if not content.startswith(_AGE):
        raise _refuse("bundle-damaged" if content[:3] == _AGE[:3] else "bundle-foreign", path)
    try:
        return bytes(pyrage.decrypt(content, list(identities)))
    except pyrage.DecryptError as fault:
        code = "bundle-wrong-key" if "matching" in str(fault) else "bundle-damaged"
        raise _refuse(code, path) from fault


def _unpacked(plain: bytes, path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(plain))
    except (zipfile.BadZipFile, ValueError, OverflowError) as fault:
        raise _refuse("bundle-foreign", path) from fault
    if MANIFEST not in archive.namelist():
        raise _refuse("bundle-foreign", path)
    return archive


def _read(archive: zipfile.ZipFile, name: str, largest: int, path: Path) -> bytes:
    """One part; never more than it may be, whatever its directory says."""
    try:
        with archive.open(name) as file:
            body = file.read(largest + 1)
    except (KeyError, OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise _refuse("bundle-damaged", path) from fault
    if len(body) > largest:
        raise _refuse("bundle-too-big", path)
    return body


def _manifest(signed: bytes, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(signed)
    except (ValueError, RecursionError) as fault:
        raise _refuse("bundle-damaged", path) from fault
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _refuse("bundle-foreign", path)
    version = found.get("version")
    if not isinstance(version, int) or version < 1:
        raise _refuse("bundle-damaged", path)
    if version > FORMAT_VERSION:
        raise _refuse("bundle-newer", path)
    sender, parts = found.get("sender"), found.get("parts")
    fits = (
        isinstance(sender, dict)
        and all(isinstance(sender.get(name), str) and sender[name].strip() for name in ("label", "name", "key"))
        and _MOMENT.fullmatch(str(found.get("made_at")))
        and isinstance(parts, list)
    )
    if not fits:
        raise _refuse("bundle-damaged", path)
    return found


def _verify(signed: bytes, signature: bytes, manifest: dict[str, Any], path: Path) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_ssh_public_key(manifest["sender"]["key"].encode())
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise _refuse("bundle-damaged", path) from fault
    if not isinstance(key, Ed25519PublicKey):
        raise _refuse("bundle-damaged", path)
    try:
        key.verify(signature, signed)
    except InvalidSignature as fault:
        raise _refuse("bundle-forged", path) from fault


def _checked(archive: zipfile.ZipFile, manifest: dict[str, Any], path: Path) -> bytes:
    """The records, as the sender signed them. Papers (``file``) may come with later programs; they are let be."""
    for part in manifest["parts"]:
        if not isinstance(part, dict) or part.get("kind") != "records" or part.get("name") != RECORDS:
            continue
        body = _read(archive, RECORDS, _LARGEST_PART, path)
        if hashlib.sha256(body).hexdigest() != part.get("sha256"):
            raise _refuse("bundle-forged", path)
        return body
    raise _refuse("bundle-damaged", path)


def _versions(records: bytes, path: Path) -> Iterator[Version]:
    for number, line in enumerate(io.BytesIO(records), start=1):
        if number > _MOST_RECORDS:
            raise _refuse("bundle-too-big", path)
        try:
            found = json.loads(line)
            if found["kind"] not in KINDS or (found["said"] or {}).keys() - set(KINDS[found["kind"]].asked()):
                raise _refuse("bundle-newer", path)
            yield _version(found)
        except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as fault:
            raise _refuse("bundle-damaged", path) from fault


def _version(found: dict[str, Any]) -> Version:
    """One line, checked field by field as anything from outside is."""
    kind, said, origin = KINDS[found["kind"]], found["said"], found["origin"]
    revision, past, withheld = found["revision"], found["past"], found["withheld"]
    strings = (found["id"], found["at"], *past, *withheld, *origin, *origin.values())
    if not all(isinstance(text, str) and len(text) < 1000 for text in strings) or not _ID.fullmatch(found["id"]):
        raise ValueError("not a version")
    if not _MOMENT.fullmatch(found["at"]) or not all(_MARK.fullmatch(mark) for mark in past):
        raise ValueError("not a version")
    if isinstance(revision, bool) or not isinstance(revision, int) or not 0 < revision < 10**9:
        raise ValueError("not a revision")
    if said is not None:
        kind.model_validate({**said, "id": found["id"]})
    return Version(kind.kind, found["id"], revision, found["at"], said, origin, tuple(past), tuple(withheld))
