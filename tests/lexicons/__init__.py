"""Lexicons: their files, and how their words become patterns."""
