"""Drafts to records or rejections: schema, grounding, plausibility."""
