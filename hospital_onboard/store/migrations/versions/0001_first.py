"""The first schema. One list of tables as they were on its day: never shortened or shared, so that it stays true."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

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
    """Make every table."""
    _inventory()
    _plans()
    _vendors()
    _bookkeeping()


def _inventory() -> None:
    _record(
        "operator",
        ("name",),
        sa.Column("operator_kind", T, nullable=False),
        sa.Column("name", T, nullable=False),
        sa.Column("name_en", T),
        sa.Column("code", T),
        sa.Column("corporation", T),
        sa.Column("corporate_number", T),
        sa.Column("prefecture", T),
        sa.Column("beds", N),
        sa.Column("emergency", T),
        sa.Column("disaster", T),
        sa.Column("wide_area", T),
        sa.Column("designation_status", T),
        sa.Column("designated_on", D),
        sa.Column("announced_on", D),
        sa.Column("designation_basis", T),
    )
    _record(
        "party",
        ("name",),
        sa.Column("name", T, nullable=False),
        sa.Column("name_en", T),
        sa.Column("corporate_number", T),
        sa.Column("lei", T),
        sa.Column("other_id", T),
        sa.Column("form", T),
        sa.Column("representative", T),
        sa.Column("address", T),
        sa.Column("country", T),
        sa.Column("registered_in_japan", T),
        sa.Column("contact", T),
    )
    _record(
        "snapshot",
        ("party", "as_of"),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("as_of", D, nullable=False),
        sa.Column("holders", T),
        sa.Column("officers", T),
        sa.Column("foreign_sales", T),
        sa.Column("declared_on", D),
    )
    _record(
        "holder",
        ("party", "as_of", "name"),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("as_of", D, nullable=False),
        sa.Column("name", T, nullable=False),
        sa.Column("country", T),
        sa.Column("share", T),
    )
    _record(
        "officer",
        ("party", "as_of", "name"),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("as_of", D, nullable=False),
        sa.Column("name", T, nullable=False),
        sa.Column("title", T),
        sa.Column("birth_date", D),
        sa.Column("nationality", T),
    )
    _record(
        "foreign_sale",
        ("party", "as_of", "year", "country", "body"),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("as_of", D, nullable=False),
        sa.Column("year", N, nullable=False),
        sa.Column("country", T, nullable=False),
        sa.Column("body", T),
        sa.Column("share", T),
    )
    _record(
        "equipment",
        ("operator", "product", "model"),
        sa.Column("operator", T, _fk("operator.id"), nullable=False),
        sa.Column("group", T, nullable=False),
        sa.Column("product", T, nullable=False),
        sa.Column("model", T),
        sa.Column("type", T),
        sa.Column("functions", T),
        sa.Column("place_installed", T),
        sa.Column("place_used", T),
        sa.Column("supplier", T, _fk("party.id")),
        sa.Column("built_by", T),
        sa.Column("in_service_on", D),
        sa.Column("internet_connected", T),
        sa.Column("video_equipment", T),
        sa.Column("data_held", T),
        sa.Column("data_place", T),
        sa.Column("data_country", T),
        sa.Column("cloud_service", T),
        sa.Column("backup", T),
        sa.Column("restore", T),
        sa.Column("foreign_law", T),
    )
    op.create_index("ix_equipment_supplier", "equipment", ["supplier"])
    _record(
        "component",
        ("equipment", "layer", "product", "model"),
        sa.Column("equipment", T, _fk("equipment.id"), nullable=False),
        sa.Column("layer", T),
        sa.Column("product", T, nullable=False),
        sa.Column("model", T),
        sa.Column("version", T),
        sa.Column("functions", T),
        sa.Column("supplier", T, _fk("party.id")),
        sa.Column("listed", T),
        sa.Column("quantity", N),
        sa.Column("end_of_support", D),
        sa.Column("parent", T, _fk("component.id")),
        sa.Column("purl", T),
        sa.Column("cpe", T),
    )
    op.create_index("ix_component_parent", "component", ["parent"])
    op.create_index("ix_component_product", "component", ["product", "id"])
    op.create_index("ix_component_supplier", "component", ["supplier"])
    _record(
        "site",
        ("product", "country", "address"),
        sa.Column("product", T, nullable=False),
        sa.Column("country", T, nullable=False),
        sa.Column("address", T),
    )


def _plans() -> None:
    _record(
        "entrustment",
        ("equipment", "title"),
        sa.Column("equipment", T, _fk("equipment.id"), nullable=False),
        sa.Column("title", T, nullable=False),
        sa.Column("contractor", T, _fk("party.id")),
        sa.Column("purpose", T),
        sa.Column("scope", T),
        sa.Column("place", T),
        sa.Column("starts_on", D),
        sa.Column("ends_on", D),
        sa.Column("remote", T),
        sa.Column("remote_path", T),
        sa.Column("remote_owner", T),
        sa.Column("remote_patched_on", D),
        sa.Column("video_equipment", T),
    )
    op.create_index("ix_entrustment_contractor", "entrustment", ["contractor"])
    _record(
        "subcontract",
        ("entrustment", "subcontractor", "purpose"),
        sa.Column("entrustment", T, _fk("entrustment.id"), nullable=False),
        sa.Column("subcontractor", T, _fk("party.id"), nullable=False),
        sa.Column("parent", T, _fk("subcontract.id")),
        sa.Column("purpose", T),
        sa.Column("scope", T),
        sa.Column("place", T),
        sa.Column("starts_on", D),
        sa.Column("ends_on", D),
        sa.Column("remote", T),
        sa.Column("remote_path", T),
        sa.Column("content_known", T),
        sa.Column("entry_restricted", T),
        sa.Column("records_audited", T),
    )
    op.create_index("ix_subcontract_parent", "subcontract", ["parent"])
    op.create_index("ix_subcontract_subcontractor", "subcontract", ["subcontractor"])
    _record(
        "plan",
        ("equipment", "title"),
        sa.Column("equipment", T, _fk("equipment.id"), nullable=False),
        sa.Column("plan_kind", T, nullable=False),
        sa.Column("title", T, nullable=False),
        sa.Column("entrustment", T, _fk("entrustment.id")),
        sa.Column("purpose", T),
        sa.Column("consultation_on", D),
        sa.Column("contract_on", D),
        sa.Column("purchase_on", D),
        sa.Column("delivery_on", D),
        sa.Column("filing_on", D),
        sa.Column("receipt_on", D),
        sa.Column("in_service_on", D),
        sa.Column("status", T),
    )
    op.create_index("ix_plan_entrustment", "plan", ["entrustment"])
    _record(
        "urgent_case",
        ("plan",),
        sa.Column("plan", T, _fk("plan.id"), nullable=False),
        sa.Column("difficulty", T),
        sa.Column("difficulty_since", D),
        sa.Column("difficulty_effect", T),
        sa.Column("needed_by", D),
        sa.Column("why_not_filed", T),
        sa.Column("cause", T),
        sa.Column("found_on", D),
        sa.Column("why_unavoidable", T),
        sa.Column("link_to_equipment", T),
        sa.Column("link_to_introduction", T),
        sa.Column("alternatives_weighed", T),
        sa.Column("alternatives_unusable", T),
    )
    _record(
        "involvement",
        ("plan", "party"),
        sa.Column("plan", T, _fk("plan.id"), nullable=False),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("role", T),
    )
    op.create_index("ix_involvement_party", "involvement", ["party"])
    _record(
        "measure",
        ("subject", "item"),
        sa.Column("subject", T, nullable=False),
        sa.Column("item", T, nullable=False),
        sa.Column("state", T),
        sa.Column("note", T),
        sa.Column("planned_on", D),
    )
    _record(
        "evidence",
        ("title",),
        sa.Column("title", T, nullable=False),
        sa.Column("evidence_kind", T),
        sa.Column("about", T),
        sa.Column("issued_on", D),
        sa.Column("valid_until", D),
        sa.Column("direct_to_minister", T),
        sa.Column("file_name", T),
        sa.Column("file_sha256", T),
    )
    op.create_index("ix_evidence_about", "evidence", ["about"])
    _record(
        "exhibit",
        ("evidence", "subject", "item"),
        sa.Column("evidence", T, _fk("evidence.id"), nullable=False),
        sa.Column("subject", T, nullable=False),
        sa.Column("item", T),
    )
    op.create_index("ix_exhibit_subject", "exhibit", ["subject"])
    _record(
        "questionnaire_answer",
        ("evidence", "scheme", "number"),
        sa.Column("evidence", T, _fk("evidence.id"), nullable=False),
        sa.Column("scheme", T, nullable=False),
        sa.Column("number", T, nullable=False),
        sa.Column("question", T, nullable=False),
        sa.Column("answer", T),
        sa.Column("remark", T),
    )
    _record(
        "consultation",
        ("plan", "question"),
        sa.Column("plan", T, _fk("plan.id"), nullable=False),
        sa.Column("question", T, nullable=False),
        sa.Column("held_on", D),
        sa.Column("who", T),
        sa.Column("answer", T),
    )
    _record(
        "filing",
        ("plan", "filed_on"),
        sa.Column("plan", T, _fk("plan.id"), nullable=False),
        sa.Column("filed_on", D, nullable=False),
        sa.Column("content", T, nullable=False),
    )
    _record(
        "assumption",
        ("key",),
        sa.Column("key", T, nullable=False),
        sa.Column("value", T, nullable=False),
    )


def _vendors() -> None:
    _record(
        "opinion",
        ("party", "group", "said_on"),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("group", T, nullable=False),
        sa.Column("text", T, nullable=False),
        sa.Column("said_on", D),
    )
    _record(
        "request",
        ("operator", "party", "asked_on"),
        sa.Column("operator", T, _fk("operator.id"), nullable=False),
        sa.Column("party", T, _fk("party.id"), nullable=False),
        sa.Column("asked_on", D, nullable=False),
        sa.Column("facts", N),
        sa.Column("file_name", T),
        sa.Column("file_sha256", T),
    )
    op.create_index("ix_request_party", "request", ["party"])
    _record(
        "alias",
        ("name",),
        sa.Column("name", T, nullable=False),
        sa.Column("party", T, _fk("party.id"), nullable=False),
    )
    op.create_index("ix_alias_party", "alias", ["party"])


def _bookkeeping() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", N, primary_key=True, autoincrement=False),
        sa.Column("at", T, nullable=False),
        sa.Column("who", T, nullable=False),
        sa.Column("action", T, nullable=False),
        sa.Column("source", T, nullable=False),
        sa.Column("operator", T, nullable=False),
        sa.Column("undoes", N),
        sa.Column("changes", N, nullable=False),
        sa.Column("previous", T, nullable=False),
        sa.Column("digest", T, nullable=False),
    )
    op.create_table(
        "audit_change",
        sa.Column("seq", N, sa.ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False),
        sa.Column("n", N, primary_key=True, autoincrement=False),
        sa.Column("kind", T, nullable=False),
        sa.Column("record", T, nullable=False),
        sa.Column("before", T),
        sa.Column("after", T),
    )
    op.create_index("ix_audit_change_record", "audit_change", ["record", "seq"])
    op.create_table(
        "import_receipt",
        sa.Column("id", T, primary_key=True),
        sa.Column("seq", N, sa.ForeignKey("audit_entry.seq")),
        sa.Column("file", T, nullable=False),
        sa.Column("sha256", T, nullable=False),
        sa.Column("at", T, nullable=False),
        sa.Column("who", T, nullable=False),
        sa.Column("operator", T, nullable=False),
        sa.Column("counts", T, nullable=False),
        sa.Column("columns", T, nullable=False),
        sa.Column("parties", T, nullable=False),
    )
    op.create_index("ix_import_receipt_sha256", "import_receipt", ["sha256"])
    op.create_table(
        "preference",
        sa.Column("who", T, primary_key=True),
        sa.Column("key", T, primary_key=True),
        sa.Column("value", T, nullable=False),
    )
