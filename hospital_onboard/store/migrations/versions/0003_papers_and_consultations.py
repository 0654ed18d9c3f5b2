"""Papers sent directly, packets that were handed over, and what follows from an answer of the ministry."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

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
    """Add the new columns and tables."""
    op.add_column("evidence", sa.Column("sent_on", D))
    op.add_column("evidence", sa.Column("receipt", T))
    _record(
        "handover",
        ("plan", "handed_on"),
        sa.Column("plan", T, _fk("plan.id"), nullable=False),
        sa.Column("handed_on", D, nullable=False),
        sa.Column("handed_to", T),
        sa.Column("file_name", T),
        sa.Column("file_sha256", T),
        sa.Column("content", T, nullable=False),
    )
    op.add_column("consultation", sa.Column("answered_on", D))
    with op.batch_alter_table("consultation") as batch:
        batch.add_column(sa.Column("handover", T))
        batch.create_foreign_key(
            "fk_consultation_handover", "handover", ["handover"], ["id"], deferrable=True, initially="DEFERRED"
        )
    op.create_index("ix_consultation_handover", "consultation", ["handover"])
    _record(
        "consequence",
        ("consultation", "about", "field"),
        sa.Column("consultation", T, _fk("consultation.id"), nullable=False),
        sa.Column("about", T, nullable=False),
        sa.Column("field", T),
        sa.Column("decision", T, nullable=False),
        sa.Column("decided_on", D),
    )
    op.create_index("ix_consequence_about", "consequence", ["about"])
