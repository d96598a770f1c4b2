"""What alembic runs around the steps: the caller's connection, everything in its transaction."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False, transactional_ddl=True)
context.run_migrations()
