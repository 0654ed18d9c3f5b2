"""Alembic's entry point; the connection is handed over by store.schema, inside its transaction."""

from alembic import context

from hospital_onboard.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
