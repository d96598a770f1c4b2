"""What an article is about, as its words tell: whether it has any plant worth a record, and whether many.

The encoder looks at phrases and what stands around them; a battery factory's plant looks like a battery plant
there. Counted over the whole article, its words are those of factories. See decision 24.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Subject", "SubjectModel", "words"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def words(text: str) -> Iterator[str]:
    """Yield the words of a text that are written small: names are not what an article is about.

    >>> list(words("Orlova's 240 MW gas-fired plant, a unit of Meridian, opened."))
    ['gas-fired', 'plant', 'unit', 'of', 'opened']
    """
    return (word for word in _WORD.findall(text) if len(word) > 1 and word.islower())


@dataclass(frozen=True, slots=True)
class Subject:
    """Log-odds that an article has no plant worth a record, and that it has many (four or more)."""

    none: float
    many: float


@dataclass(frozen=True, slots=True)
class SubjectModel:
    """Two linear choices over an article's words, each counted by how rare it is (tf-idf, length 1).

    Attributes:
        bias: Of "none" and "many".
        words: By word its inverse document frequency and its weights for "none" and "many".
    """

    bias: tuple[float, float]
    words: Mapping[str, tuple[float, float, float]]

    def read(self, text: str) -> Subject:
        """Return what an article is about.

        >>> model = SubjectModel((-2.0, 0.5), {"refinery": (1.5, 4.0, 0.0), "turbine": (1.5, -4.0, 0.0)})
        >>> model.read("The refinery in Orlova burns."), model.read("Nothing is known.")
        (Subject(none=2.0, many=0.5), Subject(none=-2.0, many=0.5))
        """
        none = many = length = 0.0
        for word, count in Counter(words(text)).items():
            known = self.words.get(word)
            if known is not None:
                size = known[0] * (1.0 + math.log(count))
                length += size * size
                none += size * known[1]
                many += size * known[2]
        length = math.sqrt(length) or 1.0
        return Subject(round(self.bias[0] + none / length, 3), round(self.bias[1] + many / length, 3))
