"""HTTP: one file per noun, schema in, schema out.

Each route calls one use case; nothing is decided here but what HTTP itself asks.
"""

from service.api.guard import Guard
from service.api.health import Check, diagnose
from service.api.idempotency import IdempotencyMiddleware
from service.api.imports import ImportOut
from service.api.papers import LookupResult, SimilarList
from service.api.recommendations import RecommendationList
from service.api.services import Services
from service.api.summaries import SummariesIn, SummaryList

__all__ = [
    "Check",
    "Guard",
    "IdempotencyMiddleware",
    "ImportOut",
    "LookupResult",
    "RecommendationList",
    "Services",
    "SimilarList",
    "SummariesIn",
    "SummaryList",
    "diagnose",
]
