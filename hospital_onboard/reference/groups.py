"""Candidate groups of critical equipment, and the layers by which we arrange components. Nothing here is law.

The groups are candidates MHLW means to refine (standing proposed); the layers are this tool's own (standing assumed).
"""

from datetime import date
from functools import cache

from hospital_onboard import places
from hospital_onboard.domain.codes import Group, Layer, OperatorKind
from hospital_onboard.reference.bilingual import (
    Bilingual,
    BilingualList,
    Frozen,
    Mark,
    Passage,
    Standing,
)


class EquipmentGroup(Frozen):
    """One candidate group: three for hospitals, three for the agency."""

    code: Group
    operator_kind: OperatorKind
    label: Bilingual
    gist: Bilingual
    source: Passage
    confidence: Mark
    standing: Standing
    checked_on: date


class ComponentLayer(Frozen):
    """One layer, with examples of what people put there. Whether a component is listed is another question."""

    code: Layer
    label: Bilingual
    examples: BilingualList
    source: Passage
    confidence: Mark
    standing: Standing
    checked_on: date


class _GroupEntry(Frozen):
    code: Group
    operator_kind: OperatorKind
    label: Bilingual
    gist: Bilingual
    source: Passage
    confidence: Mark


class _GroupFile(Frozen):
    checked_on: date
    standing: Standing
    note: Bilingual
    groups: tuple[_GroupEntry, ...]


class _LayerEntry(Frozen):
    code: Layer
    label: Bilingual
    examples: BilingualList


class _LayerFile(Frozen):
    checked_on: date
    standing: Standing
    source: Passage
    confidence: Mark
    layers: tuple[_LayerEntry, ...]


@cache
def all_equipment_groups() -> tuple[EquipmentGroup, ...]:
    """All six, the hospital's first. Raises ``SeedError`` when the file is broken."""
    file = _groups()
    return tuple(
        EquipmentGroup(**dict(entry), standing=file.standing, checked_on=file.checked_on) for entry in file.groups
    )


def equipment_groups_for(operator_kind: OperatorKind) -> tuple[EquipmentGroup, ...]:
    """The groups that concern a hospital or the agency."""
    return tuple(group for group in all_equipment_groups() if group.operator_kind == operator_kind)


def equipment_group(code: str) -> EquipmentGroup:
    """One group by code. Raises ``KeyError`` for any other text."""
    by_code: dict[str, EquipmentGroup] = {group.code: group for group in all_equipment_groups()}
    return by_code[code]


def equipment_groups_note() -> Bilingual:
    """That these are candidates; show it wherever the groups are shown."""
    return _groups().note


@cache
def all_component_layers() -> tuple[ComponentLayer, ...]:
    """All twelve, from the application down to the terminal. Raises ``SeedError`` when the file is broken."""
    from hospital_onboard.reference.strict_yaml import load

    file = load(places.seed_data() / "component_layers.yaml", _LayerFile)
    shared = {
        "source": file.source,
        "confidence": file.confidence,
        "standing": file.standing,
        "checked_on": file.checked_on,
    }
    return tuple(ComponentLayer.model_validate(dict(entry) | shared) for entry in file.layers)


def component_layer(code: str) -> ComponentLayer:
    """One layer by code. Raises ``KeyError`` for any other text."""
    by_code: dict[str, ComponentLayer] = {layer.code: layer for layer in all_component_layers()}
    return by_code[code]


@cache
def _groups() -> _GroupFile:
    from hospital_onboard.reference.strict_yaml import load

    return load(places.seed_data() / "equipment_groups.yaml", _GroupFile)
