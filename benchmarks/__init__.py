"""Measurements: accuracy against gold (accuracy.py) and speed. Not part of the package."""
