"""Mentions to entities: overlaps, coreference, linking of names."""
