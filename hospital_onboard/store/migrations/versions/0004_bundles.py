"""Bundles: which were merged, and every version of a record they brought."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

T, N = sa.Text(), sa.Integer()


def upgrade() -> None:
    """Two tables and their indexes."""
    op.create_table(
        "delivery",
        sa.Column("seq", N, sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
        sa.Column("sender", T, nullable=False),
        sa.Column("name", T, nullable=False),
        sa.Column("key", T, nullable=False),
        sa.Column("made_at", T, nullable=False),
        sa.Column("sha256", T, nullable=False),
    )
    op.create_table(
        "delivered",
        sa.Column("seq", N, sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
        sa.Column("record", T, primary_key=True),
        sa.Column("mark", T, primary_key=True),
        sa.Column("withheld", T, primary_key=True),
        sa.Column("ours", N, nullable=False),
        sa.Column("kind", T, nullable=False),
        sa.Column("revision", N, nullable=False),
        sa.Column("at", T, nullable=False),
        sa.Column("said", T),
        sa.Column("origin", T, nullable=False),
        sa.Column("past", T, nullable=False),
    )
    op.create_index("ix_delivered_record", "delivered", ["record"])
    op.create_index("ix_delivered_kind", "delivered", ["kind"])
