"""Use cases of finding papers: recommend (stateless, for a user, for nobody yet), what if, search, similar, trending.

What a user keeps to find papers by is here as well: collections, followed authors, saved searches, what is new of them.

What a route, a command or a tool does for somebody who looks for papers is one function here; adapters translate. How
much each of a user's kept likes counts, older ones less when that is asked for, is said in `for_user`.
"""

from service.discovery.alerts import Alert, News, looked_through_until, news, see_alerts
from service.discovery.arrivals import Arrival, Subject, newest
from service.discovery.changes import Change, changes
from service.discovery.cold_start import FIRST
from service.discovery.exported_entries import collection_entries, found_entries, like_entries, recommended_entries
from service.discovery.followed_authors import follow_author, papers_by_followed, unfollow_author
from service.discovery.for_user import (
    best_for_user,
    interests_of_user,
    likes_of_user,
    papers_within,
    request_for_library,
    request_for_user,
    weigh_interests,
)
from service.discovery.listing import WEIGHTS, Mode, Sort
from service.discovery.next_to_rate import PaperToRate, next_to_rate, recommend_and_ask
from service.discovery.pages import Page, recommend_page
from service.discovery.papers_on_map import PapersOnMap, papers_on_map
from service.discovery.recommendations import recommend, recommended_ids
from service.discovery.request import DIVERSITY, RecommendationRequest, check_dates, stateless_request
from service.discovery.result import Cause, Recommendation, Recommendations
from service.discovery.saved_searches import delete_search, latest_found, papers_found, save_search, saved_search
from service.discovery.search import SearchPage, SearchRequest, first_papers, search
from service.discovery.similar import papers_about, similar
from service.discovery.title_match import closest_title
from service.discovery.trending import DAYS, Trending, TrendingPaper, TrendingRequest, Window, trending, window_of
from service.discovery.user_collections import (
    CollectionContent,
    collect_papers,
    collection_content,
    delete_collection,
    put_collection,
    take_out_of_collection,
)
from service.discovery.weighed_interests import WeighedInterest, weighed_interests
from service.discovery.what_if import Standing, standings_without_each, what_if

__all__ = [
    "DAYS",
    "DIVERSITY",
    "FIRST",
    "WEIGHTS",
    "Alert",
    "Arrival",
    "Cause",
    "Change",
    "CollectionContent",
    "Mode",
    "News",
    "Page",
    "PaperToRate",
    "PapersOnMap",
    "Recommendation",
    "RecommendationRequest",
    "Recommendations",
    "SearchPage",
    "SearchRequest",
    "Sort",
    "Standing",
    "Subject",
    "Trending",
    "TrendingPaper",
    "TrendingRequest",
    "WeighedInterest",
    "Window",
    "best_for_user",
    "changes",
    "check_dates",
    "closest_title",
    "collect_papers",
    "collection_content",
    "collection_entries",
    "delete_collection",
    "delete_search",
    "first_papers",
    "follow_author",
    "found_entries",
    "interests_of_user",
    "latest_found",
    "like_entries",
    "likes_of_user",
    "looked_through_until",
    "newest",
    "news",
    "next_to_rate",
    "papers_about",
    "papers_by_followed",
    "papers_found",
    "papers_on_map",
    "papers_within",
    "put_collection",
    "recommend",
    "recommend_and_ask",
    "recommend_page",
    "recommended_entries",
    "recommended_ids",
    "request_for_library",
    "request_for_user",
    "save_search",
    "saved_search",
    "search",
    "see_alerts",
    "similar",
    "standings_without_each",
    "stateless_request",
    "take_out_of_collection",
    "trending",
    "unfollow_author",
    "weigh_interests",
    "weighed_interests",
    "what_if",
    "window_of",
]
