"""Migrations: a database of an older release brought to this one's layout, by alembic, in one transaction.

`versions/` holds one step a layout, frozen: a step never looks at today's table descriptions.
"""
