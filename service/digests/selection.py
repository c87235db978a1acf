"""Which papers a digest has: new ones that are recommended, those of alerts, what is trending; none of them twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from service.digests import notes
from service.digests.asked_for import request_of
from service.digests.due import local_date
from service.digests.parts import DigestParts
from service.digests.repeats import Repeats
from service.discovery import (
    Alert,
    News,
    Recommendation,
    RecommendationRequest,
    Window,
    looked_through_until,
    news,
    recommend,
)
from service.papers import Paper
from service.recommender import Confidence
from service.storage import Filters, Frequency, Subscription

_OVERLAP = timedelta(minutes=1)  # papers come with the moment at which the transaction that keeps them began
_LONGEST = timedelta(days=30)  # what could not be looked for in so long is given up
_SURE: Final[dict[Confidence, int]] = {"low": 0, "medium": 1, "high": 2}
_PER_ALERT = 5
_POPULAR = 5  # trending papers
_LOOKED_AT = 50  # trending papers, of which the reader knows some
_WINDOWS: Final[dict[Frequency, tuple[Window, Window]]] = {
    "daily": ("day", "week"),
    "weekdays": ("day", "week"),
    "weekly": ("week", "month"),
}


@dataclass(frozen=True, slots=True)
class SelectedAlert:
    """What is new of a saved search or a followed author; `more` are new as well, and not among the papers."""

    kind: Literal["search", "author"]
    name: str
    papers: tuple[Paper, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Popular:
    """What is trending within a window; `empty_reason` is None exactly when there are papers."""

    window: Window
    papers: tuple[Paper, ...]
    empty_reason: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers of a digest before anything is written about them; `likes` is how many papers the reader likes.

    `until` is up to when everything was looked through: where the next digest goes on.
    """

    recommended: tuple[Recommendation, ...]
    alerts: tuple[SelectedAlert, ...]
    popular: Popular | None
    notes: tuple[str, ...]
    likes: int
    until: datetime


def select(parts: DigestParts, subscription: Subscription, since: datetime | None, now: datetime) -> Selection:
    """What a reader is to be shown now, of what came here `since`; the same papers where nothing has changed."""
    earliest = max(since, now - _LONGEST) if since else now - _LONGEST
    until = looked_through_until(parts.corpus, earliest, now)  # before anything is looked for
    request, likes, said = request_of(parts, subscription)
    named = (*request.liked, *request.disliked, *request.exclude)
    repeats = Repeats(parts.corpus, (*parts.digests.shown_to(subscription.user), *named))
    new = Filters(since=since - _OVERLAP) if since else None
    recommended: tuple[Recommendation, ...] = ()
    if request.liked:
        asked = replace(
            request, exclude=tuple(name for name in repeats.ids if name not in {*request.liked}), filters=new
        )
        recommended, short = _recommended(parts, subscription, asked, since)
        said += short
    for item in recommended:
        repeats.add(item.paper.id)
    found = _news(parts, subscription, repeats, new.since if new else None, until, now)
    reported, failed = _reported(found)
    popular = _popular(parts, subscription, repeats, now) if subscription.trending or not likes else None
    return Selection(
        recommended, tuple(reported), popular, (*said, *failed), likes, max(earliest, min(until, found.until))
    )


def _recommended(
    parts: DigestParts, subscription: Subscription, request: RecommendationRequest, since: datetime | None
) -> tuple[tuple[Recommendation, ...], list[str]]:
    """The best that are as certain as the reader asks for, and why they are few."""
    least, at_most = _SURE[subscription.min_confidence], subscription.at_most
    limit = min(parts.settings.limits.results, at_most * 2 if least else at_most)  # some may be too uncertain
    found = recommend(parts.corpus, replace(request, limit=limit))
    sure = tuple(item for item in found.data if _SURE[item.confidence] >= least)[:at_most]
    day = local_date(subscription, since) if since else None
    unsure = sum(_SURE[item.confidence] < least for item in found.data)
    return sure, notes.why_short(found.empty_reason, len(sure), unsure, at_most, day)


def _news(
    parts: DigestParts,
    subscription: Subscription,
    repeats: Repeats,
    since: datetime | None,
    until: datetime,
    now: datetime,
) -> News:
    """What alerts have that the reader does not know, who knows it from then on."""
    limits, user = parts.settings.limits, subscription.user
    of_each, known = min(limits.results, _PER_ALERT), repeats.ids.keys()
    return news(
        parts.corpus, parts.libraries, limits, user, since,
        per_alert=of_each, now=now, known=known, is_new=repeats.is_new, until=until,
    )  # fmt: skip


def _reported(found: News) -> tuple[list[SelectedAlert], list[str]]:
    """The alerts that have papers, and what there is to say of those that failed."""
    return [_selected(alert) for alert in found.alerts if alert.arrivals], [
        notes.failed_alert(alert.name, alert.failed) for alert in found.alerts if alert.failed
    ]


def _selected(alert: Alert) -> SelectedAlert:
    return SelectedAlert(alert.kind, alert.name, tuple(each.paper for each in alert.arrivals), alert.more)


def _popular(parts: DigestParts, subscription: Subscription, repeats: Repeats, now: datetime) -> Popular:
    """What is trending that the reader does not know: within a longer window where there is nothing in the shorter."""
    limit, empty_reason = min(parts.settings.limits.results, _LOOKED_AT), None
    windows = _WINDOWS[subscription.frequency]
    for window in windows:
        found = parts.trending(window, limit, now)
        papers = [each.paper for each in found.data if not repeats.knows(each.paper.id)][:_POPULAR]
        if papers:
            for paper in papers:
                repeats.add(paper.id)
            return Popular(window, tuple(papers), None)
        empty_reason = found.empty_reason
    return Popular(windows[-1], (), empty_reason or "nothing_new")
