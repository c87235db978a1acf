"""Use cases of finding papers: recommend (stateless, for a user, for nobody known yet), what if, search, similar.

What a route, a command or a tool does for somebody who looks for papers is one function here; adapters translate. How
much each of a user's kept likes counts, older ones less when that is asked for, is said in `for_user`.
"""

from service.discovery.for_user import (
    WeighedInterest,
    best_for_user,
    interests_of_user,
    papers_within,
    request_for_user,
    weigh_interests,
)
from service.discovery.highlights import Highlights
from service.discovery.listing import Mode, Sort
from service.discovery.pages import Page, recommend_page
from service.discovery.recommendations import recommend
from service.discovery.request import DIVERSITY, RecommendationRequest, stateless_request
from service.discovery.result import Cause, Recommendation
from service.discovery.search import SearchHit, SearchPage, SearchRequest, first_papers, search
from service.discovery.similar import SimilarPage, SimilarPaper, papers_about, similar
from service.discovery.title_match import closest_title
from service.discovery.what_if import what_if

__all__ = [
    "DIVERSITY",
    "Cause",
    "Highlights",
    "Mode",
    "Page",
    "Recommendation",
    "RecommendationRequest",
    "SearchHit",
    "SearchPage",
    "SearchRequest",
    "SimilarPage",
    "SimilarPaper",
    "Sort",
    "WeighedInterest",
    "best_for_user",
    "closest_title",
    "first_papers",
    "interests_of_user",
    "papers_about",
    "papers_within",
    "recommend",
    "recommend_page",
    "request_for_user",
    "search",
    "similar",
    "stateless_request",
    "weigh_interests",
    "what_if",
]
