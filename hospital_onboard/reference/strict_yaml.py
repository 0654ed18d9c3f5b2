"""YAML without surprises: one reader for every file of reference data and rules.

Only ``true``, ``false``, ``null`` (or nothing), and plain decimal integers are typed. Everything else stays text:
``no``, ``on``, ``0123``, ``12:30``, ``1.5``, ``2026-04-01``. The model then turns text into dates, decimals and codes,
strictly.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

try:  # libyaml is an order of magnitude faster and gives the same nodes
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # pragma: no cover - a PyYAML built without it
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

M = TypeVar("M", bound=BaseModel)
Position = tuple[str | int, ...]

_MAX_DEPTH: Final = 40
_TAG: Final = "tag:yaml.org,2002:"
_TYPED: Final = {
    f"{_TAG}null": re.compile(r"(?:null)?"),
    f"{_TAG}bool": re.compile(r"true|false"),
    f"{_TAG}int": re.compile(r"0|-?[1-9][0-9]{0,17}"),
}


class SeedError(Exception):
    """A file of reference data or rules cannot be used. Prints ``file:line: field: message``, one line per fault.

    ``line`` counts from 1 (0: the file as a whole), ``field`` is a dotted path ('' when there is none), ``also`` holds
    the further faults of the same file.
    """

    def __init__(self, path: Path, line: int, field: str, message: str, also: tuple["SeedError", ...] = ()) -> None:
        super().__init__(path, line, field, message)
        self.path, self.line, self.field, self.message, self.also = path, line, field, message, also

    def __str__(self) -> str:
        own = f"{self.path}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"
        return "\n".join([own, *map(str, self.also)])


class _Loader(_SafeLoader):
    """A safe loader that knows only the typed scalars above; used to compose nodes, never to construct objects."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - an instance attribute to the stubs
        first: [(tag, re.compile(f"(?:{pattern.pattern})$")) for tag, pattern in _TYPED.items()]
        for first in ["", *"ntf-0123456789"]
    }


def load(path: Path, model: type[M]) -> M:
    """Read one UTF-8 file into ``model``; unknown keys are refused whatever the model's own setting.

    Raises ``SeedError`` for every failure, including a file that is not there.
    """
    lines: dict[Position, int] = {}
    data = _plain(path, _compose(path), (), lines, set())
    if not isinstance(data, dict):
        raise SeedError(path, lines[()], "", "the file must hold one mapping (key: value)")
    try:
        # JSON mode is what "strict" should mean for a text file: "1" is no integer and 1 no text, yet dates, decimals
        # and codes may be written as text.
        return model.model_validate_json(json.dumps(data), strict=True, extra="forbid")
    except ValidationError as refused:
        faults = [SeedError(path, *_locate(e["loc"], lines), e["msg"]) for e in refused.errors(include_url=False)]
        first, *rest = sorted(faults, key=lambda fault: fault.line)
        raise SeedError(path, first.line, first.field, first.message, tuple(rest)) from refused


def _compose(path: Path) -> yaml.Node | None:
    try:
        raw = path.read_bytes()
        node: yaml.Node | None = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
    except OSError as fault:
        raise SeedError(path, 0, "", fault.strerror or "cannot be read") from fault
    except UnicodeDecodeError as fault:
        raise SeedError(path, raw.count(b"\n", 0, fault.start) + 1, "", "not UTF-8") from fault
    except yaml.MarkedYAMLError as fault:
        raise _not_yaml(path, fault) from fault
    except yaml.YAMLError as fault:
        raise SeedError(path, 0, "", f"not YAML: {fault}") from fault
    return node


def _not_yaml(path: Path, fault: yaml.MarkedYAMLError) -> SeedError:
    """The parser notices late: an open quote is noticed at the end of the file, so say where it began as well."""
    line, began = (mark.line + 1 if mark else 0 for mark in (fault.problem_mark, fault.context_mark))
    context = f" ({fault.context}, line {began})" if fault.context and began else ""
    return SeedError(path, line or began, "", f"not YAML: {fault.problem or fault.context}{context}")


def _plain(path: Path, node: yaml.Node | None, at: Position, lines: dict[Position, int], seen: set[int]) -> Any:
    """Nodes to plain values; remembers the line of each position, refuses what a reader of the file could miss."""
    if node is None:
        raise SeedError(path, 1, "", "the file is empty")
    line = node.start_mark.line + 1
    lines.setdefault(at, line)
    if id(node) in seen:
        raise SeedError(path, line, dotted(at), "anchors and aliases (& and *) are not used here")
    if len(at) > _MAX_DEPTH:
        raise SeedError(path, line, dotted(at), "nested too deeply")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
        return {key: _plain(path, value, (*at, key), lines, seen) for key, value in _entries(path, node, at, lines)}
    if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
        return [_plain(path, value, (*at, i), lines, seen) for i, value in enumerate(node.value)]
    return _scalar(path, node, at)


def _entries(
    path: Path, node: yaml.MappingNode, at: Position, lines: dict[Position, int]
) -> Iterator[tuple[str, yaml.Node]]:
    taken: dict[str, int] = {}
    for key_node, value in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag != f"{_TAG}str":
            raise SeedError(path, line, dotted(at), "a key must be text; put it in quotes")
        key: str = key_node.value
        if key in taken:
            raise SeedError(path, line, dotted((*at, key)), f"key written twice (first in line {taken[key]})")
        taken[key] = line
        lines[(*at, key)] = line
        yield key, value


def _scalar(path: Path, node: yaml.Node, at: Position) -> str | int | bool | None:
    text: str = node.value
    if isinstance(node, yaml.ScalarNode) and node.tag == f"{_TAG}str":
        return text
    # An explicit tag (!!bool yes, !!python/object…) gets here with a text the typed forms do not have.
    form = _TYPED.get(node.tag)
    if form is None or not form.fullmatch(text):
        raise SeedError(path, node.start_mark.line + 1, dotted(at), f"tag {node.tag} is not used here")
    if node.tag == f"{_TAG}int":
        return int(text)
    return text == "true" if node.tag == f"{_TAG}bool" else None


def _locate(location: tuple[str | int, ...], lines: dict[Position, int]) -> tuple[int, str]:
    """Line and field of a validator's location; it may name union members, which are no position in the file."""
    at: Position = ()
    for part in location:
        if (*at, part) in lines:
            at = (*at, part)
    missing = location[-1:] if location and location[-1] not in at[-1:] else ()
    return lines[at], dotted((*at, *missing))


def dotted(position: Position) -> str:
    """``('groups', 0, 'label')`` as ``groups[0].label``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in position).lstrip(".")
