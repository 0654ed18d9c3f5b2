"""SPDX 2.x (JSON and tag-value) and SPDX 3.0 (JSON-LD), as far as packages, their suppliers and relations go."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from hospital_onboard.intake.sbom import Part, Sbom, placed
from hospital_onboard.intake.unusable import Unusable

_DOCUMENT = "SPDXRef-DOCUMENT"
_NOTHING = frozenset({"", "NOASSERTION", "NONE"})
_AGENT = re.compile(r"(?:Organization|Person|Tool):\s*", re.IGNORECASE)
_MAIL = re.compile(r"\s*\([^()]*@?[^()]*\)\s*$")
_TAG = re.compile(r"([A-Za-z0-9]+):\s*(.*)")
#: Relation -> whether its first element is the user (and the second the part), or the other way round.
_FORWARD = frozenset({"DEPENDS_ON", "CONTAINS", "DYNAMIC_LINK", "STATIC_LINK", "HAS_PREREQUISITE", "DESCRIBES"})
_BACKWARD = frozenset({"CONTAINED_BY", "DESCRIBED_BY"})
_CPE = frozenset({"cpe23Type", "cpe22Type", "cpe23", "cpe22"})

Relation = tuple[str, str, str]


def from_json(found: dict[str, Any]) -> Sbom:
    """SPDX 2.x from parsed JSON."""
    relations = [
        (_text(one, "spdxElementId"), _text(one, "relationshipType"), _text(one, "relatedSpdxElement"))
        for one in _dicts(found, "relationships")
    ]
    relations += [(_DOCUMENT, "DESCRIBES", ref) for ref in _list(found, "documentDescribes") if isinstance(ref, str)]
    made = found.get("creationInfo")
    made_on = _text(made, "created")[:10] if isinstance(made, dict) else ""
    packages = [_package_of_json(one) for one in _dicts(found, "packages")]
    return _sbom(_version(_text(found, "spdxVersion")), _text(found, "name"), made_on, packages, relations)


def from_tags(text: str) -> Sbom:
    """SPDX 2.x from tag-value lines; a value between ``<text>`` marks may go over several."""
    version = name = made_on = ""
    packages: list[Part] = []
    relations: list[Relation] = []
    said: dict[str, list[str]] | None = None
    for tag, value in _tags(text):
        match tag:
            case "SPDXVersion":
                version = value
            case "DocumentName":
                name = value
            case "Created":
                made_on = value[:10]
            case "PackageName":
                packages += _package_of_tags(said)
                said = {"PackageName": [value]}
            case "FileName" | "SnippetSPDXID":
                packages += _package_of_tags(said)
                said = None
            case "Relationship":
                words = value.split()
                relations += [(words[0], words[1], words[2])] if len(words) >= 3 else []
            case _ if said is not None:
                said.setdefault(tag, []).append(value)
    packages += _package_of_tags(said)
    return _sbom(_version(version), name, made_on, packages, relations)


def from_graph(found: dict[str, Any]) -> Sbom:
    """SPDX 3.0 from parsed JSON-LD; other elements than packages, agents and relations are not needed."""
    elements = {_id(one): one for one in _dicts(found, "@graph")}
    packages = [_package_of_graph(one, elements) for one in elements.values() if _type(one).endswith("Package")]
    relations = [
        (_text(one, "from"), _snake(_text(one, "relationshipType")), ref)
        for one in elements.values()
        if _type(one).endswith("Relationship")
        for ref in _list(one, "to")
        if isinstance(ref, str)
    ]
    documents = [one for one in elements.values() if _type(one) == "SpdxDocument"]
    boms = [one for one in elements.values() if _type(one).endswith(("Sbom", "Bom"))]
    roots = (ref for one in boms or documents for ref in _list(one, "rootElement"))
    relations += [(_DOCUMENT, "DESCRIBES", ref) for ref in roots if ref in elements]
    about = documents[0] if documents else {}
    made = next((one for one in elements.values() if _type(one) == "CreationInfo"), {})
    return _sbom("SPDX 3.0", _text(about, "name"), _text(made, "created")[:10], packages, relations)


def _sbom(form: str, name: str, made_on: str, packages: list[Part], relations: Iterable[Relation]) -> Sbom:
    """The described package is the product when there is exactly one; it is no part of itself."""
    needs: dict[str, list[str]] = defaultdict(list)
    for one, kind, other in relations:
        if kind in _FORWARD:
            needs[one].append(other)
        elif kind in _BACKWARD or kind.endswith("DEPENDENCY_OF"):
            needs[other].append(one)
    described = [part for part in packages if part.ref in needs.get(_DOCUMENT, ())]
    product = described[0] if len(described) == 1 and len(packages) > 1 else None
    parts = [part for part in packages if part is not product]
    about = product or Part(_DOCUMENT, name)
    placed_parts, has_tree = placed(parts, about.ref, needs)
    return Sbom(form, about.name, about.version, made_on, has_tree, placed_parts)


def _package_of_json(one: dict[str, Any]) -> Part:
    refs = [(_text(r, "referenceType"), _text(r, "referenceLocator")) for r in _dicts(one, "externalRefs")]
    return _part(
        _text(one, "SPDXID"),
        _text(one, "name"),
        _text(one, "versionInfo"),
        _text(one, "primaryPackagePurpose"),
        _text(one, "supplier"),
        refs,
    )


def _package_of_tags(said: dict[str, list[str]] | None) -> list[Part]:
    if said is None:
        return []

    def first(tag: str) -> str:
        return said.get(tag, [""])[0]

    words = [value.split() for value in said.get("ExternalRef", ())]
    refs = [(w[1], w[2]) for w in words if len(w) >= 3]
    return [
        _part(
            first("SPDXID"),
            first("PackageName"),
            first("PackageVersion"),
            first("PrimaryPackagePurpose"),
            first("PackageSupplier"),
            refs,
        )
    ]


def _package_of_graph(one: dict[str, Any], elements: dict[str, dict[str, Any]]) -> Part:
    refs = [(_text(r, "externalIdentifierType"), _text(r, "identifier")) for r in _dicts(one, "externalIdentifier")]
    agent = one.get("suppliedBy")
    agent = agent[0] if isinstance(agent, list) and agent else agent
    supplier = _text(elements.get(agent, {}), "name") if isinstance(agent, str) else ""
    purl = _field(one, "packageUrl")
    refs += [("purl", purl)] if purl else []
    version, purpose = _field(one, "packageVersion"), _field(one, "primaryPurpose")
    return _part(_id(one), _text(one, "name"), version, purpose, supplier, refs)


def _part(ref: str, name: str, version: str, purpose: str, supplier: str, refs: list[tuple[str, str]]) -> Part:
    known = {kind: locator for kind, locator in reversed(refs) if locator}
    cpe = next((known[kind] for kind in sorted(_CPE, reverse=True) if kind in known), "")
    purl = known.get("purl") or known.get("packageUrl") or known.get("packageURL") or ""
    kind = _snake(purpose).lower().replace("_", "-")
    return Part(ref, name or purl or cpe or ref, _said(version), kind, purl, cpe, _agent(supplier))


def _agent(text: str) -> str:
    """``Organization: ACME (a@acme.example)`` -> ``ACME``."""
    plain = _said(_AGENT.sub("", text, count=1))
    bare = _MAIL.sub("", plain) if "@" in plain or plain.endswith("()") else plain
    return bare.strip()


def _said(text: str) -> str:
    return "" if text.strip() in _NOTHING else text.strip()


def _tags(text: str) -> Iterator[tuple[str, str]]:
    waiting: list[str] | None = None
    tag = ""
    for line in text.splitlines():
        if waiting is not None:
            waiting.append(line)
            if "</text>" in line:
                yield tag, " ".join("\n".join(waiting).partition("</text>")[0].split())
                waiting = None
            continue
        match = _TAG.match(line.strip())
        if match is None:
            continue
        tag, value = match.groups()
        if value.startswith("<text>"):
            inner, closed, _ = value.removeprefix("<text>").partition("</text>")
            if not closed:
                waiting = [inner]
                continue
            value = inner
        yield tag, " ".join(value.split())
    if waiting is not None:
        raise Unusable("damaged")


def _version(said: str) -> str:
    return said.replace("SPDX-", "SPDX ")


def _snake(name: str) -> str:
    """``dependsOn`` -> ``DEPENDS_ON``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _id(one: dict[str, Any]) -> str:
    return _text(one, "spdxId") or _text(one, "@id")


def _type(one: dict[str, Any]) -> str:
    return (_text(one, "type") or _text(one, "@type")).rpartition("/")[2].rpartition("_")[2]


def _field(one: dict[str, Any], name: str) -> str:
    return _text(one, f"software_{name}") or _text(one, name)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


def _dicts(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _list(found, name) if isinstance(one, dict)]
