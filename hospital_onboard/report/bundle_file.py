"""Writes a bundle: a zip of a signed manifest and the records, encrypted with age to those who may open it.

``age -d`` opens it, and then any zip program: nobody has to take our word for what is in it. The manifest lists every
part with its size and sha256 (``kind`` is ``records``; ``file`` is for papers), and the signature is over its bytes.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from hospital_onboard.domain.bundle import FORMAT, FORMAT_VERSION, MANIFEST, RECORDS, SIGNATURE, Sender, Version
from hospital_onboard.report.steady_zip import pack


def content(
    versions: Sequence[Version],
    sender: Sender,
    made_at: str,
    key: str,
    sign: Callable[[bytes], bytes],
    *,
    personal: bool,
) -> bytes:
    """The zip, not encrypted yet."""
    records = b"".join(_line(version) for version in versions)
    manifest = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "sender": {"label": sender.label, "name": sender.name, "key": key},
        "made_at": made_at,
        "personal": personal,
        "parts": [_part("records", RECORDS, records)],
    }
    signed = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return pack({MANIFEST: signed, SIGNATURE: sign(signed), RECORDS: records}, date.fromisoformat(made_at[:10]))


def encrypted(plain: bytes, recipients: Sequence[Any]) -> bytes:
    """What is written: only the holders of these keys can open it."""
    import pyrage

    return bytes(pyrage.encrypt(plain, list(recipients)))


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _line(version: Version) -> bytes:
    said = {
        "kind": version.kind,
        "id": version.id,
        "revision": version.revision,
        "at": version.at,
        "said": version.said,
        "origin": dict(version.origin),
        "past": list(version.past),
        "withheld": list(version.withheld),
    }
    return _ENCODE(said).encode() + b"\n"


def _part(kind: str, name: str, body: bytes) -> dict[str, Any]:
    return {"kind": kind, "name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
