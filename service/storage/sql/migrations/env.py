"""Alembic's entry point: it runs on the connection that Database.migrate hands over."""

from alembic import context

from service.storage.sql.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
