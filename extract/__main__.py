"""Where `plantwire` and `python -m extract` begin. Imports nothing: worker processes come by here, too."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line, see `extract.cli`."""
    from extract.cli import main as run

    run()


if __name__ == "__main__":
    main()
