"""Sentences by key, Japanese and English. Every `wording/<lang>/*.toml` is merged; each area owns its own files.

A template may hold `{name}` and nothing cleverer. Errors in the files are ours, so they stop the program
(`WordingError`); a key or a value missing at run time is shown in ⟦⟧ and stops nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, Literal

Lang = Literal["ja", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = ("ja", "en")

_FOLDER: Final = Path(__file__).resolve().parent / "wording"


class WordingError(ValueError):
    """A wording file that cannot be used: says which file and which key."""


class Words:
    """The sentences of one language."""

    def __init__(self, lang: Lang, templates: Mapping[str, str]) -> None:
        self.lang: Final = lang
        self._templates: Final = dict(templates)

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence under a dotted key, `{name}` filled from params; `⟦key⟧` when there is none."""
        template = self._templates.get(key)
        if template is None:
            return f"⟦{key}⟧"
        return template.format_map(_Shown({name: str(value) for name, value in params.items()}))

    def has(self, key: str) -> bool:
        return key in self._templates

    def keys(self) -> frozenset[str]:
        return frozenset(self._templates)

    def choice(self, vocabulary: str, code: str) -> str:
        """The label of one code of a vocabulary: `choice.<vocabulary>.<code>`."""
        return self(f"choice.{vocabulary}.{code}")

    def placeholders(self, key: str) -> frozenset[str]:
        """The names in braces in a sentence; none when the key is missing."""
        return frozenset(_names(self._templates.get(key, "")))


class _Shown(dict[str, str]):
    """A placeholder nobody filled stays visible."""

    def __missing__(self, name: str) -> str:
        return f"⟦{name}⟧"


@cache
def words(lang: Lang) -> Words:
    """The shipped sentences of a language, read once."""
    return Words(lang, read_folder(_FOLDER / lang))


def read_folder(folder: Path) -> dict[str, str]:
    """All templates of the folder's toml files by dotted key. Raises `WordingError`."""
    templates: dict[str, str] = {}
    origin: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, value in _read_file(file):
            if key in origin:
                raise WordingError(f"{key}: in {origin[key]} and in {file.name}")
            origin[key] = file.name
            templates[key] = value
    if not templates:
        raise WordingError(f"{folder}: no wording files")
    return templates


def _read_file(file: Path) -> Iterator[tuple[str, str]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise WordingError(f"{file.name}: {problem}") from problem
    for key, value in _flat(content):
        if not isinstance(value, str):
            raise WordingError(f"{file.name}: {key}: not a text")
        try:
            _names(value)
        except ValueError as problem:
            raise WordingError(f"{file.name}: {key}: {problem}") from problem
        yield key, value


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _names(template: str) -> list[str]:
    names = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        # `{a.b}`, `{a[0]}` and `{0}` would reach into values or fail on them.
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"placeholder {{{name}}} must be a plain name")
        names.append(name)
    return names
