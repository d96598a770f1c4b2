"""Every question the decisions answer, with its features; one module per decision.

Used alike when records are assembled and when weights are learned, so both see the same features.
"""

from extract.assemble.candidates.base import Candidate
from extract.assemble.candidates.capacity import capacity_candidates
from extract.assemble.candidates.cost import cost_candidates
from extract.assemble.candidates.country import country_candidates
from extract.assemble.candidates.date import date_candidates
from extract.assemble.candidates.fuel import fuel_candidates
from extract.assemble.candidates.partner import partner_candidates
from extract.assemble.candidates.plant import plant_candidates
from extract.assemble.candidates.status import status_candidates

__all__ = [
    "Candidate",
    "capacity_candidates",
    "cost_candidates",
    "country_candidates",
    "date_candidates",
    "fuel_candidates",
    "partner_candidates",
    "plant_candidates",
    "status_candidates",
]
