"""The tables. A record's table is made from the record itself, so there is one declaration of each field."""

import json
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, is_required, shape_of
from hospital_onboard.domain.shapes import Count, Day, Percent, Ref

metadata = sa.MetaData()
#: Days become ISO text and decimals their digits.
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
_decode = json.JSONDecoder().decode


class DecimalText(TypeDecorator[Decimal]):
    """A decimal kept as its own digits; SQLite would make a binary float of it."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        """Digits without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        """The same digits back."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[Any]):
    """JSON as text, the same bytes on every database: digests are taken over it."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Compact, sorted, not escaped."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        """The value back."""
        return None if value is None else _decode(value)


class OriginText(TypeDecorator[dict[str, str]]):
    """Where a record came from: the bare source when all fields share it (nearly always), JSON otherwise."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: sa.Dialect) -> str | None:
        """``form``, or ``{"*":"form","beds":"reference:sourced"}``."""
        if value is None:
            return None
        whole = value.get("*", "{")
        return canonical(value) if len(value) != 1 or whole.startswith("{") else whole

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dict[str, str]:
        """The same sources back."""
        return _decode(value) if value.startswith("{") else {"*": value}


def canonical(value: Any) -> str:
    """The one way this product writes JSON it takes a digest of."""
    return _encoder.encode(value)


def _type_of(kind: type[Record], field: str) -> sa.types.TypeEngine[Any]:
    shape = shape_of(kind, field)
    if isinstance(shape, Day):
        return sa.Date()
    if isinstance(shape, Count):
        return sa.Integer()
    if isinstance(shape, Percent):
        return DecimalText()
    return sa.Text()


def _column(kind: type[Record], field: str) -> sa.Column[Any]:
    shape = shape_of(kind, field)
    constraints: list[sa.ForeignKey] = []
    if isinstance(shape, Ref) and len(shape.kinds) == 1:
        # Deferred: one transaction may bring a component before the party it names.
        constraints = [sa.ForeignKey(f"{shape.kinds[0]}.id", deferrable=True, initially="DEFERRED")]
    return sa.Column(field, _type_of(kind, field), *constraints, nullable=not is_required(kind, field))


def _table(kind: type[Record]) -> sa.Table:
    table = sa.Table(
        kind.kind,
        metadata,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("origin", OriginText(), nullable=False),
        *(_column(kind, field) for field in kind.asked()),
    )
    # A list is read parent by parent in the order of the natural key; the id makes the order total.
    sa.Index(f"ix_{kind.kind}_key", *(table.c[name] for name in kind.natural_key), table.c.id)
    for field in kind.asked():
        if isinstance(shape_of(kind, field), Ref) and kind.natural_key[0] != field:
            sa.Index(f"ix_{kind.kind}_{field}", table.c[field])
    return table


RECORDS: dict[str, sa.Table] = {name: _table(kind) for name, kind in KINDS.items()}
sa.Index("ix_component_product", RECORDS["component"].c.product, RECORDS["component"].c.id)

AUDIT_ENTRY = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text(), nullable=False),
    sa.Column("who", sa.Text(), nullable=False),
    sa.Column("action", sa.Text(), nullable=False),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("operator", sa.Text(), nullable=False),
    sa.Column("undoes", sa.Integer()),
    sa.Column("changes", sa.Integer(), nullable=False),
    sa.Column("previous", sa.Text(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
)
AUDIT_CHANGE = sa.Table(
    "audit_change",
    metadata,
    sa.Column("seq", sa.Integer(), sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
    sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("record", sa.Text(), nullable=False),
    sa.Column("before", sa.Text()),
    sa.Column("after", sa.Text()),
)
sa.Index("ix_audit_change_record", AUDIT_CHANGE.c.record, AUDIT_CHANGE.c.seq)
RECEIPT = sa.Table(
    "import_receipt",
    metadata,
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("seq", sa.Integer(), sa.ForeignKey("audit_entry.seq")),
    sa.Column("file", sa.Text(), nullable=False),
    sa.Column("sha256", sa.Text(), nullable=False),
    sa.Column("at", sa.Text(), nullable=False),
    sa.Column("who", sa.Text(), nullable=False),
    sa.Column("operator", sa.Text(), nullable=False),
    sa.Column("counts", JsonText(), nullable=False),
    sa.Column("columns", JsonText(), nullable=False),
    sa.Column("parties", JsonText(), nullable=False),
)
sa.Index("ix_import_receipt_sha256", RECEIPT.c.sha256)
PREFERENCE = sa.Table(
    "preference",
    metadata,
    sa.Column("who", sa.Text(), primary_key=True),
    sa.Column("key", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)
#: Bundles that were merged, one for each audit entry.
DELIVERY = sa.Table(
    "delivery",
    metadata,
    sa.Column("seq", sa.Integer(), sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
    sa.Column("sender", sa.Text(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("key", sa.Text(), nullable=False),
    sa.Column("made_at", sa.Text(), nullable=False),
    sa.Column("sha256", sa.Text(), nullable=False),
)
#: Every version of a record that a bundle brought, and our own where one of them competes with it. Never changed;
#: those of an undone merge count as never come.
DELIVERED = sa.Table(
    "delivered",
    metadata,
    sa.Column("seq", sa.Integer(), sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
    sa.Column("record", sa.Text(), primary_key=True),
    sa.Column("mark", sa.Text(), primary_key=True),
    sa.Column("withheld", JsonText(), primary_key=True),
    sa.Column("ours", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("at", sa.Text(), nullable=False),
    sa.Column("said", JsonText()),
    sa.Column("origin", OriginText(), nullable=False),
    sa.Column("past", JsonText(), nullable=False),
)
sa.Index("ix_delivered_record", DELIVERED.c.record)
sa.Index("ix_delivered_kind", DELIVERED.c.kind)
