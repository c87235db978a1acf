"""Use cases of finding papers: recommend (stateless, for a user, to a newcomer), explain, search, similar.

What a route, a command or a tool does for somebody who looks for papers is one function here; adapters translate.
"""

from service.discovery.cold_start import cold_start
from service.discovery.recommendations import (
    Cause,
    Recommendation,
    RecommendationRequest,
    Recommendations,
    recommend,
    what_if,
)
from service.discovery.search import about

__all__ = [
    "Cause",
    "Recommendation",
    "RecommendationRequest",
    "Recommendations",
    "about",
    "cold_start",
    "recommend",
    "what_if",
]
