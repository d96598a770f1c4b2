"""Encode: a small language model reads the article once; its heads say what each span may be. Features, no decisions."""
