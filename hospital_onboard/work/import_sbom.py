"""The parts of an SBOM as rows of one equipment's components, so that they are compared and taken like any others."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.finding import name_key
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.preview import Row
from hospital_onboard.domain.sheets import ID, SHEETS, Sheet
from hospital_onboard.intake.columns import Layout, column_title
from hospital_onboard.intake.sbom import Part, Sbom, offered
from hospital_onboard.intake.workbook import RawBook, RawSheet
from hospital_onboard.store import records
from hospital_onboard.work.about import one_equipment
from hospital_onboard.work.desk import Desk

#: What the rows' sheets are called in places and receipts; the formats' own words.
COMPONENTS, SUPPLIERS, PAPER = "components", "suppliers", "sbom"
#: Only where the SBOM itself says it. Firmware, devices and containers have no layer of their own here.
_LAYERS = {"operating-system": "os", "application": "application"}


def laid_out(
    desk: Desk, sbom: Sbom, file: str, operator_id: str | None, about: str, *, everything: bool
) -> tuple[list[Layout], list[Issue]]:
    """Suppliers and components as sheets, and what was not taken.

    Raises:
        Unreadable: ``which-equipment`` or ``no-equipment``: the person has to say where the parts belong.
    """
    equipment = one_equipment(desk, operator_id, about, sbom.name)
    taken = offered(sbom, everything=everything)
    stored = records.select(desk.store, Component, equipment=equipment.id)
    once, twins = _each_once(taken)
    rows = _component_rows(once, twins, _Known(stored, once), equipment.id, _under(stored, sbom))
    suppliers = {part.supplier: part.number for part in reversed(once) if part.supplier}
    supplier_rows: list[tuple[int, dict[str, object]]] = sorted((n, {"name": name}) for name, n in suppliers.items())
    layouts = [_layout(SHEETS["party"], SUPPLIERS, supplier_rows)] if suppliers else []
    return [*layouts, _layout(SHEETS["component"], COMPONENTS, rows)], list(_notes(sbom, taken, once, file))


def paper(desk: Desk, book: RawBook, layouts: Iterable[Layout], file: str) -> list[Row]:
    """The SBOM itself as evidence about the equipment (it may support measures, no plan asks for it)."""
    sbom = book.sbom
    equipment = next((_equipment_of(layout) for layout in layouts if layout.raw.name == COMPONENTS), "")
    if sbom is None or not equipment:
        return []
    title = " ".join(part for part in ("SBOM", sbom.name or file, sbom.version, sbom.made_on) if part)[:300]
    if records.select(desk.store, Evidence, file_sha256=book.sha256, about=equipment):
        return [Row(PAPER, 1, "evidence", "same", title)]
    said = {
        "id": new_id("evidence"),
        "title": title,
        "evidence_kind": "sbom",
        "about": equipment,
        "issued_on": _day(sbom.made_on),
        "file_name": file[:300],
        "file_sha256": book.sha256,
        "origin": {"*": f"workbook:{book.sha256}:{PAPER}!1"},
    }
    return [Row(PAPER, 1, "evidence", "new", title, Change(None, Evidence.model_validate(said)))]


def _equipment_of(layout: Layout) -> str:
    index = layout.columns["equipment"]
    return str(layout.raw.rows[0][1][index]) if layout.raw.rows else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _layout(sheet: Sheet, name: str, rows: Iterable[tuple[int, Mapping[str, object]]]) -> Layout:
    """A sheet of every column in order; built, not searched for, since a part may be called like a header."""
    columns = {column: n for n, column in enumerate(sheet.columns)}
    cells = [(number, [said.get(column, "") for column in sheet.columns]) for number, said in rows]
    headers = {column: column_title(sheet, column, "ja") for column in sheet.columns}
    return Layout(sheet, RawSheet(name, False, [], cells), columns, headers, first_row=1)


def _notes(sbom: Sbom, taken: list[Part], once: list[Part], file: str) -> Iterable[Issue]:
    left = len(sbom.parts) - len(taken)
    if left:
        params = {"left": str(left), "taken": str(len(taken)), "all": str(len(sbom.parts))}
        yield Issue("parts-left-out", Place(file), sbom.format, params)
    if len(taken) > len(once):
        yield Issue("parts-repeated", Place(file), sbom.format, {"count": str(len(taken) - len(once))})


def _each_once(taken: list[Part]) -> tuple[list[Part], dict[str, str]]:
    """Parts that are the same in all that could tell them apart count once; the refs of the others lead to it."""
    first: dict[tuple[str, str, str], Part] = {}
    twins: dict[str, str] = {}
    for part in taken:
        key = (name_key(part.name), part.version, part.purl)
        twins[part.ref] = first.setdefault(key, part).ref
    return list(first.values()), twins


def _under(stored: Iterable[Component], sbom: Sbom) -> str:
    """The stored component that the SBOM is about, if it is about a component and not the whole equipment."""
    key = name_key(sbom.name) if sbom.name else ""
    found = [c.id for c in stored if key and name_key(c.product) == key]
    return found[0] if len(found) == 1 else ""


def _component_rows(
    parts: list[Part], twins: Mapping[str, str], known: "_Known", equipment: str, under: str
) -> list[tuple[int, dict[str, object]]]:
    rows: list[tuple[int, dict[str, object]]] = []
    for part in parts:
        found = known.stored.get(part.ref)
        parent = known.ids.get(twins.get(part.parent, ""), "") or under
        said: dict[str, object] = {
            ID: known.ids[part.ref],
            "equipment": equipment,
            "product": found.product if found else part.name,
            "model": "" if found else known.models.get(part.ref, ""),
            "version": part.version,
            "supplier": part.supplier,
            "layer": _LAYERS.get(part.type, "") if not found or found.layer is None else "",
            "listed": "" if found else "unknown",
            "parent": parent if parent != known.ids[part.ref] else "",
            "purl": part.purl,
            "cpe": part.cpe,
        }
        rows.append((part.number, said))
    return rows


@dataclass
class _Known:
    """Which stored component each part is; an id for each part; a model for those that a name alone does not tell."""

    stored: dict[str, Component]
    ids: dict[str, str]
    models: dict[str, str]

    def __init__(self, stored: Iterable[Component], parts: list[Part]) -> None:
        every = list(stored)
        self.stored = _matched(every, parts)
        self.ids = {p.ref: self.stored[p.ref].id if p.ref in self.stored else new_id("component") for p in parts}
        self.models = _models(every, [part for part in parts if part.ref not in self.stored], parts)


def _matched(stored: list[Component], parts: list[Part]) -> dict[str, Component]:
    """By purl, then by name where at least one side has no purl: with the same version, else where one stands against
    one."""
    found: dict[str, Component] = {}
    free = {component.id: component for component in stored}
    ways: tuple[tuple[Callable[[Component], str], Callable[[Part], str]], ...] = (
        (lambda c: _base(c.purl or ""), lambda p: _base(p.purl)),
        (lambda c: "" if c.purl else name_key(c.product), lambda p: name_key(p.name)),
        (lambda c: name_key(c.product), lambda p: "" if p.purl else name_key(p.name)),
    )
    for of_component, of_part in ways:
        there: dict[str, list[Component]] = defaultdict(list)
        here: dict[str, list[Part]] = defaultdict(list)
        for component in free.values():
            there[of_component(component)].append(component)
        for part in parts:
            if part.ref not in found:
                here[of_part(part)].append(part)
        for key in there.keys() & here.keys() - {""}:
            for part, component in _pairs(here[key], there[key]):
                found[part.ref] = component
                free.pop(component.id, None)
    return found


def _pairs(parts: list[Part], components: list[Component]) -> list[tuple[Part, Component]]:
    by_version = {component.version or component.model or "": component for component in components}
    pairs = [(part, by_version.pop(part.version)) for part in parts if part.version in by_version]
    taken = {component.id for _, component in pairs}
    rest = [component for component in components if component.id not in taken]
    left = [part for part in parts if all(part is not other for other, _ in pairs)]
    return [*pairs, (left[0], rest[0])] if len(left) == len(rest) == 1 else pairs


def _base(purl: str) -> str:
    """``pkg:npm/lodash@4.17.20?x=y`` -> ``pkg:npm/lodash``."""
    bare = purl.partition("#")[0].partition("?")[0]
    before, at, version = bare.rpartition("@")
    return (before if at and "/" not in version else bare).lower()


def _models(stored: Iterable[Component], new: list[Part], parts: list[Part]) -> dict[str, str]:
    """For parts whose name another one has too: the version, then the purl, then a number."""
    names = Counter(name_key(part.name) for part in parts)
    names.update({name_key(component.product) for component in stored})
    used = {(name_key(component.product), component.model or "") for component in stored}
    models: dict[str, str] = {}
    for part in new:
        key = name_key(part.name)
        if names[key] == 1:
            continue
        wanted = [part.version, part.purl[:290], *(f"{part.version} #{n}".strip() for n in range(2, len(parts) + 3))]
        model = next(text for text in wanted if text and (key, text) not in used)
        used.add((key, model))
        models[part.ref] = model
    return models
