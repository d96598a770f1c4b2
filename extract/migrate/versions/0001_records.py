"""Layout 1: the tables of the records as the sinks of plantwire 0.1 made them. Where every history starts."""

from __future__ import annotations

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do: the sinks made these tables."""


def downgrade() -> None:
    """Nothing to do."""
