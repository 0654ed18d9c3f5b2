"""Reading the shipped CSV tables: UTF-8, comma, one header line, every cell text."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hospital_onboard import places

T = TypeVar("T")


def read_table(name: str, build: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    """The rows of ``seed_data/<name>`` in file order, each made by ``build`` from its cells by column name.

    Raises ``SeedError`` when the file cannot be read, a row is too short or too long, or ``build`` refuses it with
    ``KeyError`` (no such column) or ``ValueError`` (no such value).
    """
    path = places.seed_data() / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return _rows(path, csv.DictReader(file, strict=True), build)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise _error(path, 0, str(fault)) from fault


def _rows(path: Path, reader: "csv.DictReader[str]", build: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    built: list[T] = []
    for cells in reader:
        if None in cells or None in cells.values():
            raise _error(path, reader.line_num, "the row does not have as many cells as the header")
        try:
            built.append(build(cells))
        except (KeyError, ValueError) as fault:
            raise _error(path, reader.line_num, f"{type(fault).__name__}: {fault}") from fault
    return tuple(built)


def _error(path: Path, line: int, message: str) -> Exception:
    # Imported here so that a good file costs nobody the YAML reader.
    from hospital_onboard.reference.strict_yaml import SeedError

    return SeedError(path, line, "", message)
