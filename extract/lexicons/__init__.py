"""Words as data: one TOML file per lexicon under data/, loaded and validated by loader.py."""
