"""Ranking: preference model, scores, BM25, item collaborative filtering, interests, diversity, confidence, trending.

Pure: features and likes in, scores and reasons out; it touches no disk, no network and no clock.
"""

from service.recommender.background import BACKGROUND_SAMPLE, Background, background_of
from service.recommender.confidence import Confidence, confidence, evidence
from service.recommender.diversification import diversify, interest_quota
from service.recommender.informative_papers import most_informative
from service.recommender.interest_clusters import Interest, cluster_interests
from service.recommender.item_cf import CoLikes, Neighbours
from service.recommender.keyword_index import KeywordIndex, WordMatch
from service.recommender.map_geometry import Region, placed_by_neighbours, regions
from service.recommender.representatives import Representative, choose_representatives
from service.recommender.scoring import ApproximateSearch, Ranker, Ranking
from service.recommender.trending import (
    enough_users_within,
    likes_within,
    popularity,
    trending_scores,
    votes_in_likes,
)

__all__ = [
    "BACKGROUND_SAMPLE",
    "ApproximateSearch",
    "Background",
    "CoLikes",
    "Confidence",
    "Interest",
    "KeywordIndex",
    "Neighbours",
    "Ranker",
    "Ranking",
    "Region",
    "Representative",
    "WordMatch",
    "background_of",
    "choose_representatives",
    "cluster_interests",
    "confidence",
    "diversify",
    "enough_users_within",
    "evidence",
    "interest_quota",
    "likes_within",
    "most_informative",
    "placed_by_neighbours",
    "popularity",
    "regions",
    "trending_scores",
    "votes_in_likes",
]
