"""The phase-in: statements on criteria, proposals, needs, weights and what-ifs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

T, D, N = sa.Text, sa.Date, sa.Integer


def _fk(target: str) -> sa.ForeignKey:
    """Deferred to the end of the transaction."""
    return sa.ForeignKey(target, deferrable=True, initially="DEFERRED")


def _record(name: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    """A record's table: stamps, its columns, the index of its natural key."""
    stamps = (
        sa.Column("id", T, primary_key=True),
        sa.Column("revision", N, nullable=False),
        sa.Column("origin", T, nullable=False),
    )
    op.create_table(name, *stamps, *columns)
    op.create_index(f"ix_{name}_key", name, [*key, "id"])


def upgrade() -> None:
    """Make the tables."""
    _record(
        "role_fact",
        ("operator", "criterion", "as_of", "source"),
        sa.Column("operator", T, _fk("operator.id"), nullable=False),
        sa.Column("criterion", T, nullable=False),
        sa.Column("said", T, nullable=False),
        sa.Column("source", T, nullable=False),
        sa.Column("as_of", T),
    )
    _record(
        "phase_proposal",
        ("operator",),
        sa.Column("operator", T, _fk("operator.id"), nullable=False),
        sa.Column("wave", T, nullable=False),
        sa.Column("proposed_on", D),
        sa.Column("reason", T),
    )
    _record(
        "phase_need",
        ("prefecture",),
        sa.Column("prefecture", T, nullable=False),
        sa.Column("hospitals", N, nullable=False),
        sa.Column("reason", T),
    )
    _record(
        "criterion_weight",
        ("who", "criterion"),
        sa.Column("who", T, nullable=False),
        sa.Column("criterion", T, nullable=False),
        sa.Column("weight", N, nullable=False),
    )
    _record(
        "what_if",
        ("name",),
        sa.Column("name", T, nullable=False),
        sa.Column("note", T),
        sa.Column("adopted_on", D),
    )
    _record(
        "what_if_choice",
        ("what_if", "operator"),
        sa.Column("what_if", T, _fk("what_if.id"), nullable=False),
        sa.Column("operator", T, _fk("operator.id"), nullable=False),
        sa.Column("wave", T, nullable=False),
    )
    op.create_index("ix_what_if_choice_operator", "what_if_choice", ["operator"])
