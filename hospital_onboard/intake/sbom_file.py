"""Reads an SBOM: CycloneDX (JSON, XML), SPDX 2 (JSON, tag-value) and SPDX 3 (JSON-LD). Runs in the child process.

Our own readers, because cyclonedx-python-lib and spdx-tools refuse a whole file for one unknown component type, hash
name or unreadable purl, as real files have them; eight facts per part are all we need. The tests write with those
libraries and read here.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from xml.etree.ElementTree import ParseError

from hospital_onboard.intake import cyclonedx, spdx
from hospital_onboard.intake.sbom import Sbom
from hospital_onboard.intake.unusable import Unusable

PARTS_AT_ONCE = 500
MOST_PARTS = 200_000


def may_be(start: bytes) -> bool:
    """Whether a text that begins so is one of ours to read: JSON, XML or tag-value."""
    if start[:1] in (b"{", b"<"):
        return True
    lines = (line.strip() for line in start.splitlines())
    return next((line for line in lines if line and not line.startswith(b"#")), b"").startswith(b"SPDXVersion:")


def read(content: bytes) -> Iterator[dict[str, Any]]:
    """The messages for an SBOM, see ``intake.child``.

    Raises:
        Unusable: ``not-a-workbook`` for JSON or XML of another kind.
    """
    text = _text(content)
    start = text.lstrip()[:1]
    sbom = _from_json(text) if start == "{" else _from_xml(text) if start == "<" else spdx.from_tags(text)
    if len(sbom.parts) > MOST_PARTS:
        raise Unusable("too-big")
    yield {"k": "book", "template": "", "date1904": False, "linked": False}
    head = {"format": sbom.format, "name": sbom.name, "version": sbom.version, "made_on": sbom.made_on}
    yield {"k": "sbom", **head, "has_tree": sbom.has_tree, "count": len(sbom.parts)}
    for start_at in range(0, len(sbom.parts), PARTS_AT_ONCE):
        yield {"k": "parts", "parts": [asdict(part) for part in sbom.parts[start_at : start_at + PARTS_AT_ONCE]]}


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        seen = content[fault.start : fault.start + 4].hex(" ")
        raise Unusable("undecodable", row=line, column=0, seen=seen, encoding="UTF-8") from fault
    return text


def _from_json(text: str) -> Sbom:
    try:
        found = json.loads(text)
    except RecursionError as fault:
        raise Unusable("damaged") from fault
    except ValueError as fault:
        raise Unusable("damaged") from fault
    if not isinstance(found, dict):
        raise Unusable("not-a-workbook")
    if "\\u" in text:
        _no_half_characters(found)
    if found.get("bomFormat") == "CycloneDX":
        return cyclonedx.from_json(found)
    if isinstance(found.get("spdxVersion"), str):
        return spdx.from_json(found)
    if "@graph" in found and "spdx" in str(found.get("@context", "")):
        return spdx.from_graph(found)
    raise Unusable("not-a-workbook")


def _no_half_characters(found: object) -> None:
    """A lone half of a surrogate pair is no character and cannot be kept."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise Unusable("undecodable", seen=repr(fault.object[fault.start])[1:-1], encoding="JSON") from fault


def _from_xml(text: str) -> Sbom:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Unusable("xml-entities") from fault
    except (ParseError, ValueError) as fault:
        raise Unusable("damaged") from fault
    if not str(root.tag).startswith("{http://cyclonedx.org/schema/bom"):
        raise Unusable("not-a-workbook")
    return cyclonedx.from_xml(root)
