"""Immutable typed values that the stages hand to one another. Imports nothing but errors."""
