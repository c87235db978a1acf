"""A client of the HTTP API for Python, and what the server answers, typed; it needs a running server and httpx.

It decides nothing, keeps nothing and repeats nothing. Of the service it imports the errors alone.
"""

from service.client.client import Client
from service.client.digests import ArchivedDigest, Digest, DigestList, DigestPaper, Sending, Subscription
from service.client.feeds import Feed, FeedList, NewWebhook, Posted, Webhook
from service.client.health import Check, Checks, Health, Meta, Ready
from service.client.impressions import HitRates, Shown
from service.client.job_methods import Progress
from service.client.jobs import Job, JobResult, JobResults
from service.client.paper_map import PaperMap
from service.client.papers import ImportReport, Lookup, Paper, PaperList, PaperOutcomes, PaperRecord
from service.client.recommendations import Recommendations
from service.client.search import SearchPage, SimilarPage
from service.client.sources import Source, Sources
from service.client.texts import Text, Texts
from service.client.trending import Trending
from service.client.user_library import Collection, CollectionContent, CollectionList, LibraryReport, Undone
from service.client.user_searches import (
    AlertList,
    ArrivalList,
    AuthorList,
    FollowedAuthor,
    SavedSearch,
    SearchList,
    Seen,
)
from service.client.users import Feedback, FeedbackList, Recorded
from service.errors import RequestFailed

__all__ = [
    "AlertList",
    "ArchivedDigest",
    "ArrivalList",
    "AuthorList",
    "Check",
    "Checks",
    "Client",
    "Collection",
    "CollectionContent",
    "CollectionList",
    "Digest",
    "DigestList",
    "DigestPaper",
    "Feed",
    "FeedList",
    "Feedback",
    "FeedbackList",
    "FollowedAuthor",
    "Health",
    "HitRates",
    "ImportReport",
    "Job",
    "JobResult",
    "JobResults",
    "LibraryReport",
    "Lookup",
    "Meta",
    "NewWebhook",
    "Paper",
    "PaperList",
    "PaperMap",
    "PaperOutcomes",
    "PaperRecord",
    "Posted",
    "Progress",
    "Ready",
    "Recommendations",
    "Recorded",
    "RequestFailed",
    "SavedSearch",
    "SearchList",
    "SearchPage",
    "Seen",
    "Sending",
    "Shown",
    "SimilarPage",
    "Source",
    "Sources",
    "Subscription",
    "Text",
    "Texts",
    "Trending",
    "Undone",
    "Webhook",
]
