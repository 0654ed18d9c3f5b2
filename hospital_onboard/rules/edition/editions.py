"""An edition of the rules: everything in one regime's folder, entry by entry, checked, and compared with another.

An edition is named by its digest (``regime.digest_of``): one changed byte in any of its files is another edition.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import RootModel

from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules.change.change_table import ChangeTable, read_change_table
from hospital_onboard.rules.duty.law import Law, read_law
from hospital_onboard.rules.edition.entries import Entry, Held, all_entries
from hospital_onboard.rules.edition.entry_lines import placed
from hospital_onboard.rules.regime import Regime
from hospital_onboard.rules.tables import Table, read_tables

#: Files and folders of files that a regime's folder may hold; any other file is read by nobody, so it is refused.
_FILES: Final = ("regime", "instruments", "requirements", "changes", "views", "assumptions")
_FOLDERS: Final = ("parameters", "tables", "duties")
#: The keys by which entries of a list are told apart, whichever an entry has.
_NAMES: Final = ("id", "key", "from")


@dataclass(frozen=True)
class Difference:
    """One value that two editions, or two days of one, do not share; None where one of them has nothing."""

    file: str
    entry: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Edition:
    """All of one folder, read and checked."""

    folder: Path
    law: Law
    table: ChangeTable
    tables: Mapping[str, Table]

    @property
    def regime(self) -> Regime:
        """The regime itself."""
        return self.law.regime

    @property
    def digest(self) -> str:
        """What names this edition."""
        return self.regime.digest

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry: parameters, tables, duties, changes, requirements, instruments, views."""
        return tuple(all_entries(self.law, self.table, self.tables))


def read_edition(folder: Path) -> Edition:
    """Read and check all of a folder.

    Raises:
        SeedError: a file is broken or read by nobody, or something it refers to does not exist.
    """
    for path in sorted(folder.rglob("*.yaml")):
        if not _is_known(path.relative_to(folder)):
            raise SeedError(path, 0, "", "no rule is read from a file of this name")
    law = read_law(folder)
    tables = read_tables(folder)
    for table in tables.values():
        for bounds in table.values:
            if bounds.source.instrument not in law.regime.instruments:
                path = folder / "tables" / f"{table.id}.yaml"
                raise placed(SeedError(path, 0, table.id, f"no instrument {bounds.source.instrument!r}"))
    return Edition(folder, law, read_change_table(folder, law.regime.instruments), tables)


def faults(folder: Path) -> tuple[SeedError, ...]:
    """Everything wrong with a folder: what each file shows by itself, else the first thing wrong between them."""
    found: list[SeedError] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            load(path, _Plain)
        except SeedError as fault:
            found.append(fault)
    if not found:
        try:
            read_edition(folder)
        except SeedError as fault:
            found.append(fault)
    return tuple(placed(single) for fault in found for single in (fault, *fault.also))


def compare(old: Path, new: Path) -> tuple[Difference, ...]:
    """Every value in the YAML files that the two folders do not share, in the order of the files.

    Raises:
        SeedError: a file cannot be read.
    """
    before, after = _values(old), _values(new)
    keys = [*before, *(key for key in after if key not in before)]
    differing = [key for key in keys if before.get(key) != after.get(key)]
    return tuple(Difference(*key, before.get(key), after.get(key)) for key in sorted(differing, key=lambda k: k[0]))


def compare_days(edition: Edition, old: date, new: date) -> tuple[Difference, ...]:
    """Every entry whose value, standing or being in force is not the same on two days."""
    found = []
    for entry in edition.entries:
        before, after = entry.at(old), entry.at(new)
        for field, told in _TOLD.items():
            values = [None if held is None else told(held) for held in (before, after)]
            if values[0] != values[1]:
                found.append(Difference(entry.file, entry.id, field, values[0], values[1]))
        if before is not None and after is not None:
            found += _conditions(entry, before, after)
    return tuple(found)


def _conditions(entry: Entry, before: Held, after: Held) -> Iterator[Difference]:
    """What only one of two wordings of a duty looks at, and the exceptions that only one of them has."""
    for field in ("looks_at", "exceptions"):
        old, new = getattr(before, field), getattr(after, field)
        only = [", ".join(name for name in one if name not in other) or None for one, other in ((old, new), (new, old))]
        if only != [None, None]:
            yield Difference(entry.file, entry.id, field, only[0], only[1])


class _Plain(RootModel[dict[str, Any]]):
    """A file as it stands, read as strictly as every other."""


_TOLD: Final[Mapping[str, Callable[[Held], str]]] = {
    "value": lambda held: held.value if isinstance(held.value, str) else held.value.ja,
    "standing": lambda held: held.standing or "",
    "source": lambda held: "" if held.source is None else f"{held.source.document} {held.source.article}",
}


def _is_known(path: Path) -> bool:
    if len(path.parts) == 1:
        return path.stem in _FILES
    return len(path.parts) == 2 and path.parts[0] in _FOLDERS


def _values(folder: Path) -> dict[tuple[str, str, str], str]:
    """(file, entry, field) -> value as text, for every scalar of every file."""
    found: dict[tuple[str, str, str], str] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        whole = load(path, _Plain).root
        own = str(whole.get("id", ""))
        for at, value in _scalars(whole, ()):
            # A file of one entry has an id of its own; in any other the first named thing on the way is the entry.
            entry = "" if own else next((part for part in at if part.startswith("#")), "")
            field = ".".join(part.removeprefix("#") for part in at if part != entry)
            found[name, own or entry.removeprefix("#"), field] = value
    return found


def _scalars(value: Any, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Positions and values; an entry of a list goes by its own name (marked #), so that a new one moves no other."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _scalars(inner, (*at, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            called = _called(inner)
            yield from _scalars(inner, (*at, f"#{called}" if called else str(number)))
    elif value is not None:
        yield at, str(value).lower() if isinstance(value, bool) else str(value)


def _called(value: Any) -> str:
    return next((str(value[name]) for name in _NAMES if name in value), "") if isinstance(value, dict) else ""
