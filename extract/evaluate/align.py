"""Which predicted record is which gold project: the one-to-one pairing of the greatest sum."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from extract.domain.record import PlantRecord
from extract.evaluate.gold import GoldProject
from extract.evaluate.names import plant_likeness
from extract.evaluate.values import capacity_matches, cost_matches, date_matches, partner_name_matches

__all__ = ["align", "best_pairs", "shared_facts"]

ENOUGH_LIKENESS = 0.6
ENOUGH_FACTS = 2


def best_pairs(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the one-to-one (row, column) pairs whose weights add up to most; pairs of weight 0 are left out.

    Args:
        weights: A rectangular matrix, no weight below 0; 0 means "never".

    The Hungarian method with potentials (Kuhn 1955, in the row-by-row form of Jonker and Volgenant 1987),
    cubic in the longer side.

    >>> best_pairs([[3.0, 2.0], [2.0, 0.0]])
    [(0, 1), (1, 0)]
    """
    rows, columns = len(weights), max((len(row) for row in weights), default=0)
    if not rows or not columns:
        return []
    if rows > columns:
        turned = [[weights[row][column] for row in range(rows)] for column in range(columns)]
        return sorted((row, column) for column, row in best_pairs(turned))
    row_of = _assign([[-weight for weight in row] for row in weights])
    pairs = sorted((row, column) for column, row in row_of.items())
    return [(row, column) for row, column in pairs if weights[row][column] > 0]


def _assign(costs: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return the row of each assigned column at least cost; no more rows than columns."""
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (
        columns + 1
    )  # the row, counted from 1, that holds a column; column 0 is the row to be placed
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, came_from = [float("inf")] * (columns + 1), [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while owner[column]:
            visited[column] = True
            current = owner[column]
            for other in range(1, columns + 1):
                reduced = costs[current - 1][other - 1] - row_price[current] - column_price[other]
                if not visited[other] and reduced < least[other]:
                    least[other], came_from[other] = reduced, column
            nearest = min((c for c in range(1, columns + 1) if not visited[c]), key=least.__getitem__)
            step = least[nearest]
            for other in range(columns + 1):
                if visited[other]:
                    row_price[owner[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = nearest
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return {column - 1: owner[column] - 1 for column in range(1, columns + 1) if owner[column]}


def shared_facts(gold: GoldProject, plant: PlantRecord) -> int:
    """Return how many capacities, costs, partners and dates the two have in common, each counted once."""
    tables = (
        [[float(capacity_matches(g, p)) for p in plant.capacities] for g in gold.capacities],
        [[float(cost_matches(g, p)) for p in plant.costs] for g in gold.costs],
        [[float(partner_name_matches(g, [p.name])) for p in plant.partners] for g in gold.partners],
        [[float(date_matches(g, p.event, p.start, p.end)) for p in plant.dates] for g in gold.dates],
    )
    return sum(len(best_pairs(table)) for table in tables)


def _pair_weight(gold: GoldProject, plant: PlantRecord) -> float:
    """Return 2 x name likeness + shared facts, or 0 where the two may not be paired."""
    likeness = plant_likeness(
        gold.names, (plant.name, *plant.aliases), same_kind=gold.aggregate == plant.aggregate
    )
    facts = shared_facts(gold, plant)
    return 2 * likeness + facts if likeness >= ENOUGH_LIKENESS or facts >= ENOUGH_FACTS else 0.0


def align(gold_projects: Sequence[GoldProject], plants: Sequence[PlantRecord]) -> list[tuple[int, int]]:
    """Return the (gold index, plant index) pairs of the best alignment, in gold order."""
    weights = [[0.0] * len(plants) for _ in gold_projects]
    for (row, gold), (column, plant) in product(enumerate(gold_projects), enumerate(plants)):
        weights[row][column] = _pair_weight(gold, plant)
    return best_pairs(weights)
