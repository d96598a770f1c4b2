"""Text to canonical value or None: pure functions that know lexicons and domain values, nothing else."""
