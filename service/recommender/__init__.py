"""Ranking: preference model, scores, item collaborative filtering, interests, diversity, confidence, trending.

Pure: features and likes in, scores and reasons out; it touches no disk, no network and no clock.
"""

from service.recommender.confidence import Level, abstains, levels, unrelated
from service.recommender.diversification import diversify, quota
from service.recommender.interest_clusters import Interest, interests, label
from service.recommender.item_cf import CoLikes, Neighbours
from service.recommender.preference_model import background, fit
from service.recommender.representatives import Representative, choose_representatives
from service.recommender.scoring import Near, Ranker, Ranking
from service.recommender.trending import trending_scores

__all__ = [
    "CoLikes",
    "Interest",
    "Level",
    "Near",
    "Neighbours",
    "Ranker",
    "Ranking",
    "Representative",
    "abstains",
    "background",
    "choose_representatives",
    "diversify",
    "fit",
    "interests",
    "label",
    "levels",
    "quota",
    "trending_scores",
    "unrelated",
]
