"""What became of a run's articles, in numbers; each article stands in exactly one of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["Counts"]


@dataclass(slots=True)
class Counts:
    """`articles` is the sum of the five kinds below it.

    Attributes:
        articles: All that was found in the inputs.
        with_plants: Articles with a plant in them.
        without_plants: Articles in which none was found.
        not_relevant: Articles without a word that a power plant could be told with; not looked into.
        quarantined: What was refused.
        duplicates: Copies of an article that stands in another number.
        plants: Plants of the articles with plants.
    """

    articles: int = 0
    with_plants: int = 0
    without_plants: int = 0
    not_relevant: int = 0
    quarantined: int = 0
    duplicates: int = 0
    plants: int = 0

    @property
    def exit_code(self) -> int:
        """0 done, 1 some inputs quarantined, 3 nothing could be read."""
        if self.articles == self.quarantined:
            return 3
        return 1 if self.quarantined else 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)
