"""Encode: a small language model reads the article once; its heads score spans. Features, no decisions."""
