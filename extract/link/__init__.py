"""Linking: which records of a thousand articles speak of one plant, what holds of it now, and since when."""
