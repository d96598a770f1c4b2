"""Analysis to mentions: one module per slot, listed in the MATCHERS table."""
