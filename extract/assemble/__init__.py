"""Entities and mentions to drafts: which value belongs to which plant and slot."""
