"""Records to sinks: JSON Lines, SQLite and the rest, listed in the SINKS table."""
