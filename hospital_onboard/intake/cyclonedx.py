"""CycloneDX 1.2 to 1.7, JSON and XML, as far as components, their makers and their tree go."""

from collections import deque
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from hospital_onboard.intake.sbom import Part, Sbom, placed


def from_json(found: dict[str, Any]) -> Sbom:
    """An SBOM from parsed JSON; what has another type than the format says counts as absent."""
    about = _dict(found, "metadata")
    product = _dict(about, "component")
    parts = list(_parts(_list(found, "components"), ""))
    parts += _parts(_list(product, "components"), "")
    needs = {_text(one, "ref"): [r for r in _list(one, "dependsOn") if isinstance(r, str)] for one in _dicts(found)}
    placed_parts, has_tree = placed(parts, _text(product, "bom-ref"), needs)
    return Sbom(
        f"CycloneDX {_text(found, 'specVersion')}",
        _full_name(product),
        _text(product, "version"),
        _text(about, "timestamp")[:10],
        has_tree,
        placed_parts,
    )


def from_xml(root: Element) -> Sbom:
    """The same from XML: brought into the shape of the JSON first."""
    version = root.tag.partition("}")[0].rpartition("/")[2]
    found: dict[str, Any] = {"specVersion": version, "components": [], "dependencies": []}
    for element in root:
        match _local(element):
            case "metadata":
                component = _child(element, "component")
                stamp = _child(element, "timestamp")
                found["metadata"] = {"timestamp": _content(stamp), "component": _component(component)}
            case "components":
                found["components"] = [_component(one) for one in element]
            case "dependencies":
                found["dependencies"] = [
                    {"ref": one.get("ref", ""), "dependsOn": [inner.get("ref", "") for inner in one]} for one in element
                ]
    return from_json(found)


def _component(element: Element | None) -> dict[str, Any]:
    if element is None:
        return {}
    names = ("group", "name", "version", "purl", "cpe", "publisher")
    found: dict[str, Any] = {name: _content(_child(element, name)) for name in names}
    found |= {"type": element.get("type", ""), "bom-ref": element.get("bom-ref", "")}
    for maker in ("supplier", "manufacturer"):
        found[maker] = {"name": _content(_child(_child(element, maker), "name"))}
    inner = _child(element, "components")
    found["components"] = [] if inner is None else [_component(one) for one in inner]
    return found


def _parts(components: list[Any], inside: str) -> Iterator[Part]:
    """Parts and what lies inside them, outside first. A part without a ref gets one that no file uses."""
    waiting = deque((component, inside, f"\0{n}") for n, component in enumerate(components))
    while waiting:
        component, parent, place = waiting.popleft()
        name = _called(component) if isinstance(component, dict) else ""
        if not name:
            continue
        ref = _text(component, "bom-ref") or place
        yield Part(
            ref,
            name,
            _text(component, "version"),
            _text(component, "type"),
            _text(component, "purl"),
            _text(component, "cpe"),
            _maker(component),
            parent,
        )
        waiting += [(one, ref, f"{place}.{n}") for n, one in enumerate(_list(component, "components"))]


def _maker(component: dict[str, Any]) -> str:
    """The supplier; the manufacturer or publisher where no supplier is given. An author is a person, not a vendor."""
    supplier = _text(_dict(component, "supplier"), "name")
    return supplier or _text(_dict(component, "manufacturer"), "name") or _text(component, "publisher")


def _full_name(component: dict[str, Any]) -> str:
    """``group/name``: two groups may use one name."""
    return "/".join(part for part in (_text(component, "group"), _text(component, "name")) if part)


def _called(component: dict[str, Any]) -> str:
    return _full_name(component) or _text(component, "purl") or _text(component, "cpe")


def _dicts(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in _list(found, "dependencies") if isinstance(one, dict)]


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _dict(found: dict[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((one for one in element if _local(one) == name), None)


def _content(element: Element | None) -> str:
    return "" if element is None else (element.text or "")
