"""Alembic runs on the connection, and in the transaction, that `store.schema` gives it."""

from alembic import context

from ogp_review.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run migrations through ogp_review.store.schema.")
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
