"""The base of every record, and what can be asked of a kind of record."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

from hospital_onboard.domain.shapes import Id, Personal, Shape

_T = TypeVar("_T")

#: What every record carries besides what it says; never asked in a form, never a column of a workbook.
STAMPS = ("id", "revision", "origin")
#: Where a field's value came from when whoever sent the record kept it back: it is known there, and not here.
WITHHELD = "withheld"


class Record(BaseModel):
    """One thing we know. Immutable: an edit makes a new value with ``changed``.

    ``origin`` says where each field's value came from: field name -> source, with ``*`` for all others.
    A source is ``form``, ``demo``, ``reference``, ``bundle``, ``withheld``,
    ``workbook:<sha256>:<sheet>!<row>`` or ``list:<kind>:<as of>:<sha256>:<sheet>!<row>``.
    """

    # Built when first validated: reading from the store needs no validators, and starting should not wait for them.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    kind: ClassVar[str]
    #: The fields that together name the record to a person; used to find it again in a workbook without ids.
    natural_key: ClassVar[tuple[str, ...]]

    id: Id
    revision: int = 0
    origin: Annotated[dict[str, str], Field(default_factory=dict)]

    @classmethod
    def asked(cls) -> tuple[str, ...]:
        """Names of the fields a person or a vendor answers, in order."""
        return tuple(name for name in cls.model_fields if name not in STAMPS)

    @classmethod
    def stored(cls, values: dict[str, Any]) -> Self:
        """A record from a complete set of values that were checked before they were stored.

        Checking again what a table gives back takes five times as long as everything else about it.
        """
        record = cls.__new__(cls)
        put = object.__setattr__  # the record is frozen
        put(record, "__dict__", values)
        put(record, "__pydantic_fields_set__", set(cls.model_fields))
        put(record, "__pydantic_extra__", None)
        put(record, "__pydantic_private__", None)
        return record

    def changed(self, **values: object) -> Self:
        """A checked copy with these fields set.

        Raises:
            pydantic.ValidationError: a value does not fit its field.
        """
        return type(self).model_validate({**dict(self), **values})

    def says(self) -> dict[str, Any]:
        """The answered fields only, as plain values."""
        return {name: value for name in self.asked() if (value := getattr(self, name)) is not None}

    def origin_of(self, field: str) -> str | None:
        """Where the field's value came from, or None when nobody said."""
        return self.origin.get(field, self.origin.get("*"))


@cache
def shape_of(kind: type[Record], field: str) -> Shape:
    """The shape of a field.

    Raises:
        KeyError: the field has none (a stamp).
    """
    found = _find(kind, field, Shape)
    if found is None:
        raise KeyError(f"{kind.kind}.{field}")
    return found


@cache
def is_personal(kind: type[Record], field: str) -> bool:
    """Whether the field is masked until revealed (birth dates, nationalities)."""
    return _find(kind, field, Personal) is not None


@cache
def is_required(kind: type[Record], field: str) -> bool:
    """Whether the record cannot exist without the field; not the same as being owed to the ministry."""
    return kind.model_fields[field].is_required()


def _find(kind: type[Record], field: str, wanted: type[_T]) -> _T | None:
    info = kind.model_fields[field]
    for item in (*info.metadata, *_annotations(info.annotation)):
        if isinstance(item, wanted):
            return item
    return None


def _annotations(annotation: Any) -> list[Any]:
    """All metadata inside an annotation, looking through unions such as ``Text | None``."""
    if get_origin(annotation) is Annotated:
        inner, *extras = get_args(annotation)
        return [*extras, *_annotations(inner)]
    if get_origin(annotation) in (Union, type(int | str)):
        return [item for part in get_args(annotation) for item in _annotations(part)]
    return []


def with_origin(record: Record, fields: Mapping[str, str]) -> dict[str, str]:
    """The record's origins after these fields were answered from these sources."""
    return {**record.origin, **fields}
